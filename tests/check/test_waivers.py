"""A comment in a text waives what it names, where it stands, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.config import Config, read_config
from charter.model.fingerprint import fingerprint
from charter.reading.charter import read_charter
from charter.source import Diagnostic, SourceText
from tests.builders import Files, project
from tests.check.page_cases import TODAY, complete

ALLOW = "<!-- charter: allow vague-time: the law's own words -->"


def charter(*targets: str, above: str = "", in_section: str = "") -> str:
    """Return the complete charter with a section of one promise for each target."""
    text = complete().replace("# Help desk\n", f"# Help desk\n\n{above}\n") + f"\n## Times\n\n{in_section}\n"
    text += "\n- Promised by: The desk\n- Promised to: The staff\n"
    for number, target in enumerate(targets, 1):
        text += f"\n### Promise {number}\n\n- Target: {target}\n- Measured: monthly\n- Owner: Rosa Lindqvist\n"
        text += f"- Ref: promise-{number}\n"
    return text


def check(folder: Path, held: Files | str, config: str = "") -> list[Diagnostic]:
    root = project(folder, {"desk": held}, config=config)
    reading = read_config(root)
    return check_catalog(load_catalog(root, reading.value), reading.value, TODAY, reading.diagnostics)


def codes(found: list[Diagnostic]) -> list[str]:
    return sorted(item.code for item in found)


def test_without_a_waiver_there_is_something_to_waive(tmp_path: Path) -> None:
    assert codes(check(tmp_path, charter("promptly", "promptly"))) == ["CH207", "CH207"]


def test_above_the_first_section_it_holds_for_the_whole_file(tmp_path: Path) -> None:
    assert check(tmp_path, charter("promptly", "promptly", above=ALLOW)) == []


def test_in_a_section_it_holds_for_the_section_and_its_promises(tmp_path: Path) -> None:
    assert check(tmp_path / "in", charter("promptly", "promptly", in_section=ALLOW)) == []
    text = charter("promptly") + f"\n## Other times\n\n{ALLOW}\n"
    assert codes(check(tmp_path / "other", text)) == ["CH143", "CH207"]


def test_in_a_promise_it_holds_for_that_promise(tmp_path: Path) -> None:
    text = charter("promptly", "promptly").replace("### Promise 2\n", f"### Promise 2\n\n{ALLOW}\n")
    (left,) = check(tmp_path, text)
    assert (left.code, left.span.line) == ("CH207", text[: text.index("promptly")].count("\n") + 1)


def test_below_a_deeper_heading_it_still_holds_for_the_promise(tmp_path: Path) -> None:
    assert check(tmp_path, charter("promptly") + f"\n#### More\n\nWords.\n\n{ALLOW}\n") == []


@pytest.mark.parametrize("named", ["vague-time", "CH207", "ch207", "Vague time", "duplicate-ref, vague-time"])
def test_a_rule_may_be_called_by_name_or_code(tmp_path: Path, named: str) -> None:
    found = check(tmp_path, charter(f"promptly {ALLOW.replace('vague-time', named)}"))
    assert codes(found) == (["CH143"] if "," in named else [])


def test_at_the_end_of_a_line_it_holds_for_that_line(tmp_path: Path) -> None:
    text = charter(f"promptly {ALLOW}", "promptly")
    (left,) = check(tmp_path / "one", text)
    assert left.span.line == text.count("\n", 0, text.rindex("promptly")) + 1
    wrapped = charter(f"promptly,\n  as we said {ALLOW}")
    assert "CH207" not in codes(check(tmp_path / "wrapped", wrapped))


def test_it_holds_in_records_by_their_headings(tmp_path: Path) -> None:
    reviews = "# Reviews\n\n## 2026-01-05 first\n\n- Result: kept\n\n## 2026-02-05 second\n\n- Result: kept\n"
    found = check(tmp_path / "without", {"charter.md": charter(), "reviews.md": reviews})
    assert [item.span.path for item in found if item.code == "CH421"] == ["content/desk/reviews.md"]
    place = reviews.splitlines()[(next(item for item in found if item.code == "CH421").span.line or 0) - 1]
    comment = "<!-- charter: allow CH421: they came in so -->"
    held = reviews.replace(f"{place}\n", f"{place}\n\n{comment}\n")
    assert "CH421" not in codes(check(tmp_path / "with", {"charter.md": charter(), "reviews.md": held}))
    elsewhere = next(line for line in reviews.splitlines() if line.startswith("## ") and line != place)
    held = reviews.replace(f"{elsewhere}\n", f"{elsewhere}\n\n{comment}\n")
    assert {"CH421", "CH143"} <= set(codes(check(tmp_path / "other", {"charter.md": charter(), "reviews.md": held})))


def test_a_waiver_that_waives_nothing_is_reported_with_the_place_that_may_be_meant(tmp_path: Path) -> None:
    text = charter("promptly").replace("- Owner: Noor Haddad", f"- Owner: Noor Haddad {ALLOW}")
    unused, left = sorted(check(tmp_path, text), key=lambda item: item.code)
    assert (unused.code, left.code) == ("CH143", "CH207")
    line = text.count("\n", 0, text.index("allow")) + 1
    assert (unused.span.line, unused.span.column) == (line, "- Owner: Noor Haddad <!-- charter: allow ".__len__() + 1)
    assert str(left.span.line) in (unused.hint or "")


def test_a_waiver_of_a_rule_that_the_project_has_turned_off_is_not_called_unused(tmp_path: Path) -> None:
    config = '[rules.vague-time]\nseverity = "off"\nreason = "not yet"\n'
    assert check(tmp_path, charter(above=ALLOW), config) == []


def test_a_waiver_without_a_reason_waives_and_is_reported(tmp_path: Path) -> None:
    for number, comment in enumerate(["<!-- charter: allow vague-time -->", "<!-- charter: allow vague-time:  -->"]):
        assert codes(check(tmp_path / str(number), charter(f"promptly {comment}"))) == ["CH144"]


def test_a_waiver_of_no_rule_names_the_nearest(tmp_path: Path) -> None:
    found = check(tmp_path, charter(above="<!-- charter: allow vage-time: because -->"))
    assert [(item.code, item.hint) for item in found] == [("CH145", "<!-- charter: allow vague-time: why -->")]


@pytest.mark.parametrize(
    "comment",
    ["<!-- charter: ignore vague-time: x -->", "<!-- charter: -->", "<!-- charter: allow : why -->",
     "<!-- charter: allowed vague-time: why -->"],
)  # fmt: skip
def test_a_comment_that_says_nothing_is_reported(tmp_path: Path, comment: str) -> None:
    assert codes(check(tmp_path, charter(above=comment))) == ["CH146"]


def test_a_comment_that_is_never_closed_is_reported(tmp_path: Path) -> None:
    assert "CH146" in codes(check(tmp_path, charter("promptly <!-- charter: allow vague-time: because")))


@pytest.mark.parametrize(
    "shown",
    ["`{}`", "```text\n{}\n```", "    {}", "~~~\n{}\n~~~", "Say `` ` {} `` of it.", "\\{}"],
)
def test_what_is_shown_as_code_waives_nothing(tmp_path: Path, shown: str) -> None:
    above = shown.format(ALLOW)
    assert set(codes(check(tmp_path, charter("promptly", above=above)))) - {"CH133"} == {"CH207"}


def test_a_reason_may_go_over_several_lines_and_hold_anything(tmp_path: Path) -> None:
    above = "<!-- charter: allow vague-time: the `law: says\n  | so, and\nwe quote it -->"
    assert check(tmp_path, charter("promptly", above=above)) == []


def test_a_waiver_in_a_released_version_holds_and_is_never_called_wrong(tmp_path: Path) -> None:
    released = complete("1.0").replace("# Help desk\n", f"# Help desk\n\n{ALLOW}\n\n<!-- charter: nonsense -->\n")
    held = {"charter.md": complete(), "versions/1.0.md": released}
    assert {"CH143", "CH146"}.isdisjoint(codes(check(tmp_path, held)))


def _inserted(text: str) -> list[tuple[str, str]]:
    """Return the text with a waiver in every place where a person may put one."""
    lines = text.split("\n")
    body = next(number for number, line in enumerate(lines) if line.startswith("# "))
    found = []
    for number in range(body, len(lines)):
        above, here, below = lines[:number], lines[number], lines[number + 1 :]
        is_dashes = here.startswith("|---")
        is_below_head = number > 0 and lines[number + 1 : number + 2] and lines[number + 1].startswith("|---")
        if not is_dashes:
            found.append((f"above {number + 1}", "\n".join([*above, ALLOW, here, *below])))
            found.append((f"above {number + 1}, indented", "\n".join([*above, f"  {ALLOW}", here, *below])))
            wrapped = ALLOW.replace("the law", "the\n  law")
            found.append((f"above {number + 1}, wrapped", "\n".join([*above, wrapped, here, *below])))
        if not is_dashes and not is_below_head:
            found.append((f"after {number + 1}", "\n".join([*above, f"{here} {ALLOW}".lstrip(), *below])))
    return found


def test_a_waiver_changes_no_fingerprint_wherever_it_stands() -> None:
    def digest(text: str) -> str:
        return fingerprint(read_charter(SourceText("content/desk/charter.md", text)).value)

    text = complete() + "\n1. First\n2. Second\n   and more\n\n> Quoted.\n\nThe end.\n"
    before = digest(text)
    assert [place for place, changed in _inserted(text) if digest(changed) != before] == []


def test_a_waiver_is_not_shown() -> None:
    text = read_charter(SourceText("content/desk/charter.md", charter(f"promptly {ALLOW}", above=ALLOW))).value
    assert "allow" not in repr(text)


def test_settings_are_applied_after_waivers(tmp_path: Path) -> None:
    config = '[rules.CH143]\nseverity = "error"\nreason = "we keep our house in order"\n'
    (item,) = check(tmp_path, charter(above=ALLOW), config)
    assert (item.code, item.severity) == ("CH143", "error")
    assert Config().rules == {}
