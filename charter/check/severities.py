"""How much a finding matters in a project: the one place where what its settings say is applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from charter.codes import CODES
from charter.config import Config
from charter.config.rules import OFF
from charter.source import Diagnostic, Severity

OF_TIME = frozenset({"CH418", "CH424", "CH425", "CH436", "CH444", "CH445", "CH452", "CH463"})
"""What comes up although nobody touched a file: something was due, and did not come."""


def with_severities(found: Iterable[Diagnostic], config: Config) -> list[Diagnostic]:
    """Return the findings that the project wants to hear, each as severe as it says."""
    kept = []
    for item in found:
        level = _level(item, config)
        if level is None:
            if CODES[item.code].is_on:
                kept.append(item)
        elif level != OFF:
            kept.append(replace(item, severity=Severity(level)))
    return kept


def as_notes_of_time(found: Iterable[Diagnostic], config: Config) -> list[Diagnostic]:
    """Return findings as a merge request hears them: what only time did is a note, for no request did it.

    A severity that the project gave such a rule itself stays.
    """
    return [
        replace(item, severity=Severity.INFO) if item.code in OF_TIME and _level(item, config) is None else item
        for item in found
    ]


def _level(item: Diagnostic, config: Config) -> str | None:
    setting = config.rules.get(item.code)
    return setting.level if setting is not None and setting.covers(item.span.path) else None


def is_silent(code: str, config: Config) -> bool:
    """Whether nothing that the rule finds, in whatever file, is told."""
    setting = config.rules.get(code)
    if setting is None or setting.level is None:
        return not CODES[code].is_on
    if setting.level == OFF:
        return not setting.files or not CODES[code].is_on
    return False
