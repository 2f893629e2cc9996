"""One reader a tool: bytes in, items out; no database, no opinion about what a label means."""
