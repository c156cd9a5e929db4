"""Bakes the lists of names, places and common words: `python -m benchmarks.names_lists FOLDER DICTIONARY`.

FOLDER holds the packages Faker 40.54.0 (MIT), names 0.3.0 (MIT; US census of 1990, public domain) and nicknames 1.0.1
(Apache-2.0), as `pip install --target FOLDER --no-deps faker==40.54.0 names==0.3.0 nicknames==1.0.1 tzdata` leaves
them; DICTIONARY is the word list of the Debian package wamerican-small (SCOWL). Common words are counted in the
documentation of the packages that the product itself requires. The lists in
discovery/detection/lists are what this writes; docs/third-party.md says where each came from.
"""

import csv
import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from anyascii import anyascii

from benchmarks.names_prose import LANGUAGES, translations

LISTS = Path(__file__).parents[1] / "discovery" / "detection" / "lists"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?$")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_CENSUS_COMMON, _CENSUS_ALL, _CENSUS_GIVEN = 4_000, 22_000, 4_500
_LEAST_COUNT = 12


def script(word: str) -> str:
    """The script of the first letter, "OTHER" for those in which no letter is large."""
    name = unicodedata.name(word[0], "").split(" ")[0]
    return name if name in _SCRIPTS else "OTHER"


def providers(section: str):
    """(locale, provider) of a section of Faker, the neutral ones left out."""
    package = importlib.import_module(f"faker.providers.{section}")
    for module in pkgutil.iter_modules(package.__path__):
        if _LOCALE.match(module.name):
            yield module.name, importlib.import_module(f"faker.providers.{section}.{module.name}").Provider


def values(provider: type, *starts: str):
    """The strings in the attributes of a provider whose names begin so."""
    for name in sorted(vars(provider)):
        if name.startswith(starts):
            held = getattr(provider, name)
            for value in held if isinstance(held, tuple | list | dict) else ():
                one = value[0] if isinstance(value, tuple) and value else value
                if isinstance(one, str):
                    yield one.strip()


def names_of(*starts: str) -> dict[str, set[str]]:
    """Names by locale, in the Latin, Cyrillic and Greek scripts; other scripts in Latin letters."""
    found: dict[str, set[str]] = {}
    for locale, provider in providers("person"):
        words = {word for word in values(provider, *starts) if word and "{" not in word and not re.search(r"\d", word)}
        kept = {word for word in words if script(word) == "LATIN"}
        others = words - kept
        kept |= {word for word in others if script(word) in {"CYRILLIC", "GREEK"}}
        kept |= {anyascii(word).strip().capitalize() for word in others}
        found[locale] = {word for word in kept if re.fullmatch(rf"{_WORD.pattern}(?: {_WORD.pattern}){{0,3}}", word)}
        found[locale] = {word for word in found[locale] if 2 <= len(word) <= 28}
    return found


def census(folder: Path, name: str, most: int) -> list[str]:
    """The most frequent names of a list of the US census, capitalised."""
    lines = (folder / "names" / name).read_text(encoding="utf-8").splitlines()
    return [line.split()[0].capitalize() for line in lines[:most]]


def write(name: str, remark: str, sections: dict[str, set[str]]) -> None:
    """Write a list: sections in order, each word once, in the first section that has it; `_` for a blank."""
    seen: set[str] = set()
    lines = [f"# {remark}"]
    for title, words in sections.items():
        fresh = sorted({word.replace(" ", "_") for word in words} - seen)
        seen |= set(fresh)
        if fresh:
            lines += [f"# {title}", " ".join(fresh)]
    (LISTS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def common_words() -> set[str]:
    """The words that stand mostly, and often, in small letters in the documentation of the required packages."""
    packages = Path(importlib.import_module("django").__file__).parents[1]
    counts: Counter[str] = Counter()
    for path in sorted(packages.rglob("*")):
        if path.suffix in {".md", ".rst", ".py", ".txt"} or path.name == "METADATA":
            text = path.read_text(encoding="utf-8", errors="replace")[:400_000]
            counts.update(_WORD.findall(text))
    return {
        word
        for word, times in counts.items()
        if word.islower()
        and word.isascii()
        and 1 < len(word) < 20
        and times >= _LEAST_COUNT
        and times > counts[word.capitalize()]
    }


def other_words() -> set[str]:
    """Words of other languages: Faker's running text and job titles, spaCy's stop words, translations of Django."""
    found: set[str] = set()
    for section, starts in (("lorem", ("word_list",)), ("job", ("jobs",))):
        for _locale, provider in providers(section):
            for value in values(provider, *starts):
                found |= {word for word in _WORD.findall(value) if word.islower() and script(word) == "LATIN"}
    for code in LANGUAGES:
        found |= importlib.import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
        for sentence in translations(code):
            found |= {word for word in _WORD.findall(sentence) if word.islower() or code == "de"}
    return {word.lower() for word in found if _WORD.fullmatch(word)}


def dictionary(path: Path) -> set[str]:
    """The words of a spelling dictionary that are written small."""
    words = path.read_text(encoding="utf-8").splitlines()
    return {word for word in words if word.islower() and word.isalpha() and len(word) > 2}


def places() -> dict[str, set[str]]:
    """Towns, regions and countries."""
    town, region, country = set(), set(), set()
    for _locale, provider in providers("address"):
        town |= set(values(provider, "cities", "city_names", "municipalities", "concelhos", "communes", "towns"))
        region |= set(values(provider, "states", "provinces", "regions", "departments", "counties", "cantons"))
        country |= set(values(provider, "countries"))
    base = importlib.import_module("faker.providers.address.en").Provider
    country |= set(values(base, "countries"))
    clean = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern}){{0,4}}")
    every = {"towns": town, "regions": region, "countries": country}
    return {
        name: {word for word in words if clean.fullmatch(word) and script(word) == "LATIN" and 3 <= len(word) <= 32}
        for name, words in every.items()
    }


def main(folder: Path, words: Path) -> None:
    sys.path.insert(0, str(folder))
    given = names_of("first_name", "first_romanized", "middle_names")
    surnames = names_of("last_name", "last_romanized", "unisex_last", "male_last")
    with (folder / "nicknames" / "names.csv").open(encoding="utf-8") as lines:
        rows = list(csv.reader(lines))[1:]
        given["nicknames"] = {
            word.capitalize() for one, _relation, other in rows for word in (one, other) if word.isalpha()
        }
    given["census"] = {*census(folder, "dist.male.first", 1300), *census(folder, "dist.female.first", _CENSUS_GIVEN)}
    all_last = census(folder, "dist.all.last", _CENSUS_ALL)
    surnames["census"] = set(all_last[:_CENSUS_COMMON])
    surnames["census_rare"] = set(all_last[_CENSUS_COMMON:])
    write("given.txt", "Given names: Faker (MIT), US census 1990, nicknames (Apache-2.0)", given)
    write("surnames.txt", "Surnames: Faker (MIT), US census 1990", surnames)
    write("places.txt", "Towns, regions, countries: Faker (MIT)", places())
    common = {"english": common_words(), "other": other_words(), "dictionary": dictionary(words)}
    write("common.txt", "Words that stand in small letters in running text", common)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
