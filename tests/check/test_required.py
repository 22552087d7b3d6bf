"""A part that is missing is called missing; a part that is there under whatever name is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.config import Config
from tests.builders import project, promise
from tests.check.page_cases import TODAY

PARTS = {"CH170", "CH171", "CH172", "CH173", "CH174"}
INTRODUCTION = "We put down here what to expect.\n"


def bare(words: str = "", *, front: str = "", language: str = "en") -> str:
    """Return a charter without any part but `words`, and one promise that says nothing of them either."""
    return f"""---
title: Desk
language: {language}
{front}parties:
  - {{id: desk, role: provider, name: Desk, representatives: [{{name: Rosa Lindqvist, decides: yes}}]}}
  - {{id: staff, role: customer, name: Staff, representatives: [{{name: Noor Haddad, decides: yes}}]}}
---

# Desk

{words}
## Our promises

- Promised by: Desk
- Promised to: Staff

{promise()}
"""


def missing(folder: Path, text: str) -> set[str]:
    root = project(folder, {"desk": text})
    return {item.code for item in check_catalog(load_catalog(root, Config()), Config(), TODAY)} & PARTS


def test_everything_is_missing_from_a_bare_charter(tmp_path: Path) -> None:
    assert missing(tmp_path / "en", bare()) == PARTS
    assert missing(tmp_path / "gb", bare(language="en-GB")) == PARTS
    assert missing(tmp_path / "fr", bare(language="fr")) == PARTS


def test_prose_without_promises_lacks_nothing(tmp_path: Path) -> None:
    assert missing(tmp_path, "# Leave\n\nTwenty-five days.\n") == set()


def test_in_a_language_whose_words_are_not_known_only_a_lack_of_any_words_is_seen(tmp_path: Path) -> None:
    assert missing(tmp_path, bare(language="de")) == {"CH170"}
    assert missing(tmp_path, bare("Wir haben das zusammen aufgeschrieben.\n", language="de")) == set()


def test_the_front_matter_is_enough(tmp_path: Path) -> None:
    front = "audience: The staff\nreview: every 3 months from 2026-01-05\n"
    assert missing(tmp_path, bare(INTRODUCTION, front=front)) == {"CH172", "CH173"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CH170", "We wrote this together with our neighbours."),
        ("CH170", "> Whoever asks is answered, every time."),
        ("CH170", "- Quick answers\n- Honest answers"),
        ("CH170", "## Why we do this\n\nBecause."),
        ("CH171", "## Who this is for\n\nStaff."),
        ("CH171", "## Who can use the desk\n\nStaff."),
        ("CH171", "## Scope\n\nSee below."),
        ("CH171", "## Our customers\n\nSee below."),
        ("CH171", "This charter applies to staff of both sites."),
        ("CH171", "It is written for everyone who works here."),
        ("CH171", "We serve the schools of the valley."),
        ("CH171", "People who borrow from us can count on this."),
        ("CH172", "## What we don't do\n\nSee below."),
        ("CH172", "## Where else to go\n\nSee below."),
        ("CH172", "## Exceptions\n\nSee below."),
        ("CH172", "This page does not cover the archive."),
        ("CH172", "This doesn’t apply to the archive."),
        ("CH172", "Anything outside our opening hours is left to the porter."),
        ("CH172", "It is limited to the head office."),
        ("CH173", "## If we let you down\n\nSay so."),
        ("CH173", "## Putting things right\n\nSay so."),
        ("CH173", "## Complaints, comments and compliments\n\nSay so."),
        ("CH173", "## Contact us\n\nBy mail."),
        ("CH173", "## When we fall short\n\nSay so."),
        ("CH173", "## What happens if we don't keep a promise?\n\nSay so."),
        ("CH173", "If you are not satisfied, write to Rosa."),
        ("CH173", "You may escalate to the head of school."),
        ("CH173", "Report any problem at the counter."),
        ("CH174", "## Reviewing this charter\n\nTogether."),
        ("CH174", "## Changes to this charter\n\nTogether."),
        ("CH174", "We come back to it every three months."),
        ("CH174", "We meet every year in June."),
        ("CH174", "It is valid until the end of 2027."),
        ("CH174", "Last updated in May."),
    ],
)
def test_a_part_may_have_any_name(tmp_path: Path, code: str, words: str) -> None:
    assert code not in missing(tmp_path, bare(f"{words}\n\n"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CH171", "## À qui s’adresse cette charte ?\n\nAu personnel."),
        ("CH171", "Cette charte s'adresse à tous les habitants."),
        ("CH171", "## Portée\n\nVoir plus bas."),
        ("CH172", "Elle ne couvre pas les archives."),
        ("CH172", "## Hors de notre champ\n\nVoir plus bas."),
        ("CH172", "Les archives sont exclues."),
        ("CH173", "## Si nous vous décevons\n\nDites-le."),
        ("CH173", "## Réclamations\n\nPar écrit."),
        ("CH173", "En cas de problème, écrivez à Rosa."),
        ("CH173", "Si la réponse ne vous satisfait pas, le médiateur tranche."),
        ("CH174", "## Révision de la charte\n\nEnsemble."),
        ("CH174", "Nous y revenons tous les trois mois."),
        ("CH174", "Elle est mise à jour au printemps."),
    ],
)
def test_a_part_may_have_any_name_in_french(tmp_path: Path, code: str, words: str) -> None:
    assert code not in missing(tmp_path, bare(f"{words}\n\n", language="fr"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("CH170", "Version of May\n"),
        ("CH171", "We put down here what to expect.\n"),
        ("CH172", "We put down here what to expect.\n"),
        ("CH173", "We answer every letter within a week.\n"),
        ("CH174", "We answer every letter within a week.\n"),
    ],
)
def test_other_words_are_no_part(tmp_path: Path, code: str, words: str) -> None:
    assert code in missing(tmp_path, bare(f"{words}\n"))


def test_what_a_promise_is_about_is_no_review_of_the_charter(tmp_path: Path) -> None:
    text = bare().replace("You hear from a named person.", "Your code is reviewed, and problems are found.")
    assert {"CH173", "CH174"} <= missing(tmp_path, text)


def test_a_promise_about_complaints_is_a_way_to_complain(tmp_path: Path) -> None:
    text = bare().replace("### A person answers you quickly", "### A complaint is taken seriously")
    assert "CH173" not in missing(tmp_path, text)


def test_the_exceptions_of_a_promise_are_limits(tmp_path: Path) -> None:
    assert "CH172" not in missing(tmp_path, bare().replace("- Ref:", "- Except: public holidays\n- Ref:"))


def test_a_section_after_the_promises_counts_too(tmp_path: Path) -> None:
    assert "CH173" not in missing(tmp_path, bare() + "\n## If it goes wrong\n\nSay so.\n")


def test_a_review_that_names_the_next_is_a_review(tmp_path: Path) -> None:
    reviews = "# Reviews\n\n## 2026-05-04 Review\n\n- Due: 2026-05-04\n- Next: 2026-08-04\n"
    root = project(tmp_path, {"desk": {"charter.md": bare(), "reviews.md": reviews}})
    found = check_catalog(load_catalog(root, Config()), Config(), TODAY)
    assert "CH174" not in {item.code for item in found}
