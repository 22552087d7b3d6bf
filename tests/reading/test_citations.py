"""What a promise names outside itself is there, or its author is told."""

from __future__ import annotations

import pytest

from charter.reading.charter import read_charter
from charter.source import Diagnostic, SourceText

TEXT = """---
title: T
standards: [ISO 10001:2018, UK Service Standard]
parties:
  - {id: a, role: provider}
  - {id: b, role: customer}
---

## P

- Promised by: a
- Promised to: b

### One

- Ref: first-reply
- FIELD

### Two

- Ref: tell-us-early

## How we work

1. Gently.
2. Quickly.
"""


def found(field: str, text: str = TEXT) -> list[Diagnostic]:
    reading = read_charter(SourceText("content/x/charter.md", text.replace("FIELD", field)))
    return [item for item in reading.diagnostics if item.severity != "info"]


@pytest.mark.parametrize(
    ("field", "code", "words", "hint"),
    [
        ("Depends on: tell-us-erly", "CH222", "tell-us-erly", "- Depends on: tell-us-early"),
        ("Depends on: tell us early", "CH222", "tell us early", "- Depends on: tell-us-early"),
        ("Depends on: first-reply, nothing", "CH222", "nothing", "- Depends on: other-charter#nothing"),
        ("Lives up to: 7", "CH223", "7", "- Lives up to: 2"),
        ("Aligned to: ISO 10001:2018 4.2; ISO 9001", "CH224", "ISO 9001", "- Aligned to: ISO 10001:2018"),
        ("Aligned to: UK Service Standards", "CH224", "UK Service Standards", "- Aligned to: UK Service Standard"),
        ("Withdraw on: soon", "CH218", "soon", "- Withdraw on: 2026-12-31"),
        ("Withdraw on: 31 December 2027", "CH218", "31 December 2027", "- Withdraw on: 2027-12-31"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(field: str, code: str, words: str, hint: str) -> None:
    (item,) = found(field)
    assert (item.code, item.hint, item.span.line) == (code, hint, 17)
    assert f'"{words}"' in item.message
    line = f"- {field}"
    assert line[(item.span.column or 1) - 1 :].startswith(words)


@pytest.mark.parametrize(
    "field",
    [
        "Depends on: tell-us-early",
        "Depends on: `tell-us-early`; other-desk#first-reply",
        "Depends on: the network of our landlord",
        "Lives up to: 2",
        "Lives up to: 1 and 2",
        "Lives up to: Gently",
        "Aligned to: iso 10001:2018 clause 6; UK Service Standard 14",
        "Withdraw on: 2027-01-01",
    ],
)
def test_a_name_that_leads_somewhere_is_not_told(field: str) -> None:
    assert found(field) == []


def test_standards_are_free_where_none_are_listed() -> None:
    text = TEXT.replace("standards: [ISO 10001:2018, UK Service Standard]\n", "")
    assert found("Aligned to: ISO 9001", text) == []


def test_a_translation_leans_on_its_original() -> None:
    text = TEXT.replace("title: T\n", "title: T\ntranslates: charter.md\n")
    assert found("Depends on: nothing", text) == []
