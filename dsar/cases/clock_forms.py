"""What is typed into the acts on the clock. Forms make clean values; they neither save nor decide."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases import clock as case_clock
from dsar.cases.clock_acts import LONGEST_ANNOUNCED
from dsar.cases.forms import WORDS, ActForm, HintedBoxes, HintedRadios
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.deadlines.cautions import has_asked, other_rules
from dsar.deadlines.events import Answer, Ask, Close, Extend, PauseKind
from dsar.deadlines.preview import extension_criteria, pause_reasons
from dsar.deadlines.regimes import PauseRule, Quantity, Right

PROOF_HELP = _(
    "For an earlier day: the message as sent or received, the postmark, a note of the call. The DPO records it."
)
DECLINED = "declined"


class ClockForm(ActForm):
    """An act on the clock, with a file that proves its day."""

    evidence = forms.FileField(label=_("Proof of the day"), required=False, help_text=PROOF_HELP)


class PauseForm(ClockForm):
    """A question to the requester that stops the clock while the answer is awaited."""

    waiting_for = forms.ChoiceField(label=_("What do you ask for?"), widget=HintedRadios)
    on = forms.DateField(label=_("Sent on"), help_text=_("The day on which the message went to the person."))
    reason = forms.CharField(
        label=_("Why it is needed"), widget=forms.Textarea(attrs=WORDS), help_text=_("The person may ask for it.")
    )
    large_quantity = forms.CharField(
        label=_("Why this is a large quantity of data"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    new_doubt = forms.CharField(
        label=_("What is newly unclear"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("This was asked before; it stops the clock again only for something new."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [rule for rule in lawful_pauses(self.case) if rule.gate == "G5"]
        field = self.fields["waiting_for"]
        field.choices = [(rule.kind.value, rule.label) for rule in rules]  # type: ignore[attr-defined]  # a ChoiceField
        field.widget.option_hints = {rule.kind.value: f"{gettext(rule.condition)} ({rule.article})" for rule in rules}
        if len(rules) == 1:
            field.initial = rules[0].kind.value
        demanded = any(rule.quantity is Quantity.DEMANDED for rule in rules)
        self.fields["large_quantity"].required = demanded
        help_words = _t("Without it this stops no clock (G5).") if demanded else _t("The example that the law gives.")
        self.fields["large_quantity"].help_text = help_words
        if not has_asked(case_clock.request_of(self.case), PauseKind.CLARIFICATION):
            del self.fields["new_doubt"]

    def event(self) -> Ask | None:
        """The act for the pure clock; None while what it needs is not given."""
        values = self.cleaned_data
        if not (values.get("waiting_for") and values.get("on")):
            return None
        return Ask(PauseKind(values["waiting_for"]), values["on"])


def lawful_pauses(case: Case) -> list[PauseRule]:
    """The reasons that stop the clock of this case today and are not asked for already."""
    open_kinds = case_clock.result_of(case).open_kinds
    rules = pause_reasons(case_clock.rules_of(case), Right(case.right), case_clock.today_of(case))
    return [rule for rule in rules if rule.kind.value not in open_kinds]


class ResumeForm(ClockForm):
    """What came back from the requester."""

    waiting_for = forms.ChoiceField(label=_("What came?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Received on"))
    is_sufficient = forms.ChoiceField(
        label=_("Does it give what was needed?"),
        widget=HintedRadios,
        choices=[
            ("yes", _("Yes, it is enough")),
            (DECLINED, _("They want everything: declined to narrow")),
            ("no", _("No, something is missing")),
        ],
        initial="yes",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_kinds = case_clock.result_of(self.case).open_kinds
        labels = {rule.kind.value: rule.label for rule in case_clock.rules_of(self.case).pauses}
        field = self.fields["waiting_for"]
        field.choices = [(kind, labels.get(kind, kind)) for kind in open_kinds]  # type: ignore[attr-defined]
        if len(open_kinds) == 1:
            field.initial = open_kinds[0]
        self.fields["is_sufficient"].widget.option_hints = {
            DECLINED: _t("An answer to a clarification: the clock goes on, and a reasonable search follows."),
            "no": _t("For proof of identity or authority: the clock goes on waiting. Tell the person what is missing."),
        }

    def clean(self) -> dict[str, Any]:
        """A clarification is answered by any answer; a proof is not answered by declining."""
        values = super().clean() or {}
        is_clarification = values.get("waiting_for") == PauseKind.CLARIFICATION
        if is_clarification and values.get("is_sufficient") == "no":
            words = _t("Any reply to a clarification counts, also “I want everything”: choose “declined to narrow”.")
            self.add_error("is_sufficient", words)
        elif values.get("waiting_for") and not is_clarification and values.get("is_sufficient") == DECLINED:
            self.add_error("is_sufficient", _t("Only a clarification can be declined; a proof is still awaited."))
        return values

    @property
    def is_enough(self) -> bool:
        """Whether the answer lets the clock go on."""
        return self.cleaned_data["is_sufficient"] in ("yes", DECLINED)

    def event(self) -> Answer | None:
        """The act for the pure clock; None while what it needs is not given."""
        values = self.cleaned_data
        if not (values.get("waiting_for") and values.get("on") and values.get("is_sufficient")):
            return None
        return Answer(PauseKind(values["waiting_for"]), values["on"], sufficient=self.is_enough)


class ExtendForm(ClockForm):
    """A notice of extension: criteria of the regime, reasons, the day it goes."""

    criteria = forms.MultipleChoiceField(label=_("Grounds"), widget=HintedBoxes, help_text=_("At least one."))
    reason = forms.CharField(
        label=_("Reasons as told to the person"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("They go into the notice (GDPR Art. 12(3))."),
    )
    on = forms.DateField(
        label=_("Notice sent on"),
        help_text=_("Today: the notice is written and goes with this act. If it was sent in another way, attach it."),
    )
    until = forms.DateField(
        label=_("Answer announced for"),
        required=False,
        help_text=_("Only where you announce an earlier day than the longest one."),
    )
    confirmed = forms.BooleanField(label=_("This person asked for safe contact, and the way is safe"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = extension_criteria(case_clock.rules_of(self.case), Right(self.case.right))
        field = self.fields["criteria"]
        field.choices = [(criterion.code, criterion.label) for criterion in criteria]  # type: ignore[attr-defined]
        field.widget.option_hints = {criterion.code: criterion.article for criterion in criteria}
        if not reach_of(self.case).is_protected:
            del self.fields["confirmed"]

    def event(self) -> Extend | None:
        """The act for the pure clock, as if its reasons were given; None while its day is not given."""
        values = self.cleaned_data
        if not values.get("on"):
            return None
        criteria = tuple(values.get("criteria", ()))
        return Extend(values["on"], reasons_given=True, criteria=criteria, until=values.get("until"))

    def clean_until(self) -> dt.date | None:
        """Refuse a slip of the keyboard before the clock meets it."""
        until: dt.date | None = self.cleaned_data.get("until")
        if until is not None and until > case_clock.today_of(self.case) + LONGEST_ANNOUNCED:
            raise forms.ValidationError(_("The day announced must lie within the next two years."))
        return until


class ReasonedForm(ClockForm):
    """An act on the clock that gives its reason."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=WORDS))


