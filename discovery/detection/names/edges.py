"""What stands at the edges of a name and is none of it, and what makes of a name a street or a firm."""

from __future__ import annotations

from typing import Final

from discovery.detection.names.tokens import core
from discovery.detection.patterns import expression
from discovery.detection.word_lists import listed

# Before a name: titles, ranks, salutations and the roles of forms.
_TITLES: Final = listed(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend capt captain sgt sergeant constable inspector"
    " detective lieutenant colonel councillor cllr herr frau herrn monsieur madame mademoiselle mme mlle señor señora"
    " sra sig signor signora dhr mevr mevrouw meneer pan pani maître dott estimado estimada gentile egregio querido"
    " querida caro cara lieber liebe cher chère dear hello hi hey policyholder cheque beneficiary attn"
)
_SHORTENED: Final = expression(r"(?i)(?:i|you|he|she|it|we|they|that|there|what|who|where|here|let)'(?:m|s|re|ll|d|ve)")
_ELIDED: Final = expression(r"(?:[JjLlCcDdNnSsTtMm]|[Qq]u)'[a-zà-ÿ]+")  # "J'ai", "C'est"; not "D'Amico"
# Words that end the name of a street and hardly ever that of a person (US Postal Service Publication 28, and others).
_STREETS: Final = listed(
    "street road avenue boulevard lane drive close crescent terrace parkway highway freeway turnpike expressway plaza"
    " square circle crossing crossroad crossroads extension trail trafficway tunnel viaduct overpass underpass alley"
    " annex bypass causeway estate estates gardens heights hollow inlet junction keys knoll knolls landing loop manor"
    " meadows mews motorway mountain mountains orchard oval passage pike plains radial rapids ridge ridges river"
    " roads route row shoal shoals shore shores skyway spring springs spur spurs squares stravenue stream streets"
    " summit throughway track trace valley valleys views village villages vista wharf forks chowk marg nagar colony"
    " loaf islands island isle harbor harbors haven port ports"
)
_HYPHENED: Final = (
    "-allee", "-straße", "-strasse", "-str", "-platz", "-weg", "-ring", "-ufer", "-damm", "-gasse", "-brücke",
)  # fmt: skip
_FIRM_NOUNS: Final = listed(
    "conseil studios associates partners solutions industries systems logistics holdings consulting technologies"
    " pharmaceuticals motors builders developments homes airlines enterprises laboratories foods energy insurance"
    " recruitment brewery sons brothers mining bancorp capital ventures resources therapeutics biosciences financial"
    " verlag logistik steel plumbing properties pharmacy bakery trust foundation fellowship institute college academy"
    " hospital clinic society museum library gallery theatre theater church prize award awards hotel hotels airport"
    " station stadium school watch watches stiftung schule brauerei haustechnik elektronik bau maschinenbau partner"
    " associés avocats associati advocaten advogados construction roofing catering cleaning electrical estates lettings"
)
# Before a name they make it a firm, a shop or a house: "Kanzlei Schmidt", "Boulangerie Martin".
_FIRM_LEADS: Final = listed(
    "kanzlei autohaus boulangerie pâtisserie cabinet bäckerei metzgerei apotheke hotel gasthaus gasthof café cafe"
    " verlag garage pharmacie restaurant ristorante trattoria pizzeria farmacia brauerei weingut möbelhaus kaufhaus"
    " buchhandlung librairie fromagerie boucherie panadería ferretería notaría inmobiliaria bakkerij slagerij apotheek"
    " firma société maison château clinique clínica logistik auberge brasserie hostal pension villa schloss stadion"
    " musée museo"
)
# Behind a word of one name they make it a thing: "Petri dish", "Hodgkin lymphoma".
_EPONYMS: Final = listed(
    "syndrome disease lymphoma manoeuvre maneuver theorem algorithm burner dish salad pizza scale effect equation"
    " constant reflex fracture distribution coefficient"
)
_FEASTS: Final = listed(
    "january february march april may june july august september october november december christmas easter ramadan"
    " diwali hanukkah lent advent ostern weihnachten pfingsten noël pâques"
)
_OF_A_TIME: Final = listed("in on by until till since before after during from to of and or each every this next last")
_REGION: Final = expression(r"[A-Z]{2,3}")
_MARKS: Final = frozenset({",", ".", ";", ")", '"', "!", "?", "|", "<"})
_UNITS: Final = listed("apt apartment suite flat unit floor street and in")
_AND_SONS: Final = frozenset({"and", "&"})


def name_starts(tokens: list[str], first: int, last: int) -> int:
    """The first token of a name without the title, salutation or short verb before it: "Sergeant Ana", "I'm Ana"."""
    while first < last:
        word = core(tokens[first])
        if not (word.lower() in _TITLES or _SHORTENED.fullmatch(word)):
            break
        first += 1
        while first < last and not core(tokens[first])[:1].isalnum():
            first += 1  # the point of a short form
    return first


