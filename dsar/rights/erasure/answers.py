"""What is written about an erasure, to the person and to recipients: which letter, with which words (Art. 12, 19)."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation

from dsar.cases.models import Case
from dsar.cases.notify import frame_of_letter, reach_of
from dsar.foundation import cipher
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import installation_key
from dsar.notices.models import Notice, NoticeState
from dsar.notices.rendering import write
from dsar.rights.erasure import told_words
from dsar.rights.erasure.models import CategoryDecision
from dsar.rights.erasure.situation import last_run, recipients_of
from dsar.search.services import subject_profile
from erasure.rules import EXCEPTIONS
from erasure.runs.models import ErasureRun

GRANTED, IN_PART, RECIPIENT = "erasure_granted", "erasure_in_part", "erasure_recipient"
TO_PERSON = (GRANTED, IN_PART)


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter as it would be queued now, and how it reads; `obstacle` says why it cannot be written."""

    code: str
    variables: dict[str, Any]
    subject: str = ""
    body: str = ""
    to: str = ""
    obstacle: str = ""


def answer_notice(case: Case) -> Notice | None:
    """The letter that told the person, of the erasure that counts."""
    run = last_run(case)
    if run is None:
        return None
    keys = [f"{case.pk}:{code}:{answer_dedup(run)}" for code in TO_PERSON]
    return Notice.objects.filter(dedup_key__in=keys).first()


def answer_dedup(run: ErasureRun) -> str:
    """What keeps the answer from going out twice."""
    return f"erasure-{run.pk}"


def recipient_dedup(run: ErasureRun, recipient: str, address: str, body: str) -> str:
    """The same for a letter to a recipient: the same words to the same address. Keyed, as it is stored in the clear.

    At a mended address, or with other words after another decision, it is another letter.
    """
    told = "\n".join((address.strip().casefold(), body))
    letter = cipher.digest(installation_key("links"), "letter-to-recipient", told).hex()[:16]
    return f"{_of_recipient(run, recipient)}-{letter}"


def _of_recipient(run: ErasureRun, recipient: str) -> str:
    name = cipher.digest(installation_key("links"), "recipient", recipient).hex()[:16]
    return f"erasure-{run.pk}-{name}"


def recipient_notices(case: Case) -> dict[str, str]:
    """How the newest letter to each recipient stands, in words; recipients without one are not in it."""
    run = last_run(case)
    if run is None:
        return {}
    names = {f"{case.pk}:{RECIPIENT}:{_of_recipient(run, name)}": name for name in recipients_of(case)}
    rows = Notice.objects.filter(about_id=case.pk, code=RECIPIENT).order_by("queued_at")
    letters = ((row.dedup_key.rpartition("-")[0], row) for row in rows)
    return {names[key]: str(NoticeState(row.state).label) for key, row in letters if key in names}


def answer_order(case: Case) -> LetterOrder:
    """The letter to the person: granted, or in part with every reason and the ways to complain (Art. 12(4))."""
    kept = kept_words(case)
    code = IN_PART if kept else GRANTED
    given: dict[str, Any] = {"erased": erased_words(case)}
    if kept:
        given["kept"] = kept
    if names := recipients_of(case):
        given["recipients"] = names
    return _shown(case, code, frame_of_letter(case, reach_of(case)) | given, given)


def recipient_order(case: Case, recipient: str) -> LetterOrder:
    """The letter to a recipient: whom it is about and what became of the data (Art. 19)."""
    person = subject_profile(case)
    known = [*person.emails, *person.phones, *(f"{kind} {value}" for kind, value in person.identifiers)]
    frame = frame_of_letter(case, reach_of(case))
    given: dict[str, Any] = {
        "reference": case.reference, "organisation": frame["organisation"], "contact": frame["contact"],
        "name": recipient, "subject_name": next(iter(person.names), case.reference), "known_by": known or ["–"],
    }  # fmt: skip
    if restricted := _restricted(case):
        given["restricted"] = restricted
    if rule := told_words.TO_RECIPIENTS.get(case.regime_id):
        with translation.override(case.language):
            given["rule"] = str(rule)
    return _shown(case, RECIPIENT, given, given)


def erased_words(case: Case) -> list[str]:
    """Where something was erased: the systems by name; nothing of what was in them."""
    run = last_run(case)
    steps = list(run.steps.all()) if run else []
    names = [step.name for step in steps if (step.counts or {}).get("changes")]
    return names or ["–"]


def kept_words(case: Case) -> list[str]:
    """What stays, in the person's language: the activity, the exception with its article, the reason, until when."""
    rows = CategoryDecision.objects.filter(case=case).exclude(decision="erase").select_related("activity")
    found = []
    with translation.override(case.language):
        for row in rows:
            row.case = case
            form = told_words.KEPT if row.decision == "keep" else told_words.RESTRICTED
            told = {"what": row.activity.name, "article": EXCEPTIONS[row.exception][0], "until": row.until}
            told |= {"reason": str(told_words.EXCEPTIONS[row.exception]), "why": f"{row.why.strip().rstrip('.')}."}
            found.append(str(form) % told)
    return found


def _restricted(case: Case) -> list[str]:
    rows = CategoryDecision.objects.filter(case=case, decision="restrict").select_related("activity")
    return [row.activity.name for row in rows]


def _shown(case: Case, code: str, whole: dict[str, Any], given: dict[str, Any]) -> LetterOrder:
    reach = reach_of(case)
    try:
        text = write(code, whole, case.language)
    except DsarError as error:
        return LetterOrder(code, given, obstacle=error.message)
    return LetterOrder(code, given, text.subject, text.body, reach.name)
