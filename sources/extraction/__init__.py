"""The text of documents that are not plain text: read by kept libraries, in a process of its own that may be killed."""
