"""Changes as data for programs; the shape is `charter/schemas/diff.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from charter.compare.changes import Change
from charter.report.changes import Comparison


def changes_json(comparison: Comparison) -> str:
    """Return a comparison as one JSON object, the changes in the order of the new text.

    `from` and `to` are a label, a git ref or a file as it was named, and `null` for the working text.
    """
    changes = comparison.changes
    report = {
        "schema": 1,
        "charter": comparison.charter,
        "from": comparison.before_name,
        "to": comparison.after_name,
        "bump": changes.bump.value,
        "sign_again": list(changes.sign_again),
        "changes": [change_data(change) for change in changes.changes],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def change_data(change: Change) -> dict[str, Any]:
    """Return one change; `term`, `into`, `from` and `section` are there only where they say something."""
    more = {"term": change.term, "into": change.into, "from": change.origin, "section": change.section}
    return {
        "kind": change.kind.value,
        "ref": change.ref,
        "segment": change.segment,
        **{key: value for key, value in more.items() if value is not None},
        "direction": change.direction.value,
        "effects": {party: effect.value for party, effect in change.effects},
        "matched_by": change.matched_by.value if change.matched_by else None,
        "fingerprint": change.fingerprint,
        "before": change.before,
        "after": change.after,
        "before_line": change.before_line,
        "after_line": change.after_line,
        "text": change.text,
    }
