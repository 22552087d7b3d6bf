"""Files are read safely and written whole, whatever lies in the way."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builders import write

from charter import files
from charter.files import list_folder, only_writer, read_bytes, resolve, shown_path, write_atomic, write_new
from charter.source import CharterError, Diagnostic

LIMIT = 1000


def problem(found: object) -> Diagnostic:
    assert isinstance(found, Diagnostic)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return write(tmp_path / "secret.md", "secret")


def test_a_file_is_read_as_it_stands(root: Path) -> None:
    write(root / "a.md", b"\xef\xbb\xbfone\r\n\0")
    assert read_bytes(root, root / "a.md", LIMIT) == b"\xef\xbb\xbfone\r\n\0"


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_not(root: Path) -> None:
    write(root / "a.md", b"x" * LIMIT)
    write(root / "b.md", b"x" * (LIMIT + 1))
    assert read_bytes(root, root / "a.md", LIMIT) == b"x" * LIMIT
    found = problem(read_bytes(root, root / "b.md", LIMIT))
    assert (found.code, found.span.path) == ("CH122", "b.md")


def test_a_file_far_too_large_is_not_taken_into_memory(root: Path) -> None:
    with (root / "huge.md").open("wb") as file:
        file.truncate(1 << 36)
    found = problem(read_bytes(root, root / "huge.md", LIMIT))
    assert found.code == "CH122"
    assert "68,719.5 MB" in found.message


def test_a_file_that_grows_while_it_is_read_stays_under_the_limit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(root / "a.md", b"x" * LIMIT)
    real_open = os.open

    def open_and_grow(*args: object, **kwargs: object) -> int:
        handle = real_open(*args, **kwargs)  # type: ignore[arg-type]
        monkeypatch.setattr(os, "fstat", lambda _: before)
        with path.open("ab") as file:
            file.write(b"y" * LIMIT)
        return handle

    before = path.stat()
    monkeypatch.setattr(os, "open", open_and_grow)
    assert problem(read_bytes(root, path, LIMIT)).code == "CH122"


def test_a_link_inside_the_project_is_followed(root: Path) -> None:
    write(root / "docs/a.md", "words")
    (root / "b.md").symlink_to("docs/a.md")
    assert read_bytes(root, root / "b.md", LIMIT) == b"words"


def test_a_project_that_is_itself_a_link_is_read(tmp_path: Path, root: Path) -> None:
    write(root / "a.md", "words")
    (tmp_path / "alias").symlink_to(root)
    assert read_bytes(tmp_path / "alias", tmp_path / "alias/a.md", LIMIT) == b"words"


@pytest.mark.parametrize("target", ["../secret.md", "/etc/passwd"])
def test_a_link_out_of_the_project_is_refused(root: Path, outside: Path, target: str) -> None:
    (root / "a.md").symlink_to(target)
    found = problem(read_bytes(root, root / "a.md", LIMIT))
    assert (found.code, found.span.path) == ("CH127", "a.md")
    assert "out of the project" in found.message


def test_a_folder_that_is_a_link_out_of_the_project_is_refused_with_all_that_lies_in_it(
    root: Path, outside: Path
) -> None:
    (root / "up").symlink_to("..")
    assert problem(list_folder(root, root / "up")).code == "CH127"
    assert problem(read_bytes(root, root / "up/secret.md", LIMIT)).code == "CH127"


def test_a_sibling_whose_name_begins_like_the_project_is_outside(tmp_path: Path, root: Path) -> None:
    write(tmp_path / "project-2/a.md", "secret")
    (root / "a.md").symlink_to("../project-2/a.md")
    assert problem(read_bytes(root, root / "a.md", LIMIT)).code == "CH127"


@pytest.mark.parametrize("hidden", [".git/config", ".env"])
def test_a_link_to_a_hidden_file_is_refused(root: Path, hidden: str) -> None:
    write(root / hidden, "token")
    (root / "a.md").symlink_to(hidden)
    assert problem(read_bytes(root, root / "a.md", LIMIT)).code == "CH127"
    assert read_bytes(root, root / hidden, LIMIT) == b"token"


def test_links_in_a_circle_are_refused(root: Path) -> None:
    (root / "a.md").symlink_to("b.md")
    (root / "b.md").symlink_to("a.md")
    found = problem(read_bytes(root, root / "a.md", LIMIT))
    assert found.code == "CH127"
    assert "back to itself" in found.message


def test_a_broken_link_is_reported_with_what_it_leads_to(root: Path) -> None:
    (root / "a.md").symlink_to("gone.md")
    found = problem(read_bytes(root, root / "a.md", LIMIT))
    assert found.code == "CH127"
    assert '"gone.md"' in found.message


def test_a_file_that_is_not_there_is_reported(root: Path) -> None:
    assert problem(read_bytes(root, root / "a.md", LIMIT)).code == "CH131"


def test_a_pipe_is_refused_at_once(root: Path) -> None:
    os.mkfifo(root / "a.md")
    results: list[object] = []
    reader = threading.Thread(target=lambda: results.append(read_bytes(root, root / "a.md", LIMIT)), daemon=True)
    reader.start()
    reader.join(5)
    assert problem(results[0]).code == "CH129"


def test_a_pipe_that_takes_a_files_place_while_it_is_opened_does_not_block(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = write(root / "b.md", "words").stat()
    os.mkfifo(root / "a.md")
    monkeypatch.setattr(os, "stat", lambda *_args, **_kwargs: ordinary)
    assert problem(read_bytes(root, root / "a.md", LIMIT)).code == "CH129"


def test_a_socket_a_folder_and_a_device_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "folder.md").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        # The names of sockets are short; those of test folders are not.
        here = os.open(root, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{here}/s.md" if sys.platform == "linux" else str(root / "s.md"))
        os.close(here)
        for name in ("folder.md", "s.md"):
            assert problem(read_bytes(root, root / name, LIMIT)).code == "CH129"
    assert problem(read_bytes(Path("/dev"), Path("/dev/zero"), LIMIT)).code == "CH129"


def test_a_file_that_may_not_be_read_is_reported(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "a.md", "words")

    def refuse(path: object, *_args: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    found = problem(read_bytes(root, root / "a.md", LIMIT))
    assert (found.code, found.hint) == ("CH129", "chmod u+r a.md")


def test_a_folder_is_listed_by_name_whatever_order_the_disk_gives(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a", "C", "ä"):
        write(root / name, "")
    expected = [entry.name for entry in _entries(root)]
    assert expected == ["C", "a", "b", "ä"]


def test_entries_say_what_they_are(root: Path) -> None:
    write(root / "file", "")
    (root / "folder").mkdir()
    (root / "link").symlink_to("folder")
    (root / "broken").symlink_to("gone")
    (root / "circle").symlink_to("circle")
    found = {entry.name: (entry.is_folder, entry.is_file, entry.is_link) for entry in _entries(root)}
    assert found == {
        "file": (False, True, False),
        "folder": (True, False, False),
        "link": (True, False, True),
        "broken": (False, False, True),
        "circle": (False, False, True),
    }


def _entries(root: Path) -> tuple[files.Entry, ...]:
    found = list_folder(root, root)
    assert not isinstance(found, Diagnostic)
    return found


def test_a_folder_that_cannot_be_listed_is_reported(root: Path) -> None:
    write(root / "a.md", "words")
    assert problem(list_folder(root, root / "a.md")).code == "CH129"
    assert problem(list_folder(root, root / "gone")).code == "CH131"


def test_names_that_are_no_text_are_shown_escaped(root: Path) -> None:
    assert shown_path(root, root / os.fsdecode(b"a\xff.md")) == "a\\xff.md"
    assert shown_path(root, root / "a\x1b[31m\n.md") == "a\\x1b[31m\\n.md"
    assert shown_path(root, root / "é ü/b.md") == "é ü/b.md"


def test_a_file_is_written_once(root: Path) -> None:
    path = root / "deep/er/a.html"
    assert write_atomic(path, b"one") is True
    before = path.stat()
    assert write_atomic(path, b"one") is False
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert write_atomic(path, b"two") is True
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["a.html"]


def test_the_mode_of_a_file_stays_and_a_new_one_follows_the_umask(root: Path) -> None:
    path = write(root / "a.md", "one")
    path.chmod(0o640)
    write_atomic(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write_atomic(root / "b.md", b"x")
    assert stat.S_IMODE((root / "b.md").stat().st_mode) == stat.S_IMODE(write(root / "c.md", "x").stat().st_mode)


def test_a_link_is_replaced_and_what_it_led_to_left_alone(root: Path, outside: Path) -> None:
    (root / "a.md").symlink_to(outside)
    assert write_atomic(root / "a.md", b"secret") is True
    assert not (root / "a.md").is_symlink()
    write_atomic(root / "a.md", b"new")
    assert outside.read_bytes() == b"secret"


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.ENOSPC, "room on the disk"), (errno.EROFS, "read-only"), (errno.EACCES, "chmod u+w")]
)
@pytest.mark.parametrize("writer", [write_atomic, write_new])
def test_a_disk_that_refuses_is_an_error_in_words_and_leaves_nothing_behind(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str, writer: object
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(CharterError) as caught:
        writer(root / "a.md", b"words")  # type: ignore[operator]
    assert os.strerror(number) in caught.value.message
    assert caught.value.hint is not None
    assert hint in caught.value.hint
    assert os.listdir(root) == []


def test_a_folder_in_the_way_is_an_error_in_words(root: Path) -> None:
    (root / "a.md").mkdir()
    write(root / "b", "")
    for path in (root / "a.md", root / "b/c.md"):
        with pytest.raises(CharterError) as caught:
            write_atomic(path, b"words")
        assert caught.value.hint is not None
        assert "rename it" in caught.value.hint
    assert sorted(os.listdir(root)) == ["a.md", "b"]


def test_a_released_file_is_never_written_over(root: Path) -> None:
    write_new(root / "versions/1.0.md", b"one")
    for words in (b"one", b"two"):
        with pytest.raises(CharterError, match="never written over"):
            write_new(root / "versions/1.0.md", words)
    assert (root / "versions/1.0.md").read_bytes() == b"one"
    assert os.listdir(root / "versions") == ["1.0.md"]


def test_a_broken_link_counts_as_a_released_file(root: Path) -> None:
    (root / "1.0.md").symlink_to("gone")
    with pytest.raises(CharterError, match="never written over"):
        write_new(root / "1.0.md", b"one")


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_that_release_at_once_one_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    path = root / "1.0.md"
    real_link = os.link

    def link_too_late(source: object, target: object) -> None:
        write(path, "theirs")
        if not has_links:
            raise OSError(errno.EPERM, "Operation not permitted")
        real_link(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "link", link_too_late)
    with pytest.raises(CharterError, match="never written over"):
        write_new(path, b"ours")
    assert path.read_bytes() == b"theirs"
    assert os.listdir(root) == ["1.0.md"]


def test_a_disk_without_hard_links_will_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOTSUP, "Not supported")

    monkeypatch.setattr(os, "link", refuse)
    write_new(root / "1.0.md", b"one")
    assert (root / "1.0.md").read_bytes() == b"one"
    assert os.listdir(root) == ["1.0.md"]


@pytest.mark.parametrize("writer", ["write_atomic", "write_new"])
def test_a_process_killed_while_it_writes_leaves_no_half_file(root: Path, writer: str) -> None:
    script = f"""
