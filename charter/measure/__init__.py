"""What was measured and how both sides see it, read against what was promised at that time."""
