"""The bell of staff pages."""

from django import template
from django.template.context import RequestContext

from dsar.statistics.bell import Bell, bell_of

register = template.Library()


@register.simple_tag(takes_context=True)
def bell(context: RequestContext) -> Bell | None:
    """The bell of the person who is signed in; None on pages of nobody. Two places of a page show the same one."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return None
    if not hasattr(request, "desk_bell"):
        request.desk_bell = bell_of(user)
    rung: Bell = request.desk_bell
    return rung
