"""What of a public charter may be published: nothing that was, or is, for its parties alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from charter.model.charter import Charter
from charter.model.records import Records
from charter.model.text import Visibility
from charter.standing import Standing, VersionStanding


def public_part(standing: Standing) -> Charter:
    """Return a public charter without what is for the parties alone.

    That are its comparison with others, unless it says otherwise, the versions that were agreed to be closed, and
    whatever was recorded while one of them held.
    """
    charter, records = standing.charter, standing.charter.records
    if records.comparison and records.comparison.visibility is not Visibility.PUBLIC:
        records = replace(records, comparison=None)
    closed = {item.version.label for item in standing.versions if _is_closed(item)}
    if closed:
        shown = {item.version.label for item in standing.versions} - closed
        records = _open_records(records, _Times(standing), shown)
    return replace(
        charter,
        versions=tuple(item for item in charter.versions if item.label not in closed),
        records=records,
    )


def _is_closed(item: VersionStanding) -> bool:
    return item.version.text.visibility is Visibility.PARTIES


class _Times:
    """Says which days a charter was for its parties alone."""

    def __init__(self, standing: Standing) -> None:
        held = [item for item in standing.versions if item.in_force_from]
        self._held = sorted(held, key=lambda item: item.in_force_from or date.min)
        self._is_closed_first = any(_is_closed(item) for item in standing.versions[:1])
        self._is_closed_ever = any(map(_is_closed, standing.versions))

    def is_closed(self, day: date | None) -> bool:
        """Whether the version in force on a day is closed; before the first what the first is, without a day any."""
        if day is None:
            return self._is_closed_ever
        before = [item for item in self._held if item.in_force_from and item.in_force_from <= day]
        return _is_closed(before[-1]) if before else self._is_closed_first

    def is_any_closed(self, first: date, last: date) -> bool:
        """Whether any of these days is closed."""
        return self.is_closed(first) or any(
            _is_closed(item) for item in self._held if item.in_force_from and first <= item.in_force_from <= last
        )


def _open_records(records: Records, times: _Times, shown: set[str]) -> Records:
    return replace(
        records,
        signoffs=tuple(item for item in records.signoffs if item.version in shown),
        reviews=tuple(
            item for item in records.reviews if item.version in {None, *shown} and not times.is_closed(item.held)
        ),
        assessments=tuple(
            item
            for item in records.assessments
            if item.version in {None, *shown} and not times.is_any_closed(item.period.first, item.period.last)
        ),
        outcomes=tuple(
            item for item in records.outcomes if not times.is_any_closed(item.period.first, item.period.last)
        ),
        feedback=tuple(
            replace(item, action="") if item.answered and times.is_closed(item.answered) else item
            for item in records.feedback
            if not times.is_closed(item.date)
        ),
        incidents=tuple(item for item in records.incidents if not times.is_closed(item.date)),
    )
