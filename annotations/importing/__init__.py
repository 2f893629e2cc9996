"""Moving in: texts with their spans from other tools, and from Attest's own files.

`formats` read a file into plain items, `offsets` find what the file counts, `mapping` says what each label becomes,
`placing` and `building` turn items into sentences and tags, `storing` writes them, `services` are the doors.
"""
