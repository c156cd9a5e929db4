"""A person's name across scripts: "Ольга Иванова" and "Olga Ivanova", "王伟" and "Wang Wei".

Texts are compared in plain letters (`plain`), into which other scripts are transliterated letter by letter. People
romanise by ear, so a name becomes a pattern of its sounds. Cyrillic, Greek and kana keep their vowels; Arabic, Hebrew
and Indic scripts leave most of them out, so consonants alone are compared there, and a hit is never more than a hint.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii

from discovery.detection.names.script_words import CHINESE_DOUBLE, JAPANESE_SURNAMES

LATIN, VOWELS, CONSONANTS, HAN, HANGUL = "latin", "vowels", "consonants", "han", "hangul"
_SCRIPTS: Final = {
    "LATIN": LATIN, "CYRILLIC": VOWELS, "GREEK": VOWELS, "HIRAGANA": VOWELS, "KATAKANA": VOWELS, "GEORGIAN": VOWELS,
    "ARMENIAN": VOWELS, "CJK": HAN, "HANGUL": HANGUL,
}  # fmt: skip
_LEAST_CONSONANTS: Final = 4  # of a whole name; fewer say nothing
_GAP: Final = r"[\s._]{1,6}"
_SWAP: Final = rf"(?:[\"']?\s{{0,3}}[,;|\t]\s{{0,3}}[\"']?|{_GAP})"
_MIDDLE: Final = r"(?:[\s.]{1,4}[a-z'`](?:[a-z'`-]{0,20}))"
# Sounds, the longest first: what stands in the name, and how else it is written.
_SOUNDS: Final = (
    ("shch", "(?:shch|sch|shh?)"), ("tsch", "(?:tsch|ch|tch)"), ("sch", "(?:shch|sch|sh)"), ("kh", "(?:kh|ch|h|x|j)"),
    ("ks", "(?:ks|x)"), ("sh", "(?:sh|sch|s)"), ("zh", "(?:zh|j|z)"), ("ch", "(?:ch|c|tch|tsch|kh|h|x)"),
    ("ts", "(?:ts|tz|z|c)"), ("tz", "(?:ts|tz|z|c)"), ("ph", "(?:ph|f)"), ("th", "(?:th|t|f)"), ("dj", "(?:dj|j|dzh)"),
    ("ck", "[kc]"), ("x", "(?:ks|x|kh|h)"), ("c", "[ckqs]"), ("k", "[kcq]"), ("q", "[kcq]"), ("v", "[vwb]"),
    ("w", "[vw]"), ("f", "(?:f|ph)"), ("g", "[gh]"), ("h", "(?:h|kh|g)"), ("j", "(?:zh|j|y|dj)"), ("z", "(?:z|ts)"),
    ("s", "s"),
)  # fmt: skip
_VOWELS: Final = re.compile(r"['`]?[iyj]{0,3}a|['`]?[iyj]{0,2}e|['`]?[iyj]{1,2}o|[iyj]{0,2}u|o[uy]|[iyj]{1,2}")
_SKIPPED: Final = "[aeiouywv'`h]{0,3}"  # between consonants: vowels, and what stands for them
_ALIKE: Final = {
    "sh": "(?:sh|s|ch)", "kh": "(?:kh|k|ch|h|c|q)", "ch": "(?:kh|ch|k|h|c|sh|ts)", "th": "(?:th|t|s)",
    "dh": "(?:dh|d|z)",
    "gh": "(?:gh|g)", "ts": "(?:ts|tz|z|s|c)", "tz": "(?:ts|tz|z|s|c)", "ph": "(?:ph|p|f)", "b": "[bpv]", "p": "[pbf]",
    "f": "(?:f|ph|p)", "v": "[vwbf]", "c": "(?:kh|[ckqs])", "k": "(?:kh|[ckq])", "q": "(?:kh|[ckqg])", "g": "[gjq]",
    "j": "[jgyz]", "z": "(?:z|ts|s|dh)", "s": "(?:sh|s|z)", "x": "(?:ks|kh|x)", "t": "(?:th|t)", "d": "(?:dh|d)",
}  # fmt: skip
_KOREAN: Final = {
    "gim": "(?:g|k)im", "i": "(?:lee|yi|i|rhee|ri)", "bag": "(?:bak|pak|park)", "choe": "choe?i?", "jeong":
    "(?:jeong|jung|chung|jong)", "gang": "[gk]ang", "jo": "(?:jo|cho)", "yun": "yoo?u?n", "jang": "(?:jang|chang)",
    "im": "l?im", "o": "oh?", "seo": "(?:seo|suh|so)", "sin": "sh?in", "gwon": "[gk]wo?n", "an": "ah?n", "yu":
    "(?:yu|yoo|ryu)", "no": "(?:noh?|roh)", "u": "(?:u|woo)",
}  # fmt: skip
_KOREAN_SOUNDS: Final = (
    ("woo", "(?:u|oo|woo)"), ("eo", "(?:eo|u|o)"), ("eu", "(?:eu|u)"), ("ae", "(?:ae|e)"), ("oo", "(?:u|oo|woo)"),
    ("ee", "(?:i|ee)"), ("ch", "(?:j|ch)"), ("sh", "sh?"), ("u", "(?:eo|u|oo|woo)"), ("g", "[gk]"), ("k", "[gk]"),
    ("d", "[dt]"), ("t", "[dt]"), ("b", "[bp]"), ("p", "[bp]"), ("j", "(?:j|ch)"), ("r", "[rl]"), ("l", "[rl]"),
    ("i", "(?:i|ee)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sounding:
    """A pattern for a name in another script or romanised by ear.

    Attributes:
        pattern: RE2, for plain text.
        is_whole: a whole name sounded with its vowels: as good as the name; else no more than a hint.
        fits: whether a hit may stand, given its plain form and the original letters.
    """

    pattern: str
    is_whole: bool
    fits: Callable[[str, str], bool]


def script_of(text: str) -> str:
    """How the script of the first letter is compared; CONSONANTS for all that leave vowels out or are not known."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    if not letter or letter.isascii():
        return LATIN
    return _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], CONSONANTS)


