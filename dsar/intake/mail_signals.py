"""What makes a message look like a request of a data subject, in English, French and German. Plain Python.

The signals sort the list of triage and explain themselves there; they decide nothing and drop nothing. A request needs
no magic words (EDPB Guidelines 01/2022 §50), so a message without any signal is still read by a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dsar.foundation.words import Words
from dsar.foundation.words import Words as _

LIKELY, POSSIBLE = 6, 3
READ_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign: a stable code, its points, what it means in words, and the phrases that show it by language."""

    code: str
    points: int
    words: str
    phrases: tuple[tuple[str, str], ...]


SIGNALS: tuple[Signal, ...] = (
    Signal(
        "names_the_article",
        5,
        _("It names the article of the law."),
        (
            ("en", r"\b(article|art\.?)\s*15\b|\bsection 45\b.{0,40}data protection act"),
            ("fr", r"\b(article|art\.?)\s*15\b"),
            ("de", r"\b(artikel|art\.?)\s*15\b|§\s*34\s*bdsg"),
        ),
    ),
    Signal(
        "names_the_request",
        5,
        _("It calls itself a request for access."),
        (
            (
                "en",
                r"(subject|data) access request|\bdsar\b(?!-\d)|\bsar\b|right of access|access to my (personal )?data",
            ),
            ("fr", r"droit d.acc[eè]s|demande d.acc[eè]s"),
            ("de", r"auskunfts(ersuchen|anfrage|anspruch|antrag|verlangen|recht)|selbstauskunft|datenauskunft"),
        ),
    ),
    Signal(
        "asks_for_own_data",
        4,
        _("It asks for the writer’s own data."),
        (
            (
                "en",
                r"(copy|copies|all|any|what|which)\b.{0,40}\b(my|me|i)\b.{0,20}(data|information|records|file)"
                r"|(data|information|records|everything)\b.{0,30}(you (hold|have|keep|store)|held)\b"
                r".{0,20}(about|on) me",
            ),
            ("fr", r"(copie|toutes|quelles)\b.{0,40}(mes )?donn[eé]es|donn[eé]es.{0,40}me concern"),
            (
                "de",
                r"(kopie|alle|welche)\b.{0,40}(meine[rn]?|über mich|zu meiner person).{0,20}(daten|informationen)?"
                r"|(über mich|zu meiner person) gespeichert",
            ),
        ),
    ),
    Signal(
        "another_right",
        4,
        _("It names another right: erasure, correction, objection, portability."),
        (
            (
                "en",
                r"(delete|erase|remove|correct|rectify)\b.{0,30}\bmy\b.{0,20}(data|information|details|account)"
                r"|right to (erasure|be forgotten|object|rectification|data portability)|withdraw my consent",
            ),
            (
                "fr",
                r"(supprim|effac|rectifi|corrig)\w*.{0,30}donn[eé]es|droit (à l.oubli|d.opposition|à la portabilité)",
            ),
            ("de", r"(lösch|berichtig)\w*.{0,30}daten|widerspr(uch|eche)|recht auf (löschung|vergessenwerden)"),
        ),
    ),
    Signal(
        "names_the_law",
        2,
        _("It names data protection law."),
        (
            ("en", r"\bgdpr\b|data protection act|privacy (act|law|rights)|\bccpa\b"),
            ("fr", r"\brgpd\b|informatique et libertés|loi 25"),
            ("de", r"\bds-?gvo\b|datenschutz-?grundverordnung|\bbdsg\b"),
        ),
    ),
    Signal(
        "names_a_deadline",
        1,
        _("It asks for an answer within a month."),
        (
            ("en", r"(within|in)\s+(one|1|a|30)\s+(calendar )?(month|days)"),
            ("fr", r"(dans|sous)\s+(un|1|30)\s*(mois|jours)"),
            ("de", r"(innerhalb|binnen)\s+(eines|einem|1|30)\s*(monats?|tagen)"),
        ),
    ),
    Signal(
        "asks_for_the_officer",
        1,
        _("It is addressed to the data protection officer."),
        (
            ("en", r"data protection officer|\bdpo\b|privacy (team|officer)"),
            ("fr", r"délégué à la protection des données"),
            ("de", r"datenschutzbeauftragte"),
        ),
    ),
)
_COMPILED = [(signal, [(language, re.compile(pattern)) for language, pattern in signal.phrases]) for signal in SIGNALS]
WORDS = {signal.code: signal.words for signal in SIGNALS}
_COMMON = {
    "en": frozenset(["the", "and", "you", "my", "to", "of", "please", "for", "me", "your"]),
    "fr": frozenset(["le", "la", "les", "des", "vous", "je", "mes", "de", "et", "que", "bonjour"]),
    "de": frozenset(["der", "die", "und", "ich", "sie", "mich", "meine", "bitte", "mit", "zu"]),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """The codes that were found with their points together, and the language that the message seems to be in."""

    codes: tuple[str, ...]
    score: int
    language: str


def signs_of(subject: str, text: str) -> Signs:
    """The signals in a message; only its beginning is looked at."""
    whole = " ".join(f"{subject}\n{text[:READ_CHARACTERS]}".lower().replace("’", "'").split())
    found = [signal for signal, patterns in _COMPILED if any(pattern.search(whole) for _language, pattern in patterns)]
    return Signs(tuple(signal.code for signal in found), sum(signal.points for signal in found), language_of(whole))


def language_of(text: str) -> str:
    """The language by its small words: "en", "fr", "de", or "" where none stands out."""
    words = re.findall(r"[a-zà-ÿ]+", text.lower())[:2000]
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 3 else ""


def verdict(score: int) -> str:
    """What stands beside a message in the list: "likely", "possible" or "none"."""
    return "likely" if score >= LIKELY else "possible" if score >= POSSIBLE else "none"


def explained(codes: Sequence[str]) -> list[str]:
    """The signals in words, with their points."""
    return [f"{Words.translated_by(signal.words)} (+{signal.points})" for signal in SIGNALS if signal.code in codes]
