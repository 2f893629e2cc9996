"""Word lists shipped with Attest: generic words only, none particular to any text."""
