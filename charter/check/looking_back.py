"""What was in force when: records are read against the text of their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from charter.check.subject import Subject
from charter.model.text import CharterText
from charter.standing import Standing


def texts_between(standing: Standing, first: date, last: date) -> Iterator[CharterText]:
    """Yield the text of every version that was in force on one of these days, newest first."""
    return (item.version.text for item in reversed(standing.versions) if item.days_in_force(first, last))


def latest_day(subject: Subject) -> date:
    """Return `today`, or the day of the newest record where that is later.

    Somebody who asks for an earlier day than the records were written on is looking back; what was measured since then
    is not measured too early.
    """
    records = subject.charter.records
    days = [
        *(review.held for review in records.reviews),
        *(remark.date for remark in records.feedback),
        *(assessment.date for assessment in records.assessments if assessment.date),
        *(incident.date for incident in records.incidents if incident.date),
        *(row.date for sheet in records.signoffs for row in sheet.signoffs if row.date),
        *(version.text.stamp.released for version in subject.charter.versions if version.text.stamp.released),
    ]
    return max([subject.today, *days])
