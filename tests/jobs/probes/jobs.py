"""The kinds the tests run. What they publish is a line in the history, so that twice would be seen."""

import time
from pathlib import Path
from typing import Any

from activity.services import record
from common.errors import Invalid
from jobs.context import JobContext
from jobs.interruptions import Transient
from jobs.models import Job
from jobs.registry import kind


def published(context: JobContext) -> None:
    """Leave the trace that counts, inside the publishing transaction."""
    record("probe.published", target_kind="job", target_id=context.job.pk, project_id=context.project.pk)


def sweep_up(job: Job) -> None:
    """Remove the file a slow probe leaves beside its gate."""
    gate = job.params.get("gate")
    if gate:
        Path(f"{gate}.debris").unlink(missing_ok=True)


@kind("probe.count", unit="steps")
def count(context: JobContext) -> dict[str, Any]:
    """Count to `steps` and publish without ceremony."""
    steps = int(context.params.get("steps", 3))
    for step in range(steps):
        context.progress(step + 1, steps)
    return {"steps": steps}


@kind("probe.slow", unit="steps", cleanup=sweep_up)
def slow(context: JobContext) -> None:
    """Say where it runs, wait until the gate is opened, publish once."""
    gate = Path(context.params["gate"])
    Path(f"{gate}.debris").write_text("half a file")
    with Path(f"{gate}.runs").open("a") as runs:
        runs.write(f"{context.token}\n")
    step = 0
    while not gate.exists():
        step += 1
        context.progress(step, 1000)
        time.sleep(0.05)
    with context.publish() as result:
        published(context)
        result["token"] = context.token


@kind("probe.stuck", unit="steps")
def stuck(context: JobContext) -> None:
    """Wait for the gate without ever asking whether it may go on: a worker that was frozen."""
    gate = Path(context.params["gate"])
    Path(f"{gate}.started").write_text("yes")
    while not gate.exists():
        time.sleep(0.05)
    with context.publish():
        published(context)


@kind("probe.refuses", unit="steps")
def refuses(context: JobContext) -> None:
    """Fail for good, in words."""
    raise Invalid("Line 3 is not JSON: a comma is missing.")


@kind("probe.breaks", unit="steps")
def breaks(context: JobContext) -> None:
    """Fail through a fault of ours, after writing something that must not stay."""
    with context.publish():
        published(context)
        raise ZeroDivisionError


@kind("probe.flickers", unit="steps", max_attempts=3)
def flickers(context: JobContext) -> None:
    """Fail in a way that passes by the attempt named in `until`."""
    if context.job.attempts < int(context.params.get("until", 99)):
        raise Transient("the other side is away")
    with context.publish():
        published(context)


@kind("probe.interrupted", unit="steps")
def interrupted(context: JobContext) -> None:
    """End the process in the middle, as a shutdown or Ctrl-C does."""
    raise {"exit": SystemExit, "ctrl-c": KeyboardInterrupt}[context.params["by"]]
