"""Diagnostics as data for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from charter.report.text import ordered
from charter.source import Diagnostic, Severity, Span


def diagnostics_json(diagnostics: Iterable[Diagnostic], **more: Any) -> str:
    """Return diagnostics as one JSON object with `schema`, what `more` holds, `diagnostics` and a `summary` of counts.

    Lines and columns count from 1; what is not known is `null`.
    """
    items = ordered(diagnostics)
    counts = Counter(item.severity for item in items)
    report = {
        "schema": 1,
        **more,
        "diagnostics": [_diagnostic(item) for item in items],
        "summary": {severity.value: counts[severity] for severity in Severity},
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity.value,
        "message": item.message,
        "hint": item.hint,
        **_span(item.span),
        "related": [_span(span) for span in item.related],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
