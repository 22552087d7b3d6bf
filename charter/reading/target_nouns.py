"""Where what is counted ends and what it does begins: "calls | answered", "patients | are seen"."""

from __future__ import annotations

from collections.abc import Sequence

from charter.reading.target_words import Words

_SHORTEST_VERB = 4


def is_predicate(word: str, words: Words) -> bool:
    """Return whether `word` says what something does or is, or begins a sentence, and so names nothing to count."""
    sets = words.sets
    return (
        is_verb(word, words) or word in sets["imperatives"] or word in sets["auxiliaries"] or word in sets["pronouns"]
    )


def is_verb(word: str, words: Words) -> bool:
    """Return whether `word` is a verb or participle, by the language's list and endings."""
    if word in words.sets["verbs"]:
        return True
    if len(word) < _SHORTEST_VERB or word in words.sets["not_verbs"]:
        return False
    return word.endswith(words.verb_endings)


def split_predicate(spelled: Sequence[str], words: Words) -> int:
    """Return at which word the predicate begins; the number of words where there is none.

    The last word decides when it is a verb, with the auxiliaries, adverbs and copulas before it; otherwise the first
    auxiliary or verb that cannot belong to the noun. The first word always names the thing.
    """
    count = len(spelled)
    sets = words.sets

    def is_free(at: int) -> bool:
        before = spelled[at - 1]
        return before not in sets["determiners"] and before not in sets["relatives"]

    last = count - 1
    if last > 0 and is_verb(spelled[last], words) and is_free(last):
        before = sets["auxiliaries"] | sets["adverbs"] | sets["copulas"]
        while last > 1 and spelled[last - 1] in before:
            last -= 1
        return last
    for at in range(1, count):
        if (spelled[at] in sets["auxiliaries"] or is_verb(spelled[at], words)) and is_free(at):
            return at
    return count
