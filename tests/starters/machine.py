"""A machine of a code host: it runs the steps of a job with bash, and `charter` is the one that is tested."""

from __future__ import annotations

import atexit
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from charter.__main__ import run
from tests.builders import write
from tests.repositories import commit_all, make_repository

ROOT = Path(__file__).parents[2]
DESK = "content/support-desk"
SOURCE = "charter @ git+https://git.example.org/charter@0123abc"
FEBRUARY = "1769904000"
"""1 February 2026: the charter is in force, and its first review is to come on 1 March."""

JUNE = "1780272000"

_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


@dataclass(slots=True)
class Done:
    """What a step printed and how it ended."""

    code: int
    out: str


@dataclass(slots=True)
class Machine:
    """A job's machine: a work tree, folders of its own, and a `PATH` that begins with stand-ins."""

    folder: Path
    work: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path, work: Path) -> Machine:
        """Return a machine whose `charter` runs this source tree; `python -m pip` only notes what it is told."""
        stand_ins = folder / "bin"
        python = shlex.quote(sys.executable)
        notes = shlex.quote(str(folder / "pip.txt"))
        script(stand_ins / "charter", f'exec env PYTHONPATH={shlex.quote(str(ROOT))} {python} -m charter "$@"')
        script(
            stand_ins / "python",
            f'if [ "$1 $2" = "-m pip" ]; then printf "%s\\n" "$@" >> {notes}; exit 0; fi\nexec {python} "$@"',
        )
        (folder / "temp").mkdir()
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
        return cls(
            folder,
            work,
            {
                **kept,
                "PATH": f"{stand_ins}{os.pathsep}{os.environ['PATH']}",
                "SOURCE_DATE_EPOCH": FEBRUARY,
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
            },
        )

    def bash(self, words: str, environment: Mapping[str, str], cwd: Path) -> Done:
        """Run words as a host runs a step: it ends with the first command that fails."""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", words],
            cwd=cwd,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Done(done.returncode, done.stdout)

    def installed(self) -> list[str]:
        """Return the last word of what pip was told, each time."""
        file = self.folder / "pip.txt"
        return [line for line in file.read_text().splitlines() if "://" in line] if file.exists() else []


def script(path: Path, words: str) -> None:
    write(path, f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)


@dataclass(slots=True)
class GitHubJob:
    """A job of a workflow, as GitHub's runner does it."""

    machine: Machine
    workflow: dict[str, Any]
    name: str
    context: Mapping[str, Any]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    uploaded: dict[str, Path] = field(default_factory=dict)
    """The folders that were uploaded, by the name of the artifact."""

    def run(self) -> Done:
        """Run every step until one fails; return how the last one ended, and what all of them printed."""
        job = self.workflow["jobs"][self.name]
        said = []
        for step in job["steps"]:
            done = self._step(job, step)
            said.append(done.out)
            if done.code:
                return Done(done.code, "".join(said))
        return Done(0, "".join(said))

    def _step(self, job: dict[str, Any], step: dict[str, Any]) -> Done:
        if "uses" in step:
            if step["uses"].startswith(("actions/upload-artifact@", "actions/upload-pages-artifact@")):
                path = Path(self._filled(step["with"]["path"]))
                if not path.is_dir():
                    return Done(1, f"nothing to upload in {path}\n")
                self.uploaded[step["with"].get("name", "github-pages")] = path
            return Done(0, "")
        output = self.machine.folder / "output.txt"
        output.write_text("")
        levels = (self.workflow, job, step)
        environment = {name: self._filled(value) for level in levels for name, value in level.get("env", {}).items()}
        environment |= {
            "GITHUB_REPOSITORY": self.context["github.repository"],
            "GITHUB_BASE_REF": self.context.get("github.base_ref", ""),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.machine.folder / "summary.md"),
            "RUNNER_TEMP": str(self.machine.folder / "temp"),
        }
        run_defaults = {**self.workflow.get("defaults", {}).get("run", {}), **job.get("defaults", {}).get("run", {})}
        assert run_defaults["shell"] == "bash"
        done = self.machine.bash(
            step["run"], environment, self.machine.work / run_defaults.get("working-directory", ".")
        )
        pairs = (line.partition("=") for line in output.read_text().splitlines())
        self.outputs[step.get("id", "")] = {name: value for name, _, value in pairs}
        return done

    def _filled(self, words: object) -> str:
        return _EXPRESSION.sub(lambda found: str(self._value(found[1])), str(words))

    def _value(self, name: str) -> Any:
        if name.startswith("steps."):
            _, step, _, key = name.split(".")
            return self.outputs[step][key]
        if name == "runner.temp":
            return self.machine.folder / "temp"
        return self.context[name]


