"""What is typed into the pages on which a case ends, is charged for, or is taken up again."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases import clock as case_clock
from dsar.cases.ending_models import Ending, EndingKind
from dsar.cases.ending_rules import (
    AMOUNT,
    BURDEN,
    ELEMENTS,
    FEES,
    GROUNDS,
    ITEMS,
    OBJECTIVE,
    REASONS,
    SUBJECTIVE,
    first_closing_day,
    grounds_of_refusal,
)
from dsar.cases.forms import WORDS, ActForm, HintedRadios
from dsar.cases.models import Case
from dsar.cases.reopening_services import Occasion
from dsar.cases.vocabulary import Channel, PersonRole

LONG = 10_000
CONFIRMED = _("I have made sure that writing is safe for this person")


def _words(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class GroundForm(ActForm):
    """What refusal and fee share: the ground, and what has to be shown for it."""

    ground = forms.ChoiceField(label=_("Ground"), widget=HintedRadios)
    reasons = _words(
        ELEMENTS[REASONS], _("They stand in the letter. Plain words; name no other person."), required=True, rows=5
    )
    objective = _words(
        _("Objective element"), _("For abuse: which circumstances show that the purpose of the right is not being met?")
    )
    subjective = _words(_("Subjective element"), _("For abuse: what shows the intention to abuse the right?"))
    burden = _words(
        _("How the controller can prove both"),
        _("For abuse: documents, dates, earlier requests. The burden is the controller's."),
    )

    grounds = GROUNDS
    use_required_attribute = False  # what is needed depends on the ground; the page says what is missing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.grounds.get(str(self.data.get("ground") or self.initial.get("ground") or ""))
        for name in {element for ground in self.grounds.values() for element in ground.elements} & set(self.fields):
            # without a ground nothing is called optional, and nothing is refused but what every ground needs
            is_needed = name in chosen.elements if chosen else not self.is_bound
            self.fields[name].required = is_needed or name == REASONS
        field = self.fields["ground"]
        field.choices = [(code, ground.label) for code, ground in self.grounds.items()]  # type: ignore[attr-defined]
        field.widget.option_hints = {
            code: f"{gettext(one.needs)} ({one.article})" for code, one in self.grounds.items()
        }

    def findings(self) -> dict[str, Any]:
        """What was found, by the names under which it is stored."""
        values = self.cleaned_data
        found = {name: values.get(name) for name in self.fields if name != "ground" and values.get(name)}
        return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}

    def clean(self) -> dict[str, Any]:
        """Everything that the ground wants."""
        values = super().clean() or {}
        ground = self.grounds.get(values.get("ground", ""))
        for name in ground.elements if ground else ():
            if not str(values.get(name) or "").strip() and name not in self.errors:
                words = _t("This ground needs it: %(what)s.") % {"what": ELEMENTS[name].partition(":")[0].lower()}
                self.add_error(name, words)
        return values


class RefusalForm(GroundForm):
    """The draft of a refusal (GDPR Art. 12(4), 12(5))."""

    items = _words(
        _("Why nothing remains that could be given"), _("Only where an exemption covers everything, item by item.")
    )

    field_order = ["ground", REASONS, OBJECTIVE, SUBJECTIVE, BURDEN, ITEMS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.grounds = grounds_of_refusal(kwargs["case"].right)
        super().__init__(*args, **kwargs)


class FeeForm(GroundForm):
    """The draft of a fee (GDPR Art. 12(5)(a), 15(3))."""

    grounds = FEES

    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("With its currency, such as £12.50: the administrative cost.")
    )
    how_to_pay = _words(_("How to pay"), rows=2)
    pay_by = forms.DateField(label=_("Pay by"), required=False)

    field_order = ["ground", AMOUNT, REASONS, "how_to_pay", "pay_by", OBJECTIVE, SUBJECTIVE, BURDEN]


class DecisionForm(ActForm):
    """The decision on what somebody else put forward, or in a small team on one's own draft with a reason."""

    decision = _words(_("Reasons for the decision"), required=True, rows=2)
    opinion = _words(_("Opinion of the Data Protection Officer"), _("Stored apart from the decision."))
    small_team_reason = forms.CharField(
        label=_("Why nobody else can decide in this case"),
        max_length=300,
        required=False,
        help_text=_("You decide on your own draft. The reason stands in the record of the case."),
    )
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    def __init__(self, *args: Any, needs_opinion: bool, is_own_draft: bool, is_protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, is_wanted in (
            ("opinion", needs_opinion),
            ("small_team_reason", is_own_draft),
            ("confirmed", is_protected),
        ):
            if not is_wanted:
                del self.fields[name]
        if needs_opinion:
            self.fields["opinion"].required = True
        if is_own_draft:
            self.fields["small_team_reason"].required = True


class OpinionForm(ActForm):
    """The DPO's opinion on a draft."""

    opinion = _words(_("Opinion of the Data Protection Officer"), required=True)


class ReminderForm(ActForm):
    """A reminder that says what happens without a reply."""

    question = _words(_("What we asked for"), _("It stands in the letter."), required=True)
    asked_on = forms.DateField(label=_("First asked on"))
    closing_on = forms.DateField(
        label=_("Wait for a reply until"), help_text=_("The letter names this day and says that the request is closed.")
    )
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    def __init__(self, *args: Any, row: Ending | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = case_clock.today_of(self.case)
        asked = _asked_on(self.case, row) or today
        self.fields["asked_on"].initial = asked
        wait = self.case.controller.no_reply_days
        self.fields["closing_on"].initial = first_closing_day(asked, today, wait)
        self.fields["question"].initial = row.findings.get("question", "") if row else ""


class EndForm(ActForm):
    """How a case ends without an answer: only the fields of this way are shown."""

    FIELDS: dict[str, tuple[str, ...]] = {
        EndingKind.WITHDRAWN: ("evidence", "verified_how"),
        EndingKind.NO_REPLY: ("reasons",),
        EndingKind.UNIDENTIFIED: ("reasons", "wanted"),
        EndingKind.PASSED_ON: ("controller", "evidence"),
        EndingKind.DUPLICATE: ("reasons", "other"),
    }

    evidence = _words(_("What the person wrote, when and where"))
    verified_how = _words(_("How it is known that the requester wrote it"), rows=2)
    reasons = _words(_("What happened"))
    wanted = _words(_("What would help, if the person can give it"), _("The letter asks for it."), rows=2)
    controller = forms.CharField(label=_("Name of the controller"), max_length=200, required=False)
    other = forms.CharField(label=_("Reference of the case that goes on"), max_length=24, required=False)
    confirmed = forms.BooleanField(label=CONFIRMED, required=False)

    def __init__(self, *args: Any, kind: str, is_protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept = {*self.FIELDS[kind], *(("confirmed",) if is_protected else ())}
        for name in set(self.fields) - kept:
            del self.fields[name]
        for name in self.FIELDS[kind]:
            self.fields[name].required = name != "wanted"
        if kind == EndingKind.PASSED_ON:
            self.fields["evidence"].label = _t("When and how the request was passed on (Art. 28(3)(e))")
        if kind == EndingKind.UNIDENTIFIED:
            self.fields["reasons"].label = _t("How we tried to identify the person, and why it does not work")
            self.fields["reasons"].help_text = _t("It stands in the letter (GDPR Art. 11(2), 12(2)).")
        if kind == EndingKind.WITHDRAWN:
            self.fields["verified_how"].initial = _proved_words(self.case)

    def findings(self) -> dict[str, Any]:
        """What was found, by the names under which it is stored."""
        return {name: self.cleaned_data[name] for name in self.FIELDS[self.kind] if name != "other"}


class ReopenForm(ActForm):
    """The occasion on which a case is taken up again."""

    occasion = forms.ChoiceField(label=_("Why"), widget=HintedRadios)
    reason = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs=WORDS), max_length=LONG)

    def __init__(self, *args: Any, occasions: dict[str, Occasion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["occasion"]
        field.choices = [(code, one.label) for code, one in occasions.items()]  # type: ignore[attr-defined]
        field.widget.option_hints = {code: str(one.hint) for code, one in occasions.items()}
        if len(occasions) == 1:
            field.initial = next(iter(occasions))


class AnewForm(ActForm):
    """A new request of the same person."""

    received_on = forms.DateField(label=_("Received on"), help_text=_("Its own clock runs from this day."))
    channel = forms.ChoiceField(label=_("How did it come?"), choices=Channel.choices, initial=Channel.EMAIL)
    request_text = _words(_("The new request in its own words"), required=True, rows=5)


def _asked_on(case: Case, row: Ending | None) -> dt.date | None:
    if row and row.findings.get("asked_on"):
        return dt.date.fromisoformat(str(row.findings["asked_on"]))
    first = case.clock_events.filter(kind="ask", superseded_by__isnull=True).order_by("on").first()
    return first.on if first else None


def _proved_words(case: Case) -> str:
    asker = next((person for person in case.people.all() if person.role == PersonRole.REQUESTER), None)
    return _t("It came from the address that the request came from.") if asker and asker.is_proved else ""
