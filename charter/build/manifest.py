"""Which files earlier builds of this project made, per output folder, so that only those are ever removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from charter.build.plan import is_safe_path
from charter.files import read_bytes, write_atomic
from charter.source import Diagnostic

FORMAT = 1
"""A manifest with another number is not read: nothing is removed, and the next one is written anew."""

_FILE = ".charter/cache/build.json"
_MAX_BYTES = 256 * 1024 * 1024


def output_key(root: Path, folder: Path) -> str:
    """Return how a manifest calls an output folder: relative to the project where it is inside it."""
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def read_manifest(root: Path) -> dict[str, frozenset[str]]:
    """Return the paths that builds made, by output folder; a manifest that is missing or damaged holds none."""
    data = read_bytes(root, root / _FILE, _MAX_BYTES)
    if isinstance(data, Diagnostic):
        return {}
    try:
        written: Any = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(written, dict) or written.get("format") != FORMAT or not isinstance(written.get("outputs"), dict):
        return {}
    outputs: dict[str, frozenset[str]] = {}
    for folder, paths in written["outputs"].items():
        if not isinstance(paths, list) or not all(isinstance(path, str) and is_safe_path(path) for path in paths):
            return {}
        outputs[folder] = frozenset(paths)
    return outputs


def write_manifest(root: Path, outputs: dict[str, frozenset[str]]) -> None:
    """Keep what builds made. Raises `CharterError` when it cannot be written."""
    held = {"format": FORMAT, "outputs": {folder: sorted(paths) for folder, paths in sorted(outputs.items())}}
    write_atomic(root / _FILE, (json.dumps(held, ensure_ascii=False, indent=0) + "\n").encode())
