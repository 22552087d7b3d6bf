"""Diagnostics as SARIF 2.1.0, the OASIS standard that code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from charter.codes import CODES
from charter.report.places import known_again, whole_path
from charter.source import Diagnostic, Severity, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(diagnostics: Iterable[Diagnostic], version: str, prefix: str = "") -> str:
    """Return one SARIF log with one run of charter `version`.

    `prefix` is the project's folder as seen from the top of its repository. Columns count code points.
    """
    found = list(known_again(diagnostics))
    codes = sorted({item.code for item, _ in found})
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "charter", "semanticVersion": version, "rules": [_rule(code) for code in codes]}
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top of the repository."}}},
                "results": [_result(item, mark, codes.index(item.code), prefix) for item, mark in found],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    row = CODES[code]
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in row.name.split("-")),
        "shortDescription": {"text": row.summary},
        "help": {"text": f"charter explain {code}"},
        "defaultConfiguration": {"level": _LEVELS[Severity(row.severity)], "enabled": row.is_on},
    }


def _result(item: Diagnostic, mark: str, place: int, prefix: str) -> dict[str, Any]:
    words = item.message if item.hint is None else f"{item.message}\nhint: {item.hint}"
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": place,
        "level": _LEVELS[item.severity],
        # Brackets would be links, and a backslash before one takes that from it.
        "message": {"text": words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")},
        "locations": [_location(item.span, prefix)],
        "partialFingerprints": {"finding/v1": mark},
    }
    if item.related:
        result["relatedLocations"] = [
            {"id": number, **_location(span, prefix)} for number, span in enumerate(item.related, start=1)
        ]
    return result


def _location(span: Span, prefix: str) -> dict[str, Any]:
    uri = quote(whole_path(span.path, prefix).encode("utf-8", "surrogateescape"))
    place: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "SRCROOT"}}
    if span.line is not None:
        ends = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
        place["region"] = {key: number for key, number in ends.items() if number is not None}
    return {"physicalLocation": place}
