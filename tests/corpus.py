"""The real documents that tests read: all of them where they lie beside the checkout, else a small part."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parents[1] / "../shared/corpus"
_PART = Path(__file__).parent / "data/corpus"


def folder() -> Path:
    """Return the folder of the corpus, with its `manifest.json`."""
    return _BESIDE.resolve() if (_BESIDE / "manifest.json").is_file() else _PART


@cache
def manifest() -> dict[str, Any]:
    """Return the manifest: `documents`, each with its `versions`, oldest first."""
    found: dict[str, Any] = json.loads((folder() / "manifest.json").read_text("utf-8"))
    return found


def documents() -> list[tuple[str, list[Path]]]:
    """Return every document's id and the files of its versions, oldest first."""
    return [
        (document["id"], [folder() / version["file"] for version in document["versions"]])
        for document in manifest()["documents"]
    ]


def texts() -> list[Path]:
    """Return every version of every document."""
    return [path for _, versions in documents() for path in versions]
