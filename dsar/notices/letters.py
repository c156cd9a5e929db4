"""The letters as Set-up shows them: their languages, and their texts with the places of the variables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from dsar.notices.catalogue import LETTERS


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list."""

    code: str
    title: Any
    languages: tuple[str, ...]
    to_staff: bool


@dataclass(frozen=True, slots=True)
class LetterText:
    """One language of a letter, as written."""

    language: str
    source: str


def letter_rows() -> list[LetterRow]:
    """Every declared letter."""
    return [
        LetterRow(code, letter.title, tuple(text.language for text in letter_text(code)), letter.to_staff)
        for code, letter in LETTERS.items()
    ]


def letter_text(code: str) -> list[LetterText]:
    """The texts of a declared letter in the languages of the house."""
    folder = Path(settings.BASE_DIR) / "templates" / "letters"
    files = [(language, folder / f"{code}.{language}.txt") for language, _name in settings.LANGUAGES]
    return [LetterText(language, file.read_text(encoding="utf-8")) for language, file in files if file.is_file()]
