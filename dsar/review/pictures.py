"""The picture of a face or fingerprint that review suggests, so that it is decided without opening the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from discovery.documents import PICTURED, Box
from discovery.extraction.regions import region
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation import storage
from dsar.foundation.errors import IntegrityBroken, KeyDestroyed
from dsar.foundation.keys import keys_at_hand
from dsar.review.models import Passage
from dsar.web.requests import StaffRequest

KINDS: Final = frozenset(kind.value for kind in PICTURED.values())
WIDEST: Final = 160  # pixels of the longer side on the page


@dataclass(frozen=True, slots=True)
class Picture:
    """The place of a face or fingerprint: whose passage it is, and how large its picture is shown, in pixels."""

    passage_id: str
    width: int
    height: int


def picture_of(passage: Passage, *, has_original: bool) -> Picture | None:
    """The picture of a passage that is a place on a page of a file we have; None for all others."""
    box = box_of(passage.box)
    if passage.kind not in KINDS or box is None or not has_original:
        return None
    across, down = max(1.0, box.x1 - box.x0), max(1.0, box.y1 - box.y0)
    shown = WIDEST / max(across, down)
    return Picture(str(passage.pk), max(1, round(across * shown)), max(1, round(down * shown)))


def box_of(raw: Mapping[str, Any] | None) -> Box | None:
    """The place on a page that a passage names."""
    if not raw or "page" not in raw:
        return None
    return Box(int(raw["page"]), *(float(raw[side]) for side in ("x0", "y0", "x1", "y1")))


@require_GET
@case_page(Act.VIEW_CASE)
def face_picture(request: StaffRequest, case: Case, number: int, passage_id: Any) -> HttpResponse:
    """A small picture of the place of a face or fingerprint, cut out of the file as found; kept nowhere."""
    found = Passage.objects.filter(pk=passage_id, item__case=case, item__exhibit__number=number, kind__in=KINDS)
    passage = found.select_related("item__exhibit__original").first()
    box = box_of(passage.box) if passage is not None else None
    original = passage.item.exhibit.original if passage is not None else None
    if box is None or original is None:
        raise Http404
    with keys_at_hand([case.key_id]):
        try:
            content = region(storage.read(original), box)
        except (IntegrityBroken, KeyDestroyed) as error:
            raise Http404 from error
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Disposition"] = "inline"
    return response
