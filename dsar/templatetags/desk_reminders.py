"""The bell of staff pages."""

from django import template
from django.template.context import RequestContext

from dsar.statistics.bell import Bell, bell_of

register = template.Library()


@register.simple_tag(takes_context=True)
def bell(context: RequestContext) -> Bell | None:
    """The bell of the person who is signed in; None on pages of nobody."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return bell_of(user) if user is not None and user.is_authenticated else None
