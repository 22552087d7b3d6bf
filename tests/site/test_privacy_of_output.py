"""What is for the parties alone is in no byte and no name of what is published."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.builders import charter_text, project, promise
from tests.cli.commands import Shell

CONFIG = 'title = "Ours"\nbase_url = "https://charters.example.org/"\nfeedback = "mailto:desk@example.org"\n'


MATCHED = frozenset(
    {"ref", "party id", "segment", "criterion", "low level", "high level", "customer decider", "standard"}
)


class Marks:
    """Words that stand nowhere else, one for each field that is to stay closed."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        if name in self.words:
            return self.words[name]
        number, letters = len(self.words), ""
        while number or not letters:
            letters, number = letters + "bcdfghjklm"[number % 10], number // 10
        return self.words.setdefault(name, f"qxz{letters}zxq")


def closed_charter(
    mark: Marks, key: str, *, like: str | None = None, version: str | None = None, visibility: str = "parties"
) -> str:
    """Return a charter that has a mark in every field; those by which texts are matched are those of `like`."""

    def m(name: str) -> str:
        return mark(f"{like if like and name in MATCHED else key} {name}")

    stamp = f'version: "{version}"\neffective: 2026-01-05\nreleased: 2025-12-15\nnote: {m("note")}\n' if version else ""
    return f"""---
title: {m("title")}
language: en
parties:
  - id: desk
    role: provider
    name: {m("provider")}
    representatives:
      - {{name: Rosa {m("decider")}, title: {m("office")}, decides: yes}}
  - id: {m("party id")}
    role: customer
    name: {m("customer")}
    representatives:
      - {{name: Noor {m("customer decider")}, decides: yes}}
audience: {m("audience")}
review: every 3 months from 2026-01-05
levels: [{m("low level")}, {m("high level")}]
expected: {m("high level")}
calendar: {{timezone: Europe/Berlin, hours: Mon-Fri 08:00-17:00}}
standards: [{m("standard")}]
feedback: https://example.org/{m("feedback")}?r={{ref}}
visibility: {visibility}
{stamp}---

# {m("title")} {m("heading")}

Introduction {m("introduction")} and [a file]({m("file")}.pdf).

## {m("section")}

- Promised by: desk
- Promised to: {m("party id")}

### {m("promise")}

Words {m("words")}.

- Target ({m("segment")}): 90% of {m("cases")} within 4 hours
- Measured: monthly, {m("measured")}
- Owner: {m("owner")}
- Remedy: {m("remedy")}
- Except: {m("except")}
- Basis: {m("basis")}
- Aligned to: {m("standard")}
- Looks like: {m("looks like")}
- {m("own key")}: {m("own value")}
- Ref: {m("ref")}

| {m("head")} | {m("low level")} | {m("high level")} |
|---|---|---|
| {m("criterion")} | {m("low cell")} | {m("high cell")} |

## {m("prose section")}

{m("prose")}

| Term | Meaning |
|---|---|
| {m("term")} | {m("meaning")} |
"""


def records(mark: Marks, key: str, *, of: str, label: str, year: int = 2026) -> dict[str, str]:
    """Return records of every kind, about the text with the marks `of`, with a mark in every field."""

    def m(name: str) -> str:
        return mark(f"{of if name in MATCHED else key} {name}")

    ref, party = m("ref"), m("party id")
    return {
        f"signoffs/{label}.md": (
            f'---\nversion: "{label}"\n---\n\n# {m("sheet")}\n\n| Party | Name | Decision | Date | Note |\n'
            f"|---|---|---|---|---|\n| {party} | Noor {m('customer decider')} | agree with a reservation "
            f"| {year}-01-04 | {m('reservation')} |\n"
        ),
        "reviews.md": (
            f"# Log\n\n## {year}-04-07: {m('review')}\n\n- Due: {year}-04-05\n- Reviewed version: {label}\n"
            f"- Present: {m('present')}, Rosa\n- Result: {m('result')}\n\n{m('said in review')}\n\n"
            f"| Promise | Verdict | Note |\n|---|---|---|\n| {ref} | keep | {m('verdict')} |\n\n"
            f"- Action: {m('action')} ({m('action owner')}, by {year}-12-24)\n"
        ),
        f"assessments/{year}-Q1/{party}.md": (
            f'---\nperiod: {year}-Q1\nparty: {party}\nversion: "{label}"\nby: {m("judge")}\n---\n\n'
            f"| Expectation | What we look at | Level | Evidence | Importance |\n|---|---|---|---|---|\n"
            f"| {ref} | {m('criterion')} | {m('low level')} | {m('evidence')} | 4 |\n"
        ),
        "outcomes.csv": (
            "period,ref,segment,good,total,value,unit,source,note\n"
            f"{year}-02,{ref},{m('segment')},80,100,,,{m('source')},{m('outcome note')}\n"
        ),
        "feedback.csv": (
            "date,party,channel,ref,score,said,answered,action,source\n"
            f"{year}-02-03,{party},{m('channel')},{ref},-2,{m('said')},{year}-02-04,{m('answer')},{m('form key')}\n"
            f"{year}-02-05,{party},,,2,{m('thanks')},,,\n"
        ),
        f"incidents/{year}-02-03-{m('incident file')}.md": (
            f"---\ndate: {year}-02-03\nexpectations: [{ref}]\nstatus: {m('status')}\n---\n\n# {m('incident')}\n\n"
            f"## Stop\n\n{m('stop')}\n\n## Pause\n\n{m('pause')}\n\n## Analyse\n\n{m('analyse')}\n\n"
            f"## What changes\n\n- Action: {m('change')} ({m('change owner')}, by {year}-05-01)\n"
        ),
    }


