"""What is said about a line that is not computed, with lines offered in its place that are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from charter.model.target import Measure
from charter.reading.target_chunks import Chunk, plain
from charter.reading.target_line import HUNDRED, Parts, Trouble
from charter.reading.target_nouns import is_predicate
from charter.reading.target_words import Words

IsComputed = Callable[[str, Words], bool]

_NUMBER = re.compile(r"[0-9]+(?:[.,  ][0-9]+)*")
_DOUBLED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
_LONGEST_QUOTE = 60
_MESSAGES = {
    "range": '"{quoted}" is a range, so nobody knows which end is promised',
    "two": '"{quoted}" is a second target on the same line',
    "vague": '"{quoted}" gives no limit that anybody can check',
    "approximate": '"{quoted}" leaves open where the limit is',
    "unit": '"{quoted}" is not in a unit we can measure',
    "unitless": '"{quoted}" does not say {quoted} of what',
    "unclear": '"{quoted}" can be read as two different numbers',
    "never": '"{quoted}" can never be met',
    "never-missed": '"{quoted}" can never be missed',
    "spelled": '"{quoted}" is a number in words; they are read to twelve',
    "longest-notice": '"{quoted}" limits how early you say so, and a notice says how early at least',
    "exact": '"{quoted}" asks for one exact number, and a target is a limit',
    "relative": '"{quoted}" is a change, and a target is a limit to keep to',
    "every-other": '"{quoted}" does not say how long the interval is',
    "money": '"{quoted}" is a sum of money, not a target',
    "compound": '"{quoted}" joins two amounts',
    "fraction": '"{quoted}" is a share written as a fraction',
    "every-case": '"{quoted}" is every case',
    "level": '"{quoted}" does not say whether a higher level is good too',
    "bare-amount": '"{quoted}" does not say whether it is a limit',
    "bare-count": '"{quoted}" does not say whether more or fewer is good',
    "bare-statistic": '"{quoted}" comes without an amount',
    "not-a-target": '"{quoted}" is kept as words; it holds nothing that can be computed',
}
_ADVICE = {
    "range": "promise the one end you will keep to",
    "two": "write two lines, each with its own label",
    "vague": "write a limit a customer can check",
    "approximate": "write the limit itself",
    "unit": "write it in seconds, minutes, hours, days, weeks, months or years",
    "unitless": "write the unit",
    "unclear": "write the number you mean",
    "never": "write a limit that can be kept",
    "never-missed": "write a limit that can be missed",
    "exact": "write a limit",
    "spelled": "write it in figures",
    "longest-notice": "promise the least notice you give",
    "relative": "write the level to keep to",
    "every-other": "write the interval as a number",
    "compound": "write one amount",
    "fraction": "write it in per cent",
    "every-case": "write it as a share",
    "level": "say that a higher level is good too",
    "bare-amount": "say what it limits",
    "bare-count": "say which",
}


def found_impossible(line: str, parts: Parts) -> Trouble | None:
    """Return why `parts` can never be met, or never be missed; `None` when both can happen."""
    op, value, amount = parts.op or ">=", parts.number, parts.amount
    reason = ""
    if amount is not None and amount.number is not None and amount.number <= 0:
        return Trouble("CH210", "never", amount.start, amount.end)
    top: Decimal | None = None
    if parts.stat is not None and parts.stat.startswith("p") and not 0 < Decimal(parts.stat[1:]) < HUNDRED:
        place = parts.statistic
        if place is not None and Decimal(parts.stat[1:]) == HUNDRED:
            return Trouble("CH205", "every-case", place.start, place.end)
        reason = "never"
    elif parts.window is not None and parts.window.startswith("rolling 0 "):
        reason = "never"
    elif value is None:
        return None
    elif parts.measure is Measure.COUNT:
        reason = _out_of_bounds(op, value, None)
    else:
        is_score = parts.measure is Measure.SCORE
        top = Decimal((parts.unit or "out of 0").removeprefix("out of ")) if is_score else HUNDRED
        reason = _out_of_bounds(op, value, top)
    nearest = None if top is None else Chunk("top", 0, 0, number=top)
    return Trouble("CH210", reason, 0, len(line), nearest) if reason else None


def _out_of_bounds(op: str, value: Decimal, top: Decimal | None) -> str:
    """Say whether a limit lies outside 0 to `top`, so that it is kept never or always."""
    if value < 0 or (op == "<" and value == 0) or (top is not None and (value > top or top <= 0)):
        return "never"
    if op == ">" and value == top:
        return "never"
    if (op == ">=" and value == 0) or (op == "<=" and value == top):
        return "never-missed"
    return ""


def explain(trouble: Trouble, line: str, words: Words, is_computed: IsComputed) -> tuple[str, str]:
    """Return the message for `trouble` in `line` and a hint whose quoted lines all read as targets."""
    quoted = " ".join(line[trouble.start : trouble.end].split())
    if len(quoted) > _LONGEST_QUOTE:
        quoted = quoted[: _LONGEST_QUOTE - 1].rstrip() + "…"
    message = _MESSAGES[trouble.reason].format(quoted=quoted or line)
    offered = [
        offer
        for offer in _offers(trouble, line, words, is_computed)
        if '"' not in offer and not _DOUBLED.search(offer) and is_computed(offer, words)
    ]
    if not offered:
        offered = [words.examples["level" if trouble.reason == "level" else "limit"]]
    advice = _ADVICE.get(trouble.reason, "write a limit a customer can check")
    lines = " and ".join(f'"{offer}"' for offer in offered) if trouble.reason == "two" else _either(offered)
    return message, f"{advice}, e.g. {lines}"


def _either(offers: list[str]) -> str:
    return " or ".join(f'"{offer}"' for offer in dict.fromkeys(offers[:2]))


@dataclass(frozen=True, slots=True)
class _Place:
    """A line around the words that trouble it."""

    before: str
    at: str
    after: str
    words: Words
    is_computed: IsComputed
    chunk: Chunk | None

    def put(self, words: str) -> str:
        """Return the line with `words` instead."""
        return _tidy(self.before + words + self.after)


def _offers(trouble: Trouble, line: str, words: Words, is_computed: IsComputed) -> list[str]:
    before, at, after = line[: trouble.start], line[trouble.start : trouble.end], line[trouble.end :]
    place = _Place(before, at, after, words, is_computed, trouble.chunk)
    offers = _OFFERS.get(trouble.reason)
    return offers(place) if offers is not None else []


def _ends(place: _Place) -> list[str]:
    numbers = list(_NUMBER.finditer(place.at))
    last = place.at[numbers[-1].start() :] if numbers else place.at.split()[-1]
    within = place.words.examples["within"]
    return [place.put(last), place.put(f"{within} {last}"), _tidy(f"{within} {last}")]


def _lighter(place: _Place) -> list[str]:
    examples = place.words.examples
    return [place.put(""), *(_tidy(f"{examples[key]} {place.after}") for key in ("within", "at_least"))]


def _in_other_units(place: _Place) -> list[str]:
    examples = place.words.examples
    number = re.match(r"\s*\S*?[0-9.,]*[0-9]|\S+", place.at)
    written = number.group() if number else "4"
    return [place.put(f"{written} {examples[key]}") for key in ("business", "hours", "seconds")]


def _with_unit(place: _Place) -> list[str]:
    examples = place.words.examples
    return [place.put(f"{place.at} {examples['hours']}"), place.put(place.at + examples["percent_of"])]


def _as_percent(place: _Place) -> list[str]:
    """Offer a share in per cent; of a third and the like, the tenth of a per cent that is nearest."""
    chunk, words = place.chunk, place.words
    if chunk is None or chunk.number is None or not chunk.unit or not Decimal(chunk.unit):
        return []
    share = (HUNDRED * chunk.number / Decimal(chunk.unit)).quantize(Decimal("0.1"))
    following = place.after.split()[:1]
    is_named = bool(following) and following[0][:1].isalpha() and not _is_no_noun(following[0].casefold(), words)
    sign = words.examples["percent_of_words" if chunk.name or is_named else "percent_of"]
    return [place.put(f"{plain(share).replace('.', words.decimal)}{sign} {chunk.name}")]


def _is_no_noun(word: str, words: Words) -> bool:
    return is_predicate(word, words) or word in words.phrases


def _in_figures(place: _Place) -> list[str]:
    if place.chunk is None or place.chunk.number is None or place.before.rstrip()[-1:].isdigit():
        return []
    return [place.put(plain(place.chunk.number))]


def _as_every_case(place: _Place) -> list[str]:
    return [place.put(place.words.examples["every_case"])]


def _with_better(place: _Place) -> list[str]:
    return [_tidy(place.at + place.words.examples["or_better"])]


def _as_limit(place: _Place) -> list[str]:
    return [_tidy(f"{place.words.examples['within']} {place.at}{place.after}")]


def _compared(place: _Place) -> list[str]:
    line = place.put(place.at)
    return [f"{place.words.examples[key]} {line[:1].lower()}{line[1:]}" for key in ("at_least", "at_most")]


def _both(place: _Place) -> list[str]:
    right = _tidy(place.at).strip(" ,;()")
    left = _tidy(place.before).strip(" ,;()")
    for joiner in sorted(place.words.joiners, key=len, reverse=True):
        if left.casefold().endswith(" " + joiner):
            left = left[: -len(joiner)].strip(" ,;")
            break
    rights = [right, f"{place.words.examples['within']} {right}"]
    return [left, *[offer for offer in rights if place.is_computed(offer, place.words)][:1]]


def _both_numbers(place: _Place) -> list[str]:
    found = _NUMBER.search(place.at)
    if found is None:
        return []
    number = found.group()
    digits = re.sub(r"[^0-9]", "", number)[:9]
    as_decimal = re.sub(r"[^0-9]", place.words.decimal, number.rstrip("0"), count=1).rstrip(".,")
    head, tail = place.at[: found.start()], place.at[found.end() :]
    return [place.put(head + chosen + tail) for chosen in (digits, as_decimal)]


def _possible(place: _Place) -> list[str]:
    """Offer what was likely meant: none at all, the number without its sign, or the most there can be."""
    found = _NUMBER.search(place.at)
    if found is None:
        return []
    if not re.search("[1-9]", found.group()):
        return [_tidy(f"{place.words.examples['at_most']} {place.put(place.at)}")]
    if place.at[: found.start()].endswith(("-", "−")):
        return [place.put(place.at[: found.start() - 1] + place.at[found.start() :])]
    if place.chunk is None or place.chunk.number is None:
        return []
    return [place.put(place.at[: found.start()] + plain(place.chunk.number) + place.at[found.end() :])]


def _tidy(line: str) -> str:
    return " ".join(line.split())


_OFFERS: dict[str, Callable[[_Place], list[str]]] = {
    "range": _ends,
    "two": _both,
    "approximate": _lighter,
    "exact": _lighter,
    "unit": _in_other_units,
    "unitless": _with_unit,
    "unclear": _both_numbers,
    "never": _possible,
    "never-missed": _possible,
    "fraction": _as_percent,
    "spelled": _in_figures,
    "every-case": _as_every_case,
    "level": _with_better,
    "bare-amount": _as_limit,
    "bare-count": _compared,
}
