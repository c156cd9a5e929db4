"""What is typed is kept while it is typed: for every form that writes, for one person alone, until it is saved.

A draft is named by its form: a part ("description"), a risk or measure ("risks-R1", "measures-new"), "advice",
"advice-answer", "consultation".
"""

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.dpia import services
from dsar.accountability.dpia.frame import found_or_404
from dsar.accountability.dpia.models import Dpia, DpiaDraft
from dsar.accountability.dpia.vocabulary import Part
from dsar.web.requests import StaffRequest

_ITEM = re.compile(r"(risks|measures)-(new|[RM]\d{1,5})")
_NOT_TYPED = ("csrfmiddlewaretoken", "act")
_OLDEST = {"revision": "0", "seen": ""}  # of a draft that does not say which state it was typed on


@require_POST
@role_page(Act.WRITE_DPIA)
def dpia_keep(request: StaffRequest, dpia_ref: str, part: str) -> HttpResponse:
    """Keep what is typed while it is typed; or take a kept draft up again, or drop it."""
    dpia = found_or_404(dpia_ref)
    page = _page_of(dpia, part)
    act = request.POST.get("act", "keep")
    if act == "take":
        return redirect(f"{page}?kept={part}")
    if act == "drop":
        services.drop_draft(dpia=dpia, part=part, actor=request.user)
        return redirect(page)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_TYPED}
    draft = services.keep_draft(dpia=dpia, part=part, fields=fields, actor=request.user)
    return render(request, "dpia/_kept.html", {"draft": draft})


def _page_of(dpia: Dpia, part: str) -> str:
    """The page whose form it is. Raises Http404 where there is none."""
    if part in (Part.DESCRIPTION, Part.NECESSITY, Part.VIEWS):
        return reverse("dsar:dpia-part", args=[dpia.reference, part])
    if part in (Part.ADVICE, "advice-answer"):
        return reverse("dsar:dpia-advice", args=[dpia.reference])
    if part == Part.CONSULTATION:
        return reverse("dsar:dpia-consultation", args=[dpia.reference])
    if not (found := _ITEM.fullmatch(part)):
        raise Http404
    route = {"risks": "dsar:dpia-risk", "measures": "dsar:dpia-measure"}[found[1]]
    if found[2] == "new":
        return reverse(f"{route}-new", args=[dpia.reference])
    return reverse(route, args=[dpia.reference, found[2]])


def draft_name(part: str, item_id: str) -> str:
    """The name of the draft of a risk or measure; one that is not stored yet has no id."""
    return f"{part}-{item_id or 'new'}"


def kept_of(request: StaffRequest, dpia: Dpia, part: str, start: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """What a form starts with, and the draft to offer.

    Args:
        request: with ?kept= where a draft was taken up.
        dpia: the assessment.
        part: name of the draft.
        start: what is stored.

    Returns:
        The stored values and None offered after a draft was taken up: then what was typed stands over them, with the
        state on which it was typed, so that a colleague's later text is not overwritten unseen.
    """
    draft = DpiaDraft.objects.filter(dpia=dpia, author=request.user, part=part).select_related("dpia").first()
    if draft is None or request.method == "POST":
        return start, None
    if request.GET.get("kept") != part:
        return start, draft
    lists = {"risks"}  # boxes of which several may be ticked
    typed = {
        name: values if name in lists else values[-1] if isinstance(values, list) and values else values
        for name, values in draft.fields.items()
        if name not in _NOT_TYPED
    }
    missing_boxes: dict[str, list[str]] = {name: [] for name in lists & set(start) - set(typed)}
    oldest = {name: value for name, value in _OLDEST.items() if name in start}
    return {**start, **missing_boxes, **oldest, **typed}, None
