"""Postcodes, and the addresses around them: street and number in several languages."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

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
        pattern=r"(?i)(?<![a-z])(?:plz|postleitzahl|code postal|cap|código postal|postcode|post code|postal code"
        r"|zip code|zip|postnummer|kod pocztowy|psč|irányítószám)"
        r"(?: is)?[ :.#=]{1,3}(?P<value>\d{4} ?[A-Z]{2}(?![A-Z])|\d{2}-\d{3}"
        r"|\d{4}-\d{3}|\d{3} \d{2,3}|[A-Z]{1,2}-\d{4,5}|\d{3,7})(?![\w-]|[.,]\d)",
        score=0.82,
        source="the label",
        trigger=r"(?i)(?:plz|postleitzahl|postal|cap|post ?code|zip(?: code)?|postnummer|pocztowy|psč|irányítószám)"
        r"(?: is)?[ :.#=]{1,3}(?:[a-z]{1,2}-)?\d",
    ),
)
