"""Names of people by rules: titles, salutations, labels, "Surname, Given", and the lists of given names.

Beside the network only the forms are asked that a line gives away by a word of its own; without it all are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from discovery.detection.asking import automaton
from discovery.detection.names.gazetteer import COMMON, COMMON_ELSEWHERE, GIVEN, known_as
from discovery.detection.patterns import expression
from discovery.detection.recogniser import LOOK_BEHIND, Finder, compiled, compiled_for_ascii, reading_bounds
from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

_LARGE: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_PART: Final = rf"(?:(?:O'|D'|Mc|Mac|L'|Al-|El-)?[{_LARGE}][^\W\d_A-Z]{{1,20}}(?:['-][{_LARGE}][^\W\d_]{{1,20}})?)"
_INITIAL: Final = rf"(?:[{_LARGE}]\.)"
_LINK: Final = (
    r"(?:van der|van den|van de|van|von der|von|zu|de la|de los|de|da|dos|do|del|della|di|den|der|ter|ten"
    r"|bin|ibn|al|el|le|la|du|y)"
)
_SURNAME: Final = rf"(?:{_LINK} )?{_PART}"
_FULL: Final = rf"{_PART}(?: (?:{_PART}|{_INITIAL})){{0,2}} {_SURNAME}"
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Capt|Sgt|Herr|Herrn"
    r"|Frau|Monsieur|Madame|Mademoiselle|Mme|Mlle|Señor|Señora|Sra|Sig|Signor|Signora"
    r"|Dhr|Mevr|Mevrouw|Meneer|Pan|Pani|Nurse|Judge|Cllr|Maître|Dott|Dottor|Dottoressa|Doña|Dona|Exmo|Fru)"
)
_SALUTATION: Final = (
    r"(?:Dear|Hello|Hi|Hey|Lieber|Liebe|Cher|Chère|Estimado|Estimada|Beste|Caro|Cara|Olá|Hola|Ciao|Hej)"
)
_LABEL: Final = (
    r"(?:full name|first name|last name|surname|forename|given names?|family name|name|patient|employee|applicant"
    r"|customer|tenant|claimant|contact|signed|attn|attention|vorname|nachname|nom|prénom|nombre|apellidos?|naam"
    r"|achternaam|cognome|apelido|nazwisko|imię|navn|namn|efternamn|etternavn|account holder|cardholder|kontoinhaber"
    r"|titulaire|next of kin|emergency contact|line manager)"
)
_INTRODUCTION: Final = (
    r"(?:my name is|i am called|ich heiße|ich heisse|mein name ist|je m'appelle|je me nomme|me llamo|mi nombre es"
    r"|mi chiamo|mijn naam is|ik heet|chamo-me|o meu nome é|nazywam się|jag heter|jeg heter|jeg hedder|née|geb\.)"
)
_NAMED: Final = (
    r"(?:(?:his|her|their|its|maiden|first|last|middle|given|family|full|birth|legal|nick|partner's|husband's|wife's|son's"
    r"|daughter's|mother's|father's|child's|friend's) ?names? (?:is|was|are)|(?:named|calls?|called) (?:me|him|her)"
    r"|goes by|known as|mother of|father of|married to)"
)
_STOP: Final = word_list("not_names.txt")


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    pattern: re.Pattern[str]
    score: float
    why: str
    trigger: str  # RE2: without it nothing is found


_FORMS: Final = (
    _Form(
        "title",
        expression(rf"(?<!\w){_TITLE}\.? (?P<value>(?:(?:{_PART}|{_INITIAL}) ){{0,3}}{_SURNAME})(?!\w)"),
        0.85,
        "a title stands before it",
        rf"\b{_TITLE}\.? \pL",
    ),
    _Form(
        "salutation",
        expression(rf"(?<!\w){_SALUTATION} (?P<value>{_PART}(?: {_SURNAME})?)(?=[,!:.\n]|$)"),
        0.7,
        "a salutation",
        rf"\b{_SALUTATION} \p{{Lu}}",
    ),
    _Form(
        "label",
        expression(
            rf"(?i:(?<!\w){_LABEL}(?: name)?)[ \t]{{0,2}}[:=][ \t]{{0,3}}"
            rf"(?P<value>{_PART}(?:,? (?:{_PART}|{_INITIAL}|{_SURNAME})){{0,3}})(?!\w)"
        ),
        0.8,
        "a label stands before it",
        rf"(?i)\b{_LABEL}(?: name)?[ \t]{{0,2}}[:=]",
    ),
    _Form(
        "introduction",
        expression(rf"(?i:(?<!\w){_INTRODUCTION}) (?P<value>{_SURNAME}(?: {_SURNAME}){{0,2}})(?!\w)"),
        0.85,
        "an introduction",
        rf"(?i)\b{_INTRODUCTION} ",
    ),
    _Form(
        "naming",
        expression(rf"(?i:(?<!\w){_NAMED}) (?P<value>{_SURNAME}(?: (?:{_PART}|{_INITIAL}))?(?: {_SURNAME})?)(?!\w)"),
        0.6,
        "a word for naming stands before it",
        rf"(?i)\b{_NAMED} ",
    ),
    _Form(
        "mail",
        expression(rf"(?P<value>(?<!\w){_FULL})(?= ?<[^<>\s]{{1,64}}@)"),
        0.85,
        "an e-mail address follows",
        r"<[^<>\s]{1,64}@",
    ),
)
_SIGNATURE: Final = _Form(
    "signature",
    expression(
        rf"(?i:(?:regards|sincerely|faithfully|thanks|cheers|wishes|grüßen|grüße|cordialement|saludos"
        rf"|salutations|groet|saluti),?)\s{{1,4}}(?P<value>{_PART}(?: {_INITIAL})?(?: {_SURNAME})?)(?=\s*(?:\n|$|,))"
    ),
    0.75,
    "a signature",
    r"(?i)(?:regards|sincerely|faithfully|thanks|cheers|wishes|grüßen|grüße|cordialement|saludos|salutations|groet|saluti)",
)
_BARE: Final = expression(rf"(?<![\w@.-]){_PART}(?: (?:{_PART}|{_INITIAL})){{0,2}} {_SURNAME}(?![\w@-])")
_SWAPPED: Final = expression(
    rf"(?<![\w@-])(?P<surname>(?:{_LINK} )?(?:{_PART}|[{_LARGE}][{_LARGE}'-]{{1,20}})), "
    rf"(?P<given>{_PART})(?: (?:{_PART}|{_INITIAL}))?(?![\w@-])"
)
_CAPITALS: Final = expression(
    rf"(?<![\w@.-])(?P<given>[{_LARGE}]{{3,20}}) (?:[{_LARGE}]\.? )?[{_LARGE}][{_LARGE}'-]{{2,20}}(?![\w@-])"
)
_ALL_FORMS: Final = (*_FORMS, _SIGNATURE)
# RE2: what no name is without that the three patterns above find.
_BARE_TRIGGER: Final = rf"[A-Za-z\x{{80}}-\x{{10ffff}}] (?:{_LINK} )?[{_LARGE}]"
_SWAPPED_TRIGGER: Final = rf"[^ ], [{_LARGE}]"
_CAPITALS_TRIGGER: Final = rf"[{_LARGE}]{{3}} [{_LARGE}]"


@dataclass(frozen=True, slots=True)
class FormFinder:
    """Finds names in one form of which a word or a sign of the line tells."""

    form: int

    @property
    def name(self) -> str:
        """The form as part of the name."""
        return f"person_{_FORMS[self.form].name}"

    @property
    def trigger(self) -> str:
        """What no name in this form is without."""
        return _FORMS[self.form].trigger

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        yield from _in_form(_FORMS[self.form], text, low, high, reading_bounds(text, low, high))


@dataclass(frozen=True, slots=True)
class PersonFinder:
    """Finds names of people where nothing but rules and lists is used."""

    name: str = "person_rules"
    trigger: str = ""

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        window = max(0, low - 80), min(len(text), high + 120)
        seen = text[max(0, low - 81) : high + 120].encode("utf-8", "replace")
        present = _automaton().Match(seen) or ()
        for number, form in enumerate(_ALL_FORMS):
            if number in present:
                yield from _in_form(form, text, low, high, window)
        bare = len(_ALL_FORMS)
        compile_ = _compiler(text, window)
        for hit in compile_(_BARE.pattern).finditer(text, *window) if bare in present else ():
            if low <= hit.start() < high and (found := _bare(hit)):
                yield found
        for number, pattern in enumerate((_SWAPPED, _CAPITALS), start=bare + 1):
            for hit in compile_(pattern.pattern).finditer(text, *window) if number in present else ():
                if low <= hit.start() < high and _is_given(hit.group("given")) and not _stopped(hit.group()):
                    yield Detection(
                        hit.start(), hit.end(), Kind.PERSON, 0.7, "shape of a name with a common given name"
                    )


@functools.cache
def _automaton() -> Any:
    """Says which patterns can find something: the forms by their numbers, then the three of bare names."""
    triggers = (form.trigger for form in _ALL_FORMS)
    return automaton([*triggers, _BARE_TRIGGER, _SWAPPED_TRIGGER, _CAPITALS_TRIGGER])


def form_finders() -> tuple[Finder, ...]:
    """The finders that stand beside the network."""
    return tuple(FormFinder(number) for number in range(len(_FORMS)))


def _in_form(form: _Form, text: str, low: int, high: int, window: tuple[int, int]) -> Iterator[Detection]:
    for hit in _compiler(text, window)(form.pattern.pattern).finditer(text, *window):
        start, end = hit.span("value")
        if low <= start < high and not _stopped(hit.group("value")):
            yield Detection(start, end, Kind.PERSON, form.score, f"shape of a name; {form.why}")


def _compiler(text: str, window: tuple[int, int]) -> Callable[[str], re.Pattern[str]]:
    """What compiles a pattern for a window: quicker ones do for ASCII."""
    return compiled_for_ascii if text[max(0, window[0] - LOOK_BEHIND) : window[1]].isascii() else compiled


def _stopped(value: str) -> bool:
    return any(word.lower().strip(".,") in _STOP for word in value.split())


def _is_given(word: str) -> bool:
    """Whether the lists know a word as a given name and running text does not use it in small letters."""
    flags = known_as(word)
    return bool(flags & GIVEN) and not flags & (COMMON | COMMON_ELSEWHERE)


def _bare(hit: re.Match[str], is_given: Callable[[str], bool] = _is_given) -> Detection | None:
    words = hit.group().split()
    skipped = 0
    while len(words) - skipped > 2 and not is_given(words[skipped]):
        skipped += 1
    rest = words[skipped:]
    if not is_given(rest[0]) or _stopped(" ".join(rest)):
        return None
    start = hit.end() - len(" ".join(rest))
    return Detection(start, hit.end(), Kind.PERSON, 0.68, "a common given name before another capitalised word")
