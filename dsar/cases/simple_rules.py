"""The simple-case track: when a case may take it, and what takes it off again. Plain Python.

A person who is signed in asks for their own ordinary data: rows of databases default to disclose and one approver
decides. Whatever needs judgement item by item (text that somebody wrote, other people, an exemption) ends the track.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dsar.foundation.words import Words as _

# A value of a row that is longer than this was written by somebody, and is read by a person.
LONGEST_VALUE = 200
MOST_WORDS = 25

LEFT: dict[str, str] = {
    "free_text": _("a document or a long text was found: somebody has to read it"),
    "other_people": _("other people's data may be in it"),
    "special": _("a special category of the person's own data may be in it: somebody has to confirm it"),
    "exemption": _("a rule suggests an exemption, or one was put forward"),
    "unsure": _("it is not sure whether everything found is about this person"),
    "search": _("a system could not be read whole, or has to be asked by hand"),
    "identity": _("the person is not signed in, or there is a doubt about who asks"),
    "changed": _("what is known of the request no longer fits"),
    "by_hand": _("somebody took it off the track"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is known of a request before it takes the track."""

    right: str
    relation: str
    flags: Collection[str]
    is_protected: bool
    stage: str
    recipients: int


def why_not(request: Request) -> list[str]:
    """What keeps a request from the simple track, in words; empty where it may take it."""
    found: list[str] = []
    if request.right != "access":
        found.append(_("Only requests for a copy of the data."))
    if request.relation != "self":
        found.append(_("Somebody asks for another person."))
    if request.recipients:
        found.append(_("The answer goes to another person."))
    if request.flags:
        found.append(_("Colleagues have something to bear in mind: a child, a dispute, somebody who must not know."))
    if request.is_protected:
        found.append(_("The person asked for safe contact."))
    if request.stage not in ("triage", "identity"):
        found.append(_("The case is past its start."))
    return found


def has_free_text(values: Mapping[str, Any]) -> bool:
    """Whether a row holds text that somebody wrote: a long value, or one of many words."""
    texts = [value for value in values.values() if isinstance(value, str)]
    return any(len(text) > LONGEST_VALUE or len(text.split()) > MOST_WORDS for text in texts)


@dataclass(frozen=True, slots=True)
class Item:
    """What matters of an item that was found: its number and form, and what reading it came to."""

    number: int
    form: str
    is_confirmed: bool
    has_free_text: bool
    passages: int
    own_special: int
    signals: int
    proposals: int


def first_obstacle(items: Collection[Item]) -> tuple[str, int] | None:
    """The first reason to leave the track, as its code in LEFT and the number of the item; None where none is."""
    for item in items:
        if item.form != "row" or item.has_free_text:
            return "free_text", item.number
        if item.signals or item.proposals:
            return "exemption", item.number
        if item.passages:
            return "other_people", item.number
        if item.own_special:
            return "special", item.number
        if not item.is_confirmed:
            return "unsure", item.number
    return None
