from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from referencing import Registry, Resource

from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

SIGNED = """---
version: "{label}"
---

| Party | Name | Decision | Date | Note |
|---|---|---|---|---|
| desk | Rosa Lindqvist | agree | {day} | |
| staff | Noor Haddad | agree with a reservation | {day} | {note} |
"""
OLD = promise("reply", title="We reply", target="90% within 1 day")
NEW = promise("first-reply", fields="- Was: reply")
AGREEMENT = "agreement: one decider from every party"


def a_life(shell: Shell) -> None:
    """Write a charter of which one promise came, stayed, was renamed and made stronger, and is to be weaker."""

    def text(label: str | None, promises: str, **stamp: str) -> str:
        return charter_text(front=AGREEMENT, promises=promises, version=label, **stamp)  # type: ignore[arg-type]

    project(
        shell.root,
        {
            "support-desk": {
                "charter.md": text(None, NEW.replace("90%", "80%")),
                "versions/1.0.md": text("1.0", OLD, released="2025-01-02", effective="2025-01-06", note="The first"),
                "versions/1.1.md": text("1.1", OLD, released="2025-02-02", effective="2025-02-06"),
                "versions/2.0.md": text("2.0", NEW, released="2025-06-02", effective="2025-06-06"),
                "signoffs/1.0.md": SIGNED.format(label="1.0", day="2025-01-03", note="reply: a day is long"),
                "signoffs/2.0.md": SIGNED.format(label="2.0", day="2025-06-03", note=""),
                "reviews.md": "# Reviews\n\n## 2025-04-01\n\n- Version: 1.1\n\n"
                "| Promise | Verdict | Note |\n|---|---|---|\n| reply | change | hours, not days |\n",
                "outcomes.csv": "period,ref,segment,good,total,value,unit,source,note\n"
                "2025-Q1,reply,,140,150,,,tickets,\n2025-Q3,first-reply,,,,12.50,minutes,phone,summer\n",
            }
        },
    )


def test_the_life_of_a_promise_is_told_from_its_coming_to_the_draft(shell: Shell) -> None:
    a_life(shell)
    before = tree(shell.root)
    done = shell("log", "first-reply")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "A person answers you quickly                           support-desk  first-reply\n"
        "was called reply before\n"
        "\n"
        "1.0        in force from 6 January 2025 until 6 February 2025\n"
        "           “The first”\n"
        "           signed by Rosa Lindqvist (desk) and Noor Haddad (staff)\n"
        "           Noor Haddad agrees with a reservation: reply: a day is long\n"
        "came       We reply\n"
        "           You hear from a named person.\n"
        "           Target   90% within 1 day\n"
        "\n"
        "1.1        as it was, in force from 6 February 2025 until 6 June 2025\n"
        "\n"
        "2.0        in force since 6 June 2025\n"
        "           signed by Rosa Lindqvist (desk) and Noor Haddad (staff)\n"
        "           Noor Haddad agrees with a reservation\n"
        "renamed    Ref   [-reply-]{+first-reply+}\n"
        "renamed    Name   [-We reply-]{+A person answers you quickly+}\n"
        "stronger   Target   90% within [-1 day-]{+4 hours+}\n"
        "\n"
        "draft      the working text, not released\n"
        "weaker     Target   [-90%-]{+80%+} within 4 hours\n"
        "\n"
        "Reviews\n"
        "1 April 2025 (1.1)   change: hours, not days\n"
        "\n"
        "Results\n"
        "2025-Q1   93.3% (140 of 150)\n"
        "2025-Q3   12.50 minutes   summer\n"
    )
    assert tree(shell.root) == before


def test_an_old_name_leads_to_the_same_life(shell: Shell) -> None:
    a_life(shell)
    assert shell("log", "reply").out == shell("log", "first-reply", "support-desk").out


def test_the_life_as_data_has_the_published_shape(shell: Shell) -> None:
    a_life(shell)
    data = json.loads(shell("log", "reply", "--format", "json").out)
    schemas = {
        name: json.loads((files("charter") / f"schemas/{name}.schema.json").read_text("utf-8"))
        for name in ("log", "diff")
    }
    known = Registry().with_resource(schemas["diff"]["$id"], Resource.from_contents(schemas["diff"]))
    Draft202012Validator.check_schema(schemas["log"])
    Draft202012Validator(schemas["log"], registry=known).validate(data)
    assert (data["ref"], data["was"]) == ("first-reply", ["reply"])
    assert [(step["version"], step["event"]) for step in data["steps"]] == [
        ("1.0", "came"),
        ("1.1", "unchanged"),
        ("2.0", "changed"),
        (None, "changed"),
    ]
    assert [change["direction"] for change in data["steps"][-1]["changes"]] == ["weaker"]
    assert (data["results"][1]["value"], data["verdicts"][0]["verdict"]) == ("12.50", "change")


def test_the_life_as_a_table_in_markdown(shell: Shell) -> None:
    a_life(shell)
    out = shell("log", "reply", "--format", "markdown").out
    assert "| 1.1 | in force from 6 February 2025 until 6 June 2025<br>" in out
    assert "weaker: Target: ~~90%~~ **80%** within 4 hours |" in out
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(out)
    assert html.count("<table>") == 3
    assert html.count("<tr>") == 5 + 2 + 3


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (
            ("frist-reply",),
            "no promise of support-desk is or ever was called",
            "did you mean first-reply",
        ),
        (("repyl",), "ever was called", "reply"),
        (("answers you",), "ever was called", "did you mean"),
        (("zzz",), "ever was called", "one of: reply, first-reply"),
        (("first-reply", "nowhere"), 'there is no charter "nowhere"', "one of: support-desk"),
        (("support-desk", "first-reply"), "the promise comes first", "charter log first-reply support-desk"),
    ],
)
def test_an_unknown_name_leads_to_the_nearest_known_ones(
    shell: Shell, words: tuple[str, ...], message: str, hint: str
) -> None:
    a_life(shell)
    done = shell("log", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err


def test_of_several_charters_the_one_with_such_a_promise_is_meant(shell: Shell) -> None:
    a_life(shell)
    write(shell.root / "content/other/charter.md", charter_text(promises=promise("kind")))
    assert shell("log", "kind").code == 0
    write(shell.root / "content/other/charter.md", charter_text(promises=promise("reply")))
    done = shell("log", "reply")
    assert done.code == 2
    assert '2 charters have a promise "reply": other, support-desk' in done.err
    assert "draft      the working text, not released" in shell("log", "reply", "other").out


def test_a_promise_that_went_ends_there(shell: Shell) -> None:
    texts = {
        "charter.md": charter_text(promises=promise("b", title="B")),
        "versions/1.0.md": charter_text(promises=f"{promise('a')}\n\n{promise('b', title='B')}", version="1.0"),
    }
    project(shell.root, {"support-desk": texts})
    out = shell("log", "a").out
    assert out.endswith("draft      the working text, not released\nwent       A person answers you quickly\n")
    assert not re.search("\x1b", out)


def test_many_texts_that_changed_nothing_are_one_line(shell: Shell) -> None:
    texts = {f"versions/1.{n}.md": charter_text(version=f"1.{n}") for n in range(1, 31)}
    project(shell.root, {"support-desk": {"charter.md": charter_text(), **texts}})
    assert shell("log", "first-reply").out.splitlines()[-1] == "1.2 … 1.30 as it was, in 29 texts"


def test_a_charter_without_promises_has_no_life_to_tell(shell: Shell) -> None:
    project(shell.root, {"support-desk": charter_text(promises="Only prose.")})
    done = shell("log", "a")
    assert done.code == 2
    assert "charter check" in done.err
