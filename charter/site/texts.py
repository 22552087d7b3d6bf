"""A charter's text becomes the view of it: sections, promises, facts, rubrics, each link resolved for one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from charter.measure.yardsticks import yardstick_of
from charter.model.prose import Block, BlockKind
from charter.model.target import Target
from charter.model.text import CharterText, Expectation, FieldKey, Role, Rubric, Section
from charter.model.text import Field as WrittenField
from charter.reading.keywords import canonical_value, fold
from charter.site.frames import party_views
from charter.site.links import STANDARDS_PAGE, index_path, standard_anchor
from charter.site.markup import Typesetter, number_items
from charter.site.views.changes import Mark
from charter.site.views.feedback import Heard
from charter.site.views.results import Measured
from charter.site.views.scores import Given
from charter.site.views.text import (
    CriterionView,
    Fact,
    PromiseView,
    RubricView,
    SectionView,
    TargetView,
    TextView,
)
from charter.site.views.versions import Signed

_SHOWN_APART = frozenset({FieldKey.REF, FieldKey.TARGET, FieldKey.RUBRIC})
_NUMBER = re.compile(r"\d+")
Pieces = tuple[Markup | RubricView, ...]
_REF = re.compile(r"[\w-]+(?:[#/:][\w-]+)?")
_ITEM = re.compile(r"[^;\s](?:[^;]*[^;\s])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page adds to the promises of a text."""

    wordings: Callable[[str], str]
    """The address of the page of a promise."""
    feedback: Callable[[str], str | None]
    """The address for feedback on a promise."""
    remarks: Mapping[str, tuple[Signed, ...]] = field(default_factory=dict)
    """By ref: what was said about a promise by people who signed."""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By ref: that a promise changed."""
    measured: Mapping[str, Measured] = field(default_factory=dict)
    """By ref: how a promise was kept when it was last counted."""
    heard: Mapping[str, Heard] = field(default_factory=dict)
    """By ref: what people said about a promise."""
    given: Mapping[tuple[str, str], tuple[Given, ...]] = field(default_factory=dict)
    """By ref and criterion: the level that each party gave when it last judged."""
    importances: Mapping[str, int] = field(default_factory=dict)
    """By ref: how much a promise matters to those promised to."""
    standards: frozenset[str] = frozenset()
    """The names, folded, that stand on the page of standards because of this charter."""


@dataclass(slots=True)
class _Places:
    """Hands out the ids of a page, each once."""

    taken: set[str] = field(default_factory=set)

    def take(self, wanted: Iterable[str]) -> tuple[str, ...]:
        free = tuple(place for place in dict.fromkeys(wanted) if place and place not in self.taken)
        self.taken.update(free)
        return free


def text_view(text: CharterText, setter: Typesetter, around: Surroundings) -> TextView:
    """Return the view of a whole text."""
    heading = text.heading
    places = _Places(_own_places(text))
    title = setter.unlinked(heading) if heading and heading.text else escape(text.title)
    introduction = setter.blocks(text.introduction)
    return TextView(
        title=title,
        language=text.language,
        introduction=introduction,
        sections=tuple(_section(text, section, setter, around, places) for section in text.sections),
        parties=party_views(text),
        audience=text.audience or "",
    )


def promise_view(text: CharterText, promise: Expectation, setter: Typesetter) -> PromiseView:
    """Return the view of one wording of a promise, away from its text: without ids and links to itself."""
    around = Surroundings(wordings=lambda _: "", feedback=lambda _: None)
    return replace(_promise(text, promise, 3, setter, around, _Places()), place="", aliases=())


def principle_places(text: CharterText) -> dict[int, str]:
    """Return the id of each principle, by its number."""
    taken = _own_places(text)
    return {
        item.number: next(
            place for place in (f"principle-{item.number}", f"principle:{item.number}") if place not in taken
        )
        for item in text.principles
    }


def side_of(text: CharterText, promised_by: Iterable[str]) -> str:
    """Return `promise` for what a provider promises, `ask` for what customers do, empty where nobody is named."""
    roles = {party.role for name in promised_by if (party := text.party(name))}
    if Role.PROVIDER in roles:
        return "promise"
    return "ask" if Role.CUSTOMER in roles else ""


def party_names(text: CharterText, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of parties; words that are no party's id stay as they are."""
    return tuple(party.name if (party := text.party(one)) else one for one in ids)


def _own_places(text: CharterText) -> set[str]:
    """Return the ids that the text itself gives to blocks."""
    blocks = (block for section in text.sections for item in section.items for block in _blocks(item))
    places = {block.anchor for block in (*text.introduction, *blocks) if block.anchor}
    return places | {section.anchor for section in text.sections} | {item.ref for item in text.expectations}


def _blocks(item: Block | Expectation) -> tuple[Block, ...]:
    return (item,) if isinstance(item, Block) else (*item.before, *item.after)


