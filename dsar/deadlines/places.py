"""The places whose public holidays are known: countries and their parts, as codes that `work_calendar` reads."""

from functools import lru_cache

import holidays

from dsar.deadlines.calendars import AREA_CODES, WEEKENDS_ONLY
from dsar.foundation.words import Words as _

# Places of the regimes that we know stand first; their parts have the names that people use.
NAMED: tuple[tuple[str, str], ...] = (
    (WEEKENDS_ONLY, _("Weekends only, no public holidays")),
    ("GB-EAW", _("England and Wales")),
    ("GB-SCT", _("Scotland")),
    ("GB-NIR", _("Northern Ireland")),
    ("IE", _("Ireland")),
    ("DE", _("Germany (nationwide holidays only)")),
    ("DE-BW", _("Germany: Baden-Württemberg")),
    ("DE-BY", _("Germany: Bavaria")),
    ("DE-BE", _("Germany: Berlin")),
    ("DE-BB", _("Germany: Brandenburg")),
    ("DE-HB", _("Germany: Bremen")),
    ("DE-HH", _("Germany: Hamburg")),
    ("DE-HE", _("Germany: Hesse")),
    ("DE-MV", _("Germany: Mecklenburg-Western Pomerania")),
    ("DE-NI", _("Germany: Lower Saxony")),
    ("DE-NW", _("Germany: North Rhine-Westphalia")),
    ("DE-RP", _("Germany: Rhineland-Palatinate")),
    ("DE-SL", _("Germany: Saarland")),
    ("DE-SN", _("Germany: Saxony")),
    ("DE-ST", _("Germany: Saxony-Anhalt")),
    ("DE-SH", _("Germany: Schleswig-Holstein")),
    ("DE-TH", _("Germany: Thuringia")),
    ("FR", _("France")),
    ("AT", _("Austria")),
    ("BE", _("Belgium")),
    ("NL", _("Netherlands")),
    ("LU", _("Luxembourg")),
    ("ES", _("Spain (nationwide holidays only)")),
    ("IT", _("Italy")),
    ("PT", _("Portugal")),
    ("PL", _("Poland")),
    ("CZ", _("Czechia")),
    ("DK", _("Denmark")),
    ("SE", _("Sweden")),
    ("FI", _("Finland")),
    ("NO", _("Norway")),
    ("US", _("United States (federal)")),
    ("US-CA", _("United States: California")),
    ("CA", _("Canada (federal)")),
    ("CA-QC", _("Canada: Quebec")),
    ("CA-ON", _("Canada: Ontario")),
    ("BR", _("Brazil")),
    ("CH", _("Switzerland (nationwide holidays only)")),
    ("CH-ZH", _("Switzerland: Zurich")),
)
# Taken together in the codes above: no area has the whole table of the United Kingdom.
_INSTEAD = {"GB": {"ENG", "WLS"}}


@lru_cache(maxsize=1)
def places() -> tuple[tuple[str, str], ...]:
    """Every place with a table of public holidays, the named ones first: pairs of code and name."""
    named = dict(NAMED)
    found = list(NAMED)
    for country, parts in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        codes = [country, *(f"{country}-{part}" for part in parts if part not in _INSTEAD.get(country, ()))]
        found += [(code, code) for code in codes if code not in named and code not in AREA_CODES and code != "GB"]
    return tuple(found)


def place_name(code: str) -> str:
    """The name of a place, or its code where it has none."""
    return dict(NAMED).get(code, code)
