"""Makes labelled text to train the network for names on: our templates, filled from the lists, with noise.

A passage is (text, [(start, end, label)]) with the labels "PER", "LOC" and "ORG". Everything comes out of one seed.
"""

import random
import re
import string
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.names_forms import FORMS, LANDS, TOWNS, WAYS
from benchmarks.names_people import Names
from discovery.detection.names.gazetteer import plain, sections

TEMPLATES = Path(__file__).parent / "names_templates"
_SLOT = re.compile(r"\{(\w+)\}")


class Maker:
    """Fills templates."""

    def __init__(self, seed: int, sentences: Sequence[str] = ()) -> None:
        self._rng = random.Random(seed)
        self._sentences = sentences or ("the door was left open", "nobody could tell", "it rained all week")
        self._names = Names(self._rng)
        self._fillers = fillers()
        places = dict(sections("places.txt"))
        self._towns, self._countries = places["towns"], places["countries"]
        self._regions = places["regions"]
        common = dict(sections("common.txt"))
        self._words = common["english"] + common["english"] + common["dictionary"]

    def passage(self, template: str, language: str):
        """A template with its slots filled."""
        text, labels, at = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            for piece, label in self._fill(slot[1], language):
                if label:
                    labels.append((len(text), len(text) + len(piece), label))
                text += piece
            at = slot.end()
        return text + template[at:], labels

    def _fill(self, slot: str, language: str) -> list[tuple[str, str]]:
        """The pieces that stand for a slot, with their labels."""
        if made := self._person(slot, language):
            return made
        if slot in {"x", "X", "T", "nl"}:
            return [(self._words_of(slot), "")]
        if slot == "orgl":
            return [(self._organisation(language).lower(), "ORG")]
        if slot in {"city", "country", "region", "street"}:
            return [(self._place(slot, language), "LOC")]
        if slot == "org":
            return [(self._organisation(language), "ORG")]
        if slot == "g0":
            return [(self._names.given(language), "")]
        if slot == "s0":
            return [(self._names.surname(language), "")]
        if slot == "AC":
            letters = "ABCDEEGIILMNOPRSSTUVAPX"
            return [("".join(self._rng.choice(letters) for _ in range(self._rng.choice([2, 3, 3, 4, 4, 5, 6]))), "")]
        if slot == "CC":
            one, two = self._rng.choice(self._words), self._rng.choice(self._words)
            return [((one.capitalize() if self._rng.random() < 0.8 else one) + two.capitalize(), "")]
        if slot in {"W", "w"}:
            word = self._rng.choice(self._words)
            return [(word.capitalize() if slot == "W" else word, "")]
        if slot in self._fillers:
            choices = self._fillers[slot].get(language) or self._fillers[slot]["en"]
            return [(self._plain_slots(self._rng.choice(choices), language), "ORG" if slot == "brand" else "")]
        return [(self._value(slot, language), "")]

    def _words_of(self, slot: str) -> str:
        """A sentence as it stands or with a large first letter; words as in a heading; a line's end written out."""
        if slot == "nl":
            return "\\n"
        one = self._rng.choice(self._sentences)
        if slot == "T":
            words = one.split(" ")[: self._rng.randint(1, 6)]
            return " ".join(word[:1].upper() + word[1:] for word in words)
        return one[0].upper() + one[1:] if slot == "X" else one

    def _person(self, slot: str, language: str) -> list[tuple[str, str]] | None:
        names, rng = self._names, self._rng
        if slot == "n":
            return [(names.full(language), "PER")]
        if slot in {"g", "gv"}:
            return [(names.given(language), "PER")]
        if slot == "s":
            return [(names.surname(language), "PER")]
        if slot == "in":
            return [(names.initials(language), "PER")]
        if slot == "in1":
            return [(names.letter() + ".", "")]
        if slot in {"ts", "tn"}:
            title = rng.choice(self._fillers["title"].get(language) or self._fillers["title"]["en"])
            return [(title + " ", ""), (names.surname(language) if slot == "ts" else names.full(language), "PER")]
        if slot == "sg":
            last = names.surname(language)
            tail = rng.choice(["", "", "", f" {names.letter()}.", f" {names.given(language)}"])
            return [(f"{last.upper() if rng.random() < 0.3 else last}, {names.given(language)}{tail}", "PER")]
        if slot == "SN":
            one, last = names.given(language), names.surname(language)
            forms = [
                f"{one} {last}".upper(),
                f"{last} {one}".upper(),
                f"{last.upper()} {one}",
                f"{one} {last.upper()}",
                f"{last.upper()}, {one.upper()}",
                f"{last.upper()}, {one}",
                f"{one} {last}",
            ]
            return [(rng.choice(forms), "PER")]
        if slot in {"SS", "GG"}:
            return [((names.surname(language) if slot == "SS" else names.given(language)).upper(), "PER")]
        if slot == "ln":
            return [(f"{names.given(language)} {names.surname(language)}".lower(), "PER")]
        if slot == "gl":
            return [(names.given(language).lower(), "PER")]
        if slot in {"possn", "gen"}:
            return [(names.full(language), "PER"), ("'s" if slot == "possn" else "s", "")]
        return None

    def _place(self, slot: str, language: str) -> str:
        rng = self._rng
        if slot == "country":
            return rng.choice(self._countries)
        if slot == "street":
            return self._street(language)
        draw = rng.random()
        if draw < 0.62:
            return rng.choice(self._towns)
        if draw < 0.68:
            return rng.choice(self._regions)
        pick = self._fillers
        if draw < 0.77:
            stem = self._names.surname(language) if rng.random() < 0.25 else rng.choice(self._towns)
            stem = stem.split(" ")[-1].split("-")[0]
            town = rng.choice(TOWNS)
            stem = stem[: rng.choice([3, 4, 5, 6, 12])] if town.startswith("{}") and town[2:3].isalpha() else stem
            town = town.replace("{}", stem)
            return town.upper() if rng.random() < 0.08 else town
        stem = self._names.given(language) if rng.random() < 0.6 else self._names.surname(language)
        stem = stem.split(" ")[-1].split("-")[0]
        before = rng.choice(pick["town"]["en"]) + " " if rng.random() < 0.45 else ""
        after = rng.choice(pick["townend"]["en"]) if rng.random() < 0.8 or not before else ""
        return before + stem + after

    def _street(self, language: str) -> str:
        rng = self._rng
        person = self._names.surname(language) if rng.random() < 0.6 else self._names.given(language)
        word = person if rng.random() < 0.55 else rng.choice(self._fillers["roadname"]["en"])
        if rng.random() < 0.2:
            word = f"{self._names.given(language)} {word}"
        land = language if language in WAYS else rng.choice(LANDS) if rng.random() < 0.4 else ""
        if land:
            street = rng.choice(WAYS[land]).format(word)
            return street.replace(" ", "-", 1) if land == "de" else street
        return f"{word} {rng.choice(self._fillers['road']['en'])}"

    def _organisation(self, language: str) -> str:
        rng, pick = self._rng, self._fillers
        draw = rng.random()
        if draw < 0.18:
            return self._listed_firm(language)
        if draw < 0.3:
            return rng.choice(pick["brand"]["en"])
        suffix = rng.choice(pick["suffix"].get(language) or pick["suffix"]["en"])
        last = self._names.surname(language)
        if draw < 0.4:
            return f"{last} {suffix}"
        if draw < 0.5:
            return f"{last} {rng.choice(['&', 'and', 'et', 'und', '&'])} {self._names.surname(language)}" + rng.choice(
                ["", " " + suffix]
            )
        if draw < 0.58:
            link = {"fr": "et", "de": "und", "es": "y", "it": "e", "nl": "en", "pt": "e"}.get(language, "and")
            return f"{last}, {self._names.surname(language)} {link} {self._names.surname(language)}" + rng.choice(
                ["", "", " " + suffix]
            )
        if draw < 0.65:
            return f"{last}-{self._names.surname(language)}"
        if draw < 0.72:
            return f"{last} {rng.choice(pick['orgnoun']['en'])}"
        if draw < 0.78:
            town = rng.choice(self._towns)
            return rng.choice(
                [
                    "University of {}",
                    "{} City Council",
                    "{} University",
                    "{} General Hospital",
                    "Bank of {}",
                    "{} Police",
                    "Universität {}",
                    "Mairie de {}",
                    "{} Borough Council",
                    "St. {} School",
                    "Radio {}",
                    "FC {}",
                    "{} United",
                ]
            ).format(town)
        return f"{rng.choice(pick['orgword']['en'])} {rng.choice(pick['orgnoun']['en'])}" + rng.choice(
            ["", " " + suffix]
        )

    def _listed_firm(self, language: str) -> str:
        """A firm as registers and exchanges write it: "Vexora Mining Company Pref. Shares", "TOKAI SEIKI CO.LTD."."""
        rng, pick = self._rng, self._fillers
        cap = str.capitalize
        first = rng.choice(
            [
                cap(rng.choice(self._words)),
                cap(rng.choice(self._words)),
                self._names.surname(language),
                cap(rng.choice(self._words)[:4] + rng.choice(self._words)[-4:]),
                cap(rng.choice(self._words)) + cap(rng.choice(self._words)),
                "".join(rng.choice(string.ascii_uppercase) for _ in range(rng.randint(2, 5))),
                rng.choice(self._towns),
            ]
        )
        middle = [cap(rng.choice(self._words)) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
        if rng.random() < 0.6:
            middle.append(rng.choice(pick["orgnoun"]["en"]))
        last = rng.choice(FORMS)
        name = " ".join([first, *middle, last]).strip()
        return name.upper() if rng.random() < 0.2 else name

    def _plain_slots(self, text: str, language: str) -> str:
        return _SLOT.sub(lambda hit: self._fill(hit[1], language)[0][0], text)

    def _value(self, slot: str, language: str) -> str:
        rng = self._rng
        digits = lambda count: "".join(rng.choice(string.digits) for _ in range(count))  # noqa: E731
        if slot == "num":
            return str(rng.choice([rng.randint(1, 12), rng.randint(1, 400), rng.randint(1950, 2030)]))
        if slot == "date":
            months = self._fillers["month"].get(language) or self._fillers["month"]["en"]
            return rng.choice(
                [
                    f"{rng.randint(1, 28)} {rng.choice(months)} {rng.randint(1940, 2030)}",
                    f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(1940, 2030)}",
                    f"{rng.randint(1950, 2030)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                    f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(1950, 2030)}",
                    f"{rng.choice(months)} {rng.randint(1, 28)}, {rng.randint(1950, 2030)}",
                ]
            )
        if slot == "time":
            return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}" + rng.choice(["", ":11", " AM", " PM"])
        if slot == "id":
            return rng.choice(["", "A", "EMP-", "C", "INV", "#"]) + digits(rng.randint(4, 9))
        if slot == "phone":
            return rng.choice(
                [
                    f"0{digits(4)} {digits(6)}",
                    f"+44 {digits(4)} {digits(6)}",
                    f"({digits(3)}) {digits(3)}-{digits(4)}",
                    f"0{digits(2)}/{digits(7)}",
                ]
            )
        if slot == "amount":
            return rng.choice(["£", "€", "$", "EUR "]) + f"{rng.randint(1, 9000)}.{digits(2)}"
        if slot == "ip":
            return ".".join(str(rng.randint(1, 254)) for _ in range(4))
        if slot == "email":
            one, last = self._names.given(language).lower(), self._names.surname(language).lower().replace(" ", "")
            host = rng.choice(["example", "mail", "northwind", "corp"]) + rng.choice(
                [".org", ".com", ".co.uk", ".de", ".fr"]
            )
            return f"{one}{rng.choice(['.', '_', ''])}{last}@{host}"
        if slot == "dayl":
            return rng.choice(self._fillers["day"]["en"]).lower()
        return rng.choice(self._words)

    def noisy(self, text: str, labels: list[tuple[int, int, str]]):
        """The passage as it comes in life: wrapped, in capitals, in small letters, without accents, misread."""
        rng, draw = self._rng, self._rng.random()
        if draw < 0.12 and " " in text:  # wrapped or widely spaced: never changes a length but by one for one
            blanks = [at for at, sign in enumerate(text) if sign == " "]
            at = rng.choice(blanks)
            text = text[:at] + "\n" + text[at + 1 :]
        elif draw < 0.15:
            text = text.upper() if len(text.upper()) == len(text) else text
        elif draw < 0.22:
            text = text.lower() if len(text.lower()) == len(text) else text
        elif draw < 0.235:
            text = (
                "".join(
                    plain(sign).upper()
                    if sign.isupper()
                    else plain(sign)
                    if not sign.isascii() and len(plain(sign)) == 1
                    else sign
                    for sign in text
                )
                if all(len(plain(s)) == 1 for s in text)
                else text
            )
        elif draw < 0.26:
            at = rng.randrange(len(text)) if text else 0
            if text[at : at + 1].isalpha() and text[at].islower():
                text = text[:at] + rng.choice("1l|ioeacr") + text[at + 1 :]
        return text, labels


