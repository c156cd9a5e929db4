"""Every declared letter has its texts, and the texts use what is declared and nothing else."""

import datetime as dt
import re
from pathlib import Path

import pytest

from dsar.notices.catalogue import LETTERS
from dsar.notices.rendering import write

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "letters"
TRANSLATED = ("acknowledgement", "identity_request", "extension", "response_ready", "refusal")
TEXTS = sorted(path for path in FOLDER.glob("*.*.txt"))


def named_in(text: str) -> set[str]:
    inside = re.findall(r"{{\s*(\w+)[^}]*}}|{%\s*if\s+(\w+)\s*%}", text)
    return {name for pair in inside for name in pair if name}


def values(code):
    letter = LETTERS[code]
    return {name: dt.date(2026, 12, 1) if name.endswith("_on") else f"<{name}>" for name in letter.variables}


@pytest.mark.parametrize("code", LETTERS)
def test_a_declared_letter_is_written_in_english(code):
    text = write(code, values(code), "en")

    assert text.subject
    assert text.language == "en"
    assert "{{" not in text.body


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_uses_only_what_its_letter_declares(path):
    code = path.name.split(".")[0]

    letter = LETTERS[code]

    assert named_in(path.read_text(encoding="utf-8")) <= letter.variables | letter.optional


@pytest.mark.parametrize("code", LETTERS)
def test_what_a_letter_demands_its_english_text_tells(code):
    text = (FOLDER / f"{code}.en.txt").read_text(encoding="utf-8")

    unused = LETTERS[code].variables - named_in(text)

    assert unused <= {"reference"}


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_main_letters_are_written_in_french_and_german(code, language):
    text = write(code, values(code), language)

    assert text.language == language
    assert text.body != write(code, values(code), "en").body


def test_dates_are_told_in_words_of_the_letters_language():
    given = values("extension") | {"new_due_on": dt.date(2026, 12, 1)}

    assert "1 December 2026" in write("extension", given, "en").body
    assert "1 décembre 2026" in write("extension", given, "fr").body
    assert "1. Dezember 2026" in write("extension", given, "de").body


def test_a_letter_without_a_translation_goes_out_in_english():
    text = write("withdrawn", values("withdrawn"), "fr")

    assert text.language == "en"


def test_optional_parts_leave_no_gap():
    body = write("acknowledgement", values("acknowledgement"), "en").body

    assert "\n\n\n" not in body
