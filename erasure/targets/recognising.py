"""Who can be told from what stands in a target: by this, erased people who came back with a backup are found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from discovery.detection import Options, detect
from discovery.documents import Kind, SubjectProfile
from discovery.extraction import extract_file

_MAILS = frozenset({Kind.EMAIL_ADDRESS})
_SHIPPED = Options(names="none")
_BY_NAME = {"email": "emails", "phone": "phones", "name": "names"}

# Gives the kinds and thresholds of the organisation, without asking anybody: it is called for every text.
Rules = Callable[[], Options]
_rules: list[Rules] = []


def register_rules(rules: Rules) -> None:
    """Say by which kinds and thresholds texts of targets are read; the shipped ones unless somebody does."""
    _rules[:] = [rules]


def options_for(kinds: frozenset[Kind]) -> Options:
    """The options in force, for these kinds alone; an own kind that counts as one of them is found too."""
    return replace(_rules[0]() if _rules else _SHIPPED, kinds=kinds)


def people_in_text(text: str) -> Iterator[SubjectProfile]:
    """One person for each e-mail address in a text."""
    for mail in sorted({text[one.start : one.end] for one in detect(text, options=options_for(_MAILS))}):
        yield SubjectProfile(emails=(mail,))


def people_in_content(content: bytes, name: str) -> Iterator[SubjectProfile]:
    """The people of a file, read in the sandbox like any file, and of its name."""
    texts = [name, *(block.text for part in extract_file(content, name=name).parts for block in part.extraction.blocks)]
    for text in texts:
        yield from people_in_text(text)


def person_by_fields(known: Iterable[tuple[str, str]]) -> SubjectProfile:
    """The person whose values stand in fields that a setting of the target named: (kind, value)."""
    given: dict[str, tuple[str, ...]] = {}
    identifiers = []
    for kind, value in known:
        if name := _BY_NAME.get(kind.casefold()):
            given[name] = (*given.get(name, ()), value)
        else:
            identifiers.append((kind, value))
    return SubjectProfile(identifiers=tuple(identifiers), **given)
