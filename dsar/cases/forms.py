"""What is typed into the pages of a case. Forms make clean values; they neither save nor decide."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.cases import clock as case_clock
from dsar.cases.clock_acts import LONGEST_ANNOUNCED
from dsar.cases.models import Case
from dsar.cases.queue_forms import CLOCK_GROUPS as CLOCK_GROUPS
from dsar.deadlines.events import Answer, Ask, Extend, PauseKind
from dsar.deadlines.preview import extension_criteria, pause_reasons
from dsar.deadlines.regimes import Effect, PauseRule, Right

WORDS = {"rows": 4}


class HintedRadios(forms.RadioSelect):
    """Radio buttons with a sentence below each (see the field tag)."""

    option_hints: dict[str, str] = {}


class HintedBoxes(forms.CheckboxSelectMultiple):
    """Check boxes with a sentence below each."""

    option_hints: dict[str, str] = {}


class ActForm(forms.Form):
    """A form about one case; `clean_*` sees the case it is about."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if "on" in self.fields:
            self.fields["on"].initial = case_clock.today_of(case)


def effect_words(rule: PauseRule) -> str:
    """What a lawful ask does, in words, before it is done."""
    if rule.effect is Effect.RESTART:
        kind = rule.kind
        if kind is PauseKind.IDENTITY:
            return _t("Until it comes: “Not started: waiting for ID”. The whole period then runs from that day.")
        return _t("Until it comes the clock counts as not started. The whole period then runs from that day.")
    return _t("The clock stands still until the answer comes; those days are not counted.")


class PauseForm(ActForm):
    """A lawful ask of the requester."""

    waiting_for = forms.ChoiceField(label=_("What do you ask for?"), widget=HintedRadios)
    on = forms.DateField(label=_("Sent on"), help_text=_("The day on which the message went to the person."))
    reason = forms.CharField(
        label=_("Why it is needed"), widget=forms.Textarea(attrs=WORDS), help_text=_("The person may ask for it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = lawful_pauses(self.case)
        field = self.fields["waiting_for"]
        field.choices = [(rule.kind.value, rule.label) for rule in rules]  # type: ignore[attr-defined]  # a ChoiceField
        hints = {rule.kind.value: f"{rule.condition} {effect_words(rule)} ({rule.article})" for rule in rules}
        field.widget.option_hints = hints

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


class ResumeForm(ActForm):
    """What came back from the requester."""

    waiting_for = forms.ChoiceField(label=_("What came?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Received on"))
    is_sufficient = forms.ChoiceField(
        label=_("Does it give what was needed?"),
        widget=HintedRadios,
        choices=[("yes", _("Yes, it is enough")), ("no", _("No, something is missing"))],
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
        hints = {"no": _t("The clock goes on waiting. Tell the person what is missing.")}
        self.fields["is_sufficient"].widget.option_hints = hints

    def clean(self) -> dict[str, Any]:
        """A clarification is answered by any answer: "I want everything" is one."""
        values = super().clean() or {}
        if values.get("waiting_for") == PauseKind.CLARIFICATION and values.get("is_sufficient") == "no":
            self.add_error("is_sufficient", _t("Any reply to a clarification counts, also “I want everything”."))
        return values

    @property
    def is_enough(self) -> bool:
        """Whether the answer gave what was needed."""
        return bool(self.cleaned_data["is_sufficient"] == "yes")

    def event(self) -> Answer | None:
        """The act for the pure clock; None while what it needs is not given."""
        values = self.cleaned_data
        if not (values.get("waiting_for") and values.get("on") and values.get("is_sufficient")):
            return None
        return Answer(PauseKind(values["waiting_for"]), values["on"], sufficient=self.is_enough)


class ExtendForm(ActForm):
    """A notice of extension: criteria of the regime, reasons, the day it was sent."""

    criteria = forms.MultipleChoiceField(label=_("Grounds"), widget=HintedBoxes, help_text=_("At least one."))
    reason = forms.CharField(
        label=_("Reasons as told to the person"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("They go into the notice (GDPR Art. 12(3))."),
    )
    on = forms.DateField(label=_("Notice sent on"))
    until = forms.DateField(
        label=_("Answer announced for"),
        required=False,
        help_text=_("Only where you announce an earlier day than the longest one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = extension_criteria(case_clock.rules_of(self.case), Right(self.case.right))
        field = self.fields["criteria"]
        field.choices = [(criterion.code, criterion.label) for criterion in criteria]  # type: ignore[attr-defined]
        field.widget.option_hints = {criterion.code: criterion.article for criterion in criteria}

    def event(self) -> Extend | None:
        """The act for the pure clock, as if its reasons were given; None while its day is not given."""
        values = self.cleaned_data
        if not values.get("on"):
            return None
        return Extend(values["on"], reasons_given=True, criteria=self._criteria(), until=values.get("until"))

    def _criteria(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data.get("criteria", ()))

    def clean_until(self) -> dt.date | None:
        """Refuse a slip of the keyboard before the clock meets it."""
        until: dt.date | None = self.cleaned_data.get("until")
        if until is not None and until > case_clock.today_of(self.case) + LONGEST_ANNOUNCED:
            raise forms.ValidationError(_t("The day announced must lie within the next two years."))
        return until


class AssignForm(ActForm):
    """Who works the case."""

    handler = forms.ModelChoiceField(label=_("Handler"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(is_active=True, role_grants__role__in=(Role.HANDLER, Role.DPO)).distinct()
        self.fields["handler"].queryset = workers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["handler"].initial = self.case.handler_id


class ReasonForm(ActForm):
    """A reason in words: moving back, reopening."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=WORDS))


class NoteForm(forms.Form):
    """A note on the case."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)


class FileForm(forms.Form):
    """A file to be attached."""

    file = forms.FileField(label=_("File"))
    purpose = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("request", _("The request")),
            ("authority", _("Proof of authority")),
            ("correspondence", _("Correspondence")),
            ("other", _("Something else")),
        ],
    )
