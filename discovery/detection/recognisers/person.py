"""Names of people by rules: titles, salutations, labels, "Surname, Given", and a small list of given names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

_PART: Final = (
    r"(?:(?:O'|D'|Mc|Mac|L')?[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][a-zß-öø-ÿłńśźżčěřšůžąęćğış'’]{1,20}(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{1,20})?)"
)
_INITIAL: Final = r"(?:[A-ZÀ-Þ]\.)"
_LINK: Final = (
    r"(?:van der|van den|van de|van|von der|von|de la|de los|de|da|dos|do|del|della|di|den|der|ter|ten"
    r"|bin|ibn|al|el|le|la|du|y)"
)
_SURNAME: Final = rf"(?:{_LINK} )?{_PART}"
_FULL: Final = rf"{_PART}(?: (?:{_PART}|{_INITIAL})){{0,2}} {_SURNAME}"
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Capt|Sgt|Herr|Herrn"
    r"|Frau|Monsieur|Madame|Mademoiselle|Mme|Mlle|M|Señor|Señora|Sr|Sra|Sig|Signor|Signora"
    r"|Dhr|Mevr|Mevrouw|Meneer|Pan|Pani|Nurse|Judge|Cllr)"
)
_STOP: Final = word_list("not_names.txt")
_GIVEN_NAMES: Final = word_list("given_names.txt")
_FORMS: Final = (
    (
        re.compile(rf"(?<!\w){_TITLE}\.? (?P<value>(?:(?:{_PART}|{_INITIAL}) ){{0,3}}{_SURNAME})(?!\w)"),
        0.85,
        "a title stands before it",
    ),
    (
        re.compile(
            rf"(?<!\w)(?:Dear|Hello|Hi|Hey|Lieber|Liebe|Cher|Chère|Estimado|Estimada|Beste|Caro"
            rf"|Cara) (?P<value>{_PART}(?: {_SURNAME})?)(?=[,!:.\n]|$)"
        ),
        0.7,
        "a salutation",
    ),
    (
        re.compile(
            rf"(?i:(?<!\w)(?:full name|first name|last name|surname|name|patient|employee|applicant"
            rf"|customer|tenant|claimant|contact|signed|attn|attention|vorname|nachname|nom|prénom"
            rf"|nombre|naam)"
            rf"(?: name)?)[ \t]{{0,2}}[:=][ \t]{{0,3}}(?P<value>{_PART}(?:,? (?:{_PART}|{_INITIAL}"
            rf"|{_SURNAME})){{0,3}})(?!\w)"
        ),
        0.8,
        "a label stands before it",
    ),
    (
        re.compile(
            rf"(?i:(?<!\w)(?:my name is|i am called|ich heiße|je m'appelle|me llamo|mi chiamo|née"
            rf"|née|geb\.)) (?P<value>{_PART}(?: {_SURNAME}){{0,2}})(?!\w)"
        ),
        0.85,
        "an introduction",
    ),
    (
        re.compile(
            rf"(?i:(?:regards|sincerely|faithfully|thanks|cheers|wishes|grüßen|cordialement|saludos"
            rf"|salutations),?)\s{{1,4}}(?P<value>{_PART}(?: {_INITIAL})?(?: {_SURNAME})?)(?=\s*"
            rf"(?:\n|$|,))"
        ),
        0.75,
        "a signature",
    ),
    (re.compile(rf"(?P<value>(?<!\w){_FULL})(?= ?<[^<>\s]{{1,64}}@)"), 0.85, "an e-mail address follows"),
)
_BARE: Final = re.compile(rf"(?<![\w@.-]){_PART}(?: (?:{_PART}|{_INITIAL})){{0,2}} {_SURNAME}(?![\w@-])")
_SWAPPED: Final = re.compile(
    rf"(?<![\w@-])(?P<surname>(?:{_LINK} )?(?:{_PART}|[A-ZÀ-Þ][A-ZÀ-Þ'-]{{1,20}})), "
    rf"(?P<given>{_PART})(?: (?:{_PART}|{_INITIAL}))?(?![\w@-])"
)
_CAPITALS: Final = re.compile(
    r"(?<![\w@.-])(?P<given>[A-ZÀ-Þ]{3,20}) (?:[A-ZÀ-Þ]\.? )?[A-ZÀ-Þ][A-ZÀ-Þ'-]{2,20}(?![\w@-])"
)


@dataclass(frozen=True, slots=True)
class PersonFinder:
    """Finds names of people without a model."""

    name: str = "person_rules"
    trigger: str = ""

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        window = max(0, low - 80), min(len(text), high + 120)
        for form, score, why in _FORMS:
            for hit in form.finditer(text, *window):
                start, end = hit.span("value")
                if low <= start < high and not _stopped(hit.group("value")):
                    yield Detection(start, end, Kind.PERSON, score, f"shape of a name; {why}")
        for hit in _BARE.finditer(text, *window):
            if low <= hit.start() < high and (found := _bare(hit)):
                yield found
        for form in (_SWAPPED, _CAPITALS):
            for hit in form.finditer(text, *window):
                if (
                    low <= hit.start() < high
                    and hit.group("given").lower() in _GIVEN_NAMES
                    and not _stopped(hit.group())
                ):
                    yield Detection(
                        hit.start(), hit.end(), Kind.PERSON, 0.7, "shape of a name with a common given name"
                    )


def _stopped(value: str) -> bool:
    return any(word.lower().strip(".,") in _STOP for word in value.split())


def _bare(hit: re.Match[str]) -> Detection | None:
    words = hit.group().split()
    skipped = 0
    while len(words) - skipped > 2 and words[skipped].lower() not in _GIVEN_NAMES:
        skipped += 1
    rest = words[skipped:]
    if rest[0].lower() not in _GIVEN_NAMES or _stopped(" ".join(rest)):
        return None
    start = hit.end() - len(" ".join(rest))
    return Detection(start, hit.end(), Kind.PERSON, 0.68, "a common given name before another capitalised word")
