"""How the lines of a plan are ordered from the workers: by their connector, or by the files that were put in."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from discovery.scans.services import SourceOrder
from dsar.search.models import PlannedSystem
from dsar.search.upload_models import CaseUpload
from dsar.search.uploads_source import KIND


def readable(rows: QuerySet[PlannedSystem]) -> QuerySet[PlannedSystem]:
    """Those lines that workers can read: with a connector, or with files."""
    return rows.filter(Q(source__isnull=False) | Exists(kept_files()))


def kept_files() -> QuerySet[CaseUpload]:
    """The kept files of the line of an outer query."""
    return CaseUpload.objects.filter(planned=OuterRef("pk"), is_kept=True)


def order_for(row: PlannedSystem) -> SourceOrder:
    """What the workers get for a line; it is known to them by its `ref`."""
    if row.source is not None:
        return SourceOrder(row.source.pk, row.source.name, row.source.kind, row.source.settings, row.source.secret_name)
    return SourceOrder(row.pk, row.system.name, KIND, {"planned": str(row.pk)})
