"""The review: what the parties look at when they sit down, and the entry that says what they decided."""
