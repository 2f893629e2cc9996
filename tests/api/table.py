"""Who may do what at which address: the one table the walk over the URL conf reads.

A row names an address of `api.urls`, its method and who may. `path` is filled from a `World`; `body` is what a request
that may pass would send. A new address without a row fails the walk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from suggestions.engine import key_of
from tests.factories import mark_op

from .world import World

O, E, R, V = "owner", "editor", "reviewer", "viewer"  # noqa: E741 - a table reads better narrow
MEMBERS = (O, E, R, V)
CODERS = (E, R)
KEEPERS = (O, E, R)


@dataclass(frozen=True, slots=True)
class Rule:
    """`may` lists roles; None: anyone signed in, outside any project. `status` is what a first request gets."""

    name: str
    method: str
    may: tuple[str, ...] | None
    path: str = ""
    body: Callable[[World], Any] | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


GRADE = {"grade": "B", "valid_from": "2024-01-01", "reason": "It corrects its errors."}

EXPORT = '{"text": "Police came.", "label": [[0, 6, "ORG"]]}'

NOTHING = mark_op("nothing_to_code")

REQUEST = "0b9f3f0e-6a55-4f0c-9a57-5b6d6d3e8a11"
RESTORE = {"id": "2b9f3f0e-6a55-4f0c-9a57-5b6d6d3e8a11", "seen": 1}

REVISED = "A title\n\nA sentence that is new.\n\nAnd another one."
OURS = "slug: ours\ntitle: Ours\ncodes:\n- {value: MARCH, label: March}\n"
RENAME = {"op": "rename", "value": "AID", "to": "HELP"}


def rejected_words(world: World) -> dict[str, str]:
    """The trigger "killed" of the first sentence, which nobody has tagged."""
    return {"key": key_of("event", "killed", "ASSAULT")}


RULES = [
    # the person
    Rule("me", "GET", None, "/me/"),
    Rule("tokens", "GET", None, "/tokens/"),
    Rule("tokens", "POST", None, "/tokens/", lambda w: {"name": "notebook"}, 201),
    Rule("token", "DELETE", None, "/tokens/1/", status=404),
    Rule("accept", "POST", None, "/invitations/accept/", lambda w: {"secret": "x"}, 404),
    Rule("projects", "GET", None, "/projects/"),
    Rule("projects", "POST", None, "/projects/", lambda w: {"slug": "fresh", "name": "Fresh"}, 201),
    # the project and its people
    Rule("project", "GET", MEMBERS),
    Rule("project", "PATCH", (O,), "", lambda w: {"name": "The other desk"}),
    Rule("archive", "POST", (O,), "archive/"),
    Rule("reopen", "POST", (O,), "reopen/"),
    Rule("members", "GET", MEMBERS, "members/"),
    Rule("member", "GET", MEMBERS, "members/{coder}/"),
    Rule("member", "PATCH", (O,), "members/{coder}/", lambda w: {"roles": ["reviewer"]}),
    Rule("member", "DELETE", (O,), "members/{coder}/", status=204),
    Rule("invitations", "GET", (O,), "invitations/"),
    Rule("invitations", "POST", (O,), "invitations/", lambda w: {"roles": ["editor"]}, 201),
    Rule("invitation", "DELETE", (O,), "invitations/{invitation}/", status=204),
    # sources and outlets
    Rule("outlets", "GET", MEMBERS, "outlets/"),
    Rule("outlets", "POST", (O, E), "outlets/", lambda w: {"name": "The Daily"}, 201),
    Rule("outlet", "GET", MEMBERS, "outlets/{outlet}/"),
    Rule("outlet", "PATCH", (O, E), "outlets/{outlet}/", lambda w: {"homepage": "https://example.org/"}),
    Rule("grades", "POST", (O, R), "outlets/{outlet}/grades/", lambda w: GRADE, 201),
    Rule("sources", "GET", MEMBERS, "sources/"),
    Rule("sources", "POST", (O, E), "sources/", lambda w: {"text": "A title\n\nA sentence."}, 202),
    Rule("source", "GET", MEMBERS, "sources/{source}/"),
    Rule("versions", "GET", MEMBERS, "sources/{source}/versions/"),
    Rule("version_file", "GET", MEMBERS, "sources/{source}/versions/1/file/", status=404),
    Rule("earlier", "POST", (O, E), "sources/{revised}/versions/1/restore/", status=201),
    Rule("source_revisions", "POST", (O, E), "sources/{source}/revisions/", lambda w: {"text": REVISED}, 201),
    Rule("revision", "GET", (O, E), "sources/{source}/revisions/{proposal}/"),
    Rule("publish", "POST", (O, E), "sources/{source}/revisions/{proposal}/publish/", lambda w: {"seen": 1}),
    Rule("orphans", "GET", MEMBERS, "orphans/"),
    Rule("orphan", "GET", MEMBERS, "orphans/{orphan}/"),
    Rule(
        "place_orphan",
        "POST",
        CODERS,
        "orphans/{orphan}/place/",
        lambda w: {"sentence": w.stays, "start": 0, "end": 6},
    ),
    Rule("discard_orphan", "POST", CODERS, "orphans/{orphan}/discard/", lambda w: {"why": "Withdrawn."}),
    Rule("reopen_orphan", "POST", CODERS, "orphans/{orphan}/reopen/"),
    Rule("source", "PATCH", (O, E), "sources/{source}/", lambda w: {"author": "A. Writer"}),
    # moving in
    Rule("tag_imports", "GET", MEMBERS, "tag-imports/"),
    Rule("tag_imports", "POST", (O, E), "tag-imports/", lambda w: {"text": EXPORT}, 201),
    Rule("tag_import", "GET", MEMBERS, "tag-imports/{tag_import}/"),
    Rule("tag_import_leftovers", "GET", MEMBERS, "tag-imports/{tag_import}/leftovers/"),
    Rule(
        "tag_import_apply", "POST", (O, E), "tag-imports/{tag_import}/apply/", lambda w: {"mapping": {}}, 202
    ),
    # tagging
    Rule(
        "operations", "POST", CODERS, "sentences/{sentence}/operations/", lambda w: {"operations": [NOTHING]}
    ),
    Rule("sentences", "GET", MEMBERS, "sources/{source}/sentences/"),
    Rule("changes", "GET", MEMBERS, "sources/{source}/changes/"),
    Rule("submit_finished", "POST", CODERS, "sources/{source}/submit-finished/"),
    Rule("sentence", "GET", MEMBERS, "sentences/{sentence}/"),
    Rule("suggestions", "GET", MEMBERS, "sentences/{sentence}/suggestions/"),
    Rule("source_suggestions", "GET", MEMBERS, "sources/{source}/suggestions/"),
    Rule("rejections", "POST", CODERS, "sentences/{sentence}/rejections/", rejected_words, 201),
    Rule("revisions", "GET", MEMBERS, "sentences/{sentence}/revisions/"),
    Rule("undo", "POST", CODERS, "sentences/{sentence}/undo/", lambda w: {"id": REQUEST}, 409),
    Rule("redo", "POST", CODERS, "sentences/{sentence}/redo/", lambda w: {"id": REQUEST}, 409),
    Rule("restore", "GET", CODERS, "sentences/{drafted}/revisions/1/restore/"),
    Rule("restore", "POST", CODERS, "sentences/{drafted}/revisions/1/restore/", lambda w: RESTORE),
    Rule("submit", "POST", CODERS, "sentences/{drafted}/submit/", lambda w: {"revision": 1}),
    Rule("withdraw", "POST", CODERS, "sentences/{submitted}/withdraw/"),
    Rule("citation", "PATCH", (O, E), "citations/{citation}/", lambda w: {"owner": w.sentence}),
    Rule("split", "POST", CODERS, "sentences/{sentence}/split/", lambda w: {"at": 14}),
    Rule("merge", "POST", CODERS, "sentences/{sentence}/merge/"),
    Rule("undo_cut", "POST", CODERS, "sources/{source}/undo-cut/", status=409),
    # review
    Rule("queue", "GET", MEMBERS, "queue/"),
    Rule("next", "POST", (R,), "queue/next/"),
    Rule("set", "GET", MEMBERS, "sets/{waiting}/"),
    Rule("decisions", "GET", MEMBERS, "sets/{waiting}/decisions/"),
    Rule("approve", "POST", (R,), "sets/{waiting}/approve/", lambda w: {"revision": 1}),
    Rule("return", "POST", (R,), "sets/{waiting}/return/", lambda w: {"revision": 1, "reason": "extra_tag"}),
    Rule("retract", "POST", (R,), "sets/{decided}/retract/", lambda w: {"decision": w.decision}),
    Rule("lease", "POST", (R,), "sets/{waiting}/lease/"),
    Rule("lease", "DELETE", MEMBERS, "sets/{waiting}/lease/", status=204),
    # codes and actors
    Rule("codebooks", "GET", MEMBERS, "codebooks/"),
    Rule("codebooks", "POST", (O,), "codebooks/", lambda w: {"name": "ours.yaml", "text": OURS}, 201),
    Rule("shipped_codebooks", "GET", MEMBERS, "shipped-codebooks/"),
    Rule("codebook", "GET", MEMBERS, "codebooks/acled/"),
    Rule("codebook_versions", "GET", MEMBERS, "codebooks/plover/versions/"),
    Rule("codebook_version", "GET", MEMBERS, "codebooks/plover/versions/1/"),
    Rule("adopt_codebook", "POST", (O,), "codebooks/acled/adopt/"),
    Rule("leave_codebook", "POST", (O,), "codebooks/acled/leave/"),
    Rule("default_codebook", "POST", (O,), "codebooks/plover/default/"),
    Rule("codebook_draft", "GET", (O,), "codebooks/acled/draft/"),
    Rule("codebook_draft", "POST", (O,), "codebooks/plover/draft/", lambda w: RENAME, 201),
    Rule("codebook_draft", "DELETE", (O,), "codebooks/acled/draft/", status=204),
    Rule("codebook_draft_back", "POST", (O,), "codebooks/acled/draft/back/", status=204),
    Rule("publish_codebook", "POST", (O,), "codebooks/acled/draft/publish/", lambda w: {"seen": 1}, 202),
    Rule("codebook_changes", "GET", MEMBERS, "codebooks/plover/changes/"),
    Rule("codebook_change", "GET", MEMBERS, "codebook-changes/{codebook_change}/"),
    Rule("undo_codebook_change", "GET", (O,), "codebook-changes/{codebook_change}/undo/"),
    Rule("undo_codebook_change", "POST", (O,), "codebook-changes/{codebook_change}/undo/", status=202),
    Rule("actors", "GET", MEMBERS, "actors/"),
    Rule("actors", "POST", KEEPERS, "actors/", lambda w: {"label": "Hamas"}, 201),
    Rule("actors_file", "GET", MEMBERS, "actors/file/"),
    Rule("actors_file", "POST", KEEPERS, "actors/file/", lambda w: {"text": "name\nHamas\n"}),
    Rule("actor", "GET", MEMBERS, "actors/{actor}/"),
    Rule("actor", "PATCH", KEEPERS, "actors/{actor}/", lambda w: {"country": "PS"}),
    Rule("alias", "PATCH", KEEPERS, "actors/{actor}/aliases/{alias}/", lambda w: {"kind": "former"}),
    Rule("alias", "DELETE", KEEPERS, "actors/{actor}/aliases/{alias}/"),
    Rule("relations", "GET", MEMBERS, "actors/{actor}/relations/"),
    Rule(
        "relations",
        "POST",
        KEEPERS,
        "actors/{actor}/relations/",
        lambda w: {"kind": "leads", "object": w.other_actor},
        201,
    ),
    Rule("relation", "PATCH", KEEPERS, "relations/{relation}/", lambda w: {"valid_from": "1959"}),
    Rule("relation", "DELETE", KEEPERS, "relations/{relation}/", status=204),
    Rule("merge_actor", "GET", MEMBERS, "actors/{twin}/merge/?into={actor}"),
    Rule("merge_actor", "POST", KEEPERS, "actors/{twin}/merge/", lambda w: {"into": w.actor}),
    Rule("merge_actor", "DELETE", KEEPERS, "actors/{twin}/merge/"),
    Rule("mentions", "GET", MEMBERS, "actors/{actor}/mentions/"),
    Rule("actor_events", "GET", MEMBERS, "actors/{actor}/events/"),
    Rule("appearance", "GET", MEMBERS, "actors/{actor}/appearance/"),
    Rule("aliases", "POST", KEEPERS, "actors/{actor}/aliases/", lambda w: {"text": "Al-Fatah"}, 201),
    # what leaves
    Rule("exports", "GET", MEMBERS, "exports/"),
    Rule("exports", "POST", (O,), "exports/", lambda w: {"formats": ["csv"]}, 202),
    Rule("export", "GET", MEMBERS, "exports/approved/1/"),
    Rule("export_file", "GET", MEMBERS, "exports/approved/1/files/release.json"),
    Rule("datasets", "GET", MEMBERS, "datasets/"),
    Rule("dataset", "GET", MEMBERS, "datasets/approved/"),
    Rule("dataset", "PATCH", (O,), "datasets/approved/", lambda w: {"text": "permitted"}),
    Rule(
        "schedule", "PATCH", (O,), "datasets/approved/schedule/", lambda w: {"enabled": True, "at": "03:30"}
    ),
    # jobs and history
    Rule("jobs", "GET", MEMBERS, "jobs/"),
    Rule("job", "GET", MEMBERS, "jobs/{job}/"),
    Rule("cancel_job", "POST", (O, E), "jobs/{job}/cancel/"),
    Rule("retry_job", "POST", (O, E), "jobs/{job}/retry/"),
    Rule("activity", "GET", MEMBERS, "activity/"),
]
