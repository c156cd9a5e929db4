"""Content that is no row: read in the sandbox like any file, judged by the same matching, and taken out of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from discovery.detection import detect
from discovery.documents import CoverageState, Decision, Kind, Match, SubjectProfile, TextBlock
from discovery.extraction import extract_file
from discovery.matching import match_blocks
from discovery.scans.matcher import ProfileMatcher
from erasure.errors import TargetFailed
from erasure.plan import BY_HAND, Action, Change, Choice, Gap, Policy, Preview, Question, Stay, Terms, answers_to
from erasure.targets.recognising import options_for
from erasure.targets.sql.planning import blank
from erasure.targets.sql.samples import MARK

_OTHERS = frozenset({Kind.EMAIL_ADDRESS, Kind.PHONE_NUMBER})
_TEXTUAL = ("text/", "application/json", "application/xml", "application/x-ndjson")
_DECISIVE = (Decision.CONFIRMED, Decision.REVIEW)
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What a content is to the person.

    Attributes:
        decision: CONFIRMED or REVIEW; None where the person is not in it.
        shared: other people's addresses or numbers stand in it too.
        is_container: other files are inside it: it is never deleted without being asked about.
        passages: the texts that point to the person, as they stand.
        unread: why it could not be read whole; "" when it was.
    """

    decision: Decision | None
    shared: bool = False
    reason: str = ""
    why: str = field(default="", repr=False)
    passages: tuple[str, ...] = field(default=(), repr=False)
    media_type: str = ""
    unread: str = ""
    is_container: bool = False


def judge(content: bytes, name: str, person: SubjectProfile) -> Judged:
    """Read a content and say what it is to the person; what cannot be read is said, never passed over."""
    read = extract_file(content, name=name)
    matches: list[tuple[Match, Sequence[TextBlock]]] = []
    for part in read.parts:
        blocks = part.extraction.blocks
        found = match_blocks(blocks, person)
        matches += [(match, blocks) for match in found if match.decision in _DECISIVE]
    unread = read.reason if read.state in (CoverageState.FAILED, CoverageState.SKIPPED, CoverageState.PARTIAL) else ""
    media_type = read.parts[0].extraction.media_type
    if not matches:
        return Judged(None, media_type=media_type, unread=unread)
    best = min((match for match, _blocks in matches), key=lambda match: _DECISIVE.index(match.decision))
    passages = {blocks[s.block].text[s.start : s.end] for match, blocks in matches for s in match.spans}
    shared = any(_names_others(part.extraction.blocks, person) for part in read.parts)
    inside = len(read.parts) > 1
    return Judged(best.decision, shared, best.reason, best.why, tuple(sorted(passages)), media_type, unread, inside)


def _names_others(blocks: Sequence[TextBlock], person: SubjectProfile) -> bool:
    """Whether an e-mail address or a phone number of somebody else stands in it."""
    own, options = ProfileMatcher(person), options_for(_OTHERS)
    for block in blocks:
        spans = [(hit.start, hit.end) for hit in own.find(block.text)]
        for one in detect(block.text, options=options):
            if not any(start < one.end and one.start < end for start, end in spans):
                return True
    return False


def set_of(prefix: str, name: str) -> str:
    """The set of a file: its kind by its ending, which is nobody's data."""
    ending = PurePosixPath(name).suffix[1:].lower()
    return f"{prefix}/{ending if ending.isalnum() and len(ending) <= 5 else 'other'}"


def names_person(ref: str, person: SubjectProfile) -> bool:
    """Whether a path or key names the person, with or without the ending of its name."""
    plain = ref.replace("/", " ").replace("_", " ")
    own = ProfileMatcher(person)
    return bool(own.find(plain) or own.find(plain.rpartition(".")[0]))


def nothing_else(own: ProfileMatcher, text: str) -> bool:
    """Whether a text is an identifier of the person and nothing else: a field, a member, a part of a path."""
    hits = [hit for hit in own.find(text) if hit.strong]
    left = text
    for hit in sorted(hits, key=lambda one: one.start, reverse=True):
        left = left[: hit.start] + left[hit.end :]
    return bool(hits) and not any(letter.isalnum() for letter in left)


def is_named_after(ref: str, person: SubjectProfile) -> bool:
    """Whether a part of a path or key, with or without its ending, is nothing but an identifier of the person."""
    own = ProfileMatcher(person)
    return any(nothing_else(own, part) or nothing_else(own, part.rpartition(".")[0]) for part in ref.split("/") if part)