def soundings(given: str, surname: str, script: str, raw: str) -> Iterator[Sounding]:
    """The patterns for a name in two parts, plain, that is written in `script`; `raw` is the name as given.

    A Latin name is looked for in other scripts only; another one in Latin too.
    """
    if not given or not surname:
        return
    if script in (LATIN, VOWELS):
        yield from _by_sound(given, surname, script)
    if script in (LATIN, CONSONANTS) and (one := _by_consonants(given, surname, script)):
        yield one
    if script in (LATIN, HAN):
        for one in _syllables(given, surname, script, HAN, ("", "")):
            yield from _by_signs(one, raw) if one.is_whole else (one,)
    if script in (LATIN, HANGUL):
        yield from _syllables(given, surname, script, HANGUL, (_korean(given), _korean_surname(surname, script)))


def parted(raw: str) -> str:
    """A name that is written without a blank, as "Given Surname" in its own script; as given where it is none."""
    name = raw.strip()
    if script_of(name) not in (HAN, HANGUL) or not 2 <= len(name.replace(" ", "")) <= 6 or "," in name:
        return raw
    first, _, second = name.partition(" ")
    if second:
        return f"{second.strip()} {first}"
    cut = next((len(one) for one in sorted(JAPANESE_SURNAMES, key=len, reverse=True) if _begins(name, one)), 0)
    cut = cut or (2 if name.startswith(CHINESE_DOUBLE) else 1)
    return f"{name[cut:]} {name[:cut]}"


def _begins(name: str, surname: str) -> bool:
    return len(surname) > 1 and name.startswith(surname) and len(name) > len(surname)


def _by_sound(given: str, surname: str, script: str) -> Iterator[Sounding]:
    first, last = sounded(given), sounded(surname)
    fits = _in_script(VOWELS) if script == LATIN else _anywhere
    yield Sounding(rf"\b{first}{_MIDDLE}{{0,2}}?{_GAP}{last}\b", is_whole=True, fits=fits)
    yield Sounding(rf"\b{last}{_SWAP}{first}\b", is_whole=True, fits=fits)
    bare, stem = _stem(given), _stem(surname)
    if len(bare) > 2 and len(stem) > 3:  # other cases: "Ольге Ивановой"
        inflected = rf"\b{sounded(bare)}[a-z'`]{{0,3}}{_MIDDLE}?{_GAP}{sounded(stem)}[a-z'`]{{0,3}}\b"
        yield Sounding(inflected, is_whole=False, fits=_in_script(VOWELS))


def _stem(word: str) -> str:
    return re.sub(r"(?:[iy]?[aeiouy]|iy|yy|s)$", "", word)


def sounded(word: str) -> str:
    """RE2 pattern for a word as it may be romanised: vowels kept, soft signs and doubled letters as one likes."""
    out, at = "", 0
    word = re.sub(r"['`]+$", "", word)
    while at < len(word):
        if vowel := _VOWELS.match(word, at):
            out += _vowel(vowel.group())
            at = vowel.end()
            continue
        pair = next(((heard, form) for heard, form in _SOUNDS if word.startswith(heard, at)), None)
        heard, form = pair or (word[at], re.escape(word[at]))
        if heard in "'`":
            at += 1
            continue
        at += len(heard)
        while word.startswith(heard, at):
            at += len(heard)
        out += form if heard in "aeiouy -" else f"{form}{{1,2}}['`]?"
    return out


def _vowel(heard: str) -> str:
    last = heard[-1]
    if last == "a":
        return "['`]?[iyj]{0,2}a"
    if heard in ("ou", "oy") or last == "u":
        return "(?:['`]?[iyj]{0,2}u|o[uyi])"
    if last == "e":
        return "['`]?[iyj]{0,2}[eo]" if len(heard) > 1 else "['`]?[iyj]{0,2}e"
    return "['`]?[iyj]{0,2}[eo]" if last == "o" else "[iyj]{1,2}"


