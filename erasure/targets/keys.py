"""Redis and what speaks like it: keys named after the person, and entries of shared keys in which the person stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discovery.documents import SubjectProfile
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
    Gap,
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

_FIELD = re.compile(r"\{([^{}]+)\}")
_MOST_ENTRIES = 100_000
_GLOB = re.compile(r"([*?\[\]\\^])")
_ENTRIES = "entries"


@dataclass(frozen=True)
class KeysTarget:
    """A Redis database.

    Attributes:
        patterns: keys of a person, with the person's values in braces: "session:{email}", "user:{customer number}:*".
        sweep: also read the values of all other keys and take out entries in which the person stands.
    """

    url: str
    patterns: tuple[str, ...] = ()
    sweep: bool = True
    secret: str | None = field(default=None, repr=False)

    def test(self) -> ConnectionTest:
        """Whether the server answers."""
        try:
            count = _asked(self._client().dbsize)
        except TargetFailed as error:
            refused = error.code == "permission_denied"
            words = "The password was refused." if refused else "The server cannot be reached."
            return ConnectionTest(ok=False, message=words)
        return ConnectionTest(ok=True, message=f"Connected; {count} keys.")

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        client = self._client()
        found: dict[bytes, tuple[str, str]] = {}
        for template, pattern in expanded(self.patterns, person):
            for key in _asked(lambda pattern=pattern: list(client.scan_iter(match=pattern.encode(), count=500))):
                found.setdefault(key, (template, f"its name follows the pattern {template}"))
        changes: list[Change] = []
        stays: list[Stay] = []
        gaps: list[Gap] = []
        for key, (template, why) in sorted(found.items()):
            policy = terms.policy_of(template)
            if stay := _stay(template, key, policy):
                stays.append(stay)
                continue
            before = self._digest(client, key)
            if before:
                why = f"{why}; {_life(_asked(lambda key=key: client.ttl(key)))}"
                changes.append(Change(template, _place(key), Action.DELETE, before, why, {}, _shown(key)))
        questions: list[Question] = []
        if self.sweep:
            swept, kept, questions, gaps = self._swept(client, person, terms, frozenset(found))
            changes, stays = changes + swept, stays + kept
        return Preview(tuple(changes), tuple(stays), tuple(questions), tuple(gaps))

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Key by key, each in a transaction that watches the key; what is gone was removed before."""
        client, done, already = self._client(), 0, 0
        for change in changes:
            keep_pace(pace)
            carried = _asked(lambda change=change: self._carry(client, change))
            done, already = done + carried, already + (not carried)
        return Outcome(done, already)

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`: by the patterns, by the names of keys, and by their values where these are read too."""
        client = self._client()
        known = readers_of(self.patterns)
        for key in sorted(_asked(lambda: list(client.scan_iter(count=500)))):
            name = _text(key)
            for kind, pattern in known:
                if found := pattern.fullmatch(name):
                    yield person_by_fields([(kind, found[1])])
            yield from people_in_text(name)
            if self.sweep:
                held = _asked(lambda key=key: client.type(key))
                for _entry, text in _asked(lambda key=key, held=held: list(_entries(client, key, held))):
                    yield from people_in_text(_text(text))

    def _carry(self, client: Any, change: Change) -> bool:
        key = bytes.fromhex(change.locator["key"])
        with client.pipeline() as pipe:
            pipe.watch(key)
            now = self._digest(pipe, key)
            if not now:
                return False
            if change.action is Action.DELETE:
                if now != change.before:
                    raise TargetFailed("changed_meanwhile")
                pipe.multi()
                pipe.unlink(key)
            else:
                entries = [bytes.fromhex(entry) for entry in change.after[_ENTRIES]]
                left = [entry for entry in entries if entry in dict(_entries(pipe, key, pipe.type(key)))]
                if not left:
                    return False
                if now != change.before:
                    raise TargetFailed("changed_meanwhile")
                kind = pipe.type(key)
                pipe.multi()
                _take_out(pipe, key, kind, left)
            import redis  # where it is used: processes that sweep no keys load no driver

            try:
                pipe.execute()
            except redis.WatchError:
                raise TargetFailed("changed_meanwhile", can_wait=True) from None
        return True

    def _swept(
        self, client: Any, person: SubjectProfile, terms: Terms, known: frozenset[bytes]
    ) -> tuple[list[Change], list[Stay], list[Question], list[Gap]]:
        own = ProfileMatcher(person)
        changes, stays, questions, gaps = [], [], [], []
        for key in sorted(_asked(lambda: list(client.scan_iter(count=500)))):
            if key in known:
                continue
            kind = _asked(lambda key=key: client.type(key))
            name = f"other keys/{kind.decode()}"
            entries = _asked(lambda key=key, kind=kind: list(_entries(client, key, kind)))
            if len(entries) > _MOST_ENTRIES or kind not in (b"string", b"hash", b"list", b"set", b"zset"):
                gaps.append(Gap(name, "not_read"))
                continue
            sorted_out = _sorted_out(own, key, kind, entries)
            strong = list(sorted_out.pop("own"))
            for reason, found in sorted_out.items():
                question = f"{name}|{reason}|{digest_of(key.hex())[:12]}"
                choice = terms.choice(question)
                if found and choice is None:
                    answers = answers_to(reason, Choice.ERASE, Choice.LEAVE)
                    questions.append(Question(question, name, len(found), reason, "", (_shown(key),), answers))
                elif found and choice is Choice.BY_HAND:
                    stays.append(
                        Stay(name, _place(key), Action.CONFIRM, BY_HAND, f"key {_shown(key)}", count=len(found))
                    )
                strong += found if choice is Choice.ERASE else []
            if strong and (stay := _stay(name, key, terms.policy_of(name))):
                stays.append(stay)
            elif strong:
                before = self._digest(client, key)
                whole = kind == b"string" or len(strong) == len(entries)
                after = {} if whole else {_ENTRIES: sorted(entry.hex() for entry in strong)}
                action = Action.DELETE if whole else Action.REDACT
                changes.append(Change(name, _place(key), action, before, f"{len(strong)} of {len(entries)} entries",
                                      after, _shown(key)))  # fmt: skip
        return changes, stays, questions, gaps

    def _digest(self, client: Any, key: bytes) -> str:
        kind = _asked(lambda: client.type(key))
        if kind == b"none":
            return ""
        content = sorted((entry.hex(), text.hex()) for entry, text in _asked(lambda: list(_entries(client, key, kind))))
        return digest_of(kind.decode(), content)

    def _client(self) -> Any:
        import redis

        return redis.Redis.from_url(
            self.url, password=self.secret, socket_timeout=30, socket_connect_timeout=10, decode_responses=False
        )


def _sorted_out(
    own: ProfileMatcher, key: bytes, kind: bytes, entries: Sequence[tuple[bytes, bytes]]
) -> dict[str, list[bytes]]:
    """The entries in which the person stands: their own, in what may be somebody else's ("shared"), or perhaps.

    Their own is what is named by nothing but an identifier of theirs: the field of a hash, a member, the whole value.
    An address in the midst of a value may stand in somebody else's basket: that is asked.
    """
    found: dict[str, list[bytes]] = {"own": [], SHARED: [], "check": []}
    for entry, text in entries:
        hits = own.find(_text(text))
        named = entry if kind == b"hash" else text
        if any(hit.strong for hit in hits):
            is_own = kind != b"string" and nothing_else(own, _text(named))
            found["own" if is_own else SHARED].append(entry)
        elif hits:
            found["check"].append(entry)
    in_name = own.find(_text(key).replace("_", " "))
    if entries and not any(found.values()) and in_name:
        found["check"] = [entry for entry, _text in entries]
    return found


def expanded(patterns: Sequence[str], person: SubjectProfile) -> Iterator[tuple[str, str]]:
    """Each pattern with each value of the person in it; the values are escaped, the pattern's own signs are not."""
    values: dict[str, tuple[str, ...]] = {"email": person.emails, "phone": person.phones, "name": person.names}
    for kind, value in person.identifiers:
        values[kind.casefold()] = (*values.get(kind.casefold(), ()), value)
    for template in patterns:
        wanted = list(_FIELD.finditer(template))
        if len(wanted) != 1:
            continue  # a pattern without a value would take everybody's keys
        before, after = template[: wanted[0].start()], template[wanted[0].end() :]
        for value in values.get(wanted[0][1].casefold(), ()):
            for form in dict.fromkeys((value, value.casefold())):
                yield template, before + _GLOB.sub(r"\\\1", form) + after


def readers_of(patterns: Sequence[str]) -> list[tuple[str, re.Pattern[str]]]:
    """For each pattern with one value in braces: what the value is, and how it is read from the name of a key."""
    found = []
    for template in patterns:
        wanted = list(_FIELD.finditer(template))
        if len(wanted) == 1:
            before, after = (
                re.escape(part).replace(r"\*", ".*").replace(r"\?", ".")
                for part in (template[: wanted[0].start()], template[wanted[0].end() :])
            )
            found.append((wanted[0][1].casefold(), re.compile(f"{before}(.+?){after}", re.DOTALL)))
    return found


def _entries(client: Any, key: bytes, kind: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands in a key, each with what names it: field, member, or for a list the element itself."""
    if kind == b"string":
        yield b"", client.get(key) or b""
    elif kind == b"hash":
        yield from ((name, name + b" " + value) for name, value in client.hgetall(key).items())
    elif kind == b"list":
        yield from ((value, value) for value in client.lrange(key, 0, -1))
    elif kind in (b"set", b"zset"):
        members = client.smembers(key) if kind == b"set" else client.zrange(key, 0, -1)
        yield from ((member, member) for member in members)


def _take_out(pipe: Any, key: bytes, kind: bytes, entries: Sequence[bytes]) -> None:
    for entry in entries:
        if kind == b"hash":
            pipe.hdel(key, entry)
        elif kind == b"list":
            pipe.lrem(key, 0, entry)
        elif kind == b"set":
            pipe.srem(key, entry)
        elif kind == b"zset":
            pipe.zrem(key, entry)


def _stay(name: str, key: bytes, policy: Policy | None) -> Stay | None:
    """That a key stays as a policy says; None where none does."""
    if policy is None or policy.action not in (Action.KEEP, Action.RESTRICT):
        return None
    return Stay(name, _place(key), policy.action, policy.exception or "policy", policy.why, policy.until)


def _place(key: bytes) -> dict[str, str]:
    return {"key": key.hex()}


def _shown(key: bytes) -> str:
    return key.decode("utf-8", "replace")[:80]


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _life(seconds: int) -> str:
    if seconds < 0:
        return "it never expires by itself"
    return f"it would expire by itself in {max(1, seconds // 60)} minutes"


def _asked(ask: Any) -> Any:
    import redis

    try:
        return ask()
    except (redis.AuthenticationError, redis.exceptions.NoPermissionError):
        raise TargetFailed("permission_denied") from None
    except (redis.ConnectionError, redis.TimeoutError):
        raise TargetFailed("unreachable", can_wait=True) from None
    except redis.ResponseError:
        raise TargetFailed("refused_by_target") from None


def _make(settings: Mapping[str, Any], secret: str | None) -> KeysTarget:
    return KeysTarget(str(settings["url"]), tuple(settings["patterns"]), bool(settings["sweep"]), secret)


KEYS = TargetKind(
    name="redis",
    label="Redis",
    settings=(
        Setting("url", _("Address"), required=True, hint="redis://host:6379/0, without the password."),
        Setting("patterns", _("Keys of a person"), kind="lines", default=(),
                hint=_("One a line, the person's value in braces: session:{email}, user:{customer number}:*")),
        Setting("sweep", _("Also look into the values of other keys"), kind="yes_no", default=True),
    ),
    make=_make,
    needs_secret=True,
)  # fmt: skip
register(KEYS)
