"""Words of the PII tools."""

import re

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()
_STAMP = re.compile(r"engine (\w+), names by (.+?), own kinds (\d+), thresholds (\d+)")
_NAMES = {
    "network": gettext_lazy("names by the engine's own network"),
    "rules": gettext_lazy("names by rules alone"),
    "none": gettext_lazy("names not looked for"),
}


@register.filter
def percent(share: float | None) -> str:
    """A share 0..1 in per cent: "93 %"; "–" for nothing."""
    return "–" if share is None else f"{formats.number_format(round(100 * share), decimal_pos=0)} %"


@register.filter
def engine_words(stamp: str) -> str:
    """The stamp of a finding as people say it; one of another form (an older engine, "as shipped") stays as it is."""
    parts = _STAMP.fullmatch(stamp)
    if parts is None:
        return stamp
    letters, names, own, thresholds = parts.groups()
    said = [_("engine %(letters)s") % {"letters": letters}]
    said.append(str(_NAMES.get(names) or _("names by the model %(model)s") % {"model": names}))
    said.append(_("our own kinds as of change %(n)s") % {"n": own} if own != "0" else _("no kinds of our own"))
    told = _("our thresholds, version %(n)s") % {"n": thresholds}
    said.append(told if thresholds != "0" else _("thresholds as shipped"))
    return ", ".join(said)
