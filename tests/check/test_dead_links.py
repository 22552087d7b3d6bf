"""Links that lead nowhere, and the living ones that are offered for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.subject import Subject
from charter.check.table import RULES
from charter.config import Config
from charter.source import Diagnostic, Severity
from charter.standing import stand
from tests import corpus
from tests.builders import Files, charter_text, project, promise
from tests.check.kept import TODAY, date, places

CODES = {"CH190", "CH191", "CH192", "CH193", "CH222"}
WATER = charter_text(title="Water", promises=promise("safe-water", fields="- Was: clean-water", title="Safe water"))


def found(root: Path, words: str, beside: Files | None = None, **others: Files | str) -> list[Diagnostic]:
    """Return what is said of links in a charter `desk` whose first promise says `words`."""
    text = charter_text(promises=promise(words=words))
    return of(project(root, {"desk": {"charter.md": text, **(beside or {})}, "water": WATER, **others}))


def of(root: Path) -> list[Diagnostic]:
    catalog, today = load_catalog(root, Config()), date.fromisoformat(TODAY)
    subjects = [
        Subject(charter=charter, standing=stand(charter, today), catalog=catalog, config=Config(), today=today)
        for charter in catalog.charters
    ]
    rules = [rule for rule in RULES if rule.code in CODES]
    found = [item for subject in subjects for rule in rules for item in rule.find(subject)]
    return found + [item for item in catalog.diagnostics if item.code in CODES]


def test_what_lives_is_not_reported(tmp_path: Path) -> None:
    words = """\
