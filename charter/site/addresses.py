"""Where a reader says how a promise is going: an address that carries charter, version and ref."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto"})


def feedback_address(template: str | None, charter: str, version: str, ref: str) -> str | None:
    """Return the address that `template` makes for a promise.

    `{charter}`, `{version}` and `{ref}` in it become theirs. A mail without a subject gets them as one. Where the
    template has none of them they are added otherwise too: in the body of a mail, as the title of a new issue, to any
    other address as three parameters.
    """
    if not template:
        return None
    try:
        parts = urlsplit(template)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    said = {"charter": charter, "version": version, "ref": ref}
    is_said = any(f"{{{name}}}" in template for name in said)
    for name, words in said.items():
        template = template.replace(f"{{{name}}}", quote(words, safe=""))
    subject = quote(" ".join(filter(None, said.values())), safe="")
    names = {unquote(pair.partition("=")[0]).lower() for pair in parts.query.split("&")}
    if parts.scheme.lower() == "mailto":
        free = next((name for name in (("subject",) if is_said else ("subject", "body")) if name not in names), None)
        added = f"{free}={subject}" if free else ""
    elif is_said:
        return template
    elif parts.path.rstrip("/").endswith("/issues/new"):
        key = "issue[title]" if "/-/" in parts.path else "title"
        added = f"{quote(key)}={subject}" if key not in names else ""
    else:
        added = "&".join(f"{name}={quote(words, safe='')}" for name, words in said.items() if name not in names)
    if not added:
        return template
    address, sign, fragment = template.partition("#")
    return f"{address}{'&' if parts.query else '' if address.endswith('?') else '?'}{added}{sign}{fragment}"
