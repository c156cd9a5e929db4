"""Qdrant: points whose payload is the person's, by fields that hold an identifier or by any text of the payload."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discovery.documents import SubjectProfile
from discovery.matching.plain import plain_value
from discovery.scans.matcher import ProfileMatcher
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.plan import (
    BY_HAND,
    SHARED,
    Action,
    Change,
    Choice,
    Outcome,
    Policy,
    Preview,
    Question,
    Stay,
    Terms,
    answers_to,
    digest_of,
)
from erasure.targets.content import nothing_else
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.recognising import people_in_text, person_by_fields
from erasure.targets.registry import TargetKind, register

_PAGE = 256
_BATCH = 100


@dataclass(frozen=True)
class VectorsTarget:
    """A Qdrant service, or a folder of its local mode.

    Attributes:
        place: "http://host:6333", or a folder.
        collections: empty: all.
        fields: which field of the payload holds what: {"user.email": "email", "customer": "customer number"}.
    """

    place: str
    collections: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)

    def test(self) -> ConnectionTest:
        """Whether the service answers."""
        try:
            with _Session(self) as client:
                names = _asked(lambda: [one.name for one in client.get_collections().collections])
        except TargetFailed as error:
            words = "The package qdrant-client is not installed." if error.code == "not_installed" else ""
            return ConnectionTest(ok=False, message=words or _("The service cannot be reached."))
        if missing := set(self.collections) - set(names):
            return ConnectionTest(ok=False, message=f"There is no collection called {', '.join(sorted(missing))}.")
        return ConnectionTest(ok=True, message=f"Connected; {len(names)} collections.")

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        found = _Found()
        own = ProfileMatcher(person)
        with _Session(self) as client:
            for name in self._names(client):
                policy = terms.policy_of(name)
                for point in _points(client, name):
                    reason = self._reason(point.payload or {}, person, own)
                    if reason is not None:
                        found.take(name, point, reason, policy, terms)
        return found.preview()

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Delete the points in batches; one that is gone was deleted before."""
        done = already = 0
        with _Session(self) as client:
            for start in range(0, len(changes), _BATCH):
                keep_pace(pace)
                batch = changes[start : start + _BATCH]
                for name in sorted({change.locator["collection"] for change in batch}):
                    own = {change.locator["id"]: change for change in batch if change.locator["collection"] == name}
                    going = self._standing(client, name, own)
                    if going:
                        _asked(lambda name=name, going=going: client.delete(name, points_selector=going, wait=True))
                    done, already = done + len(going), already + len(own) - len(going)
        return Outcome(done, already)

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`."""
        with _Session(self) as client:
            for name in self._names(client):
                for point in _points(client, name):
                    payload = point.payload or {}
                    yield person_by_fields(
                        (kind, str(cell))
                        for path, kind in self.fields.items()
                        for cell in _cells(payload, path.split("."))
                    )
                    yield from people_in_text(_words(payload))

    def _reason(self, payload: Mapping[str, Any], person: SubjectProfile, own: ProfileMatcher) -> str | None:
        """Why a point may be the person's: "" where it surely is, None where they are not in it.

        A point is theirs where a named field says so, or, where no named field says whose it is, where a value of the
        payload is an identifier of theirs and nothing else. An identifier in the midst of a text may stand in somebody
        else's point.
        """
        if self._names_person(payload, person):
            return ""
        hits = own.find(_words(payload))
        if not any(hit.strong for hit in hits):
            return "check" if hits else None
        is_anothers = any(True for path in self.fields for _cell in _cells(payload, path.split(".")))
        is_value = any(nothing_else(own, cell) for cell in _leaves(payload))
        return "" if is_value and not is_anothers else SHARED

    def _standing(self, client: Any, name: str, wanted: Mapping[Any, Change]) -> list[Any]:
        found = _asked(lambda: client.retrieve(name, ids=list(wanted), with_payload=True, with_vectors=False))
        for point in found:
            if digest_of(point.payload or {}) != wanted[point.id].before:
                raise TargetFailed("changed_meanwhile")
        return [point.id for point in found]

    def _names(self, client: Any) -> list[str]:
        known = sorted(one.name for one in _asked(client.get_collections).collections)
        return [name for name in known if not self.collections or name in self.collections]

    def _names_person(self, payload: Mapping[str, Any], person: SubjectProfile) -> bool:
        values: dict[str, set[str]] = {
            "email": {plain_value(value) for value in person.emails},
            "phone": {plain_value(value) for value in person.phones},
            "name": set(),  # a name alone is never enough
        }
        for kind, value in person.identifiers:
            values.setdefault(kind.casefold(), set()).add(plain_value(value))
        return any(
            plain_value(str(cell)) in values.get(kind.casefold(), set())
            for path, kind in self.fields.items()
            for cell in _cells(payload, path.split("."))
        )


@dataclass
class _Found:
    """A preview while it is made."""

    changes: list[Change] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    asked: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def take(self, name: str, point: Any, reason: str, policy: Policy | None, terms: Terms) -> None:
        """Enter one point: what it is asked about, what stays, what goes."""
        place = {"collection": name, "id": point.id}
        choice = terms.choice(f"{name}|{reason}|point") if reason else None
        if reason and choice is None:
            self.asked.setdefault((name, reason), []).append(str(point.id))
        elif policy and policy.action in (Action.KEEP, Action.RESTRICT):
            why, until = policy.why, policy.until
            self.stays.append(Stay(name, place, policy.action, policy.exception or "policy", why, until))
        elif choice is Choice.LEAVE:
            self.stays.append(Stay(name, place, Action.KEEP, "left"))
        elif choice is Choice.BY_HAND:
            self.stays.append(Stay(name, place, Action.CONFIRM, BY_HAND))
        else:
            why = "the payload names the person"
            before = digest_of(point.payload or {})
            self.changes.append(Change(name, place, Action.DELETE, before, why, {}, str(point.id)))

    def preview(self) -> Preview:
        """What was gathered."""
        questions = tuple(
            Question(
                f"{name}|{reason}|point",
                name,
                len(ids),
                reason,
                samples=tuple(ids[:5]),
                choices=answers_to(reason, Choice.ERASE, Choice.LEAVE),
            )
            for (name, reason), ids in self.asked.items()
        )
        return Preview(tuple(self.changes), tuple(self.stays), questions)


class _Session:
    def __init__(self, target: VectorsTarget) -> None:
        self._target = target

    def __enter__(self) -> Any:
        try:
            from qdrant_client import QdrantClient
        except ImportError:
            raise TargetFailed("not_installed") from None
        place = self._target.place
        if place.startswith(("http://", "https://")):
            self._client = QdrantClient(url=place, api_key=self._target.secret, timeout=30)
        else:
            self._client = QdrantClient(path=place)
        return self._client

    def __exit__(self, *_exc: object) -> None:
        self._client.close()


def _points(client: Any, name: str) -> Iterator[Any]:
    offset = None
    while True:
        page, offset = _asked(
            lambda offset=offset: client.scroll(name, limit=_PAGE, offset=offset, with_payload=True, with_vectors=False)
        )
        yield from page
        if offset is None:
            return


def _cells(payload: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(payload, list):
        for entry in payload:
            yield from _cells(entry, path)
    elif not path:
        yield payload
    elif isinstance(payload, Mapping) and path[0] in payload:
        yield from _cells(payload[path[0]], path[1:])


def _leaves(payload: Any) -> Iterator[str]:
    if isinstance(payload, Mapping):
        payload = list(payload.values())
    if isinstance(payload, list):
        for entry in payload:
            yield from _leaves(entry)
    elif isinstance(payload, str):
        yield payload


def _words(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=0, default=str).replace('"', " ")


def _asked(ask: Any) -> Any:
    from httpx import HTTPError
    from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

    try:
        return ask()
    except UnexpectedResponse as error:
        denied = error.status_code in (401, 403)
        raise TargetFailed("permission_denied" if denied else "refused_by_target") from None
    except (ResponseHandlingException, HTTPError, OSError):
        raise TargetFailed("unreachable", can_wait=True) from None


def _make(settings: Mapping[str, Any], secret: str | None) -> VectorsTarget:
    pairs = (line.partition("=") for line in settings["fields"])
    fields = {path.strip(): kind.strip() for path, _, kind in pairs if kind.strip()}
    return VectorsTarget(str(settings["place"]), tuple(settings["collections"]), fields, secret)


VECTORS = TargetKind(
    name="qdrant",
    label=_("Vector store (Qdrant)"),
    settings=(
        Setting("place", _("Address"), required=True, hint=_("https://host:6333, or a folder of the local mode.")),
        Setting("collections", _("Collections"), kind="lines", default=(), hint=_("Empty: all of them.")),
        Setting("fields", _("Fields of the payload"), kind="lines", default=(),
                hint=_("One a line: user.email = email, customer = customer number")),
    ),
    make=_make,
    needs_secret=True,
    needs_package="qdrant-client",
)  # fmt: skip
register(VECTORS)
