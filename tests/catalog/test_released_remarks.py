"""What is said of a released text: only what somebody can do something about."""

from __future__ import annotations

from pathlib import Path

from charter.catalog import load_catalog
from charter.config import Config
from tests.builders import charter_text, project, promise

VAGUE = promise(target="promptly")
BROKEN = "---\nlayout: post\ndescription: 'it's broken'\n---\n\n# Words\n\nOnly prose.\n"


def codes(root: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in load_catalog(root, Config()).diagnostics:
        found.setdefault(item.span.path.removeprefix("content/desk/"), set()).add(item.code)
    return found


def test_vague_words_are_told_in_the_working_text_and_not_in_a_version(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        charters={
            "desk": {
                "charter.md": charter_text(promises=VAGUE),
                "versions/1.0.md": charter_text(promises=VAGUE, version="1.0"),
            }
        },
    )
    found = codes(root)
    assert "CH207" in found["charter.md"]
    assert "versions/1.0.md" not in found


def test_an_error_in_a_version_is_told(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        charters={
            "desk": {"charter.md": charter_text(), "versions/1.0.md": charter_text(version="2.0")},
        },
    )
    assert "CH150" in codes(root)["versions/1.0.md"]


def test_front_matter_of_another_tool_that_is_no_yaml_is_a_warning(tmp_path: Path) -> None:
    root = project(tmp_path, charters={"desk": {"charter.md": BROKEN}})
    found = [item for item in load_catalog(root, Config()).diagnostics if item.code == "CH105"]
    assert [item.severity for item in found] == ["warning"]


def test_front_matter_of_a_charter_that_is_no_yaml_is_an_error(tmp_path: Path) -> None:
    broken = charter_text().replace("title: Support desk", "title: 'it's broken'", 1)
    root = project(tmp_path, charters={"desk": {"charter.md": broken}})
    found = [item for item in load_catalog(root, Config()).diagnostics if item.code == "CH105"]
    assert [item.severity for item in found] == ["error"]
