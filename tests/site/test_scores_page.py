"""Both sides' scores and the gaps on the page of results, and the latest marks on the charter's page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from charter.model.charter import Charter
from charter.model.records import Action, Feedback, Review
from charter.site.data import charter_data
from charter.standing import stand
from tests.builders import promise
from tests.measure.judged import SPEED, WORDS, assessed, charter, judged_promise, one, text
from tests.measure.measured import outcomes
from tests.site.builders import TODAY, Anatomy, page_of, site_of

WHOLE = {"target": "90% within 4 hours", "fields": "- Measured: every month\n- Owner: Rosa Lindqvist"}


def judged(*, blind: str = "", staff: Sequence[str] = ("answer/Speed: Nearly, slow in May, 5",)) -> Charter:
    return charter(
        {"1.0": text(judged_promise(**WHOLE), version="1.0", day="2026-01-05")},
        assessed("2026-Q1", "desk", "answer/Speed: Met, 9 of 10, 4", "answer/Words: Met"),
        assessed("2026-Q1", "staff", "answer/Speed: Met", "answer/Words: Beyond"),
        assessed("2026-Q2", "desk", "answer/Speed: Met, all calls, 4", blind=blind),
        assessed("2026-Q2", "staff", *staff),
        assessed("2026-Q2", "pupils", "answer/Speed: Met"),
        outcomes=outcomes(" ".join(f"2026-{month:02},answer,,95,100" for month in range(1, 11))),
    )


def words(made: Charter, path: str = "results.html") -> str:
    return Anatomy(page_of(made, path)).text


def pictures(made: Charter, of: str = "answer:marks") -> list[ET.Element]:
    found = re.findall(rf'<svg class="chart [^>]* aria-labelledby="{of}.*?</svg>', page_of(made, "results.html"), re.S)
    return [ET.fromstring(svg) for svg in found]


class TestScores:
    def test_the_page_says_on_how_many_criteria_the_sides_differ(self) -> None:
        page = words(judged())
        assert "How each side sees it In Q2 2026 the two sides differed on 1 of one criterion that both judged." in page
        assert "Q2 2026 1 of 1 · in the middle as agreed 1 of 2 · in the middle one step short 1 of 1 1.0" in page

    def test_every_level_stands_there_with_its_steps_and_evidence(self) -> None:
        page = words(judged())
        assert "Nearly one step short matters 5 of 5 slow in May" in page
        assert "Beyond one step beyond" in page
        assert "one step, better than those who promise think" in page

    def test_each_criterion_that_was_judged_twice_has_a_picture(self) -> None:
        (picture,) = pictures(judged())
        title, description = picture.find("title"), picture.find("desc")
        assert title is not None
        assert title.text == "Answer: Speed"
        assert description is not None
        assert "Q1 2026 to Q2 2026" in " ".join((description.text or "").split())
        assert "1 of 5 marks are short of what was agreed." in " ".join((description.text or "").split())
        assert len([node for node in picture.iter() if node.tag in {"circle", "path", "rect"}]) == 5

    def test_marks_differ_in_shape_and_not_only_in_colour(self) -> None:
        (picture,) = pictures(judged())
        shapes = {
            (node.tag, node.get("class"), (node.get("d") or "")[-12:])
            for node in picture.iter()
            if node.tag in {"circle", "path"}
        }
        assert len(shapes) == 3

    def test_a_scale_that_grew_is_marked(self) -> None:
        versions = {
            "1.0": text(
                judged_promise("answer", "| Speed | Days | Hours |", levels="Poor, Fine"),
                front="levels: [Poor, Fine]\nexpected: Fine\n",
                version="1.0",
            ),
            "2.0": text(judged_promise("answer", SPEED), version="2.0", day="2026-04-01"),
        }
        made = charter(
            versions,
            assessed("2026-Q1", "staff", "answer/Speed: Poor", version="1.0"),
            assessed("2026-Q2", "staff", "answer/Speed: Nearly", version="2.0"),
        )
        assert "Q2 2026 another scale from here" in words(made)
        assert [node.get("class") for node in pictures(made)[0].iter("line")].count("turn") == 1
        names = [node.text for node in pictures(made)[0].iter("text")]
        assert names[:4] == ["Beyond", "Met", "Nearly", "Not yet"]

    def test_without_assessments_there_is_nothing_of_it(self) -> None:
        made = charter({"1.0": text(judged_promise(), version="1.0")})
        assert "How each side sees it" not in words(made)

    def test_promises_that_ended_are_told_too(self) -> None:
        versions = {
            "1.0": text(judged_promise("old"), version="1.0"),
            "2.0": text(
                judged_promise("new", "| Warmth | Cold | Cool | Warm | Hot |", title="New"),
                version="2.0",
                day="2026-06-01",
            ),
        }
        made = charter(versions, assessed("2026-Q1", "staff", "old/Speed: Nearly", version="1.0"))
        assert 'id="old:scores"' in page_of(made, "results.html")


class TestBlind:
    def test_nothing_of_a_blind_period_reaches_any_page_or_file(self) -> None:
        hidden = judged(blind="yes", staff=("answer/Speed: Nearly, slow in May, 5", "answer/Words: "))
        for path, page in site_of(hidden).items():
            assert "slow in May" not in page, path
            assert "all calls" not in page, path
        assert "slow in May" in page_of(judged(), "results.html")

    def test_the_page_says_who_is_waited_for(self) -> None:
        page = words(judged(blind="yes", staff=("answer/Speed: ",)))
        assert "Q2 2026 Scored blind: no scores are shown before both sides have given all of theirs." in page
        assert "Not complete: Staff." in page

    def test_the_latest_marks_are_those_of_the_last_period_in_sight(self) -> None:
        page = words(judged(blind="yes", staff=("answer/Speed: ",)), "index.html")
        assert "Desk, Q1 2026" in page
        assert "Q2 2026" not in page


class TestMarksOnTheCharter:
    def cell(self, made: Charter, level: str) -> str:
        page = page_of(made)
        found = re.search(
            rf'<th role="rowheader" scope="row">Speed.*?data-level="{level}[^"]*"[^>]*>(.*?)</td>', page, re.S
        )
        assert found
        return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())

    def test_each_party_stands_in_the_cell_of_its_latest_level(self) -> None:
        made = judged()
        assert self.cell(made, "Nearly") == "A day Staff , Q2 2026"
        assert self.cell(made, "Met") == "Hours Desk , Q2 2026 Pupils , Q2 2026"

    def test_a_mark_on_other_levels_stands_by_its_steps_and_says_so(self) -> None:
        versions = {
            "1.0": text(
                judged_promise("answer", "| Speed | Days | Hours |", levels="Poor, Fine"),
                front="levels: [Poor, Fine]\nexpected: Fine\n",
                version="1.0",
            ),
            "2.0": text(judged_promise("answer", SPEED), version="2.0", day="2026-04-01"),
        }
        made = charter(versions, assessed("2026-Q1", "staff", "answer/Speed: Poor", version="1.0"))
        assert self.cell(made, "Nearly") == "A day Staff , Q1 2026: Poor (1.0)"

    def test_a_level_that_is_nowhere_stands_beside_the_criterion(self) -> None:
        page = words(one(assessed("2026-Q1", "staff", "answer/Speed: Splendid")), "index.html")
        assert "Speed Staff, Q1 2026: Splendid (1.0)" in page

    def test_older_versions_and_drafts_carry_no_marks(self) -> None:
        assert 'class="given"' not in page_of(judged(), "v/1.0.html")


class TestGaps:
    def made(self) -> Charter:
        review = Review(
            held=date(2026, 7, 10),
            actions=(
                Action(words="more phones for the answer", owner="Rosa", due=date(2026, 9, 1)),
                Action(words="buy tea"),
            ),
        )
        remark = Feedback(date=date(2026, 9, 1), party="staff", ref=None, said="Who has the keys?")
        held = judged()
        return charter(
            {"1.0": held.versions[0].source.text},
            *held.records.assessments,
            outcomes=held.records.outcomes,
            feedback=[remark],
            reviews=[review],
        )

    def test_what_to_mend_first_stands_with_its_reasons_and_its_action(self) -> None:
        page = words(self.made())
        assert "What to mend first" in page
        assert (
            "Speed: Nearly from Staff, one step short, Q2 2026. slow in May Target met, and not content: Staff." in page
        )
        assert "Importance 5 of 5, size 1." in page
        assert "Open: more phones for the answer (Rosa, by 1 September 2026) overdue" in page
        assert "Open actions that name no promise buy tea" in page

    def test_what_nothing_promised_covers_belongs_to_the_charter_as_a_whole(self) -> None:
        assert "The charter as a whole listening One remark is about nothing that is promised" in words(self.made())

    def test_importance_against_size_has_every_gap_once(self) -> None:
        page = page_of(self.made(), "results.html")
        (picture,) = pictures(self.made(), "gaps:")
        numbers = [node.text for node in picture.iter("text") if node.get("class") == "number"]
        listed = re.search(r'<ol class="mend">(.*?)</ol>', page, re.S)
        assert listed
        assert sorted(map(int, filter(None, numbers))) == [*range(1, listed[1].count('class="gap"') + 1)]
        spots = [(node.get("cx"), node.get("cy")) for node in picture.iter("circle")]
        assert len(set(spots)) == len(spots)

    def test_the_same_figures_stand_in_a_table(self) -> None:
        assert "Importance × size, in the order of the list" in words(self.made())
        assert re.search(r"customer: what was expected, and what was perceived 5 1 5", words(self.made()))

    def test_no_data_is_said_and_a_charter_without_any_is_not_judged(self) -> None:
        silent = charter({"1.0": text(judged_promise(**WHOLE), version="1.0", day="2026-11-01")})
        assert "No gap is known." in words(silent)
        assert "Not known, which is not the same as no gap" in words(silent)
        assert "What to mend first" not in words(charter(text(judged_promise(**WHOLE))))

    @pytest.mark.parametrize(
        ("promised", "told"),
        [
            (
                promise("bare", target=None),
                "It has no target. It does not say how it is measured. It has no owner. It has no rubric.",
            ),
            (judged_promise(**WHOLE), "Nothing was ever reported."),
        ],
    )
    def test_what_lacks_is_said_in_sentences(self, promised: str, told: str) -> None:
        assert told in words(charter({"1.0": text(promised, version="1.0")}))

    def test_many_gaps_in_one_place_each_find_room(self) -> None:
        promises = [judged_promise(f"p{number}", SPEED, WORDS, **WHOLE) for number in range(20)]
        marks = [f"p{number}/Speed: Nearly, , 3" for number in range(20)]
        made = one(assessed("2026-Q1", "staff", *marks), promises=promises)
        (picture,) = pictures(made, "gaps:")
        spots = [(float(node.get("cx") or 0), float(node.get("cy") or 0)) for node in picture.iter("circle")]
        assert len(set(spots)) == len(spots) >= 20
        assert all(0 < x < float(picture.get("width") or 0) for x, _ in spots)
        assert all(0 < y < float(picture.get("height") or 0) for _, y in spots)


def test_pages_hold_no_style_or_script_of_their_own_and_every_id_once() -> None:
    for path in ("results.html", "index.html"):
        page = Anatomy(page_of(judged(), path))
        assert not page.wrong
        assert len(page.ids) == len(set(page.ids))
        assert not [tag for tag, held in page.tags if "style" in held or tag in {"script", "style"}]


def test_a_french_charter_is_told_in_french() -> None:
    front = "language: fr\nlevels: [Not yet, Nearly, Met, Beyond]\nexpected: Met\n"
    made = charter(
        {"1.0": text(judged_promise(), front=front, version="1.0")},
        assessed("2026-Q1", "desk", "answer/Speed: Met"),
        assessed("2026-Q1", "staff", "answer/Speed: Nearly, lent, 5"),
    )
    page = words(made)
    assert "Comment chaque partie le voit" in page
    assert "un cran en dessous" in page
    assert "À réparer d’abord" in page


class TestJson:
    def data(self, made: Charter) -> dict[str, Any]:
        return charter_data(made, stand(made, TODAY))

    def test_every_level_is_there_for_programs(self) -> None:
        data = self.data(judged())
        (promised,) = data["expectations"]
        assert [(row["period"], row["criterion"], row["difference"]) for row in promised["scores"]] == [
            ("2026-Q1", "Speed", 0),
            ("2026-Q1", "Words", -1),
            ("2026-Q2", "Speed", 1),
        ]
        assert promised["scores"][2]["marks"][1] == {
            "party": "pupils",
            "role": "customer",
            "level": "Met",
            "steps": 0,
            "expected": "Met",
            "version": "1.0",
            "evidence": None,
            "importance": None,
        }
        schema = json.loads((files("charter") / "schemas" / "charter.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(data)

    def test_nothing_of_a_blind_period_is_there(self) -> None:
        (promised,) = self.data(judged(blind="yes", staff=("answer/Speed: ",)))["expectations"]
        assert {row["period"] for row in promised["scores"]} == {"2026-Q1"}
