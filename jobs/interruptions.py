"""The ways a run ends that are neither done nor failed; and the failure worth another try."""


class Interruption(Exception):  # noqa: N818 - not an error
    """The run stops here; whatever it has not published is void."""


class LostLease(Interruption):
    """Another worker has this job, or it is over: this one may not publish and touches the job no more."""


class Cancelled(Interruption):
    """A person asked for the end."""


class Transient(Exception):  # noqa: N818 - says what it is
    """Raised by a run for a failure that may pass by itself: the job is tried again after a pause."""
