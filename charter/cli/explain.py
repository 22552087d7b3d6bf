"""`charter explain`: what a rule looks for, why, and what passes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from charter.cli.context import format_option
from charter.codes import CODES, FAMILIES, Code, find_code, nearest_rule
from charter.source import CharterError, UsageError


@click.command()
@click.argument("rule", required=False)
@format_option("text", "json")
def explain(rule: str | None, format: str) -> None:
    """Print the page of a rule, given by its code or its name; without one, list every rule.

    \b
    Example:
      charter explain vague-time
      charter explain CH207
    """  # noqa: D301  click looks for the character \b itself
    if rule is None:
        click.echo(_all_as_json() if format == "json" else _list())
        return
    code = find_code(rule)
    if code is None:
        near = nearest_rule(rule)
        raise UsageError(f'"{rule}" is not a rule', f"charter explain {near}" if near else "charter explain")
    page = _page(code)
    if format == "json":
        click.echo(json.dumps({"schema": 1, **_row(code), "page": page}, ensure_ascii=False, indent=2))
        return
    title, _, rest = page.partition("\n")
    click.echo(f"{title}\n\nUsually: {_usually(CODES[code])}\n{rest}\n{_how_to_change(CODES[code])}")


def _page(code: str) -> str:
    """Return the page of a rule, from the package or from the source tree."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules"
    path = (inside if inside.is_dir() else package.parent / "docs" / "rules") / f"{code}.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CharterError(
            f'the page of {code} cannot be read: "{path}"', "pip install --force-reinstall charter"
        ) from error


def _row(code: str) -> dict[str, object]:
    row = CODES[code]
    return {
        "code": code,
        "name": row.name,
        "severity": row.severity,
        "is_on": row.is_on,
        "limit": row.limit,
        "summary": row.summary,
    }


def _all_as_json() -> str:
    return json.dumps({"schema": 1, "rules": [_row(code) for code in sorted(CODES)]}, ensure_ascii=False, indent=2)


def _list() -> str:
    width = max(len(row.name) for row in CODES.values())
    lines: list[str] = []
    for prefix, family in FAMILIES.items():
        rows = [(code, row) for code, row in sorted(CODES.items()) if code.startswith(prefix)]
        if rows:
            lines += ["", family, ""] if lines else [family, ""]
            lines += [f"  {code}  {row.name:{width}}  {_usually(row)}" for code, row in rows]
    return "\n".join(lines)


def _usually(row: Code) -> str:
    return row.severity if row.is_on else f"off; {row.severity} where a project asks for it"


def _how_to_change(row: Code) -> str:
    """Return what to write to hear more or less of a rule."""
    limit = f"\n  limit = {row.limit}" if row.limit is not None else ""
    level = "off" if row.is_on else row.severity
    return (
        f"In charter.toml, for the whole project:\n\n"
        f'  [rules.{row.name}]\n  severity = "{level}"\n  reason = "why"{limit}\n\n'
        f"In a text, where it is meant:\n\n"
        f"  <!-- charter: allow {row.name}: why -->"
    )
