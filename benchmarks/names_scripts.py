"""Names of people in other scripts: precision and recall by script over sentences written by hand.

    python -m benchmarks.names_scripts [look|apart] [--misses]

The part "look" may be looked at while rules are written; "apart" is only measured.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from discovery.detection import Options, detect
from discovery.detection.scoring import Label, Score, score_text
from discovery.documents import Kind

SENTENCES = Path(__file__).with_name("names_scripts.txt")
BAR = 0.9
_MARK = re.compile(r"\[\[(.+?)\]\]")


def sentences(part: str) -> Iterator[tuple[str, str, list[Label]]]:
    """(script, text, labels) of a part."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        belongs, script, marked = line.split("\t")
        if belongs == part:
            yield script, *unmarked(marked)


def unmarked(marked: str) -> tuple[str, list[Label]]:
    """The text without marks, and the labels."""
    text, labels, at = "", [], 0
    for hit in _MARK.finditer(marked):
        text += marked[at : hit.start()]
        labels.append((len(text), len(text) + len(hit[1]), Kind.PERSON))
        text += hit[1]
        at = hit.end()
    return text + marked[at:], labels


def scores(part: str, options: Options | None = None, *, shows: bool = False) -> dict[str, Score]:
    """Counts by script, half of the union shared."""
    counted: dict[str, Score] = defaultdict(Score)
    for script, text, labels in sentences(part):
        found = [one for one in detect(text, options=options or Options()) if one.kind is Kind.PERSON]
        score = score_text(labels, found).get(Kind.PERSON, Score())
        counted[script] += score
        if shows and (score.misses or score.false_alarms):
            print(text, "→", [(text[one.start : one.end], one.why) for one in found])
    return dict(counted)


def main(part: str, *, shows: bool) -> int:
    """Print the figures; 1 where the whole stays below the bar."""
    by_script = scores(part, shows=shows)
    for script, score in [*by_script.items(), ("all", sum(by_script.values(), Score()))]:
        counts = f"{score.hits + score.misses:>4} labelled"
        print(f"{script:<12}{counts}  precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f():.3f}")
    return 0 if sum(by_script.values(), Score()).f() >= BAR else 1


if __name__ == "__main__":
    wanted = next((word for word in sys.argv[1:] if word in {"look", "apart"}), "look")
    sys.exit(main(wanted, shows="--misses" in sys.argv))
