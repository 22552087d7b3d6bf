"""A plan becomes files: what differs is written, what is no longer made is removed, nothing else is touched."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from charter.build.lock import only_build
from charter.build.manifest import output_key, read_manifest, write_manifest
from charter.build.plan import Failure, Output, Plan
from charter.files import TEMPORARY_PREFIX, write_atomic
from charter.source import CharterError, UsageError


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did, or with `is_dry` would do; paths are relative to the output folder."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    failures: tuple[Failure, ...]


def check_output_folder(root: Path, folder: Path, content: str) -> Path:
    """Return the output folder with every link followed.

    Raises `UsageError` when it is a folder that holds sources, lies in one, or is reached by a link that leads out of
    the project.
    """
    real = Path(os.path.realpath(folder))
    root = Path(os.path.realpath(root))
    if real == root or real in root.parents:
        raise UsageError(f'"{folder}" holds the project itself, so the site cannot be written there', "--output site")
    for kept in (content, "templates", ".git", ".charter"):
        source = Path(os.path.realpath(root / kept))
        if real == source or source in real.parents or real in source.parents:
            raise UsageError(f'"{folder}" is, holds or lies in {kept}/, and is not for the site', "--output site")
    if _lies_in(folder, root) and not real.is_relative_to(root):
        raise UsageError(f'"{folder}" is a link that leads out of the project, to "{real}"', f"--output {real}")
    if real.exists() and not real.is_dir():
        raise UsageError(f'"{folder}" is a file; the site needs a folder', "--output site")
    return real


def run(
    plan: Plan,
    root: Path,
    folder: Path,
    *,
    is_dry: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Make every file of `plan` in `folder`, remove those that earlier builds made there, and return what was done.

    `folder` is one that `check_output_folder` returned. Each file is whole at any moment, the old one or the new. A
    file that cannot be made is a failure and the one before it stays. Raises `CharterError` when the disk refuses.
    """
    if is_dry:
        return _make(
            plan, folder, read_manifest(root).get(output_key(root, folder), frozenset()), progress, is_dry=True
        )
    with only_build(root):
        manifest = read_manifest(root)
        key = output_key(root, folder)
        before = manifest.get(key, frozenset())
        _refuse_other_site(folder, before)
        now = frozenset(output.path for output in plan.outputs)
        # Known before the first is written: a build that is killed leaves no file that no build would own to.
        write_manifest(root, manifest | {key: before | now})
        result = _make(plan, folder, before, progress)
        write_manifest(root, manifest | {key: now})
    return result


def _make(
    plan: Plan,
    folder: Path,
    before: frozenset[str],
    progress: Callable[[int, int], None] | None,
    *,
    is_dry: bool = False,
) -> Result:
    _refuse_links(folder, (output.path for output in plan.outputs))
    stale = sorted(before - {output.path for output in plan.outputs})
    removed = [path for path in stale if _remove(folder, path, is_dry=is_dry)]
    written: list[str] = []
    failures: list[Failure] = list(plan.failures)
    for number, output in enumerate(plan.outputs, 1):
        data = _bytes(output, failures)
        if data is not None and (
            _differs(folder / output.path, data) if is_dry else write_atomic(folder / output.path, data)
        ):
            written.append(output.path)
        if progress:
            progress(number, len(plan.outputs))
    if not is_dry:
        _sweep(folder, plan.outputs)
    unchanged = len(plan.outputs) - len(written) - (len(failures) - len(plan.failures))
    return Result(tuple(written), tuple(removed), unchanged, tuple(failures))


def _bytes(output: Output, failures: list[Failure]) -> bytes | None:
    try:
        return output.make()
    except Exception as error:  # noqa: BLE001 - one page must not take the others with it
        failures.append(Failure(output.path, error))
        return None


def _differs(path: Path, data: bytes) -> bool:
    return path.is_symlink() or not path.is_file() or path.read_bytes() != data


def _refuse_other_site(folder: Path, before: frozenset[str]) -> None:
    """Refuse to write over somebody's own home page.

    What earlier builds made may be forgotten with the cache: a site of ours is known by its `index.json` as well.
    """
    home = folder / "index.html"
    if "index.html" in before or home.is_symlink() or not home.exists():
        return
    try:
        made = json.loads((folder / "index.json").read_bytes())
    except (OSError, ValueError):
        made = None
    if not (isinstance(made, dict) and {"schema", "charters"} <= made.keys()):
        raise UsageError(
            f'"{folder}" holds an index.html that charter did not make; it would be lost',
            "--output site, or move what is there",
        )


def _refuse_links(folder: Path, paths: Iterable[str]) -> None:
    """Refuse to write through a link to a folder: it may lead out of the site."""
    for parent in sorted({str(Path(path).parent) for path in paths}):
        at = folder
        for part in Path(parent).parts:
            at /= part
            if at.is_symlink():
                raise CharterError(f'"{at}" is a link; pages are not written through one', f"rm {at}")


def _remove(folder: Path, path: str, *, is_dry: bool) -> bool:
    """Remove a file that an earlier build made, and folders left empty; tell whether it was there."""
    file = folder / path
    if not os.path.lexists(file) or (file.is_dir() and not file.is_symlink()):
        return False
    if any(parent.is_symlink() for parent in _parents(folder, file)):
        return False
    if is_dry:
        return True
    try:
        file.unlink()
    except OSError as error:
        raise CharterError(f'"{file}" cannot be removed: {error.strerror}') from error
    for parent in _parents(folder, file):
        try:
            parent.rmdir()
        except OSError:
            break
    return True


def _parents(folder: Path, file: Path) -> list[Path]:
    """Return the folders between `file` and `folder`, innermost first."""
    return [parent for parent in file.parents if folder in parent.parents]


def _sweep(folder: Path, outputs: Iterable[Output]) -> None:
    """Remove what a build that was killed was writing."""
    for parent in {folder / Path(output.path).parent for output in outputs}:
        with contextlib.suppress(OSError), os.scandir(parent) as entries:
            for name in [entry.name for entry in entries if entry.name.startswith(TEMPORARY_PREFIX)]:
                (parent / name).unlink()


def _lies_in(folder: Path, root: Path) -> bool:
    return root in Path(os.path.abspath(folder)).parents
