"""From an export to outcomes: each case counted by the target that stood in its period."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from charter.clocks.business import ALWAYS, calendar_days, open_days, open_seconds
from charter.clocks.meter import Meter
from charter.clocks.zone import DAY_SECONDS, EPOCH_DAY, wall_offsets
from charter.compare.lives import matched_lives_of
from charter.measure.stood import Held, Stood
from charter.measuring.engine import (
    NO_TIME,
    UNKNOWN,
    Columns,
    Group,
    Tally,
    Trouble,
    bare_times,
    columns_of,
    group,
    labels,
    latest_moment,
    load,
    open_engine,
    settle,
    span_of_walls,
    tally,
    troubles,
)
from charter.measuring.export import Export, find_column, rows_at
from charter.measuring.measurement import Counted, Measurement, NotCounted, Request, Unread
from charter.measuring.periods import MONTHS, Timeline
from charter.measuring.rules import Counts, Rule, Runs, rule_of
from charter.model.charter import Charter
from charter.model.records import Outcome, Period
from charter.model.text import Calendar
from charter.reading.keywords import fold
from charter.source import UsageError
from charter.standing import Standing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAYS = frozenset({Runs.OPEN_DAYS, Runs.CALENDAR_DAYS})
OTHERS = "*"
"""In a map of segments: whatever it does not name."""
MOST_LABELS = 5
"""Of the words that stand for no segment, so many are shown, the most frequent first."""
TIMES_HINT = 'write times as 2026-01-31T17:00, or say how: --time-format "%d/%m/%Y %H:%M"'
NOT_PARTED = "its targets are for different cases, and no column says which are which (--segment COLUMN)"
_DAY = timedelta(days=1)

Holidays = Callable[[str, Collection[int]], Collection[date]]
"""The days on which a named calendar is closed in some years."""


def measure(charter: Charter, standing: Standing, export: Export, request: Request, holidays: Holidays) -> Measurement:
    """Return what an export says of one promise.

    Raises `UsageError` where the promise, a column or a word is not there, `CharterError` where the engine is not.
    """
    stood = _stood(charter, standing, request.ref)
    with open_engine() as database:
        columns = _found(request.columns, columns_of(database, export))
        return _Run(charter, stood, export, request, columns, database, holidays).measurement()


def _stood(charter: Charter, standing: Standing, ref: str) -> Stood:
    lives = matched_lives_of(charter, with_draft=standing.is_draft_different)
    moments = lives.moments(ref)
    if not moments:
        import difflib

        near = difflib.get_close_matches(ref, lives.refs, n=1)
        hint = f"--ref {near[0]}" if near else f"one of: {', '.join(lives.refs)}"
        raise UsageError(f'no text of "{charter.id}" has the promise "{ref}"', hint)
    return Stood(standing, moments)


def _found(asked: Columns, names: Sequence[str]) -> Columns:
    def find(name: str | None, option: str) -> str | None:
        return None if name is None else find_column(names, name, option)

    return Columns(
        start=find_column(names, asked.start, "--start"),
        end=find(asked.end, "--end"),
        segment=find(asked.segment, "--segment"),
        pause_start=find(asked.pause_start, "--pause-start"),
        pause_end=find(asked.pause_end, "--pause-end"),
        paused_minutes=find(asked.paused_minutes, "--paused-minutes"),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One export on its way to outcomes."""

    charter: Charter
    stood: Stood
    export: Export
    request: Request
    columns: Columns
    database: DuckDBPyConnection
    holidays: Holidays

    def measurement(self) -> Measurement:
        """Read, count, and tell."""
        rejected = load(self.database, self.export, self.columns, self.request.time_format)
        calendar = self.stood.moments[-1][0].text.calendar
        own_zone = calendar.timezone if calendar else None
        zone = own_zone or self.request.zone or "UTC"
        is_zone_assumed = not (own_zone or self.request.zone) and bool(bare_times(self.database))
        span = span_of_walls(self.database)
        days = (_day(span[0]) - 2 * _DAY, _day(span[1]) + 2 * _DAY) if span else (date(1970, 1, 3),) * 2
        timeline = Timeline.of(zone, self.request.period or self._usual_period(), *days)
        settle(self.database, wall_offsets(self.request.zone or zone, *days), timeline.meter())
        known, unknown = self._segments(rejected)
        groups = group(self.database, {words: place for place, (_, raw) in enumerate(known) for words in raw})
        segments = [label for label, _ in known]
        counted, not_counted, closed = self._counted(groups, segments, timeline, days)
        found = troubles(self.database)
        return Measurement(
            rows=sum(item.cases for item in groups) + sum(item.cases for item in found) + len(rejected),
            counted=counted,
            not_counted=not_counted,
            unread=(*self._unread(found, rejected), *unknown),
            zone=self.request.zone or zone,
            is_zone_assumed=is_zone_assumed,
            closed=closed,
        )

    def _usual_period(self) -> str:
        """Return the period that the newest text counts by; a month, where it names none."""
        windows = [line.window for line in self.stood.moments[-1][1].targets if line.window in MONTHS]
        return windows[0] if windows and windows[0] else "month"

    def _segments(self, rejected: Collection[int]) -> tuple[list[tuple[str | None, list[str]]], list[Unread]]:
        """Return each segment with the words in the file that stand for it, and the words that stand for none.

        Without a column of segments every case is of the one segment `None`.
        """
        found = labels(self.database)
        if self.columns.segment is None:
            return [(None, [item.words for item in found])], []
        own = {
            fold(line.segment): line.segment
            for _, promise in self.stood.moments
            for line in promise.targets
            if line.segment
        }
        given = {fold(words): label for words, label in self.request.segments.items()}
        held: dict[str, tuple[str | None, list[str]]] = {}
        unknown = []
        for item in found:
            label = given.get(fold(item.words)) or own.get(fold(item.words)) or given.get(OTHERS)
            if label is None:
                unknown.append(item)
                continue
            label = own.get(fold(label), label)
            held.setdefault(fold(label), (label, []))[1].append(item.words)
        order = {key: place for place, key in enumerate(own)}
        in_order = [held[key] for key in sorted(held, key=lambda key: order.get(key, len(order)))]
        shown = unknown[:MOST_LABELS]
        rows, _ = rows_at(self.export, {item.row for item in shown}, rejected)
        lines = tuple(rows[item.row].line for item in shown if item.row in rows)
        words = tuple(f"{item.words or 'nothing'} ({item.cases:,})" for item in shown)
        count = sum(item.cases for item in unknown)
        if not unknown:
            return in_order, []
        hint = f'--segment-map "{unknown[0].words}={next(iter(own.values()), "everything else")}"'
        is_more = len(unknown) > len(words)
        told = Unread(why=UNKNOWN, count=count, lines=lines, words=words, is_more=is_more, hint=hint)
        return in_order, [told]

    def _counted(
        self, groups: Sequence[Group], segments: Sequence[str | None], timeline: Timeline, days: tuple[date, date]
    ) -> tuple[tuple[Counted, ...], tuple[NotCounted, ...], tuple[date, ...]]:
        latest = latest_moment(self.database)
        made = _moment(self.request.as_of, timeline.zone) if self.request.as_of else latest
        cases = {(item.period, item.segment): item.cases for item in groups}
        periods = range(min(item.period for item in groups), max(item.period for item in groups) + 1) if groups else ()
        rules: dict[tuple[int, int], tuple[Rule, int]] = {}
        held: dict[tuple[int, int], tuple[Held, bool]] = {}
        not_counted = []
        for key in [(at, segment) for at in periods for segment in range(len(segments))]:
            period, _, end = timeline.periods[key[0]]
            held[key] = self.stood.held(segments[key[1]], period.first, period.last)
            rule = self._rule(held[key][0], period)
            if isinstance(rule, Rule):
                rules[key] = (rule, min(end, made) if self.request.as_of is None else made)
            elif cases.get(key):
                not_counted.append(NotCounted(period=period, segment=segments[key[1]], cases=cases[key], why=rule))
        last = max(days[1], _day(made) + 2 * _DAY)
        meters, closed = self._meters(
            {(rule.runs, rule.calendar) for rule, _ in rules.values()}, timeline.zone, (days[0], last)
        )
        tallies: dict[tuple[int, int], Tally] = {}
        for on, meter in meters.items():
            of_it = {
                key: item for key, item in rules.items() if (item[0].runs, item[0].calendar) == on and cases.get(key)
            }
            tallies.update(tally(self.database, of_it, meter))
        counted = []
        for key, (rule, _) in rules.items():
            period, _, end = timeline.periods[key[0]]
            found = tallies.get(key, Tally(0, 0, 0, 0))
            number = cases.get(key, 0)
            counted.append(
                Counted(
                    outcome=self._outcome(period, segments[key[1]], rule, found, number, held[key][0]),
                    held=held[key][0],
                    is_mixed=held[key][1],
                    is_running=made < end - DAY_SECONDS,
                    late=found.late,
                    left_out=found.left_out,
                )
            )
        return tuple(counted), tuple(not_counted), closed

    def _rule(self, held: Held, period: Period) -> Rule | str:
        """Return how the cases of a period and segment are counted, or why they are not."""
        if self.columns.segment is None:
            stood = self.stood.between(period.first, period.last)
            is_of_some = held.target is None or held.target.segment is not None
            if stood and is_of_some and len(stood[-1][1].targets) > 1:
                return NOT_PARTED
        rule = rule_of(held)
        if isinstance(rule, str) or rule.counts is Counts.CASES:
            return rule
        if self.columns.end is None:
            raise UsageError("how long a case took needs the column of its end", "--end COLUMN")
        if self.columns.paused_minutes is not None and rule.runs in DAYS:
            hint = "--pause-start COLUMN --pause-end COLUMN"
            raise UsageError(f"the target counts {rule.runs}, and minutes cannot be taken off those", hint)
        return rule

    def _meters(
        self, wanted: Collection[tuple[Runs, Calendar | None]], zone: str, days: tuple[date, date]
    ) -> tuple[dict[tuple[Runs, Calendar | None], Meter], tuple[date, ...]]:
        """Return a meter for each clock, and the days that named holidays close."""
        meters: dict[tuple[Runs, Calendar | None], Meter] = {}
        named: set[date] = set()
        for runs, calendar in wanted:
            own_zone = (calendar.timezone if calendar else None) or zone
            if runs is Runs.ELAPSED:
                meters[runs, calendar] = ALWAYS
            elif runs is Runs.CALENDAR_DAYS:
                meters[runs, calendar] = calendar_days(own_zone, *days)
            elif calendar is not None:
                closed = set(calendar.closed)
                if calendar.closed_file:
                    closed.update(day.date for day in self.charter.records.closed_days)
                if calendar.holidays:
                    found = self.holidays(calendar.holidays, range(days[0].year, days[1].year + 1))
                    named.update(found)
                    closed.update(found)
                make = open_seconds if runs is Runs.OPEN_TIME else open_days
                meters[runs, calendar] = make(calendar, own_zone, closed, *days)
        return meters, tuple(sorted(day for day in named if days[0] <= day <= days[1]))

    def _outcome(
        self, period: Period, segment: str | None, rule: Rule, found: Tally, cases: int, held: Held
    ) -> Outcome:
        name = self.request.source
        if rule.counts is Counts.CASES:
            return Outcome(
                period=period,
                ref=self.request.ref,
                segment=segment,
                value=Decimal(cases),
                unit=rule.unit_words,
                source=name,
            )
        source = f"{name}, {rule.runs}"
        if rule.counts is Counts.TIME:
            note = f"{found.total} case{'' if found.total == 1 else 's'}" if found.total else ""
            value = None if found.value is None else _rounded(found.value, held.target.value if held.target else None)
            return Outcome(
                period=period,
                ref=self.request.ref,
                segment=segment,
                value=value,
                unit=rule.unit_words,
                source=source,
                note=note,
            )
        return Outcome(
            period=period,
            ref=self.request.ref,
            segment=segment,
            good=Decimal(found.good),
            total=Decimal(found.total),
            source=source,
        )

    def _unread(self, found: Sequence[Trouble], rejected: Collection[int]) -> list[Unread]:
        """Return the rows that are not counted, each kind with what stands in the first of them."""
        shown = [item for item in found if item.why != UNKNOWN]
        rows, lines = rows_at(self.export, {row for item in shown for row in item.rows}, rejected)
        unread = [
            Unread(
                why=item.why,
                count=item.cases,
                lines=tuple(rows[row].line for row in item.rows if row in rows),
                words=tuple(self._words(rows[row].cells) for row in item.rows if row in rows),
                is_more=item.cases > len(item.rows),
                hint=TIMES_HINT if item.why in NO_TIME else None,
            )
            for item in shown
        ]
        if rejected:
            unread.append(
                Unread(
                    why="cut into other cells than the head",
                    count=len(rejected),
                    lines=tuple(lines),
                    is_more=len(rejected) > len(lines),
                )
            )
        return unread

    def _words(self, cells: Mapping[str, str]) -> str:
        """Return the times of a row, as written; nothing else of it is shown."""
        columns = self.columns
        named = (columns.start, columns.end, columns.pause_start, columns.pause_end, columns.paused_minutes)
        return ", ".join(cells[name].strip() or "nothing" for name in named if name)


def _rounded(value: Decimal, limit: Decimal | None) -> Decimal:
    """Return a figure with four decimals at most; with more, where it would fall on another side of the limit."""
    for places in (4, 6, 9, 15):
        short = round(value, places)
        if limit is None or ((short > limit) == (value > limit) and (short < limit) == (value < limit)):
            return short.normalize() + 0
    return value


def _day(seconds: int) -> date:
    return date.fromordinal(EPOCH_DAY + seconds // DAY_SECONDS)


def _moment(asked: datetime, zone: str) -> int:
    return int((asked if asked.tzinfo else asked.replace(tzinfo=ZoneInfo(zone))).timestamp())
