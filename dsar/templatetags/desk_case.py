"""What pages of a case load: their common head, from the `case` in the context."""

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from dsar.cases.break_glass_mark import glass_of
from dsar.cases.break_glass_models import BreakGlass
from dsar.cases.frame import CaseFrame, frame_of
from dsar.cases.registry import CasePanel, NextAct

register = template.Library()

# From this place in the rail on (see cases.next_acts) acts are rare and stand folded; also written in _next_acts.html.
RARE_FROM = 65


@register.simple_tag(takes_context=True)
def case_frame(context: RequestContext) -> CaseFrame:
    """Title, badges, chip, acts and tabs of the case in the context, for the person who is signed in."""
    request = context["request"]
    match = request.resolver_match
    return frame_of(context["case"], request.user, match.view_name if match else "", request.path)


@register.simple_tag(takes_context=True)
def glass_over(context: RequestContext) -> BreakGlass | None:
    """The emergency access under which the case in the context is read, if it is."""
    return glass_of(context["case"])


@register.simple_tag
def rare_acts(acts: list[NextAct]) -> list[NextAct]:
    """The permitted acts that stand behind "More acts": endings, holds, links, what is done once in many cases."""
    return [act for act in acts if act.url and act.order >= RARE_FROM and not act.is_primary]


@register.simple_tag(takes_context=True)
def case_panel(context: RequestContext, panel: CasePanel) -> SafeString:
    """A card of a room, drawn by the room's template; its context stands both apart (`panel`) and on top."""
    inside = {**panel.context, "panel": panel.context, "case": context["case"]}
    return render_to_string(panel.template, inside, request=context["request"])
