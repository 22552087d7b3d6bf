"""What a site consists of: views, pages, data. It returns bytes and writes nothing."""