def fillers() -> dict[str, dict[str, list[str]]]:
    """What may stand for a slot, by slot and language; "en" is what other languages fall back to."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in (TEMPLATES / "fillers.txt").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(": ")
        slot, _, language = name.partition(".")
        found[slot][language or "en"] = [one.strip() for one in rest.split(" | ")]
    return found


def templates() -> list[tuple[str, str, float]]:
    """(template, language, weight)."""
    found = []
    for path in sorted(TEMPLATES.glob("*.txt")):
        if path.stem == "fillers":
            continue
        language = path.stem.partition("_")[0]
        weight = {"en": 1.0, "fr": 1.4, "de": 1.4}.get(language, 1.0) * (1.1 if "negative" in path.stem else 1.0)
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.append((line.replace("\\n", "\n"), language, weight))
    return found


def passages(seed: int, count: int, sentences: Sequence[str] = ()):
    """Passages of one to four filled templates of one language, as paragraphs or as running text."""
    maker, rng = Maker(seed, sentences), random.Random(seed + 1)
    every = templates()
    weights = [weight for *_, weight in every]
    by_language = defaultdict(list)
    for template, language, _ in every:
        by_language[language].append(template)
    for _ in range(count):
        template, language, _ = rng.choices(every, weights)[0]
        chosen = [template, *rng.sample(by_language[language], rng.choice([0, 0, 1, 2, 3]))]
        whole, labels = "", []
        if rng.random() < 0.1:
            chosen = [one.replace("\n", "{nl}") for one in chosen]  # as JSON and logs write it
        for one in chosen:
            text, spans = maker.noisy(*maker.passage(one, language))
            if whole:
                whole += rng.choice(["\n", "\n", " ", " ", "\n\n"])
            labels += [(start + len(whole), end + len(whole), label) for start, end, label in spans]
            whole += text
        yield whole, labels


_PLANTS = ("n", "n", "n", "g", "s", "ts", "tn", "in", "sg", "city", "city", "country", "org", "street", "ln", "SN")
_LANGUAGES = {"sv": "nordic", "da": "nordic", "nb": "nordic", "fi": "nordic"}


def planted(prose: list, seed: int, count: int):
    """Real sentences with names planted between their words, so that names are known by more than what surrounds them.

    Args:
        prose: (text, spans) or (text, spans, language); spans that they have already stay.
        seed: of the draw.
        count: how many.
    """
    maker, rng = Maker(seed), random.Random(seed + 1)
    for _ in range(count):
        text, spans, *rest = rng.choice(prose)
        language = _LANGUAGES.get(rest[0], rest[0]) if rest else "en"
        blanks = [hit.end() for hit in re.finditer(r"[^\W\d]{2,} (?=[^\W\d])", text)]
        blanks = [at for at in blanks if not any(start <= at <= end for start, end, _ in spans)] + [0]
        for at in sorted(rng.sample(blanks, min(len(blanks), rng.choice([1, 1, 2, 3]))), reverse=True):
            slot = rng.choice(_PLANTS)
            piece, labels = maker.passage("{" + slot + "}", language)
            joins = [" ", " ", " ", " ", " ", ", ", ": ", " and ", ". ", "; ", " (", ") "]
            after = rng.choice(joins)
            length = len(piece) + len(after)
            spans = [(s + length, e + length, label) if s >= at else (s, e, label) for s, e, label in spans]
            spans += [(s + at, e + at, label) for s, e, label in labels]
            text = text[:at] + piece + after + text[at:]
        yield maker.noisy(text, spans)
