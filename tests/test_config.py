"""Settings are read as they are meant, and what is wrong with them is said where it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from builders import project, write

from charter.config import Config, find_project, read_config
from charter.config.form import Form
from charter.source import CharterError, Diagnostic

DOCS = Path(__file__).parents[1] / "docs" / "configuration.md"


def read(folder: Path, config: str) -> tuple[Config, tuple[Diagnostic, ...]]:
    reading = read_config(project(folder, {}, config=config))
    return reading.value, reading.diagnostics


def only(found: tuple[Diagnostic, ...]) -> Diagnostic:
    assert len(found) == 1, found
    return found[0]


def test_a_project_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_config(project(tmp_path, {}, config=None)).value == Config()
    assert read(tmp_path, "") == (Config(file="charter.toml"), ())


def test_every_setting_is_read(tmp_path: Path) -> None:
    config, found = read(
        tmp_path,
        """
        title = "Rivermouth"
        base_url = "https://example.org/charters"
        language = "fr-CA"
        description = "Chartes"
        content = "texts/charters"
        feedback = "https://example.org/say?about={charter}"
        """,
    )
    assert found == ()
    assert config == Config(
        title="Rivermouth",
        base_url="https://example.org/charters/",
        language="fr-CA",
        description="Chartes",
        content="texts/charters",
        feedback="https://example.org/say?about={charter}",
        file="charter.toml",
    )


@pytest.mark.parametrize("written", ["https://example.org", "https://example.org/", "https://example.org//"])
def test_an_address_ends_in_one_slash(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f'base_url = "{written}"')[0].base_url == "https://example.org/"


@pytest.mark.parametrize(
    "address",
    [
        "example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///x", "//example.org", "",
        "https://me:secret@example.org", "https://example.org/?a=b", "https://example.org/#a", "https://example.org:port",
        "https://exa mple.org", "https://example.org/<script>",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_reported_and_not_used(tmp_path: Path, address: str) -> None:
    config, found = read(tmp_path, f'title = "T"\nbase_url = "{address}"\n')
    problem = only(found)
    assert (problem.code, problem.span.line, problem.span.column) == ("CH140", 2, 1)
    assert f'"{address}"' in problem.message
    assert config == Config(title="T", file="charter.toml")


@pytest.mark.parametrize(
    "folder", ["..", "../texts", "/srv/texts", "a/../../b", "C:/texts", "a\\\\b", ".", "", ".git", "a/.b"]
)
def test_a_content_folder_elsewhere_is_refused(tmp_path: Path, folder: str) -> None:
    config, found = read(tmp_path, f'content = "{folder}"')
    assert only(found).code == "CH140"
    assert config.content == "content"


@pytest.mark.parametrize("written", ["texts/", "./texts", "texts//"])
def test_a_content_folder_has_one_spelling(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f'content = "{written}"')[0].content == "texts"


@pytest.mark.parametrize(
    "address", ["desk@example.org", "javascript:alert(1)", "https://a b", "https://a/{promise}", ""]
)
def test_a_feedback_address_that_is_none_is_reported(tmp_path: Path, address: str) -> None:
    config, found = read(tmp_path, f'feedback = "{address}"')
    assert only(found).code == "CH140"
    assert config.feedback is None


@pytest.mark.parametrize("value", ["1", "true", "[]", "{}", "1.5", "2026-01-05", "12:00:00"])
def test_a_setting_of_another_type_is_reported_where_it_stands(tmp_path: Path, value: str) -> None:
    config, found = read(tmp_path, f'description = "d"\n\n  title = {value}\n')
    problem = only(found)
    assert (problem.code, problem.span.line, problem.span.column) == ("CH140", 3, 3)
    assert problem.hint == 'title = "Our charters"'
    assert config.title == Config().title


def test_an_unknown_setting_is_reported_with_the_nearest(tmp_path: Path) -> None:
    config, found = read(tmp_path, 'title = "T"\nbase-url = "https://example.org"\n[theme]\ncolour = "red"\n')
    assert [(item.code, item.span.line, item.hint) for item in found] == [
        ("CH141", 2, 'did you mean "base_url"?'),
        ("CH141", 3, "the settings are title, base_url, language, description, content, feedback, rules, measure"),
    ]
    assert config.title == "T"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('title = "T"\nlanguage = en\n', 2, 12),
        ('title = "T"\ntitle = "U"\n', 2, 12),
        ("title = [\n", 1, 10),
        ('title = "T', 1, 11),
        ("[[[\n", 1, 3),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, text: str, line: int, column: int) -> None:
    config, found = read(tmp_path, text)
    problem = only(found)
    assert (problem.code, problem.span.path) == ("CH140", "charter.toml")
    assert problem.span.line == line
    assert abs((problem.span.column or 0) - column) <= 1
    assert config == Config(file="charter.toml")


def test_an_address_beside_the_words_of_a_form_is_told_where_it_belongs(tmp_path: Path) -> None:
    config, found = read(tmp_path, 'feedback = "mailto:a@b.org"\n[feedback.columns]\ndate = "When"\n')
    assert (only(found).code, only(found).span.line) == ("CH140", 2)
    assert only(found).hint == '[feedback]\naddress = "mailto:desk@example.org"'
    mended = '[feedback]\naddress = "mailto:a@b.org"\n[feedback.columns]\ndate = "When"\n'
    config, found = read(tmp_path, mended)
    assert found == ()
    assert (config.feedback, config.form.columns) == ("mailto:a@b.org", {"date": "When"})


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('[feedback]\naddress = "nowhere"', 2, "CH140"),
        ("[feedback]\ndelimiter = 'x'", 2, "CH140"),
        ("[feedback]\nencoding = 'klingon'", 2, "CH140"),
        ("[feedback]\ndates = '%H:%M'", 2, "CH140"),
        ("[feedback]\ndates = 1", 2, "CH140"),
        ("[feedback]\ncolumn = 'x'", 2, "CH141"),
        ("[feedback]\ncolumns = 'x'", 2, "CH140"),
        ("[feedback.columns]\nwhen = 'x'", 2, "CH141"),
        ("[feedback.columns]\ndate = ''", 2, "CH140"),
        ("[feedback.scores]\ngood = 3", 2, "CH140"),
        ("[feedback.scores]\ngood = true", 2, "CH140"),
        ("[feedback.parties]\nteacher = 1", 2, "CH140"),
        ("[feedback.refs]\nother = 1", 2, "CH140"),
    ],
)
def test_what_a_form_cannot_mean_is_told_with_its_line(tmp_path: Path, text: str, line: int, code: str) -> None:
    config, found = read(tmp_path, text)
    assert (only(found).code, only(found).span.line) == (code, line)
    assert config.feedback is None
    assert config.form == Form()


def test_keys_inside_long_texts_are_not_taken_for_settings(tmp_path: Path) -> None:
    _, found = read(tmp_path, 'description = """\nlanguage = 1\n"""\n"language" = 2\n')
    assert (only(found).span.line, only(found).span.column) == (4, 1)


@pytest.mark.parametrize(("data", "place"), [(b'title = "caf\xe9"', (1, 13)), (b"\xff\xfet\0", (1, 1))])
def test_a_file_that_is_not_utf_8_is_reported(tmp_path: Path, data: bytes, place: tuple[int, int]) -> None:
    write(project(tmp_path, {}) / "charter.toml", data)
    problem = only(read_config(tmp_path).diagnostics)
    assert (problem.code, (problem.span.line, problem.span.column)) == ("CH140", place)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    write(project(tmp_path, {}) / "charter.toml", b'\xef\xbb\xbftitle = "T"\r\nlanguage = "fr"\r\n')
    assert read_config(tmp_path).value == Config(title="T", language="fr", file="charter.toml")


def test_nesting_without_end_is_a_diagnostic(tmp_path: Path) -> None:
    _, found = read(tmp_path, "title = " + "[" * 100_000)
    assert only(found).code == "CH140"


def test_settings_may_stand_in_pyproject_toml(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\n[tool.charter]\ntitle = "T"\nlanguage = 3\n'}
    reading = read_config(project(tmp_path, {}, config=None, files=files))
    assert reading.value == Config(title="T", file="pyproject.toml")
    assert (only(reading.diagnostics).span.path, only(reading.diagnostics).span.line) == ("pyproject.toml", 5)


def test_another_tools_pyproject_toml_is_none_of_ours(tmp_path: Path) -> None:
    files = {"pyproject.toml": "[tool.ruff]\nline-length = 120\n[tool.charterhouse]\na = 1\n"}
    assert read_config(project(tmp_path, {}, config=None, files=files)).value == Config()


@pytest.mark.parametrize("text", ["[tool]\ncharter = 3\n", "tool.charter = true\n"])
def test_a_table_that_is_none_is_reported(tmp_path: Path, text: str) -> None:
    reading = read_config(project(tmp_path, {}, config=None, files={"pyproject.toml": text}))
    assert only(reading.diagnostics).code == "CH140"


def test_of_two_files_charter_toml_wins_and_says_so(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\n\n[tool.charter]\ntitle = "theirs"\n'}
    reading = read_config(project(tmp_path, {}, config='title = "ours"\n', files=files))
    assert reading.value.title == "ours"
    problem = only(reading.diagnostics)
    assert (problem.code, problem.span.path, problem.span.line) == ("CH142", "pyproject.toml", 4)


def test_a_configuration_that_links_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "p", {}, config=None)
    write(tmp_path / "elsewhere.toml", 'title = "secret"')
    (root / "charter.toml").symlink_to("../elsewhere.toml")
    reading = read_config(root)
    assert only(reading.diagnostics).code == "CH127"
    assert reading.value.title == Config().title


@pytest.mark.parametrize("name", ["charter.toml", "pyproject.toml"])
def test_a_project_is_found_from_any_folder_in_it(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "[tool.charter]\n" if name == "pyproject.toml" else "")
    deep = tmp_path / "content" / "a" / "versions"
    deep.mkdir(parents=True)
    assert find_project(deep) == tmp_path
    assert find_project(tmp_path) == tmp_path


def test_a_project_with_a_mistake_in_pyproject_toml_is_still_found(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.charter]\ntitle =\n")
    assert find_project(tmp_path) == tmp_path
    assert only(read_config(tmp_path).diagnostics).code == "CH140"


def test_without_a_project_there_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CharterError) as caught:
        find_project(tmp_path)
    assert caught.value.hint == "charter init"


def test_the_documentation_names_every_setting_and_its_example_is_read_without_findings(tmp_path: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    own = [example for example in examples if "tool.charter" not in example]
    shared = [example for example in examples if "tool.charter" in example]
    assert own
    assert shared
    settings = {*Config.__dataclass_fields__} - {"file", "form"}  # the form stands under feedback
    for name in settings:
        assert re.search(rf"^### `{name}`", text, re.MULTILINE), name
    assert set(tomllib.loads(own[0])) == settings
    for number, example in enumerate(own):
        reading = read_config(project(tmp_path / f"own{number}", {}, config=example))
        assert reading.diagnostics == ()
    for number, example in enumerate(shared):
        files = {"pyproject.toml": example}
        reading = read_config(project(tmp_path / f"shared{number}", {}, config=None, files=files))
        assert reading.diagnostics == ()
        assert reading.value != Config(file="pyproject.toml")


def test_the_words_of_a_ticket_system_stand_for_labels(tmp_path: Path) -> None:
    config, found = read(
        tmp_path, '[measure.first-reply.segments]\nP1 = "outages"\n"*" = " the rest "\n[measure.other]\n'
    )
    assert found == ()
    assert config.measure == {"first-reply": {"P1": "outages", "*": "the rest"}}


@pytest.mark.parametrize(
    ("written", "code", "line", "words"),
    [
        ('measure = "x"', "CH140", 1, '"measure" is text'),
        ("[measure]\nfirst-reply = 3", "CH140", 2, '"first-reply" is a number'),
        ("[measure.first-reply]\nsegment = {}", "CH141", 2, '"segment" is not a setting'),
        ("[measure.first-reply]\nsegments = []", "CH140", 2, '"segments" is a list'),
        ("[measure.first-reply.segments]\nP1 = 1", "CH140", 2, '"P1" stands for a number'),
        ('[measure.first-reply.segments]\nP1 = " "', "CH140", 2, '"P1" stands for'),
    ],
)
def test_what_stands_for_no_label_is_told(tmp_path: Path, written: str, code: str, line: int, words: str) -> None:
    config, found = read(tmp_path, written)
    told = only(found)
    assert (told.code, told.span.line) == (code, line)
    assert words in told.message
    assert told.hint
    assert not any(config.measure.values())
