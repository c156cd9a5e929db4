"""PURE vocabulary of an erasure: what goes, what stays and why, what a person has to decide, what was not read."""

from __future__ import annotations

import enum
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


class Action(enum.StrEnum):
    """What is done with one thing."""

    DELETE = "delete"
    CLEAR = "clear"
    PSEUDONYMISE = "pseudonymise"
    REDACT = "redact"
    RESTRICT = "restrict"
    KEEP = "keep"
    CONFIRM = "confirm"


CHANGING = frozenset({Action.DELETE, Action.CLEAR, Action.PSEUDONYMISE, Action.REDACT, Action.CONFIRM})


class Choice(enum.StrEnum):
    """What a person answers to a question of the rehearsal."""

    ERASE = "erase"
    REDACT = "redact"
    BY_HAND = "by_hand"
    LEAVE = "leave"


SHARED = "shared"
# What is, or may be, somebody else's too: it is shown under a heading of its own, and a person decides.
OF_OTHERS = frozenset({SHARED, "other_persons_row"})
BY_HAND = Choice.BY_HAND.value  # also the reason of what stays until somebody has done it by hand


def answers_to(reason: str, *answers: Choice) -> tuple[str, ...]:
    """The answers to a question, and "by hand" before the last of them where it is somebody else's too."""
    hand = (Choice.BY_HAND,) if reason in OF_OTHERS else ()
    return tuple(answer.value for answer in (*answers[:-1], *hand, *answers[-1:]))


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of the things of one set (a table, a folder pattern, a collection) of a target.

    Attributes:
        set: the name of the set as previews give it; "*" stands for every set without a policy of its own.
        action: DELETE, CLEAR, PSEUDONYMISE, KEEP or RESTRICT.
        columns: for CLEAR and PSEUDONYMISE the columns to change; empty: all that say something about a person.
        spared: columns that stay as they are when `columns` is empty.
        exception: code of the exception of GDPR Art. 17(3), or "retention", for KEEP and RESTRICT.
        why: the reason in words, fit for the certificate.
        until: how long it stays, in words or as an ISO date.
        marker: for RESTRICT {column: value} set in the kept rows, so that the system knows (GDPR Art. 18).
    """

    set: str
    action: Action
    columns: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    exception: str = ""
    why: str = ""
    until: str = ""
    marker: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The policy as a plain dict."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Policy:
        """The policy that `as_json` gave. Raises ValueError for an unknown action."""
        return cls(
            **{
                **raw,
                "action": Action(raw["action"]),
                "columns": tuple(raw.get("columns", ())),
                "spared": tuple(raw.get("spared", ())),
            }
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what an erasure is planned: policies, answers to questions, and the seed of pseudonyms."""

    policies: tuple[Policy, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    seed: str = field(default="", repr=False)

    def policy_of(self, name: str) -> Policy | None:
        """The policy of a set: its own, else the one for every set, else None (what is the person's is deleted)."""
        own = {policy.set.casefold(): policy for policy in self.policies}
        return own.get(name.casefold()) or own.get("*")

    def choice(self, question: str) -> Choice | None:
        """What was answered to a question, None where nothing was."""
        given = self.choices.get(question)
        return Choice(given) if given else None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that goes or is changed.

    Attributes:
        set: the table, kind of file, key pattern or collection it belongs to; nothing personal.
        locator: which one; personal.
        before: digest of the thing as the rehearsal saw it; it must be the same when it is changed.
        after: new values by column, or what the target needs to know to change it.
        why: the way to it in words; personal.
        sample: a few words of it, masked.
    """

    set: str
    locator: Mapping[str, Any] = field(repr=False)
    action: Action
    before: str
    why: str = field(default="", repr=False)
    after: Mapping[str, Any] = field(default_factory=dict, repr=False)
    sample: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Stay:
    """One thing that stays, or a number of them, with the reason.

    `reason` is a stable word: "policy", "left", "shared", "referenced", "by_hand", or an exception's code. What is
    done by hand has the action CONFIRM: it stays until somebody has done it and signed.
    """

    set: str
    locator: Mapping[str, Any] = field(repr=False)
    action: Action
    reason: str
    why: str = field(default="", repr=False)
    until: str = ""
    count: int = 1
    marker: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A set of things that may be the person's: a person decides; what is undecided stays.

    Attributes:
        key: stable name of the question within the target.
        choices: the answers that make sense.
        reason: a stable word; those in OF_OTHERS say that it is somebody else's too.
    """

    key: str
    set: str
    count: int
    reason: str
    why: str = field(default="", repr=False)
    samples: tuple[str, ...] = field(default=(), repr=False)
    choices: tuple[str, ...] = (Choice.ERASE.value, Choice.LEAVE.value)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be read, so that nobody knows whether the person is in it."""

    set: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would do on one target: what goes, what stays and why, what is open, what was not read."""

    changes: tuple[Change, ...] = ()
    stays: tuple[Stay, ...] = ()
    questions: tuple[Question, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that matters; equal while the erasure would do exactly the same."""
        body = {
            "changes": sorted(_text([c.set, c.locator, c.action, c.before, c.after]) for c in self.changes),
            "stays": sorted(_text([s.set, s.locator, s.action, s.reason, s.count]) for s in self.stays),
            "questions": sorted(_text([q.key, q.count]) for q in self.questions),
            "gaps": sorted(_text([g.set, g.reason, g.count]) for g in self.gaps),
        }
        return hashlib.sha256(_text(body).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The preview as plain JSON; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Preview:
        """The preview that `as_json` gave; an empty mapping is an empty preview."""
        return cls(
            tuple(Change(**{**one, "action": Action(one["action"])}) for one in raw.get("changes", ())),
            tuple(Stay(**{**one, "action": Action(one["action"])}) for one in raw.get("stays", ())),
            tuple(Question(**{**one, "samples": tuple(one["samples"]), "choices": tuple(one["choices"])})
                  for one in raw.get("questions", ())),
            tuple(Gap(**one) for one in raw.get("gaps", ())),
        )  # fmt: skip

    def counts(self) -> dict[str, Any]:
        """Figures without content: {"changes": {set: {action: n}}, "stays": …, "questions": n, "gaps": n}."""
        return {
            "changes": _tally((change.set, change.action.value, 1) for change in self.changes),
            "stays": _tally((stay.set, stay.action.value, stay.count) for stay in self.stays),
            "questions": len(self.questions),
            "gaps": sum(gap.count for gap in self.gaps),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What carrying out did: things changed now, and things that had been done already (after an interruption)."""

    done: int = 0
    already: int = 0


def digest_of(*parts: object) -> str:
    """SHA-256 over values as text, for telling whether a thing is still what it was."""
    return hashlib.sha256(_text(list(parts)).encode()).hexdigest()


def differences(rehearsed: Preview, now: Preview) -> list[dict[str, Any]]:
    """What differs between the rehearsal and now, by set: {"set", "gone", "new", "changed"}, without content."""
    before = {_text([c.set, c.locator]): c for c in rehearsed.changes}
    after = {_text([c.set, c.locator]): c for c in now.changes}
    found: dict[str, Counter[str]] = {}
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        name = (one or other or next(iter(before.values()))).set
        if other is None:
            found.setdefault(name, Counter())["gone"] += 1
        elif one is None:
            found.setdefault(name, Counter())["new"] += 1
        elif (one.before, one.action, one.after) != (other.before, other.action, other.after):
            found.setdefault(name, Counter())["changed"] += 1
    rows = [
        {"set": name, "gone": tally["gone"], "new": tally["new"], "changed": tally["changed"]}
        for name, tally in sorted(found.items())
    ]
    if not rows and rehearsed.fingerprint != now.fingerprint:
        rows.append({"set": "", "gone": 0, "new": 0, "changed": 1})  # what stays, or what could be read, has changed
    return rows


def _tally(entries: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, action, count in entries:
        row = found.setdefault(name, {})
        row[action] = row.get(action, 0) + count
    return {name: found[name] for name in sorted(found)}


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
