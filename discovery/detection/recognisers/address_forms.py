"""The forms of a street with its number in many languages, and what no line with one is without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.recognisers.address_loose import number_first, number_last
from discovery.detection.triggers import compiled_for_ascii

_LOOK_BEHIND: Final = 40
CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁĻĽŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŸŹŻŽΆΈΉΊΌΎΏΑ-ΩА-ЯÐ]"
LETTERS: Final = r"[\w'’.-]"
# In small letters too; all others are words of the language as well and count with a capital only.
_CERTAIN: Final = r"street|road|avenue|lane|drive|boulevard|crescent|gardens|terrace|square|highway|parkway"
_ENGLISH: Final = (
    r"Street|Road|Avenue|Lane|Drive|Boulevard|Court|Close|Crescent|Gardens?|Grove|Place|Square|Terrace|Way|Hill|Park"
    r"|Row"
    r"|Mews|Walk|Parade|Highway|Parkway|Circle|Trail|Turnpike|Quay|Rise|View|Green|Wharf|Yard|Broadway|Loop|Path|Pike"
    r"|Plaza|Alley|Embankment|Meadows?|Fields?|Approach|Bypass|Causeway|Common|Cove|Crossing|Dale|Esplanade|Expressway"
    r"|Freeway|Gateway|Glen|Harbou?r|Heights|Hollow|Junction|Knolls?|Landing|Manor|Mall|Mount|Orchard|Passage|Promenade"
    r"|Ridge|Shores?|Spurs?|Throughway|Viaduct|Villas?|Vista|Bend|Bridge|Brook|Camp|Cape|Cliffs?|Corners?|Creek|Curve"
    r"|Estates?|Extensions?|Falls?|Ferry|Flats?(?! ?\d)|Fords?|Forest|Forge|Forks?|Fort|Groves|Haven|Hills"
    r"|Inlet|Islands?|Isle"
    r"|Keys?|Lakes?|Lights?|Locks?|Lodge|Mills?|Mission|Mountains?|Neck|Oval|Parks|Pines?|Plains?|Points?|Ports?"
    r"|Prairie"
    r"|Radial|Ranch|Rapids?|Rest|River|Roads|Route|Run|Shoals?|Springs?|Squares|Station|Stravenue|Stream|Streets|Summit"
    r"|Trace|Track|Trafficway|Tunnel|Union|Unions|Valleys?|Village|Ville|Ways|Wells?|Burgs?|Bluffs?|Bottom|Branch"
    r"|Brooks"
    r"|Causeway|Center|Centre|Centers|Circles|Club|Course|Courts|Dam|Divide|Drives|Fields|Garden|Greens|Harbors|Loaf"
)
_SHORT: Final = r"St|Rd|Ave?|Ln|Blvd|Ct|Cres|Cl|Gdns|Pl|Sq|Ter|Hwy|Pkwy|Cir|Trl|Tpke|Expy|Fwy|Rte|Pde|Dr"
# Words end at a space, or at a dash before a large letter: one way to read a run of them, or time would explode.
_WORD_BEFORE_STREET: Final = rf"{CAPITAL}[\w.']{{0,24}}(?:(?:-[\w.']{{1,24}}){{0,2}} |-(?={CAPITAL}))"
_NAME_WORD: Final = rf"(?:{CAPITAL}{LETTERS}{{0,24}}|\d{{1,3}}(?:st|nd|rd|th)|of|the|le|la|de|and)"
_NUMBER: Final = r"\d{1,6}(?:[A-Za-z]|[-/]\d{1,5}[A-Za-z]?)?(?: ?½| 1/2)?(?: \d{1,5})?"
_DIRECTION: Final = r"(?: (?:[NSEW]|NE|NW|SE|SW|North|South|East|West|Ouest|Est|Nord|Sud)(?!\w))?"
_UNIT_WORDS: Final = (
    r"Flat|Apartment|Apt\.?|Unit|Suite|Ste\.?|Room|Rm\.?|Floor|Level|Bldg\.?|Building|Block|Lot|Box|Studio|Piso|Planta"
    r"|Étage|Etage|Stock|Wohnung|Whg\.?|App\.?|Appt\.?|Appartement|Int\.?|Interno|Scala|Bte|Bus|lok\.|m\.|PMB|Penthouse"
)
UNIT: Final = rf"(?:(?i:{_UNIT_WORDS}) ?#?|#) ?(?:\d{{1,5}}[A-Za-z]?|[A-Z]\d{{0,4}})(?:[-/]\d{{1,4}})?(?!\w)"
_GERMANIC: Final = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|platz|allee|gasse|damm|ufer|steig|stieg|graben|chaussee|promenade"
    r"|straat|laan|gracht|plein|kade|singel|dijk|steeg|markt|gatan|vägen|gränd|torget|vegen|veien|gata"
    r"|vej|gade|allé|stræde|plads|katu|kuja|polku|braut|stígur)"
)
_FRENCH: Final = (
    r"[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard|[Bb]d\.?|[Pp]lace|[Aa]llées?|[Cc]hemin|[Ii]mpasse|[Qq]uai|[Rr]oute|[Cc]ours"
    r"|[Ss]quare|[Pp]assage|[Rr]uelle|[Vv]oie|[Ff]aubourg|[Rr]ésidence|[Cc]ité|[Ss]entier|RUE|AVENUE|BOULEVARD|PLACE|AV"
)
_SOUTHERN: Final = (
    r"[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]za\.?|[Pp]aseo|[Pp]asaje|[Cc]amino|[Cc]arretera|[Cc]r?tra\.?"
    r"|Crta\.?"
    r"|[Rr]onda|[Tt]ravesía|Via|[Vv]iale|V\.le|[Pp]iazzale|[Pp]iazza|Corso|[Vv]icolo|Largo|Strada|[Rr]ua"
    r"|[Pp]raça|[Tt]ravessa|Estrada|Alameda|[Uu]l\.|[Uu]lica|[Aa]l\.|[Aa]leja|[Pp]l\.|[Oo]s\.|[Bb]ul\.|CALLE|VIA"
)
_GERMAN_LEADS: Final = (
    r"Am|An de[rn]|Auf de[rm]|Im|In de[rn]|Zum|Zur|Unter den|Vor dem|Beim|Hinter der|Alte[rn]?|Neue[rn]?|Grote|Oude"
)
_LOOSE_WORD: Final = (
    rf"(?!(?i:{_UNIT_WORDS})[ \d#])(?:{CAPITAL}{LETTERS}{{0,24}}|[a-zà-ÿ'’]{{1,12}}\.?|\d{{1,3}}(?:st|nd|rd|th))"
)
_ADDRESS_LEADS: Final = (
    r"address(?:es)?(?: is| was| with| to| of|, here they are)?|meet(?: \w+){0,2} at|return(?:ed)? to|sent? to|th"
    r"(?:is|em|at) to"
    r"|new one to|live[sd]? (?:on|at|in)|living (?:on|at|in)|side of|(?:office|restaurant|shop) is (?:at|in|on)"
    r"|located (?:at|in|on)"
    r"|taxi to|off at|stop at|arrived at|enter on|deliver\w*(?: it)? to|ship\w*(?: it)? to|moved to|resid\w+ at"
    r"|based at|wohnhaft(?: in)?"
    r"|anschrift|adresse|dirección|indirizzo|adres|morada|adress"
)
LEADS: Final = expression(
    r"(?i)(?<!\w)(?:(?:billing |new |home |postal |current |work |mailing )?address(?:es)?(?: is| was| with| to| of"
    r"|, here they are)?"
    r"|meet (?:\w+ |\w+ \w+ )?at|returned? to|sent? to|send (?:it|them|this) to|new one to|lived? (?:on|at|in)|lives "
    r"(?:on|at|in)"
    r"|living (?:on|at|in)|side of|office is (?:at|in|on)|restaurant is (?:at|in|on)|shop is (?:at|in|on)|located "
    r"(?:at|in|on)"
    r"|taxi to|off at|stop at|arrived at|enter on|deliver(?:ed|y)?(?: it)? to|ship(?:ped)?(?: it)? to|moved to"
    r"|residing at|resides at|based at"
    r"|wohnhaft(?: in)?|anschrift|adresse|dirección|indirizzo|adres|morada|adress)(?::| it is"
    r"| is)?[,:]?[ \t]{0,12}\n{0,2} {0,12}(?:the )?$"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a street.

    Attributes:
        spans: the places of the form between two offsets of a text.
        trigger: RE2 pattern that every line with the form contains.
        weak: counts only where more of an address follows, or words that lead to one stand before.
    """

    name: str
    spans: Callable[[str, int, int], Iterator[tuple[int, int]]]
    trigger: str
    weak: bool = False


