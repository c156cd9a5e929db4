"""On which grounds a request may be refused or charged for, and what has to be shown for each. Plain Python.

GDPR Art. 12(4), 12(5), 15(3), 15(4), 23. The controller bears the burden of showing abuse (Art. 12(5) last sentence);
abuse has an objective and a subjective element, and both are documented (CJEU C-526/24; number alone is not enough,
C-416/23). The reasons are what the person is told; the rest stays inside.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dsar.deadlines.explain import day_in_words
from dsar.foundation.words import Words
from dsar.foundation.words import Words as _

REASONS = "reasons"
OBJECTIVE, SUBJECTIVE, BURDEN, ITEMS = "objective", "subjective", "burden", "items"
AMOUNT = "amount"

# What is asked of whoever puts a refusal or a fee forward, by the name under which it is stored.
ELEMENTS: dict[str, str] = {
    REASONS: _("Reasons as told to the person"),
    OBJECTIVE: _("Objective element: which circumstances show that the purpose of the right is not being met"),
    SUBJECTIVE: _("Subjective element: what shows the intention to abuse the right"),
    BURDEN: _("How the controller can prove both: documents, dates, earlier requests"),
    ITEMS: _("Why nothing remains that could be given, item by item or set by set"),
    AMOUNT: _("Amount"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground with its article and what has to be shown.

    Attributes:
        code: stored with the ending.
        label: in the words of the screen.
        article: where the law has it.
        needs: what has to be shown, in a sentence.
        outcome: how the case ends (dsar.cases.vocabulary.Outcome); empty for a fee.
        elements: the findings that must have content, by their names in ELEMENTS.
    """

    code: str
    label: str
    article: str
    needs: str
    outcome: str
    elements: tuple[str, ...]


_ABUSE = (REASONS, OBJECTIVE, SUBJECTIVE, BURDEN)

GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground(
            "unfounded",
            _("Manifestly unfounded"),
            "GDPR Art. 12(5)(b)",
            _(
                "The person does not want their right at all: both elements are shown. A motive other than data "
                "protection "
                "is not enough (C-307/22)."
            ),
            "refused_unfounded",
            _ABUSE,
        ),
        Ground(
            "excessive",
            _("Manifestly excessive"),
            "GDPR Art. 12(5)(b)",
            _(
                "Clearly unreasonable, with both elements shown. Repetition is an example; numbers alone, and "
                "the work it "
                "makes, are not enough."
            ),
            "refused_excessive",
            _ABUSE,
        ),
        Ground(
            "exempt",
            _("An exemption covers everything"),
            "GDPR Art. 15(4), 23; national law",
            _(
                "Each item was considered, and nothing remains that could be given. The right of others alone must not "
                "lead to refusing everything (Rec. 63)."
            ),
            "refused_exempt",
            (REASONS, ITEMS),
        ),
        Ground(
            "not_due",
            _("The right does not apply"),
            "GDPR Art. 12(4), 16 to 18, 20, 21; for erasure Art. 17(1), 17(3)",
            _(
                "None of the grounds of the right applies, or its exceptions cover everything: each category "
                "was decided."
            ),
            "refused_not_due",
            (REASONS, ITEMS),
        ),
    )
}
OF_ACCESS_ONLY, NOT_OF_ACCESS = frozenset({"exempt"}), frozenset({"not_due"})

FEES: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground(
            "excessive",
            _("Manifestly unfounded or excessive, answered for a fee"),
            "GDPR Art. 12(5)(a)",
            _("The same is shown as for a refusal; the fee covers the administrative cost and no more."),
            "",
            (*_ABUSE, AMOUNT),
        ),
        Ground(
            "further_copy",
            _("A further copy"),
            "GDPR Art. 15(3)",
            _("The first copy was given free of charge; the fee covers the administrative cost of another one."),
            "",
            (REASONS, AMOUNT),
        ),
    )
}


def grounds_of_refusal(right: str) -> dict[str, Ground]:
    """The grounds on which a request about this right can be refused."""
    away = NOT_OF_ACCESS if right == "access" else OF_ACCESS_ONLY
    return {code: ground for code, ground in GROUNDS.items() if code not in away}


def missing_elements(ground: Ground, findings: Mapping[str, object]) -> list[str]:
    """The names of what still has to be shown for this ground."""
    return [name for name in ground.elements if not str(findings.get(name, "") or "").strip()]


def missing_words(names: list[str]) -> str:
    """What is missing, in a sentence for the screen."""
    elements = "; ".join(Words.translated_by(ELEMENTS[name]).partition(":")[0].strip().lower() for name in names)
    return _("Still to be written: {elements}.").filled(elements=elements)


@dataclass(frozen=True, slots=True)
class Silence:
    """A person who has not answered, in days of the controller's zone.

    Attributes:
        asked_on: when we first asked for what is missing.
        reminded_on: when a reminder went out that told the consequence; None where none did.
        closing_on: the day that the reminder named.
    """

    asked_on: dt.date
    reminded_on: dt.date | None
    closing_on: dt.date | None


def why_not_lapsed(silence: Silence, *, today: dt.date, wait_days: int) -> str:
    """What keeps the case from being closed for want of a reply; "" where nothing does (legal gate G20)."""
    if silence.reminded_on is None or silence.closing_on is None:
        return _("Send a reminder first that says what happens without a reply.")
    if today <= silence.closing_on:
        return _("The reminder gives the person until {day}.").filled(day=day_in_words(silence.closing_on))
    if (today - silence.asked_on).days < wait_days:
        return _("Our policy waits {days} days from the first question.").filled(days=wait_days)
    return ""


def first_closing_day(asked_on: dt.date, today: dt.date, wait_days: int, least: int = 7) -> dt.date:
    """The earliest day that a reminder may name: the policy's days from the question, and a week from today."""
    return max(asked_on + dt.timedelta(days=wait_days), today + dt.timedelta(days=least))
