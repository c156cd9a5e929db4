"""What people outside read is there in French and German, and the compiled files are made from the written ones."""

import re

import pytest
from django.test import Client
from django.utils import translation

from dsar.management.translations import Unreadable, read_po, said_in, write_mo
from tests.house import sources

LANGUAGES = ("fr", "de")
OF_STAFF = {"wishes.html"}
TEMPLATES = (
    "requester/*.html",
    "consent/public_*.html",
    "consent/_public_*.html",
    "commissioning/part*.html",
    "delivery/portal_*.html",
    "intake/portal_*.html",
    "erasure/certificate.html",
    "portability/schemas.html",
    "portability/transfer.html",
)
PAGES = (
    "layouts/public.html",
    "components/_language.html",
    "components/_error_summary.html",
    "components/_field.html",
    "components/_field_words.html",
)
MODULES = (
    "dsar/requester/portal.py",
    "dsar/requester/services.py",
    "dsar/requester/selectors.py",
    "dsar/commissioning/portal.py",
    "dsar/commissioning/answering_services.py",
    "dsar/commissioning/models.py",
    "dsar/intake/portal.py",
    "dsar/intake/portal_status.py",
    "dsar/intake/questions.py",
    "dsar/delivery/portal.py",
    "dsar/rights/consent/portal.py",
    "dsar/rights/decisions/told_words.py",
    "dsar/rights/erasure/told_words.py",
    "dsar/rights/portability/portal.py",
    "dsar/rights/portability/words.py",
    "dsar/rights/consent/snippet_portal.py",
    "dsar/rights/consent/documents.py",
    "dsar/delivery/requester_door.py",
    "dsar/templatetags/desk_words.py",
)
# Words of these modules that only staff read.
STAFF_WORDS = {
    "Half of the time is over",
    "Three days before the day",
    "On the day",
    "The day is over",
}


def po_of(language):
    return sources.CHECKOUT / "dsar" / "locale" / language / "LC_MESSAGES" / "django.po"


def outside():
    root = sources.CHECKOUT / "templates"
    found = [path for pattern in TEMPLATES for path in root.glob(pattern) if path.name not in OF_STAFF]
    return [*found, *(root / page for page in PAGES), *(sources.CHECKOUT / module for module in MODULES)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_people_outside_read_is_translated(language):
    known = read_po(po_of(language).read_text(encoding="utf-8"))

    said = said_in(outside()) - STAFF_WORDS

    assert len(said) > 200
    assert sorted(message for message in said if not known.get(message)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_are_the_same_in_every_language(language):
    known = read_po(po_of(language).read_text(encoding="utf-8"))

    def places(text):
        return {*re.findall(r"%\(\w+\)[sd]", text), *re.findall(r"</?\w+>", text)}

    assert [one for one, words in known.items() if one and places(one) != places(words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_made_from_the_written_one(language):
    written = po_of(language)

    assert write_mo(read_po(written.read_text(encoding="utf-8"))) == written.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("language, words", [("fr", "Voir votre demande"), ("de", "Ihren Antrag ansehen")])
def test_django_reads_what_was_compiled(db, language, words):
    page = Client(headers={"accept-language": language}).get("/my-request/").content.decode()

    assert words in page


def test_plural_forms_come_from_the_file():
    with translation.override("de"):
        told = translation.ngettext("You can download it once more.", "You can download it %(left)s times.", 3)

    assert told == "Sie können sie %(left)s Mal herunterladen."


def test_a_broken_line_is_named():
    with pytest.raises(Unreadable, match="line 2"):
        read_po('msgid "a"\nmsgstr broken\n')
