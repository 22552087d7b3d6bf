"""What the floors promise and no linter holds: below the command line nothing prints, asks the clock or exits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "charter"
BELOW = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "cli" and path.name != "__main__.py")
FORBIDDEN = {
    "print", "input", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write",
    "date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.localtime",
    "os.getenv", "os.environ.get", "locale.setlocale", "os.chdir", "random.random", "uuid.uuid4",
}  # fmt: skip


def name_of(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "?")
    return ".".join(reversed(parts))


def forbidden_calls(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            short = ".".join(name.split(".")[-2:])
            if name in FORBIDDEN or short in FORBIDDEN:
                yield node.lineno, name
        elif isinstance(node, ast.Attribute) and name_of(node) == "os.environ":
            yield node.lineno, "os.environ"


@pytest.mark.parametrize("path", BELOW, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_below_the_command_line_nothing_prints_asks_the_clock_or_exits(path: Path) -> None:
    assert list(forbidden_calls(path.read_text(encoding="utf-8"))) == []


def test_the_check_finds_what_it_looks_for() -> None:
    source = "import os, sys, datetime\nprint(1)\ndatetime.date.today()\nsys.exit(1)\nos.environ['A']\n"
    assert [name for _, name in forbidden_calls(source)] != []
    assert len(list(forbidden_calls(source))) == 4


def test_there_is_something_to_check() -> None:
    assert len(BELOW) > 20
