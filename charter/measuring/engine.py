"""The database that reads an export and counts it: DuckDB, asked in SQL, with nothing of the export left behind.

Moments are microseconds since 1970 in UTC, or on the wall until the zone of the file is known. Every clock is a table
of stretches (`charter.clocks.meter`) that each row finds its place in with one `asof join`.
"""

# ruff: noqa: S608  the names put into queries are made here; whatever a user gave goes in as a parameter
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from charter.clocks.meter import Meter
from charter.measuring.export import SHOWN, Export
from charter.measuring.rules import MICRO, Counts, Rule
from charter.source import CharterError, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = "600MB"
"""For tables; the program and what reads the file need about as much again as a small machine has to spare."""
_FIRST, _LAST = 0, 7_258_118_400 * MICRO
"""No ticket is from before 1970 or after 2199: such times stand for "never"."""
_EMPTY = r"('', '-', 'null', '\\n')"
"""How exports write that there is nothing, in small letters."""
_ISO = (
    r"^(\d{4}-\d\d-\d\d)(?:[T ](\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?)\d*)?"
    r" ?(Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$"
)
_PLAIN = "____-__-__T__:__:__Z"
"""How most exports write times."""
NO_TIME = ("with a start that is no time", "with an end that is no time", "with a pause that is no time")
UNKNOWN = "of a segment that is not known"
_MOMENTS = ("a", "b", "p", "q")
"""Start, end, and the pause from and until."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns hold what."""

    start: str
    end: str | None = None
    segment: str | None = None
    pause_start: str | None = None
    pause_end: str | None = None
    paused_minutes: str | None = None


class Trouble(NamedTuple):
    """Rows that could not be counted: why, how many, and the numbers of the first."""

    why: str
    cases: int
    rows: tuple[int, ...]


class Label(NamedTuple):
    """What stands in the column of segments, how often, and in which row first."""

    words: str
    cases: int
    row: int


class Group(NamedTuple):
    """How many cases one period and segment have."""

    period: int
    segment: int
    cases: int


class Tally(NamedTuple):
    """What was counted for one period and segment. Of the open cases `late` are past the limit, `left_out` not yet."""

    good: int
    total: int
    late: int
    left_out: int
    value: Decimal | None = None


