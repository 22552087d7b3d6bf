"""`_headers`: what a host that reads it sends with every page."""

from __future__ import annotations

_POLICY = (
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
    "object-src 'none'",
)
_HEADERS = f"""\
/*
  Content-Security-Policy: {"; ".join(_POLICY)}
  X-Content-Type-Options: nosniff
  X-Frame-Options: SAMEORIGIN
  Referrer-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Cross-Origin-Opener-Policy: same-origin
/assets/*
  Cache-Control: public, max-age=3600
"""


def headers_file() -> bytes:
    """Return the file `_headers`: nothing is loaded from elsewhere, assets are kept for an hour."""
    return _HEADERS.encode()
