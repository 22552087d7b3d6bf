"""What changed in a promise's fields, each key with the kind of its own or as other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from charter.compare.blocks import words_of
from charter.compare.changes import Change, Direction, Kind
from charter.compare.modality import compare_wording
from charter.compare.pair import Pair, Texts
from charter.compare.tokens import Token, keys, tokens
from charter.compare.values import is_other_number
from charter.compare.vocabulary import Vocabulary
from charter.compare.wording import differing, judge_wording
from charter.model.text import Expectation, Field, FieldKey
from charter.model.words import canonical
from charter.reading.keywords import canonical_value, fold

_TOLD_ELSEWHERE = frozenset({FieldKey.REF, FieldKey.WAS, FieldKey.TARGET, FieldKey.RUBRIC})
_KINDS = {
    FieldKey.OWNER: Kind.OWNER,
    FieldKey.BASIS: Kind.BASIS,
    FieldKey.MEASURED: Kind.MEASURED,
    FieldKey.REMEDY: Kind.REMEDY,
}
_LISTED = frozenset({FieldKey.KIND, FieldKey.DIMENSION, FieldKey.DEPENDS_ON, FieldKey.ALIGNED_TO, FieldKey.OWNER})
"""Their words name something and have no verb that could be held back."""
_NAMED = frozenset({FieldKey.ALIGNED_TO, FieldKey.DEPENDS_ON})
"""Lists of names: a number in them is part of a name."""
_REF = re.compile(r"[a-z0-9-]+")
_CLAUSE = re.compile(r"[;.]\s+|;")


def compare_fields(pair: Pair) -> Iterator[Change]:
    """Yield what changed in the fields, in the order of the new text, those that are gone last."""
    old, new = _by_key(pair.before, pair), _by_key(pair.after, pair)
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        label = after.label if after else before.label if before else None
        for change in _compare(before, after, pair):
            yield replace(
                change,
                place=label,
                before=change.before or (words_of(before.value) if before else None),
                after=change.after or (words_of(after.value) if after else None),
                before_line=before.span.line if before else None,
                after_line=after.span.line if after else None,
            )


def except_items(words: str, vocabulary: Vocabulary) -> Counter[str]:
    """Return the items of a list of exceptions, in small letters; "none" is no item."""
    shaped = canonical(words).casefold().rstrip(" .")
    parts = shaped.split(";") if ";" in shaped else _items(shaped, vocabulary)
    items = (_without_joiner(part.strip(), vocabulary) for part in parts)
    return Counter(item for item in items if item and item not in vocabulary.nothing)


def _by_key(promise: Expectation, pair: Pair) -> dict[tuple[str, str, int], Field]:
    """Return the fields by key and label; of one that stands twice, each counts."""
    found: dict[tuple[str, str, int], Field] = {}
    for field in promise.fields:
        if field.key in _TOLD_ELSEWHERE or fold(field.label) in pair.texts.keywords.section_fields:
            continue
        name = field.key.value if field.key else f"? {fold(field.label)}"
        label = fold(field.segment or "")
        nth = sum(key[:2] == (name, label) for key in found)
        found[name, label, nth] = field
    return found


def _compare(before: Field | None, after: Field | None, pair: Pair) -> Iterator[Change]:
    field = after or before
    if field is None:
        return
    was, now = (words_of(item.value) if item else "" for item in (before, after))
    if field.key is FieldKey.STATUS:
        yield from _status(before, after, pair)
        return
    if field.key is FieldKey.DEPENDS_ON:
        was = _renamed(was, now, pair.texts)
    if canonical(was) == canonical(now):
        return
    if field.key is FieldKey.EXCEPT:
        yield from _except(was, now, pair)
    elif field.key is FieldKey.REMEDY and not (before and after):
        yield Change(kind=Kind.REMEDY, direction=Direction.WEAKER if before else Direction.STRONGER)
    elif field.key in {FieldKey.OWNER, FieldKey.BASIS}:
        verdict = judge_wording(was, now, pair.texts.vocabulary)
        kind = Kind.EDITORIAL if verdict and verdict[0] is Kind.EDITORIAL else _KINDS[field.key]
        yield Change(kind=kind, direction=Direction.NEUTRAL)
    else:
        yield from _worded(field, was, now, pair, is_both=bool(before and after))


def _worded(field: Field, was: str, now: str, pair: Pair, *, is_both: bool) -> Iterator[Change]:
    """Yield what changed in a field of running words: modality, and the rest as the field's own kind or `reworded`."""
    vocabulary = pair.texts.vocabulary
    if not is_both or field.key in _LISTED:
        verdict = judge_wording(was, now, vocabulary)
        if verdict is None:
            return
        kind, direction = verdict
        if field.key in _NAMED or (field.key is FieldKey.LIVES_UP_TO and not is_both):
            direction = Direction.NEUTRAL
        found = [Change(kind=kind, direction=direction)]
    else:
        found = [
            Change(kind=item.kind, direction=item.direction, before=item.before, after=item.after)
            for item in compare_wording(was, now, vocabulary, pair.voices)
        ]
    for change in found:
        if change.kind is Kind.REWORDED and field.key is FieldKey.MEASURED:
            direction = Direction.UNCLEAR if _is_measured_otherwise(was, now, vocabulary) else Direction.NEUTRAL
            yield replace(change, kind=Kind.MEASURED, direction=direction)
        elif change.kind is Kind.REWORDED and field.key is FieldKey.REMEDY:
            yield replace(change, kind=Kind.REMEDY)
        else:
            yield change