GH = '''
"""Stands in for `gh`: it keeps what GitHub would keep in one file, and notes every call that writes."""
import json, os, shutil, subprocess, sys, urllib.parse

FILE = os.environ["FAKE_GITHUB"]
state = json.load(open(FILE, encoding="utf-8"))
words = sys.argv[1:]

def save():
    json.dump(state, open(FILE, "w", encoding="utf-8"))

if words[:2] == ["run", "download"]:
    run = words[2]
    folder = words[words.index("--dir") + 1]
    assert words[words.index("--repo") + 1] == state["repository"]
    shutil.copytree(state["artifacts"][run]["folder"], folder, symlinks=True)
    sys.exit(0)

assert words[0] == "api", words
assert os.environ["GH_TOKEN"] == "the token"
method, jq, fields, path, at = "GET", None, {}, None, 1
while at < len(words):
    word = words[at]
    if word in ("--paginate", "--silent"):
        at += 1
        continue
    if word in ("--method", "--jq", "-f", "-F"):
        value = words[at + 1]
        at += 2
        if word == "--method":
            method = value
        elif word == "--jq":
            jq = value
        else:
            key, _, text = value.partition("=")
            if word == "-F" and text.startswith("@"):
                text = open(text[1:], encoding="utf-8").read()
            fields[key] = text
        continue
    path = word
    at += 1

place, _, query = path.partition("?")
prefix = "repos/" + state["repository"] + "/"
assert place.startswith(prefix), path
parts = place[len(prefix):].split("/")
if method != "GET":
    state["writes"].append([method, "/".join(parts), fields])
me = {"login": "github-actions[bot]"}
if parts[:2] == ["actions", "runs"]:
    artifact = state["artifacts"].get(parts[2])
    found = [{"name": artifact["name"], "expired": False, "size_in_bytes": artifact["size"]}] if artifact else []
    answer = {"artifacts": found}
elif parts[0] == "pulls":
    answer = state["pulls"][parts[1]]
elif parts[0] == "issues" and len(parts) == 3 and parts[1] == "comments":
    answer = next(item for item in state["comments"] if str(item["id"]) == parts[2])
    answer.update(fields)
elif parts[0] == "issues" and parts[2:] == ["comments"]:
    if method == "POST":
        answer = {"id": 100 + len(state["comments"]), "issue": parts[1], "user": me, **fields}
        state["comments"].append(answer)
    else:
        answer = [item for item in state["comments"] if item["issue"] == parts[1]]
elif parts == ["issues"]:
    if method == "POST":
        answer = {"number": 10 + len(state["issues"]), "state": "open", "user": me, **fields}
        state["issues"].append(answer)
    else:
        answer = [item for item in state["issues"] if item["state"] == "open"]
else:
    answer = next(item for item in state["issues"] if str(item["number"]) == parts[1])
    answer.update(fields)
save()
if jq is not None:
    done = subprocess.run(["jq", "-r", jq], input=json.dumps(answer), text=True, encoding="utf-8")
    sys.exit(done.returncode)
'''

_MADE: dict[tuple[str, str], Path] = {}


def copy_upstream(top: Path, host: str, place: str = ".") -> None:
    """Make `top` a repository with a project in `place`: one signed version, and what `charter init --ci` writes."""
    if (host, place) not in _MADE:
        kept = Path(tempfile.mkdtemp(prefix="upstream-"))
        atexit.register(shutil.rmtree, kept, ignore_errors=True)
        _MADE[host, place] = _make_upstream(kept / "repository", host, place)
    shutil.copytree(_MADE[host, place], top, symlinks=True)


def _make_upstream(top: Path, host: str, place: str) -> Path:
    root = top / place
    make_repository(top)
    for words in (
        ["init", str(root), "--today", "2025-12-01"],
        ["release", "--effective", "2026-01-05", "--note", "First", "--today", "2025-12-01"],
        ["sign", "--party", "customers", "--name", "Kim Example", "--today", "2025-12-02"],
        ["sign", "--party", "team", "--name", "Robin Example", "--today", "2025-12-02"],
        ["init", str(root), "--ci", host, "--source", SOURCE],
    ):
        assert run(words if words[0] == "init" else ["--project", str(root), *words]) == 0
    commit_all(top, "our charter")
    return top


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a workflow; its `on` is no truth value."""
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    return found


class _Loader(yaml.SafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or first not in "oOyYnN"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
