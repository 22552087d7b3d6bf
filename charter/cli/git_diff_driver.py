"""`charter git-diff-driver`: what git runs to show a change of a charter as a change of promises."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from charter.cli.context import wants_colours
from charter.source import MAX_TEXT_BYTES, Diagnostic, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from charter.model.text import CharterText

_NOTHING = "/dev/null"
_WORDS = {"120000": "a link to", "160000": "another repository,"}
_MODES = {"100644": "a file", "100755": "a file that can be run"}


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    options_metavar="",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="PATH OLD HEX MODE NEW HEX MODE")
def git_diff_driver(words: tuple[str, ...]) -> None:
    """Let git show changes of charters as changes of promises.

    Git runs it; nobody types it. It needs no project and reads the two files that git names. Tell git once, in each
    copy of the repository, how to run it, and in .gitattributes, which everybody shares, for which files:

    \b
    Example:
      git config diff.charter.command "charter git-diff-driver"
      echo 'content/**/charter.md diff=charter' >> .gitattributes
      git diff
      git log -p --ext-diff
      git diff --no-ext-diff        shows lines, as before
    """  # noqa: D301  click looks for the character \b itself
    if len(words) not in {1, 7, 8, 9}:
        raise UsageError(
            f"git names one file, or two with their modes; here are {len(words)} words",
            'git config diff.charter.command "charter git-diff-driver"',
        )
    # Git writes to its pager, so that this is no terminal although a person reads it.
    is_read = bool(os.environ.get("GIT_PAGER_IN_USE")) or sys.stdout.isatty()
    try:
        for line in _lines(words, colours=is_read and wants_colours()):
            click.echo(line, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever closes the pager has seen enough; git would call it a failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lines(words: tuple[str, ...], *, colours: bool) -> Iterator[str]:
    from charter.report.lines import BOLD, painted
    from charter.report.text import visible

    path = words[0]
    if len(words) == 1:
        yield painted(visible(f"{path} (not merged yet)"), BOLD, colours)
        return
    old_file, _, old_mode, new_file, _, new_mode = words[1:7]
    new_path = words[7] if len(words) > 7 and words[7] else path
    name = path if new_path == path else f"{path} → {new_path}"
    what = " (new)" if old_file == _NOTHING else " (deleted)" if new_file == _NOTHING else ""
    yield painted(visible(f"{name}{what}"), BOLD, colours)
    yield from map(visible, _mode_lines(old_mode, new_mode))
    if old_mode in _WORDS or new_mode in _WORDS:
        for word, file, mode in (("before", old_file, old_mode), ("after", new_file, new_mode)):
            if file != _NOTHING:
                yield visible(f"{word}: {_pointed(file, mode)}")
    else:
        yield from _text_lines(path, new_path, old_file, new_file, colours=colours)
    yield ""


def _mode_lines(old: str, new: str) -> Iterator[str]:
    if old in _MODES and new in _MODES and old != new:
        yield f"{_MODES[old]} became {_MODES[new]}"


def _pointed(file: str, mode: str) -> str:
    """Return what a link, or a commit of another repository, is, as git writes it down."""
    data = _bytes(file)
    words = "" if isinstance(data, str) else data.decode("utf-8", "replace").strip().splitlines()[0:1]
    return f"{_WORDS[mode]} {''.join(words)}" if mode in _WORDS else "a file"


def _text_lines(path: str, new_path: str, old_file: str, new_file: str, *, colours: bool) -> Iterator[str]:
    from charter.compare.compare import compare
    from charter.report.changes import Comparison, is_whole
    from charter.report.changes_text import block_lines, change_lines
    from charter.report.text import number_of, visible

    sides = [_read(name, file) for name, file in ((path, old_file), (new_path, new_file))]
    for side in sides:
        if isinstance(side, str):
            yield visible(side)
            return
    before, after = (side for side in sides if not isinstance(side, str))
    comparison = Comparison(
        charter=None,
        before=before,
        after=after,
        before_name="before",
        after_name="after",
        changes=compare(before, after),
    )
    if _NOTHING not in {old_file, new_file}:
        yield from change_lines(comparison, head=comparison.title, colours=colours)
        return
    text = after if old_file == _NOTHING else before
    yield visible(f"{text.title}: {number_of(len(text.expectations), 'promise', 'promises')}")
    whole = [change for change in comparison.changes.changes if is_whole(change)]
    if whole:
        yield ""
    yield from block_lines(comparison, whole, colours=colours)


def _read(path: str, file: str) -> CharterText | str:
    """Return the text of the file, or why there is none; nothing is a text that says nothing."""
    from charter.cli.sides import expect_text, label_of
    from charter.reading.charter import read_charter
    from charter.reading.decode import decode

    data = _bytes(file)
    if isinstance(data, str):
        return data
    source = decode(path, data)
    try:
        expect_text(source.value, source.diagnostics)
    except UsageError as error:
        # What was committed once cannot be mended, and the rest of the history is to be read.
        return error.message
    return read_charter(source.value, label=label_of(path)).value


def _bytes(file: str) -> bytes | str:
    """Return what is in the file, or why it cannot be read."""
    from pathlib import Path

    from charter.files import read_bytes

    if file == _NOTHING:
        return b""
    path = Path(file)
    if path.is_symlink():
        return os.fsencode(os.readlink(path))
    path = path.resolve()
    data = read_bytes(path.parent, path, MAX_TEXT_BYTES)
    return data.message if isinstance(data, Diagnostic) else data
