"""The door of the table: the list that the address names, as a file."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.queue_export_services import export_queue, export_skeletons
from dsar.cases.queue_views import filter_form, skeleton_group
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest


@require_GET
@role_page(Act.VIEW_CASE)
def export(request: StaffRequest) -> HttpResponse:
    """Exactly the list that the same query shows on the page, without its pages."""
    filters = filter_form(request).filters()
    found = selectors.queue(request.user, filters, sort=request.GET.get("sort", "due"))
    with_names = request.GET.get("names") == "1"
    lines = export_queue(found=found, filters=filters, with_names=with_names, actor=request.user)
    return download(lines, name="cases.csv", media_type="text/csv")  # type: ignore[return-value]  # streamed


@require_GET
@role_page(Act.SEE_SKELETON)
def skeletons(request: StaffRequest) -> HttpResponse:
    """The list without names that the same query shows."""
    group = skeleton_group(request)
    rows = selectors.skeletons(request.user, group)
    lines = export_skeletons(rows=rows, group=group, actor=request.user)
    return download(lines, name="cases-without-names.csv", media_type="text/csv")  # type: ignore[return-value]  # streamed
