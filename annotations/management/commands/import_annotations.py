"""`manage.py import_annotations FILE --project SLUG`: bring in another tool's export at the server, in this process."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import OWNER, Membership, Project
from annotations.importing.mapping import Rules, read_mapping, read_mapping_file
from annotations.importing.offsets import UNITS
from annotations.importing.reading import LABELS
from annotations.importing.services import (
    carry_in,
    check_rules,
    read_again,
    refuse_unless_partial,
    request_tag_import,
    start_tag_import,
)
from annotations.models import TagImport
from common.errors import AttestError, Invalid
from jobs.models import DONE
from jobs.working import run_inline
from sources.decoding import read_limited
from sources.models import RIGHTS


class Command(BaseCommand):
    """Import texts and tags: all of it or nothing, unless --partial. Exits 0 when imported, 1 when refused."""

    help = "Import what doccano, Label Studio, brat, INCEpTION or Attest exported, with its spans."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the project, and what its labels become."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument(
            "--by", default="", metavar="CODE", help="whose import it is; else the first owner's"
        )
        parser.add_argument(
            "--mapping", type=Path, help="YAML or JSON: what each label becomes; else proposed"
        )
        parser.add_argument("--format", default="", choices=["", *LABELS], help="found out when not given")
        parser.add_argument("--unit", default="", choices=["", *UNITS], help="what the offsets count")
        parser.add_argument(
            "--rights", default="none", choices=RIGHTS, help="what of the text may be released"
        )
        parser.add_argument("--partial", action="store_true", help="import what can be and list the rest")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come of it, change nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object, leftovers included")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it and say what came of it."""
        seat = _seat(options["project"], options["by"])
        try:
            found, rules = self._prepared(seat, options)
            answer = _tried(seat, found, rules) if options["dry_run"] else _imported(seat, found, rules)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except AttestError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for note in answer["report"]["notes"]:
            self.stdout.write(note)
        for row in answer["refusals"]:
            self.stdout.write(f"{row['where']}: {row['why']}")

    def _prepared(self, seat: Membership, options: dict[str, Any]) -> tuple[TagImport, Rules]:
        """The file taken in, and the rules for it: those given, over those proposed."""
        given = read_mapping_file(options["mapping"].read_text()) if options["mapping"] else None
        with options["path"].open("rb") as stream:
            data = read_limited(stream)
        unit = options["unit"] or (given.unit if given else "")
        found = request_tag_import(
            seat,
            data,
            file_name=options["path"].name,
            format_name=options["format"],
            unit=unit,
            rights=options["rights"],
        )
        rules = given.as_json() if given else dict(found.rules)
        return found, read_mapping({**rules, "unit": unit, "partial": options["partial"] or rules["partial"]})


def _seat(slug: str, code: str) -> Membership:
    """The member in whose name it is done."""
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise CommandError(f"There is no project “{slug}”.")
    seats = (
        Membership.objects.select_related("project", "coder", "user").filter(project=project).order_by("id")
    )
    seat = next((one for one in seats if (one.coder.code == code if code else one.has(OWNER))), None)
    if seat is None:
        raise CommandError(f"No member of {slug} has the code “{code}”." if code else f"{slug} has no owner.")
    return seat


def _imported(seat: Membership, found: TagImport, rules: Rules) -> dict[str, Any]:
    job = run_inline(start_tag_import(seat, found, rules, wake_worker=False))
    found.refresh_from_db()
    if job.state != DONE:
        raise Invalid(job.problem or f"The import was {job.state}.")
    return {"report": found.report, "leftovers": found.leftovers, "refusals": found.refusals}


def _tried(seat: Membership, found: TagImport, rules: Rules) -> dict[str, Any]:
    """Do all of it in a transaction that is taken back."""
    try:
        check_rules(seat, rules)
        drafts = read_again(found, rules)
        refuse_unless_partial(drafts, rules)
        with transaction.atomic():
            report = carry_in(seat, found, drafts, rules)
            transaction.set_rollback(True)
    finally:
        TagImport.objects.filter(pk=found.pk).delete()
    return {
        "report": report,
        "leftovers": [one.as_json() for one in drafts.leftovers],
        "refusals": [one.as_json() for one in drafts.refusals],
    }
