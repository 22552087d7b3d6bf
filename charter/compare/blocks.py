"""The words of blocks as they are compared, and where their links lead."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charter.model.fingerprint import table_rows
from charter.model.prose import Block, BlockKind, Inline, Link
from charter.model.words import canonical, without_number
from charter.reading.keywords import Keywords

_STRUCK = re.compile(r"<s>.*?</s>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def words_of(part: Block | Inline) -> str:
    """Return the words that count: a heading without its number, a table in an order of columns of its own.

    Words that are struck out are not said any more.
    """
    if isinstance(part, Block) and part.kind is BlockKind.TABLE:
        return "\n".join(cell for row in table_rows(_STRUCK.sub("", part.html)) for cell in row)
    words = part.text
    if "<s>" in part.html:
        words = html.unescape(_TAG.sub("", _STRUCK.sub("", part.html)))
    if isinstance(part, Block) and part.kind is BlockKind.HEADING:
        return without_number(words)
    return words


def is_term_table(block: Block, keywords: Keywords) -> bool:
    """Whether a table defines words: its first head is `Term`."""
    return block.kind is BlockKind.TABLE and keywords.is_word("term", block.text.split("\n", 1)[0])


@dataclass(frozen=True, slots=True)
class Led:
    """A link that leads elsewhere now: its words, and where it led and leads; `None` where it is no link."""

    words: str
    before: str | None
    after: str | None


def links_elsewhere(
    before: Iterable[Block | Inline], after: Iterable[Block | Inline], refs: Mapping[str, str]
) -> tuple[Led, ...]:
    """Return every link whose words stand on both sides and whose target is another.

    `refs` says what a ref of the old text is called now: a link that follows a renamed promise leads where it led.
    """
    before, after = tuple(before), tuple(after)
    old = [_led(link, refs) for part in before for link in part.links]
    new = [_led(link, {}) for part in after for link in part.links]
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not gone and not come:
        return ()
    old_words, new_words = (_folded(" ".join(words_of(part) for part in parts)) for parts in (before, after))
    called = {_folded(link.text): canonical(link.text) for part in (*before, *after) for link in part.links}
    found: list[Led] = []
    for words, target in new:
        if come[words, target] < 1:
            continue
        come[words, target] -= 1
        was = next((led for led in old if led[0] == words and gone[led] > 0), None)
        if was is not None:
            gone[was] -= 1
            found.append(Led(called[words], was[1], target))
        elif words and words in old_words:
            found.append(Led(called[words], None, target))
    for words, target in old:
        if gone[words, target] > 0 and words and words in new_words:
            gone[words, target] -= 1
            found.append(Led(called[words], target, None))
    return tuple(found)


def _led(link: Link, refs: Mapping[str, str]) -> tuple[str, str]:
    """Return the words of a link, whatever their case, and where it leads."""
    target = link.target
    if target.startswith("#"):
        target = f"#{refs.get(target[1:], target[1:])}"
    return _folded(link.text), target


def _folded(words: str) -> str:
    return canonical(words).casefold()
