"""Every text that one document had, oldest first, through every move."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from charter.git import ask, find_commit, is_shallow, read_blobs
from charter.source import CharterError, UsageError

_FORMAT = "%x1e%H%x1f%P%x1f%cs%x1f%an%x1f%ae%x1f%s"
_DOCUMENTS = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt", ".rst", ".html", ".htm", ""})
_LIKE, _LIKE_BY_NAME = 0.4, 0.15
"""How many of the words of two texts must be shared for the later to be the earlier one moved."""
_MOST_CANDIDATES = 200
_TOOL = re.compile(
    r"\[bot\]|\bbot\b|-bot\b|bot@|^(dependabot|renovate|github-actions|pre-commit|greenkeeper|weblate|crowdin|allcontributors)",
    re.IGNORECASE,
)
_TOOL_SUBJECT = re.compile(
    r"^(\[?(pre-commit\.ci|automated|automatic|auto|bot)\b|automatically |auto-?generated)", re.I
)
_FILES = frozenset({"100644", "100755", "100664"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One text of the document and the commit it came with. `path` counts from the top of the repository."""

    commit: str
    date: date
    subject: str
    by_tool: bool
    path: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The document went from one path to another. `likeness` is the share of words both texts have, 0 to 1."""

    commit: str
    before: str
    after: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Every text of a document, oldest first, each different from the one before; its moves, oldest first.

    `skipped` has, for each commit whose file is no readable text, the commit and why.
    """

    editions: tuple[Edition, ...]
    moves: tuple[Move, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A commit that touched the document: what the file is after it, and where the history goes on before it."""

    commit: str
    parents: tuple[str, ...]
    date: date
    author: tuple[str, str]
    subject: str
    status: str
    mode: str
    blob: str
    path: str


def read_history(top: Path, path: str, *, tip: str = "HEAD", since: date | str | None = None) -> History:
    """Return every text that `path`, counted from the top of the repository `top`, had up to the commit `tip`.

    The trail is that of the branch itself: of a merge it takes what the branch got, when it got it. Where the file
    appears, it is looked for among what the same commit took away; by its bytes, then by its words. `since` leaves out
    the texts that had been replaced by that day, or when that commit was made. Raises `CharterError` when the clone
    lacks the older commits (unless `since` is given), `UsageError` when the document was never there.
    """
    commit = find_commit(top, tip)
    if since is None and is_shallow(top):
        raise CharterError(
            "this copy of the repository holds only the newest commits, so older versions would be lost",
            "git fetch --unshallow    (or --since, for what is there)",
        )
    steps, moves = _follow(top, commit, path)
    if not steps:
        raise UsageError(f'git has no history of "{path}"', "git add and commit it first, or name the file git knows")
    return _editions(top, steps, moves, _since(top, since))


def _since(top: Path, since: date | str | None) -> date | set[str] | None:
    """Return the day, or every commit that had been made by then."""
    if since is None or isinstance(since, date):
        return since
    commit = find_commit(top, since)
    return set(ask(top, "rev-list", "--end-of-options", commit).decode("ascii").split())


def _follow(top: Path, commit: str, path: str) -> tuple[list[_Step], list[Move]]:
    """Return the steps, newest first, and the moves, newest first."""
    steps: list[_Step] = []
    moves: list[Move] = []
    seen: set[tuple[str, str]] = set()
    while (commit, path) not in seen:
        seen.add((commit, path))
        found = _until_added(_steps(top, commit, path))
        steps += found
        if not found or found[-1].status != "A" or not found[-1].parents:
            break
        first = found[-1]
        joined = next((parent for parent in first.parents[1:] if _blob_at(top, parent, path)), None)
        if joined:
            # The branch got the file from one that was merged: its history is there.
            commit = joined
            continue
        move = _move(top, first)
        commit = first.parents[0]
        if move:
            moves.append(move)
            path = move.before
        # Otherwise the file may have been there before, and was away for a while.
    return steps, moves


def _until_added(steps: Iterable[_Step]) -> list[_Step]:
    found: list[_Step] = []
    for step in steps:
        found.append(step)
        if step.status == "A":
            break
    return found


def _steps(top: Path, commit: str, path: str) -> Iterator[_Step]:
    """Yield each commit on the branch that touched the file at `path`, newest first."""
    told = ask(
        top, "log", "-z", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev",
        f"--format={_FORMAT}", "--end-of-options", commit, "--", path,
    )  # fmt: skip
    header: list[str] = []
    tokens = iter(told.decode("utf-8", "replace").split("\0"))
    for token in tokens:
        if token.startswith("\x1e"):
            header = token[1:].split("\x1f", 5)
        elif token.lstrip("\n").startswith(":"):
            _, mode, _, blob, status = token.strip().split(" ")
            if next(tokens) != path:
                continue  # a folder once had the file's name
            name, parents, day, author, mail, subject = header
            yield _Step(
                commit=name, parents=tuple(parents.split()), date=date.fromisoformat(day), author=(author, mail),
                subject=subject, status=status[0], mode=mode, blob=blob, path=path,
            )  # fmt: skip


def _move(top: Path, step: _Step) -> Move | None:
    """Return where the file came from that `step` added; `None` when it was new."""
    gone, come = _gone_and_come(top, step)
    same = [path for path, blob in gone.items() if blob == step.blob]
    if same:
        return Move(commit=step.commit, before=_nearest(same, step.path), after=step.path, likeness=1.0)
    copied = _copied_from(top, step)
    if copied:
        return Move(commit=step.commit, before=copied, after=step.path, likeness=1.0)
    candidates = sorted(gone, key=lambda path: (-_closeness(path, step.path), path))[:_MOST_CANDIDATES]
    texts = read_blobs(top, [step.blob, *(gone[path] for path in candidates)])
    words = _words(texts.get(step.blob) or b"")
    scored = [(_likeness(words, _words(texts.get(gone[path]) or b"")), path) for path in candidates]
    if not scored:
        return None
    likeness, path = max(scored, key=lambda item: (item[0], _closeness(item[1], step.path), item[1]))
    is_named_alike = PurePosixPath(path).name == PurePosixPath(step.path).name
    # One document went and one came: that is a move, however much was rewritten on the way.
    is_only_one = len(gone) == 1 and come == [step.path]
    if likeness >= _LIKE or is_only_one or (is_named_alike and likeness >= _LIKE_BY_NAME):
        return Move(commit=step.commit, before=path, after=step.path, likeness=likeness)
    return None


def _gone_and_come(top: Path, step: _Step) -> tuple[dict[str, str], list[str]]:
    """Return the documents that the commit took away, each with its blob, and those it added."""
    told = ask(
        top, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--end-of-options", step.parents[0],
        step.commit,
    )  # fmt: skip
    tokens = iter(told.decode("utf-8", "replace").split("\0"))
    gone: dict[str, str] = {}
    come: list[str] = []
    for token in tokens:
        if not token.startswith(":"):
            continue
        path = next(tokens)
        mode, _, blob, _, status = token[1:].split(" ")
        if PurePosixPath(path).suffix.casefold() not in _DOCUMENTS:
            continue
        if status == "D" and mode != "120000":
            gone[path] = blob
        elif status == "A":
            come.append(path)
    return gone, come


def _copied_from(top: Path, step: _Step) -> str | None:
    """Return a path that had the very same bytes before, and is gone since: a move in two commits."""
    told = ask(top, "ls-tree", "-r", "-z", "--end-of-options", step.parents[0]).decode("utf-8", "replace")
    paths = [entry.partition("\t")[2] for entry in told.split("\0") if f" {step.blob}\t" in entry]
    gone = [path for path in paths if not _blob_at(top, "HEAD", path)]
    return _nearest(gone, step.path) if gone else None


def _blob_at(top: Path, commit: str, path: str) -> str | None:
    listed = ask(top, "ls-tree", "-z", "--end-of-options", commit, "--", path).decode("utf-8", "replace")
    entry = listed.partition("\t")[0].split()
    return entry[2] if len(entry) == 3 and entry[1] == "blob" else None


def _nearest(paths: Sequence[str], to: str) -> str:
    return max(paths, key=lambda path: (_closeness(path, to), path))


def _closeness(path: str, other: str) -> float:
    """Return how alike two paths are, by their parts."""
    one, two = (Counter(re.findall(r"[^\W_]+", words.casefold())) for words in (path, other))
    same_name = PurePosixPath(path).name == PurePosixPath(other).name
    return same_name + _likeness(one, two)


def _words(data: bytes) -> Counter[str]:
    return Counter(re.findall(r"\w+", data.decode("utf-8", "replace").casefold()))


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 0.0


def _editions(top: Path, steps: Sequence[_Step], moves: Sequence[Move], since: date | set[str] | None) -> History:
    kept: list[_Step] = []
    for step in reversed(steps):
        if step.status == "D" or (kept and kept[-1].blob == step.blob):
            continue
        if kept and _is_before(step, since):
            kept.clear()
        kept.append(step)
    texts = read_blobs(top, [step.blob for step in kept if step.mode in _FILES])
    editions: list[Edition] = []
    skipped: list[tuple[str, str]] = []
    for step in kept:
        data = texts.get(step.blob)
        if data is None:
            skipped.append((step.commit, "too large" if step.mode in _FILES else "a link, not a text"))
        elif not editions or editions[-1].data != data:
            editions.append(_edition(step, data))
    shown = {step.path for step in kept}
    return History(
        editions=tuple(editions),
        moves=tuple(move for move in reversed(moves) if since is None or move.before in shown),
        skipped=tuple(skipped),
    )


def _edition(step: _Step, data: bytes) -> Edition:
    by_tool = any(map(_TOOL.search, step.author)) or _TOOL_SUBJECT.search(step.subject)
    return Edition(
        commit=step.commit, date=step.date, subject=step.subject, by_tool=bool(by_tool), path=step.path, data=data
    )


def _is_before(step: _Step, since: date | set[str] | None) -> bool:
    """Whether the text of this step was there by then, so that it replaces all before it."""
    if isinstance(since, date):
        return step.date <= since
    return since is not None and step.commit in since
