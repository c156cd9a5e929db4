"""Who can be told from what stands in a target: by this, erased people who came back with a backup are found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from discovery.detection import Options, detect
from discovery.documents import Kind, SubjectProfile
from discovery.extraction import extract_file

_MAILS = Options(names="none", kinds=frozenset({Kind.EMAIL_ADDRESS}))
_BY_NAME = {"email": "emails", "phone": "phones", "name": "names"}


def people_in_text(text: str) -> Iterator[SubjectProfile]:
    """One person for each e-mail address in a text."""
    for mail in sorted({text[one.start : one.end] for one in detect(text, options=_MAILS)}):
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
