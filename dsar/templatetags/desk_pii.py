"""Words of the PII tools."""

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share 0..1 in per cent: "93 %"; "–" for nothing."""
    return "–" if share is None else f"{formats.number_format(round(100 * share), decimal_pos=0)} %"
