"""An app that only the tests install: moving tags one sentence at a time, waiting to be killed."""
