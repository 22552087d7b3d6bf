from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.reading.personal import contacts_in, digits_of, named_people, names_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call me on 07700 900123", "07700 900123"),
        ("+44 7700 900123 is mine", "+44 7700 900123"),
        ("+41 (0)44 123 45 67", "+41 (0)44 123 45 67"),
        ("+15552345678", "+15552345678"),
        ("0049 30 901820", "0049 30 901820"),
        ("joignable au 06 12 34 56 78.", "06 12 34 56 78"),
        ("06\u00a012\u00a034\u00a056\u00a078", "06\u00a012\u00a034\u00a056\u00a078"),
        ("01.23.45.67.89", "01.23.45.67.89"),
        ("0612345678", "0612345678"),
        ("0115 496 0123", "0115 496 0123"),
        ("030/901820-12", "030/901820-12"),
        ("(555) 234-5678", "(555) 234-5678"),
        ("555-234-5678", "555-234-5678"),
        ("call 555-0100 please", "555-0100"),
        ("ring the desk on 555-0100", "555-0100"),
        ("Tel.: 5550100", "5550100"),
        ("my phone number is 555 0100", "555 0100"),
        ("téléphone : 555 0199", "555 0199"),
        ("appelez-moi au 06-12-34-56-78", "06-12-34-56-78"),
        ("anna.smith+work@post.example.org, please", "anna.smith+work@post.example.org"),
        ("jean.dupont@mairie.fr", "jean.dupont@mairie.fr"),
        ("anna [at] post [dot] test", "anna [at] post [dot] test"),
        ("anna at post dot test", "anna at post dot test"),
        ("<anna@post.test>", "anna@post.test"),
        ("anna\uff20post.test", "anna\uff20post.test"),
    ],
)
def test_a_contact_is_found_as_written(text: str, found: str) -> None:
    assert list(contacts_in(text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-03",
        "03/02/2026",
        "03.02.2026 09:30",
        "from 2025-10-01 to 2026-03-31",
        "2026-01-05 2026-02-03",
        "20260203",
        "2019-2020",
        "2025/2026",
        "08:00-17:30",
        "0800-1730",
        "ticket 0012345678",
        "ticket no. 0612345678",
        "INC0012345678",
        "#0612345678",
        "reference: 0123456789",
        "commande n° 0612345678",
        "ISBN 978-0-13-468599-1",
        "IBAN GB29 6016 1331 9268 19",
        "£1 234 567 890",
        "12 345 678 €",
        "1 234 567 890 litres",
        "1,234,567,890",
        "1204 of 2394",
        "20118 24407",
        "0.123456789",
        "99.123456789 %",
        "192.168.100.200",
        "version 1.2.3.4567",
        "48.8566, 2.35222",
        "ISO 10002:2018",
        "called 3 times in 2026",
        "phoned on 2026-02-03",
        "call back within 10 20 30 minutes",
        "texted 1200 people",
        "call volume 2041234",
        "phone calls: 1204567 in all",
        "called 1204567 times",
        "called 0115 4960 times",
        "your @hey.com address",
        "tax-camper@2x.png",
        "@handle",
        "look at example.test",
        "we met at noon, dot the i",
        "a@b",
    ],
)
def test_dates_amounts_and_numbers_of_things_are_no_contacts(text: str) -> None:
    assert list(contacts_in(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr Smith was short", ["Mr Smith"]),
        ("Mrs. O'Brien", ["Mrs. O'Brien"]),
        ("Ms van der Berg and Dr. Patel", ["Ms van der Berg", "Dr. Patel"]),
        ("Professor Jones", ["Professor Jones"]),
        ("Frau Müller hat geholfen, die Frau am Schalter nicht", ["Frau Müller"]),
        ("la señora García Lorca", ["señora García Lorca"]),
        ("la Señora García vino", ["Señora García"]),
        ("Mme Dupont-Martin m'a aidé", ["Mme Dupont-Martin"]),
        ("M. de La Tour", ["M. de La Tour"]),
        ("Je m'appelle Anne Martin", ["Je m'appelle Anne Martin"]),
        ("my name is Anna", ["my name is Anna"]),
        ("my name is on the list", []),
        ("Sir, this is bad", []),
        ("Madame la directrice", []),
        ("Monsieur le maire", []),
        ("Me too", []),
        ("MS Word is slow", []),
        ("I miss Fridays", []),
        ("la salle M. 12", []),
        ("Dr in the house", []),
    ],
)
def test_names_have_a_title_or_an_introduction(text: str, found: list[str]) -> None:
    assert list(names_in(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rosa Lindqvist forgot", ["Rosa Lindqvist"]),
        ("told rosa  lindqvist's team", ["rosa  lindqvist"]),
        ("Rosa forgot", []),
        ("Marosa Lindqvist", []),
        ("AMÉLIE ROY", ["AMÉLIE ROY"]),
    ],
)
def test_people_are_known_by_their_whole_name(text: str, found: list[str]) -> None:
    assert list(named_people(text, ["rosa lindqvist", "amélie roy"])) == found


def test_two_spellings_of_a_number_share_their_digits() -> None:
    assert digits_of("(0)7700-900 123") == digits_of("07700 900123")


@given(st.text(alphabet="0123456789 +-./()@a.:,#€", max_size=60))
def test_what_is_found_stands_in_the_text_and_has_enough_of_it(text: str) -> None:
    for words in contacts_in(text):
        assert words in text
        assert "@" in words or len(digits_of(words)) >= 6


@given(
    st.dates().map(str) | st.integers(min_value=0, max_value=10**12).map(lambda number: f"{number:,}"),
    st.sampled_from(["on {}", "{} cases", "since {}, every week", "{}: nobody came", "({})"]),
)
def test_no_date_and_no_amount_is_ever_a_phone_number(words: str, sentence: str) -> None:
    assert list(contacts_in(sentence.format(words))) == []
