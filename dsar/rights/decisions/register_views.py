"""The register of decisions: one list over all rights, and what waits for a second person."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.rights.decisions.forms import RegisterFilter
from dsar.rights.decisions.register_selectors import DEFAULT_SORT, SORTS, register_rows, waiting_for
from dsar.rights.decisions.register_services import export_register
from dsar.rights.decisions.selectors import in_words
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_GET
@role_page(Act.SEE_REPORTS)
def register(request: StaffRequest) -> HttpResponse:
    """The register, filtered and sorted by the address."""
    filters, sort, form = _asked(request)
    page = Paginator(register_rows(request.user, filters=filters, sort=sort), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    pks = [row.case_id for row in page]
    visible = set(Case.objects.visible_to(request.user).filter(pk__in=pks).values_list("pk", flat=True))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "nav": "decisions" if request.user.may(Act.DECIDE_EXEMPTION) else "reports", "page": page, "form": form,
        "rows": [(in_words(row, row.case.regime_id), row.case_id in visible) for row in page], "sort": sort,
        "waiting": waiting_for(request.user), "query": query.urlencode(), "is_filtered": any(filters.values()),
        "may_see_cases": request.user.may(Act.VIEW_CASE),
    }  # fmt: skip
    return render(request, "rights/register.html", context)


@require_GET
@role_page(Act.SEE_REPORTS)
def register_file(request: StaffRequest) -> HttpResponse:
    """Exactly the list that the same query shows, as CSV."""
    filters, sort, _form = _asked(request)
    lines = export_register(filters=filters, sort=sort, actor=request.user)
    return download(lines, name="decisions.csv", media_type="text/csv")  # type: ignore[return-value]  # streamed


def _asked(request: StaffRequest) -> tuple[dict[str, Any], str, RegisterFilter]:
    form = RegisterFilter(request.GET or None)
    filters = dict(form.cleaned_data) if form.is_valid() else {}
    sort = request.GET.get("sort", DEFAULT_SORT)
    return filters, sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT, form
