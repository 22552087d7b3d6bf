"""Write the pages of the documentation that say what the code says: `python docs/generate.py`.

A test asks that what stands there is what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from charter.cli import COMMANDS, main
from charter.codes import CODES, FAMILIES, Code

HERE = Path(__file__).resolve().parent


def diagnostics_page() -> str:
    """Return the table of every code, by family."""
    lines = [
        "# What charter may tell you",
        "",
        "Every message names a file, a line and a column, quotes your words, and says what to type instead.",
        "An *error* means that something cannot be meant as written; a *warning* that a reader may be misled;",
        "an *info* is worth knowing. Reading never stops at any of them.",
        "Each code leads to a page that says why, and shows what fails and what passes; `charter explain` prints it.",
        "A project may decide otherwise for each of them: see [Checking](checking.md).",
    ]
    for prefix, family in FAMILIES.items():
        rows = [(code, row) for code, row in sorted(CODES.items()) if code.startswith(prefix)]
        if rows:
            lines += ["", f"## {family}", "", "| Code | Name | Usually | What it says |", "|---|---|---|---|"]
            lines += [f"| {_linked(code)} | `{row.name}` | {_usually(row)} | {row.summary} |" for code, row in rows]
    return "\n".join(lines) + "\n"


def _linked(code: str) -> str:
    return f"[{code}](rules/{code}.md)" if (HERE / "rules" / f"{code}.md").is_file() else code


def _usually(row: Code) -> str:
    return row.severity if row.is_on else f"off ({row.severity})"


def commands_page() -> str:
    """Return the help of every command."""
    lines = [
        "# Commands",
        "",
        "What `charter COMMAND --help` says, for reading on paper.",
        "Exit codes: 0 clean, 1 findings, 2 asked for something it cannot do as asked,",
        "3 something about the machine or the project.",
        "",
        *_help("charter", main),
    ]
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        lines += ["", f"## {name}", "", *_help(f"charter {name}", command)]
        if isinstance(command, click.Group):
            for inner, below in command.commands.items():
                lines += ["", f"### {name} {inner}", "", *_help(f"charter {name} {inner}", below)]
    return "\n".join(lines) + "\n"


def _help(name: str, command: click.Command) -> list[str]:
    settings = {**main.context_settings, "terminal_width": 100}
    context = click.Context(command, info_name=name, **settings)
    return ["```text", *(line.rstrip() for line in command.get_help(context).splitlines()), "```"]


PAGES = {"diagnostics.md": diagnostics_page, "commands.md": commands_page}


def write() -> int:
    """Write every page and return 0."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(write())
