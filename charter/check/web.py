"""Asking one address elsewhere whether it is there: bounded in time, in steps, and in where it may lead.

A text in a merge request must not make a build server ask machines of its own network, so an address is asked only at
numbers that the whole internet can reach, at every step of a redirect, and the connection goes to the number looked at.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

from charter import __version__

TIMEOUT_SECONDS = 10.0
"""For one request, name look-up apart."""
MAX_REDIRECTS = 5
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Outcome(StrEnum):
    """What asking an address came to."""

    THERE = "there"
    GONE = "gone"
    """It was answered that there is nothing: 404 or 410."""
    SILENT = "silent"
    """Nobody answered, or something is broken there: 5xx, no connection, a bad certificate, redirects in a circle."""
    UNSURE = "unsure"
    """Somebody answered who does not talk to programs: 401, 403, 429, 999 and the like."""
    REFUSED = "refused"
    """It was not asked: it leads into a private network, or is no address that can be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, and in a few words what was answered."""

    outcome: Outcome
    said: str
    is_heard: bool = True
    """Whether any machine answered at all; `False` may mean that this one has no network."""


class _RefusedError(Exception):
    """The address must not be asked; the words say why."""


def ask(url: str, *, allow_private: bool = False, timeout_seconds: float = TIMEOUT_SECONDS) -> Answer:
    """Return whether something is at `url`, which is http or https. Never raises for what is answered.

    HEAD is asked first; servers that refuse it are asked with GET, and of the answer only its head is read.
    """
    try:
        answer = _ask("HEAD", url, allow_private, timeout_seconds)
        if answer.outcome in (Outcome.THERE, Outcome.REFUSED) or not answer.is_heard:
            return answer
        return _ask("GET", url, allow_private, timeout_seconds)
    except _RefusedError as error:
        return Answer(Outcome.REFUSED, str(error))


def _ask(method: str, url: str, allow_private: bool, timeout_seconds: float) -> Answer:
    for _ in range(MAX_REDIRECTS + 1):
        try:
            status, location = _status(method, url, allow_private, timeout_seconds)
        except ssl.SSLCertVerificationError as error:
            return Answer(Outcome.SILENT, f"its certificate is not valid: {error.verify_message}")
        except ConnectionError as error:
            return Answer(Outcome.SILENT, error.strerror or "the connection broke off", is_heard=False)
        except TimeoutError:
            return Answer(Outcome.SILENT, f"no answer within {timeout_seconds:g} seconds", is_heard=False)
        except socket.gaierror:
            return Answer(Outcome.SILENT, f'no machine is called "{urlsplit(url).hostname}"', is_heard=False)
        except (OSError, http.client.HTTPException) as error:
            return Answer(Outcome.SILENT, f"no answer that can be read: {str(error)[:80] or type(error).__name__}")
        if status not in _REDIRECTS or not location:
            return Answer(_outcome(status), f"{status} {http.client.responses.get(status, '')}".strip())
        try:
            url = urljoin(url, location)
        except ValueError as error:
            raise _RefusedError("it leads on to no address that can be asked") from error
    return Answer(Outcome.SILENT, f"more than {MAX_REDIRECTS} redirects")


def _outcome(status: int) -> Outcome:
    if status < 400:
        return Outcome.THERE
    if status in _GONE:
        return Outcome.GONE
    return Outcome.SILENT if 500 <= status < 600 else Outcome.UNSURE


def _status(method: str, url: str, allow_private: bool, timeout_seconds: float) -> tuple[int, str | None]:
    """Return the status and the `Location` that one request is answered with."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError as error:
        raise _RefusedError("it is no address that can be asked") from error
    if parts.scheme not in ("http", "https") or not host:
        raise _RefusedError(f"it leads to {parts.scheme or 'no'} address, not http or https")
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=timeout_seconds)
    with _socket(host, port, allow_private, timeout_seconds) as plain, _deadline(plain, timeout_seconds):
        is_secure = parts.scheme == "https"
        connection.sock = _context().wrap_socket(plain, server_hostname=host) if is_secure else plain
        try:
            connection.request(method, path, headers={"User-Agent": f"charter/{__version__}", "Accept": "*/*"})
            response = connection.getresponse()
            answered = response.status, response.getheader("Location")
        finally:
            connection.close()
    return answered


@contextmanager
def _socket(host: str, port: int, allow_private: bool, timeout_seconds: float) -> Iterator[socket.socket]:
    """Connect to the first number of `host` that may be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise _RefusedError("it is no address that can be asked") from error
    numbers = list(dict.fromkeys(str(item[4][0]) for item in found))
    if not allow_private and not all(_is_public(number) for number in numbers):
        raise _RefusedError(f'"{host}" is in a private network, which a check never asks')
    problem: OSError | None = None
    for number in numbers[:3]:
        try:
            opened = socket.create_connection((number, port), timeout_seconds)
        except OSError as error:
            problem = error
            continue
        with opened:
            yield opened
        return
    if isinstance(problem, TimeoutError):
        raise problem
    raise ConnectionError(0, (problem and problem.strerror) or "no connection")


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


@contextmanager
def _deadline(opened: socket.socket, seconds: float) -> Iterator[None]:
    """Break the connection off after so long, also where a little comes every now and then."""
    is_over = threading.Event()
    with opened.dup() as same:
        timer = threading.Timer(seconds, _break_off, (same, is_over))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
    if is_over.is_set():
        # What came until then may look like an answer.
        raise TimeoutError


def _break_off(opened: socket.socket, is_over: threading.Event) -> None:
    is_over.set()
    with suppress(OSError):  # the other side may have been quicker
        opened.shutdown(socket.SHUT_RDWR)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