@contextmanager
def open_engine() -> Iterator[DuckDBPyConnection]:
    """Yield an empty database in memory. Raises `CharterError` where the extra is not installed."""
    try:
        import duckdb
    except ImportError as error:
        message = "counting an export needs DuckDB, which is not installed"
        raise CharterError(message, 'pip install "charter[measure]"') from error
    with TemporaryDirectory(prefix="charter-measure-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": _MEMORY,
            "temp_directory": folder,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with duckdb.connect(config=settings) as database:
            database.execute("set timezone = 'UTC'")
            yield database


def columns_of(database: DuckDBPyConnection, export: Export) -> tuple[str, ...]:
    """Return the names of the columns. Raises `UsageError` where the file is not of the kind that it says."""
    if export.kind == "csv":
        return export.head
    import duckdb

    try:
        rows = database.execute(f"describe select * from {_table(export, [])}", _arguments(export)).fetchall()
    except duckdb.Error as error:
        raise _unreadable(export, error) from error
    return tuple(row[0] for row in rows)


def load(database: DuckDBPyConnection, export: Export, columns: Columns, time_format: str | None) -> list[int]:
    """Read the file into `cases`, moments on the wall of the file, and return the places of records that are no rows.

    Only the columns that are named are read, and nothing but times, minutes and segments is kept of them.
    """
    import duckdb

    asked = {
        "a": columns.start,
        "b": columns.end,
        "p": columns.pause_start,
        "q": columns.pause_end,
        "m": columns.paused_minutes,
        "s": columns.segment,
    }
    texts = ", ".join(f"{_cell(export, name)} as {key}_text" for key, name in asked.items())
    empty = ", ".join(
        f"if(strlen({key}_text) < 5 and lower({key}_text) in {_EMPTY}, '', {key}_text) as {key}_text" for key in asked
    )
    found = {name: _moment(name, time_format) for name in _MOMENTS}
    parts = ", ".join(part for part, _, _ in found.values())
    walls = ", ".join(f"{wall} as {name}_wall, {zone} as {name}_zone" for name, (_, wall, zone) in found.items())
    moments = ", ".join(
        f"if({name}_wall between {_FIRST} and {_LAST}, {name}_wall, null) as {name}" for name in _MOMENTS
    )
    table = _table(export, [name for name in asked.values() if name])
    try:
        database.execute(
            f"""create temp table cases as
            with texts as (
                select row_number() over () as n, {texts} from {table}
            ), words as (select * replace ({empty}) from texts
            ), parts as (select *, {parts} from words
            ), walls as (select *, {walls} from parts
            ), moments as (select *, {moments}, try_cast(m_text as double) as minutes from walls)
            select n, {", ".join(f"{name}, {name}_zone" for name in _MOMENTS)}, s_text as s,
                cast(round(if(minutes between 0 and 1e8, minutes, 0) * 60 * {MICRO}) as bigint) as m, case
                when a_text = '' then 'without a start'
                when a is null then '{NO_TIME[0]}'
                when b_text <> '' and b is null then '{NO_TIME[1]}'
                when (p_text <> '' and p is null) or (q_text <> '' and q is null) then '{NO_TIME[2]}'
                when q_text <> '' and p_text = '' then 'with a pause that ends and never began'
                when m_text <> '' and coalesce(minutes not between 0 and 1e8, true)
                then 'with minutes that are no number' end as trouble
            from moments""",
            _arguments(export),
        )
    except duckdb.Error as error:
        if time_format is not None and "format specifier" in str(error):
            hint = '--time-format "%d/%m/%Y %H:%M"'
            raise UsageError(f'"{time_format}" does not say how times are written', hint) from error
        raise _unreadable(export, error) from error
    if export.kind != "csv":
        return []
    return [place for (place,) in database.execute("select distinct line from reject_errors").fetchall()]


def span_of_walls(database: DuckDBPyConnection) -> tuple[int, int] | None:
    """Return the earliest and the latest time in the file, in whole seconds on its walls; `None` without rows."""
    every = ", ".join(_MOMENTS)
    row = database.execute(
        f"select min(least({every})), max(greatest({every})) from cases where a is not null"
    ).fetchone()
    return None if row is None or row[0] is None else (row[0] // MICRO, row[1] // MICRO)


def bare_times(database: DuckDBPyConnection) -> list[str]:
    """Return which of the moments say no offset in some row, so that the zone of the file matters."""
    bare = ", ".join(f"bool_or({name} is not null and {name}_zone is null)" for name in _MOMENTS)
    row = database.execute(f"select {bare} from cases").fetchone()
    return [name for name, is_bare in zip(_MOMENTS, row or (), strict=False) if is_bare]


def settle(database: DuckDBPyConnection, offsets: Meter, months: Meter) -> None:
    """Make moments of wall times, and give every case its period."""
    _keep(database, "offsets", offsets)
    _keep(database, "months", months)
    for name in bare_times(database):
        _renew(
            database,
            f"""select cases.* replace (coalesce({name}_zone, offsets.value // {MICRO}) as {name}_zone)
            from cases asof left join offsets on cases.{name} >= offsets.begins""",
        )
    moments = ", ".join(f"{name} - {name}_zone * {MICRO} as {name}" for name in _MOMENTS)
    _renew(
        database,
        f"""with moments as (select n, s, m, trouble, {moments} from cases)
        select n, a, b, p, q, s, m, months.value // {MICRO} as period, case
            when trouble is not null then trouble
            when b < a then 'with an end before the start'
            when q < p then 'with a pause that ends before it begins' end as trouble
        from moments asof left join months on moments.a >= months.begins""",
    )


def labels(database: DuckDBPyConnection) -> list[Label]:
    """Return what stands in the column of segments, the most frequent first."""
    rows = database.execute(
        """select s, count(*), min(n) from cases where trouble is null
        group by all order by 2 desc, 1 limit 100000"""
    ).fetchall()
    return [Label(*row) for row in rows]


def group(database: DuckDBPyConnection, segments: Mapping[str, int]) -> list[Group]:
    """Give every case the number of its segment, by the words of its cell, and return how many there are of which."""
    database.execute("create temp table known(words varchar, segment integer)")
    database.execute("insert into known select unnest($1), unnest($2)", [list(segments), list(segments.values())])
    _renew(
        database,
        f"""select n, a, b, p, q, m, period, known.segment,
            coalesce(trouble, if(known.segment is null, '{UNKNOWN}', null)) as trouble
        from cases left join known on cases.s = known.words""",
    )
    rows = database.execute(
        "select period, segment, count(*) from cases where trouble is null group by all order by all"
    ).fetchall()
    return [Group(*row) for row in rows]


def troubles(database: DuckDBPyConnection) -> list[Trouble]:
    """Return the rows that are not counted, by why, in the order in which they come first."""
    rows = database.execute(
        f"select trouble, count(*), min(n, {SHOWN}) from cases where trouble is not null group by all order by min(n)"
    ).fetchall()
    return [Trouble(why, count, tuple(first)) for why, count, first in rows]


def latest_moment(database: DuckDBPyConnection) -> int:
    """Return the last moment that the file knows of, in whole seconds: it was made no earlier."""
    row = database.execute("select max(greatest(a, b, p, q)) from cases where trouble is null").fetchone()
    return 0 if row is None or row[0] is None else -(-row[0] // MICRO)


def tally(
    database: DuckDBPyConnection, rules: Mapping[tuple[int, int], tuple[Rule, int]], meter: Meter
) -> dict[tuple[int, int], Tally]:
    """Return what is counted by each rule, by period and segment, all on one meter.

    Beside its rule stands the moment, in seconds, at which a case without an end is looked at.
    """
    _keep(database, "meter", meter)
    database.execute(
        """create or replace temp table rules(
            period bigint, segment integer, seen bigint,
            bound bigint, months integer, slack integer, is_notice boolean)"""
    )
    database.executemany(
        "insert into rules values ($1, $2, $3, $4, $5, $6, $7)",
        [
            [*key, at * MICRO, rule.limit, rule.months, int(rule.is_strict), rule.counts is Counts.BEFORE]
            for key, (rule, at) in rules.items()
        ],
    )
    began, ended, since, until = (
        f"({table}.value + greatest(0, least({moment}, {table}.until) - {table}.begins))"
        for table, moment in (("ma", "began"), ("mb", "ended"), ("mp", "from_pause"), ("mq", "until_pause"))
    )
    database.execute(
        f"""create or replace temp table taken as
        with picked as (
            select period, segment, a as began, coalesce(b, greatest(seen, a)) as ended, b is null as is_open, m, p, q,
                bound, months, slack, is_notice
            from cases join rules using (period, segment) where trouble is null
        ), clipped as (
            select *, if(p is null, null, least(greatest(p, began), ended)) as from_pause,
                if(p is null, null, least(greatest(coalesce(q, ended), began), ended)) as until_pause
            from picked
        ), measured as (
            select period, segment, is_open, bound, months, slack, is_notice, {began} // {MICRO} as day,
                greatest(0, {ended} - {began} - coalesce({until} - {since}, 0) - m) as took
            from clipped
            asof left join meter ma on clipped.began >= ma.begins
            asof left join meter mb on clipped.ended >= mb.begins
            asof left join meter mp on clipped.from_pause >= mp.begins
            asof left join meter mq on clipped.until_pause >= mq.begins
        ), bounded as (
            select period, segment, is_open, is_notice, took, if(months is null, bound,
                date_diff('day', {_DAY}, {_DAY} + to_months(months)) * {MICRO} + slack * if(is_notice, 1, -1)) as bound
            from measured
        )
        select period, segment, is_open, took, if(is_notice, took >= bound, took <= bound) as is_good, is_notice
        from bounded"""
    )
    rows = database.execute(
        """select period, segment, count(*) filter (not is_open and is_good), count(*) filter (not is_open),
            count(*) filter (is_open and not is_good and not is_notice), count(*) filter (is_open)
        from taken group by all"""
    ).fetchall()
    found = {}
    for period, segment, good, ended, late, still_open in rows:
        rule = rules[period, segment][0]
        if rule.counts is Counts.TIME:
            value = _figure(database, rule, period, segment, ended)
            found[period, segment] = Tally(0, ended, 0, still_open, value)
        else:
            found[period, segment] = Tally(good, ended + late, late, still_open - late)
    return found


_DAY = "(date '1970-01-01' + cast(day as integer))"


def _figure(database: DuckDBPyConnection, rule: Rule, period: int, segment: int, count: int) -> Decimal | None:
    """Return the mean, the median, or the case below which so many per cent lie (nearest rank), in the rule's unit."""
    if not count:
        return None
    where = "from taken where period = $1 and segment = $2 and not is_open"
    if rule.stat == "mean":
        row = database.execute(f"select sum(took) {where}", [period, segment]).fetchone()
        return Decimal(row[0]) / count / rule.unit if row else None
    if rule.stat == "median":
        ranks = sorted({(count + 1) // 2, count // 2 + 1})
    else:
        rank = count * Decimal(rule.stat.removeprefix("p")) / 100
        ranks = [max(1, int(rank.to_integral_value(ROUND_CEILING)))]
    rows = database.execute(
        f"select took {where} order by took limit $3 offset $4", [period, segment, len(ranks), ranks[0] - 1]
    ).fetchall()
    return sum((Decimal(took) for (took,) in rows), Decimal(0)) / len(ranks) / rule.unit


def _cell(export: Export, name: str | None) -> str:
    """Return the words of a column in a query, without blanks around them; of no column, nothing ever."""
    if name is None:
        return "''"
    column = f"c{export.head.index(name)}" if export.kind == "csv" else f"cast({_quoted(name)} as varchar)"
    # Nearly every cell is a time, or nothing. What was said of words twice would be asked of every cell.
    words = f"trim({column}, chr(9) || chr(10) || chr(13) || ' ')"
    return f"case when {column} is null then '' when {column} like '{_PLAIN}' then {column} else {words} end"


def _moment(name: str, time_format: str | None) -> tuple[str, str, str]:
    """Return what finds, in `NAME_text`, the parts of a moment; then the time on a wall; then the offset it says."""
    if time_format is not None:
        words = time_format.replace("'", "''")
        zone = "0::bigint" if "%z" in time_format or "%Z" in time_format else "null::bigint"
        return f"null as {name}_parts", f"epoch_us(try_strptime({name}_text, '{words}'))", zone
    parts, plain = f"{name}_parts", f"{name}_text like '{_PLAIN}'"
    time = f"if({parts}.t = '', '00:00', replace({parts}.t, ',', '.'))"
    sign, hours = f"if({parts}.z[1] = '-', -1, 1)", f"try_cast({parts}.z[2:3] as integer)"
    minutes = f"if(length({parts}.z) > 3, try_cast(right({parts}.z, 2) as integer), 0)"
    return (
        f"if({plain} or {name}_text = '', null, regexp_extract({name}_text, '{_ISO}', ['d', 't', 'z'])) as {parts}",
        f"epoch_us(try_cast(if({plain}, left({name}_text, 19), {parts}.d || ' ' || {time}) as timestamp))",
        f"""case when {parts}.z = '' then null when {plain} or {parts}.z in ('Z', 'UTC', 'GMT') then 0
        else {sign} * ({hours} * 3600 + {minutes} * 60)::bigint end""",
    )


def _table(export: Export, used: Sequence[str]) -> str:
    """Return the file as a table; of JSON the columns in use as text, or all as they are where none is named."""
    if export.kind == "parquet":
        return "read_parquet($1)"
    if export.kind == "json":
        names = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in dict.fromkeys(used))
        columns = f", columns = {{{names}}}" if names else ""
        return f"read_json($1, format = 'newline_delimited', ignore_errors = true, compression = 'none'{columns})"
    types = ", ".join(f"c{index}: 'VARCHAR'" for index in range(len(export.head)))
    return f"""read_csv($1, delim = $2, skip = $3, encoding = $4, columns = {{{types}}}, header = true, quote = '"',
        escape = '"', auto_detect = false, store_rejects = true, compression = 'none')"""


def _arguments(export: Export) -> list[object]:
    # What DuckDB takes for a pattern of names is the name of one file here.
    path = "".join(f"[{char}]" if char in "*?[" else char for char in str(export.path))
    return [path, export.delimiter, export.skip, export.encoding] if export.kind == "csv" else [path]


def _keep(database: DuckDBPyConnection, name: str, meter: Meter) -> None:
    """Make a table of a meter's stretches, in millionths; the first one holds from the beginning of time."""
    begins, until, values = (list(column) for column in zip(*meter.stretches, strict=True))
    database.execute(f"create or replace temp table {name}(begins bigint, until bigint, value bigint)")
    database.execute(
        f"insert into {name} select unnest($1), unnest($2), unnest($3)",
        [[item * MICRO for item in column] for column in (begins, until, values)],
    )


def _renew(database: DuckDBPyConnection, query: str) -> None:
    database.execute(f"create temp table renewed as {query}")
    database.execute("drop table cases")
    database.execute("alter table renewed rename to cases")


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _unreadable(export: Export, error: Exception) -> UsageError:
    first = str(error).split("\n", 1)[0]
    return UsageError(f'"{export.path.name}" cannot be read: {first}', "export it again as CSV, with a head")
