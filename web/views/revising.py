"""A new text of a source: bring it in, look at what it would do, publish it."""

from dataclasses import dataclass
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from annotations.revising import Effect, Outcome, Preview, preview, request_publish
from common.errors import Conflict, Invalid
from sources.importers.problems import ImportProblem
from sources.models import Proposal
from sources.permissions import can_revise
from sources.querysets import source_of
from sources.services.revising import proposal_of, propose, propose_earlier
from web.access import in_project
from web.forms.sources import RevisionForm
from web.keyset import number
from web.word_diff import Piece, word_diff

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def revise(request: HttpRequest, seat: Membership, source_id: int) -> HttpResponse:
    """Take in a new text; nothing changes until it was looked at."""
    source = source_of(seat, source_id)
    can_revise(seat).require()
    form = RevisionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, known = form.cleaned_data["file"], form.cleaned_data
        try:
            proposal = propose(
                seat,
                source,
                file.read() if file else known["text"],
                file_name=file.name if file else "",
                format_name=known["format_name"],
            )
            return redirect("revision", seat.project.slug, source.pk, proposal.pk)
        except ImportProblem as refusal:
            for problem in refusal.problems:
                form.add_error("file" if file else "text", str(problem))
        except Invalid as refusal:
            form.take(refusal)
    context = {"seat": seat, "source": source, "form": form}
    return render(request, "sources/revise.html", context, status=422 if form.errors else 200)


@require_POST
@in_project
def earlier(request: HttpRequest, seat: Membership, source_id: int, number: int) -> HttpResponse:
    """Offer an earlier text as the next one."""
    proposal = propose_earlier(seat, source_of(seat, source_id), number)
    return redirect("revision", seat.project.slug, source_id, proposal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@in_project
def revision(request: HttpRequest, seat: Membership, source_id: int, proposal_id: int) -> HttpResponse:
    """What publishing would do; posting publishes."""
    source = source_of(seat, source_id)
    can_revise(seat).require()
    proposal = proposal_of(seat, source, proposal_id)
    if request.method == "POST":
        return _publish(request, seat, proposal)
    told = preview(seat, proposal) if proposal.text is not None and proposal.published is None else None
    after = number(request, "after") or 0
    context = {
        "seat": seat,
        "source": source,
        "proposal": proposal,
        "told": told,
        "rows": [_row(effect) for effect in islice(_differing(told), after, after + SHOWN)] if told else [],
        "next_after": after + SHOWN if told and len(_differing(told)) > after + SHOWN else None,
        "after": after,
    }
    return render(request, "sources/revision.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence that does not stay as it is."""

    effect: Effect
    pieces: list[Piece]


def _row(effect: Effect) -> Row:
    change = effect.change
    return Row(effect, word_diff(change.old_text, change.new_text) if change.kind == "changed" else [])


def _differing(told: Preview) -> list[Effect]:
    return [effect for effect in told.effects if effect.change.kind != "unchanged"]


def _publish(request: HttpRequest, seat: Membership, proposal: Proposal) -> HttpResponse:
    """Publish and say what came of it; a stale comparison is shown anew."""
    slug = seat.project.slug
    seen = request.POST.get("seen", "")
    try:
        done = request_publish(seat, proposal, int(seen) if seen.isascii() and seen.isdigit() else 0)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("revision", slug, proposal.source_id, proposal.pk)
    if not isinstance(done, Outcome):
        return redirect("job", slug, done.pk)
    if done.orphans:
        words = ngettext(
            "%(count)s tag lost its words and waits for a place.",
            "%(count)s tags lost their words and wait for a place.",
            done.orphans,
        )
        messages.warning(request, words % {"count": f"{done.orphans:,}"})
    else:
        messages.success(request, gettext("The new text is published. Every tag has its words."))
    return redirect("workbench", slug, proposal.source_id)
