"""One charter as a rule sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from charter.catalog import Catalog
from charter.check.sayings import Spoken, spoken
from charter.config import Config
from charter.model.charter import Charter
from charter.model.text import CharterText
from charter.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A charter, where it stands on the day `today`, and what is around it.

    Without slots, because what many rules look at is made once and kept here.
    """

    charter: Charter
    standing: Standing
    catalog: Catalog
    config: Config
    today: date
    is_meant: bool = False
    """Whether the text is asked for a charter's parts before it holds a promise."""

    @property
    def text(self) -> CharterText | None:
        """The working text: the only one that anybody may edit, so the only one whose words a rule judges."""
        return self.charter.text

    @property
    def is_promising(self) -> bool:
        """Whether the working text is asked for a charter's parts: a document of prose alone is not."""
        return self.charter.text is not None and (self.is_meant or bool(self.charter.text.expectations))

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """The promises of the working text as words; none in a language whose words we do not know."""
        return tuple(spoken(self.charter))
