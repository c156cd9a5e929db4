"""Postcodes, and the addresses around them: street and number in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.recogniser import PatternRecogniser, context_bonus, reading_bounds
from discovery.documents import Detection, Kind

_STATES: Final = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]"
    "|UT|V[AT]|W[AIVY]"
)
_STATE_NAMES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia"
    "|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland"
    "|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New "
    "(?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon"
    "|Pennsylvania|Rhode Island|South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia"
    "|Washington|West Virginia|Wisconsin|Wyoming"
)
_POST_WORDS: Final = (
    "postcode",
    "post code",
    "postal code",
    "zip",
    "zip code",
    "plz",
    "postleitzahl",
    "code postal",
    "cp",
    "cap",
    "código postal",
)
_AREA: Final = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]"
    r"|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]"
    r"|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ]"
_TOWN: Final = (
    rf"{_CAPITAL}[a-zß-öø-ÿ]{{2,24}}(?:[ -](?:am|an der|a\.d\.|im|sur|en|le|la|les|de|den"
    rf"|{_CAPITAL}[a-zß-öø-ÿ]{{1,24}})){{0,3}}"
)

RECOGNISERS: Final = (
    PatternRecogniser(
        name="uk_postcode",
        kind=Kind.UK_POSTCODE,
        what="a UK postcode",
        pattern=rf"(?<![\w-])(?:GIR ?0AA|{_AREA}\d[\dA-HJKMNPR-Y]? {{0,2}}\d[ABD-HJLNP-UW-Z]{{2}})(?![\w-])",
        score=0.8,
        source="Royal Mail PAF, BS 7666: areas that exist",
        context=(*_POST_WORDS, "address", "road", "street", "london"),
    ),
    PatternRecogniser(
        name="uk_postcode_small",
        kind=Kind.UK_POSTCODE,
        what="a UK postcode in small letters",
        pattern=rf"(?i)(?<![\w-]){_AREA}\d[\dA-HJKMNPR-Y]? ?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])",
        score=0.4,
        source="Royal Mail PAF, BS 7666",
        context=(*_POST_WORDS, "address", "road", "street", "london"),
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_postal_code",
        kind=Kind.CA_POSTAL_CODE,
        what="a Canadian postal code",
        pattern=r"(?i)(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\w-])",
        score=0.75,
        source="Canada Post: letters D, F, I, O, Q and U never occur",
        context=(*_POST_WORDS, "address", "ontario", "quebec", "québec"),
    ),
    PatternRecogniser(
        name="us_zip",
        kind=Kind.US_ZIP,
        what="a ZIP code",
        pattern=rf"(?<![\w])(?:(?:{_STATES})\.?|(?:{_STATE_NAMES})),? {{1,2}}(?P<value>\d{{5}}(?:-\d{{4}})?)(?![\w-])",
        score=0.85,
        source="USPS Publication 28: after the state",
    ),
    PatternRecogniser(
        name="us_zip_labelled",
        kind=Kind.US_ZIP,
        what="a ZIP code",
        pattern=r"(?<![\w-])\d{5}(?:-\d{4})?(?![\w-]|[.,]\d)",
        score=0.45,
        source="USPS Publication 28, behind the label",
        context=("zip", "zip code", "zipcode"),
        context_required=True,
    ),
    PatternRecogniser(
        name="us_zip_plus_four",
        kind=Kind.US_ZIP,
        what="a ZIP+4 code",
        pattern=r"(?<![\w-])\d{5}-\d{4}(?![\w-])",
        score=0.5,
        source="USPS Publication 28",
        against=("order", "part", "invoice", "ref", "case", "account"),
    ),
    PatternRecogniser(
        name="nl_postcode",
        kind=Kind.POSTCODE,
        what="a Dutch postcode",
        pattern=rf"(?<![\w-])(?P<value>[1-9]\d{{3}} ?(?!SA|SD|SS)[A-Z]{{2}})(?= {{1,2}}{_CAPITAL}[A-Za-z'-]{{2,}})",
        score=0.75,
        source="PostNL: four digits and two letters, before the town",
    ),
    PatternRecogniser(
        name="postcode_before_town",
        kind=Kind.POSTCODE,
        what="a postcode before a town",
        pattern=rf"(?:(?<=, )|(?<=\n)|^|(?<=[0-9a-z] )|(?<=[A-Z]-)|(?<=\d[a-z] ))(?P<value>\d{{5}})(?= {_TOWN}\b)",
        score=0.4,
        source="Deutsche Post, La Poste, Correos, Poste Italiane: five digits before the town",
        trigger=rf"\b\d{{5}} {_CAPITAL}",
        context=(
            *_POST_WORDS,
            "straße",
            "strasse",
            "str",
            "weg",
            "platz",
            "allee",
            "rue",
            "avenue",
            "boulevard",
            "calle",
            "via",
            "piazza",
            "address",
            "adresse",
            "anschrift",
            "wohnhaft",
        ),
        against=("invoice", "order", "ref", "account"),
    ),
    PatternRecogniser(
        name="postcode_labelled",
        kind=Kind.POSTCODE,
        what="a postcode behind its label",
        pattern=r"(?i)(?<![a-z])(?:plz|postleitzahl|code postal|cap|código postal|postcode)[ :.]{1,3}"
        r"(?P<value>\d{4,5}(?: ?[A-Z]{2})?)(?![\w-])",
        score=0.8,
        source="the label",
        trigger=r"(?i)plz|postleitzahl|code postal|cap|código postal|postcode",
    ),
)

_SUFFIX: Final = (
    r"Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Court|Ct\.?"
    r"|Close|Crescent|Cres\.?|Gardens|Grove|Place|Pl\.?|Square|Sq\.?|Terrace|Ter\.?|Way|Hill"
    r"|Park|Row|Mews|Walk|Parade|Highway|Hwy\.?|Parkway|Pkwy\.?|Circle|Cir\.?|Trail|Trl\.?|Turnpike"
    r"|Quay|Rise|View|Green|Wharf|Yard|Broadway|Loop|Path|Pike|Plaza|Alley|Embankment|Meadows?"
    r"|Fields?"
)
_NAME: Final = rf"(?:{_CAPITAL}[\wÀ-ÿ'.-]{{0,24}}|\d{{1,3}}(?:st|nd|rd|th)|[NSEW]\.?|of|the|le|la)"
_UNIT: Final = r"(?:(?:Flat|Apartment|Apt\.?|Unit|Suite|Ste\.?|Room|Floor) [A-Z0-9]{1,5},? )?"
_UNIT_AFTER: Final = r"(?:,? (?:Apt\.?|Apartment|Unit|Suite|Ste\.?|Flat|#) ?[A-Z0-9-]{1,6})?"
_TOWN_AFTER: Final = (
    rf"(?:,? ?\n? ?(?P<town>{_CAPITAL}[\wÀ-ÿ'.-]{{1,24}}(?:[ -](?:upon|on|of|the|le"
    rf"|{_CAPITAL}[\wÀ-ÿ'.-]{{1,24}})){{0,3}}))"
)
_STREET_TYPES: Final = (
    rf"(?i:Street|Road|Avenue|Lane|Drive|Boulevard|Court|Close|Crescent|Gardens|Grove|Place|Square"
    rf"|Terrace|Way)|{_SUFFIX}"
)
_STREETS: Final = (
    re.compile(
        rf"(?<![\w.,/-]){_UNIT}\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}}[A-Za-z]?)?,? (?:{_NAME} ){{1,4}}"
        rf"(?:{_STREET_TYPES})(?!\w)(?: [NSEW]{{1,2}}(?!\w))?{_UNIT_AFTER}"
    ),
    re.compile(
        r"(?<!\w)[A-ZÄÖÜ][\wäöüß.-]{1,30}(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|damm|ufer"
        r"|straat|laan|gracht|plein|kade|singel)(?: |, )\d{1,4} ?[a-zA-Z]?(?:[-/]\d{1,4})?(?!\w)"
        r"|(?<!\w)(?:[A-ZÄÖÜ][\wäöüß-]{1,24}[ -]){1,3}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse"
        r"|Ring|Damm|Ufer|straat|laan)[ ]\d{1,4} ?[a-zA-Z]?(?!\w)"
    ),
    re.compile(
        r"(?<![\w.,/-])\d{1,4}(?: ?(?:bis|ter|[A-D]))?,? (?:rue|avenue|av\.|boulevard|bd\.?|place"
        r"|allée|chemin|impasse|quai|route|cours|square|passage)"
        r"(?: (?:de|du|des|la|le|les|d'|l'|saint|sainte)){0,3} ?[A-ZÀ-Þ0-9][\wÀ-ÿ'-]{1,24}(?:[ -][\wÀ-ÿ'-]{2,24}){0,3}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:Calle|C/|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Vicolo|Largo|Rua"
        r"|Avenida|Praça|ul\.|ulica)(?: (?:de|del|della|dei|la|las|los|da|do|dos)){0,2}"
        r" [A-ZÀ-Þ][\wÀ-ÿ'.-]{1,24}(?: [\wÀ-ÿ'.-]{2,24}){0,3},? (?:n[.º°]? ?)?\d{1,4}[a-zA-Z]?(?!\w)"
    ),
    re.compile(r"(?i)(?<!\w)(?:P\.? ?O\.? ?Box|Postfach|Postbus|boîte postale|B\.P\.) \d{1,6}(?!\w)"),
)
_BEFORE_POSTCODE: Final = re.compile(
    rf"^(?:,? {{0,2}}\n? {{0,2}}(?P<town>{_CAPITAL}[\wÀ-ÿ'.-]{{1,24}}(?:[ -](?:upon|on|of|the|le"
    rf"|sur|am|{_CAPITAL}[\wÀ-ÿ'.-]{{1,24}})){{0,3}}))(?=,? {{0,2}}\n? {{0,2}}(?:(?:{_STATES})"
    rf" \d{{5}}|(?:{_STATES})(?!\w)|[A-Z]{{1,2}}\d|(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU)(?!\w)"
    rf"|,))"
)
_AFTER_POSTCODE: Final = re.compile(
    rf"^,? {{0,2}}\n? {{0,2}}(?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{4}} ?[A-Z]{{2}}) {{1,2}}(?P<town>{_TOWN})"
)


_ENGLISH_WORDS: Final = (
    r"street|road|avenue|lane|drive|boulevard|court|close|crescent|gardens|grove|place|square|terrace|way|hill|park"
    r"|row|mews|walk|parade|highway|parkway|circle|trail|turnpike|quay|rise|view|green|wharf|yard|broadway|loop|path"
    r"|pike|plaza|alley|embankment|meadow|field|st|rd|ave|ln|dr|blvd|ct|cres|pl|sq|ter|hwy|pkwy|cir|trl"
)
_FORM_NAMES: Final = ("english", "german_dutch", "french", "southern", "post_box")
_TRIGGERS: Final = (
    rf"(?i)\d.* (?:{_ENGLISH_WORDS})",
    r"(?i)(?:str(?:aße|asse|\.)|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|gracht|plein|kade|singel),? \d",
    r"(?i)\d ?(?:bis|ter|[A-D])?,? (?:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|route|cours|square"
    r"|passage)",
    r"(?:Calle|C/|Avenida|Avda\.|Plaza|Paseo|Via|Viale|Piazza|Corso|Vicolo|Largo|Rua|Praça|ul\.|ulica) .*\d",
    r"(?i)box|postfach|postbus|boîte|b\.p\.",
)


@dataclass(frozen=True, slots=True)
class AddressFinder:
    """Finds a street with its number, or a post box, with the town after it; the postcode stays a kind of its own.

    One finder a form: English, German and Dutch, French, Southern, post box.
    """

    form: int

    @property
    def name(self) -> str:
        """The form as part of the name."""
        return f"address_{_FORM_NAMES[self.form]}"

    @property
    def trigger(self) -> str:
        """What no address of this form is without."""
        return _TRIGGERS[self.form]

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The addresses that start in [low, high)."""
        for hit in _STREETS[self.form].finditer(text, *reading_bounds(text, low, high)):
            if low <= hit.start() < high:
                yield from _address(text, hit.start(), hit.end())


