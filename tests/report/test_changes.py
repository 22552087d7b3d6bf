from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from charter.compare.changes import Change, Direction, Effect, Kind, MatchedBy
from charter.compare.compare import compare
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.report.changes import Comparison, place_words, remark, shown_words
from charter.report.changes_json import changes_json
from charter.report.changes_markdown import change_words, changes_markdown
from charter.report.changes_text import change_lines
from charter.source import SourceText
from tests import corpus
from tests.builders import charter_text, promise

SCHEMA = json.loads((files("charter") / "schemas/diff.schema.json").read_text("utf-8"))
OLD = "\n\n".join([promise(), promise("repair", title="We repair it", target="80% within 3 days"), promise("kind")])
NEW = "\n\n".join(
    [
        promise(target="95% within 4 hours"),
        promise("repair", title="We repair it", target="70% within 3 days"),
        promise("kind"),
        promise("polite", title="We are polite"),
    ]
)


def read(text: str) -> CharterText:
    return read_charter(SourceText("charter.md", text)).value


def a_comparison(old: str = OLD, new: str = NEW, *, label: str | None = "2.0", front: str = "") -> Comparison:
    before, after = read(charter_text(promises=old)), read(charter_text(promises=new, front=front))
    return Comparison(
        charter="support-desk",
        before=before,
        after=after,
        before_name="1.0",
        after_name=None,
        changes=compare(before, after),
        label=label,
    )


def a_change(before: str | None, after: str | None, **more: object) -> Change:
    return Change(
        kind=more.pop("kind", Kind.REWORDED),  # type: ignore[arg-type]
        direction=Direction.NEUTRAL,
        before=before,
        after=after,
        **more,  # type: ignore[arg-type]
    )


def words_of(change: Change) -> str:
    return " ".join(text for _, text in shown_words(change))


def test_what_takes_away_comes_first_then_what_gives_and_each_word_that_changed_is_marked() -> None:
    assert list(change_lines(a_comparison())) == [
        "Support desk, 1.0 → working text                                   calls for 2.0",
        "",
        "weaker     We repair it                              repair",
        "           Target   [-80%-]{+70%+} within 3 days",
        "stronger   A person answers you quickly              first-reply",
        "           Target   [-90%-]{+95%+} within 4 hours",
        "added      We are polite                             polite",
        "           You hear from a named person.",
        "           Target   90% within 4 hours",
        "",
        "3 promises matter to Desk, 3 to Staff; 1 is untouched.",
        "To sign again: desk, staff.",
    ]


def test_equal_texts_call_for_nothing() -> None:
    same = a_comparison(new=OLD)
    assert list(change_lines(same)) == ["Support desk, 1.0 → working text", "No word changed."]
    assert changes_markdown(same).endswith("*\n\nNo word changed.\n")


def test_without_a_number_before_it_the_version_is_named_by_its_kind() -> None:
    assert next(change_lines(a_comparison(label=None))).endswith("   calls for a major version")
    assert "This needs a **major** version." in changes_markdown(a_comparison(label=None))


def test_a_typo_needs_nobody() -> None:
    mended = a_comparison(promise(words="You hear from a nmaed person."), promise())
    assert list(change_lines(mended))[-2:] == ["No promise is untouched.", "Nobody needs to sign again."]


def test_a_text_without_promises_counts_none_and_its_front_matter_matters_to_all() -> None:
    prose = a_comparison("Be kind.", "Be kind and brief.")
    assert list(change_lines(prose))[-2:] == ["", "Nobody needs to sign again."]
    bound = a_comparison(OLD, OLD, front="review: every 3 months")
    assert list(change_lines(bound))[-3:] == [
        "3 promises are untouched. What changed in the front matter matters to Desk,",
        "Staff.",
        "To sign again: desk, staff.",
    ]


def test_items_of_the_front_matter_stay_apart_on_one_line() -> None:
    change = a_change("Desk: Rosa\nStaff: Noor", "Desk: Rosa\nStaff: Noor\nOffices: Edwin", kind=Kind.FRAME)
    assert "".join(text for _, text in shown_words(change)) == "Desk: Rosa; Staff: Noor; Offices: Edwin"
    assert "; " not in words_of(a_change("One.\nTwo.", "Won.\nThree."))


