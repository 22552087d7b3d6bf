"""Every labelled pair comes out as labelled: `README.md` says how the labels were made and what was chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from charter.compare.changes import Change
from charter.compare.compare import compare
from charter.reading.charter import read_charter
from charter.source import SourceText

_PAIRS = Path(__file__).parent / "pairs"
_CASES = sorted(path.parent.name for path in _PAIRS.glob("*/expected.json"))


@pytest.mark.parametrize("case", _CASES)
def test_a_labelled_pair_comes_out_as_labelled(case: str) -> None:
    expected = json.loads((_PAIRS / case / "expected.json").read_text("utf-8"))
    before, after = (
        read_charter(SourceText(f"{case}/{side}.md", (_PAIRS / case / f"{side}.md").read_text("utf-8"))).value
        for side in ("before", "after")
    )
    found = compare(before, after)
    missing, left = list(expected["changes"]), []
    for change in map(_labelled, found.changes):
        label = next((label for label in missing if label.items() <= change.items()), None)
        if label is None:
            left.append(change)
        else:
            missing.remove(label)
    assert (missing, left) == ([], [])
    assert found.bump == expected["bump"]
    assert list(found.sign_again) == expected["sign_again"]


def test_there_are_a_hundred_pairs_and_more() -> None:
    assert len(_CASES) >= 100


def _labelled(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "ref": change.ref,
        "direction": change.direction.value,
        "effects": {party: effect.value for party, effect in change.effects},
        "matched_by": change.matched_by and change.matched_by.value,
        "segment": change.segment,
        "section": change.section,
        "term": change.term,
        "into": change.into,
        "from": change.origin,
    }