[a](#first-reply) [b](charter.md#first-reply) [c](#our-promises) [d](./charter.md) [e](../desk/charter.md)
[f](../water/charter.md#safe-water) [g](../water/) [h](../water.md#our-promises) [i](versions/1.0.md#first-reply)
[j](files/a%20map.png) ![k](<files/a map.png>) [l](signoffs/1.0.md) [m](#support-desk) [n][n] <https://example.org>
[o](mailto:desk@example.org) [p](../desk/files/a%20map.png#x) [q](&#35;first-reply) [r](../water/charter.md?raw=1)

[n]: ../water/charter.md#safe%2Dwater"""
    beside = {"versions/1.0.md": charter_text(version="1.0"), "files/a map.png": b"x", "signoffs/1.0.md": SHEET}
    assert found(tmp_path, words, beside) == []


SHEET = "---\nversion: 1.0\n---\n\n| Party | Name | Decision | Date |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("target", "code", "hint"),
    [
        ("#first-repley", "CH191", "[x](#first-reply)"),
        ("#First-Reply", "CH191", "[x](#first-reply)"),
        ("#qqq", "CH191", "{#qqq} at the end of the heading that is meant"),
        ("charter.md#first-repley", "CH191", "[x](charter.md#first-reply)"),
        ("../water/charter.md#clean-water", "CH191", "[x](../water/charter.md#safe-water)"),
        ("../water/charter.md#first-reply", "CH191", None),
        ("../watre/charter.md#safe-water", "CH190", "[x](../water/charter.md#safe-water)"),
        ("../Water/charter.md", "CH190", "[x](../water/charter.md)"),
        ("../elsewhere/charter.md", "CH190", "write the words without the link, or a full address: https://…"),
        ("Charter.md", "CH190", "[x](charter.md)"),
        ("versions/1.1.md", "CH190", "[x](versions/1.0.md)"),
        ("versions/1.0.md#gone", "CH191", None),
        ("map.png", "CH190", "[x](files/map.png)"),
        ("FILES/MAP.PNG", "CH190", "[x](files/map.png)"),
        ("desk@example.org", "CH190", "[x](mailto:desk@example.org)"),
        ("www.example.org/a?b", "CH190", "[x](https://www.example.org/a?b)"),
        ("qqqqq", "CH190", "write the words without the link, or a full address: https://…"),
        ("", "CH190", None),
        ("?x=1", "CH190", None),
        ("/charter.md", "CH192", "[x](charter.md)"),
        ("../../../elsewhere.md", "CH192", None),
        ("../../charter.toml", "CH192", None),
        ("notes.xyz", "CH192", None),
        ("outcomes.csv", "CH192", None),
        ("files", "CH192", None),
        ("../shared.png", "CH192", None),
    ],
)
def test_what_is_dead_is_an_error_with_the_nearest_living_one(
    tmp_path: Path, target: str, code: str, hint: str | None
) -> None:
    beside = {
        "versions/1.0.md": charter_text(version="1.0"), "files/map.png": b"x", "notes.xyz": "x",
        "outcomes.csv": "period,ref,good,total\n",
    }  # fmt: skip
    project(tmp_path, {}, files={"content/shared.png": b"x"})
    (item,) = found(tmp_path, f"[x]({target})", beside)
    assert (item.code, item.span.path) == (code, "content/desk/charter.md")
    assert hint is None or item.hint == hint
    if target:
        assert item.span.line
        assert (
            (tmp_path / item.span.path)
            .read_text()
            .split("\n")[item.span.line - 1][(item.span.column or 0) - 1 :]
            .startswith(target)
        )


def test_links_stand_in_titles_fields_and_rubrics_too(tmp_path: Path) -> None:
    text = charter_text(
        promises="### See [a](#a)\n\n- Measured: from [b](b.md)\n- Ref: x\n\n| Look | No | Yes |\n|---|---|---|\n"
        "| [c](#c) | n | ![d](d.png) |\n",
        front="levels: [No, Yes]",
    )
    assert sorted((item.code, item.message) for item in of(project(tmp_path, {"desk": text}))) == [
        ("CH190", '"b.md" is not there'),
        ("CH190", '"d.png" is not there'),
        ("CH191", 'this text has no place "#a"'),
        ("CH191", 'this text has no place "#c"'),
    ]


def test_anchors_are_those_of_the_page(tmp_path: Path) -> None:
    text = charter_text(
        promises="### Ответ\n\n- Owner: Rosa\n\n#### Twice\n\n#### Twice\n\n### Named {#given}\n\n- Owner: Rosa\n\n"
        "[a](#ответ) [b](#twice-1) [c](#given) [d](#%D0%BE%D1%82%D0%B2%D0%B5%D1%82) [e](#named)\n",
    )
    (item,) = of(project(tmp_path, {"desk": text}))
    assert item.message == 'this text has no place "#named"'


def test_a_translation_is_judged_by_its_own_headings(tmp_path: Path) -> None:
    french = "---\ntitle: Bureau\nlanguage: fr\ntranslates: charter.md\n---\n\n## Nos promesses\n\n[a](#nos-promesses)"
    beside = {"charter.fr.md": french + " [b](charter.md#our-promises) [c](#our-promises)\n"}
    (item,) = found(tmp_path, "x", beside)
    assert (item.span.path, item.message) == ("content/desk/charter.fr.md", 'this text has no place "#our-promises"')


def test_a_charter_of_one_file_has_neighbours_and_no_files(tmp_path: Path) -> None:
    text = charter_text(promises=promise(words="[a](water.md#safe-water) [b](water/charter.md) [c](map.png)"))
    (item,) = of(project(tmp_path, {"desk.md": text, "water": WATER}, files={"content/map.png": b"x"}))
    assert (item.code, item.span.path) == ("CH192", "content/desk.md")


def test_a_document_of_prose_gets_one_note_of_each_kind(tmp_path: Path) -> None:
    text = "# Policy\n\n" + "".join(f"[a{n}](other-{n}.md) [b{n}](#there-{n})\n\n" for n in range(60))
    first, second = of(project(tmp_path, {"policy": text}))
    assert {first.severity, second.severity} == {Severity.INFO}
    assert (first.code, first.message) == ("CH190", '"other-0.md" is not there (and 59 more like it in this file)')
    assert (second.code, second.span.line, len(second.related)) == ("CH191", 3, 20)


def test_released_versions_are_left_in_peace(tmp_path: Path) -> None:
    old = charter_text(version="1.0", promises=promise(words="[a](gone.md) [b](#gone)"))
    assert found(tmp_path, "x", {"versions/1.0.md": old}) == []


def test_records_say_what_was_once_so(tmp_path: Path) -> None:
    review = "# Reviews\n\n## 2026-01-05\n\n[a](charter.md#first-reply) [b](charter.md#gone) [c](#local)\n"
    incident = "---\ndate: 2026-02-03\n---\n\n# Out\n\n## Stop\n\n[a](../charter.md#first-reply) [b](x.md) [c](y.md)\n"
    items = found(tmp_path, "x", {"reviews.md": review, "incidents/2026-02-03-out.md": incident})
    assert {item.severity for item in items} == {Severity.INFO}
    assert sorted(places(items)) == [("incidents/2026-02-03-out.md", 9, 36), ("reviews.md", 5, 33)]


def test_a_public_charter_does_not_link_to_a_private_one_but_a_private_one_may(tmp_path: Path) -> None:
    hidden = charter_text(front="visibility: parties", promises=promise(words="[a](../desk/charter.md)"))
    (item,) = found(tmp_path, "[x](../closed/charter.md)", closed=hidden)
    assert (item.code, item.severity) == ("CH193", Severity.WARNING)


def test_a_promise_may_lean_on_one_of_another_charter(tmp_path: Path) -> None:
    text = charter_text(promises=promise(fields="- Depends on: water#safe-water, water/clean-water; watr#safe-water, "
                                         "x/y/z, desk#first-reply, https://x.org/a#b"))  # fmt: skip
    first, second = of(project(tmp_path, {"desk": text, "water": WATER}))
    assert (first.code, first.hint) == ("CH222", "- Depends on: water/safe-water")
    assert first.message == '"clean-water" is the ref of no promise in "water"'
    assert (second.message, second.hint) == (
        '"watr" is no charter of this project',
        "- Depends on: water#safe-water",
    )


def test_the_page_and_the_check_agree_on_real_documents(tmp_path: Path) -> None:
    files = {path.stem + str(n): path.read_bytes() for n, path in enumerate(corpus.texts()[::37])}
    for item in of(project(tmp_path, files)):
        assert item.severity is Severity.INFO
        assert item.span.line
