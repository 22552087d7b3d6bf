"""One charter as a rule sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charter.catalog import Catalog
from charter.config import Config
from charter.model.charter import Charter
from charter.model.text import CharterText
from charter.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A charter, where it stands on the day `today`, and what is around it."""

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
