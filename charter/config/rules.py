"""What a project decided about rules: `[rules.vague-time]` in its settings."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from charter.codes import CODES, find_code, nearest_rule
from charter.config.places import setting_span
from charter.source import Diagnostic, Reading, Severity, SourceText, Span, diagnose

OFF = "off"
_LEVELS = (OFF, *(str(severity) for severity in reversed(Severity)))
_KEYS = ("severity", "reason", "files", "limit")
_EXAMPLE = 'severity = "off"\nreason = "the law\'s own words"'


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """What a project decided about one rule."""

    code: str
    level: str | None = None
    """`off` or a severity; `None` where the rule keeps its usual one."""
    reason: str = ""
    files: tuple[str, ...] = ()
    """Files, folders and patterns for which `level` counts; none: all."""
    limit: int | None = None
    """The number above which the rule speaks, for a rule that has one."""

    def covers(self, path: str) -> bool:
        """Whether `level` counts for the file with this path in the project."""
        return not self.files or any(
            fnmatchcase(path, pattern) or path.startswith(f"{pattern.rstrip('/')}/") for pattern in self.files
        )


def kind_of(value: object) -> str:
    """Return in words what a setting is that should be something else."""
    kinds = {
        str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table",
    }  # fmt: skip
    return kinds.get(type(value), "a date or time")


def read_rules(source: SourceText, table: tuple[str, ...], tables: Any) -> Reading[dict[str, RuleSetting]]:
    """Return the settings of rules by code; `table` is the path of the table they stand in."""
    span = setting_span(source, *table)
    if not isinstance(tables, dict):
        message = f'"rules" is {kind_of(tables)}, and must be tables'
        return Reading({}, (diagnose("CH140", span, message, f"[rules.vague-time]\n{_EXAMPLE}"),))
    settings: dict[str, RuleSetting] = {}
    found: list[Diagnostic] = []
    for rule, values in tables.items():
        span = setting_span(source, *table, rule)
        code = find_code(rule)
        if code is None:
            near = nearest_rule(rule)
            hint = f"[{'.'.join(table)}.{near}]" if near else "charter explain"
            found.append(diagnose("CH145", span, f'"{rule}" is not a rule', hint))
        elif not isinstance(values, dict):
            message = f'"{rule}" is {kind_of(values)}, and must be a table'
            found.append(diagnose("CH140", span, message, f"[{'.'.join(table)}.{rule}]\n{_EXAMPLE}"))
        elif code in settings:
            message = f'"{rule}" is {code} {CODES[code].name}, which is set above; the first is read'
            found.append(diagnose("CH140", span, message, "put both into one table"))
        else:
            reading = _read_rule(_Place(source, (*table, rule)), code, values)
            settings[code] = reading.value
            found += reading.diagnostics
    return Reading(settings, tuple(found))


@dataclass(frozen=True, slots=True)
class _Place:
    source: SourceText
    table: tuple[str, ...]

    def of(self, *key: str) -> Span:
        return setting_span(self.source, *self.table, *key)


def _read_rule(place: _Place, code: str, values: dict[str, Any]) -> Reading[RuleSetting]:
    found = list(_judge_keys(place, code, values))
    level, reason, files, limit = (values.get(key) for key in _KEYS)
    if level is not None and level not in _LEVELS:
        near = difflib.get_close_matches(str(level).casefold(), _LEVELS, n=1)
        message = f'"{level}" is not a severity; it is one of {", ".join(_LEVELS)}'
        found.append(diagnose("CH140", place.of("severity"), message, f'severity = "{near[0] if near else OFF}"'))
        level = None
    if reason is not None and not isinstance(reason, str):
        message = f'"reason" is {kind_of(reason)}, and must be text'
        found.append(diagnose("CH140", place.of("reason"), message, 'reason = "the law\'s own words"'))
        reason = None
    if not _is_files(files):
        message = '"files" must be a list of paths in the project'
        found.append(diagnose("CH140", place.of("files"), message, 'files = ["content/support/outcomes.csv"]'))
        files = None
    if limit is not None and (type(limit) is not int or limit < 1):
        message = f'"limit" is {limit if type(limit) is int else kind_of(limit)}, and must be a number from 1 on'
        found.append(diagnose("CH140", place.of("limit"), message, f"limit = {CODES[code].limit}"))
        limit = None
    if level not in (None, CODES[code].severity) and not (reason or "").strip():
        message = f'"{code} {CODES[code].name}" is set to "{level}", and nothing says why'
        found.append(diagnose("CH144", place.of("severity"), message, 'reason = "the law\'s own words"'))
    return Reading(
        RuleSetting(
            code=code,
            level=level,
            reason=(reason or "").strip(),
            files=tuple(path.removeprefix("./") for path in files or ()),
            limit=limit if CODES[code].limit is not None else None,
        ),
        tuple(found),
    )


def _judge_keys(place: _Place, code: str, values: dict[str, Any]) -> Iterator[Diagnostic]:
    known = [key for key in _KEYS if key != "limit" or CODES[code].limit is not None]
    for key in values:
        if key not in known:
            near = difflib.get_close_matches(key.casefold(), known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"the settings of this rule are {', '.join(known)}"
            yield diagnose("CH141", place.of(key), f'"{key}" is not a setting of {CODES[code].name}', hint)


def _is_files(files: object) -> bool:
    return files is None or (isinstance(files, list) and all(isinstance(path, str) and path.strip() for path in files))
