from __future__ import annotations

from datetime import date

from charter.compare.compare import compare
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.report.changes import Comparison
from charter.report.merge_request import MARKER, MOST_CHARACTERS, Acknowledged, Gate, merge_request_markdown
from charter.source import Diagnostic, SourceText, Span, diagnose
from tests.builders import charter_text, promise

EVIL = "@rosa <img src=x> ![x](y) | `code` **b** #12 </table> <!-- -->"


def read(words: str) -> CharterText:
    return read_charter(SourceText("content/desk/charter.md", words)).value


def compared(before: str, after: str) -> Comparison:
    one, other = read(before), read(after)
    return Comparison(
        charter="desk", before=one, after=other, before_name="1.0", after_name=None, changes=compare(one, other)
    )


def a_gate(*comparisons: Comparison, added: tuple[CharterText, ...] = (), note: str | None = None) -> Gate:
    return Gate(ref="origin/main", diagnostics=(), comparisons=comparisons, added=added, note=note)


def a_finding(message: str = "so it is", hint: str | None = None, line: int = 4) -> Diagnostic:
    return diagnose("CH501", Span("content/desk/versions/1.0.md", line, 1), message, hint)


def test_changes_come_first_then_findings_with_the_most_serious_first() -> None:
    weaker = compared(charter_text(), charter_text(promises=promise(target="80% within 4 hours")))
    note = diagnose("CH507", Span("a.md", 1, 1), "a note")
    lines = merge_request_markdown(a_gate(weaker), [note, a_finding(hint="git checkout main")]).split("\n")
    assert lines[0] == MARKER
    assert lines[1] == "### What this changes in *Support desk*"
    assert "| A person answers you quickly | Target: ~~90%~~ **80%** within 4 hours | asks less | **weaker** |" in lines
    assert lines[-6:] == [
        "### 1 error, 1 note in 2 files",
        "",
        "- **error** `content/desk/versions/1.0.md:4:1` CH501 released-version-edited: so it is",
        "  hint: `git checkout main`",
        "- **info** `a.md:1:1` CH507 signature-voided: a note",
        "",
    ]


def test_nothing_changed_is_said_in_a_line() -> None:
    assert merge_request_markdown(a_gate(), []) == (
        f"{MARKER}\nNo promise changes, compared with origin/main.\n\nNothing to report.\n"
    )


def test_without_a_comparison_there_are_only_findings() -> None:
    assert merge_request_markdown(None, []) == f"{MARKER}\nNothing to report.\n"
    assert merge_request_markdown(None, [a_finding()]).startswith(f"{MARKER}\n### 1 error in 1 file\n")


def test_a_new_charter_lists_what_it_promises() -> None:
    words = merge_request_markdown(a_gate(added=(read(charter_text()),)), [])
    assert "### *Support desk* is new\n\n- A person answers you quickly\n" in words
    empty = merge_request_markdown(a_gate(added=(read("# Draft\n"),)), [])
    assert "It holds no promise yet." in empty


def test_who_answers_for_a_change_and_what_must_be_known_are_told() -> None:
    until = date(2026, 12, 31)
    answered = Acknowledged(diagnostic=a_finding(), who="Rosa @rosa", why="agreed | so", until=until)
    gate = Gate(
        ref="main", diagnostics=(), comparisons=(), acknowledged=(answered,), note='compared with "main" as it is now'
    )
    words = merge_request_markdown(gate, [])
    assert "  Rosa @\u2060rosa, until 31 December 2026: agreed \\| so\n" in words
    assert words.endswith('\nNote: compared with "main" as it is now\n')


def test_no_word_of_a_charter_becomes_markup_or_a_mention() -> None:
    text = charter_text(title=f"'{EVIL}'", promises=promise(title=f"Title {EVIL}"))
    new = text.replace("90%", "80%").replace("You hear", f"You {EVIL} hear")
    words = merge_request_markdown(
        a_gate(compared(text, new), added=(read(text),)), [a_finding(message=EVIL, hint=f"type ``{EVIL}``")]
    )
    body = "\n".join(line for line in words.split("\n")[1:] if "hint:" not in line)
    for harm in ("@rosa", "<img", "![", "</table", "<!--"):
        assert harm not in body.replace(f"\\{harm}", "")
    hint = next(line for line in words.split("\n") if "hint:" in line)
    assert hint.startswith("  hint: ```")
    assert hint.endswith("```")


def test_the_same_changes_give_the_same_words() -> None:
    one = compared(charter_text(), charter_text(promises=promise(target="80% within 4 hours")))
    findings = [a_finding(), a_finding("other", line=2)]
    assert merge_request_markdown(a_gate(one), findings) == merge_request_markdown(a_gate(one), findings[::-1])


def test_a_table_that_is_too_long_is_cut_and_says_so() -> None:
    def many(target: str) -> str:
        promises = (
            promise(f"ref-{n}", title=f"Promise {n} {'of many words ' * 20}", target=target) for n in range(400)
        )
        return charter_text(promises="\n".join(promises))

    comparison = compared(many("90% within 4 hours"), many("80% within 4 hours"))
    words = merge_request_markdown(a_gate(comparison), [a_finding()])
    assert len(words) <= MOST_CHARACTERS
    rows = [line for line in words.split("\n") if line.startswith("| Promise ")][1:]
    assert 100 < len(rows) < 400
    assert f"\n\n{400 - len(rows)} more changes have no room here: charter diff\n" in words
    assert "0 of 400 promises are untouched." in words
    assert "CH501" in words


def test_many_charters_and_many_findings_are_cut_and_counted() -> None:
    words = "very long words " * 300
    comparison = compared(
        charter_text(promises=promise(words=words)),
        charter_text(promises=promise(words=words + "we may help", target="1% within 4 hours")),
    )
    findings = [a_finding(f"finding {n} {'x' * 300}", line=n) for n in range(1, 500)]
    comment = merge_request_markdown(a_gate(*([comparison] * 300)), findings)
    assert len(comment) <= MOST_CHARACTERS
    assert "more charters change; this comment has no room for them." in comment
    assert "- and 449 more: charter check" in comment


def test_a_row_that_is_too_long_keeps_its_name_and_what_it_means() -> None:
    old, new = (f"{word} | " * 3000 for word in ("gone", "come"))
    comparison = compared(charter_text(promises=promise(words=old)), charter_text(promises=promise(words=new)))
    comment = merge_request_markdown(a_gate(comparison), [])
    (row,) = [line for line in comment.split("\n") if line.startswith("| A person")]
    assert row.startswith("| A person answers you quickly | too long to be shown here: charter diff |")
    assert len(row) < 200


def test_findings_and_reasons_without_end_are_cut_too() -> None:
    long = "x" * 100_000
    until = date(2026, 12, 31)
    answered = tuple(Acknowledged(diagnostic=a_finding(long), who=long, why=long, until=until) for _ in range(99))
    gate = Gate(ref="main", diagnostics=(), comparisons=(), acknowledged=answered)
    comment = merge_request_markdown(gate, [a_finding(long, hint=long, line=line) for line in range(1, 9)])
    assert len(comment) <= MOST_CHARACTERS
    assert "- and 98 more: acks.toml" in comment