def sha(content: bytes) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of one content: an action, a question, or that it stays (with the policy or because it was left)."""

    action: Action | None = None
    question: Question | None = None
    policy: Policy | None = None


_DONE = {
    Choice.ERASE: Action.DELETE, Choice.REDACT: Action.REDACT, Choice.BY_HAND: Action.CONFIRM,
    Choice.LEAVE: Action.KEEP,
}  # fmt: skip


def rule(terms: Terms, judged: Judged, *, set_name: str, ref: str, can_redact: bool, must_ask: bool = False) -> Ruling:
    """What the policies and answers make of a content that the person is in.

    A shared document is redacted where that can be done, else a person decides; what only may be the person's is
    always asked.
    """
    policy = terms.policy_of(set_name)
    if policy and policy.action in (Action.KEEP, Action.RESTRICT):
        return Ruling(policy.action, policy=policy)
    key = f"{set_name}|{judged.reason or ('shared' if judged.shared else 'check')}|{sha(ref.encode())[:12]}"
    choice = terms.choice(key)
    if choice is not None:
        return Ruling(_DONE[choice])
    certain = judged.decision is Decision.CONFIRMED and not must_ask and not judged.is_container
    if certain and not judged.shared:
        return Ruling(Action.DELETE)
    if certain and can_redact:
        return Ruling(Action.REDACT)
    redact_too = (Choice.REDACT,) if can_redact else ()
    reason = judged.reason or ("container" if judged.is_container else "shared")
    answers = answers_to(reason, Choice.ERASE, *redact_too, Choice.LEAVE)
    return Ruling(question=Question(key, set_name, 1, reason, judged.why, (ref,), answers))


@dataclass
class Gathered:
    """A preview while it is made."""

    changes: list[Change] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def take(
        self, ruling: Ruling, judged: Judged, *, set_name: str, locator: Mapping[str, str], before: str, sample: str
    ) -> bool:
        """Enter what was ruled about one content; True where it goes or is changed."""
        if ruling.question:
            self.questions.append(replace(ruling.question, samples=(sample,)))
            return False
        if ruling.action is Action.CONFIRM:
            self.stays.append(Stay(set_name, locator, Action.CONFIRM, BY_HAND, judged.why))
            return False
        if ruling.action in (Action.KEEP, Action.RESTRICT):
            policy = ruling.policy
            reason = (policy.exception or "policy") if policy else "left"
            why, until = (policy.why, policy.until) if policy else (judged.why, "")
            self.stays.append(Stay(set_name, locator, ruling.action, reason, why, until))
            return False
        after = {"media_type": judged.media_type} if ruling.action is Action.REDACT else {}
        action = ruling.action or Action.DELETE
        self.changes.append(Change(set_name, locator, action, before, judged.why, after, sample))
        return True

    def preview(self) -> Preview:
        """What was gathered."""
        return Preview(tuple(self.changes), tuple(self.stays), tuple(self.questions), tuple(self.gaps))


@dataclass(frozen=True, slots=True)
class Redacted:
    """A document without the person: its bytes, and the ending of its name where it became another kind of file."""

    content: bytes = field(repr=False)
    ending: str = ""


# Given the bytes, the media type, the name and the passages; raises TargetFailed where it cannot prove its work.
Redactor = Callable[[bytes, str, str, Sequence[str]], Redacted]
_redactors: list[Redactor] = []


def register_redactor(redactor: Redactor) -> None:
    """Say who redacts documents that are no plain text; the tool itself only blanks words in texts."""
    if redactor not in _redactors:
        _redactors.append(redactor)


def can_redact(media_type: str) -> bool:
    """Whether a person can be taken out of this kind of document."""
    return media_type.startswith(_TEXTUAL) or bool(_redactors)


def _blanked(text: str, encoding: str, name: str, person: SubjectProfile) -> bytes | None:
    """A text without the person; None where words of theirs are still found in it.

    A number that stands alone in a cell is known by its cell, not by the words around it: such passages are blanked
    as the reading of the file found them.
    """
    text = blank(text, ProfileMatcher(person))
    for _round in range(_ROUNDS):
        changed = text.encode(encoding, "replace")
        judged = judge(changed, name, person)
        if judged.decision is None:
            return changed
        for passage in sorted(judged.passages, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(passage)}(?!\w)", MARK, text)
    return None


def redact(content: bytes, media_type: str, name: str, person: SubjectProfile) -> Redacted:
    """The content without the person: words of a text blanked, other documents by whoever registered.

    Raises:
        TargetFailed: "not_redactable" where nobody can, or the result still shows the person.
    """
    if media_type.startswith(_TEXTUAL):
        encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            encoding, text = "cp1252", content.decode("cp1252", "replace")
        changed = _blanked(text, encoding, name, person)
        if changed is not None:
            return Redacted(changed)
    passages = judge(content, name, person).passages
    for redactor in _redactors:
        copy = redactor(content, media_type, name, passages)
        if judge(copy.content, f"{name}{copy.ending}", person).decision is not Decision.CONFIRMED:
            return copy
    raise TargetFailed("not_redactable")
