"""Addresses elsewhere: asked only when somebody wants it, within bounds, and never at fault for one bad day.

A miss is a note the first time. When the address is missed again a day or more later, it is a warning.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from charter.catalog.shelf import value_span
from charter.check.answers import Known, read_answers, with_answer, write_answers
from charter.check.web import Answer, Outcome, ask
from charter.model.charter import Charter
from charter.site.links import links_of
from charter.source import Diagnostic, Span, diagnose

_MOST_RELATED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is asked in one run. What is left is asked the next time."""

    addresses: int = 300
    addresses_of_host: int = 40
    at_once: int = 8
    pause_seconds: float = 1.0
    """Between two requests to one host."""
    misses_of_host: int = 2
    """After so many in a row that no machine answered, a host is left alone."""


def check_addresses(
    charters: Iterable[Charter],
    root: Path,
    now: datetime,
    *,
    asking: Callable[[str], Answer] = ask,
    bounds: Bounds = Bounds(),
) -> list[Diagnostic]:
    """Return what is to be said of the addresses that the working texts of these charters link to.

    Answers of the last days are taken from the project's cache. When not one address is answered by any machine, the
    fault is here: that is said, and nothing is concluded. Raises `CharterError` when the cache cannot be written.
    """
    places = _places(charters)
    known = read_answers(root, now)
    due = [url for url in places if url not in known or known[url].is_due(now)]
    answers = _ask_all(due, asking, bounds)
    found: list[Diagnostic] = []
    asked = [item for item in answers.values() if item.outcome is not Outcome.REFUSED]
    if asked and not any(item.is_heard for item in asked):
        said = next(iter(item.said for item in asked))
        message = f"no address was answered ({said}), so this machine may have no way out; nothing is concluded"
        found.append(diagnose("CH197", places[next(iter(answers))][0], message, "charter check --external"))
        answers = {url: item for url, item in answers.items() if item.outcome is Outcome.REFUSED}
    elif left := [url for url in due if url not in answers]:
        count = "one address is" if len(left) == 1 else f"{len(left)} addresses are"
        message = f'"{left[0][:80]}": {count} left for the next time, so that no host is asked too much at once'
        found.append(diagnose("CH197", places[left[0]][0], message, "charter check --external"))
    for url, answer in answers.items():
        if answer.outcome is Outcome.REFUSED:
            found.append(_refused(url, answer, places[url]))
            known.pop(url, None)
        else:
            known[url] = with_answer(known.get(url), answer, now)
    write_answers(root, known)
    found += (item for url in places if url in known and (item := _judged(url, known[url], places[url])))
    return found


def _judged(url: str, known: Known, places: Sequence[Span]) -> Diagnostic | None:
    if not known.is_miss:
        return None
    related = tuple(places[1 : _MOST_RELATED + 1])
    if not known.is_confirmed:
        message = f'"{url[:200]}" was not there when asked ({known.said}); that may be a bad day'
        return diagnose("CH194", places[0], message, "charter check --external, tomorrow or later", related=related)
    code = "CH195" if known.outcome is Outcome.GONE else "CH196"
    since = f"{known.since:%Y-%m-%d}" if known.since else ""
    message = f'"{url[:200]}" was not there on {since} and again on {known.asked:%Y-%m-%d}: {known.said}'
    return diagnose(code, places[0], message, f"https://web.archive.org/web/{url[:200]}", related=related)


def _refused(url: str, answer: Answer, places: Sequence[Span]) -> Diagnostic:
    hint = "<!-- charter: allow address-not-asked: only in our own network -->"
    return diagnose("CH197", places[0], f'"{url[:200]}" was not asked: {answer.said}', hint)


def _places(charters: Iterable[Charter]) -> dict[str, list[Span]]:
    """Return where each address stands in a text that somebody may edit."""
    places: dict[str, list[Span]] = {}
    for charter in charters:
        for url, span in _addresses(charter):
            places.setdefault(urldefrag(url).url, []).append(span)
    return places


def _addresses(charter: Charter) -> Iterator[tuple[str, Span]]:
    for text in (charter.text, *(text for _, text in charter.translations)):
        if text is None:
            continue
        for link in links_of(text):
            if link.target.lower().startswith(("http://", "https://", "//")):
                yield ("https:" + link.target if link.target.startswith("//") else link.target), link.span
    feedback = charter.text.feedback if charter.text else None
    if feedback and charter.source and feedback.lower().startswith("http") and "{" not in feedback:
        yield feedback, value_span(charter.source, "feedback")


def _ask_all(urls: Iterable[str], asking: Callable[[str], Answer], bounds: Bounds) -> dict[str, Answer]:
    """Ask each address within the bounds: hosts side by side, the addresses of one host one after another."""
    hosts: dict[str, list[str]] = {}
    chosen = 0
    for url in urls:
        queue = hosts.setdefault(_host(url), [])
        if chosen < bounds.addresses and len(queue) < bounds.addresses_of_host:
            queue.append(url)
            chosen += 1
    stop = threading.Event()

    def ask_host(queue: Sequence[str]) -> dict[str, Answer]:
        return _ask_host(queue, asking, bounds, stop)

    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(max_workers=bounds.at_once) as pool:
        try:
            for part in pool.map(ask_host, hosts.values()):
                answers |= part
        except BaseException:
            # Whoever interrupts must not wait for the rest.
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return answers


def _ask_host(
    queue: Sequence[str], asking: Callable[[str], Answer], bounds: Bounds, stop: threading.Event
) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    unheard = 0
    for number, url in enumerate(queue):
        if unheard >= bounds.misses_of_host or (number and stop.wait(bounds.pause_seconds)) or stop.is_set():
            break
        answers[url] = asking(url)
        unheard = 0 if answers[url].is_heard else unheard + 1
    return answers


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
