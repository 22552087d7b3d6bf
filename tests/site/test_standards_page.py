from __future__ import annotations

from datetime import date
from pathlib import Path

from charter.catalog import load_catalog
from charter.config import Config
from charter.site.shelf import SiteView
from charter.site.standards_page import Standard, standards_page
from charter.standing import stand
from tests.builders import charter_text, project, promise

LISTED = "standards: [ISO 10002:2018, ISO 10002, Our rules]"


def standards(folder: Path, **charters: str) -> dict[str, Standard]:
    catalog = load_catalog(project(folder, charters), Config())
    site = SiteView(title="T", language="en", charters={item.id: () for item in catalog.charters})
    standings = [stand(item, date(2026, 6, 1)) for item in catalog.charters]
    return {item.name: item for item in standards_page(standings, site).view.standards}


def aligned(to: str, ref: str = "first-reply", title: str = "A person answers you quickly") -> str:
    return promise(ref, title=title, fields=f"- Aligned to: {to}")


def test_each_promise_stands_under_its_standard_with_the_part_it_answers_to(tmp_path: Path) -> None:
    found = standards(tmp_path, desk=charter_text(front=LISTED, promises=aligned("ISO 10002:2018, 6.2; Our rules")))
    (item,) = found["ISO 10002:2018"].citations
    assert (item.clause, item.promise.href, item.charter.words) == (
        "6.2", "desk/promises/first-reply.html", "Support desk",
    )  # fmt: skip
    assert found["Our rules"].citations[0].clause == ""


def test_the_longest_name_that_fits_is_the_standard(tmp_path: Path) -> None:
    found = standards(tmp_path, desk=charter_text(front=LISTED, promises=aligned("iso 10002:2018 6.2")))
    assert [item.clause for item in found["ISO 10002:2018"].citations] == ["6.2"]
    assert not found["ISO 10002"].citations


def test_a_standard_that_no_promise_names_says_so(tmp_path: Path) -> None:
    found = standards(tmp_path, desk=charter_text(front=LISTED))
    assert [link.words for link, _ in found["Our rules"].listed_by] == ["Support desk"]
    assert not found["Our rules"].citations


def test_one_standard_of_two_charters_is_one(tmp_path: Path) -> None:
    found = standards(
        tmp_path,
        a=charter_text(front="standards: [ISO 10002]", promises=aligned("ISO 10002 9")),
        b=charter_text(front="standards: [iso 10002]", promises=aligned("iso 10002 10", title="Another")),
    )
    assert list(found) == ["ISO 10002"]
    assert [item.clause for item in found["ISO 10002"].citations] == ["9", "10"]


def test_a_standard_that_no_front_matter_lists_is_shown_as_written(tmp_path: Path) -> None:
    assert list(standards(tmp_path, desk=charter_text(promises=aligned("Their rules, part 3")))) == [
        "Their rules, part 3"
    ]


def test_without_standards_there_is_nothing_to_list(tmp_path: Path) -> None:
    assert not standards(tmp_path, desk=charter_text())
