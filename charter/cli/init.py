"""`charter init`: start a project, and have its code host check, publish and remind."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from charter.cli.ci import HOSTS, Setting
from charter.cli.context import resolve_day, today_option
from charter.source import CharterError, UsageError

_IGNORED = ("/.charter/", "/site/")
_NAMES = {"github": "GitHub", "gitlab": "GitLab"}
_PURPOSES = {
    ".github/workflows/charter-check.yml": "checks each pull request; may only read",
    ".github/workflows/charter-comment.yml": "keeps one comment on it up to date",
    ".github/workflows/charter-publish.yml": "builds the site on every merge to {branch}, and every night",
    ".github/workflows/charter-reminder.yml": "keeps one issue open while a review is overdue",
    ".gitlab/charter.yml": "checks merge requests, builds the site, reminds",
    ".gitlab/charter_post.py": "posts comments and reminders, on schedules, with a token",
    ".gitlab-ci.yml": "includes the first",
}


@click.command()
@click.argument("name", default=".", metavar="[NAME]")
@click.option("--title", help="What the first charter is called.  [default: Support desk]")
@click.option("--ci", type=click.Choice(HOSTS), help="Write what this code host is to do as well.")
@click.option(
    "--source",
    metavar="WHERE",
    help="Where the code host installs charter from, as pip takes it.  [default: the address this one came from]",
)
@today_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, and touch nothing.")
def init(name: str, title: str | None, ci: str | None, source: str | None, today: date | None, dry_run: bool) -> None:
    """Start a project in the folder NAME, or in this one, with one charter to make your own.

    No file that is there is changed, but for lines added to .gitignore. With --ci a project that is there gains the
    files that check, publish and remind on a code host, and nothing else.

    \b
    Example:
      charter init support --title "IT support"
      charter init --ci github
    """  # noqa: D301  click looks for the character \b itself
    if source is not None and ci is None:
        raise UsageError("--source is for the files of a code host", f"charter init --ci github --source {source!r}")
    if ci is None or not _is_project(_folder(name, ci)):
        _start(name, title, today, is_dry=dry_run)
        if ci is not None:
            click.echo()
    elif title is not None:
        raise UsageError("--title names the first charter, and there is a project already", f"charter init --ci {ci}")
    if ci is not None:
        _set_up(_folder(name, ci), ci, source, is_dry=dry_run)


def _folder(name: str, ci: str | None) -> Path:
    """Return the folder that is meant; for the files of a code host, the project found from here upwards will do."""
    if ci is not None and name == ".":
        from charter.cli.context import project_root

        try:
            return project_root()
        except CharterError:
            # None yet: it begins here.
            return Path.cwd()
    return Path(os.path.abspath(name))


def _start(name: str, title: str | None, today: date | None, *, is_dry: bool) -> None:
    from charter.cli.starter import check_id, read_title, starter_charter, starter_settings, write_files
    from charter.files import write_atomic
    from charter.reading.slugs import slug

    folder = Path(os.path.abspath(name))
    _refuse_project(folder, name)
    words = read_title(title, "support-desk")
    text = f"content/{check_id(slug(words))}/charter.md"
    made = {text: starter_charter(words, resolve_day(today)), "charter.toml": starter_settings()}
    ignored = _ignore(folder / ".gitignore")
    if not is_dry:
        write_files(folder, made)
        if ignored is not None:
            write_atomic(folder / ".gitignore", ignored)

    rows = {
        text: "what you and your customers expect of each other",
        "charter.toml": "the name and address of the site",
    }
    if ignored is not None:
        rows[".gitignore"] = "what the build makes, and git need not keep"
    is_here = folder == Path.cwd()
    shown = "this folder" if is_here else f"{name.rstrip('/')}/"
    click.echo(f"{'Would make' if is_dry else 'Made'} {shown} with one charter to make your own:\n")
    _print_table("  ", rows)
    steps = {} if is_here else {f"cd {name}": ""}
    steps |= {"charter build": "see it: open site/index.html", "charter check": "what it still lacks"}
    click.echo()
    _print_table("Next:  ", steps)


def _set_up(root: Path, host: str, source: str | None, *, is_dry: bool) -> None:
    """Write the files of a code host that are not there yet, and say what to do next."""
    from charter.cli.ci import ci_files, default_branch, installed_source, repository_top
    from charter.files import write_new

    top = repository_top(root)
    setting = Setting(
        source=(installed_source() or "") if source is None else source.strip(),
        folder=root.resolve().relative_to(top).as_posix(),
        branch=default_branch(top) if top.exists() else "main",
    )
    files = ci_files(host, setting)
    made = {path: data for path, data in files.items() if not os.path.lexists(top / path)}
    if not is_dry:
        for path, data in made.items():
            write_new(top / path, data)

    where = "" if top == Path.cwd().resolve() else f" in {top}/"
    if made:
        click.echo(f"{'Would write' if is_dry else 'Wrote'} what {_NAMES[host]} is to do{where}:\n")
        _print_table("  ", {path: _PURPOSES[path].format(branch=setting.branch) for path in made})
    else:
        click.echo(f"What {_NAMES[host]} is to do is written already{where}.")
    _print_others(top, {path: data for path, data in files.items() if path not in made})
    if not setting.source and made:
        click.echo("\nOne thing is left to say, because this charter came from no address that a job could use:")
        click.echo("where a job gets it from. Say so at CHARTER_SOURCE in these files, as pip takes it, such as")
        click.echo('  CHARTER_SOURCE: "charter @ git+https://git.example.org/tools/charter@COMMIT"')
    _print_owners(root, host, setting.folder)


def _print_others(top: Path, files: Mapping[str, bytes]) -> None:
    """Tell what was there before, where it is not what would have been written."""
    from charter.cli.ci import GITLAB_ENTRY

    others = [path for path, data in files.items() if _bytes(top / path) != data]
    if GITLAB_ENTRY in others and b".gitlab/charter.yml" in _bytes(top / GITLAB_ENTRY):
        others.remove(GITLAB_ENTRY)
    if others:
        click.echo("\nLeft as they are, because they were there:")
        for path in others:
            click.echo(f"  {path}")
    if GITLAB_ENTRY in others:
        click.echo(f"\nGitLab reads {GITLAB_ENTRY} alone, so add to it:\n")
        click.echo("".join(f"  {line}" for line in files[GITLAB_ENTRY].decode().splitlines(keepends=True)), nl=False)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        # A folder, or a link that leads nowhere: not ours in any case.
        return b""


def _print_owners(root: Path, host: str, folder: str) -> None:
    from charter.catalog import load_catalog
    from charter.cli.ci import code_owners
    from charter.config import read_config
    from charter.report.text import visible

    try:
        charters = load_catalog(root, read_config(root).value).charters
    except CharterError:
        charters = ()
    file = ".github/CODEOWNERS" if host == "github" else ".gitlab/CODEOWNERS"
    click.echo(f"\nWhom to ask before what was agreed is touched: put this into {file},")
    click.echo("with the names that people have there in place of <…>.\n")
    for line in code_owners(host, charters, folder):
        click.echo(f"  {visible(line)}")


def _print_table(head: str, rows: Mapping[str, str]) -> None:
    width = max(map(len, rows))
    for at, (left, right) in enumerate(rows.items()):
        click.echo(f"{head if at == 0 else ' ' * len(head)}{left:{width}}    {right}".rstrip())


def _refuse_project(folder: Path, name: str) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{name}" is a file; a project needs a folder', "charter init another-name")
    if _is_project(folder):
        raise UsageError(
            f'"{folder}" holds a project already, and is left as it is', "charter new NAME adds a charter to it"
        )


def _is_project(folder: Path) -> bool:
    from charter.config import read_config

    content = folder / "content"
    is_begun = content.is_symlink() or (content.exists() and (not content.is_dir() or any(content.iterdir())))
    return is_begun or read_config(folder).value.file is not None


def _ignore(file: Path) -> bytes | None:
    """Return `.gitignore` with the lines that it lacks; `None` when it lacks none."""
    try:
        before = file.read_bytes()
    except FileNotFoundError:
        before = b""
    there = {line.strip().strip(b"/") for line in before.splitlines()}
    lacking = [line for line in _IGNORED if line.strip("/").encode() not in there]
    if not lacking:
        return None
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + "".join(f"{line}\n" for line in lacking).encode()
