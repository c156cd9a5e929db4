"""Postal addresses as one stretch: a street with its number, and what belongs to it before and after.

A street or a post box is the anchor. From it the address grows to both sides: flat, town, state, postcode, country; in
one line or over several. UK and Canadian postcodes stay kinds of their own behind it (see docs/detection.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.recogniser import context_bonus, reading_bounds
from discovery.detection.recognisers.place_names import (
    AUSTRALIAN_CODES,
    CANADIAN_CODES,
    COUNTRIES,
    COUNTRY_CODES,
    REGIONS,
    STATE_CODES,
    is_place,
)
from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁĻĽŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŸŹŻŽΑ-ΩА-Я]"
_LETTERS: Final = r"[\wÀ-ÿ'’.-]"
_STREET_WORDS: Final = (
    r"Street|Road|Avenue|Lane|Drive|Boulevard|Court|Close|Crescent|Gardens?|Grove|Place|Square|Terrace|Way|Hill|Park|Row"
    r"|Mews|Walk|Parade|Highway|Parkway|Circle|Trail|Turnpike|Quay|Rise|View|Green|Wharf|Yard|Broadway|Loop|Path|Pike"
    r"|Plaza|Alley|Embankment|Meadows?|Fields?|Approach|Bypass|Causeway|Centre|Center|Common|Corner|Cove|Crossing|Curve"
    r"|Dale|Esplanade|Expressway|Extension|Ferry|Flats?|Forge|Freeway|Gateway|Glen|Harbou?r|Heights|Hollow|Isle|Junction"
    r"|Knolls?|Landing|Manor|Mall|Mill|Mount|Orchard|Pass|Passage|Point|Port|Promenade|Ridge|Run|Shore|Spur|Stream"
    r"|Summit|Throughway|Track|Union|Valley|Viaduct|Villas?|Village|Vista|Wall|Wells?|Crest|Ways|Bend|Bridge|Brook"
)
_SHORT_STREET_WORDS: Final = (
    r"St|Rd|Ave?|Ln|Dr|Blvd|Ct|Cres|Cl|Gdns|Pl|Sq|Ter|Hwy|Pkwy|Cir|Trl|Tpke|Expy|Fwy|Rte|Pde"
)
_ENGLISH_NAME: Final = rf"(?:{_CAPITAL}{_LETTERS}{{0,24}}|\d{{1,3}}(?:st|nd|rd|th)|[NSEW]\.?|of|the|le|la|de|and)"
_NUMBER: Final = r"\d{1,6}(?:[A-Za-z]|[-/]\d{1,5}[A-Za-z]?)?(?: ?½| ?1/2)?(?: \d{1,5})?"
_UNIT_WORDS: Final = (
    r"Flat|Apartment|Apt\.?|Unit|Suite|Ste\.?|Room|Rm\.?|Floor|Level|Bldg\.?|Building|Block|Lot|Box|Studio|Piso|Planta"
    r"|Étage|Etage|Stock|Wohnung|Whg\.?|App\.?|Appt\.?|Appartement|Int\.?|Interno|Scala|Bte|Bus|lok\.|m\.|PMB|Penthouse"
)
_UNIT: Final = rf"(?:(?i:{_UNIT_WORDS}) ?#?|#) ?(?:\d{{1,5}}[A-Za-z]?|[A-Z]\d{{0,4}})(?:[-/]\d{{1,4}})?(?!\w)"
_GERMANIC: Final = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|platz|allee|gasse|ring|damm|ufer|steig|stieg|markt|hof|graben|chaussee|promenade|garten"
    r"|feld(?:er|en)?|straat|laan|gracht|plein|kade|singel|dijk|steeg|markt|pad|gatan|vägen|gränd|torget|gata|vegen|veien"
    r"|vej|gade|allé|stræde|plads|katu|tie|kuja|polku|vägur|braut|stígur)"
)
_STREET_WORDS_BEFORE: Final = (
    r"[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard|[Bb]d\.?|[Pp]lace|[Aa]llées?|[Cc]hemin|[Ii]mpasse|[Qq]uai|[Rr]oute|[Cc]ours"
    r"|[Ss]quare|[Pp]assage|[Rr]uelle|[Vv]oie|[Ff]aubourg|[Rr]ésidence|[Cc]ité|[Ss]entier"
)
_SOUTHERN_WORDS: Final = (
    r"[Cc]alle|C/|[Cc]\.|[Aa]venida|[Aa]vda?\.?|[Pp]laza|[Pp]za\.?|[Pp]aseo|[Pp]asaje|[Cc]amino|[Cc]arretera|[Cc]tra\.?"
    r"|[Rr]onda|[Tt]ravesía|[Vv]ia|[Vv]iale|[Vv]\.le|[Pp]iazzale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo|[Ss]trada|[Rr]ua"
    r"|R\.|[Pp]raça|[Tt]ravessa|[Ee]strada|[Aa]lameda|[Uu]l\.|[Uu]lica|[Aa]l\.|[Aa]leja|[Pp]l\.|[Oo]s\.|[Ss]trada|[Bb]ul\."
)
STREETS: Final = (
    re.compile(
        rf"(?<![\w.,/-])(?<!\d\.)(?:(?i:{_NUMBER},? (?:{_ENGLISH_NAME} ){{0,4}}?(?:{_STREET_WORDS}))"
        rf"|{_NUMBER},? (?:{_ENGLISH_NAME}\s){{1,4}}?(?:{_SHORT_STREET_WORDS})\.?)(?!\w)(?: (?:[NSEW]|NE|NW|SE|SW)(?!\w))?"
    ),
    re.compile(
        rf"(?<!\w)(?:\d{{1,6}} )?{_CAPITAL}[\wäöüß.'-]{{0,30}}{_GERMANIC}(?: |, ?)\d{{1,4}} ?[a-zA-Z]?(?:[-/]\d{{1,4}})?"
        rf"(?!\w)|(?<!\w)(?:\d{{1,6}} )?(?:(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Unter der|Alte"
        rf"|Neue|Vor dem|Beim) )?(?:{_CAPITAL}[\wäöüßåøæ.'-]{{0,24}}(?: (?:van|von|der|den|de|zu|zum|zur) | |-)){{1,3}}"
        rf"(?i:{_GERMANIC}|linden|rain|kamp|bach|berg|tor|brücke|aue|winkel|hang|blick|eck)"
        rf",? \d{{1,4}} ?[a-zA-Z]?(?:[-/]\d{{1,4}})?(?!\w)"
        rf"|(?<!\w)(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Unter den|Vor dem|Beim)"
        rf"(?: {_CAPITAL}[\wäöüß-]{{2,24}}){{1,2}} \d{{1,4}} ?[a-zA-Z]?(?!\w)"
        rf"|(?<!\w)(?:Laan|Plein|Grote Markt|Meir|Rue|Avenue|Boulevard|Chaussée|Place|Quai)"
        rf"(?: (?:van|de|du|des|la|le|der|den))?(?: {_CAPITAL}[\wÀ-ÿ'-]{{1,24}}){{0,3}},? \d{{1,4}} ?[A-Za-z]?(?!\w)"
    ),
    re.compile(
        rf"(?<![\w.,/-])\d{{1,6}}(?: \d{{1,5}})?(?: ?(?:bis|ter|quater|[A-Da-d]))?,? (?:{_STREET_WORDS_BEFORE})"
        rf"(?: (?:de la|de l'|des?|du|la|les?|d'|l'|saint|sainte)){{0,3}} ?(?:d'|l')?[A-ZÀ-Þ0-9][\wÀ-ÿ'-]{{0,24}}"
        rf"(?:[ -](?:(?:de la|de l'|des?|du|la|les?|et|sur) )?(?:d'|l')?[A-ZÀ-Þ][\wÀ-ÿ'-]{{1,24}}){{0,4}}"
    ),
    re.compile(
        rf"(?<!\w)(?:\d{{1,6}} )?(?:{_SOUTHERN_WORDS})(?: (?:dell[aeo]|del|degli|delle|dei|de|la|las|los|da|das|do|dos|di"
        rf"|e|y)){{0,2}} (?:{_CAPITAL}|\d{{1,2}} )[\wÀ-žłŁ'’.-]{{0,24}}(?: [\wÀ-žłŁ'’.-]{{1,24}}){{0,4}}?,? ?"
        rf"(?:(?:n\.?[º°]?|nº|núm\.?|nr) ?)?\d{{1,4}}[a-zA-Z]?(?:/\d{{1,4}})?(?!\w)"
        rf"(?:,? \d{{1,2}} ?[ºª°](?: ?[A-Z]|[ -](?:izq|dcha|der)\w*)?(?!\w))?(?: m\. ?\d{{1,4}})?"
    ),
    re.compile(
        r"(?i)(?<!\w)(?:(?:P\.? ?O\.? ?Box|Postfach|Postbus|boîte postale|B\.P\.|Apartado(?: de Correos)?|Casella postale"
        r"|skr\. poczt\.|GPO Box|Locked Bag|PSC) \d{1,6}(?:,? Box \d{1,5})?|(?:Unit|PSC) \d{1,5},? Box \d{1,5})(?!\w)"
    ),
    re.compile(
        rf"(?<![\w.,/-])\d{{1,6}},? (?:{_CAPITAL}{_LETTERS}{{0,24}} ){{1,5}}?(?:\d{{1,4}}[a-z]?(?:[-/]\d{{1,4}})?\.?)?"
        rf"(?=,? ?\n? ?{_UNIT}|,? ?\n ?(?:{_CAPITAL}{_LETTERS}{{1,24}} ?){{1,4}}\n? ?,? ?(?:(?:{STATE_CODES}) \d{{5}}"
        rf"|[A-Z]{{2,3}}\n|(?:{COUNTRIES})))"
    ),
    re.compile(
        r"(?<!\w)(?:(?:(?:PSC|Unit|CMR) \d{1,5},? Box \d{1,5}|US[A-Z]{1,3} [A-Z][\w-]{1,20}),? ?\n? ?)?"
        r"[DFA]PO,? A[APE] \d{5}(?:-\d{4})?(?![\w-])"
    ),
)
FORM_NAMES: Final = ("english", "german_dutch", "french", "southern", "post_box", "unknown_street", "military")
_WORDS_IN_TRIGGER: Final = f"{_STREET_WORDS}|{_SHORT_STREET_WORDS}"
_TRIGGERS: Final = (
    rf"(?i)\d[A-Za-z0-9/½-]{{0,8}},? [^\n]{{0,80}}\b(?:{_WORDS_IN_TRIGGER})\b",
    rf"(?i){_GERMANIC},? \d|(?:\bAm|An de[rn]|Auf de[rm]|\bIm|In der|\bZu[mr]|Unter den|Vor dem|Beim) [^\n]{{3,40}} \d"
    r"|(?:linden|rain|kamp|bach|berg|tor|brücke|aue|winkel|hang|blick|eck|laan|plein|markt|meir|rue|avenue|boulevard"
    r"|chaussée|place|quai)[^\n]{0,60} \d",
    rf"\d ?(?:bis|ter|quater|[A-Da-d])?,? (?:{_STREET_WORDS_BEFORE}) ",
    rf"(?:{_SOUTHERN_WORDS}) [^\n]{{2,90}}\d",
    r"(?i)(?:box|postfach|postbus|postale|b\.p\.|apartado|correos|poczt\.|locked bag|psc) \d",
    rf"\d [A-ZÀ-Ý].{{1,80}}(?:(?i:{_UNIT_WORDS}) ?#?\d|#\d)|(?m:^[^\n]{{0,3}}\d{{1,6}} [A-ZÀ-Ý][^\n]{{2,60}}$)",
    r"[DFA]PO,? A[APE] \d|Unit \d{1,5},? Box|PSC \d|CMR \d|US[A-Z]{1,3} [A-Z][\w-]{1,20}",
)
_CONTEXT: Final = (
    "address", "adresse", "anschrift", "lives at", "live at", "living at", "resident", "residing", "wohnhaft",
    "domicilié", "located at", "deliver to", "ship to", "moved to", "dirección", "indirizzo", "adres", "morada",
)  # fmt: skip
_GAP: Final = re.compile(r"(?:[ \t]{0,3}(?:[,;]|\.(?=[ \t]*\n)| -(?= ))?[ \t]{0,3}(?:\r?\n[ \t]{0,12}(?:[>|?]{1,3} )?){0,2}(?:, ?)?)")
_REGION: Final = rf"(?:{REGIONS})(?!\w)"
_CODE: Final = rf"(?:{STATE_CODES}|{CANADIAN_CODES}|{AUSTRALIAN_CODES})(?![\w.-]\w|\w)"
_ZIP: Final = r"\d{5}(?:-\d{4})?(?![\w-]|[.,/]\d)"
_UNITED_KINGDOM_OR_CANADA: Final = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d)(?!\w)"
_TOWN: Final = (
    rf"(?:St\.? |'s-)?{_CAPITAL}{_LETTERS}{{1,24}}(?:[ -/](?:(?:upon|on|of|the|am|an der|in der|bei|sur|en|lès|les|le|la"
    rf"|de|del|der|den|do|da|di|und)[ -])?(?:l'|d')?{_CAPITAL}{_LETTERS}{{1,24}}){{0,4}}"
)
_POSTCODE_TOWN: Final = rf"(?:[A-Z]{{1,2}}[- ])?(?:\d{{5}}|\d{{4}} ?[A-Z]{{2}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{4}}) {{1,2}}{_TOWN}(?: Cedex(?: \d{{1,2}})?)?(?: \([A-Z]{{2}}\))?"
_EIRCODE: Final = r"[ACDEFHKNPRTVWXY]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}(?!\w)"
_END: Final = r"(?=\s*(?:[,.;:)\"'!?|<]|\n|$))"
_PARTS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("unit", rf"(?:{_UNIT}|\d{{1,2}}(?:st|nd|rd|th|er|e|ème|\.) (?i:floor|étage|stock|piso|OG)(?!\w))"),
        ("region", rf"(?:{_REGION}|{_CODE})\.?,?[ \t]{{1,3}}{_ZIP}"),
        ("region", rf"(?:AE|AP|AA) {_ZIP}"),
        ("australian", rf"(?:{AUSTRALIAN_CODES}) \d{{4}}(?!\w)"),
        ("postcode", _POSTCODE_TOWN),
        ("country", rf"(?:(?i:{COUNTRIES})|{COUNTRY_CODES})(?!\w)(?: \([A-Z][a-z]{{2,12}}\))?(?: \d{{4,6}}(?!\w))?"),
        ("region", rf"(?:{_REGION}|{_CODE})"),
        ("postcode", rf"(?:{_ZIP}|\d{{2}}-\d{{3}}(?!\w)|\d{{4}}-\d{{3}}(?!\w)|\d{{3}} \d{{2}}(?!\w)|\d{{4}}(?= ?(?:[,.;]|\n|$)))"),
        ("postcode", _EIRCODE),
    )
)
_STRANGE_STATE: Final = re.compile(r"(?:[A-Z]{2,3}|nan)(?=[ \t]*\n| \d{5}(?!\w))")
_TOWN_PART: Final = re.compile(_TOWN)
_AFTER_TOWN: Final = re.compile(
    rf"[ \t]{{0,3}}[,.]?[ \t]{{0,3}}(?:\r?\n[ \t]{{0,12}}){{0,2}},?[ \t]{{0,2}}(?:(?:{_REGION}|{_CODE}|[A-Z]{{2,3}})(?:[ \t]+\d{{4,6}}|[,.\n]|$| \d|[ \t]*\n)|(?i:{COUNTRIES})|{COUNTRY_CODES}(?!\w)"
    rf"|{_ZIP}|{_UNITED_KINGDOM_OR_CANADA}|{_EIRCODE}|\d{{4}}(?= ?(?:[,.;]|\n|$)))"
)
_BEFORE: Final = re.compile(
    rf"(?:(?:(?:{_UNIT}|(?:The |Old )?{_CAPITAL}[\w'-]{{1,20}} (?:House|Court|Lodge|Cottage|Building|Rectory|Farm|Mansions|Tower|Hall))"
    rf"(?:, ?|,? ?\n ?| ))|[Cc]orner of )$"
)
_NOT_TOWNS: Final = word_list("not_names.txt") | frozenset("phone tel email fax mobile dear kind best thanks regards".split())
_REACH: Final = 220


@dataclass(frozen=True, slots=True)
class AddressFinder:
    """Finds addresses that hold one form of street."""

    form: int

    @property
    def name(self) -> str:
        """The form as part of the name."""
        return f"address_{FORM_NAMES[self.form]}"

    @property
    def trigger(self) -> str:
        """What no address of this form is without."""
        return _TRIGGERS[self.form]

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The addresses that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        for hit in STREETS[self.form].finditer(text, begin, min(len(text), end + _REACH)):
            if low <= hit.start() < high:
                yield _address(text, hit.start(), hit.end(), weak=FORM_NAMES[self.form] == "unknown_street")


def address_finders() -> tuple[AddressFinder, ...]:
    """One finder for every form of address."""
    return tuple(AddressFinder(number) for number in range(len(STREETS)))


def _address(text: str, start: int, end: int, *, weak: bool) -> Detection:
    parts, end = grown(text, end)
    if hit := _BEFORE.search(text, max(0, start - 40), start):
        start = hit.start()
    bonus, word = context_bonus(text, start, end, _CONTEXT)
    score = (0.6 if weak else 0.84) + min(bonus, 0.2) / 4 + (0.1 if parts else 0.0)
    if not parts and text[end - 1] == "." and text[end : end + 1] in {"", "\n", " "}:
        end -= 1  # the full stop of the sentence, not of the abbreviation
    why = "a street with its number" + (f", and {' and '.join(parts)}" if parts else "")
    why += f"; “{word}” stands near" if word else ""
    return Detection(start, end, Kind.LOCATION, round(min(score, 0.98), 3), why)


def grown(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """What belongs to an address after its street, by name, and where the address ends."""
    parts: list[str] = []
    stop = min(len(text), end + _REACH)
    while len(parts) < 7:
        gap = _GAP.match(text, end, stop)
        at = gap.end() if gap else end
        if at == end and parts:
            break
        name, reached = _part(text, at, stop, parts)
        if not name or (at == end and text[at - 1 : at].isalnum()):
            break
        parts.append(name)
        end = reached
    return tuple(parts), end


def _part(text: str, at: int, stop: int, before: list[str]) -> tuple[str, int]:
    """The part of an address that stands here, and where it ends; ("", at) for none."""
    if re.match(_UNITED_KINGDOM_OR_CANADA, text[at : at + 9]):
        return "", at
    for name, pattern in _PARTS:
        hit = pattern.match(text, at, stop)
        if hit and not (name == "postcode" and "postcode" in before):
            return name, hit.end()
    if hit := _STRANGE_STATE.match(text, at, stop):
        return "region", hit.end()
    if before.count("town") > 1 or "postcode" in before:
        return "", at
    return _town(text, at, stop)


def _town(text: str, at: int, stop: int) -> tuple[str, int]:
    hit = _TOWN_PART.match(text, at, stop)
    if hit is None:
        return "", at
    words = hit.group()
    end = hit.end() - (words.endswith(".") and not words.endswith("St."))
    if words.split()[0].rstrip(".,").lower() in _NOT_TOWNS:
        return "", at
    for reach in _shorter(text, at, end):
        if is_place(text[at:reach]) or _AFTER_TOWN.match(text, reach, stop):
            return "town", reach
    ends_there = re.match(_END, text[end : end + 3])
    after_comma = text[max(0, at - 2) : at].rstrip().endswith(",")
    return ("town", end) if ends_there and after_comma and words.count(" ") < 3 else ("", at)


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of a run of words: the whole, then one word less each time."""
    while end > start:
        yield end
        end = text.rfind(" ", start, end)
