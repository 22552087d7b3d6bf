"""A charter and an export on disk, and what is counted of them; defaults for everything a test does not care about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from charter.catalog import load_catalog
from charter.clocks.holidays import holidays_in
from charter.config import read_config
from charter.measuring.engine import Columns
from charter.measuring.export import open_export
from charter.measuring.measurement import Measurement, Request
from charter.measuring.run import measure
from charter.standing import stand
from tests.builders import charter_text, project, promise, write

CALENDAR = "{timezone: Europe/Berlin, hours: Mon-Fri 09:00-17:00}"
TODAY = date(2026, 12, 31)
ALL = Columns(start="opened", end="done")
PAUSED = Columns(start="opened", end="done", pause_start="waits", pause_end="goes on")


def desk(folder: Path, *targets: str, calendar: str | None = CALENDAR, **files: str) -> Path:
    """Write a project with one charter in force, whose promise `first-reply` has these lines: `within 2 hours`."""
    lines = [line if line.startswith("- Target") else f"- Target: {line}" for line in targets]
    text = charter_text(
        front=f"calendar: {calendar}" if calendar else "",
        promises=promise(target=None, fields="\n".join(lines)),
        version="1.0",
        effective="2020-01-01",
        released="2019-12-01",
    )
    return project(folder, {"support-desk": {"charter.md": text, "versions/1.0.md": text, **files}})


def csv(*rows: str, head: str = "opened,done") -> str:
    return "".join(f"{row}\n" for row in (head, *rows))


def count(
    root: Path,
    export: str | bytes | Path,
    *,
    columns: Columns = ALL,
    segments: Mapping[str, str] | None = None,
    ref: str = "first-reply",
    period: str | None = None,
    zone: str | None = None,
    as_of: datetime | None = None,
    time_format: str | None = None,
) -> Measurement:
    """Return what is counted of an export, by the charter in `root`."""
    config = read_config(root).value
    charter = load_catalog(root, config).find("support-desk")
    assert charter is not None
    path = export if isinstance(export, Path) else write(root / "tickets.csv", export)
    request = Request(
        ref=ref,
        columns=columns,
        segments=segments or {},
        period=period,
        zone=zone,
        as_of=as_of,
        time_format=time_format,
        source=path.name,
    )
    return measure(charter, stand(charter, TODAY), open_export(path), request, holidays_in)


def shares(found: Measurement) -> Sequence[tuple[str, str | None, int, int]]:
    """Return period, segment, good and total of what was counted."""
    outcomes = [item.outcome for item in found.counted]
    return [(str(one.period), one.segment, int(one.good or 0), int(one.total or 0)) for one in outcomes]


def verdict(
    root: Path, *row: str, columns: Columns = ALL, head: str = "opened,done", zone: str | None = None
) -> bool | None:
    """Return whether one case is good; `None` where it does not count."""
    ((_, _, good, total),) = shares(count(root, csv(",".join(row), head=head), columns=columns, zone=zone))
    return bool(good) if total else None