def _by(pattern: str) -> Callable[[str, int, int], Iterator[tuple[int, int]]]:
    """Where a pattern occurs."""
    made, in_ascii = expression(pattern), compiled_for_ascii(pattern)

    def spans(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
        is_ascii = text[max(0, low - _LOOK_BEHIND) : high].isascii()
        for hit in (in_ascii if is_ascii else made).finditer(text, low, high):
            yield hit.span()

    return spans


FORMS: Final = (
    Form(
        "english",
        _by(
            rf"(?:(?<![\w.,/-])(?:{_NUMBER},? (?:(?:{_NAME_WORD} ){{1,4}}?(?:{_ENGLISH}|(?:{_CERTAIN})(?= \w|[,.\n]|$))"
            rf"|Broadway|Piccadilly|Strand|Whitehall|Cheapside|(?:{_NAME_WORD} ){{1,4}}?(?:{_SHORT})\.?))(?!\w)"
            rf"(?<!Dr)(?<!Dr\.)|(?<![\w.,/-]){_NUMBER},? (?:{_NAME_WORD} ){{1,4}}?Dr\.?(?![\w.]| [A-Z][a-z]))(?! "
            rf"(?:{_ENGLISH}|{_SHORT}|(?:str|st)\.?)(?!\w)){_DIRECTION}"
        ),
        rf"\d[A-Za-z0-9/½-]{{0,8}},? [A-ZÀ-Ýt0-9].*(?: {_CERTAIN}| (?:{_ENGLISH}|{_SHORT}))"
        r"|\d (?:Broadway|Piccadilly|Strand|Whitehall|Cheapside)",
    ),
    Form(
        "small_letters",
        _by(
            rf"(?<![\w.,/-])(?<!\d \d)\d{{1,6}}[a-z]?(?: \d{{1,5}})? (?:[a-zà-ÿ'.-]{{2,20}} {{1,2}}){{1,3}}?"
            rf"(?:{_CERTAIN}|place|court|close|way|grove|park|hill|st|rd|ave|ln|blvd|ct|pl|dr|str|stream|field"
            rf"|valley)(?!\w)\.?"
        ),
        rf"\d ?[a-z]? [a-zà-ÿ'. -]{{2,60}} (?:{_CERTAIN}|place|court|close|way|grove|park|hill|st|rd|ave|ln|blvd|ct"
        rf"|pl|dr)\b",
        weak=True,
    ),
    Form(
        "german_dutch_nordic",
        _by(
            rf"(?<![\w/])(?:\d{{1,6}} )?(?:{_WORD_BEFORE_STREET}){{0,3}}(?:{CAPITAL}[\w.'-]{{0,30}}"
            rf"(?:{_GERMANIC}|-(?i:{_GERMANIC}))"
            rf"|{CAPITAL}[\w'-]{{1,24}} (?i:{_GERMANIC}))(?: |, ?)\d{{1,4}}(?: ?[a-zA-Z](?!\w))?(?:[-/]\d{{1,4}})?"
            rf"(?!\w|[./-]\d)"
            rf"|(?<!\w)(?:Laan|Plein) van (?:de[rn]? )?{CAPITAL}[\w'-]{{1,24}}"
            rf"(?: {CAPITAL}[\w'-]{{1,24}})? \d{{1,4}}[a-z]?(?!\w)"
            rf"|(?<!\w)(?:Rue|Avenue|Boulevard|Chaussée|Quai)(?: (?:de la|de l'|des?|du|la|le|l'))?"
            rf"(?: {CAPITAL}[\w'-]{{1,24}}){{1,3}},? \d{{1,4}} ?[A-Za-z]?(?!\w)"
        ),
        rf"(?i){_GERMANIC},? ?\d|(?:Laan|Plein) van |(?:Rue|Avenue|Boulevard|Chaussée|Quai) .* \d",
    ),
    Form(
        "french",
        _by(
            rf"(?<![\w.,/-])\d{{1,6}}(?: \d{{1,5}})?(?: ?(?:bis|ter|quater|[A-Da-d]))?,? (?:{_FRENCH})"
            rf"(?: (?:de la|de l'|des?|du|la|les?|d'|l'|saint|sainte)){{0,3}} ?(?:d'|l')?"
            rf"(?!(?i:{_UNIT_WORDS})[ \d#])[A-ZÀ-Þ0-9][\w'-]{{0,24}}"
            rf"(?:[ -](?:(?:de la|de l'|des?|du|la|les?|et|sur) )?(?:d'|l')?(?!"
            rf"(?i:{_UNIT_WORDS})[ \d#])[A-ZÀ-Þ][\w'-]{{1,24}}){{0,4}}"
        ),
        rf"\d ?(?:bis|ter|quater|[A-Da-d])?,? (?:{_FRENCH}) ",
    ),
    Form(
        "southern_polish",
        _by(
            rf"(?<!\w)(?<!et )(?:\d{{1,6}} )?(?:{_SOUTHERN})(?: (?:dell[aeo]|del|degli|delle|dei|de|la|las|los|da|das"
            rf"|do|dos|di"
            rf"|e|y)){{0,2}} (?:{CAPITAL}|\d{{1,2}} )[\w'’.-]{{0,24}}(?: [\w'’.-]{{1,24}}){{0,4}}?,? ?"
            rf"(?:(?:n\.?[º°]?|nº|núm\.?|nr) ?)?\d{{1,4}}[a-zA-Z]?(?:/\d{{1,4}})?(?!\w|\.\d)"
            rf"(?:,? \d{{1,2}} ?[ºª°](?: ?[A-Z](?!\w)|[ -](?:izq|dcha|der)\w*)?(?!\w))?(?: m\. ?\d{{1,4}})?"
        ),
        rf"(?:{_SOUTHERN}) .*\d",
    ),
    Form(
        "post_box",
        _by(
            r"(?i)(?<!\w)(?:(?:P\.? ?O\.? ?Box|Postfach|Postbus|boîte postale|B\.P\.|Apartado(?: de Correos)?"
            r"|Casella postale|skr\. poczt\.|Locked Bag) \d{1,6}|(?:Unit|PSC) \d{1,5},? Box \d{1,5})(?!\w)"
        ),
        r"(?i)(?:box|postfach|postbus|postale|b\.p\.|apartado|correos|poczt\.|locked bag) \d",
    ),
    Form(
        "military",
        _by(
            r"(?<!\w)(?:(?:(?:PSC|Unit|CMR) \d{1,5},? Box \d{1,5}|US(?:S|NS|NV|CGC) [A-Z][\w-]{1,20}"
            r"(?: [A-Z][\w-]{1,20}){0,2}),? ?\n? ?)?"
            r"[DFA]PO,? A[APE] \d{5}(?:-\d{4})?(?![\w-])"
        ),
        r"[DFA]PO,? A[APE] \d|Unit \d{1,5},? Box|PSC \d|CMR \d|\bUS(?:S|NS|NV|CGC) [A-Z][\w-]{1,20}",
    ),
    Form(
        "corner",
        _by(
            rf"(?<!\w)(?i:the )?(?i:corner of) (?P<first>[^\n,;:!?]{{2,60}}?) (?i:and|&) (?:{_LOOSE_WORD}(?: "
            rf"|$)){{0,3}}?"
            rf"(?:{_LOOSE_WORD})(?: \d{{1,5}}[a-z]?\.?)?(?=[\s,.;:!?]|$)(?! {CAPITAL})(?! (?i:{_ENGLISH})\b)(?! \d)"
        ),
        r"(?i)corner of .* (?:and|&) ",
    ),
    Form(
        "number_and_name",
        number_first,
        rf"\d [A-ZÀ-ÝΑ-ΩА-Яa-z].*(?:(?i:{_UNIT_WORDS}) ?#?\d|#\d)|(?m:^.?.?.?\d{{1,6}} [A-ZÀ-ÝΑ-Ω])"
        rf"|(?i:{_ADDRESS_LEADS}) ?,?:? {{1,12}}(?:it is |is |the )?[0-9]",
        weak=True,
    ),
    Form(
        "name_and_number",
        number_last,
        rf"[a-zà-ÿ.] \d{{1,5}}[a-z]?[.,]? *(?:(?i:{_UNIT_WORDS}) ?#?\d|(?:[A-Z]{{1,2}}-)?\d{{4,5}} [A-ZÀ-Ý])"
        rf"|(?i:{_ADDRESS_LEADS}) ?,?:? {{1,12}}(?:it is |is |the )?[A-ZÀ-ÝΑ-Ω].* \d"
        r"|(?m:^.?.?.?[A-ZÀ-Ý][\w'.-]*(?: [\w'.-]+)? ?[\w'.-]* \d{1,4}[a-z]?,?$)"
        rf"|\b(?:{_GERMAN_LEADS}) [A-ZÄÖÜ][\pL-]+(?: [A-ZÄÖÜ][\pL-]+)? \d",
        weak=True,
    ),
)
