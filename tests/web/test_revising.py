"""New texts of a source and tags without words, on pages."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models import OrphanTag
from annotations.operations import apply_operations
from annotations.querysets import states_of
from jobs.models import Job
from jobs.working import run_inline
from sources.models import Proposal, Source
from tests.cast import Cast
from tests.factories import actor_op, make_source, sentence_of
from tests.sources.make_documents import pdf

from .conftest import As

BEFORE = "The committee met in the old hall on Monday."
STAYS = "Nobody came to the second meeting."


def coded(cast: Cast) -> Source:
    source = make_source(cast.project, [BEFORE, STAYS], title="Minutes")
    apply_operations(
        cast.editor, sentence_of(source, 1).pk, [actor_op(BEFORE, "committee"), actor_op(BEFORE, "old hall")]
    )
    return source


def base(source: Source) -> str:
    return f"/projects/desk/sources/{source.pk}/"


def test_a_new_text_is_shown_before_it_changes_anything_and_published(cast: Cast, as_: As) -> None:
    source = coded(cast)
    browser = as_(cast.owner)
    assert "Bring in a new text" in browser.get(base(source) + "versions/").content.decode()
    text = f"Minutes\n\n{BEFORE.replace('old hall', 'school')}\n\n{STAYS}\n\nIt rained."
    response = browser.post(base(source) + "revise/", {"text": text})
    address = response.headers["Location"]
    page = browser.get(address).content.decode()
    assert "<del>old hall</del>" in page or re.search(r"<del>old[^<]*</del>", page)
    assert "“old hall” loses its words" in page
    assert source.versions.count() == 1
    response = browser.post(address, {"seen": "1"}, follow=True)
    assert "1 tag lost its words and waits for a place." in response.content.decode()
    assert source.versions.count() == 2
    assert "Published as version 2" in browser.get(address).content.decode()


def test_a_document_is_read_by_a_job_while_the_page_waits(cast: Cast, as_: As) -> None:
    source = coded(cast)
    browser = as_(cast.owner)
    file = SimpleUploadedFile("new.pdf", pdf([[BEFORE, STAYS, "A third line of it."]], title="Minutes"))
    address = browser.post(base(source) + "revise/", {"file": file}).headers["Location"]
    assert "The text is being read" in browser.get(address).content.decode()
    assert run_inline(Job.objects.get()).state == "done"
    assert "Sentence by sentence" in browser.get(address).content.decode()
    bad = SimpleUploadedFile("scan.pdf", pdf([[]]))
    address = browser.post(base(source) + "revise/", {"file": bad}).headers["Location"]
    run_inline(Job.objects.latest("pk"))
    assert "OCR" in browser.get(address).content.decode()


def test_an_orphan_is_placed_by_words_and_by_the_best_place_or_given_up(cast: Cast, as_: As) -> None:
    source = coded(cast)
    browser = as_(cast.owner)
    new = BEFORE.replace("old hall", "school").replace("committee", "board")
    address = browser.post(base(source) + "revise/", {"text": f"Minutes\n\n{new}\n\n{STAYS}"}).headers[
        "Location"
    ]
    browser.post(address, {"seen": "1"})
    one, two = OrphanTag.objects.order_by("pk")
    editor = as_(cast.editor)
    page = editor.get("/projects/desk/orphans/").content.decode()
    assert page.count('class="orphan-context"') == 2
    source.refresh_from_db()
    sentence = sentence_of(source, 1)
    at = f"/projects/desk/orphans/{one.pk}/"
    response = editor.post(at, {"sentence": sentence.pk, "words": "committee"})
    assert (response.status_code, "exactly as they stand" in response.content.decode()) == (422, True)
    editor.post(at, {"sentence": sentence.pk, "words": "board"})
    one.refresh_from_db()
    assert one.state == "placed"
    row = one.annotation_set
    assert "board" in [tag.value["quote"] for tag in states_of([row])[row.pk].in_order()]
    editor.post(f"/projects/desk/orphans/{two.pk}/", {"verb": "discard", "why": "It moved."})
    two.refresh_from_db()
    assert (two.state, two.why) == ("discarded", "It moved.")
    assert "It moved." in editor.get("/projects/desk/orphans/?state=discarded").content.decode()
    editor.post(f"/projects/desk/orphans/{two.pk}/", {"verb": "reopen"})
    assert OrphanTag.objects.get(pk=two.pk).state == "open"


def test_outsiders_and_viewers_change_nothing(cast: Cast, as_: As) -> None:
    source = coded(cast)
    owner = as_(cast.owner)
    address = owner.post(base(source) + "revise/", {"text": f"Minutes\n\n{STAYS}\n\nIt rained."}).headers[
        "Location"
    ]
    for path in (base(source) + "versions/", base(source) + "revise/", address, "/projects/desk/orphans/"):
        assert as_(cast.outsider).get(path).status_code == 404
    assert as_(cast.viewer).post(address, {"seen": "1"}).status_code == 403
    owner.post(address, {"seen": "1"})
    orphan = OrphanTag.objects.first()
    assert orphan is not None
    at = f"/projects/desk/orphans/{orphan.pk}/"
    assert as_(cast.outsider).get(at).status_code == 404
    assert as_(cast.viewer).get(at).status_code == 200
    assert as_(cast.viewer).post(at, {"verb": "discard", "why": "No."}).status_code == 403
    other = make_source(cast.outsider.project, ["Elsewhere."], title="Elsewhere")
    assert (
        owner.get(f"/projects/desk/sources/{other.pk}/revise/{Proposal.objects.get().pk}/").status_code == 404
    )


def test_an_earlier_text_can_be_gone_back_to(cast: Cast, as_: As) -> None:
    source = coded(cast)
    browser = as_(cast.owner)
    address = browser.post(base(source) + "revise/", {"text": f"Minutes\n\n{STAYS}\n\nIt rained."}).headers[
        "Location"
    ]
    browser.post(address, {"seen": "1"})
    assert OrphanTag.objects.filter(state="open").count() == 2
    address = browser.post(base(source) + "versions/1/restore/").headers["Location"]
    assert "Back to the text of version 1" in browser.get(address).content.decode()
    browser.post(address, {"seen": "2"})
    assert not OrphanTag.objects.filter(state="open").exists()