def comparison(mark: Marks, key: str, head: str = "") -> str:
    def m(name: str) -> str:
        return mark(f"{key} {name}")

    other = m("alternative")
    return (
        f"---\n{head}compared-with: [{other}]\n---\n\n# {m('beside')}\n\n{m('beside prose')}\n\n"
        f"| Service | Expectation | Us | {other} | Over and above | How we know |\n|---|---|---|---|---|---|\n"
        f"| {m('service')} | | {m('us')} | {m('them')} | {m('above')} | {m('known')} |\n"
    )


NEVER_TOLD = frozenset(
    {
        "records form key",
        "records judge",
        "records present",
        "records result",
        "records review",
        "records said in review",
        "records sheet",
        "one file",
    }
)
"""What no page tells, not even to the parties; translations have no pages."""


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(tmp_path / "project", capsys, monkeypatch)


@pytest.fixture
def mark() -> Marks:
    return Marks()


def build(shell: Shell, *arguments: str) -> dict[str, str]:
    output = shell.root / "out"
    done = shell("build", "--output", str(output), "--today", "2026-11-22", *arguments)
    assert done.code == 0, done.err
    return {file.relative_to(output).as_posix(): text_of(file) for file in output.rglob("*") if file.is_file()}


def text_of(file: Path) -> str:
    """Return what a file says, however it is coded: escapes of addresses, folded lines of a calendar."""
    text = file.read_bytes().decode("utf-8", "replace")
    return "\n".join((text, unquote(text), re.sub(r"\r\n[ \t]", "", text)))


def told(site: dict[str, str], mark: Marks) -> list[str]:
    """Return which marks are told, and where."""
    return [
        f"{name}: {path}"
        for name, word in mark.words.items()
        for path, text in site.items()
        if word in path or word in text
    ]


def names(lines: list[str]) -> set[str]:
    return {line.partition(":")[0] for line in lines}


def open_charter(folder: str) -> str:
    """Return a public charter that speaks of a closed one."""
    words = (
        f"See [the other](../{folder}/charter.md), [its version](../{folder}/versions/1.0.md), [it](../{folder}.md)."
    )
    return charter_text(promises=promise("tell-us", title="You hear from us first", words=words))


def test_a_closed_charter_is_nowhere(shell: Shell, mark: Marks) -> None:
    text, french = closed_charter(mark, "text"), closed_charter(mark, "french", like="text")
    folder, second = mark("id"), 'visibility: parties\nversion: "2.0"\nreleased: 2026-01-02'
    files = {
        "charter.md": text,
        "charter.fr.md": french.replace("language: en", "language: fr\ntranslates: charter.md"),
        "versions/1.0.md": closed_charter(mark, "first", like="text", version="1.0"),
        "versions/2.0.md": text.replace("visibility: parties", second),
        f"{mark('text file')}.pdf": mark("bytes of the file"),
        "comparison.md": comparison(mark, "beside"),
        **records(mark, "records", of="text", label="2.0"),
    }
    others = {"open": open_charter(folder), f"{mark('single')}.md": closed_charter(mark, "one")}
    project(shell.root, {folder: files, **others}, config=CONFIG)
    site = build(shell)
    assert "You hear from us first" in site["open/index.html"]
    assert told(site, mark) == []
    missing = mark.words.keys() - names(told(build(shell, "--include-private"), mark))
    assert {name for name in missing if not name.startswith("french ")} <= NEVER_TOLD
    assert told(build(shell), mark) == [], "what was shown to the parties is taken away again"


@pytest.mark.parametrize("where", ["charter.md", "charter.fr.md", "versions/1.0.md"])
def test_one_text_that_is_closed_closes_the_charter(shell: Shell, mark: Marks, where: str) -> None:
    text = closed_charter(mark, "text", visibility="public")
    files = {
        "charter.md": text,
        "charter.fr.md": text.replace("language: en", "language: fr\ntranslates: charter.md"),
        "versions/1.0.md": closed_charter(mark, "first", like="text", version="1.0", visibility="public"),
    }
    files[where] = files[where].replace("visibility: public", "visibility: parties")
    project(shell.root, {"a": files, "open": open_charter("a")}, config=CONFIG)
    assert told(build(shell), mark) == []