def test_colours_are_whole_and_change_no_word() -> None:
    plain, coloured = list(change_lines(a_comparison())), list(change_lines(a_comparison(), colours=True))
    assert [re.sub(r"\x1b\[\d*m", "", line) for line in coloured] == plain
    assert "\x1b[31m[-80%-]\x1b[0m\x1b[32m{+70%+}\x1b[0m" in "\n".join(coloured)


def test_a_text_cannot_steer_a_terminal() -> None:
    sly = a_comparison(promise(), promise(words="You \x1b[2J hear \x02 from a \u202enamed person."))
    shown = "\n".join(change_lines(sly))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)


def test_much_that_stays_the_same_is_shortened_and_what_changed_never() -> None:
    same = " ".join(f"word{number}" for number in range(60))
    shown = words_of(a_change(f"{same} old {same} end", f"{same} new {same} other"))
    assert len(shown.split()) < 70
    assert {"old", "new", "end", "other"} <= set(shown.split())
    assert shown.count("…") == 2
    short = a_change("We answer you soon.", "We answer you now.")
    assert "…" not in words_of(short)


def test_paragraphs_beside_those_that_changed_are_left_out() -> None:
    change = a_change("One.\nTwo is old.\nThree.\nFour.", "One.\nTwo is new.\nThree.\nFour.")
    assert "".join(text for _, text in shown_words(change)) == "… Two is oldnew. …"
    at_the_end = a_change("One.\nTwo is old\n", "One.\nTwo is new\n")
    assert words_of(at_the_end).split() == ["…", "Two", "is", "old", "new"]


def test_tags_of_another_tool_are_left_out_where_words_changed() -> None:
    old, new = (f'<span class="{kind}">Provider</span> {verb} you.' for kind, verb in (("a", "calls"), ("b", "writes")))
    assert words_of(a_change(old, new)).split() == ["Provider", "calls", "writes", "you."]
    only_tags = a_change(old, old.replace("span class", "span id"))
    assert "id=" in words_of(only_tags)
    assert "<span" in words_of(a_change(None, "<span x='1'>"))
    assert words_of(a_change("1 <a and b> 2", "1 <a and c> 2")).split()[:2] == ["1", "<a"]


def test_a_ref_is_one_word() -> None:
    change = a_change("fixed-or-told", "fixed", kind=Kind.RENAMED, place="ref")
    assert [text for _, text in shown_words(change)] == ["fixed-or-told", "fixed"]
    assert change_words(change) == "Ref: ~~fixed-or-told~~ **fixed**"


def test_what_a_promise_went_into_ends_its_block() -> None:
    old = "\n\n".join([promise("a"), promise("b", title="B")])
    joined = a_comparison(old, promise("a", fields="- Was: a, b"))
    assert '           went into "a"\n' in "\n".join(change_lines(joined))
    assert '| B | went into "a" |' in changes_markdown(joined)


def test_how_firmly_something_is_promised_is_said_in_words_of_customers() -> None:
    changed = a_comparison(promise(words="We answer you."), promise(words="We try to answer you."))
    assert "| how firmly it is promised: We " in changes_markdown(changed)


@pytest.mark.parametrize(
    ("change", "place", "note"),
    [
        (a_change(None, "x", kind=Kind.SEGMENT, place="Target", segment="staff"), "Target (staff)", None),
        (a_change("a", "b", kind=Kind.DEFINITION, term="working day"), "", 'leans on "working day", which changed'),
        (a_change("a", "b", kind=Kind.DEFINITION, term="calendar"), "", "leans on the calendar, which changed"),
        (a_change("a", None, kind=Kind.WITHDRAWN, ref="old", into="new"), "", 'went into "new"'),
        (a_change(None, "a", kind=Kind.ADDED, ref="new", origin="old"), "", 'came out of "old"'),
        (a_change("a", "b", place="prose"), "", None),
        (
            a_change("a", "b", place="Owner", matched_by=MatchedBy.SIMILARITY),
            "Owner",
            "matched by likeness, which is a guess",
        ),
        (a_change("Met", "Above", kind=Kind.RUBRIC, place="expected"), "Good enough", None),
    ],
)
def test_where_it_changed_and_what_the_words_do_not_show_are_said(change: Change, place: str, note: str | None) -> None:
    assert (place_words(change), remark(change)) == (place, note)


