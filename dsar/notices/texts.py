"""Which text of a letter is used: the organisation's newest version, else the one that was shipped."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dsar.foundation.errors import DsarError
from dsar.notices.text_models import LetterVersion

FALLBACK_LANGUAGE = "en"
SUBJECT_MARK = "Subject: "


@dataclass(frozen=True, slots=True)
class LetterSource:
    """The text of a letter before its variables are filled in; `version` 0 is the shipped one."""

    code: str
    language: str
    subject: str
    body: str
    version: int = 0

    @property
    def whole(self) -> str:
        """Subject and body as the checks read them: the body begins on line 3."""
        return f"{self.subject}\n\n{self.body}"


def spoken_language(language: str) -> str:
    """The language without its region: "de-AT" is "de"."""
    return language.split("-", maxsplit=1)[0].lower()


def languages() -> list[str]:
    """The languages of the house."""
    return [code for code, _name in settings.LANGUAGES]


def current_text(code: str, language: str) -> LetterSource:
    """The text that goes out now, in English where there is none in that language.

    Raises:
        DsarError: there is no text at all ("letter_text_missing").
    """
    for spoken in dict.fromkeys((spoken_language(language), FALLBACK_LANGUAGE)):
        own = own_text(code, spoken)
        if own is not None:
            return own
        shipped = shipped_text(code, spoken)
        if shipped is not None:
            return shipped
    message = f"The text of the letter {code} is missing."
    raise DsarError(message, code="letter_text_missing")


def own_text(code: str, language: str) -> LetterSource | None:
    """The organisation's newest version; None where it has none or went back to the shipped text."""
    newest = LetterVersion.objects.filter(code=code, language=language).order_by("-number").first()
    if newest is None or newest.is_shipped:
        return None
    return LetterSource(code, language, newest.subject, newest.body, newest.number)


def shipped_text(code: str, language: str) -> LetterSource | None:
    """The text as it was shipped; None where it was not written in that language."""
    if not code.replace("_", "").isalnum() or not language.isalpha():
        return None
    file = letter_folder() / f"{code}.{language}.txt"
    if not file.is_file():
        return None
    subject, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    return LetterSource(code, language, subject.removeprefix(SUBJECT_MARK).strip(), body.strip() + "\n")


def letter_folder() -> Path:
    """Where the shipped texts stand."""
    return Path(settings.BASE_DIR) / "templates" / "letters"