def is_elided(word: str) -> bool:
    """Whether a word is an article or a pronoun with what follows it: "J'ai"."""
    return _ELIDED.fullmatch(word) is not None


def street_ends(tokens: list[str], first: int, last: int) -> int:
    """The last token of a stretch that is a street and no person, "Jared Circle"; -1 where it is a person."""
    if tokens[last].endswith(" ") and core(tokens[last + 1])[:1].isupper() and _is_street(tokens[last + 1]):
        return last + 1
    goes_on = tokens[last].endswith(" ") and tokens[last + 1].endswith(" ") and core(tokens[last + 1])[:1].isupper()
    if goes_on and core(tokens[last + 2])[:1].isupper() and _is_street(tokens[last + 2]):
        return last + 2  # "Martin Luther King Boulevard"
    if core(tokens[first]).lower().endswith(_HYPHENED):
        return first
    return last if last > first and _is_street(tokens[last]) else -1


def _is_street(token: str) -> bool:
    return core(token).lower() in _STREETS


def is_led_by_a_firm(tokens: list[str], last: int) -> bool:
    """Whether the words behind a stretch make it a firm: "Ferrand Conseil", "Hayward and Sons"."""
    if not tokens[last].endswith(" "):
        return False
    at = last + 2 if core(tokens[last + 1]).lower() in _AND_SONS else last + 1
    word = core(tokens[at])
    return word[:1].isupper() and word.lower() in _FIRM_NOUNS


def follows_a_firm(tokens: list[str], first: int, last: int) -> bool:
    """Whether a word for a shop, a firm or a house begins the stretch or stands before it: "Kanzlei Schmidt"."""
    if core(tokens[first]).lower() in _FIRM_LEADS:
        return True
    before = tokens[first - 1]
    return before.endswith(" ") and before[:1].isupper() and core(before).lower() in _FIRM_LEADS


def is_an_eponym(tokens: list[str], first: int, last: int) -> bool:
    """Whether one word stands before what is called after somebody: "Petri dish"; possessives count too."""
    after = last + 1
    if core(tokens[after]) == "'s":
        after += 1
    return first == last and core(tokens[after]).lower() in _EPONYMS


def is_a_time(tokens: list[str], first: int, last: int) -> bool:
    """Whether one word is a month or a feast: "in June", "Christmas and Easter"."""
    word = core(tokens[first]).lower()
    if first != last or word not in _FEASTS:
        return False
    near = {core(tokens[first - 1]).lower(), core(tokens[last + 1]).lower()}
    return bool(near & _OF_A_TIME) or core(tokens[first - 2]).lower() in _FEASTS


def is_placed(tokens: list[str], first: int) -> bool:
    """Whether a town stands where only a place can: "in Lincoln", "from Swansea to Bristol"."""
    before = core(tokens[first - 1]).lower()
    if before == "in":
        return True
    return before == "to" and core(tokens[first - 3]).lower() == "from" and core(tokens[first - 2])[:1].isupper()


def is_before_a_region(tokens: list[str], last: int) -> bool:
    """Whether the short form of a state follows: "Hobart TAS"."""
    at = last + 2 if tokens[last + 1] == ", " else last + 1
    return at < len(tokens) and _REGION.fullmatch(core(tokens[at])) is not None


def with_house_numbers(tokens: list[str], first: int, last: int, *, is_known: bool) -> tuple[int, int]:
    """A street that was read as a place, with its number before or behind it: "Ilichova 59", "6003 Edeby 55".

    `is_known`: the lists have it as a place, whose numbers are years and counts: "London 2012", "2 Paris hotels".
    """
    behind = last
    if tokens[last].endswith(" ") and _is_house_number(tokens[last + 1]) and _ends_an_address(tokens, last + 2):
        behind = last + 1
    if is_known or (behind > last and _is_year(tokens[behind])):
        return first, last
    begin = first
    for at in (first - 1, first - 2):
        if tokens[at].endswith(" ") and _is_house_number(tokens[at], longest=5) and not _is_year(tokens[at]):
            begin = at
        else:
            break
    stands_free = tokens[begin - 1][-1:] in {"", " ", "\n", "n"}
    return (begin if stands_free else first), behind


def _is_house_number(token: str, longest: int = 4) -> bool:
    word = core(token)
    return word.isdigit() and len(word) <= longest


def _is_year(token: str) -> bool:
    word = core(token)
    return len(word) == 4 and word[:2] in {"19", "20"}


def _ends_an_address(tokens: list[str], at: int) -> bool:
    word = core(tokens[at])
    return not word or word in _MARKS or word.isspace() or word.lower() in _UNITS
