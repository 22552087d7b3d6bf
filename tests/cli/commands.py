"""Running the command line as a shell would."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from charter.__main__ import run


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


class Shell:
    """Runs commands on the project in `root`, on one and the same day."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._capsys = capsys
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767571200")
        monkeypatch.delenv("CHARTER_DEBUG", raising=False)

    def __call__(self, *arguments: str) -> Done:
        self._capsys.readouterr()
        code = run(["--project", str(self.root), *arguments])
        told = self._capsys.readouterr()
        return Done(code, told.out, told.err)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
