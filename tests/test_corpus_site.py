"""A site of real documents: each a charter, each text a version; no error, and no word lost."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from charter.cli import main
from tests import corpus

WORD = re.compile(r"\w+")
SILENT = {"style", "script", "template"}


class Words(HTMLParser):
    """The words of a page as a reader without style sheets sees them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.found.update(WORD.findall(dict(attrs).get("alt") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.update(WORD.findall(data))


def body(text: str) -> str:
    """Return a text without its front matter and the ids of its headings."""
    found = re.match(r"---[ \t]*\n.*?\n(---|\.\.\.)[ \t]*\n", text, re.DOTALL)
    # `{#id}` at the end of a heading is markup as well: the id of the place.
    return re.sub(r"^(#+ .*?)\{#[^}\s]+\}[ \t]*$", r"\1", text[found.end() :] if found else text, flags=re.MULTILINE)


def words_of_markdown(text: str) -> Counter[str]:
    """Return the words that a text holds, markup aside, read with the parser alone; raw HTML is text."""
    found: Counter[str] = Counter()
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for token in parser.parse(body(text)):
        if token.type in {"fence", "code_block"}:
            found.update(WORD.findall(token.content))
        for child in token.children or ():
            found.update(WORD.findall(child.content))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str, Path]]]:
    """Build the corpus as charters and return the site's folder and, of every text, its charter, label and file."""
    root = tmp_path_factory.mktemp("corpus")
    (root / "charter.toml").write_text('title = "Real documents"\n', encoding="utf-8")
    texts = []
    for name, files in corpus.documents():
        charter = name.replace("/", "-")
        folder = root / "content" / charter
        (folder / "versions").mkdir(parents=True)
        for number, file in enumerate(files, 1):
            shutil.copyfile(file, folder / "versions" / f"{number}.0.md")
            texts.append((charter, f"{number}.0", file))
        shutil.copyfile(files[-1], folder / "charter.md")
    result = CliRunner().invoke(
        main, ["--project", str(root), "build", "--today", "2026-11-22"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.stderr[-2000:]
    return root / "site", texts


def test_every_text_has_its_page_and_no_word_is_lost(site: tuple[Path, list[tuple[str, str, Path]]]) -> None:
    folder, texts = site
    lost = {}
    for charter, label, file in texts:
        page = Words()
        page.feed((folder / charter / "v" / f"{label}.html").read_text(encoding="utf-8"))
        missing = words_of_markdown(file.read_text(encoding="utf-8")) - page.found
        if missing:
            lost[f"{charter} {label}"] = missing
    assert lost == {}
    assert len(texts) >= 20
