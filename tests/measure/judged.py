"""Charters that both sides judged, as short as a test can say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from charter.measure.results import results_of
from charter.measure.scores import Scores, scores_of
from charter.measure.shortfalls import Ground
from charter.model.charter import Charter
from charter.model.records import Assessment, Feedback, Outcome, Review
from charter.reading.assessments import read_assessment
from charter.source import SourceText
from charter.standing import Standing, stand
from tests.builders import charter_text, promise
from tests.site.builders import charter_of

TODAY = date(2026, 12, 31)
SCALE = "levels: [Not yet, Nearly, Met, Beyond]\nexpected: Met\n"
SPEED = "| Speed | Days | A day | Hours | Minutes |"
WORDS = "| Words | Full of codes and names | Explained when asked for | Plain the first time | Quoted by others |"


def rubric(*rows: str, levels: str = "Not yet, Nearly, Met, Beyond", head: str = "What we look at") -> str:
    names = levels.split(", ")
    return "\n".join([f"| {head} | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|", *rows])


def text(*promises: str, front: str = SCALE, version: str | None = None, day: str = "2026-01-01") -> str:
    """Return a charter of a desk and three customer parties; promises after an empty one are asked of customers."""
    written = charter_text(
        front=front,
        promises="\n\n".join(promises).replace(
            "ASKED\n", "## What we ask of you\n\n- Promised by: staff\n- Promised to: desk\n"
        ),
        version=version,
        effective=day,
        released=day,
    )
    more = "  - {id: pupils, role: customer, name: Pupils}\n  - {id: town, role: observer, name: Town}\n  - {id: staff,"
    return written.replace("  - {id: staff,", more).replace("- Promised to: staff", "- Promised to: staff, pupils", 1)


def judged_promise(ref: str = "answer", *rows: str, levels: str = "Not yet, Nearly, Met, Beyond", **said: str) -> str:
    """Return a promise with a rubric of these rows."""
    table = rubric(*(rows or (SPEED, WORDS)), levels=levels)
    return promise(ref, title=said.pop("title", ref.title()), after=table, target=said.pop("target", None), **said)


def assessed(
    period: str, party: str, *rows: str, version: str | None = None, day: str | None = None, blind: str = ""
) -> Assessment:
    """Return an assessment of rows written as `answer/Speed: Met, evidence, 4`."""
    keys = {"version": version and f'"{version}"', "date": day, "blind": blind}
    lines = ["---", f"party: {party}", *(f"{key}: {value}" for key, value in keys.items() if value), "---", ""]
    lines += ["| Expectation | What we look at | Level | Evidence | Importance |", "|---|---|---|---|---|"]
    for row in rows:
        name, _, said = row.partition(": ")
        ref, _, criterion = name.partition("/")
        cells = [*(cell.strip() for cell in said.split(",")), "", ""]
        lines.append(f"| {ref} | {criterion} | {' | '.join(cells[:3])} |")
    found = read_assessment(SourceText(f"assessments/{period}/{party}.md", "\n".join(lines) + "\n"), period, party)
    assert found.value is not None
    return found.value


def charter(
    versions: Mapping[str, str] | str,
    *assessments: Assessment,
    outcomes: Sequence[Outcome] = (),
    feedback: Sequence[Feedback] = (),
    reviews: Sequence[Review] = (),
    draft: str | None = None,
) -> Charter:
    """Return a charter with these versions by label; of one text, the working text alone."""
    if isinstance(versions, str):
        made = charter_of(versions)
    else:
        made = charter_of(draft or [*versions.values()][-1], versions=versions)
    records = replace(
        made.records,
        assessments=assessments,
        outcomes=tuple(outcomes),
        feedback=tuple(feedback),
        reviews=tuple(reviews),
    )
    return replace(made, records=records)


def one(*assessments: Assessment, promises: Sequence[str] = ()) -> Charter:
    """Return a charter whose version 1.0 is in force since the beginning of 2026."""
    return charter({"1.0": text(*(promises or [judged_promise()]), version="1.0")}, *assessments)


def scores(made: Charter, today: date = TODAY) -> Scores:
    return scores_of(made, stand(made, today))


def ground(made: Charter, today: date = TODAY) -> Ground:
    standing = stand(made, today)
    return Ground(standing, scores_of(made, standing), results_of(made, standing))


def standing_of(made: Charter, today: date = TODAY) -> Standing:
    return stand(made, today)
