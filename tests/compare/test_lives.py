"""What became of promises: renamed, joined, parted, withdrawn, brought back."""

from __future__ import annotations

from charter.compare.lives import Lives, lives_of
from tests.builders import charter_text, promise
from tests.site.builders import charter_of


def lives(*texts: str) -> Lives:
    """Return the lives told by versions of these promises; the last is the working text too."""
    versions = {
        f"{number}.0": charter_text(promises=text, version=f"{number}.0") for number, text in enumerate(texts, 1)
    }
    return lives_of(charter_of(charter_text(promises=texts[-1]), versions=versions), with_draft=False)


def both(*promises: str) -> str:
    return "\n\n".join(promises)


def test_a_renamed_promise_is_one_life_under_its_last_name() -> None:
    found = lives(promise("a"), promise("b", fields="- Was: a"), promise("c", fields="- Was: b"))
    assert found.refs == ("a", "b", "c")
    assert [found.name(ref) for ref in found.refs] == ["c", "c", "c"]
    assert [edition.label for edition, _ in found.moments("a")] == ["1.0", "2.0", "3.0"]
    assert found.without(found.name("a")) == ()


def test_of_two_promises_that_join_the_first_lives_on_and_the_other_leads_to_it() -> None:
    found = lives(both(promise("a"), promise("b", title="B")), promise("c", fields="- Was: a, b"))
    assert found.name("a") == "c"
    assert found.name("b") == "b"
    assert found.merged_into("b") == "c"
    assert [edition.label for edition in found.without("b")] == ["2.0"]


def test_of_two_promises_that_were_one_the_first_is_it_and_the_second_is_new() -> None:
    after = both(promise("b", fields="- Was: a"), promise("c", title="C", fields="- Was: a"))
    found = lives(promise("a"), after)
    assert found.name("a") == "b"
    assert [edition.label for edition, _ in found.moments("c")] == ["2.0"]


def test_names_that_go_round_in_a_circle_come_to_an_end() -> None:
    found = lives(promise("a"), promise("b", fields="- Was: a"), promise("a", fields="- Was: b"))
    assert {found.name(ref) for ref in found.refs} == {"a"}
    assert [edition.label for edition, _ in found.moments("b")] == ["1.0", "2.0", "3.0"]


def test_a_name_that_was_given_up_and_is_used_again_is_a_promise_of_its_own() -> None:
    renamed = promise("b", fields="- Was: a")
    found = lives(promise("a"), renamed, both(promise("a", title="New"), renamed))
    assert [found.name(ref) for ref in found.refs] == ["a", "b"]


def test_versions_with_one_wording_are_shown_together() -> None:
    found = lives(promise("a"), promise("a"), promise("a", words="Other words."))
    assert [[edition.label for edition in held] for _, held in found.wordings("a")] == [["1.0", "2.0"], ["3.0"]]


def test_a_promise_that_came_back_has_its_wording_twice() -> None:
    other = promise("z", title="Z")
    found = lives(both(promise("a"), other), other, both(promise("a"), other))
    assert [[edition.label for edition in held] for _, held in found.wordings("a")] == [["1.0"], ["3.0"]]
    assert found.without(found.name("a")) == ()


def test_a_promise_that_joins_one_beside_which_it_stood_has_a_life_of_its_own() -> None:
    apart = both(promise("a"), promise("b", title="B"))
    found = lives(apart, apart, promise("b", title="B", fields="- Was: a"))
    assert found.name("a") == "a"
    assert found.merged_into("a") == "b"
    assert [edition.label for edition, _ in found.moments("a")] == ["1.0", "2.0"]
    assert [edition.label for edition, _ in found.moments("b")] == ["1.0", "2.0", "3.0"]