def test_what_was_closed_once_stays_closed_when_the_charter_opens(shell: Shell, mark: Marks) -> None:
    public = charter_text(promises=promise(mark("before ref")) + "\n\n" + promise("tell-us"))
    of_then = records(mark, "then", of="before", label="1.0")
    of_now = {
        "feedback.csv": f"2026-09-03,{mark('before party id')},,tell-us,2,It is good to read this,,,\n",
        "outcomes.csv": "2026-09,tell-us,,91,100,,,the counter,\n",
    }
    project(
        shell.root,
        {
            "desk": {
                **of_then,
                **{name: of_then[name] + more for name, more in of_now.items()},
                "charter.md": public,
                "versions/1.0.md": closed_charter(mark, "before", version="1.0"),
                "versions/2.0.md": charter_text(
                    promises=promise("tell-us"), version="2.0", effective="2026-06-01", released="2026-05-15"
                ),
            }
        },
        config=CONFIG,
    )
    site = build(shell)
    assert "It is good to read this" in site["desk/results.html"]
    assert "the counter" in site["desk/results.html"]
    # The working text names the old ref again, and who spoke is a party of then.
    assert names(told(site, mark)) <= {"before ref", "before party id"}
    assert "then said" in names(told(build(shell, "--include-private"), mark))


def test_a_comparison_is_published_only_where_it_says_so(shell: Shell, mark: Marks) -> None:
    words = "How we [compare](comparison.md), [what people said](feedback.csv), [what went wrong](incidents/a.md)."
    text = charter_text(promises=promise("tell-us", words=words))
    charters = {
        "plain": {"charter.md": text, "comparison.md": comparison(mark, "plain")},
        "asked": {"charter.md": text, "comparison.md": comparison(mark, "asked", "audience: parties\n")},
        "slip": {"charter.md": text, "comparison.md": comparison(mark, "slip", "audience: publik\n")},
        "open": {"charter.md": text, "comparison.md": comparison(mark, "open", "audience: public\n")},
    }
    project(shell.root, charters, config=CONFIG)
    output = shell.root / "out"
    shell("build", "--output", str(output))  # the slip is told
    site = {file.relative_to(output).as_posix(): text_of(file) for file in output.rglob("*") if file.is_file()}
    shown = names(told(site, mark))
    assert shown == {name for name in mark.words if name.startswith("open ")}
    assert not [path for path in site if path.endswith("comparison.md")]
    assert "For the parties alone." not in site["open/results.html"]


def test_what_names_no_open_version_and_no_day_stays_closed_too(shell: Shell, mark: Marks) -> None:
    def judged(words: str) -> str:
        head = "| Expectation | What we look at | Level | Evidence | Importance |\n|---|---|---|---|---|\n"
        return f'---\nversion: "2.0"\n---\n\n{head}| tell-us | | as expected | {mark(words)} | 4 |\n'

    def held(day: str, version: str, words: str) -> str:
        rows = f"| Promise | Verdict | Note |\n|---|---|---|\n| tell-us | keep | {mark(words)} |\n"
        return f"## {day}: again\n\n- Reviewed version: {version}\n- Present: Rosa, Noor\n\n{rows}\n"

    def version(label: str, since: str, front: str = "") -> str:
        return charter_text(front=front, promises=promise("tell-us"), version=label, effective=since, released=since)

    incident = "## Stop\n\na\n\n## Pause\n\nb\n\n## Analyse\n\nc\n"
    files = {
        "charter.md": charter_text(promises=promise("tell-us")),
        "versions/1.0.md": version("1.0", "2025-01-05"),
        "versions/2.0.md": version("2.0", "2026-01-05", "visibility: parties"),
        "versions/3.0.md": version("3.0", "2026-06-01"),
        "assessments/2026-Q3/staff.md": judged("later, of the closed version"),
        "reviews.md": held("2026-07-01", "v2.0", "no version of ours") + held("2026-08-01", "3.0", "open review"),
        "incidents/some-day.md": f"# {mark('of no day')}\n\n{incident}",
        "incidents/2026-07-02-b.md": f"# {mark('open incident')}\n\n{incident}",
        "feedback.csv": (
            "date,party,channel,ref,score,said,answered,action\n"
            f"2025-12-01,staff,,tell-us,-1,{mark('open remark')},2026-02-01,{mark('answer while closed')}\n"
            f"2026-05-31,staff,,tell-us,-1,{mark('said while closed')},2026-06-02,x\n"
        ),
    }
    project(shell.root, {"desk": files}, config=CONFIG)
    output = shell.root / "out"
    shell("build", "--output", str(output), "--today", "2026-11-22")  # what has no day, and no known version, is told
    site = {file.relative_to(output).as_posix(): text_of(file) for file in output.rglob("*") if file.is_file()}
    assert names(told(site, mark)) == {"open review", "open incident", "open remark"}
