"""What holds for any two texts: nothing from a text to its reshaped self, a mirror image when swapped, no chance.

`HYPOTHESIS_EXAMPLES=40` in the environment takes forty times as many examples.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from charter.compare.changes import Bump, Change, Direction, Effect, Kind
from charter.compare.compare import compare
from charter.compare.markup import mark_html, mark_sides
from charter.compare.worddiff import PieceKind, diff_words
from charter.model.fingerprint import fingerprint, text_digest
from charter.model.prose import Block
from charter.model.text import CharterText
from charter.model.words import canonical, without_number
from tests.compare.generated import Charter, charters, pairs

_ROOT = Path(__file__).parents[2]
_TIMES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "1"))


def _examples(number: int) -> settings:
    # Whole charters take minutes to shrink; a failure shows the edits that led to it, which are few.
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(max_examples=number * _TIMES, deadline=None, phases=phases)


@given(charters, st.randoms(use_true_random=False))
@_examples(60)
def test_nothing_lies_between_a_text_and_itself_reflowed_rebulleted_and_reordered(
    charter: Charter, shape: random.Random
) -> None:
    text, reshaped = charter.read(), charter.read(shape)
    for found in (compare(text, text), compare(text, reshaped), compare(reshaped, text)):
        assert [(change.kind, change.place, change.before, change.after) for change in found.changes] == []
        assert (found.bump, found.sign_again) == (Bump.NONE, ())


@given(pairs)
@_examples(120)
def test_swapped_texts_give_the_mirror_image(pair: tuple[Charter, Charter]) -> None:
    before, after = (charter.read() for charter in pair)
    there, back = compare(before, after), compare(after, before)
    assert Counter(map(_facts, there.changes)) == Counter(_facts(_mirrored(change)) for change in back.changes)


@given(pairs, st.randoms(use_true_random=False))
@_examples(40)
def test_the_shape_of_either_text_changes_nothing_of_what_is_told(
    pair: tuple[Charter, Charter], shape: random.Random
) -> None:
    before, after = pair
    assume(not _is_ambiguous(before) and not _is_ambiguous(after))
    plain, shaped = compare(before.read(), after.read()), compare(before.read(), after.read(shape))
    assert Counter(map(_meant, plain.changes)) == Counter(map(_meant, shaped.changes))
    assert (plain.bump, set(plain.sign_again)) == (shaped.bump, set(shaped.sign_again))


@given(pairs)
@_examples(80)
def test_whatever_counts_for_a_fingerprint_is_told_and_nothing_that_a_reader_does_not_see(
    pair: tuple[Charter, Charter],
) -> None:
    before, after = (charter.read() for charter in pair)
    changes = compare(before, after).changes
    if fingerprint(before) != fingerprint(after):
        assert changes
    if text_digest(before) == text_digest(after):
        assert changes == ()


@given(pairs)
@_examples(60)
def test_every_change_has_words_a_direction_and_fitting_effects(pair: tuple[Charter, Charter]) -> None:
    before, after = (charter.read() for charter in pair)
    found = compare(before, after)
    # What was promised to one party and is promised to another touches neither in its words: `scope` says it.
    turned = {change.ref for change in found.changes if change.kind is Kind.SCOPE}
    for change in found.changes:
        assert change.text.endswith(".")
        assert change.before is not None or change.after is not None
        if change.effects:
            assert change.direction is not Direction.NEUTRAL
        else:
            assert change.direction is Direction.NEUTRAL or change.ref in turned
        assert "council" not in dict(change.effects)
        assert change.was_ref != change.ref or change.ref is None
    assert found.sign_again == tuple(
        party
        for party in ("library", "members", "guests")
        if any(
            dict(change.effects).get(party) in {Effect.LOSES, Effect.ASKED, Effect.UNCLEAR} for change in found.changes
        )
    )
    assert (found.bump is Bump.NONE) == (not found.changes)
    assert len({change.fingerprint for change in found.changes}) == len(
        {(_told(change), change.term) for change in found.changes}
    )


@given(pairs)
@_examples(60)
def test_the_words_of_the_new_text_result_from_the_edits_that_are_shown(pair: tuple[Charter, Charter]) -> None:
    before, after = (charter.read() for charter in pair)
    for change in compare(before, after).changes:
        pieces = diff_words(change.before or "", change.after or "")
        for kind, words in ((PieceKind.INSERTED, change.after), (PieceKind.REMOVED, change.before)):
            kept = "".join(piece.text for piece in pieces if piece.kind in {PieceKind.SAME, kind})
            assert canonical(kept) == canonical(words or "")
    for was, now in _shown(before, after):
        marked = mark_html(was, now)
        assert _seen(marked, without="del") == _seen(now)
        assert _seen(marked, without="ins") == _seen(was)
        old, new = mark_sides(was, now)
        assert (_seen(old), _seen(new)) == (_seen(was), _seen(now))


def test_no_order_of_hashing_shows(tmp_path: Path) -> None:
    pages = Path(__file__).parent / "pairs"
    sides = [(page / "before.md", page / "after.md") for page in pages.iterdir() if (page / "after.md").is_file()]
    sides += _written(tmp_path)
    names = tmp_path / "names"
    names.write_text("\n".join(f"{before}\t{after}" for before, after in sorted(sides)), encoding="utf-8")
    script = (
        "import sys, pathlib;"
        "from charter.compare.compare import compare;"
        "from charter.reading.charter import read_charter;"
        "from charter.source import SourceText;"
        "read = lambda name: read_charter(SourceText('x/charter.md', pathlib.Path(name).read_text('utf-8'))).value;"
        "lines = pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines();"
        "[print(compare(*map(read, line.split('\\t')))) for line in lines]"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(names)],
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert next(iter(outputs)).count(b"Changes(") == len(sides)


def _written(folder: Path) -> list[tuple[Path, Path]]:
    """Write made-up pairs into a folder and return their files."""
    sides: list[tuple[Path, Path]] = []

    @given(pairs)
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    def write(pair: tuple[Charter, Charter]) -> None:
        files = folder / f"{len(sides)}-before.md", folder / f"{len(sides)}-after.md"
        for file, charter in zip(files, pair, strict=True):
            file.write_text(charter.write(), encoding="utf-8")
        sides.append(files)

    write()
    return sides


_SWAPPED = {
    Kind.ADDED: Kind.WITHDRAWN,
    Kind.WITHDRAWN: Kind.ADDED,
    Direction.STRONGER: Direction.WEAKER,
    Direction.WEAKER: Direction.STRONGER,
    Direction.ADDED: Direction.WITHDRAWN,
    Direction.WITHDRAWN: Direction.ADDED,
    Effect.GAINS: Effect.LOSES,
    Effect.LOSES: Effect.GAINS,
    Effect.ASKED: Effect.EASED,
    Effect.EASED: Effect.ASKED,
}


def _mirrored(change: Change) -> Change:
    return replace(
        change,
        kind=_SWAPPED.get(change.kind, change.kind),
        direction=_SWAPPED.get(change.direction, change.direction),
        effects=tuple((party, _SWAPPED.get(effect, effect)) for party, effect in change.effects),
        before=change.after,
        after=change.before,
        ref=change.was_ref or change.ref,
        into=change.origin,
        origin=change.into,
    )


def _facts(change: Change) -> tuple[object, ...]:
    """Return what a mirror turns; a label, a place and a section are named as the new text names them."""
    sides = change.before, change.after
    return (
        change.kind,
        change.direction,
        change.ref,
        change.effects,
        *sides,
        change.into,
        change.origin,
        change.matched_by,
    )


def _told(change: Change) -> tuple[object, ...]:
    return *_facts(change), change.segment, change.section, change.place, change.was_ref


def _meant(change: Change) -> tuple[object, ...]:
    """Return what a change says, without how its words are set and in which order the parties are listed."""
    names = change.segment, without_number(change.section or ""), without_number(change.place or ""), change.term
    return (
        change.kind,
        change.direction,
        change.ref,
        change.was_ref,
        frozenset(change.effects),
        change.matched_by,
        *names,
    )


def _shown(before: CharterText, after: CharterText) -> Iterator[tuple[str, str]]:
    """Yield the HTML of the parts that are shown beside each other: fields, prose, titles of promises of one ref."""
    old = {promise.ref: promise for promise in before.expectations}
    for promise in after.expectations:
        if promise.ref in old:
            was = old[promise.ref]
            yield was.title.html, promise.title.html
            yield _html(was.before), _html(promise.before)
            yield _html(was.after), _html(promise.after)
            yield from (
                (one.value.html, other.value.html)
                for one in was.fields
                for other in promise.fields
                if one.key is other.key
            )


def _html(blocks: tuple[Block, ...]) -> str:
    return "".join(block.html for block in blocks)


def _seen(html: str, *, without: str | None = None) -> list[str]:
    """Return the words of HTML in order, without what is in one kind of mark.

    Where a link leads elsewhere, `class="address"` marks it in place, and the old address that is no words behind it.
    """
    left = html
    if without:
        left = re.sub(r'<del class="address">.*?</del>', "", left, flags=re.DOTALL)
        left = re.sub(r'<ins class="address">(.*?)</ins>', r"\1", left, flags=re.DOTALL)
        left = re.sub(rf"<{without}[^>]*>.*?</{without}>", "", left, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "\n", re.sub(r"</?(?:ins|del|a|em|strong)\b[^>]*>", "", left)).split()


def _is_ambiguous(charter: Charter) -> bool:
    """Whether the order of promises decides which is which: two of one title, or two that come out of one."""
    promises = [promise for section in charter.sections for promise in section]
    origins = [promise.was for promise in promises if promise.was]
    return len({promise.title for promise in promises}) < len(promises) or len(set(origins)) < len(origins)
