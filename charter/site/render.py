"""Views become bytes: the templates, the words of the theme, and its assets."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from charter.site.shelf import Page
from charter.site.words import filters
from charter.source import CharterError

_HINT = "mend the template, or delete it to use the one that comes with charter"


@cache
def theme_folder() -> Path:
    """Return the folder of the theme that comes with this package."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def _read_words(file: Path) -> NullTranslations:
    """Return the words of a gettext catalogue as translators write it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    compiled = BytesIO()
    try:
        with file.open("rb") as source:
            write_mo(compiled, read_po(source, abort_invalid=True))
    except (PoFileError, UnicodeDecodeError) as error:
        raise CharterError(f"{file}: {error}", "mend the catalogue; msgfmt --check names the line") from error
    compiled.seek(0)
    return GNUTranslations(compiled)


class Renderer:
    """Renders pages with the first template that `template_folders` hold; the theme's own folder comes last.

    A file of a folder overrides the file of the same name in the folders after it. A template reaches the theme's own
    as `theme/NAME`, so that it can extend what it overrides.
    """

    def __init__(self, template_folders: Sequence[Path] = ()) -> None:
        theme = theme_folder()
        own = [folder.resolve() for folder in template_folders]
        self._folders = (*(folder for folder in dict.fromkeys(own) if folder != theme), theme)
        loaders = [FileSystemLoader(folder) for folder in self._folders]
        self._loader = ChoiceLoader([*loaders, PrefixLoader({"theme": loaders[-1]})])
        self._environments: dict[str, ImmutableSandboxedEnvironment] = {}
        self._catalogues: dict[str, NullTranslations] = {}

    def render(self, page: Page) -> bytes:
        """Return the page as UTF-8. Raises `CharterError` when a template is at fault, with its file and line."""
        try:
            template = self._environment(page.view.frame.language).get_template(page.template)
            text = template.render(view=page.view)
        except TemplateSyntaxError as error:
            place = f"{error.filename or error.name}:{error.lineno}"
            raise CharterError(f"{place}: {error.message} (for the page {page.path})", _HINT) from error
        except TemplateNotFound as error:
            place = self._place(error) or page.template
            raise CharterError(f'{place}: there is no template "{error}" (for the page {page.path})', _HINT) from error
        except Exception as error:
            # Whatever a template does wrong is its author's to mend; anything else is a bug of ours.
            template_line = self._place(error)
            if template_line is None:
                raise
            raise CharterError(f"{template_line}: {error} (for the page {page.path})", _HINT) from error
        return text.encode()

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of every file in the folders' `assets/`, in order; paths begin with `assets/`."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            for file in (folder / "assets").rglob("*"):
                path = file.relative_to(folder).as_posix()
                is_inside = file.resolve().is_relative_to(folder)
                if is_inside and file.is_file() and not any(part.startswith(".") for part in path.split("/")):
                    found.setdefault(path, file)
        for path in sorted(found):
            yield path, found[path].read_bytes()

    def _environment(self, language: str) -> ImmutableSandboxedEnvironment:
        if language not in self._environments:
            environment = ImmutableSandboxedEnvironment(
                loader=self._loader,
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                auto_reload=False,
                extensions=["jinja2.ext.i18n"],
            )
            environment.policies["ext.i18n.trimmed"] = True
            environment.filters.update(filters(language))
            words = self.words(language)
            environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
            self._environments[language] = environment
        return self._environments[language]

    def words(self, language: str) -> NullTranslations:
        """Return the theme's words in a language; English where nobody has put them into it."""
        if language not in self._catalogues:
            self._catalogues[language] = self._find_words(language)
        return self._catalogues[language]

    def _find_words(self, language: str) -> NullTranslations:
        tag = language.replace("_", "-").lower()
        for name in (tag, tag.partition("-")[0]):
            for folder in self._folders:
                file = folder / "words" / f"{name}.po"
                if name.replace("-", "").isalnum() and file.is_file():
                    return _read_words(file)
        return NullTranslations()

    def _place(self, error: BaseException) -> str | None:
        """Return the template's file and line in which the error arose; `None` when no template was at work."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.endswith(".html") and Path(frame.filename).is_relative_to(self._folders[-1]):
                return f"{frame.filename}:{frame.lineno}"
            if any(Path(frame.filename).is_relative_to(folder) for folder in self._folders[:-1]):
                return f"{frame.filename}:{frame.lineno}"
        return None
