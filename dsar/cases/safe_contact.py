"""A protected address leaves by no door: what goes out is searched for it, and refused where it stands.

Protected is the postal address of a person with the safe-contact flag, or of everybody in a case that bears the flag.
"""

import re
import unicodedata
from collections.abc import Iterable

from dsar.cases.models import Case, CasePerson
from dsar.foundation.errors import RuleRefused

_PARTS = re.compile(r"[,;\n]")
_NOT_WORD = re.compile(r"[^\w]+")
_SHORTEST = 5


def telling_parts(address: str) -> set[str]:
    """The parts of a postal address that give it away: the whole, and each part with a number, such as "14 mill lane".

    Parts are folded: without accents, capitals and signs, so that another way of writing is found too.
    """
    parts = [address, *_PARTS.split(address)]
    folded = {_fold(part) for part in parts if any(sign.isdigit() for sign in part)}
    return {part for part in folded if len(part) >= _SHORTEST}


def protected_addresses(case: Case, *, besides: CasePerson | None = None) -> set[str]:
    """The telling parts of every protected address of the case; not those that `besides` has as their own."""
    flagged = is_flagged(case)
    people = list(case.people.all())
    found: set[str] = set()
    for person in people:
        if person.is_safe_contact or flagged:
            for address in person.details.get("addresses", []):
                found |= telling_parts(str(address))
    if besides is not None:
        for address in besides.details.get("addresses", []):
            found -= telling_parts(str(address))
    return found


def is_flagged(case: Case) -> bool:
    """Whether the whole case bears the flag."""
    return "safe_contact" in case.context.get("flags", []) or case.context.get("safe_contact") is True


def stands_in(parts: set[str], texts: Iterable[object]) -> bool:
    """Whether any of the telling parts stands in one of the texts."""
    if not parts:
        return False
    return any(part in folded for folded in (_fold(str(text)) for text in texts) for part in parts)


def refuse_protected(case: Case, texts: Iterable[object]) -> None:
    """Refuse to send texts in which a protected address stands.

    Raises:
        RuleRefused: "protected_address"; the message does not repeat it.
    """
    if stands_in(protected_addresses(case), texts):
        message = "A protected address stands in this text. Take it out: it may appear in nothing that goes out."
        raise RuleRefused(message, code="protected_address")


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", plain).strip()
