"""The letters as Set-up shows them: their languages, their texts with the places of the variables, their versions."""

from dataclasses import dataclass
from typing import Any

from dsar.notices.catalogue import LETTERS
from dsar.notices.text_models import LetterVersion
from dsar.notices.texts import LetterSource, languages, own_text, shipped_text


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list; `own` are the languages in which the organisation uses its own text."""

    code: str
    title: Any
    languages: tuple[str, ...]
    own: frozenset[str]
    to_staff: bool


@dataclass(frozen=True, slots=True)
class LetterText:
    """One language of a letter: the text that goes out now, and its versions, newest first."""

    language: str
    source: LetterSource
    is_own: bool
    newest: int
    versions: list[LetterVersion]


def letter_rows() -> list[LetterRow]:
    """Every declared letter."""
    own = _own_languages()
    return [
        LetterRow(
            code,
            letter.title,
            tuple(one for one in languages() if one in own.get(code, ()) or shipped_text(code, one)),
            frozenset(own.get(code, ())),
            letter.to_staff,
        )
        for code, letter in LETTERS.items()
    ]


def letter_texts(code: str) -> list[LetterText]:
    """The texts of a declared letter in the languages of the house."""
    versions = list(LetterVersion.objects.filter(code=code).select_related("written_by").order_by("-number"))
    found = []
    for language in languages():
        own = own_text(code, language)
        source = own or shipped_text(code, language)
        of_language = [version for version in versions if version.language == language]
        if source is not None:
            newest = of_language[0].number if of_language else 0
            found.append(LetterText(language, source, own is not None, newest, of_language))
    return found


def _own_languages() -> dict[str, set[str]]:
    newest: dict[tuple[str, str], bool] = {}
    for version in LetterVersion.objects.order_by("number").defer("subject"):
        newest[(version.code, version.language)] = not version.is_shipped
    found: dict[str, set[str]] = {}
    for (code, language), is_own in newest.items():
        if is_own:
            found.setdefault(code, set()).add(language)
    return found
