"""From received bytes to sources: one file per format, all pure; nothing here knows the database."""
