"""Findings that a text says are meant: `<!-- charter: allow vague-time: the law's own words -->`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from charter.check.comments import Comment, find_comments, has_comments
from charter.check.severities import is_silent
from charter.codes import CODES, find_code, nearest_rule
from charter.config import Config
from charter.model.charter import Charter
from charter.source import Diagnostic, SourceText, Span, diagnose

_ALLOW = re.compile(r"\s*allow\b(?P<rules>[^:]*)(?P<colon>:(?P<reason>.*))?", re.DOTALL | re.IGNORECASE)
_NAME = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_EXAMPLE = "<!-- charter: allow vague-time: the law's own words -->"
_WHEN_ASKED = frozenset({"CH194", "CH195", "CH196", "CH197"})
"""What `--external` alone brings up, so that without it no waiver of it is of no use."""
_ABOUT_WAIVERS = frozenset({"CH143", "CH144", "CH145", "CH146"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One rule that one comment waives; `span` is the rule's name in it."""

    code: str
    comment: Comment
    span: Span
    is_released: bool
    """Whether it stands in a released version, in which nobody can mend it."""

    def covers(self, item: Diagnostic) -> bool:
        """Whether a finding in the same file is waived."""
        line = item.span.line
        if item.code != self.code:
            return False
        if line is None:
            return self.comment.is_about_file
        return self.comment.first_line <= line <= self.comment.last_line


def waive(found: Iterable[Diagnostic], charters: Iterable[Charter], config: Config) -> list[Diagnostic]:
    """Return the findings that no comment waives, and what is wrong with the comments."""
    waivers: dict[str, list[Waiver]] = {}
    kept: list[Diagnostic] = []
    for charter in charters:
        released = {version.source.path for version in charter.versions}
        for source in filter(has_comments, charter.sources.values()):
            is_released = source.path in released
            for comment in find_comments(source):
                problems: list[Diagnostic] = []
                waivers.setdefault(source.path, []).extend(_read(source, comment, problems, is_released=is_released))
                kept += () if is_released else problems
    used: set[int] = set()
    elsewhere: dict[tuple[str, str], list[int]] = {}
    for item in found:
        here = waivers.get(item.span.path, ()) if item.code not in _ABOUT_WAIVERS else ()
        covering = [waiver for waiver in here if waiver.covers(item)]
        used.update(map(id, covering))
        if not covering:
            kept.append(item)
            if here and item.span.line:
                elsewhere.setdefault((item.span.path, item.code), []).append(item.span.line)
    for waiver in (waiver for here in waivers.values() for waiver in here):
        is_idle = id(waiver) not in used and waiver.code not in _WHEN_ASKED
        if is_idle and not waiver.is_released and not is_silent(waiver.code, config):
            kept.append(_unused(waiver, elsewhere.get((waiver.span.path, waiver.code), ())))
    return kept


def _read(source: SourceText, comment: Comment, found: list[Diagnostic], *, is_released: bool) -> Iterator[Waiver]:
    """Yield what a comment waives; one without a reason waives all the same, and is reported."""
    words = " ".join(comment.words.split())
    said = _ALLOW.fullmatch(comment.words)
    names = list(_NAME.finditer(said["rules"])) if said else []
    if not comment.is_closed:
        message = f'the comment "charter: {words[:40]}" is never closed, so readers see it'
        found.append(diagnose("CH146", comment.span, message, "close it with -->"))
        return
    if said is None or not names:
        message = f'"charter: {words[:60]}" says nothing that is understood'
        found.append(diagnose("CH146", comment.span, message, _EXAMPLE))
        return
    for name in names:
        start = comment.words_offset + said.start("rules") + name.start()
        line, column = source.place(start)
        end_line, end_column = source.place(start + len(name[0]))
        span = source.span(line, column, end_line, end_column)
        code = find_code(name[0])
        if code is None:
            near = nearest_rule(name[0])
            hint = f"<!-- charter: allow {near}: why -->" if near else "charter explain"
            found.append(diagnose("CH145", span, f'"{name[0][:60]}" is not a rule', hint))
        else:
            yield Waiver(code=code, comment=comment, span=span, is_released=is_released)
    if not (said["reason"] or "").strip():
        rules = ", ".join(name[0] for name in names)
        message = f'"allow {rules}" does not say why'
        found.append(diagnose("CH144", comment.span, message, f"<!-- charter: allow {rules}: the law's own words -->"))


def _unused(waiver: Waiver, lines: Sequence[int]) -> Diagnostic:
    comment = waiver.comment
    name = CODES[waiver.code].name
    where = f"in lines {comment.first_line} to {comment.last_line}"
    if comment.is_about_file:
        where = "in this file"
    elif comment.first_line == comment.last_line:
        where = "in this line"
    hint = "take it out"
    if lines:
        here = waiver.span.line or 1
        hint = f"move it to line {min(lines, key=lambda line: abs(line - here))}, where there is one"
    return diagnose("CH143", waiver.span, f'"{name}" waives nothing: there is none {where}', hint)
