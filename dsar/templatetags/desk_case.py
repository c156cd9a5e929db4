"""What pages of a case load: their common head, from the `case` in the context."""

from django import template
from django.template.context import RequestContext

from dsar.cases.frame import CaseFrame, frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def case_frame(context: RequestContext) -> CaseFrame:
    """Title, badges, chip, acts and tabs of the case in the context, for the person who is signed in."""
    request = context["request"]
    match = request.resolver_match
    return frame_of(context["case"], request.user, match.view_name if match else "")
