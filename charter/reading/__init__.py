"""Markdown, YAML and CSV become model values and diagnostics; reading never fails on content."""
