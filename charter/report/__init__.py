"""Printers: what diagnostics look like to people and to programs. Nothing here prints; it returns text."""