import os, signal, sys
from pathlib import Path
from charter import files
class Dying:
    def __init__(self, *a): self.file = real(*a)
    def __enter__(self): return self
    def __exit__(self, *a): pass
    def write(self, data):
        self.file.write(data[: len(data) // 2]); self.file.flush(); os.kill(os.getpid(), signal.SIGKILL)
real = open
files.open = Dying
files.{writer}(Path(sys.argv[1]), b"x" * 100_000)
"""
    path = root / "1.0.md"
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=Path(files.__file__).parents[1], check=False, timeout=60
    )
    assert ended.returncode == -9
    assert not path.exists()
    left = os.listdir(root)
    assert len(left) == 1
    assert left[0].startswith(files.TEMPORARY_PREFIX)
    getattr(files, writer)(path, b"whole")
    assert path.read_bytes() == b"whole"


def test_a_place_is_resolved_without_reading_it(root: Path) -> None:
    (root / "folder").mkdir()
    (root / "link").symlink_to("folder")
    assert resolve(root, root / "link") == root.resolve() / "folder"


@pytest.mark.parametrize("write_file", [write_atomic, write_new])
def test_a_disk_that_refuses_is_left_as_it_was(root: Path, write_file: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert callable(write_file)
    monkeypatch.setattr(files, "open", refuse, raising=False)
    with pytest.raises(CharterError, match="No space left"):
        write_file(root / "content/desk/charter.md", b"words")
    assert os.listdir(root) == []


def test_whoever_may_not_write_is_told_which_folder_to_open(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CharterError) as caught:
        write_new(root / "content/desk/charter.md", b"words")
    assert caught.value.hint == f"let yourself write there: chmod u+w {root}"


def test_two_writers_wait_for_each_other(root: Path) -> None:
    refused = pytest.raises(CharterError, match="another command is still writing")
    with only_writer(root), refused, only_writer(root, 0.1):
        pytest.fail("the lock was not held")
    with only_writer(root, 0.1):
        pass
    with only_writer(root / "nowhere", 0.1):
        pass