def test_the_comment_has_a_column_for_each_party_and_a_row_for_each_change() -> None:
    assert changes_markdown(a_comparison()) == (
        "### What this changes in *Support desk*\n"
        "\n"
        "| Promise | Change | For Desk | For Staff |\n"
        "|---|---|---|---|\n"
        "| We repair it | Target: ~~80%~~ **70%** within 3 days | asks less | **weaker** |\n"
        "| A person answers you quickly | Target: ~~90%~~ **95%** within 4 hours | **asks more** | stronger |\n"
        "| We are polite | new | **asks more** | stronger |\n"
        "\n"
        "This needs version **2.0**. To sign again: Desk and Staff. 1 of 4 promises are untouched.\n"
    )


def test_no_word_of_a_charter_becomes_markup_in_the_comment() -> None:
    sly = promise(
        title="A | B @team", words="See \\*this\\*: <b>x</b> ~~no~~ ![i](http://example.org/i.png) | yes | #1"
    )
    comment = changes_markdown(a_comparison(promise(title="A | B @team"), sly))
    rows = [line for line in comment.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(comment)
    assert "<b>" not in html
    assert "<img" not in html
    assert "@team" not in html
    assert html.count("<tr>") == len(rows) - 1


@pytest.mark.parametrize("words", [("(old)", "(new)"), ("a", "b"), ("say “x”", "say “y”"), ("x*y", "x*z")])
def test_marks_are_read_as_marks(words: tuple[str, str]) -> None:
    old, new = (promise(words=f"You hear {word} from us.") for word in words)
    comment = changes_markdown(a_comparison(old, new))
    html = MarkdownIt().enable(["table", "strikethrough"]).render(comment)
    assert "<s>" in html
    assert "<strong>" in html
    assert "~~" not in html
    assert "**" not in html


def test_data_has_the_published_shape_and_order() -> None:
    data = json.loads(changes_json(a_comparison()))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(data)
    assert list(data) == ["schema", "charter", "from", "to", "bump", "sign_again", "changes"]
    assert (data["from"], data["to"], data["bump"], data["sign_again"]) == ("1.0", None, "major", ["desk", "staff"])
    first = data["changes"][0]
    assert list(first) == [
        "kind", "ref", "segment", "direction", "effects", "matched_by", "fingerprint", "before", "after",
        "before_line", "after_line", "text",
    ]  # fmt: skip
    assert first["effects"] == {"desk": "asked", "staff": "gains"}
    assert (first["before"], first["after"]) == ("90% within 4 hours", "95% within 4 hours")


def test_the_schema_names_every_kind_direction_effect_and_way_of_matching() -> None:
    shape = SCHEMA["$defs"]["change"]["properties"]
    assert shape["kind"]["enum"] == [kind.value for kind in Kind]
    assert set(shape["direction"]["enum"]) == {item.value for item in Direction}
    assert set(shape["effects"]["additionalProperties"]["enum"]) == {item.value for item in Effect}
    assert shape["matched_by"]["enum"] == [*(item.value for item in MatchedBy), None]


def test_real_documents_are_printed_in_every_format() -> None:
    compared = 0
    for _, paths in corpus.documents()[:6]:
        for old, new in list(pairwise(paths))[:2]:
            before, after = (read(path.read_text("utf-8", errors="replace")) for path in (old, new))
            comparison = Comparison(
                charter=None,
                before=before,
                after=after,
                before_name=old.name,
                after_name=new.name,
                changes=compare(before, after),
            )
            Draft202012Validator(SCHEMA).validate(json.loads(changes_json(comparison)))
            assert "### What this changes" in changes_markdown(comparison)
            assert list(change_lines(comparison))
            compared += 1
    assert compared
