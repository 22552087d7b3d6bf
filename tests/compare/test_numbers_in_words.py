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
    ],
)
def test_numbers_are_compared_by_value_in_french(before: str, after: str, kind: str, direction: str) -> None:
    for one, other in ((before, after), (after, before)):
        found = compare(text(one, language="fr"), text(other, language="fr"))
        assert told(found) == [(kind, direction, "prose")]
