"""The shapes on the wire, a file per noun: inputs are strict, outputs are also the schema's words."""
