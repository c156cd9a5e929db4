"""Reads of intake: open cases that look like the request being logged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from dsar.access.models import User
from dsar.cases.frame import name_of
from dsar.cases.models import Case, CaseToken
from dsar.cases.querysets import token_digests
from dsar.cases.rules import index_tokens, normal_name
from dsar.cases.vocabulary import PersonRole
from dsar.foundation.keys import keys_at_hand

MOST = 20
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """An open case that shares an address, a number or the whole name; without details where it may not be seen."""

    case: Case
    is_visible: bool
    name: str
    shares: list[str]


def alike_cases(details: Mapping[str, Any], *, user: User) -> list[AlikeCase]:
    """Open cases with the same e-mail, phone or identifier, or with every word of the name, newest first.

    Found by the blind index, so that nothing is opened that the user may not see: of a foreign case only the
    reference is told.
    """
    exact = [form for form in index_tokens(details) if form[0] != "name"]
    words = sorted({normal_name(word) for word in _WORDS.findall(str(details.get("name", "")))} - {""})
    shared = _sharing(exact)
    by_name = _by_name(words)
    ids = {*shared, *by_name}
    cases = list(Case.objects.open().filter(pk__in=ids).order_by("-received_at")[:MOST])
    visible = set(Case.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    with keys_at_hand([case.key_id for case in cases if case.pk in visible]):
        return [
            AlikeCase(
                case=case,
                is_visible=case.pk in visible,
                name=_name(case) if case.pk in visible else "",
                shares=sorted(shared.get(case.pk, set()) | ({"name"} if case.pk in by_name else set())),
            )
            for case in cases
        ]


def _sharing(forms: list[tuple[str, str]]) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    wanted = Q(pk__in=[])
    for kind, digest in token_digests(forms):
        wanted |= Q(kind=kind, digest=digest)
    for case_id, kind in CaseToken.objects.filter(wanted).values_list("case_id", "kind"):
        found.setdefault(case_id, set()).add(kind)
    return found


def _by_name(words: list[str]) -> set[Any]:
    if len(words) < 2:
        return set()  # one word alone is shared by too many people to mean anything
    digests = [digest for _kind, digest in token_digests([("name", word) for word in words])]
    hits = Case.objects.open().filter(tokens__kind="name", tokens__digest__in=digests)
    counted = hits.annotate(hit=Count("tokens__digest", distinct=True)).filter(hit=len(digests))
    return set(counted.values_list("pk", flat=True))


def _name(case: Case) -> str:
    return name_of(case.people.filter(role=PersonRole.SUBJECT).first())
