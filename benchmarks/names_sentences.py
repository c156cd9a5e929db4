"""Sentences of daily English to train the network for names on: the examples in WordNet 3.0 (its own free licence).

`python -m benchmarks.names_sentences FOLDER FILE.txt` writes one a line; FOLDER holds the `data.*` files of the Debian
package wordnet-base. In the sentences people stand as "he", "her" and "the old man": names are put in their place, so
that a name is met where the grammar wants one and not only where a template has it.
"""

import random
import re
import sys
from pathlib import Path

from benchmarks.names_making import Maker

_QUOTED = re.compile(r'"([^"]{12,160})"')
_SPOT = re.compile(
    r"\b(?:(?P<who>he|she|they|who|him|the (?:old |young |poor )?(?:man|woman|boy|girl|child|teacher|doctor|lawyer"
    r"|student|author|president|actor|actress|writer|artist|officer|patient|boss|defendant|candidate|speaker))"
    r"|(?P<whose>his|her|their|my)"
    r"|(?P<firm>the (?:company|firm|bank|committee|government|court|team|school|university))"
    r"|(?P<place>the (?:city|town|village|country|island|capital|area|region)))(?=[ ,.;!?]|$)"
)
_AFTER_OBJECT = re.compile(
    r"$|[,.;!?]| (?:to|with|for|from|about|in|on|at|into|out|up|down|and|by|that|as|of|when|until|if)\b"
)


def sentences(folder: Path) -> list[str]:
    """The examples, each once, in a fixed order."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("data.*")):
        for line in path.read_text(encoding="latin-1").splitlines():
            if not line.startswith("  "):
                for hit in _QUOTED.finditer(line.partition(" | ")[2]):
                    found[" ".join(hit[1].split())] = None
    return sorted(found)


def plain_sentences(path: Path) -> list[str]:
    """Those without a capital letter inside, hence without a name, beginning small."""
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        rest = re.sub(r"\bI\b", "", line[1:])
        if rest.islower() and line.isascii():
            kept.append(line if line.startswith(("I ", "I'")) else line[:1].lower() + line[1:])
    return kept


def people_in(every: list[str], seed: int, count: int):
    """Sentences with names for their pronouns, with the noise of life."""
    maker, rng = Maker(seed, every), random.Random(seed + 1)
    while count:
        if made := _peopled(maker, rng.choice(every), rng):
            count -= 1
            yield maker.noisy(*made)


def _peopled(maker: Maker, sentence: str, rng: random.Random):
    """The sentence with names for its pronouns, as (text, labels), or None where it has no place for one."""
    spots = list(_SPOT.finditer(sentence))
    if not spots:
        return None
    chosen = rng.sample(spots, min(len(spots), rng.choice([1, 1, 1, 2, 2, 3])))
    text, labels, at = "", [], 0
    for spot in sorted(chosen, key=lambda hit: hit.start()):
        text += sentence[at : spot.start()]
        piece, spans = maker.passage(_slot(spot, sentence, rng), "en")
        labels += [(start + len(text), end + len(text), label) for start, end, label in spans]
        text += piece
        at = spot.end()
    text += sentence[at:]
    if rng.random() < 0.7 and text[:1].islower() and not (labels and min(labels)[0] == 0):
        text = text[0].upper() + text[1:]
    return text + rng.choice(["", ".", ".", ".", "!", "?"]), labels


def _slot(spot: re.Match[str], sentence: str, rng: random.Random) -> str:
    person = rng.choice(["{n}"] * 5 + ["{g}"] * 6 + ["{s}"] * 4 + ["{ts}"] * 2 + ["{tn}", "{in}", "{gl}", "{ln}"])
    if spot["firm"]:
        return "{org}"
    if spot["place"]:
        return rng.choice(["{city}", "{city}", "{country}"])
    if spot["who"] == "who":
        return f"{person}, who"
    if spot["who"] == "they":
        return rng.choice(["{g} and {g}", "{n} and {n}", "{s} and {s}", "{g}, {g} and {g}", "the {s}s"])
    if spot["whose"]:
        is_object = spot["whose"] == "her" and _AFTER_OBJECT.match(sentence, spot.end())
        return person if is_object else person + "'s"
    return person


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(sentences(Path(sys.argv[1]))) + "\n", encoding="utf-8")
