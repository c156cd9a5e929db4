"""Reads the labelled passages: ⟦kind|value⟧ marks a span, one passage a line, \\n is a line break."""

import re
from pathlib import Path

from discovery.documents import Kind

FOLDER = Path(__file__).parents[2] / "data" / "detection"
_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


def passages(name):
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [unmark(line.replace("\\n", "\n")) for line in lines if line.strip()]


def unmark(marked):
    text, labels, at = "", [], 0
    for hit in _MARK.finditer(marked):
        text += marked[at : hit.start()]
        labels.append((len(text), len(text) + len(hit[2]), Kind(hit[1])))
        text += hit[2]
        at = hit.end()
    return text + marked[at:], labels
