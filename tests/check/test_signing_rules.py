from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.config import Config
from charter.source import Severity
from tests.builders import charter_text, project, promise
from tests.check.kept import BOTH_SIGN, SIGNED, ask, places


def version(label: str = "1.0", *, target: str = "90% within 4 hours", front: str = BOTH_SIGN, **stamp: str) -> str:
    return charter_text(version=label, front=front, promises=promise(target=target), **stamp)


ROSA_ALONE = SIGNED.replace("| staff | Noor Haddad | agree | 2025-12-17 |\n", "")


class TestMissingSignature:
    """CH418."""

    def test_every_party_that_has_not_signed_is_named_at_the_date_of_the_version(self, tmp_path: Path) -> None:
        found = ask(tmp_path, "CH418", {"versions/1.0.md": version()})
        assert [item.message.partition(",")[2] for item in found] == [
            " and Rosa Lindqvist (desk) has not signed; until then it is not in force",
            " and Noor Haddad (staff) has not signed; until then it is not in force",
        ]
        line = version().splitlines().index("effective: 2026-01-05") + 1
        assert set(places(found)) == {("versions/1.0.md", line, 12)}
        assert found[1].hint == 'charter sign desk --version 1.0 --party staff --name "Noor Haddad"'

    @pytest.mark.parametrize(
        ("today", "severity"),
        [
            ("2025-12-21", None),
            ("2025-12-22", Severity.INFO),
            ("2026-01-04", Severity.INFO),
            ("2026-01-05", Severity.WARNING),
            ("2028-01-05", Severity.WARNING),
        ],
    )
    def test_it_is_a_remark_for_two_weeks_and_a_warning_from_the_day_on(
        self, tmp_path: Path, today: str, severity: Severity | None
    ) -> None:
        files = {"versions/1.0.md": version(), "signoffs/1.0.md": ROSA_ALONE}
        found = ask(tmp_path, "CH418", files, today)
        assert [item.severity for item in found] == ([severity] if severity else [])

    def test_a_version_that_is_agreed_lacks_nothing(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH418", {"versions/1.0.md": version(), "signoffs/1.0.md": SIGNED}) == []

    def test_a_version_that_nobody_must_sign_lacks_nothing(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH418", {"versions/1.0.md": version(front="")}) == []

    def test_nobody_is_asked_to_sign_a_version_that_a_later_one_replaced(self, tmp_path: Path) -> None:
        files = {
            "versions/1.0.md": version(),
            "versions/1.1.md": version("1.1", effective="2026-09-01", released="2026-05-04"),
        }
        assert ask(tmp_path, "CH418", files) == []

    def test_of_several_who_may_sign_it_says_how_many_must(self, tmp_path: Path) -> None:
        three = "[{name: Ana, decides: yes}, {name: Ben, decides: yes}, {name: Cleo, decides: yes}]"
        text = version(front="agreement: 2 of 3 staff's deciders").replace("[{name: Noor Haddad, decides: yes}]", three)
        (found,) = ask(tmp_path, "CH418", {"versions/1.0.md": text})
        assert "2 of Ana, Ben, Cleo (staff) has not signed" in found.message

    def test_a_version_of_the_year_one_is_no_trouble(self, tmp_path: Path) -> None:
        text = version(effective="0001-01-01", released="0001-01-01")
        assert len(ask(tmp_path, "CH418", {"versions/1.0.md": text}, "0001-01-02")) == 2


class TestSignatureThatFellAway:
    """CH419."""

    def files(self, target: str) -> dict[str, str]:
        return {
            "versions/1.0.md": version(),
            "signoffs/1.0.md": SIGNED,
            "versions/1.1.md": version("1.1", target=target, released="2026-05-04", effective="2026-06-01"),
        }

    def test_the_row_is_shown_with_what_changed(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH419", self.files("80% within 4 hours"))
        assert found.message == ('"Noor Haddad" signed 1.0 for staff, which does not hold for 1.1: first-reply changed')
        assert places([found]) == [("signoffs/1.0.md", 4, 3)]
        assert found.hint == 'charter sign desk --version 1.1 --party staff --name "Noor Haddad"'

    def test_a_signature_that_carries_over_is_none(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH419", self.files("95% within 4 hours"))
        assert "Rosa Lindqvist" in found.message

    def test_who_signed_again_is_not_asked_again(self, tmp_path: Path) -> None:
        again = "| Party | Name | Decision | Date |\n|---|---|---|---|\n| staff | Noor Haddad | agree | 2026-05-05 |\n"
        files = self.files("80% within 4 hours") | {"signoffs/1.1.md": again}
        assert ask(tmp_path, "CH419", files) == []

    def test_long_before_the_day_nobody_is_bothered(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH419", self.files("80% within 4 hours"), "2026-05-10") == []


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("CH401", "| desk | Tomas Beck | agree | 2025-12-16 |"),
        ("CH402", "| desk | Rosa Lindqvist | agree | 2025-12-14 |"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_at_the_row(tmp_path: Path, code: str, row: str) -> None:
    sheet = f"| Party | Name | Decision | Date |\n|---|---|---|---|\n{row}\n"
    project(tmp_path, {"desk": {"charter.md": version(), "versions/1.0.md": version(), "signoffs/1.0.md": sheet}})
    catalog = load_catalog(tmp_path, Config())
    found = [item for item in check_catalog(catalog, Config(), date(2026, 6, 1)) if item.code == code]
    assert places(found) == [("signoffs/1.0.md", 3, 3)]
