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
    government_africa,
    government_asia,
    government_at,
    government_au,
    government_be,
    government_ca,
    government_ca_provinces,
    government_ch,
    government_de,
    government_eu,
    government_fr,
    government_in,
    government_it,
    government_kr,
    government_more,
    government_nordic,
    government_pt,
    government_sg,
    government_uk,
    government_us,
    health,
    health_numbers,
    hosts,
    iban,
    online,
    organisation,
    passports,
    person_facts,
    place,
    plates,
    short_dates,
    social,
    special,
    travel_documents,
    vehicle,
    wallets,
)
from discovery.detection.recognisers.address import address_finders
from discovery.detection.recognisers.alone import alone_finder
from discovery.detection.recognisers.dates import date_finders
from discovery.detection.recognisers.person import PersonFinder, form_finders
from discovery.detection.recognisers.person_beside import beside_finders
from discovery.detection.recognisers.person_scripts import script_finders
from discovery.detection.recognisers.phone import PhoneFinder
from discovery.detection.recognisers.place_names import PlaceNameFinder


def built_in(languages: tuple[str, ...]) -> tuple[Finder, ...]:
    """Every built-in recogniser but those for names."""
    found = _recognisers(languages)
    return (*found, alone_finder(found))


def _recognisers(languages: tuple[str, ...]) -> tuple[Finder, ...]:
    return (
        *contact.RECOGNISERS,
        *online.RECOGNISERS,
        *financial.RECOGNISERS,
        *iban.RECOGNISERS,
        *government_uk.RECOGNISERS,
        *government_us.RECOGNISERS,
        *government_ca.RECOGNISERS,
        *government_ca_provinces.RECOGNISERS,
        *government_eu.RECOGNISERS,
        *government_fr.RECOGNISERS,
        *government_be.RECOGNISERS,
        *government_at.RECOGNISERS,
        *government_ch.RECOGNISERS,
        *government_pt.RECOGNISERS,
        *government_nordic.RECOGNISERS,
        *government_de.RECOGNISERS,
        *government_it.RECOGNISERS,
        *government_au.RECOGNISERS,
        *government_sg.RECOGNISERS,
        *government_in.RECOGNISERS,
        *government_kr.RECOGNISERS,
        *government_asia.RECOGNISERS,
        *government_africa.RECOGNISERS,
        *government_more.RECOGNISERS,
        *passports.RECOGNISERS,
        *travel_documents.RECOGNISERS,
        *health_numbers.RECOGNISERS,
        *devices.RECOGNISERS,
        *social.RECOGNISERS,
        *plates.RECOGNISERS,
        *person_facts.RECOGNISERS,
        *special.RECOGNISERS,
        *vehicle.RECOGNISERS,
        *wallets.RECOGNISERS,
        *hosts.RECOGNISERS,
        *short_dates.RECOGNISERS,
        *business.RECOGNISERS,
        *health.RECOGNISERS,
        *organisation.RECOGNISERS,
        *place.RECOGNISERS,
        PhoneFinder(languages=languages),
        *date_finders(),
        *address_finders(),
    )


def name_rules(source: str = "rules") -> tuple[Finder, ...]:
    """The recognisers for names that need no model; beside the network ("network") only the surest for people."""
    people = form_finders() if source == "network" else (PersonFinder(),)
    return (*people, *beside_finders(), *script_finders(), PlaceNameFinder())
