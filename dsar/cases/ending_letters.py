"""The letter of each ending: which one, with what, and how it would read before it goes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.ending_models import Ending, EndingKind
from dsar.cases.models import Case
from dsar.cases.notify import frame_of_letter, reach_of, tell_requester
from dsar.foundation.errors import DsarError
from dsar.notices.models import Notice
from dsar.notices.rendering import write

LETTERS: dict[str, str] = {
    EndingKind.REFUSAL: "refusal",
    EndingKind.FEE: "fee_request",
    EndingKind.NO_REPLY: "closed_no_reply",
    EndingKind.UNIDENTIFIED: "unidentified",
    EndingKind.WITHDRAWN: "withdrawn",
    EndingKind.PASSED_ON: "passed_on",
}

# A right whose refusal has a letter of its own, beside the common one.
OF_RIGHTS: dict[tuple[str, str], str] = {(EndingKind.REFUSAL, "erasure"): "erasure_refused"}

# Good practice rather than a duty: without an address these end without a letter.
_MAY_BE_SILENT = (EndingKind.WITHDRAWN, EndingKind.PASSED_ON, EndingKind.NO_REPLY)


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as it would go: by which way, to whom; `obstacle` says why it cannot be written."""

    subject: str
    body: str
    way: str
    to: str
    obstacle: str = ""


def letter_of(kind: str, case: Case) -> str:
    """The code of the letter that this ending of the case writes. Raises KeyError where it writes none."""
    return OF_RIGHTS.get((kind, case.right), LETTERS[kind])


def variables_of(kind: str, findings: Mapping[str, Any]) -> dict[str, Any]:
    """What the letter of this ending is told, from what was found."""
    if kind == EndingKind.REFUSAL:
        return {"reasons": findings.get("reasons", "")}
    if kind == EndingKind.FEE:
        names = ("amount", "reasons", "how_to_pay")
        told = {name: findings.get(name, "") for name in names}
        return told | {"pay_by": _day(findings.get("pay_by"))}
    if kind == EndingKind.NO_REPLY:
        return {"asked_on": _day(findings.get("asked_on"))}
    if kind == EndingKind.UNIDENTIFIED:
        return {"reasons": findings.get("reasons", ""), "wanted": findings.get("wanted", "")}
    if kind == EndingKind.PASSED_ON:
        return {"controller": findings.get("controller", "")}
    return {}


def preview_letter(case: Case, kind: str, findings: Mapping[str, Any]) -> LetterPreview | None:
    """The letter as it would go out now; None where this ending writes none."""
    return preview_of(case, letter_of(kind, case), variables_of(kind, findings)) if kind in LETTERS else None


def preview_of(case: Case, code: str, variables: Mapping[str, Any]) -> LetterPreview:
    """Any letter to the requester as it would go out now."""
    reach = reach_of(case)
    ways = reach.channels()
    way, to = (ways[0].label, reach.name) if ways else ("", "")
    obstacle = "" if ways else _("There is neither an e-mail nor a postal address to write to.")
    try:
        text = write(code, frame_of_letter(case, reach) | dict(variables), case.language)
    except DsarError:
        return LetterPreview("", "", str(way), to, _("The letter is shown once everything it needs is written."))
    return LetterPreview(text.subject, text.body, str(way), to, obstacle)


def send_letter(ending: Ending, *, actor: User | None, is_confirmed: bool) -> Notice | None:
    """Queue the letter of an ending within the caller's transaction; None where it has none.

    Raises:
        RuleRefused: the law wants this letter and there is no address ("no_address"), or safe contact is unconfirmed.
    """
    case = ending.case
    if ending.kind not in LETTERS or (ending.kind in _MAY_BE_SILENT and not reach_of(case).channels()):
        return None
    return tell_requester(
        case=case,
        code=letter_of(ending.kind, case),
        variables=variables_of(ending.kind, ending.findings),
        actor=actor,
        dedup=f"ending-{ending.pk}",
        is_confirmed=is_confirmed,
    )


def _day(stored: Any) -> Any:
    return dt.date.fromisoformat(stored) if isinstance(stored, str) and stored else stored or ""
