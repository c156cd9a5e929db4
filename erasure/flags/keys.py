"""Flags in a key store: a marker key of the person's own, such as "restricted:{email}"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from discovery.documents import SubjectProfile
from erasure.errors import TargetFailed
from erasure.flags.ports import FlagRule, Plan, Receipt
from erasure.plan import Outcome
from erasure.targets.keys import expanded
from erasure.targets.ports import Pace, keep_pace

_ESCAPED = re.compile(r"\\(.)")
_WILD = re.compile(r"[*?\[\]]")


@dataclass(frozen=True)
class KeyFlagger:
    """Redis and what speaks like it."""

    url: str
    secret: str | None = field(default=None, repr=False)

    def plan(self, person: SubjectProfile, rules: Sequence[FlagRule], known: Sequence[Receipt]) -> Plan:
        """See `Flagger`; one marker for each value that the person has of the kind in braces."""
        client, ours = self._client(), {str(one.key["key"]) for one in known}
        receipts, missing, already = list(known), [], 0
        for rule in rules:
            if _WILD.search(rule.set) or rule.set.count("{") != 1:
                missing.append(rule.set)
                continue
            names = {_ESCAPED.sub(r"\1", pattern) for _template, pattern in expanded([rule.set], person)}
            for name in sorted(names - ours):
                now = _asked(client.get, name)
                if now is not None and now == rule.value:
                    already += 1
                else:
                    receipts.append(Receipt(rule.set, {"key": name}, "", now, rule.value))
        return Plan(tuple(receipts), already, 0, tuple(missing))

    def set_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """See `Flagger`. Raises TargetFailed: a marker holds something else than before ("changed_meanwhile")."""
        client, done = self._client(), 0
        for one in receipts:
            keep_pace(pace)
            now = _asked(client.get, one.key["key"])
            if now == one.value:
                continue
            if now != one.before:
                raise TargetFailed("changed_meanwhile")
            _asked(client.set, one.key["key"], one.value)
            done += 1
        return Outcome(done, len(receipts) - done)

    def lift_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """See `Flagger`."""
        client, done = self._client(), 0
        for one in receipts:
            keep_pace(pace)
            name = one.key["key"]
            if _asked(client.get, name) != one.value:
                continue
            if one.before is None:
                _asked(client.delete, name)
            else:
                _asked(client.set, name, one.before)
            done += 1
        return Outcome(done, len(receipts) - done)

    def standing(self, receipts: Sequence[Receipt]) -> int:
        """See `Flagger`."""
        client = self._client()
        return sum(_asked(client.get, one.key["key"]) == one.value for one in receipts)

    def _client(self) -> Any:
        import redis  # where it is used: processes that push no flags load no driver

        return redis.Redis.from_url(
            self.url, password=self.secret, socket_timeout=30, socket_connect_timeout=10, decode_responses=True
        )


def _asked(ask: Callable[..., Any], *args: Any) -> Any:
    import redis

    try:
        return ask(*args)
    except (redis.AuthenticationError, redis.exceptions.NoPermissionError):
        raise TargetFailed("permission_denied") from None
    except (redis.ConnectionError, redis.TimeoutError):
        raise TargetFailed("unreachable", can_wait=True) from None
    except redis.ResponseError:
        raise TargetFailed("refused_by_target") from None
