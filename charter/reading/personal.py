"""What in a text tells who somebody is: e-mail addresses, phone numbers, names.

A wrong alarm stops a publication, so a number is a phone number only where its shape or the words before it say so:
dates, times, ticket numbers and amounts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}"
    r"(?:[@\uff20]|(?<!\.) ?(?:\[at\]|\(at\)) ?| at (?=[\w-]+ ?(?:\[dot\]|\(dot\)| dot )))"
    r"(?:[\w-]{1,63}(?:\.| ?(?:\[dot\]|\(dot\)| dot ) ?)){1,5}(?!(?:png|jpe?g|gif|svg|webp)\b)[^\W\d_]{2,24}(?![\w-])",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\w#/:.,+-])(?<![€£$¥] )(?P<number>\+?\(?[0-9](?:[ \u00a0\u202f./()-]{0,3}[0-9]){5,17})"
    r"(?![\w%€$£¥:°])(?![.,/-][0-9])(?!\s?[%€$£¥°])"
    r"(?!\s*(?:times|calls|cases|people|minutes|fois|appels|cas|personnes)\b)"
)
_CUE = re.compile(
    r"\b(?:t[eé]l[eé]?phon\w*|phon\w+|t[eé]l|mobile|cell|whats ?app|sms|text(?:ed)?"
    r"|call(?:ed|ing)?(?: (?:me|us|her|him|them))?"
    r"|ring|rang|reach(?:ed)? (?:me|us|her|him|them)|fax|portable|appel\w*|joindre|joignable|rappel\w*)\b"
    r"(?:[ .:-]{0,3}(?:me |us |moi )?|[^\n.;0-9+(]{0,20}\b(?:on|at|au|is|est|number|num[eé]ro) ?:? ?)$",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    r"(?:\b(?:ticket|case|request|order|invoice|account|ref(?:erence)?|incident|claim|id|number of|isbn|issn|iban"
    r"|version|build|room|dossier|demande|commande|facture|compte|billet|r[eé]f(?:[eé]rence)?)|#|n°|nº)"
    r"(?: (?:no|number|num[eé]ro|n°|nº))?\.?\s*[:#]?\s*$",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(r"(?:\+|00(?=[1-9]))[0-9 \u00a0\u202f./()-]+")
_NATIONAL = re.compile(r"\(?0[1-9][0-9]{0,4}\)?(?:[ \u00a0\u202f./-]{0,2}[0-9]{1,8}){0,6}")
_AMERICAN = re.compile(r"(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}([ .-]))[2-9][0-9]{2}(?(1)\1|[ .-])[0-9]{4}")
_DAY = (
    r"(?:[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2})"
)
_DATE = re.compile(
    rf"{_DAY}(?:[ /-]+(?:{_DAY}|[0-9]{{1,4}}(?:[. ][0-9]{{2}})?))?"
    r"|(?:19|20)[0-9]{2} ?[-/] ?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[ .\u00a0\u202f][0-9]{3})+")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madame|Mme|Mlle|Monsieur|Docteur|Pr|Me|MM|M"
    r"|Herr|Herrn|Frau|[Ss]e\u00f1ora?|Sra|Srta|[Ss]ignor[ae]?|Mevrouw|Meneer)\b"
    r"(?:\.|(?<!\bM)(?<!\bMe)(?<!\bPr))"  # "M" and "Me" are other words without their full stop
    r"[ \u00a0\u202f]+(?:(?:de|du|van|von|der|den|la|le|El|al|O')[ ']?){0,2}"
    r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:[-'’ ][^\W\d_a-zà-öø-ÿ][^\W\d_]+){0,2}"
)
_OWN = re.compile(
    r"\b(?i:my name is|my name's|je m['’]appelle|mon nom est)[ \u00a0]+"
    r"[^\W\d_a-zà-öø-ÿ][\w'’-]+(?: [^\W\d_a-zà-öø-ÿ][\w'’-]+){0,2}"
)
_SHORTEST, _LONGEST = 8, 15
_BEFORE = 60
"""So many letters before a number are looked at for what it is."""


def contacts_in(text: str) -> Iterator[str]:
    """Yield every e-mail address and phone number that stands in `text`, as written."""
    if "@" in text or "\uff20" in text or " at " in text or "(at)" in text or "[at]" in text:
        yield from (match[0] for match in _EMAIL.finditer(text))
    for match in _DIGITS.finditer(text):
        number = match["number"].rstrip(" .-/(")
        if _is_phone(number, text[max(0, match.start() - _BEFORE) : match.start()]):
            yield number


def names_in(text: str) -> Iterator[str]:
    """Yield names that a title or "my name is" goes before, as written with it."""
    for pattern in (_TITLED, _OWN):
        yield from (match[0] for match in pattern.finditer(text))


def named_people(text: str, people: Iterable[str]) -> Iterator[str]:
    """Yield which of `people` stand in `text` with their whole name, as written there."""
    for name in people:
        match = _whole(name).search(text)
        if match:
            yield match[0]


def digits_of(number: str) -> str:
    """Return the digits of a number alone: two spellings of one phone number share them."""
    return re.sub(r"\D", "", number)


def _is_phone(number: str, before: str) -> bool:
    digits = digits_of(number)
    if _NO_PHONE.search(before) or _DATE.fullmatch(number):
        return False
    if _INTERNATIONAL.fullmatch(number):
        return _SHORTEST <= len(digits) <= _LONGEST
    if _CUE.search(before) and (len(digits) > 6 or digits == number):
        return True
    if _GROUPED.fullmatch(number):
        return False
    if _NATIONAL.fullmatch(number):
        return 9 <= len(digits) <= 11 and not number.startswith("0.")
    return _AMERICAN.fullmatch(number) is not None


@lru_cache(maxsize=1024)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)", re.IGNORECASE)
