"""Owners choose, read, change, publish and undo codebooks on pages; everyone else reads."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotations.models import AnnotationSet
from annotations.operations import apply_operations
from codebook import schemes
from codebook.drafting import add_change, draft_of
from codebook.models import Adoption, Codebook, CodebookChange
from jobs.working import run_inline
from tests.cast import Cast
from tests.factories import event_op, make_source, sentence_of

from .conftest import As

RENAME = {"op": "rename", "value": "PROTEST", "to": "RALLY"}


def page(name: str, *args: object) -> str:
    return reverse(name, args=["desk", *args])


@pytest.mark.parametrize("slug", schemes.shipped())
def test_every_scheme_is_read_as_a_guideline(cast: Cast, as_: As, slug: str) -> None:
    browser = as_(cast.viewer)
    assert browser.get(page("codebook-list")).status_code == 200
    shown = browser.get(page("codebook", slug)).content.decode()
    for code in schemes.read(slug).codes:
        assert f"code-{code.value}" in shown
    assert 'name="do"' not in shown


def test_a_codebook_is_taken_up_made_the_default_and_given_up(cast: Cast, as_: As) -> None:
    browser = as_(cast.owner)
    browser.get(page("codebook-list"))
    for do in ("adopt", "default"):
        assert browser.post(page("codebook-choose", "acled"), {"do": do}).status_code == 302
    assert Adoption.objects.get(project=cast.project, is_default=True).codebook.slug == "acled"
    assert browser.post(page("codebook-choose", "acled"), {"do": "leave"}).status_code == 409
    browser.post(page("codebook-choose", "plover"), {"do": "leave"})
    assert [one.codebook.slug for one in Adoption.objects.filter(project=cast.project)] == ["acled"]
    assert browser.post(page("codebook-choose", "acled"), {"do": "burn"}).status_code == 404


def test_a_file_with_a_doubled_code_is_refused_with_its_line(cast: Cast, as_: As) -> None:
    text = "slug: ours\ntitle: Ours\ncodes:\n- {value: A, label: a}\n- {value: A, label: b}\n"
    answer = as_(cast.owner).post(
        page("codebook-list"), {"file": SimpleUploadedFile("ours.yaml", text.encode())}
    )
    assert answer.status_code == 422
    assert "ours.yaml, line 5, codes[1].value" in answer.content.decode()
    assert not Codebook.objects.filter(slug="ours").exists()


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_what_is_taken_out_as_a_file_comes_in_as_a_draft(cast: Cast, as_: As, ending: str) -> None:
    browser = as_(cast.owner)
    raw = browser.get(page("codebook-file", "plover", 1, ending)).content
    answer = browser.post(page("codebook-list"), {"file": SimpleUploadedFile(f"p.{ending}", raw)})
    assert answer.headers["Location"] == page("codebook-draft", "plover")
    shown = browser.get(page("codebook-draft", "plover")).content.decode()
    assert "Take over a file of 17 codes." in shown
    other = raw.replace(b"slug: plover", b"slug: ours").replace(b'"slug": "plover"', b'"slug": "ours"')
    answer = browser.post(page("codebook-list"), {"file": SimpleUploadedFile(f"p.{ending}", other)})
    assert answer.headers["Location"] == page("codebook", "ours")
    assert Codebook.objects.get(slug="ours").codes.count() == 17


def test_a_code_is_changed_in_the_draft_published_and_undone(cast: Cast, as_: As) -> None:
    source = make_source(cast.project, ["Crowds marched."])
    sentence = sentence_of(source, 1)
    apply_operations(
        cast.editor, sentence.pk, [event_op(sentence, "marched", code="PROTEST", modes=["riot"])]
    )
    browser = as_(cast.owner)
    address = page("codebook-code", "plover", "PROTEST")
    shown = browser.get(address).content.decode()
    assert "riot | Riot | A crowd uses violence against people or things." in shown
    form: dict[str, Any] = {
        "do": "change", "label": "Protest", "key": "pr", "definition": "Acts in public.", "quad": "material conflict",
        "examples": "They marched.\nThey sat down.", "modes": "demo | March\nstrike",
    }  # fmt: skip
    assert browser.post(address, form).headers["Location"] == page("codebook-draft", "plover")
    assert browser.post(address, {"do": "rename", "rename-to": "RALLY"}).status_code == 302
    shown = browser.get(page("codebook-draft", "plover")).content.decode()
    assert "Rename PROTEST to RALLY." in shown
    assert "1 tag will need a person" in shown
    draft = draft_of(cast.owner, "plover")
    assert draft is not None
    assert draft.changes[0]["fields"].keys() == {"definition", "examples", "not_examples", "modes"}
    stale = browser.post(page("codebook-draft", "plover"), {"do": "publish", "seen": draft.revision - 1})
    assert stale.status_code == 409
    assert "Look again" in stale.content.decode()
    answer = browser.post(page("codebook-draft", "plover"), {"do": "publish", "seen": draft.revision})
    change = CodebookChange.objects.get()
    assert answer.headers["Location"] == page("codebook-change", change.pk)
    assert "Waits for a worker" in browser.get(page("codebook-change", change.pk)).content.decode()
    assert change.job is not None
    run_inline(change.job)
    shown = browser.get(page("codebook-change", change.pk)).content.decode()
    assert "Its mode is gone; choose another." in shown
    assert "Undo this change" in shown
    assert browser.post(page("codebook-change", change.pk)).status_code == 302
    assert CodebookChange.objects.filter(undoes=change).count() == 1
    assert "version=2" in browser.get(page("codebook", "plover")).content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "rename", "rename-to": "AID"}, "is there already"),
        ({"do": "rename", "rename-to": "two words"}, "1 to 40 letters"),
        ({"do": "merge", "merge-into": "NOBODY"}, "NOBODY"),
        ({"do": "change", "label": "Protest", "key": "AI"}, "small letters"),
        ({"do": "change", "label": "Protest", "key": "ai"}, "meets “ai”"),
        ({"do": "change", "label": "Protest", "modes": "demo\ndemo"}, "stands twice"),
        ({"do": "rename_mode", "mode-mode": "demo", "mode-to": "riot"}, "stands twice"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    cast: Cast, as_: As, form: dict[str, str], said: str
) -> None:
    answer = as_(cast.owner).post(page("codebook-code", "plover", "PROTEST"), form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert draft_of(cast.owner, "plover") is None


def test_the_last_change_is_taken_back_and_the_draft_dropped(cast: Cast, as_: As) -> None:
    add_change(cast.owner, "plover", RENAME)
    add_change(cast.owner, "plover", {"op": "move", "value": "AID", "to": 0})
    browser = as_(cast.owner)
    address = page("codebook-draft", "plover")
    assert browser.post(address, {"do": "back"}).headers["Location"] == address
    browser.post(address, {"do": "drop"})
    assert draft_of(cast.owner, "plover") is None
    assert browser.get(address).headers["Location"] == page("codebook", "plover")


def test_members_who_do_not_own_the_project_are_told_who_can(cast: Cast, as_: As) -> None:
    add_change(cast.owner, "plover", RENAME)
    browser = as_(cast.editor)
    for address in (page("codebook-draft", "plover"), page("codebook-code", "plover", "AID"),
                    page("codebook-code-new", "plover")):  # fmt: skip
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "Only an owner can change codebooks." in answer.content.decode()
    assert browser.post(page("codebook-choose", "acled"), {"do": "adopt"}).status_code == 403


def test_outsiders_find_no_codebook_of_the_project(cast: Cast, as_: As) -> None:
    add_change(cast.owner, "plover", RENAME)
    raw = json.dumps(schemes.read("acled").as_data()).replace('"acled"', '"ours"').encode()
    as_(cast.owner).post(page("codebook-list"), {"file": SimpleUploadedFile("a.json", raw)})
    browser = as_(cast.outsider)
    for address in (page("codebook-list"), page("codebook", "plover"), page("codebook-file", "plover", 1, "yaml"),
                    page("codebook-draft", "plover"), page("codebook-code", "plover", "AID")):  # fmt: skip
        assert browser.get(address).status_code == 404
    elsewhere = reverse("codebook", args=["desk-elsewhere", "ours"])
    assert browser.get(elsewhere).status_code == 404
    assert not AnnotationSet.objects.exists()


def test_history_tells_of_codebooks_in_words(cast: Cast, as_: As) -> None:
    browser = as_(cast.owner)
    browser.post(page("codebook-choose", "acled"), {"do": "adopt"})
    add_change(cast.owner, "plover", RENAME)
    browser.post(page("codebook-draft", "plover"), {"do": "publish", "seen": 1})
    shown = browser.get(page("activity")).content.decode()
    assert "published a version of the codebook" in shown
    assert "PLOVER with GOVERN (plover@2)" in shown
