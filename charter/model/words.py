"""Words in canonical form: what counts as the same words however they were typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHAPES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Joiners and marks that nobody sees.
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    }
)
_GUILLEMETS = re.compile("« ?| ?»")
_DOUBLE_DASH = re.compile(r"-{2,}")
_NUMBER_THEN_SIGN = re.compile(r"(?<=\d)\s+(?=[%‰°€£$¥])")
_SIGN_THEN_NUMBER = re.compile(r"(?<=[€£$¥≥≤<>=±])\s+(?=\d)")
_HEADING_NUMBER = re.compile(
    r"""^\s*(?:
        (?:\#|§|№)\s*\d+(?:\.\d+)*[.):]?          # § 3, #2
      | \d+(?:\.\d+)+[.):]?                        # 1.2, 1.2.3)
      | \d+[.):]                                   # 1. 2)
      | \(\d+\)                                    # (3)
      | (?=[IVXL])(?:XL|X{0,3})(?:IX|IV|V?I{0,3})[.)]  # IV.
    )\s+(?=\S)""",
    re.VERBOSE,
)


def collapse(words: str) -> str:
    """Return `words` in NFC with each run of white space, of any kind, as one blank."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def canonical(words: str) -> str:
    """Return `words` as they count for a fingerprint.

    NFC, white space collapsed and taken out between a number and its sign, one shape for quotes and for dashes.
    Case and punctuation stay: they are words to a reader.
    """
    return _shaped(words) if len(words) > _LONG else _remembered(words)


def _shaped(words: str) -> str:
    # Blanks first: a pattern that looks for runs of them takes quadratic time where there are thousands.
    shaped = _GUILLEMETS.sub('"', " ".join(words.translate(_SHAPES).split()))
    shaped = collapse(_DOUBLE_DASH.sub("-", shaped))
    return _SIGN_THEN_NUMBER.sub("", _NUMBER_THEN_SIGN.sub("", shaped))


# Texts that are compared have most of their paragraphs in common, and each is asked for often.
_remembered = lru_cache(maxsize=4096)(_shaped)
_LONG = 4000
"""Texts of more letters are not remembered, so that the memory it takes stays small."""


def without_number(heading: str) -> str:
    """Return a heading without its own number: `2.1 Fees` is `Fees`, `24 hours a day` stays."""
    return _HEADING_NUMBER.sub("", heading, count=1)
