"""The period of a report as chosen in the address."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.statistics.facts import Period
from dsar.templatetags.desk_words import date_words

USUAL = "12m"
OWN = "own"
PRESETS: dict[str, Any] = {
    "month": _("This month"),
    "3m": _("The last 3 months"),
    USUAL: _("The last 12 months"),
    "year": _("This year"),
    "last_year": _("Last year"),
    OWN: _("Days of my choice"),
}
LONGEST_DAYS = 3_660


class PeriodForm(forms.Form):
    """Which days a report is about; everything comes from the address."""

    period = forms.ChoiceField(label=_("Period"), choices=list(PRESETS.items()), required=False)
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("period") != OWN:
            return clean
        first, last = clean.get("first"), clean.get("last")
        if not (first and last):
            self.add_error("first", _t("Give both days."))
        elif last < first:
            self.add_error("last", _t("The last day lies before the first."))
        elif (last - first).days > LONGEST_DAYS:
            self.add_error("last", _t("Ten years at most."))
        return clean

    def chosen(self, today: dt.date) -> Period:
        """The period; the usual one where something in the address is wrong."""
        clean = self.cleaned_data if self.is_valid() else {}
        if clean.get("period") == OWN:
            return Period(clean["first"], clean["last"])
        return preset(clean.get("period") or USUAL, today)


def form_of(given: Mapping[str, Any]) -> PeriodForm:
    """The form of an address."""
    return PeriodForm({"period": given.get("period") or USUAL, "first": given.get("first"), "last": given.get("last")})


def preset(name: str, today: dt.date) -> Period:
    """A period that ends today, or the whole of last year."""
    firsts = {
        "month": today.replace(day=1),
        "3m": months_back(today, 2),
        USUAL: months_back(today, 11),
        "year": today.replace(month=1, day=1),
    }
    if name == "last_year":
        return Period(dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31))
    return Period(firsts[name], today)


def months_back(today: dt.date, months: int) -> dt.date:
    """The first day of the month that lies so many months back."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


def months_in(period: Period) -> list[dt.date]:
    """The first day of each month that the period touches; the last 24 of a longer one."""
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    return [months_back(period.last, back) for back in reversed(range(min(count, 23) + 1))]


def words(period: Period) -> str:
    """The period in words."""
    return _t("%(first)s to %(last)s") % {"first": date_words(period.first), "last": date_words(period.last)}


def query(given: Mapping[str, Any], **more: str) -> str:
    """The query string that leads to the same period elsewhere."""
    kept = {name: given[name] for name in ("period", "first", "last", "by") if given.get(name)}
    return urlencode(kept | more)
