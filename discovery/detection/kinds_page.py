"""The page of kinds: `python -m discovery.detection.kinds_page > docs/kinds.md` writes it anew; a test compares."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

from discovery.detection.kinds import KIND_FACTS, Category, KindFacts
from discovery.detection.recogniser import Finder, PatternRecogniser
from discovery.detection.recognisers import built_in
from discovery.detection.recognisers.passages import PassageFinder
from discovery.documents import Kind

_HEAD = """# Kinds of personal data

What detection tells apart, with the label on screens, the article of the GDPR that the kind falls under, how grave its
disclosure is, and how the built-in recognisers know it. A national identity number or the number of a card is no
special category (Art. 87 leaves it to the states); a number given for health care tells of health (Recital 35). Words
that point to a special category or to criminal matters mark a passage for a person to read: presence is no proof.

A number that stands behind a word for an example, behind the label of another thing ("order", "invoice", "version"), or
that has one digit throughout is doubted: it is shown at high sensitivity only, and its reason says why. A text that is
nothing but a number is told by its check digit and its shape (`recognisers/alone.py`).

Every kind has a table of what is found and what only looks like it, with the source of its rule, in
`tests/data/detection/kinds/`; `tests/discovery/detection/test_kinds_tables.py` reads them all. Names of people are
measured on passages of their own. Written by `python -m discovery.detection.kinds_page > docs/kinds.md`.
"""
_ORDER = (
    Category.IDENTITY,
    Category.CONTACT,
    Category.GOVERNMENT,
    Category.FINANCIAL,
    Category.ONLINE,
    Category.BUSINESS,
    Category.VEHICLE,
    Category.SECURITY,
    Category.SPECIAL,
    Category.CRIMINAL,
)


def page() -> str:
    """The page in Markdown."""
    by_kind = _patterns(built_in(("en",)))
    parts = [_HEAD]
    for category in _ORDER:
        parts.append(f"\n## {category.value.replace('_', ' ').capitalize()}\n")
        parts.append("| kind | label | article | risk | checks | needs a word near it |\n|---|---|---|---|---|---|\n")
        parts += [_row(kind, facts, by_kind[kind]) for kind, facts in KIND_FACTS.items() if facts.category is category]
    return "".join(parts)


def _patterns(finders: Iterable[Finder]) -> dict[Kind, list[PatternRecogniser]]:
    """The recognisers made of patterns, by their kind."""
    by_kind: dict[Kind, list[PatternRecogniser]] = defaultdict(list)
    for finder in finders:
        if isinstance(finder, PassageFinder):
            by_kind[finder.kind].append(finder.pattern_recogniser)
        elif isinstance(finder, PatternRecogniser):
            by_kind[finder.kind].append(finder)
    return by_kind


def _row(kind: Kind, facts: KindFacts, patterns: list[PatternRecogniser]) -> str:
    checks = ", ".join(sorted({one.check_name for one in patterns if one.check_name})) or "–"
    return f"{row_start(kind, facts)} {checks} | {_need(patterns)} |\n"


def row_start(kind: Kind, facts: KindFacts) -> str:
    """The columns of a row that do not hang on the recognisers."""
    return f"| `{kind.value}` | {facts.label} | {facts.article} | {facts.risk.name.lower()} |"


def _need(patterns: list[PatternRecogniser]) -> str:
    """Whether all, some or none of the recognisers find nothing without a context word."""
    needing = sum(one.context_required for one in patterns)
    if not needing:
        return "no"
    return "yes" if needing == len(patterns) else "some forms"


if __name__ == "__main__":
    sys.stdout.write(page())
