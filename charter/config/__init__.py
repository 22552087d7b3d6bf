"""The project's settings: `charter.toml`, or `[tool.charter]` in `pyproject.toml`."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from charter.codes import CODES
from charter.config.form import Form, read_form
from charter.config.places import header_span, setting_span
from charter.config.rules import RuleSetting, kind_of, read_rules
from charter.config.segments import read_segments
from charter.files import read_bytes
from charter.source import CharterError, Diagnostic, Reading, SourceText, Span, diagnose

_OWN = "charter.toml"
_SHARED = "pyproject.toml"
SETTINGS_FILES = (_OWN, _SHARED)
"""Where settings stand; the first that has any counts."""
_MAX_BYTES = 1024 * 1024
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLACEHOLDERS = ("{charter}", "{version}", "{ref}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a site."""

    title: str = "Service charters"
    base_url: str | None = None
    """Where the site will be found, ending in `/`; needed for feeds and the sitemap."""
    language: str = "en"
    """A language tag: of the pages that belong to no single charter."""
    description: str = ""
    content: str = "content"
    """The folder of the charters, relative to the project, with `/`."""
    feedback: str | None = None
    """For the charters that name none of their own: `mailto:` or an URL, with `{charter}`, `{version}`, `{ref}`."""
    form: Form = field(default_factory=Form)
    """What the words of the form tool's file mean."""
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    """What the project decided about rules, by code."""
    measure: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the ref of a promise, which label of a target each word of a ticket system stands for."""
    file: str | None = None
    """The file the settings stand in; `None` when every setting has its default."""

    def limit(self, code: str) -> int | None:
        """Return the number above which the rule speaks, in this project."""
        setting = self.rules.get(code)
        return setting.limit if setting and setting.limit is not None else CODES[code].limit


def find_project(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds a project. Raises `CharterError` when none does."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / _OWN).is_file() or _has_shared(folder):
            return folder
    raise CharterError(f'there is no {_OWN} in "{start}" or above it', "charter init")


def read_config(root: Path) -> Reading[Config]:
    """Return the settings of the project in `root`; a setting that cannot be read has its default.

    `charter.toml` counts when there is one, else `[tool.charter]` in `pyproject.toml`, else the defaults.
    """
    if (root / _OWN).is_symlink() or (root / _OWN).exists():
        reading = _read_file(root, _OWN, ())
        if not _has_shared(root):
            return reading
        source = SourceText(_SHARED, (root / _SHARED).read_text("utf-8", errors="replace"))
        twice = diagnose(
            "CH142",
            header_span(source, ("tool", "charter")),
            f'[tool.charter] in "{_SHARED}" is not read, because there is a "{_OWN}"',
            f"move its settings to {_OWN}",
            related=(Span(_OWN, 1, 1),),
        )
        return Reading(reading.value, (*reading.diagnostics, twice))
    if _has_shared(root):
        return _read_file(root, _SHARED, ("tool", "charter"))
    return Reading(Config())


def config_of(files: Mapping[str, bytes]) -> Config | None:
    """Return the settings of a project whose settings files, by name, say this; `None` where they cannot be read."""
    if _OWN in files:
        reading = _read_data(_OWN, (), files[_OWN])
    elif _SHARED in files and _is_shared(files[_SHARED]):
        reading = _read_data(_SHARED, ("tool", "charter"), files[_SHARED])
    else:
        return Config()
    is_unread = reading.value == Config(file=reading.value.file) and reading.diagnostics
    return None if is_unread else reading.value


def _has_shared(folder: Path) -> bool:
    data = read_bytes(folder, folder / _SHARED, _MAX_BYTES)
    return not isinstance(data, Diagnostic) and _is_shared(data)


def _is_shared(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        # Somebody's project all the same: they are told where the mistake is.
        return re.search(r"(?m)^\s*\[\s*tool\s*\.\s*charter\s*[\].]", text) is not None
    return isinstance(tool, dict) and "charter" in tool


def _read_file(root: Path, name: str, table: tuple[str, ...]) -> Reading[Config]:
    data = read_bytes(root, root / name, _MAX_BYTES)
    if isinstance(data, Diagnostic):
        return Reading(Config(file=name), (data,))
    return _read_data(name, table, data)


def _read_data(name: str, table: tuple[str, ...], data: bytes) -> Reading[Config]:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = SourceText(name, data[: error.start].decode("utf-8"))
        line, column = before.place(len(before.text))
        message = f'"{name}" is not valid UTF-8: byte 0x{data[error.start]:02x}'
        return Reading(Config(file=name), (diagnose("CH140", Span(name, line, column), message, "save it as UTF-8"),))
    source = SourceText(name, text)
    try:
        settings: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(Config(file=name), (_syntax_error(source, error),))
    except RecursionError:
        return Reading(Config(file=name), (diagnose("CH140", source.span(1, 1), f'"{name}" is nested too deep'),))
    for key in table:
        settings = settings[key]
    if not isinstance(settings, dict):
        message = "[tool.charter] is not a table of settings"
        return Reading(Config(file=name), (diagnose("CH140", setting_span(source, "tool", "charter"), message),))
    return _read_settings(source, table, settings)


def _syntax_error(source: SourceText, error: tomllib.TOMLDecodeError) -> Diagnostic:
    what = str(error)
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", what)
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    else:
        line, column = source.place(len(source.text.rstrip("\n")))
    what = what[: place.start()] if place else what
    words = source.line(line).strip()
    return diagnose(
        "CH140",
        source.span(line, column),
        f'"{words}" is not TOML: {what[:1].lower()}{what[1:]}',
        # The address alone is text; beside other settings of feedback it stands in their table.
        f'[feedback]\naddress = "{_EXAMPLES["feedback"]}"' if "[feedback" in words else 'title = "Our charters"',
    )


def _read_settings(source: SourceText, table: tuple[str, ...], settings: dict[str, Any]) -> Reading[Config]:
    values: dict[str, Any] = {}
    diagnostics: list[Diagnostic] = []
    places = {key: (*table, key) for key in settings}
    if isinstance(feedback := settings.get("feedback"), dict):
        form = read_form(source, places["feedback"], feedback)
        values["form"] = form.value
        diagnostics += form.diagnostics
        places["feedback"] = (*table, "feedback", "address")
        settings = {key: value for key, value in settings.items() if key != "feedback"}
        settings |= {"feedback": feedback["address"]} if "address" in feedback else {}
    for key, value in settings.items():
        span = setting_span(source, *places[key])
        if key in _TABLES:
            reading = _TABLES[key](source, (*table, key), value)
            values[key] = reading.value
            diagnostics += reading.diagnostics
            continue
        if key not in _SETTINGS:
            known = (*_SETTINGS, *_TABLES)
            near = difflib.get_close_matches(key.casefold().replace("-", "_"), known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"the settings are {', '.join(known)}"
            diagnostics.append(diagnose("CH141", span, f'"{key}" is not a setting', hint))
            continue
        if not isinstance(value, str):
            message = f'"{key}" is {kind_of(value)}, and must be text'
            diagnostics.append(diagnose("CH140", span, message, f'{key} = "{_EXAMPLES[key]}"'))
            continue
        try:
            values[key] = _SETTINGS[key](value.strip())
        except ValueError as error:
            message = f'"{value}" cannot be the {key}: {error}'
            diagnostics.append(diagnose("CH140", span, message, f'{key} = "{_EXAMPLES[key]}"'))
    return Reading(Config(**values, file=source.path), tuple(diagnostics))


def _title(words: str) -> str:
    if not words:
        raise ValueError("it is empty")
    return words


def _base_url(words: str) -> str:
    if re.search(r"[\s\\<>\"{}]", words) or any(ord(char) < 0x20 for char in words):
        raise ValueError("it has characters that no address has")
    parts = urlsplit(words)
    if parts.scheme not in {"http", "https"}:
        raise ValueError("it does not begin with https:// or http://")
    if not parts.hostname:
        raise ValueError("it names no host")
    parts.port  # noqa: B018 - raises ValueError, in words, for a port that is none
    if parts.username is not None or parts.password is not None:
        raise ValueError("it has a user name in it, which would be published")
    if parts.query or parts.fragment or words.endswith(("?", "#")):
        raise ValueError('pages cannot be added after "?" or "#"')
    return words.rstrip("/") + "/"


def _language(words: str) -> str:
    if not _LANGUAGE_TAG.fullmatch(words):
        raise ValueError("it is not a language tag")
    return words


def _content(words: str) -> str:
    path = PurePosixPath(words)
    if "\\" in words or re.match(r"[A-Za-z]:", words) or path.is_absolute() or ".." in path.parts or "\0" in words:
        raise ValueError("it leads out of the project, or would on some computers")
    if not path.parts:
        raise ValueError("it is the project's own folder; charters need one to themselves")
    if any(part.startswith(".") for part in path.parts):
        raise ValueError("a name in it begins with a dot, and such folders are not published")
    return path.as_posix()


def _feedback(words: str) -> str:
    if not re.match(r"(https?://|mailto:)[^\s<>\"\\]+$", words):
        raise ValueError("it is neither a mailto: address nor an https:// address")
    unknown = [name for name in re.findall(r"\{[^{}]*\}", words) if name not in _PLACEHOLDERS]
    if unknown:
        raise ValueError(f"{unknown[0]} is none of {', '.join(_PLACEHOLDERS)}")
    return words


_SETTINGS: dict[str, Callable[[str], str]] = {
    "title": _title,
    "base_url": _base_url,
    "language": _language,
    "description": str,
    "content": _content,
    "feedback": _feedback,
}
_TABLES: dict[str, Callable[[SourceText, tuple[str, ...], Any], Reading[Any]]] = {
    "rules": read_rules,
    "measure": read_segments,
}
_EXAMPLES = {
    "title": "Our charters",
    "base_url": "https://charters.example.org/",
    "language": "en",
    "description": "What we expect of each other",
    "content": "content",
    "feedback": "mailto:desk@example.org",
}