class WithdrawForm(ReasonedForm):
    """The extension is taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["evidence"]


class ProvedForm(ReasonedForm):
    """An act that needs its proof whatever the day."""

    on = forms.DateField(label=_("Day"))
    field_order = ("on", "reason", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = True
        self.fields["evidence"].help_text = _t(
            "The envelope, the message with its date, a receipt, a note of the call."
        )

    def event(self) -> Close | None:
        """The end of the clock on that day, for the pure clock."""
        return Close(self.cleaned_data["on"]) if self.cleaned_data.get("on") else None


class ReceiptForm(ProvedForm):
    """Another day, and perhaps time, of receipt."""

    at = forms.TimeField(label=_("Time"), required=False, help_text=_("In the controller's zone; noon if not known."))
    take_rules = forms.BooleanField(label=_("Use the rules that were in force on that day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _t("Received on")
        self.fields["on"].initial = case_clock.request_of(self.case).received_on

    def received_at(self) -> dt.datetime | None:
        """The instant of receipt; None while the day is not given."""
        day = self.cleaned_data.get("on")
        if day is None:
            return None
        at: dt.time = self.cleaned_data.get("at") or dt.time(12)
        return dt.datetime.combine(day, at, tzinfo=ZoneInfo(self.case.controller.time_zone))

    def clean_on(self) -> dt.date:
        """A day for which the rules of the case are known."""
        day: dt.date = self.cleaned_data["on"]
        try:
            other_rules(case_clock.request_of(self.case), day)
        except ValueError as error:
            raise forms.ValidationError(_("No rules are known for that day.")) from error
        return day


class CorrectForm(ProvedForm):
    """Another day of an entry of the clock, or none at all."""

    is_struck = forms.BooleanField(label=_("It never happened: strike it out"), required=False)
