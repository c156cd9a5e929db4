"""Acts on files that are put straight into the search of a case: by staff here, by owners of systems through a link.

What an owner sends is kept like what staff add; only who is named differs. Reading is background work like any search.
"""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from discovery.scans.models import Scan, ScanState
from discovery.scans.services import order_scan
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.uploads import demand_whole
from dsar.pii.steering import version_now
from dsar.processing_records.models import System
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.ordering import kept_files, order_for
from dsar.search.rules import OTHER_PLACES, is_searchable
from dsar.search.services import subject_profile
from dsar.search.upload_models import CaseUpload

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

declare(
    search_files_added="{files|file|files} put into the case for {system}",
    search_file_removed="A file taken out of the case again ({system})",
    search_file_opened="A file that was put into the case downloaded",
    search_files_read="Files put into the case are being read: {systems|system|systems}",
)

# Where reading may start by itself; elsewhere the files wait, named as waiting.
READ_IN = (Stage.SEARCH, Stage.REVIEW)
MOST_FILES = 500  # a line of the plan
MOST_BYTES = 2 * 1024**3


@transaction.atomic
def add_files(
    *, case: Case, system: System | None, place: str, uploads: "list[UploadedFile[bytes]]", actor: User
) -> PlannedSystem:
    """Put files into the case as a source of its search; they are read at once where the case is being searched.

    Args:
        case: the files are sealed under its key.
        system: where they come from; None for a place that the register does not know.
        place: in words, kept with the files; needed where there is no system.
        uploads: at least one.
        actor: who may work the case.

    Raises:
        RuleRefused: no file, too much, no place, or the system is being read just now.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if not uploads:
        message = _("Choose at least one file.")
        raise RuleRefused(message, code="no_file", fields={"uploads": message})
    if system is None and not place.strip():
        message = _("Say where these files come from.")
        raise RuleRefused(message, code="place_missing", fields={"place": message})
    planned = line_for(case, system or _other_places())
    for upload in uploads:
        keep_file(planned=planned, upload=upload, place=place.strip(), actor=actor)
    make_ready(planned)
    facts = {"system": planned.system.name, "files": len(uploads)}
    record("search.files_added", actor=actor, case=case, about=planned, facts=facts)
    return planned


@transaction.atomic
def remove_file(*, upload: CaseUpload, actor: User) -> None:
    """Take a file out again that staff put in by mistake, before anybody has read it.

    Raises:
        RuleRefused: the search has read it already, or an owner of a system gave it.
    """
    row = CaseUpload.objects.select_related("case", "planned__system", "file").get(pk=upload.pk)
    permissions.demand(actor, Act.WORK_CASE, row.case)
    if row.planned.scan_id is not None or row.added_by_id is None:
        raise RuleRefused(_("This file belongs to the record of the search by now."), code="already_read")
    planned = row.planned
    drop_file(row)
    if not planned.uploads.filter(is_kept=True).exists() and planned.system.name == OTHER_PLACES:
        planned.delete()
    record("search.file_removed", actor=actor, case=row.case, facts={"system": planned.system.name})


@transaction.atomic
def take_out_file(*, upload: CaseUpload, actor: User) -> None:
    """Note that somebody downloads a file, for example to convert it by hand."""
    permissions.demand(actor, Act.WORK_CASE, upload.case)
    facts = {"bytes": upload.file.size, "sha256": upload.file.sha256}
    record("search.file_opened", actor=actor, case=upload.case, about=upload, facts=facts)


@transaction.atomic
def read_waiting_files() -> int:
    """Order the reading of files that wait, of every case that is being searched or reviewed; gives the scans ordered.

    The worker acts as whoever put the files in or asked for them last.
    """
    running = Scan.objects.filter(order_id=OuterRef("case_id"), state=ScanState.RUNNING)
    lines = waiting_lines().filter(~Exists(running)).select_related("case__controller", "system")
    by_case: dict[UUID, list[PlannedSystem]] = {}
    for line in lines.filter(case__stage__in=READ_IN):
        by_case.setdefault(line.case_id, []).append(line)
    return sum(_order(rows) for rows in by_case.values())


def waiting_lines() -> QuerySet[PlannedSystem]:
    """Lines of plans with kept files that wait to be read."""
    waiting = PlannedSystem.objects.filter(source__isnull=True, state=PlanState.PLANNED)
    return waiting.filter(Exists(kept_files()))


def line_for(case: Case, system: System) -> PlannedSystem:
    """The line of the plan for what is not read by a connector of that system; part of the caller's transaction."""
    row, _created = PlannedSystem.objects.select_related("system").get_or_create(case=case, system=system, source=None)
    row.case = case
    return row


