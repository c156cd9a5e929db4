"""Lets the automata of detection learn before they are used: `python -m discovery.detection.warming`.

Set-up calls it after `python -m discovery.compiling`. What was learnt is kept beside the compiled modules, for the sets
of recognisers that the product has; own kinds make a set of its own, which learns while it reads. Where nothing is
compiled, or everything is there already, there is nothing to do.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Final

from discovery.detection.automata import keeping
from discovery.detection.automata.choosing import often_taken
from discovery.detection.automata.sampling import Sampler
from discovery.detection.automata.walking import Walk
from discovery.detection.engine import Options, detect, scanner_for
from discovery.detection.warming_text import Writer, written_by_others

SOURCES: Final = ("none", "rules", "network")  # of names; whichever countries are meant, the patterns are the same
MOST_STATES: Final = 8_000  # of one automaton; a row of transitions is up to a kilobyte in memory
_MADE_UP: Final = 600_000  # characters
_SEED: Final = 7
_TOGETHER: Final = 3  # lines
_WANTS_ALL: Final = "Größe\u00a05: 4711, write to ana@example.org"  # what is made at first use is made here


def automata_in_use() -> dict[str, Walk]:
    """The automata of the sets of recognisers that the product has, by the names of their files."""
    for source in SOURCES:
        scanner_for((), source, ())
    detect(_WANTS_ALL, options=Options(names="none"))
    return dict(keeping.in_use)


def warm(folder: Path) -> list[str]:
    """Write what is not there yet, and take away what is of other patterns; gives the names of what was written.

    Raises:
        OSError: the folder cannot be written to.
    """
    walks = automata_in_use()
    lacking = [name for name in sorted(walks) if keeping.read(folder / name) is None]
    if lacking:
        lines = training_lines([walk for walk in walks.values() if len(walk.layout.starts) > 1])
        pieces = ["\n".join(lines[at : at + _TOGETHER]) for at in range(0, len(lines), _TOGETHER)]
        for name in lacking:
            walk = walks[name].bare()
            keeping.write(folder / name, walk.layout, often_taken(walk, [*lines, *pieces], MOST_STATES))
    for other in folder.glob(f"*{keeping.SUFFIX}"):
        if other.name not in walks:
            other.unlink(missing_ok=True)
    return lacking


def training_lines(walks: list[Walk]) -> list[str]:
    """Lines of ordinary writing, and made-up ones in which the automata find what they look for; always the same."""
    rng = random.Random(_SEED)  # noqa: S311 - nothing secret
    samplers = [Sampler(walk.layout) for walk in walks]
    lines, size = written_by_others(), 0
    for line in Writer(rng, lambda drawn: drawn.choice(samplers).one(drawn)).lines():
        lines.append(line)
        size += len(line)
        if size > _MADE_UP:
            break
    return lines


def main() -> int:
    """Let them learn where that is not done yet; 1 where what was learnt cannot be kept."""
    if keeping.FOLDER is None:
        return 0
    try:
        warm(keeping.FOLDER)
    except OSError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
