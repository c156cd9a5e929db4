"""Every declared letter is written in three languages, and the texts use what is declared and nothing else."""

import datetime as dt

import pytest

from dsar.notices.catalogue import FRAME, LETTERS, REMEDIES
from dsar.notices.placeholders import variables_in
from dsar.notices.rendering import filled, write
from dsar.notices.text_services import faults_of
from dsar.notices.texts import letter_folder, shipped_text

LANGUAGES = ("en", "fr", "de")
# Letters that tell a decision, an extension or an answer: whoever gets them hears how to complain (Art. 12(4)).
DECIDING = {
    "unidentified",
    "extension",
    "refusal",
    "fee_request",
    "nothing_held",
    "closed_no_reply",
    "response_ready",
    "response_letter",
}


def values(code):
    letter = LETTERS[code]
    return {name: dt.date(2026, 12, 1) if name.endswith("_on") else f"<{name}>" for name in letter.variables}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", LETTERS)
def test_a_declared_letter_is_written_in_every_language(code, language):
    source = shipped_text(code, language)

    assert source is not None, f"templates/letters/{code}.{language}.txt is missing"
    assert faults_of(code, source.subject, source.body) == {}
    text = filled(source, values(code))
    assert text.subject
    assert "{{" not in text.body
    assert "{%" not in text.body


@pytest.mark.parametrize("code", LETTERS)
def test_the_languages_of_a_letter_tell_the_same_variables(code):
    told = {language: variables_in(shipped_text(code, language).whole) for language in LANGUAGES}

    assert told["fr"] == told["en"]
    assert told["de"] == told["en"]


@pytest.mark.parametrize("code", LETTERS)
def test_the_languages_of_a_letter_are_not_the_same_text(code):
    bodies = {filled(shipped_text(code, language), values(code)).body for language in LANGUAGES}
    is_own_words = code == "message"

    assert len(bodies) == 3 or is_own_words


def test_no_text_stands_there_without_its_letter():
    files = {path.name.split(".")[0] for path in letter_folder().glob("*.*.txt")}

    assert files == set(LETTERS)


@pytest.mark.parametrize("code", sorted(DECIDING))
def test_a_letter_that_decides_tells_how_to_complain(code):
    assert REMEDIES in LETTERS[code].variables


@pytest.mark.parametrize("code", [code for code, letter in LETTERS.items() if "reply_link" in letter.optional])
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_asked_something_need_not_use_the_portal(code, language):
    """G29: no account and no portal may be demanded."""
    linked = filled(shipped_text(code, language), values(code) | {"reply_link": "https://example.org/r"}).body

    words = {"en": "no account", "fr": "Aucun compte", "de": "Benutzerkonto brauchen Sie"}
    assert words[language] in linked


@pytest.mark.django_db
def test_dates_are_told_in_words_of_the_letters_language():
    given = values("extension") | {"new_due_on": dt.date(2026, 12, 1)}

    assert "1 December 2026" in write("extension", given, "en").body
    assert "1 décembre 2026" in write("extension", given, "fr").body
    assert "1. Dezember 2026" in write("extension", given, "de-AT").body


@pytest.mark.django_db
def test_a_language_that_nobody_has_written_goes_out_in_english():
    text = write("withdrawn", values("withdrawn"), "it")

    assert text.language == "en"


@pytest.mark.django_db
def test_optional_parts_leave_no_gap():
    body = write("acknowledgement", values("acknowledgement"), "en").body

    assert "\n\n\n" not in body


def test_a_list_is_told_a_line_an_entry():
    given = values("nothing_held") | {"searched": ["Shop", "Mailbox"]}

    assert "– Shop\n– Mailbox" in filled(shipped_text("nothing_held", "en"), given).body


def test_every_letter_to_a_requester_is_framed():
    assert [code for code, letter in LETTERS.items() if not letter.to_staff and not letter.variables >= FRAME] == []
