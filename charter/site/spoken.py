"""Marks of a comparison with the words that say them, for those who do not see them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_MARK = re.compile(r'<(?P<tag>ins|del)(?P<rest> class="(?P<kind>moved|address)")?>')


def spoken(
    marked: Markup, *, added: str, removed: str, moved: str, moved_away: str, leads_elsewhere: str, led_to: str
) -> Markup:
    """Return HTML of `charter.compare.markup` of which every mark carries what it means.

    What moved says so for everybody; the other words stand in `data-said`, from where the style sheet gives them to
    assistive technology alone.
    """
    words = {
        ("ins", None): added,
        ("del", None): removed,
        ("ins", "moved"): moved,
        ("del", "moved"): moved_away,
        ("ins", "address"): leads_elsewhere,
        ("del", "address"): led_to,
    }

    def say(match: re.Match[str]) -> str:
        tag, kind = match["tag"], match["kind"]
        said = escape(words[tag, kind])
        if kind == "moved":
            return f"{match[0]}{said}"
        return f'<{tag}{match["rest"] or ""} data-said="{said}">'

    return Markup(_MARK.sub(say, marked))  # noqa: S704 - the marks are ours, and the words are escaped
