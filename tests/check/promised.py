"""One promise, checked: what the rules say about its words."""

from __future__ import annotations

from datetime import date

from charter.catalog import Catalog
from charter.check.subject import Subject
from charter.check.table import RULES
from charter.config import Config
from charter.model.charter import Charter
from charter.reading.charter import read_charter
from charter.source import Diagnostic, SourceText
from charter.standing import stand
from tests.builders import charter_text

TODAY = date(2026, 6, 1)


def find(text: str, *codes: str) -> list[Diagnostic]:
    """Return what the rules with these codes find in a working text, in the order of the text."""
    source = SourceText("content/desk/charter.md", text)
    charter = Charter(
        id="desk", folder="content/desk", text=read_charter(source).value, fingerprint="c1:0", source=source
    )
    subject = Subject(
        charter=charter,
        standing=stand(charter, TODAY),
        catalog=Catalog(charters=(charter,), diagnostics=()),
        config=Config(),
        today=TODAY,
    )
    found = [item for rule in RULES if rule.code in codes for item in rule.find(subject)]
    return sorted(found, key=lambda item: (item.span.line or 0, item.span.column or 0))


def of_promise(words: str, *fields: str, title: str = "A promise", language: str = "en", front: str = "") -> str:
    """Return a charter with one promise of these words and field lines."""
    lines = [f"### {title}", "", words, "", *(f"* {line}" for line in (*fields, "Ref: a-promise"))]
    return charter_text(front=f"language: {language}\n{front}", promises="\n".join(lines))


def quoted(found: list[Diagnostic]) -> list[str]:
    """Return the words that messages quote first."""
    return [item.message.split('"')[1] for item in found]


def written(text: str, item: Diagnostic) -> str:
    """Return what stands in the text where a finding points."""
    source = SourceText("content/desk/charter.md", text)
    span = item.span
    assert span.line is not None
    assert span.end_line is not None
    lines = [source.line(line) for line in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: (span.end_column or 1) - 1]
    lines[0] = lines[0][(span.column or 1) - 1 :]
    return "\n".join(lines)
