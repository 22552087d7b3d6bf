"""Two texts go in, what changed for whom comes out; no opinion, no IO."""
