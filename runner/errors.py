"""The one way in which starting says no."""


class Refusal(Exception):  # noqa: N818 - a refusal, not a fault of the program
    """Starting is refused: the message is one line that says what is wrong and what to do."""