def _section(
    text: CharterText, section: Section, setter: Typesetter, around: Surroundings, places: _Places
) -> SectionView:
    title, level = (None, 1) if section.title is None else setter.heading(section.title, section.level)
    items: list[Markup | PromiseView] = []
    principles = _principles_block(text, section)
    for item in section.items:
        if isinstance(item, Expectation):
            items.append(_promise(text, item, section.level + 1, setter, around, places))
        else:
            words = setter.block(item)
            items.append(_numbered(text, words) if item is principles else words)
    slug = section.anchor if section.title is not None else ""
    return SectionView(
        place=slug,
        aliases=places.take(old for old, new in text.anchors if new == section.anchor and old != new and slug),
        title=title,
        plain_title=section.title.text if section.title else "",
        level=level,
        side=side_of(text, section.promised_by),
        promised_by=party_names(text, section.promised_by),
        promised_to=party_names(text, section.promised_to),
        items=tuple(items),
    )


def _principles_block(text: CharterText, section: Section) -> Block | None:
    """Return the list of the section that holds the principles, if it is here."""
    words = [item.words.text for item in text.principles]
    lists = (item for item in section.items if isinstance(item, Block) and item.kind is BlockKind.LIST)
    return next((item for item in lists if words and all(word in item.text for word in words)), None)


def _numbered(text: CharterText, words: Markup) -> Markup:
    places = principle_places(text)
    return number_items(words, enumerate(places[item.number] for item in text.principles))


def _promise(
    text: CharterText,
    promise: Expectation,
    written_level: int,
    setter: Typesetter,
    around: Surroundings,
    places: _Places,
) -> PromiseView:
    title, level = setter.heading(promise.title, written_level)
    before = _pieces(text, promise, promise.before, setter, around)
    targets, facts = _targets(promise, setter), _facts(text, promise, setter, around.standards)
    after = _pieces(text, promise, promise.after, setter, around)
    old_names = (promise.heading_anchor, *(old for old, new in text.anchors if new == promise.ref))
    status = promise.field_text(FieldKey.STATUS) or ""
    is_trial = canonical_value(FieldKey.STATUS, status, text.language) == "trial"
    return PromiseView(
        ref=promise.ref,
        place=promise.ref,
        aliases=places.take(name for name in old_names if name != promise.ref),
        title=title,
        unlinked_title=setter.unlinked(promise.title),
        plain_title=promise.title.text,
        level=level,
        side=side_of(text, promise.promised_by),
        promised_by=party_names(text, promise.promised_by),
        promised_to=party_names(text, promise.promised_to),
        before=before,
        targets=targets,
        facts=facts,
        after=after,
        is_trial=is_trial,
        is_titled_by_link="<a " not in title,
        wordings=around.wordings(promise.ref) or None,
        feedback=around.feedback(promise.ref),
        remarks=around.remarks.get(promise.ref, ()),
        mark=around.marks.get(promise.ref),
        measured=around.measured.get(promise.ref),
        heard=around.heard.get(promise.ref),
        importance=around.importances.get(promise.ref),
    )


def _targets(promise: Expectation, setter: Typesetter) -> tuple[TargetView, ...]:
    written = [item for item in promise.fields if item.key is FieldKey.TARGET]
    if len(written) != len(promise.targets):
        return tuple(_target(target, None, setter) for target in promise.targets)
    return tuple(_target(target, item, setter) for target, item in zip(promise.targets, written, strict=True))


def _target(target: Target, written: WrittenField | None, setter: Typesetter) -> TargetView:
    return TargetView(
        label=written.label if written else "",
        words=setter.inline(written.value) if written else escape(target.text),
        plain_words=target.text,
        segment=target.segment or "",
        is_computed=target.is_computed,
        is_implied=target.is_implied,
        condition=target.condition or "",
    )


def standard_of(text: CharterText, words: str) -> str:
    """Return the standard that `words` of a field begin with, the longest that the text lists; else all of them."""
    listed = (name for name in text.standards if re.match(rf"{re.escape(name)}(?!\w)", words, re.IGNORECASE))
    return max(listed, key=len, default=words)


def standards_of(text: CharterText) -> frozenset[str]:
    """Return the names, folded, of every standard that a text lists or a promise of it names."""
    fields = (item for promise in text.expectations for item in promise.fields if item.key is FieldKey.ALIGNED_TO)
    named = (standard_of(text, match[0]) for item in fields for match in _ITEM.finditer(item.value.text))
    return frozenset(fold(name) for name in (*text.standards, *named))