def address_finders() -> tuple[AddressFinder, ...]:
    """One finder for every form of address."""
    return tuple(AddressFinder(number) for number in range(len(_STREETS)))


def _address(text: str, start: int, end: int) -> Iterator[Detection]:
    bonus, word = context_bonus(
        text,
        start,
        end,
        (
            "address",
            "adresse",
            "anschrift",
            "lives at",
            "living at",
            "resident",
            "residing",
            "wohnhaft",
            "domicilié",
            "located at",
            "deliver to",
            "ship to",
        ),
    )
    score = 0.75 + min(bonus, 0.2)
    rest = text[end : end + 120]
    if hit := _BEFORE_POSTCODE.match(rest):
        end += hit.end("town")
        score += 0.1
    elif hit := _AFTER_POSTCODE.match(rest):
        yield Detection(
            end + hit.start("town"), end + hit.end("town"), Kind.LOCATION, 0.75, "a town behind street and postcode"
        )
        score += 0.1
    elif text[end - 1] == "." and text[end : end + 1] in {"", "\n"}:
        end -= 1  # the full stop of the sentence, not of the abbreviation
    why = "a street with its number" + (f"; “{word}” stands near" if word else "")
    yield Detection(start, end, Kind.LOCATION, round(min(score, 0.97), 3), why)
