"""Which criterion of one version is which of another, and how far a level is from the one agreed as good enough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from charter.compare.lives import Lives
from charter.compare.rubrics import match_criteria
from charter.model.text import CharterText, Expectation, Rubric
from charter.reading.keywords import fold, keywords_for
from charter.reading.scale import find_level


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a level was read against: the scale of one promise in one version. Without levels it measures nothing."""

    version: str | None = None
    """The version's label; `None` for the working text."""
    levels: tuple[str, ...] = ()
    """Lowest first."""
    expected: str | None = None
    is_single_point: bool = False
    language: str = "en"

    def place(self, level: str) -> tuple[str, int | None]:
        """Return a level as the scale writes it, and how many steps it is from the expected one, below zero short.

        A level that is not on the scale stays as it was written, and is no steps from anything.
        """
        name = find_level(level, self.levels)
        if name is None and self.is_single_point:
            name = keywords_for(self.language).single_point.get(fold(level))
        if name is None or name not in self.levels:
            return level, None
        place = self.levels.index(name)
        if self.expected not in self.levels:
            return self.names[place], None
        return self.names[place], place - self.levels.index(self.expected)

    def at(self, steps: int) -> str | None:
        """Return the level that is so many steps from the expected one; `None` where the scale does not reach."""
        if self.expected not in self.levels:
            return None
        place = self.levels.index(self.expected) + steps
        return self.names[place] if 0 <= place < len(self.levels) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The levels as people read them: those of a single-point rubric in the language of the text."""
        if not self.is_single_point:
            return self.levels
        labels = keywords_for(self.language).single_point_labels
        return tuple(labels.get(level, level) for level in self.levels)

    def is_same_scale(self, other: Yardstick) -> bool:
        """Whether the other one has the same levels and asks for the same one."""
        return self._scale == other._scale

    @property
    def _scale(self) -> tuple[object, ...]:
        return tuple(map(fold, self.levels)), fold(self.expected or ""), self.is_single_point


@lru_cache(maxsize=4096)
def _yardstick(
    version: str | None, rubric: Rubric | None, levels: tuple[str, ...], expected: str | None, language: str
) -> Yardstick:
    if rubric is not None:
        levels, expected = rubric.levels, rubric.expected or expected
    return Yardstick(
        version=version,
        levels=levels,
        expected=expected,
        is_single_point=rubric is not None and rubric.is_single_point,
        language=language,
    )


def yardstick_of(text: CharterText, promise: Expectation) -> Yardstick:
    """Return what the levels of a promise are read against: its rubric, else the scale of the whole text."""
    scale = text.scale
    return _yardstick(text.stamp.version, promise.rubric, scale.levels, scale.expected, text.language)


@dataclass(frozen=True, slots=True)
class CriterionId:
    """One criterion through all its names: the promise's name in the end, and the criterion's.

    Without words it is the promise as a whole.
    """

    ref: str
    name: str


class Criteria:
    """Every criterion of every text, followed from rubric to rubric as the comparison matches them."""

    def __init__(self, lives: Lives) -> None:
        self.lives = lives
        self._known: dict[tuple[str, str, str], CriterionId] = {}
        for ref in dict.fromkeys(lives.name(ref) for ref in lives.refs):
            self._follow(ref)

    def find(self, version: str, ref: str, criterion: str, promise: Expectation) -> CriterionId:
        """Return the criterion that an assessment of `version` means.

        A rubric of one row is judged as a whole: no name is needed for it. A name that the rubric does not have stands
        for itself.
        """
        rows = promise.rubric.criteria if promise.rubric else ()
        name = criterion or (rows[0].name.text if len(rows) == 1 else "")
        return self._known.get((version, ref, fold(name))) or CriterionId(self.lives.name(ref), name)

    def _follow(self, ref: str) -> None:
        last: tuple[Rubric, list[int]] | None = None
        names: list[str] = []
        held: list[tuple[str, str, str, int]] = []
        for edition, promise in self.lives.moments(ref):
            rubric = promise.rubric
            if rubric is None:
                continue
            before = match_criteria(last[0], rubric, edition.text.language) if last else {}
            numbers: list[int] = []
            for place, row in enumerate(rubric.criteria):
                if last and place in before:
                    numbers.append(last[1][before[place]])
                    names[numbers[-1]] = row.name.text
                else:
                    numbers.append(len(names))
                    names.append(row.name.text)
                held.append((edition.label, promise.ref, fold(row.name.text), numbers[-1]))
            last = (rubric, numbers)
        for label, called, name, number in held:
            self._known.setdefault((label, called, name), CriterionId(ref, names[number]))
