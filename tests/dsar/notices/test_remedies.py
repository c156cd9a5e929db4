"""The routes of complaint by law, day and language."""

import datetime as dt

import pytest

from dsar.notices.remedies import UK_THREE_ROUTES_FROM, Routes, remedies

ROUTES = Routes("Information Commissioner", "ico.example.org", "privacy@example.org")
LATER = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "court"), [("en", "apply to the court"), ("fr", "saisir la justice"), ("de", "vor Gericht gehen")]
)
def test_a_letter_in_the_united_kingdom_names_three_routes(language, court):
    words = remedies(ROUTES, regime="UK", language=language, on=LATER)

    assert "privacy@example.org" in words
    assert "164A" in words
    assert "Information Commissioner (ico.example.org)" in words
    assert court in words


def test_the_third_route_opens_on_the_19th_of_june():
    eve = remedies(ROUTES, regime="UK", language="en", on=UK_THREE_ROUTES_FROM - dt.timedelta(days=1))
    day = remedies(ROUTES, regime="UK", language="en", on=UK_THREE_ROUTES_FROM)

    assert "164A" not in eve
    assert "court" in eve
    assert "164A" in day


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_a_letter_under_the_gdpr_names_the_authority_and_the_court(language):
    words = remedies(Routes("CNIL", "", "x@example.org"), regime="EU", language=language, on=LATER)

    assert "CNIL" in words
    assert "164A" not in words
    assert {"en": "court", "fr": "tribunaux", "de": "Gericht"}[language] in words


def test_an_unknown_authority_and_language_are_told_in_plain_english():
    words = remedies(Routes("", "", ""), regime="CCPA", language="it", on=LATER)

    assert words == "If you do not agree, you can complain to the supervisory authority."


def test_braces_in_a_name_are_only_braces():
    words = remedies(Routes("{ours}", "", "secret"), regime="EU", language="en", on=LATER)

    assert "{ours}" in words
    assert "secret" not in words
