"""Every rule of `charter check`, one row each.

What the readers report (a line that cannot be read) is theirs; a rule looks at what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from charter.check.subject import Subject
from charter.source import Diagnostic


class Rule(NamedTuple):
    """A function, and the one code of the diagnostics it yields."""

    code: str
    find: Callable[[Subject], Iterator[Diagnostic]]


RULES: tuple[Rule, ...] = ()
