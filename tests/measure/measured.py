"""Charters with results, as short as a test can say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from charter.measure.judging import Ruling, Terms, judge
from charter.measure.numbers import Numbers, numbers_of
from charter.measure.results import PromiseResults, Results, Series, results_of
from charter.model.records import Outcome
from charter.model.target import Target
from charter.model.text import Calendar
from charter.reading.outcomes import read_outcomes
from charter.reading.targets import read_target
from charter.source import SourceText, Span
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import charter_of

HEAD = "period,ref,segment,good,total,value,unit,source,note\n"


def outcomes(rows: str) -> tuple[Outcome, ...]:
    """Return rows written as `2026-01,fast,,9,10`; `_` is a blank, and empty cells at the end may be left out."""
    lines = []
    for row in rows.split():
        cells = [cell.replace("_", " ") for cell in row.split(",")]
        lines.append(",".join([*cells, *[""] * (9 - len(cells))]))
    found = read_outcomes(SourceText("outcomes.csv", HEAD + "\n".join(lines) + "\n"))
    assert not found.diagnostics
    return found.value


def target(words: str, language: str = "en") -> Target:
    return read_target(words, language=language, span=Span("charter.md", 1)).value


def ruling(words: str, numbers: str, *, calendar: Calendar | None = None, language: str = "en") -> Ruling:
    """Return what `9/10`, `2.5 working days`, or nothing at all says about a target."""
    good, _, total = numbers.partition("/")
    value, _, unit = numbers.partition(" ")
    row = f"2026-01,fast,,{good},{total}" if total else f"2026-01,fast,,,,{value},{unit.replace(' ', '_')}"
    held = numbers_of(outcomes(row)[0]) if numbers else Numbers()
    return judge(target(words, language), held, Terms(language=language, calendar=calendar))


def promises(*targets: str, ref: str = "fast", fields: str = "") -> str:
    """Return one promise with these target lines, each `words` or `segment: words`."""
    lines = [
        f"- Target ({line.partition(': ')[0]}): {line.partition(': ')[2]}" if ": " in line else f"- Target: {line}"
        for line in targets
    ]
    return promise(ref, target=None, fields="\n".join([*lines, *([fields] if fields else [])]))


def results(
    texts: Mapping[str, str], rows: str, *, draft: str | None = None, today: date = date(2026, 12, 31)
) -> Results:
    """Return the results of a charter whose versions came into force on these days and made these promises."""
    versions = {
        f"{number}.0": charter_text(promises=words, version=f"{number}.0", effective=day, released=day)
        for number, (day, words) in enumerate(texts.items(), 1)
    }
    newest = list(texts.values())[-1]
    charter = charter_of(charter_text(promises=draft or newest), versions=versions, outcomes=outcomes(rows))
    return results_of(charter, stand(charter, today))


def results_under(words: str, rows: str) -> PromiseResults:
    """Return the results of one promise with one target, in force since the beginning of 2025."""
    found = results({"2025-01-01": promises(words)}, rows).of("fast")
    assert found is not None
    return found


def series_under(words: str, rows: str) -> Series:
    (found,) = results_under(words, rows).series
    return found


def told(series: Series) -> list[str]:
    """Return period and verdict of every result."""
    return [f"{result.period} {result.judged}" for result in series.results]
