"""Diagnostics as the code quality report that GitLab shows in a merge request."""

from __future__ import annotations

import json
from collections.abc import Iterable

from charter.report.places import known_again, whole_path
from charter.source import Diagnostic, Severity

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_json(diagnostics: Iterable[Diagnostic], prefix: str = "") -> str:
    """Return the report: a list with one entry for each diagnostic, each with a fingerprint of its own.

    `prefix` is the project's folder as seen from the top of its repository. What has no line is shown at the first.
    """
    entries = [
        {
            "description": item.message if item.hint is None else f"{item.message} (hint: {item.hint})",
            "check_name": f"{item.code} {item.name}",
            "fingerprint": mark,
            "severity": _SEVERITIES[item.severity],
            "location": {"path": whole_path(item.span.path, prefix), "lines": {"begin": item.span.line or 1}},
        }
        for item, mark in known_again(diagnostics)
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2)