def _status(before: Field | None, after: Field | None, pair: Pair) -> Iterator[Change]:
    """Yield a change of status; a promise without one is firm."""
    language = pair.texts.after.language
    was, now = (
        canonical_value(FieldKey.STATUS, item.value.text, language) if item else "firm" for item in (before, after)
    )
    if was is None or now is None:
        texts = [canonical(item.value.text) if item else "" for item in (before, after)]
        if texts[0] != texts[1]:
            yield Change(kind=Kind.STATUS, direction=Direction.UNCLEAR)
    elif was != now:
        yield Change(kind=Kind.STATUS, direction=Direction.WEAKER if now == "trial" else Direction.STRONGER)
    elif not (before and after):
        yield Change(kind=Kind.STATUS, direction=Direction.NEUTRAL)


def _except(was: str, now: str, pair: Pair) -> Iterator[Change]:
    vocabulary = pair.texts.vocabulary
    old, new = except_items(was, vocabulary), except_items(now, vocabulary)
    gone, come = old - new, new - old
    if not gone and not come:
        verdict = judge_wording(was, now, vocabulary)
        if verdict:
            yield Change(kind=verdict[0], direction=Direction.NEUTRAL)
    elif not gone:
        yield Change(kind=Kind.SCOPE, direction=Direction.WEAKER)
    elif not come:
        yield Change(kind=Kind.SCOPE, direction=Direction.STRONGER)
    else:
        verdict = judge_wording(was, now, vocabulary)
        is_editorial = verdict is not None and verdict[0] is Kind.EDITORIAL
        kind = Kind.EDITORIAL if is_editorial else Kind.SCOPE
        yield Change(kind=kind, direction=Direction.NEUTRAL if is_editorial else Direction.UNCLEAR)


def _items(words: str, vocabulary: Vocabulary) -> list[str]:
    joins = "|".join(re.escape(join) for join in vocabulary.joins)
    return re.split(rf",\s+(?:(?:{joins})\s+)?|\s+(?:{joins})\s+", words)


def _without_joiner(item: str, vocabulary: Vocabulary) -> str:
    for join in vocabulary.joins:
        item = item.removeprefix(f"{join} ")
    return item


def _renamed(before: str, after: str, texts: Texts) -> str:
    """Return a list of refs as the new text calls them; one that leads nowhere in either text is but a word."""
    known = [{promise.ref for promise in text.expectations} for text in (texts.before, texts.after)]
    words = set(_REF.findall(before)) & set(_REF.findall(after)) - (known[0] & known[1])
    return _REF.sub(lambda match: match[0] if match[0] in words else texts.refs.get(match[0], match[0]), before)


def _is_measured_otherwise(was: str, now: str, vocabulary: Vocabulary) -> bool:
    """Whether a number changed, or what is said about when the clock starts, stops and pauses."""
    old, new = tokens(was, vocabulary), tokens(now, vocabulary)
    if is_other_number(old, new, vocabulary, units=False):
        return True
    gone, come = differing(_about_clock(was, vocabulary), _about_clock(now, vocabulary))
    return bool(gone or come)


def _about_clock(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return what is said about the clock: each clause from the part on in which a word of the clock stands."""
    found = []
    for clause in _CLAUSE.split(canonical(words)):
        part: list[Token] = []
        for token in tokens(clause, vocabulary):
            if token.is_first_in_clause and not _has_clock(part, vocabulary):
                part = []
            part.append(token)
        if _has_clock(part, vocabulary):
            found.append(" ".join(keys(part)))
    return found


def _has_clock(words: list[Token], vocabulary: Vocabulary) -> bool:
    return any(token.key in vocabulary.clock_words for token in words)
