from __future__ import annotations

from datetime import date

import pytest

from charter.model.charter import Charter
from charter.signatures import check_signoffs
from charter.source import Diagnostic
from charter.standing import stand

from .builders import DESK, NOOR, ROSA, TEACHING, TOMAS, a_charter, a_row, a_sheet, a_version


def only(charter: Charter) -> Diagnostic:
    (diagnostic,) = check_signoffs(charter)
    assert stand(charter, date(2026, 1, 1)).diagnostics == (diagnostic,)
    return diagnostic


@pytest.mark.parametrize("row", [a_row(TOMAS, "2026-01-01"), a_row("Max Doe", "2026-01-01", party="desk")])
def test_a_signature_without_the_right_names_who_may_sign(row) -> None:  # type: ignore[no-untyped-def]
    version = a_version()
    found = only(a_charter(version, sheets=(a_sheet(version, row),)))
    assert (found.code, found.span) == ("CH401", row.span)
    assert found.message == f'"{row.name}" may not sign 1.0 for desk; Rosa Lindqvist may'
    assert found.hint == 'charter sign support-desk --version 1.0 --party desk --name "Rosa Lindqvist"'


def test_a_signature_for_a_party_that_the_version_lacks_names_the_parties() -> None:
    version = a_version(parties=(DESK, TEACHING))
    found = only(a_charter(version, sheets=(a_sheet(version, a_row(NOOR, "2026-01-01", party="offices")),)))
    assert (found.code, found.hint) == ("CH107", "write one of its parties: desk, teaching")
    assert '"offices"' in found.message


def test_a_signature_from_before_the_release_is_an_error_with_both_dates() -> None:
    version = a_version(released="2025-12-01")
    found = only(a_charter(version, sheets=(a_sheet(version, a_row(ROSA, "2025-11-30")),)))
    assert found.code == "CH402"
    assert found.message == '"2025-11-30" is before 1.0 was released, on 2025-12-01'


def test_a_stale_sheet_quotes_both_fingerprints() -> None:
    version = a_version()
    found = only(a_charter(version, sheets=(a_sheet(version, a_row(ROSA, "2026-01-01"), fingerprint="c1:beef"),)))
    assert found.code == "CH403"
    assert found.message == f'1.0 was signed as "c1:beef", but now reads "{version.fingerprint}"'
    path = "content/support-desk/versions/1.0.md"
    assert found.hint == f"git checkout $(git log --diff-filter=A --format=%h -1 -- {path}) -- {path}"


def test_a_stale_sheet_says_which_version_has_the_signed_text() -> None:
    first, second = a_version("1.0"), a_version("2.0")
    sheet = a_sheet(second, a_row(ROSA, "2026-01-01"), fingerprint=first.fingerprint)
    found = only(a_charter(first, second, sheets=(sheet,)))
    assert ", the text of 1.0, but now reads" in found.message
    assert found.hint == "move these rows to signoffs/1.0.md, and sign 2.0 anew"


def test_a_date_to_come_is_no_error() -> None:
    version = a_version()
    assert check_signoffs(a_charter(version, sheets=(a_sheet(version, a_row(ROSA, "2999-01-01")),))) == ()
