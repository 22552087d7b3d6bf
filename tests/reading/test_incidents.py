from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Action, Incident
from charter.reading.incidents import read_incident
from charter.source import Reading, SourceText

from .found import hints, spots

FRONT = "---\ndate: 2026-02-03\nexpectations: [first-reply, respect]\nstatus: closed\n---\n\n# Nobody answered\n\n"
PARTS = "## Stop\n\nA.\n\n## Pause\n\nB.\n\n## Analyse\n\nC.\n\n"


def read(text: str, name: str = "nobody-answered") -> Reading[Incident]:
    return read_incident(SourceText("incidents/x.md", text), name)


def test_a_note_is_read() -> None:
    reading = read(FRONT + PARTS + "## What changes\n\n- Action: a rota (Rosa, by 2026-05-01)\n- Told: 2026-02-04\n")
    assert spots(reading) == []
    incident = reading.value
    assert (incident.name, incident.title, incident.date) == ("nobody-answered", "Nobody answered", date(2026, 2, 3))
    assert (incident.expectations, incident.status) == (("first-reply", "respect"), "closed")
    assert [heading for heading, _ in incident.parts] == ["Stop", "Pause", "Analyse", "What changes"]
    assert [block.text for block in incident.parts[2][1]] == ["C."]
    assert incident.actions == (Action(words="a rota", owner="Rosa", due=date(2026, 5, 1)),)


def test_a_missing_part_is_reported_with_its_question() -> None:
    reading = read(FRONT + "## Pause\n\nB.\n\n## ANALYZE\n\nC.\n")
    assert spots(reading) == [("CH460", 1, 1)]
    assert hints(reading) == ["## Stop\n\nWhat did people need straight away?"]


def test_the_name_of_the_file_may_say_the_day() -> None:
    reading = read(PARTS, name="2026-02-03-nobody-answered")
    assert spots(reading) == []
    assert (reading.value.date, reading.value.title) == (date(2026, 2, 3), "2026-02-03-nobody-answered")


def test_an_incident_without_a_day_is_reported() -> None:
    reading = read(PARTS)
    assert spots(reading) == [("CH406", 1, 1)]
    assert reading.value.date is None


def test_a_day_that_cannot_be_read_is_reported_at_its_value() -> None:
    assert spots(read(FRONT.replace("2026-02-03", "3.2.2026") + PARTS)) == [("CH406", 2, 7)]


def test_text_above_the_first_part_is_kept() -> None:
    assert [
        (heading, [block.text for block in blocks]) for heading, blocks in read("Lead.\n\n## Stop\n").value.parts
    ] == [
        ("", ["Lead."]),
        ("Stop", []),
    ]


def test_an_action_without_an_owner_is_reported() -> None:
    assert spots(read(FRONT + PARTS + "- Action: a rota\n")) == [("CH422", 21, 11)]


def test_an_unknown_key_is_reported() -> None:
    assert spots(read("---\ndate: 2026-02-03\nexpectation: [a]\n---\n" + PARTS)) == [("CH102", 3, 1)]


@given(st.text() | st.text(st.sampled_from("-#: \n[]a2Stop")), st.text(max_size=12))
def test_any_text_is_read(text: str, name: str) -> None:
    read(text, name)
    read(FRONT + text, name)
