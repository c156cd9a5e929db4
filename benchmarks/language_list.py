"""Bakes the words by which languages are told: `python -m benchmarks.language_list`.

Counted in Django's translations (BSD), our own sentences in benchmarks/names_templates and spaCy's stop words (MIT).
The list is discovery/detection/lists/languages.txt: a word or, behind a "-", an ending, and for each language for which
it speaks how loudly (natural logarithm of how much more often it stands there than on average, times four).
"""

import importlib
import math
import re
from collections import Counter

from benchmarks.names_lists import LISTS
from benchmarks.names_making import TEMPLATES
from benchmarks.names_prose import english, translations
from discovery.detection.language import ENDING, WORD

_NAMED = ("en", "fr", "de", "es", "it", "nl", "pt", "pl")
_OTHERS = ("sv", "da", "nb", "fi", "cs", "ro", "hu", "tr", "ca", "hr", "id")
_WORDS, _ENDINGS = 420, 160  # kept by language
_FLOOR = 0.00004


def sentences(code: str) -> list[str]:
    """Sentences of a language."""
    found = list(english() if code == "en" else translations(code))
    for path in sorted(TEMPLATES.glob(f"{code}*.txt")):
        found += [re.sub(r"\{\w+\}|\\n", " ", line) for line in path.read_text(encoding="utf-8").splitlines()] * 2
    return found


def shares(code: str) -> tuple[dict[str, float], dict[str, float]]:
    """How often words and endings stand among all of a language."""
    words: Counter[str] = Counter()
    for sentence in sentences(code):
        words.update(WORD.findall(sentence.lower()))
    total = sum(words.values())
    for word in importlib.import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS:
        if WORD.fullmatch(word):
            words[word] += total * 0.0006
    total = sum(words.values())
    endings: Counter[str] = Counter()
    for word, times in words.items():
        if len(word) > ENDING + 1:
            endings["-" + word[-ENDING:]] += min(times, 5)
    return {word: times / total for word, times in words.items()}, {
        word: times / sum(endings.values()) for word, times in endings.items()
    }


def main() -> None:
    every = {code: shares(code) for code in (*_NAMED, *_OTHERS)}
    lines: dict[str, dict[str, int]] = {}
    for kind, most, least in ((0, _WORDS, 0.0004), (1, _ENDINGS, 0.002)):
        for code in every:
            own = every[code][kind]
            for word in sorted(own, key=lambda one: (-own[one], one))[:most]:
                if own[word] >= least:
                    lines.setdefault(word, {})
        for word in [word for word in lines if word.startswith("-") == bool(kind)]:
            found = {code: every[code][kind].get(word, 0.0) + _FLOOR for code in every}
            mean = math.exp(sum(math.log(share) for share in found.values()) / len(found))
            for code, share in found.items():
                loud = round(4 * math.log(share / mean) * (0.4 if kind else 1.0))
                name = code if code in _NAMED else "other"
                if loud > 1:
                    lines[word][name] = max(lines[word].get(name, 0), loud)
    text = "".join(
        f"{word} {' '.join(f'{code}:{loud}' for code, loud in sorted(by.items()))}\n"
        for word, by in sorted(lines.items())
        if by
    )
    remark = "# Words and endings by which languages are told: Django's translations (BSD), spaCy's stop words (MIT)\n"
    (LISTS / "languages.txt").write_text(remark + text, encoding="utf-8")


if __name__ == "__main__":
    main()
