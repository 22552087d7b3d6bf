"""One thing that is wrong with a checkout, or worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from charter.source import Severity


class Area(StrEnum):
    """Where the trouble lies."""

    MACHINE = "machine"
    REPOSITORY = "repository"
    PROJECT = "project"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, why it matters, and what to type. A note is no trouble."""

    name: str
    severity: Severity
    area: Area
    what: str
    why: str
    hint: str
