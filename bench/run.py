"""`python -m bench.run --sentences N --out F.json`: measure a running site through HTTP, as its own pages use it."""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.client import Client

WORDS = tuple(
    "council minister convoy border village river bridge officer witness patrol market harbour school doctor "  # noqa: SIM905
    "driver statement evening morning signal unit radio crowd strike protest fire gate valley north team".split()
)


def sentences(count: int, seed: int = 7) -> list[str]:
    """`count` distinct sentences of 12 to 22 words; the same for the same seed."""
    chance = random.Random(seed)
    return [
        f"S{n:06d} {' '.join(chance.choice(WORDS) for _ in range(chance.randint(12, 22)))}."
        for n in range(count)
    ]


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Count, p50, p95 and maximum in milliseconds."""
    ranked = sorted(seconds)
    return {
        "n": len(ranked),
        "p50_ms": round(statistics.median(ranked) * 1000, 2),
        "p95_ms": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] * 1000, 2),
        "max_ms": round(ranked[-1] * 1000, 2),
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that `work` took, and what it returned."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


class Bench:
    """One project of its own, an owner who imports, an editor who tags, a reviewer who decides."""

    def __init__(self, base: str, logins: dict[str, str], count: int) -> None:
        self.base = base
        self.count = count
        self.slug = f"bench-{uuid4().hex[:8]}"
        self.owner = self._person(logins, "demo-owner")
        self.owner.call("POST", "/api/v1/projects/", {"slug": self.slug, "name": "Benchmark"})
        self.editor = self._member(logins, "demo-editor-1", "editor")
        self.reviewer = self._member(logins, "demo-reviewer-1", "reviewer")

    def _person(self, logins: dict[str, str], name: str) -> Client:
        client = Client(self.base)
        client.sign_in(name, logins[name])
        return client

    def _member(self, logins: dict[str, str], name: str, role: str) -> Client:
        client = self._person(logins, name)
        made = self.owner.call("POST", self.api("invitations/"), {"roles": [role]})
        client.call("POST", "/api/v1/invitations/accept/", {"secret": made["secret"]})
        return client

    def api(self, path: str) -> str:
        """A path of the project's API."""
        return f"/api/v1/projects/{self.slug}/{path}"

    def import_sources(self, size: int = 100) -> dict[str, Any]:
        """Import `count` sentences, `size` a source, as one JSONL file; timed until the job is done."""
        lines = [
            json.dumps(
                {"text": text, "source": {"title": f"Source {n // size}", "external_id": str(n // size)}}
            )
            for n, text in enumerate(sentences(self.count))
        ]
        started = time.perf_counter()
        job = self.owner.call("POST", self.api("sources/"), {"text": "\n".join(lines), "format": "jsonl"})
        while job["state"] not in ("done", "failed", "cancelled"):
            time.sleep(0.05)
            job = self.owner.call("GET", self.api(f"jobs/{job['id']}/"))
        if job["state"] != "done":
            raise RuntimeError(f"The import failed: {job}")
        seconds = time.perf_counter() - started
        return {"seconds": round(seconds, 3), "sentences_s": round(self.count / seconds, 1)}

    def sentences_to_tag(self, wanted: int) -> list[tuple[int, str]]:
        """(id, text) of some sentences of the newest sources."""
        found: list[tuple[int, str]] = []
        for source in self.owner.call("GET", self.api("sources/"))["results"]:
            page = self.owner.call("GET", self.api(f"sources/{source['id']}/sentences/"))
            found += [(row["id"], row["text"]) for row in page["results"]]
            if len(found) >= wanted:
                break
        return found[:wanted]

    def open(self, rounds: int) -> dict[str, Any]:
        """The workbench page, source after source."""
        ids = [row["id"] for row in self.owner.call("GET", self.api("sources/"))["results"]]
        took, size = [], 0
        for n in range(rounds):
            path = f"/projects/{self.slug}/sources/{ids[n % len(ids)]}/"
            seconds, answer = timed(lambda path=path: self.editor.raw("GET", path))  # type: ignore[misc]
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            took.append(seconds)
            size = len(answer.body)
        return summary(took) | {"requests": 1, "bytes": size}

    def save(self, targets: list[tuple[int, str]]) -> tuple[dict[str, Any], list[tuple[int, int]]]:
        """One new actor tag on each sentence; also the (set, revision) that came of each."""
        took, sets = [], []
        for sentence, text in targets:
            quote = text.split()[1]
            start = text.index(quote)
            value = {"start": start, "end": start + len(quote), "quote": quote, "actor": None}
            operation = {
                "id": str(uuid4()),
                "action": "add",
                "kind": "actor",
                "tag": str(uuid4()),
                "value": value,
            }
            path = self.api(f"sentences/{sentence}/operations/")
            seconds, answer = timed(
                lambda path=path, operation=operation: self.editor.call(
                    "POST", path, {"operations": [operation]}
                )  # type: ignore[misc]
            )
            took.append(seconds)
            sets.append((answer["set"], answer["revision"]))
        return summary(took), sets

    def decide(self, targets: list[tuple[int, str]], sets: list[tuple[int, int]]) -> dict[str, Any]:
        """Submit all (not timed), then take the next and approve it, one after another."""
        for (sentence, _), (_, revision) in zip(targets, sets, strict=True):
            self.editor.call("POST", self.api(f"sentences/{sentence}/submit/"), {"revision": revision})
        nexts, approvals = [], []
        for _ in sets:
            seconds, offered = timed(lambda: self.reviewer.call("POST", self.api("queue/next/"), {}))
            nexts.append(seconds)
            found = offered["item"]
            path = self.api(f"sets/{found['set']}/approve/")
            body = {"revision": found["revision"]}
            seconds, _ = timed(lambda path=path, body=body: self.reviewer.call("POST", path, body))  # type: ignore[misc]
            approvals.append(seconds)
        return {"next": summary(nexts), "approve": summary(approvals)}


def main() -> None:
    """Run all phases and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--logins", type=Path, default=Path("var/demo_logins.json"))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    bench = Bench(given.base, json.loads(given.logins.read_text()), given.sentences)
    result: dict[str, Any] = {
        "system": "attest",
        "sentences": given.sentences,
        "import": bench.import_sources(),
    }
    result["open"] = bench.open(given.rounds)
    targets = bench.sentences_to_tag(min(given.rounds, given.sentences))
    result["save"], sets = bench.save(targets)
    result |= bench.decide(targets, sets)
    text = json.dumps(result, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
