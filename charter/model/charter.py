"""A charter with all its versions and records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from charter.model.prose import NOWHERE
from charter.model.records import Records
from charter.model.text import CharterText
from charter.source import SourceText, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A released text. `label` is the file's name without its ending; the file is never edited again."""

    label: str
    text: CharterText
    fingerprint: str
    source: SourceText = field(compare=False)

    @property
    def span(self) -> Span:
        """Where the text begins."""
        return self.text.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """One charter: the working text, every version in order (oldest first), translations, records.

    `id` is the folder's name and the charter's place on the site. `folder` is relative to the project, with `/`;
    it is `None` for a charter that is one file. `text` is `None` when only released versions could be read.
    """

    id: str
    folder: str | None
    text: CharterText | None
    fingerprint: str | None
    """Of the working text."""
    source: SourceText | None = field(default=None, compare=False)
    versions: tuple[Version, ...] = ()
    translations: tuple[tuple[str, CharterText], ...] = ()
    """Pairs of language tag and text."""
    records: Records = Records()
    sources: Mapping[str, SourceText] = field(default_factory=dict, compare=False, repr=False)
    """Every text that was read for it, by its path in the project."""
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def texts(self) -> Iterator[CharterText]:
        """The working text and the text of every version, newest first."""
        if self.text:
            yield self.text
        yield from (version.text for version in reversed(self.versions))

    def version(self, label: str) -> Version | None:
        """Return the version with this label."""
        return next((version for version in self.versions if version.label == label), None)