def keep_file(
    *,
    planned: PlannedSystem,
    upload: "UploadedFile[bytes]",
    place: str = "",
    given_by: str = "",
    origin_id: UUID | None = None,
    actor: User | None = None,
    is_kept: bool = True,
) -> CaseUpload:
    """Seal one file into the case; part of the caller's transaction, who records the act.

    Raises:
        RuleRefused: it is empty or too large, or the line holds as much as it may.
    """
    demand_whole(upload)
    held = list(CaseUpload.objects.filter(planned=planned).select_related("file", "case"))
    if len(held) >= MOST_FILES or sum(one.file.size for one in held) + (upload.size or 0) > MOST_BYTES:
        message = _("This is more than one search takes. Ask for the rest to be set up as a source.")
        raise RuleRefused(message, code="too_much", fields={"uploads": message})
    name = PurePosixPath((upload.name or "file").replace("\\", "/")).name[:150] or "file"
    stored = storage.store(upload.chunks(), key_id=planned.case.key_id, name=name, media_type=upload.content_type or "")
    return CaseUpload.objects.create(
        case=planned.case, planned=planned, file=stored, label=_free(name, {one.label for one in held}), place=place,
        given_by=given_by, origin_id=origin_id, added_by=actor, added_at=clock.now(), is_kept=is_kept,
    )  # fmt: skip


def drop_file(upload: CaseUpload) -> None:
    """Delete a file that is not read yet; part of the caller's transaction."""
    stored = upload.file
    upload.delete()
    transaction.on_commit(lambda: storage.path_of(stored.pk).unlink(missing_ok=True))
    stored.delete()


def make_ready(planned: PlannedSystem) -> None:
    """Put the line back to "planned", so that its files are read, all of them, once nothing else is being read.

    Raises:
        Conflict: the line is being read just now.
    """
    free = PlannedSystem.objects.filter(pk=planned.pk).exclude(state=PlanState.SEARCHING)
    if not free.update(state=PlanState.PLANNED, signed_by=None, signed_at=None):
        raise Conflict(_("Files of this system are being read just now. Add more when that is done."))
    planned.state = PlanState.PLANNED


def _order(rows: list[PlannedSystem]) -> int:
    case = rows[0].case
    profile = subject_profile(case)
    if not is_searchable(profile):
        return 0
    ids = [row.pk for row in rows]
    actor = _who_ordered(ids)
    scan = order_scan(
        order_id=case.pk,
        key_id=case.key_id,
        actor_id=actor.pk if actor else None,
        profile=profile,
        sources=[order_for(row) for row in rows],
        engine=version_now(),
    )
    PlannedSystem.objects.filter(pk__in=ids).update(state=PlanState.SEARCHING, scan_id=scan.pk)
    kind = "user" if actor else "system"
    facts = {"systems": len(ids), "scan": scan.pk}
    record("search.files_read", actor=actor, actor_kind=kind, case=case, facts=facts)
    return 1


def _who_ordered(planned_ids: list[UUID]) -> User | None:
    added = CaseUpload.objects.filter(planned_id__in=planned_ids, added_by__isnull=False)
    last = added.order_by("-added_at").select_related("added_by").first()
    return last.added_by if last else None


def _other_places() -> System:
    words = "Files that staff put into a case from places that the register does not know."
    return System.objects.get_or_create(name=OTHER_PLACES, defaults={"description": words})[0]


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken: two files of one name are two files."""
    path, number, label = PurePosixPath(name), 2, name
    while label in taken:
        label, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return label
