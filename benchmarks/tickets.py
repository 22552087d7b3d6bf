"""Write the export of a ticket system that never was: so many tickets of one year, as CSV.

    python benchmarks/tickets.py 1000000 > tickets.csv

Columns: number, requester, subject, priority, opened, replied, waiting_from, waiting_until. The same seed gives the
same bytes. One in fifty is still open, one in five waited for the customer, one in a thousand holds a mistake.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

HEAD = "number,requester,subject,priority,opened,replied,waiting_from,waiting_until"
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_YEAR_SECONDS = 365 * 86_400
_PRIORITIES = ("outage", "everything else")


def tickets(count: int, seed: int = 1) -> Iterator[str]:
    """Yield the lines of the file without their ends, the head first."""
    chance = random.Random(seed)  # noqa: S311  nothing here is secret
    yield HEAD
    for number in range(1, count + 1):
        opened = _BEGIN + timedelta(seconds=chance.randrange(_YEAR_SECONDS))
        lasted = timedelta(seconds=int(chance.expovariate(1 / 30_000)) + 60)
        waited = ",".join(_stamp(opened + lasted * part) for part in (0.2, 0.7)) if chance.random() < 0.2 else ","
        replied = "" if chance.random() < 0.02 else _stamp(opened + lasted)
        if chance.random() < 0.001:
            replied = "soon"
        priority = _PRIORITIES[chance.random() > 0.1]
        yield (
            f'{number},person{number % 5000}@example.org,"Printer, ""the old one"", again",{priority},'
            f"{_stamp(opened)},{replied},{waited}"
        )


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in tickets(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
