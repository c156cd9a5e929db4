"""Everything a page says is there in French and German, and the compiled files are made from the written ones."""

import re
from functools import cache

import pytest
from django.test import Client
from django.utils import translation

from dsar.management.translations import Unreadable, messages_of, read_po, said_in, write_mo
from tests.house import sources

LANGUAGES = ("fr", "de")
OF_STAFF = {"wishes.html"}
# Papers and parts that go to a person; pages for people outside are found by their layout.
PAPERS = (
    "erasure/certificate.html",
    "letters/*.html",
    "notices/letter_paper.html",
    "packages/*.html",
)
REFERENCES = re.compile(r'{% (?:extends|include) "([^"]+)"')
MODULES = (
    "dsar/cases/preservation_portal.py",
    "dsar/rights/consent/choosing.py",
    "dsar/rights/consent/models.py",
    "dsar/statistics/release/public_report.py",
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
    "dsar/rights/erasure/set_words.py",
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


def folder_of(language):
    return sources.CHECKOUT / "dsar" / "locale" / language


@cache
def written(language):
    return messages_of(folder_of(language))


def outside():
    return [*pages_outside(), *(sources.CHECKOUT / module for module in MODULES)]


def pages_outside():
    """Every template that stands on the public layout, the papers, and whatever these include."""
    root = sources.CHECKOUT / "templates"
    says = {str(path.relative_to(root)): set(REFERENCES.findall(path.read_text())) for path in root.rglob("*.html")}
    found = {"layouts/public.html", *(str(path.relative_to(root)) for name in PAPERS for path in root.glob(name))}
    while below := {name for name, used in says.items() if name not in found and is_on(name, says, found)}:
        found |= below
    while inside := {used for name in found for used in says[name] if used not in found}:
        found |= inside
    return [root / name for name in sorted(found) if name.rpartition("/")[2] not in OF_STAFF]


def is_on(name, says, found):
    """Whether a page extends one that is found; a page has one layout, the first thing it names."""
    return "layouts/public.html" in says[name] or any(one in found and "/_base" in one for one in says[name])


@cache
def everything_said():
    pages = [path for ending in ("html", "txt") for path in (sources.CHECKOUT / "templates").rglob(f"*.{ending}")]
    return said_in([*pages, *sources.python_files()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_people_outside_read_is_in_their_file(language):
    known = read_po((folder_of(language) / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8"))

    said = said_in(outside()) - STAFF_WORDS

    assert len(said) > 200
    assert sorted(message for message in said if not known.get(message)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language):
    rooms = [read_po(path.read_text(encoding="utf-8")) for path in folder_of(language).glob("staff/*.po")]

    assert sorted({message for room in rooms for message in room} - everything_said() - {""}) == []


def test_a_page_on_the_public_layout_is_found_with_what_it_includes():
    names = {str(path).rpartition("/templates/")[2] for path in pages_outside()}

    assert {"requester/home.html", "consent/public_choices.html", "portability/transfer.html"} <= names
    assert {"consent/_public_choice.html", "components/_alert.html", "packages/cover_letter.html"} <= names
    assert "layouts/staff.html" not in names


def test_every_letter_is_written_in_every_language():
    letters = {path.name for path in (sources.CHECKOUT / "templates" / "letters").glob("*.??.txt")}
    codes = {name.split(".")[0] for name in letters}

    assert len(codes) > 40
    assert sorted({f"{code}.{one}.txt" for code in codes for one in ("en", *LANGUAGES)} - letters) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_are_the_same_in_every_language(language):
    known = written(language)

    def places(text):
        return {*re.findall(r"%\(\w+\)[sd]|%s|\{\w*\}", text), *re.findall(r"</?\w+[^>]*>", text)}

    assert [one for one, words in known.items() if one and places(one) != places(words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_made_from_the_written_one(language):
    compiled = folder_of(language) / "LC_MESSAGES" / "django.mo"

    assert compiled.read_bytes() == write_mo(written(language))


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


def test_a_message_that_stands_in_two_files_is_named(tmp_path):
    for place in ("LC_MESSAGES/django.po", "staff/cases.po"):
        path = tmp_path / place
        path.parent.mkdir()
        path.write_text('msgid "Close"\nmsgstr "Clore"\n')

    with pytest.raises(Unreadable, match=r"cases\.po has again 'Close'"):
        messages_of(tmp_path)
