"""Everything a page says is there in French and German, and the compiled files are made from the written ones."""

import re
from functools import cache

import pytest
from django.test import Client
from django.utils import translation

from dsar.management.translations import Unreadable, messages_of, read_po, said_in, write_mo
from tests.house import sources

LANGUAGES = ("fr", "de")


def folder_of(language):
    return sources.CHECKOUT / "dsar" / "locale" / language


@cache
def written(language):
    return messages_of(folder_of(language))


@cache
def everything_said():
    pages = [path for ending in ("html", "txt") for path in (sources.CHECKOUT / "templates").rglob(f"*.{ending}")]
    return said_in([*pages, *sources.python_files()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_screens_is_translated(language):
    known = written(language)

    said = everything_said()

    assert len(said) > 7000
    assert sorted(message for message in said if not known.get(message)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language):
    rooms = [read_po(path.read_text(encoding="utf-8")) for path in folder_of(language).glob("staff/*.po")]

    assert sorted({message for room in rooms for message in room} - everything_said() - {""}) == []


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


def test_a_word_with_a_context_has_its_own_translation(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate "Open" context "state" %}{% translate "Open" %}{{ x|yesno:_("yes,no") }}'
    )

    with translation.override("fr"):
        state, act = translation.pgettext("state", "Open"), translation.gettext("Open")

    assert said_in([page]) == {"state\x04Open", "Open", "yes,no"}
    assert (state, act) == ("Ouvert", "Ouvrir")


def test_a_refusal_and_an_act_of_the_chain_are_sentences_that_somebody_reads(tmp_path):
    module = tmp_path / "services.py"
    module.write_text(
        'declare(case_held="Put on hold")\n'
        "def hold():\n"
        '    message = "Say why."\n'
        '    raise RuleRefused(message, code="x", fields={"why": "Write it." if short else "Shorter."})\n'
        "def other():\n"
        '    message = "nobody reads this"\n'
        "    raise ValueError(message)\n"
    )

    assert said_in([module]) == {"Put on hold", "Say why.", "Write it.", "Shorter."}
