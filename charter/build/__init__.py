"""What a site consists of, file by file, and how it gets onto the disk."""
