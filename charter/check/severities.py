"""How much a finding matters in a project: the one place where what its settings say is applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from charter.codes import CODES
from charter.config import Config
from charter.config.rules import OFF
from charter.source import Diagnostic, Severity


def with_severities(found: Iterable[Diagnostic], config: Config) -> list[Diagnostic]:
    """Return the findings that the project wants to hear, each as severe as it says."""
    kept = []
    for item in found:
        setting = config.rules.get(item.code)
        if setting is None or setting.level is None or not setting.covers(item.span.path):
            if CODES[item.code].is_on:
                kept.append(item)
        elif setting.level != OFF:
            kept.append(replace(item, severity=Severity(setting.level)))
    return kept


def is_silent(code: str, config: Config) -> bool:
    """Whether nothing that the rule finds, in whatever file, is told."""
    setting = config.rules.get(code)
    if setting is None or setting.level is None:
        return not CODES[code].is_on
    if setting.level == OFF:
        return not setting.files or not CODES[code].is_on
    return False
