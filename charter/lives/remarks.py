"""What somebody who signed said, and about which promise."""

from __future__ import annotations

import re

from charter.model.text import Expectation


def is_about(note: str, promise: Expectation) -> bool:
    """Whether a note names a promise: by its title, or by its ref as such, not as a word that means something else."""
    title, ref = promise.title.text, re.escape(promise.ref)
    if title and title.casefold() in note.casefold():
        return True
    word = rf"(?<![\w-]){ref}(?![\w-])"
    return bool(re.search(word if "-" in promise.ref else rf"""[#"'“‘`]{ref}["'”’`]|#{ref}\b|{word}:""", note))
