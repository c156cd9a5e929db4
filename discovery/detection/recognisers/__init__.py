"""The built-in recognisers, one family a file.

To add one: write it beside these, name it in `built_in`, add rows to its test table.
"""

from __future__ import annotations

from discovery.detection.recogniser import Finder
from discovery.detection.recognisers import (
    business,
    contact,
    devices,
    financial,
    government_at,
    government_be,
    government_ca,
    government_ch,
    government_eu,
    government_fr,
    government_nordic,
    government_pt,
    government_uk,
    government_us,
    health,
    online,
    organisation,
    person_facts,
    place,
    plates,
    social,
    special,
    vehicle,
)
from discovery.detection.recognisers.dates import DateFinder
from discovery.detection.recognisers.person import PersonFinder
from discovery.detection.recognisers.phone import PhoneFinder
from discovery.detection.recognisers.place import address_finders


def built_in(languages: tuple[str, ...]) -> tuple[Finder, ...]:
    """Every built-in recogniser but those for names."""
    return (
        *contact.RECOGNISERS,
        *online.RECOGNISERS,
        *financial.RECOGNISERS,
        *government_uk.RECOGNISERS,
        *government_us.RECOGNISERS,
        *government_ca.RECOGNISERS,
        *government_eu.RECOGNISERS,
        *government_fr.RECOGNISERS,
        *government_be.RECOGNISERS,
        *government_at.RECOGNISERS,
        *government_ch.RECOGNISERS,
        *government_pt.RECOGNISERS,
        *government_nordic.RECOGNISERS,
        *devices.RECOGNISERS,
        *social.RECOGNISERS,
        *plates.RECOGNISERS,
        *person_facts.RECOGNISERS,
        *special.RECOGNISERS,
        *vehicle.RECOGNISERS,
        *business.RECOGNISERS,
        *health.RECOGNISERS,
        *organisation.RECOGNISERS,
        *place.RECOGNISERS,
        PhoneFinder(languages=languages),
        DateFinder(),
        *address_finders(),
    )


def name_rules() -> tuple[Finder, ...]:
    """The recognisers for names that need no model."""
    return (PersonFinder(),)
