"""What every template of the house loads: icons, the navigation, sortable headers, the track of a period."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dsar.access.rules import Act
from dsar.templatetags import desk_words

register = template.Library()
register.filter("date_words", desk_words.date_words)
register.filter("short_date", desk_words.short_date)
register.filter("when_words", desk_words.when_words)
register.filter("when_inside", desk_words.when_inside)
register.filter("distance_words", desk_words.distance_words)
register.filter("size_words", desk_words.size_words)
register.filter("count_words", desk_words.count_words)

SPRITE = "vendor/bootstrap-icons-1.13.2/icons.svg"

_PLACES = (
    ("home", "dsar:home", _("Home"), "house"),
    ("cases", "dsar:case-list", _("Cases"), "folder2-open"),
    ("decisions", "dsar:decisions", _("Decisions"), "check2-all"),
    ("reports", "dsar:reports", _("Reports"), "bar-chart-line"),
    ("setup", "dsar:setup", _("Set-up"), "sliders"),
)

# Places that only some roles may open; the others are left out of the navigation of everybody else.
_NEEDS = {"decisions": Act.DECIDE_EXEMPTION, "reports": Act.SEE_REPORTS}


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: Any
    url: str
    icon: str
    is_current: bool


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    address = f"{static(SPRITE)}#{name}"
    if label:
        drawing = '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(drawing, css, label, address)
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css, address)


@register.simple_tag
def nav_url(route: str, *args: Any) -> str:
    """The address of a route, or nothing where that room is not there: its link is then left out."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def nav_places(context: RequestContext) -> list[Place]:
    """The staff navigation. Current is what the page names as `nav`, else the place whose route is shown."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    shown = context.get("nav") or ""
    route = match.view_name if match else ""
    places = []
    for name, target, label, picture in _PLACES:
        url = nav_url(target)
        if url and _may_open(name, request):
            is_current = shown == name if shown else route == target
            places.append(Place(label, url, picture, is_current))
    return places


def _may_open(name: str, request: HttpRequest | None) -> bool:
    may = getattr(getattr(request, "user", None), "may", None)
    return name not in _NEEDS or may is None or bool(may(_NEEDS[name]))


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers to show, with gaps; for the pagination component."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.inclusion_tag("components/_sort_header.html", takes_context=True)
def sort_header(context: RequestContext, label: str, key: str, css: str = "") -> dict[str, Any]:
    """A table header that sorts by ?sort=key, and by ?sort=-key on the second click; the page number is dropped."""
    request: HttpRequest = context["request"]
    sort = str(request.GET.get("sort") or context.get("sort", ""))
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if sort == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {"label": label, "css": css, "direction": direction, "url": f"?{query.urlencode()}"}


@register.filter
def under(cells: list[Any], heads: list[Any]) -> list[tuple[Any, Any]]:
    """The cells of a row, each with the head of its column: `{% for head, cell in row|under:heads %}`."""
    return list(zip(heads, cells, strict=False))


@register.inclusion_tag("components/_track.html")
def period_track(start: dt.date, today: dt.date, statutory: dt.date, target: dt.date | None = None) -> dict[str, Any]:
    """The period as a bar: gone by, today, our target, the statutory date. Positions are per cent of the width."""
    last = max(statutory, today, target or statutory)
    whole = max((last - start).days, 1)

    def place(day: dt.date) -> int:
        return round(100 * min(max((day - start).days, 0), whole) / whole)

    is_late = today > statutory
    return {
        "gone": place(min(today, statutory)),
        "late_from": place(statutory),
        "late_width": place(today) - place(statutory) if is_late else 0,
        "today_at": place(today),
        "target_at": place(target) if target and target != statutory else None,
        "anchor": "start" if place(today) < 12 else "end" if place(today) > 88 else "middle",
    }
