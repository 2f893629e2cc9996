"""What a person may read of sources. Lists never load a version's text."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Membership, Project, User
from common.errors import NotThere
from common.time import now

from .models import Citation, Outlet, OutletGrade, ReceivedFile, Sentence, Source, SourceVersion


def visible_to(user: User) -> QuerySet[Source]:
    """The sources of the projects the person is a member of."""
    return Source.objects.filter(project__memberships__user=user)


def sources_of(project: Project) -> QuerySet[Source]:
    """The project's sources, newest first, with outlet and current version."""
    rows = Source.objects.filter(project=project, current__isnull=False)
    return rows.select_related("outlet", "current").defer("current__text").order_by("-id")


def source_of(seat: Membership, source_id: int) -> Source:
    """That source of the seat's project, with outlet and current version; NotThere for any other id."""
    found = sources_of(seat.project).filter(pk=source_id).first()
    if found is None:
        raise NotThere("There is no such source in this project.")
    return found


def versions_of(source: Source) -> QuerySet[SourceVersion]:
    """The source's versions without their texts, the newest first, with who made them."""
    rows = SourceVersion.objects.filter(source=source).select_related("made_by")
    return rows.defer("text").order_by("-number")


def version_of(source: Source, number: int) -> SourceVersion:
    """That version of the source, without its text; NotThere for any other number."""
    found = versions_of(source).filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise NotThere("This source has no such version.")
    return found


def file_of(version: SourceVersion) -> ReceivedFile:
    """The bytes the version came as; NotThere for what came before they were kept."""
    kept = ReceivedFile.objects.filter(pk=version.received_id or 0).first()
    if kept is None:
        raise NotThere("The file of this version was not kept: it came before files were.")
    return kept


def file_name_of(version: SourceVersion) -> str:
    """What the file is called when it is saved: its own name, else one that says what it is."""
    endings = {"html": "html", "docx": "docx", "pdf": "pdf", "jsonl": "jsonl"}
    name = (
        version.file_name
        or f"source-{version.source_id}-{version.number}.{endings.get(version.format, 'txt')}"
    )
    return "".join(each if each.isprintable() and each not in '/\\:*?"<>|' else "_" for each in name)


def sentences_of(source: Source) -> QuerySet[Sentence]:
    """The sentences of the source's current version, in reading order."""
    return Sentence.objects.filter(version_id=source.current_id).order_by("ordinal")


def sentence_of(seat: Membership, sentence_id: int) -> Sentence:
    """That sentence of the seat's project, with its source; NotThere for any other id."""
    rows = Sentence.objects.filter(pk=sentence_id, project=seat.project_id).select_related("source")
    found = rows.first()
    if found is None:
        raise NotThere("There is no such sentence in this project.")
    return found


def citations_of(source: Source) -> QuerySet[Citation]:
    """The citation markers of the source's current version, in reading order."""
    rows = Citation.objects.filter(sentence__version_id=source.current_id)
    return rows.order_by("sentence__ordinal", "start")


def outlets_of(project: Project) -> QuerySet[Outlet]:
    """The project's outlets by name."""
    return Outlet.objects.filter(project=project).order_by("name", "id")


def outlet_of(seat: Membership, outlet_id: int) -> Outlet:
    """That outlet of the seat's project; NotThere for any other id."""
    found = Outlet.objects.filter(pk=outlet_id, project=seat.project_id).first()
    if found is None:
        raise NotThere("There is no such outlet in this project.")
    return found


def grades_of(outlet: Outlet) -> QuerySet[OutletGrade]:
    """The outlet's grades, the one that holds longest from now on first."""
    return outlet.grades.select_related("graded_by").order_by("-valid_from", "-id")


def grade_as_of(outlet: Outlet, day: date) -> OutletGrade | None:
    """The grade that held on a day; of two from the same day the later said. None when nobody had graded."""
    return grades_of(outlet).filter(valid_from__lte=day).first()


def grade_of(source: Source) -> str:
    """How reliable the source's outlet was held to be when it was published, today where that is not known; else ""."""
    if source.outlet is None:
        return ""
    grade = grade_as_of(source.outlet, source.published_on or now().date())
    return grade.grade if grade else ""
