"""Diagnostics as JUnit XML, which nearly every build server can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from charter.report.places import whole_path
from charter.report.text import ordered, place, visible
from charter.source import Diagnostic, Severity

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(diagnostics: Iterable[Diagnostic], checked: Sequence[str], prefix: str = "") -> str:
    """Return one suite for each charter in `checked` (its folder or file), and one for each other file with findings.

    An error or a warning is a failed case, a note a passed one; a charter with no findings has one case, which passed.
    `prefix` is the project's folder as seen from the top of its repository.
    """
    found: dict[str, list[Diagnostic]] = {path: [] for path in checked}
    for item in ordered(diagnostics):
        home = next((path for path in checked if item.span.path == path or item.span.path.startswith(f"{path}/")), None)
        found.setdefault(home or item.span.path, []).append(item)
    root = ET.Element("testsuites", name="charter check")
    for path, items in sorted(found.items()):
        suite = ET.SubElement(root, "testsuite", name=_clean(whole_path(path, prefix)))
        for item in items:
            _add_case(suite, item, prefix)
        if not items:
            ET.SubElement(suite, "testcase", classname=suite.attrib["name"], name="nothing to report")
    for counted in (*root, root):
        counted.set("tests", str(len(counted.findall(".//testcase"))))
        counted.set("failures", str(len(counted.findall(".//failure"))))
        counted.set("errors", "0")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _add_case(suite: ET.Element, item: Diagnostic, prefix: str) -> None:
    name = f"{item.code} {item.name} {place(item.span)}"
    path = whole_path(item.span.path, prefix)
    case = ET.SubElement(suite, "testcase", classname=_clean(path), name=_clean(name), file=_clean(path))
    if item.span.line is not None:
        case.set("line", str(item.span.line))
    words = _clean(item.message if item.hint is None else f"{item.message}\nhint: {item.hint}")
    if item.severity is not Severity.INFO:
        ET.SubElement(case, "failure", type=str(item.severity), message=words)


def _clean(words: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", visible(words))
