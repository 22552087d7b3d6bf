"""Files to take away: the text without markup, and everything that was measured, judged and said as tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from charter.measure.scores_data import scores_data
from charter.site.links import download_path
from charter.site.plain import plain_text
from charter.site.results_data import results_data
from charter.site.shelf import Shelf

TEXT, RESULTS, SCORES, FEEDBACK = "charter.txt", "results.csv", "scores.csv", "feedback.csv"
_RESULTS = ("period", "ref", "promise", "segment", "good", "total", "value", "unit", "target", "version", "judged")
_SCORES = ("period", "ref", "promise", "criterion", "party", "role", "level", "steps", "expected", "version")
_FEEDBACK = ("date", "party", "channel", "ref", "score", "said", "answered", "action")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site: `path` is relative to its root; `make` returns its bytes."""

    path: str
    make: Callable[[], bytes]


def downloads_of(shelf: Shelf) -> Iterator[Download]:
    """Yield every file to take away; none of what there is nothing of."""
    charter = shelf.charter.id
    # With a mark of its encoding: a file from a folder has no header that would say it.
    yield Download(download_path(charter, TEXT), lambda: plain_text(shelf.shown[0]).encode("utf-8-sig"))
    if has_results(shelf):
        yield Download(download_path(charter, RESULTS), lambda: _csv((*_RESULTS, "source", "note"), _results(shelf)))
    if shelf.scores.latest:
        yield Download(
            download_path(charter, SCORES), lambda: _csv((*_SCORES, "importance", "evidence"), _scores(shelf))
        )
    if shelf.heard.all.remarks:
        yield Download(download_path(charter, FEEDBACK), lambda: _csv(_FEEDBACK, _feedback(shelf)))


def has_results(shelf: Shelf) -> bool:
    """Whether anything was measured."""
    return any(promise.has_results for promise in shelf.results.promises)


def _results(shelf: Shelf) -> Iterator[Sequence[object]]:
    for promise in shelf.results.promises:
        for row in results_data(promise):
            known = {**row, "ref": promise.ref, "promise": promise.promise.title.text}
            yield [known[name] for name in (*_RESULTS, "source", "note")]


def _scores(shelf: Shelf) -> Iterator[Sequence[object]]:
    refs = dict.fromkeys(row.ref for item in shelf.scores.periods for row in item.rows)
    for ref in refs:
        moments = shelf.lives.moments(ref)
        title = moments[-1][1].title.text if moments else ref
        for row in scores_data(shelf.scores, ref):
            for mark in row["marks"]:
                known = {**row, **mark, "ref": ref, "promise": title}
                yield [known[name] for name in (*_SCORES, "importance", "evidence")]


def _feedback(shelf: Shelf) -> Iterator[Sequence[object]]:
    for said in shelf.heard.all.remarks:
        remark = said.remark
        answered = remark.answered if said.answer_days is not None else None
        yield [
            remark.date, remark.party, remark.channel, remark.ref, remark.score, remark.said, answered, remark.action
        ]  # fmt: skip


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as RFC 4180 has it, with a mark of its encoding for spreadsheets."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Return what a spreadsheet shows and does not compute: words that begin like a formula get an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
