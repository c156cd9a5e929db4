"""From texts to detections: tokens, their tags, the stretches that tags make up, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from discovery.detection import language
from discovery.detection.names import network
from discovery.detection.names.edges import (
    follows_a_firm,
    is_a_time,
    is_an_eponym,
    is_before_a_region,
    is_elided,
    is_led_by_a_firm,
    is_placed,
    name_starts,
    street_ends,
    with_house_numbers,
)
from discovery.detection.names.features import PARTICLES
from discovery.detection.names.gazetteer import (
    COMMON,
    DICTIONARY,
    GIVEN,
    PART_OF_PLACE,
    PLACE,
    SURNAME,
    known_as,
)
from discovery.detection.names.joining import is_of_a_firm, lone_given_names, name_begins, name_goes_on
from discovery.detection.names.listing import comma_parts
from discovery.detection.names.together import Piece, Stretch, again, listed_with, speaking_with
from discovery.detection.names.tokens import core, cut
from discovery.detection.recognisers.person_facts import PEOPLES
from discovery.detection.recognisers.place_names import is_place
from discovery.detection.scanning import readable
from discovery.detection.word_lists import listed, word_list
from discovery.documents import Detection, Kind

_KINDS: Final = {"PER": Kind.PERSON, "LOC": Kind.LOCATION, "ORG": Kind.ORGANISATION}
_WHY: Final = {
    Kind.PERSON: "reads like the name of a person",
    Kind.LOCATION: "reads like the name of a place",
    Kind.ORGANISATION: "reads like the name of an organisation",
}
# The score at a chance of one half and at certainty; for a person by whether the name has one word or several.
_SCORES: Final = {Kind.LOCATION: (0.4, 0.62), Kind.ORGANISATION: (0.4, 0.62)}
_BEYOND_DOUBT: Final = 0.98
_LIKELY: Final = 0.7
_FUNCTION_WORDS: Final = word_list("function_words.txt")
_SPECIAL_WORDS: Final = word_list("special_words.txt")
# Numbers and codes by their short names, which some list or other has as a name.
_FIELDS: Final = listed(
    "IBAN BIC SWIFT SSN ITIN EIN NHS NINO UTR VIN DOB VAT PIN OTP CVV CVC GDPR DSAR MRN UCI SIN BSN PESEL NIR DNI NIE"
    " NIF CIF TIN ABN TFN ACN IMEI IDFA MAC UUID URL API ID CPR PPS PAN UAN SIREN SIRET PO RE FAO CC BCC HR IT CEO CFO"
)
_NUMBERS: Final = ("-nr", "-no", "-id", "-nummer", "-code")
_GREEK: Final = "\u0370"  # where the scripts behind Latin begin
_LATIN_AGAIN: Final = ("\u1e00", "\u1eff")
_PEOPLES: Final = frozenset(PEOPLES.split("|"))
_ONE_WORD: Final = (0.42, 0.74)
_SEVERAL: Final = (0.5, 0.82)
_LEAST: Final = 0.5  # chance below which a stretch is left out
_BOUND: Final = frozenset({".", ",", "-", "'", ". ", ", ", " ", "- "})
_SHORT_VERBS: Final = ("'ll", "'ve", "'re", "'d", "'m", "n't")
_MOST_WORDS: Final = 4  # of a name that was read as two
_ROUND: Final = 1 << 16  # characters whose tokens are read at once
_EDGES: Final = [""] * network.REACH
_SURE: Final = 0.8
_CERTAIN: Final = 0.9
_ALONE: Final = 0.45  # score of a given name of which nothing but the lists tells


def find_names_in(texts: Iterable[str]) -> Iterator[list[Detection]]:
    """The names in each text, sorted by place, offsets into that text. The same text always gives the same answer."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _ROUND:
            yield from _found(batch)
            batch, size = [], 0
    yield from _found(batch)