def may_sound(name: str, word: str, script: str) -> bool:
    """Whether a word, plain, may be a given name of that script: in its sounds, or where one has no vowels in those."""
    if re.fullmatch(sounded(name), word):
        return True
    known = consonants(name)
    has_none = script == CONSONANTS or not re.search("[aeiou]", word)
    return has_none and len(known) > 1 and known == consonants(word)


def _by_consonants(given: str, surname: str, script: str) -> Sounding | None:
    article = r"^[ae]?l(?=[^aeiouy'`]{2})" if script == CONSONANTS else "^(?:al|el)[- ]"
    first, last = consonants(given), consonants(re.sub(article, "", surname))
    if not first or not last or len(first) + len(last) < _LEAST_CONSONANTS - (script == CONSONANTS):
        return None
    head, tail = _skeleton(first), _skeleton(last)
    fits = _in_script(CONSONANTS) if script == LATIN else _of_other_script_or_latin
    return Sounding(rf"\b{head}[\s._]{{1,3}}(?:[ae]?l[- ]?)?{tail}\b", is_whole=False, fits=fits)


def consonants(word: str) -> tuple[str, ...]:
    """The consonants of a plain word, doubled ones once; what can stand for a vowel is left out but at the start."""
    once = re.sub(r"([a-z])\1", r"\1", word)
    return tuple(re.findall(r"sh|kh|ch|th|dh|gh|ts|tz|ph|[bcdfgjklmnpqrstxz]|^[hvwy]", once))


def _skeleton(found: tuple[str, ...]) -> str:
    heard = (f"{_ALIKE.get(one, re.escape(one))}{{1,2}}" for one in found)
    return f"[aeiouy'`]{{0,2}}{_SKIPPED.join(heard)}{_SKIPPED}"


def _syllables(given: str, surname: str, script: str, other: str, forms: tuple[str, str]) -> Iterator[Sounding]:
    """Names of a surname of one or two syllables before the given name, without a blank in their own script."""
    if not re.fullmatch(r"[a-z' -]{1,14}", given) or not re.fullmatch(r"[a-z]{1,10}", surname):
        return
    joined = "".join(re.split(r"[\s'-]", given))
    first, last = forms[0] or re.escape(joined), forms[1] or re.escape(surname)
    own = _whole_signs(other)
    yield Sounding(f"{last}{first}", is_whole=script == other, fits=own)
    if script == other:
        loose = forms[0] or r"[\s'-]?".join(map(re.escape, joined))
        yield Sounding(rf"\b{last}{_SWAP}{loose}\b", is_whole=False, fits=_in_script(LATIN))
        yield Sounding(rf"\b{loose}{_GAP}{last}\b", is_whole=False, fits=_in_script(LATIN))


def _by_signs(one: Sounding, raw: str) -> Iterator[Sounding]:
    """The full name in its own signs; other signs that sound alike (汪薇 for 王伟) are somebody else's, or a hint."""
    signs = signs_of(raw)
    yield Sounding(one.pattern, is_whole=True, fits=lambda plain, own: one.fits(plain, own) and signs_of(own) == signs)
    yield Sounding(one.pattern, is_whole=False, fits=lambda plain, own: one.fits(plain, own) and signs_of(own) != signs)


def signs_of(text: str) -> list[str]:
    """The letters of a name as written, sorted: two names in signs are the same only where these are."""
    return sorted(filter(str.isalpha, unicodedata.normalize("NFKC", text)))


def _korean_surname(surname: str, script: str) -> str:
    """Out of Hangul how it is romanised; out of Latin letters how Hangul is transliterated."""
    if script == HANGUL:
        return _KOREAN.get(surname, _korean(surname))
    hangul = [own for own, romanised in _KOREAN.items() if re.fullmatch(romanised, surname)]
    return f"(?:{'|'.join(hangul)})" if hangul else _korean(surname)


def _korean(word: str) -> str:
    out, at = "", 0
    while at < len(word):
        if word[at] in " '-":
            at += 1
            continue
        heard, form = next(
            ((heard, form) for heard, form in _KOREAN_SOUNDS if word.startswith(heard, at)), (word[at], word[at])
        )
        out += form + r"[\s'-]?"
        at += len(heard)
    return out.removesuffix(r"[\s'-]?")


def _anywhere(_plain: str, _original: str) -> bool:
    return True


def _in_script(wanted: str) -> Callable[[str, str], bool]:
    return lambda _plain, original: script_of(original) == wanted


def _of_other_script_or_latin(_plain: str, original: str) -> bool:
    return script_of(original) in (CONSONANTS, LATIN)


def _whole_signs(wanted: str) -> Callable[[str, str], bool]:
    """Whether the hit begins and ends with whole signs of the script: "wei" is no part of "weng'e"."""
    return lambda plain, original: script_of(original) == wanted and _spelt(original) == "".join(plain.split())


def _spelt(original: str) -> str:
    return "".join(anyascii(unicodedata.normalize("NFKC", original)).lower().split())
