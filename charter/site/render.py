"""Views become bytes: the templates, the words of the theme, and its assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from charter.site.pages import Page


def theme_folder() -> Path:
    """Return the folder of the theme that comes with this package."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


class Renderer:
    """Renders pages with the first template that `template_folders` hold; the theme's own folder comes last.

    A file of a folder overrides the file of the same name in the folders after it. A template reaches the theme's own
    as `theme/NAME`, so that it can extend what it overrides.
    """

    def __init__(self, template_folders: Sequence[Path] = ()) -> None:
        raise NotImplementedError

    def render(self, page: Page) -> bytes:
        """Return the page as UTF-8. Raises `CharterError` when a template is at fault, with its file and line."""
        raise NotImplementedError

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of every file in the folders' `assets/`, in order; paths begin with `assets/`."""
        raise NotImplementedError