def _found(batch: list[str]) -> list[list[Detection]]:
    found: list[list[Detection]] = [[] for _ in batch]
    waiting: list[tuple[int, int, str]] = []
    size = 0
    for number, text in enumerate(batch):
        for low, high in _pieces(text):
            waiting.append((number, low, text[low:high]))
            size += high - low
            if size >= _ROUND:
                _read(waiting, found)
                waiting, size = [], 0
    _read(waiting, found)
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The readable parts of a text, cut at the end of a line, or of a word, where they are long."""
    for low, high in readable(text) if len(text) > 1000 else ((0, len(text)),):
        while high - low > _ROUND:
            cut_at = text.rfind("\n", low + _ROUND // 2, low + _ROUND) + 1
            cut_at = cut_at or text.rfind(" ", low + _ROUND // 2, low + _ROUND) + 1 or low + _ROUND
            yield low, cut_at
            low = cut_at
        yield low, high


def _read(waiting: list[tuple[int, int, str]], found: list[list[Detection]]) -> None:
    """Add the names of the pieces: the tokens of all go through the network together, edges between them."""
    tokens: list[str] = []
    pieces: list[Piece] = []
    for number, low, part in waiting:
        tokens += _EDGES
        first = len(tokens)
        tokens += cut(part)
        pieces.append(Piece(number, low, first, len(tokens)))
    tokens += _EDGES
    with network.NUMBERING:
        numbers = network.numbers()
        ids = np.fromiter(map(numbers.__getitem__, tokens), np.int32, len(tokens))
        numbers.settle()
        vectors, possible = numbers.vectors, numbers.candidates
    candidates = np.flatnonzero(possible[ids])
    if not len(candidates):
        return
    chances = network.read(ids, vectors, candidates)
    tags = chances.argmax(axis=1)
    named = np.flatnonzero(tags)
    stretches = _stretches(
        candidates[named].tolist(), tags[named].tolist(), chances[named].max(axis=1).tolist(), tokens
    )
    stretches = _continued([one for one in stretches if _is_readable(tokens, one)], tokens)
    ends = np.cumsum(np.fromiter(map(len, tokens), np.int64, len(tokens)))
    alone = list(lone_given_names(tokens, candidates[np.flatnonzero(tags == 0)].tolist()))
    at = lone = 0
    for piece in pieces:
        ours: list[Stretch] = []
        while at < len(stretches) and stretches[at].first < piece.end:
            ours.append(_trimmed(tokens, stretches[at]))
            at += 1
        shift = piece.low - int(ends[piece.first - 1])
        if ours:
            found[piece.text] += _detections(ours, tokens, ends, shift)
            found[piece.text] += again(ours, tokens, ends, piece, shift)
            found[piece.text] += listed_with(ours, tokens, ends, shift)
            found[piece.text] += speaking_with(ours, tokens, ends, piece, shift)
        while lone < len(alone) and alone[lone] < piece.end:
            if is_a_time(tokens, alone[lone], alone[lone]):
                lone += 1
                continue
            start = int(ends[alone[lone] - 1]) + shift
            end = start + len(core(tokens[alone[lone]]))
            found[piece.text].append(Detection(start, end, Kind.PERSON, _ALONE, "a given name of the lists"))
            lone += 1


def _is_readable(tokens: list[str], one: Stretch) -> bool:
    """Whether the network may say something of a stretch: it learnt Latin letters, and other words among such."""
    if _is_latin(tokens[one.first]):
        return True
    return any(near[:1].isalpha() and _is_latin(near) for near in (tokens[one.first - 1], tokens[one.last + 1]))


def _is_latin(token: str) -> bool:
    """Whether a token begins with a Latin letter or a sign."""
    return token < _GREEK or _LATIN_AGAIN[0] <= token[0] <= _LATIN_AGAIN[1]


def _stretches(places: list[int], tags: list[int], chances: list[float], tokens: list[str]) -> list[Stretch]:
    """Runs of tags of one kind; what stands between two of them may only be a mark that binds."""
    found: list[Stretch] = []
    kind, first, last, total, count = "", -1, -9, 0.0, 0
    for place, tag, chance in zip(places, tags, chances, strict=True):
        begins, _, this = network.TAGS[tag].partition("-")
        gap = place - last
        bound = gap == 1 or (gap == 2 and tokens[place - 1] in _BOUND)
        if not (this == kind and begins == "I" and bound):
            if kind:
                found.append(Stretch(_KINDS[kind], first, last, total / count))
            kind, first, total, count = this, place, 0.0, 0
        last, total, count = place, total + chance, count + 1
    if kind:
        found.append(Stretch(_KINDS[kind], first, last, total / count))
    return found


def _continued(stretches: list[Stretch], tokens: list[str]) -> list[Stretch]:
    """The names whole: what follows a given name and was left out, or taken for a firm of one word."""
    found: list[Stretch] = []
    for number, one in enumerate(stretches):
        if found and one.first <= found[-1].last:
            continue  # it became the end of a name
        if found and _is_one_name(found[-1], one, tokens):
            both = Stretch(one.kind, found[-1].first, one.last, max(found[-1].chance, one.chance))
            found[-1] = both
            continue
        if one.kind is Kind.PERSON:
            one = _whole(stretches, number, found[-1].last if found else -1, tokens)
            parts = comma_parts(tokens, one.first, one.last)
            if len(parts) > 1:
                found += [Stretch(one.kind, low, high, one.chance) for low, high in parts]
                continue
        found.append(one)
    return found


def _is_one_name(one: Stretch, other: Stretch, tokens: list[str]) -> bool:
    """Whether two names stand side by side with nothing but a blank between: "Kan" and "K Yoshioka"."""
    return (
        one.kind is other.kind is Kind.PERSON
        and one.last + 1 == other.first
        and tokens[one.last].endswith(" ")
        and other.last - one.first < _MOST_WORDS
    )


def _whole(stretches: list[Stretch], number: int, least: int, tokens: list[str]) -> Stretch:
    """A name with what belongs to it before and behind."""
    one = stretches[number]
    following = stretches[number + 1] if number + 1 < len(stretches) else None
    taken = len(tokens) - 2
    if following is not None and not _may_be_surname(following, tokens):
        taken = following.first
    last = name_goes_on(tokens, one.first, one.last, taken)
    first = name_begins(tokens, one.first, least + 1) if one.first == one.last else one.first
    while first < last and core(tokens[first])[:1].islower() and "-" in tokens[first]:
        first += 1  # "ex-Zombie Freeman"
    return one if (first, last) == (one.first, one.last) else Stretch(one.kind, first, last, one.chance)


def _may_be_surname(one: Stretch, tokens: list[str]) -> bool:
    """Whether a stretch of one word was taken for a firm or a place though no list of places has it."""
    return one.first == one.last and (
        one.kind is Kind.ORGANISATION
        or (one.kind is Kind.LOCATION and not known_as(core(tokens[one.first])) & (PLACE | PART_OF_PLACE))
    )


def _trimmed(tokens: list[str], one: Stretch) -> Stretch:
    """Without a link that nothing follows, "Trombetta e", or a title; a street that was read as a name as a place."""
    kind, first, last = one.kind, one.first, one.last
    while last > first and core(tokens[last]) in PARTICLES:
        last -= 1
    if kind is Kind.PERSON:
        first = name_starts(tokens, first, last)
        if (street := street_ends(tokens, first, last)) >= 0:
            kind, last = Kind.LOCATION, street
        elif first == last and _is_town(tokens, first):
            kind = Kind.LOCATION
    if kind is Kind.LOCATION:
        is_known = first == last and bool(known_as(core(tokens[first])) & PLACE)
        first, last = with_house_numbers(tokens, first, last, is_known=is_known)
    return one if (kind, first, last) == (one.kind, one.first, one.last) else Stretch(kind, first, last, one.chance)


def _is_town(tokens: list[str], at: int) -> bool:
    """Whether a word that was read as a name is a town: the lists have it, and what stands around says so."""
    return (is_placed(tokens, at) or is_before_a_region(tokens, at)) and is_place(core(tokens[at]))


def _is_called_after(tokens: list[str], first: int, last: int) -> bool:
    """Whether a stretch is no person but what is called after one, a firm, or a day of the year."""
    return (
        is_of_a_firm(tokens, last)
        or is_led_by_a_firm(tokens, last)
        or follows_a_firm(tokens, first, last)
        or is_an_eponym(tokens, first, last)
        or is_a_time(tokens, first, last)
    )


def _detections(
    stretches: list[Stretch], tokens: list[str], ends: npt.NDArray[np.int64], shift: int
) -> Iterator[Detection]:
    for one in stretches:
        words = tokens[one.first : one.last + 1]
        if one.chance < _LEAST or _says_nothing(words) or _is_special(words) or _in_an_address(tokens, one):
            continue
        if one.kind is not Kind.PERSON and len(words) == 1 and _is_small_word(core(words[0])):
            continue
        if one.kind is Kind.PERSON and _is_called_after(tokens, one.first, one.last):
            continue
        if (
            one.kind is Kind.PERSON
            and len(words) == 1
            and (_is_no_name(core(words[0]), one.chance) or _is_counted(tokens, one.first))
        ):
            continue
        last = words[-1]
        end = int(ends[one.last]) - (len(last) - len(last.rstrip()))
        if len(last.rstrip()) == 1 and tokens[one.last + 1][:1] == ".":
            end += 1  # the point of an initial
        start = int(ends[one.first - 1])
        yield Detection(start + shift, end + shift, one.kind, _score(one, len(words)), _WHY[one.kind])


def _says_nothing(words: list[str]) -> bool:
    """Whether a stretch is no more than particles, a single letter or a short form of a verb ("I'll")."""
    return all(
        core(word) in PARTICLES or len(core(word)) < 2 or core(word).lower().endswith(_SHORT_VERBS) for word in words
    )


def _is_special(words: list[str]) -> bool:
    """Whether a stretch is no more than words of special categories and small words beside them: "My Muslim"."""
    plain = [core(word).lower() for word in words]
    return not _SPECIAL_WORDS.isdisjoint(plain) and all(
        word in _SPECIAL_WORDS or word in _FUNCTION_WORDS or word in PARTICLES or len(word) < 2 for word in plain
    )


def _is_no_name(word: str, chance: float) -> bool:
    """Whether one word alone is an abbreviation, an identifier or a plain word: "GDPR", "LeasedRow", "harm"."""
    flags = known_as(word)
    if word.islower():
        return chance < (_CERTAIN if flags else _BEYOND_DOUBT) or bool(flags & DICTIONARY)
    if word in _FIELDS or word.lower() in _FUNCTION_WORDS or word.lower().endswith(_NUMBERS) or is_elided(word):
        return True
    if word.isupper():
        return chance < _SURE or (len(word) < 5 and not flags & (GIVEN | SURNAME))
    is_word = flags & (DICTIONARY | COMMON) or language.knows(word.lower())
    if chance < _CERTAIN and (word in _PEOPLES or (is_word and not flags & (GIVEN | SURNAME))):
        return True
    if chance < _LIKELY and flags & (DICTIONARY | COMMON):
        return True  # "Wisdom", "Royal": names too, and mostly something else
    return word[1:].isalpha() and not word[1:].islower() and not word.startswith(("Mc", "Mac")) and not flags


def _is_small_word(word: str) -> bool:
    """Whether one word in small letters is hardly the name of a place or a firm: no list has it as a place."""
    return word.islower() and not known_as(word) & PLACE


def _is_counted(tokens: list[str], place: int) -> bool:
    """Whether a short word stands beside a number: "Art. 15", "4 Jul", "Sun 12"."""
    after = tokens[place + 2] if tokens[place + 1].startswith(".") else tokens[place + 1]
    return len(core(tokens[place])) < 5 and (after[:1].isdigit() or tokens[place - 1].rstrip(". ").isdigit())


def _in_an_address(tokens: list[str], one: Stretch) -> bool:
    """Whether the stretch is glued to an @, as in an e-mail address, or to a low line, as a pseudonym is."""
    return tokens[one.last + 1][:1] in {"@", "_"} and not tokens[one.last].endswith(" ")


def _score(one: Stretch, words: int) -> float:
    """From the network's chance: a name of one word is less certain than one of several."""
    least, most = _SCORES.get(one.kind) or (_SEVERAL if words > 1 else _ONE_WORD)
    return round(least + (most - least) * (one.chance - _LEAST) / (1 - _LEAST), 3)
