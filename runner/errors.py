"""The one way in which starting says no."""


class Refusal(Exception):
    """Starting is refused: the message is one line that says what is wrong and what to do."""
