"""The examples of docs/records.md are read without a word, and show every part of every record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.reading.assessments import read_assessment
from charter.reading.closed_days import read_closed_days
from charter.reading.comparison import read_comparison
from charter.reading.feedback import read_feedback
from charter.reading.incidents import read_incident
from charter.reading.outcomes import read_outcomes
from charter.reading.reviews import read_reviews
from charter.reading.signoffs import read_signoffs
from charter.source import Reading, SourceText

PAGE = Path(__file__).parents[2] / "docs" / "records.md"
EXAMPLES = {
    match[1]: match[2]
    for match in re.finditer(r"^```\w+ (\S+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
}


def read(name: str) -> Reading[object]:
    source = SourceText(name, EXAMPLES[name])
    stem = Path(name).stem
    match Path(name).parts[0]:
        case "signoffs":
            return read_signoffs(source, stem)
        case "reviews.md":
            return read_reviews(source)
        case "assessments":
            return read_assessment(source, Path(name).parts[1], stem)
        case "outcomes.csv":
            return read_outcomes(source)
        case "feedback.csv":
            return read_feedback(source)
        case "incidents":
            return read_incident(source, stem)
        case "comparison.md":
            return read_comparison(source)
        case _:
            return read_closed_days(source)


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_an_example_is_read_without_a_word(name: str) -> None:
    reading = read(name)
    assert reading.diagnostics == ()
    assert reading.value


def test_every_record_has_an_example() -> None:
    kinds = {Path(name).parts[0] for name in EXAMPLES}
    listed = re.findall(r"^\| `([a-z]+(?:\.\w+)?)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert kinds == {*listed, "holidays.csv"}


def test_actions_are_closed_in_the_ways_the_page_says() -> None:
    (review,) = read_reviews(SourceText("reviews.md", EXAMPLES["reviews.md"])).value
    assert [action.is_done for action in review.actions] == [False, True, True]
    assert [verdict.verdict for verdict in review.verdicts] == ["keep", "withdraw"]
