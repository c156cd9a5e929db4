"""Checks of consent on the short way (`dsar.api.quick_ways`): the plain question with a plain answer."""

import datetime as dt
from typing import Any

from consent import quick
from consent.fold import Folded
from consent.subjects import Identifier
from consent.vocabulary import SubjectKind

MOST_CHECKS = 100
_KINDS = {kind.value: kind for kind in SubjectKind}
_MUST, _MAY = {"known_by", "identifier"}, {"known_by", "identifier", "purposes"}


def checked(secret: str, given: Any) -> dict[str, Any] | None:
    """What holds for whom is asked; None where the question is unusual or the token opens no checks.

    Raises:
        RuleRefused: one of them is no identifier.
        DatabaseError: the question could not be asked.
    """
    questions = _questions(given)
    if questions is None:
        return None
    states = quick.states_for([Identifier(_KINDS[one["known_by"]], one["identifier"]) for one in questions], secret)
    if states is None:
        return None
    answers = [answer(folded, one.get("purposes")) for one, folded in zip(questions, states, strict=True)]
    if None in answers:
        return None
    return {"results": answers} if "checks" in given else answers[0]


def answer(folded: Folded, wanted: list[str] | None) -> dict[str, Any] | None:
    """The answer to one question; None where it asks for a purpose that there is not."""
    standings = folded.standings
    shown = list(standings.values()) if not wanted else [standings.get(code) for code in wanted]
    if any(one is None for one in shown):
        return None
    states = {
        one.purpose: {"state": one.state.value, "since": _iso(one.since), "expires_at": _iso(one.expires_at)}
        for one in shown
        if one is not None
    }
    return {
        "allowed": {one.purpose: one.is_allowed for one in shown if one is not None},
        "states": states,
        "signal": folded.signal,
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def _questions(given: Any) -> list[dict[str, Any]] | None:
    if not isinstance(given, dict):
        return None
    found = given["checks"] if set(given) == {"checks"} else [given]
    if not isinstance(found, list) or not 0 < len(found) <= MOST_CHECKS or not all(_is_plain(one) for one in found):
        return None
    return found


def _is_plain(one: Any) -> bool:
    if not isinstance(one, dict) or not _MUST <= one.keys() <= _MAY:
        return False
    wanted = one.get("purposes", [])
    is_list = isinstance(wanted, list) and len(wanted) <= MOST_CHECKS and all(isinstance(code, str) for code in wanted)
    by, known = one["known_by"], one["identifier"]
    return is_list and isinstance(by, str) and by in _KINDS and isinstance(known, str) and bool(known.strip())
