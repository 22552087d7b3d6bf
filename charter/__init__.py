"""Living service charters: shared expectations in Markdown, rendered as versioned, diffable sites."""

__version__ = "0.1.0"
