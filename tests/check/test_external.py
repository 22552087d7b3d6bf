"""Addresses elsewhere, asked of a server on this machine, and what one miss and two misses are worth."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.answers import PLACE, Known, read_answers, with_answer, write_answers
from charter.check.external import Bounds, check_addresses
from charter.check.run import check_catalog
from charter.check.web import Answer, Outcome, ask
from charter.config import Config
from charter.source import CharterError, Diagnostic, Severity
from tests.builders import charter_text, project, promise

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
QUICK = Bounds(pause_seconds=0)
THERE = Answer(Outcome.THERE, "200 OK")
GONE = Answer(Outcome.GONE, "404 Not Found")
DOWN = Answer(Outcome.SILENT, "503 Service Unavailable")
UNHEARD = Answer(Outcome.SILENT, "no connection", is_heard=False)
HOPS = {
    "hop": "/200",
    "hops": "/hops",
    "hop-inside": "http://169.254.169.254/latest",
    "hop-file": "file:///etc/passwd",
    "hop-bad": "http://[x",
}


class Site(BaseHTTPRequestHandler):
    """Answers `/404` with 404; some paths do as they are called."""

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        name = self.path.strip("/").partition("?")[0]
        if name == "slow":
            self.server.released.wait(5)  # type: ignore[attr-defined]
        elif name == "drip":
            self._drip()
        elif name != "drop":
            self._answer(name)

    def _answer(self, name: str) -> None:
        status = 405 if name == "no-head" and self.command == "HEAD" else int(name) if name.isdigit() else 200
        self.send_response(302 if name in HOPS else status)
        if name in HOPS:
            self.send_header("Location", HOPS[name])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        with suppress(OSError):
            while not self.server.released.wait(0.01):  # type: ignore[attr-defined]
                self.wfile.write(b"x")

    do_HEAD = do_GET  # noqa: N815 - the library's word

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    made.asked = []  # type: ignore[attr-defined]
    made.released = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.released.set()  # type: ignore[attr-defined]
    made.shutdown()
    thread.join()
    made.server_close()


def at(server: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/", Outcome.THERE),
        ("/hop", Outcome.THERE),
        ("/no-head", Outcome.THERE),
        ("/é ü?q=ö", Outcome.THERE),
        ("/404", Outcome.GONE),
        ("/410", Outcome.GONE),
        ("/500", Outcome.SILENT),
        ("/503", Outcome.SILENT),
        ("/hops", Outcome.SILENT),
        ("/drop", Outcome.SILENT),
        ("/401", Outcome.UNSURE),
        ("/403", Outcome.UNSURE),
        ("/429", Outcome.UNSURE),
        ("/999", Outcome.UNSURE),
        ("/hop-file", Outcome.REFUSED),
        ("/hop-bad", Outcome.REFUSED),
    ],
)
def test_what_an_answer_means(server: ThreadingHTTPServer, path: str, outcome: Outcome) -> None:
    assert ask(at(server, path), allow_private=True).outcome is outcome


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_server_that_never_comes_to_an_end_is_given_up(server: ThreadingHTTPServer, path: str) -> None:
    answer = ask(at(server, path), allow_private=True, timeout_seconds=0.05)
    assert (answer.outcome, answer.is_heard) == (Outcome.SILENT, False)


def test_nobody_listening_is_silence(server: ThreadingHTTPServer) -> None:
    free = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    free.server_close()
    answer = ask(at(free, "/"), allow_private=True)
    assert (answer.outcome, answer.is_heard) == (Outcome.SILENT, False)


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://127.0.0.1:80/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/",
     "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f.1/", "ftp://example.org/",
     "http:///x", "http://[x/", "http://a:99999/", "http://[fe80::1]/", "http://[2002:7f00:1::]/",
     "http://[64:ff9b::7f00:1]/", "http://a..b/", "http://" + "a" * 64 + ".org/"],
)  # fmt: skip
def test_machines_of_our_own_network_are_never_asked(url: str) -> None:
    assert ask(url).outcome is Outcome.REFUSED


def test_a_redirect_into_our_own_network_is_not_followed(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("charter.check.web._is_public", lambda number: number == "127.0.0.1")
    assert ask(at(server, "/hop")).outcome is Outcome.THERE
    answer = ask(at(server, "/hop-inside"))
    assert answer.outcome is Outcome.REFUSED
    assert "169.254.169.254" in answer.said


def test_a_head_is_enough_where_it_is_answered(server: ThreadingHTTPServer) -> None:
    ask(at(server, "/x"), allow_private=True)
    assert server.asked == [("HEAD", "/x")]  # type: ignore[attr-defined]
    ask(at(server, "/404"), allow_private=True)
    assert server.asked[1:] == [("HEAD", "/404"), ("GET", "/404")]  # type: ignore[attr-defined]


def look(
    root: Path, now: datetime, answer: Answer | Callable[[str], Answer] = THERE, bounds: Bounds = QUICK
) -> list[Diagnostic]:
    catalog = load_catalog(root, Config())
    asking = answer if callable(answer) else lambda url: answer
    return check_addresses(catalog.charters, root, now, asking=asking, bounds=bounds)


def told(found: list[Diagnostic]) -> list[tuple[str, Severity]]:
    return [(item.code, item.severity) for item in found]


def linking(root: Path, *urls: str) -> Path:
    words = " ".join(f"[x{n}]({url})" for n, url in enumerate(urls))
    return project(root, {"desk": charter_text(promises=promise(words=words))})


@pytest.mark.parametrize(("answer", "code"), [(GONE, "CH195"), (DOWN, "CH196")])
def test_the_first_miss_is_a_note_and_the_second_a_warning(tmp_path: Path, answer: Answer, code: str) -> None:
    linking(tmp_path, "https://example.org/a#b", "https://example.org/there")

    def asking(url: str) -> Answer:
        return answer if url.endswith("/a") else THERE

    (first,) = look(tmp_path, NOW, asking)
    assert (first.code, first.severity, first.span.line) == ("CH194", Severity.INFO, 17)
    assert '"https://example.org/a"' in first.message
    assert told(look(tmp_path, NOW + DAY / 2, asking)) == [("CH194", Severity.INFO)]
    (second,) = look(tmp_path, NOW + DAY, asking)
    assert (second.code, second.severity) == (code, Severity.WARNING)
    assert "2026-06-01 and again on 2026-06-02" in second.message
    assert told(look(tmp_path, NOW + DAY * 1.5, asking)) == [(code, Severity.WARNING)]
    assert look(tmp_path, NOW + 3 * DAY, THERE) == []
    assert told(look(tmp_path, NOW + 20 * DAY, asking)) == [("CH194", Severity.INFO)]


def test_those_who_do_not_talk_to_programs_are_never_a_finding(tmp_path: Path) -> None:
    linking(tmp_path, "https://example.org/a")
    blocked = Answer(Outcome.UNSURE, "403 Forbidden")
    assert [look(tmp_path, NOW + n * DAY, blocked) for n in (0, 2, 9, 30)] == [[]] * 4


def test_answers_are_believed_for_a_week(tmp_path: Path) -> None:
    linking(tmp_path, "https://example.org/a")
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        return THERE

    for days in (0, 1, 6.9, 7, 8):
        look(tmp_path, NOW + days * DAY, asking)
    assert len(asked) == 2
    look(tmp_path, NOW - DAY, asking)
    assert len(asked) == 3


@pytest.mark.parametrize("data", ["", "{", "[]", "null", '{"format": 2, "links": {}}', '{"format": 1}', "\udcff",
                                  '{"format": 1, "links": {"https://example.org/a": {"outcome": "?"}}}',
                                  '{"format": 1, "links": {"https://example.org/a": 3}}',
                                  '{"format": 1, "links": {"a": {"outcome":"gone","said":"","asked":"2026-06-01"}}}']
)  # fmt: skip
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, data: str) -> None:
    linking(tmp_path, "https://example.org/a")
    (tmp_path / PLACE).parent.mkdir(parents=True)
    (tmp_path / PLACE).write_text(data, encoding="utf-8", errors="surrogateescape")
    assert told(look(tmp_path, NOW, GONE)) == [("CH194", Severity.INFO)]
    assert json.loads((tmp_path / PLACE).read_text())["format"] == 1


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    known = {"https://é.org/": with_answer(None, GONE, NOW), "https://b.org/": with_answer(None, THERE, NOW)}
    write_answers(tmp_path, known)
    assert read_answers(tmp_path, NOW) == known
    assert read_answers(tmp_path, NOW + 100 * DAY) == {}
    assert known["https://b.org/"] == Known(outcome=Outcome.THERE, said="200 OK", asked=NOW)


def test_the_cache_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = linking(tmp_path / "project", "https://example.org/a")
    (root / ".charter").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CharterError, match="is a link"):
        look(root, NOW)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_without_a_way_out_nothing_is_concluded(tmp_path: Path) -> None:
    linking(tmp_path, "https://example.org/a", "https://other.org/")
    for days in (0, 2, 4):
        (item,) = look(tmp_path, NOW + days * DAY, UNHEARD)
        assert (item.code, item.severity) == ("CH197", Severity.INFO)
        assert "no way out" in item.message


def test_what_is_not_asked_is_said(tmp_path: Path) -> None:
    linking(tmp_path, "http://127.0.0.1/a")
    (item,) = look(tmp_path, NOW, partial(ask, allow_private=False))
    assert (item.code, item.severity) == ("CH197", Severity.INFO)
    assert '"127.0.0.1" is in a private network' in item.message


def test_no_more_is_asked_than_the_bounds_allow_and_the_rest_the_next_time(tmp_path: Path) -> None:
    linking(tmp_path, *(f"https://example.org/{n}" for n in range(5)), "https://b.org/", "https://c.org/")
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        return THERE

    bounds = Bounds(pause_seconds=0, addresses=4, addresses_of_host=3)
    (left,) = look(tmp_path, NOW, asking, bounds)
    assert (left.code, len(asked)) == ("CH197", 4)
    assert "3 addresses are left" in left.message
    assert look(tmp_path, NOW, asking, bounds) == []
    assert len(asked) == len(set(asked)) == 7


def test_a_host_that_does_not_answer_is_left_alone(tmp_path: Path) -> None:
    linking(tmp_path, *(f"https://down.org/{n}" for n in range(5)), "https://up.org/")
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        return THERE if "up" in url else UNHEARD

    found = look(tmp_path, NOW, asking)
    assert len(asked) == 3
    assert told(found) == [("CH197", Severity.INFO), ("CH194", Severity.INFO), ("CH194", Severity.INFO)]


def test_only_what_somebody_may_edit_is_asked_and_each_address_once(tmp_path: Path) -> None:
    text = charter_text(
        promises=promise(words="[a](https://a.org/x#1) <https://a.org/x#2> www.b.org [c](//c.org/)", title="[d](http://d.org)"),
        front="feedback: https://f.org/say",
    )  # fmt: skip
    old = charter_text(version="1.0", promises=promise(words="[old](https://old.org)"))
    project(tmp_path, {"desk": {"charter.md": text, "versions/1.0.md": old}})
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        return GONE

    found = look(tmp_path, NOW, asking)
    assert sorted(asked) == [
        "http://d.org",
        "http://www.b.org",
        "https://a.org/x",
        "https://c.org/",
        "https://f.org/say",
    ]
    assert [len(item.related) for item in found if "a.org" in item.message] == [1]


def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    linking(tmp_path, *(f"https://example.org/{n}" for n in range(9)))
    asked: list[str] = []

    def asking(url: str) -> Answer:
        asked.append(url)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(tmp_path, NOW, asking)
    assert len(asked) == 1


def test_a_waiver_of_what_was_not_asked_is_not_called_idle(tmp_path: Path) -> None:
    words = "[x](https://example.org/a) <!-- charter: allow unanswered-address: it moves next month -->"
    project(tmp_path, {"desk": charter_text(promises=promise(words=words))})
    catalog = load_catalog(tmp_path, Config())
    assert [item for item in check_catalog(catalog, Config(), NOW.date()) if item.code == "CH143"] == []
    found = look(tmp_path, NOW, GONE)
    told = check_catalog(catalog, Config(), NOW.date(), found)
    assert [item.code for item in found] == ["CH194"]
    assert [item for item in told if item.code in ("CH143", "CH194")] == []
