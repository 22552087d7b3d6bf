"""Numbers are compared by value, however they are written: parts of a whole, times of day, other scripts."""

from __future__ import annotations

import pytest

from charter.compare.compare import compare
from tests.compare.specimens import text, told


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("We pay half the fee.", "We pay 50% of the fee.", "reworded", "neutral"),
        ("We pay half the fee.", "We pay a third of the fee.", "reworded", "unclear"),
        ("We pay two thirds of the fee.", "We pay three quarters of the fee.", "reworded", "unclear"),
        ("We pay two-thirds of it.", "We pay three-quarters of it.", "reworded", "unclear"),
        ("We come in half an hour.", "We come in 30 minutes.", "reworded", "neutral"),
        ("We come in a quarter of an hour.", "We come in 15 minutes.", "reworded", "neutral"),
        ("We come in two and a half hours.", "We come in 150 minutes.", "reworded", "neutral"),
        ("We wait 1½ hours.", "We wait 90 minutes.", "reworded", "neutral"),
        ("We come once a quarter.", "We come each quarter.", "reworded", "neutral"),
        ("On the third ring we answer.", "On the fourth ring we answer.", "reworded", "unclear"),
        ("A third party checks it.", "Another party checks it.", "reworded", "neutral"),
        (
            "We report in the third quarter of the year.",
            "We report in the last quarter of the year.",
            "reworded",
            "neutral",
        ),
        ("We keep a dozen eggs.", "We keep twelve eggs.", "reworded", "neutral"),
        ("We keep two dozen eggs.", "We keep 24 eggs.", "reworded", "neutral"),
        ("We keep two dozen eggs.", "We keep three dozen eggs.", "reworded", "unclear"),
        ("You get double the fee.", "You get triple the fee.", "reworded", "unclear"),
        ("We ring twice.", "We ring three times.", "reworded", "unclear"),
        ("We open at 9am.", "We open at 09:00.", "reworded", "neutral"),
        ("We close at 2 pm.", "We close at 14:00.", "reworded", "neutral"),
        ("We close at 2pm.", "We close at 3pm.", "reworded", "unclear"),
        ("We close at 2am.", "We close at 2pm.", "reworded", "unclear"),
        ("We close at noon.", "We close at 12:00.", "reworded", "neutral"),
        ("We close at noon.", "We close at 13:00.", "reworded", "unclear"),
        ("We close at 2.30pm.", "We close at 14:30.", "reworded", "neutral"),
        ("We close at midnight.", "We close at 24:00.", "reworded", "neutral"),
        ("We reply in a fortnight.", "We reply in two weeks.", "reworded", "neutral"),
        ("We reply in a fortnight.", "We reply in a week.", "reworded", "unclear"),
        ("We reply in a fortnight.", "We reply in 14 days.", "reworded", "neutral"),
        ("We reply within two fortnights.", "We reply within 4 weeks.", "reworded", "neutral"),
        ("五日以内に返事をします。", "六日以内に返事をします。", "reworded", "unclear"),
        ("五日以内に返事をします。", "5日以内に返事をします。", "reworded", "neutral"),
        ("窓口は静かに答えます。", "窓口は静かに応えます。", "reworded", "neutral"),
        ("二百五十冊まで。", "250冊まで。", "reworded", "neutral"),
        ("我们在三天内回复。", "我们在四天内回复。", "reworded", "unclear"),
        ("٣ days.", "٤ days.", "reworded", "unclear"),
        ("We pay £5.", "We pay £5.00.", "reworded", "neutral"),
        ("We ring in 2 to 3 days.", "We ring in 2 to 4 days.", "reworded", "unclear"),
        ("It costs 1/2 of it.", "It costs 1/3 of it.", "reworded", "unclear"),
        ("We pay ½ of it.", "We pay half of it.", "reworded", "neutral"),
        ("We close at 12 noon.", "We close at noon.", "reworded", "neutral"),
        ("It is printed within one week.", "It is printed within a month.", "reworded", "unclear"),
        ("We come within a minute.", "We come within 1 hour.", "reworded", "unclear"),
        ("We come within an hour.", "We come within a day.", "reworded", "unclear"),
        ("We come within the hour.", "We come within the day.", "reworded", "unclear"),
        ("We come within an hour.", "We come within 60 minutes.", "reworded", "neutral"),
        ("We come within an hour.", "We come within one hour.", "reworded", "neutral"),
        ("We come within a single day.", "We come within 1 day.", "reworded", "neutral"),
        ("We come within a working day.", "We come within one working day.", "reworded", "neutral"),
        ("We come within a working day.", "We come within a day.", "reworded", "unclear"),
        ("We answer within a day.", "We answer.", "reworded", "unclear"),
        ("You get a week's notice.", "You get 7 days' notice.", "reworded", "neutral"),
        ("You get a week's notice.", "You get a month's notice.", "reworded", "unclear"),
        ("You get one week's notice.", "You get one month's notice.", "reworded", "unclear"),
        ("We write every month.", "We write every year.", "reworded", "unclear"),
        ("We write monthly.", "We write yearly.", "reworded", "unclear"),
        ("We write daily.", "We write weekly.", "reworded", "unclear"),
        ("We write monthly.", "We write once a month.", "reworded", "neutral"),
        ("We write quarterly.", "We write every three months.", "reworded", "neutral"),
        ("We write every other week.", "We write every fortnight.", "reworded", "neutral"),
        ("We write every other week.", "We write every week.", "reworded", "unclear"),
        ("We come three times a week.", "We come three times per week.", "reworded", "neutral"),
        ("We come three times a week.", "We come three times a month.", "reworded", "unclear"),
        ("We open every day.", "We open.", "reworded", "neutral"),
        ("We send a second letter in a week.", "We send another letter in a week.", "reworded", "neutral"),
    ],
)
def test_numbers_are_compared_by_value(before: str, after: str, kind: str, direction: str) -> None:
    for one, other in ((before, after), (after, before)):
        assert told(compare(text(one), text(other))) == [(kind, direction, "prose")]


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("Nous payons la moitié du prix.", "Nous payons un tiers du prix.", "reworded", "unclear"),
        ("Nous payons un quart du prix.", "Nous payons trois quarts du prix.", "reworded", "unclear"),
        ("Nous payons la moitié du prix.", "Nous payons 50 % du prix.", "reworded", "neutral"),
        ("Un tiers vérifie.", "Quelqu'un vérifie.", "reworded", "neutral"),
        ("Nous venons en une demi-heure.", "Nous venons en 30 minutes.", "reworded", "neutral"),
        ("Nous venons en un quart d'heure.", "Nous venons en 15 minutes.", "reworded", "neutral"),
        ("On écoute un peu.", "On écoute à moitié.", "reworded", "neutral"),
        ("Nous ouvrons à 9 h.", "Nous ouvrons à 9 heures.", "reworded", "neutral"),
        ("Nous ouvrons à 9h30.", "Nous ouvrons à 9:30.", "reworded", "neutral"),
        ("Nous ouvrons à 9h30.", "Nous ouvrons à 10h30.", "reworded", "unclear"),
        ("Nous répondons sous 24 h.", "Nous répondons sous 48 h.", "reworded", "unclear"),
        ("Nous fermons à midi.", "Nous fermons à 12h00.", "reworded", "neutral"),
        ("Nous venons sous une heure.", "Nous venons sous une semaine.", "reworded", "unclear"),
        ("Nous venons sous une heure.", "Nous venons sous 60 minutes.", "reworded", "neutral"),
        ("Nous écrivons tous les mois.", "Nous écrivons tous les ans.", "reworded", "unclear"),
        ("Nous écrivons tous les mois.", "Nous écrivons chaque mois.", "reworded", "neutral"),
        ("La visite est mensuelle.", "La visite est annuelle.", "reworded", "unclear"),
    ],
)
def test_numbers_are_compared_by_value_in_french(before: str, after: str, kind: str, direction: str) -> None:
    for one, other in ((before, after), (after, before)):
        found = compare(text(one, language="fr"), text(other, language="fr"))
        assert told(found) == [(kind, direction, "prose")]


def test_units_without_a_number_are_compared_in_remedies_and_rubrics_too() -> None:
    remedy = "Remedy: the fee back within {}"
    (found,) = told(compare(text(fields=remedy.format("an hour")), text(fields=remedy.format("a day"))))
    assert found[:2] == ("remedy", "unclear")
    grid = "| Standard | Poor | Fair | Good |\n|---|---|---|---|\n| Names | Unknown | Learnt late | Learnt in a {} |"
    front = "levels: [Poor, Fair, Good]\nexpected: Fair\n"
    before, after = (text(after=grid.format(unit), front=front) for unit in ("week", "month"))
    (found,) = told(compare(before, after))
    assert found[:2] == ("rubric", "unclear")