def _facts(text: CharterText, promise: Expectation, setter: Typesetter, standards: frozenset[str]) -> tuple[Fact, ...]:
    facts = []
    for item in promise.fields:
        if item.key in _SHOWN_APART:
            continue
        words = setter.inline(item.value)
        if item.key is FieldKey.DEPENDS_ON:
            words = _linked_refs(text, item, words, setter)
        elif item.key is FieldKey.LIVES_UP_TO:
            words = _linked_principles(text, item, words, setter)
        elif item.key is FieldKey.ALIGNED_TO:
            words = _linked_standards(text, item, words, setter, standards)
        label = f"{item.label} ({item.segment})" if item.segment else item.label
        facts.append(Fact(key=item.key.value if item.key else "", label=label, words=words))
    return tuple(facts)


def _linked_refs(text: CharterText, item: WrittenField, words: Markup, setter: Typesetter) -> Markup:
    """Return the refs of `item` as links that say the titles of their promises."""
    titles = {promise.ref: promise.title.text for promise in text.expectations}

    def link(ref: str) -> Markup | None:
        charter, _, other = re.sub("[/:]", "#", ref).partition("#")
        if other and charter in setter.linker.charters:
            # The titles of another charter are its own business: this page does not change with them.
            return Markup('<a href="{}">{}</a>').format(setter.linker.to(index_path(charter), other), ref)
        address = setter.linker.place(ref) if ref in titles else None
        if address is None:
            return None
        return Markup('<a href="{}">{}</a> <span class="ref">{}</span>').format(address.href, titles[ref], ref)

    return words if item.value.links else _replaced(_REF, item.value.text, link)


def _linked_principles(text: CharterText, item: WrittenField, words: Markup, setter: Typesetter) -> Markup:
    """Return the numbers of `item` as links to the principles of the text, with their words."""
    said = {str(principle.number): principle.words.text for principle in text.principles}
    places = {str(number): place for number, place in principle_places(text).items()}

    def link(number: str) -> Markup | None:
        if number not in said:
            return None
        href = setter.linker.to(setter.linker.text_page, places[number])
        return Markup('<a href="{}">{}. {}</a>').format(href, number, said[number])

    return words if item.value.links else _replaced(_NUMBER, item.value.text, link)


def _linked_standards(
    text: CharterText, item: WrittenField, words: Markup, setter: Typesetter, standards: frozenset[str]
) -> Markup:
    """Return the standards of `item` as links to where all promises that answer to them are listed."""

    def link(part: str) -> Markup | None:
        name = standard_of(text, part)
        if fold(name) not in standards:
            return None
        href = setter.linker.to(STANDARDS_PAGE, standard_anchor(name))
        return Markup('<a href="{}">{}</a>{}').format(href, part[: len(name)], part[len(name) :])

    return words if item.value.links else _replaced(_ITEM, item.value.text, link)


def _replaced(pattern: re.Pattern[str], text: str, markup: Callable[[str], Markup | None]) -> Markup:
    """Return `text` with the `markup` of every match, where it has one."""
    pieces: list[Markup] = []
    last = 0
    for match in pattern.finditer(text):
        pieces += [escape(text[last : match.start()]), markup(match[0]) or escape(match[0])]
        last = match.end()
    return Markup("").join([*pieces, escape(text[last:])])


def _pieces(
    text: CharterText, promise: Expectation, blocks: Iterable[Block], setter: Typesetter, around: Surroundings
) -> Pieces:
    """Return prose, with the rubric in its place."""
    shown: list[Markup | RubricView] = []
    heading = ""
    for block in blocks:
        if block.kind is not BlockKind.RUBRIC:
            shown.append(setter.block(block))
        elif promise.rubric:
            given = {name: held for (ref, name), held in around.given.items() if ref == promise.ref}
            shown.append(_rubric(text, promise, promise.rubric, heading, setter, given))
        heading = block.text if block.kind is BlockKind.HEADING else ""
    return tuple(shown)


def _rubric(
    text: CharterText,
    promise: Expectation,
    rubric: Rubric,
    heading: str,
    setter: Typesetter,
    given: Mapping[str, tuple[Given, ...]],
) -> RubricView:
    yardstick, title = yardstick_of(text, promise), promise.title.text
    agreed = rubric.levels.index(yardstick.expected) if yardstick.expected in rubric.levels else None

    def place(item: Given) -> int | None:
        at = None if agreed is None or item.steps is None else agreed + item.steps
        return at if at is not None and 0 <= at < len(rubric.levels) else None

    return RubricView(
        caption=f"{heading}: {title}" if heading else title,
        is_caption_seen=not heading,
        head=rubric.head,
        levels=yardstick.names,
        expected="" if agreed is None else yardstick.names[agreed],
        criteria=tuple(
            CriterionView(
                name=setter.inline(row.name),
                cells=tuple(setter.inline(cell) for cell in row.descriptors),
                given=given.get(row.name.text, ()),
                places=tuple(place(item) for item in given.get(row.name.text, ())),
            )
            for row in rubric.criteria
        ),
    )
