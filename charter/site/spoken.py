"""Marks of a comparison with the words that say them, for those who do not see them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_MARK = re.compile(r'<(?P<tag>ins|del)(?: class="(?P<kind>moved|address)")?>(?P<link>(?=<(?:a|img)\b))?')
_MARKUP = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"&lt;/?[a-zA-Z][\w:-]*(?:\s(?:[^<>&]|&(?:quot|#34|#39|amp);)*)?&gt;")
"""A tag of another tool, which is shown as words."""


def spoken(
    marked: Markup,
    *,
    added: str,
    removed: str,
    moved: str,
    moved_away: str,
    leads_elsewhere: str,
    led_elsewhere: str,
    led_to: str,
) -> Markup:
    """Return HTML of `charter.compare.markup` of which every mark carries what it means.

    What moved, and an address that stands in the text, say so for everybody. The other words stand in `data-said`, from
    where the style sheet gives them to assistive technology alone.
    """

    def say(mark: re.Match[str]) -> str:
        tag, kind = mark["tag"], mark["kind"]
        if kind == "moved":
            return f"{mark[0]}{escape(moved if tag == 'ins' else moved_away)}"
        if kind == "address" and mark["link"] is None:
            return f'<del class="address" data-said="{escape(led_to)}">'
        if kind == "address":
            return f'<{tag} class="led" data-said="{escape(leads_elsewhere if tag == "ins" else led_elsewhere)}">'
        return f'<{tag} data-said="{escape(added if tag == "ins" else removed)}">'

    return Markup(_MARK.sub(say, _with_quiet_tags(marked)))  # noqa: S704 - the marks are ours, and the words are escaped


def _with_quiet_tags(marked: Markup) -> str:
    """Return HTML in which tags that stand there as words step back behind those that are read."""
    if "&lt;" not in marked:
        return marked
    parts = _MARKUP.split(marked)
    parts[::2] = [_TAG.sub(r'<span class="notation">\g<0></span>', words) for words in parts[::2]]
    return "".join(parts)
