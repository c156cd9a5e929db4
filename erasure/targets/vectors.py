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
from erasure.errors import TargetFailed
from erasure.plan import Action, Change, Outcome, Preview, Question, Stay, Terms, digest_of
from erasure.targets.ports import Pace, keep_pace
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
            return ConnectionTest(ok=False, message=words or "The service cannot be reached.")
        if missing := set(self.collections) - set(names):
            return ConnectionTest(ok=False, message=f"There is no collection called {', '.join(sorted(missing))}.")
        return ConnectionTest(ok=True, message=f"Connected; {len(names)} collections.")

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        changes, stays, questions = [], [], []
        own = ProfileMatcher(person)
        with _Session(self) as client:
            for name in self._names(client):
                policy = terms.policy_of(name)
                weak: list[Any] = []
                choice = terms.choice(f"{name}|check|point")
                for point in _points(client, name):
                    payload = point.payload or {}
                    hits = own.find(_words(payload))
                    is_theirs = self._names_person(payload, person) or any(hit.strong for hit in hits)
                    if not is_theirs and not hits:
                        continue
                    if not is_theirs and choice is None:
                        weak.append(point)
                        continue
                    place = {"collection": name, "id": point.id}
                    if policy and policy.action in (Action.KEEP, Action.RESTRICT):
                        stays.append(Stay(name, place, policy.action, policy.exception or "policy", policy.why,
                                          policy.until))  # fmt: skip
                    elif not is_theirs and choice == "leave":
                        stays.append(Stay(name, place, Action.KEEP, "left"))
                    else:
                        changes.append(Change(name, place, Action.DELETE, digest_of(payload),
                                              "the payload names the person", {}, str(point.id)))  # fmt: skip
                if weak:
                    samples = tuple(str(point.id) for point in weak[:5])
                    questions.append(Question(f"{name}|check|point", name, len(weak), "check", samples=samples))
        return Preview(tuple(changes), tuple(stays), tuple(questions))

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
    label="Vector store (Qdrant)",
    settings=(
        Setting("place", "Address", required=True, hint="https://host:6333, or a folder of the local mode."),
        Setting("collections", "Collections", kind="lines", default=(), hint="Empty: all of them."),
        Setting("fields", "Fields of the payload", kind="lines", default=(),
                hint="One a line: user.email = email, customer = customer number"),
    ),
    make=_make,
    needs_secret=True,
    needs_package="qdrant-client",
)  # fmt: skip
register(VECTORS)
