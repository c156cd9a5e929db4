"""What is typed on the pages about complaints, holds, owners of systems, conflicts and links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases.complaint_models import ComplaintKind, ComplaintState
from dsar.cases.conflict_selectors import conflicted_system_ids, conflicted_user_ids
from dsar.cases.forms import ActForm, HintedBoxes, HintedRadios
from dsar.cases.hold_models import HoldKind, PreservationNotice, PreservationState
from dsar.cases.relation_rules import LINKS
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import System


def _words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows})
    )


class HoldForm(ActForm):
    """A legal hold."""

    kind = forms.ChoiceField(label=_("What for"), choices=HoldKind.choices)
    reason = _words(_("Why"), _("Nothing of the case is deleted until the hold is lifted."))
    review_on = forms.DateField(
        label=_("Look again on"), required=False, help_text=_("In six months where you leave it out.")
    )
    whole_person = forms.BooleanField(
        label=_("Hold the person too"),
        required=False,
        help_text=_(
            "Every case with the same e-mail address, number or reference is held, those that come later as well."
        ),
    )


class ComplaintForm(ActForm):
    """A complaint as it came."""

    kind = forms.ChoiceField(label=_("To whom"), choices=ComplaintKind.choices, widget=HintedRadios)
    received_on = forms.DateField(label=_("Received on"))
    about = _words(_("What it is about"))
    contact = forms.CharField(
        label=_("Contact there"), max_length=300, required=False, help_text=_("Case officer, address, phone.")
    )
    foreign_reference = forms.CharField(label=_("Their reference"), max_length=100, required=False)
    answer_by = forms.DateField(label=_("To be answered by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = case_clock.today_of(self.case)
        hints = {ComplaintKind.CONTROLLER.value: _("In the UK it is acknowledged within 30 days (DPA 2018 s. 164A).")}
        self.fields["kind"].widget.option_hints = {code: str(words) for code, words in hints.items()}


class EndComplaintForm(ActForm):
    """How a complaint ended."""

    state = forms.ChoiceField(
        label=_("How did it end?"), choices=[one for one in ComplaintState.choices if one[0] != ComplaintState.OPEN]
    )
    on = forms.DateField(label=_("On"))
    outcome = _words(_("What came of it"))


class AcknowledgeForm(ActForm):
    """The acknowledgement of a complaint."""

    on = forms.DateField(label=_("Acknowledged on"))
    is_written = forms.BooleanField(
        label=_("Send the letter now"), required=False, initial=True, help_text=_("Leave it out where it was sent.")
    )
    confirmed = forms.BooleanField(label=_("I have made sure that writing is safe for this person"), required=False)


class PreserveForm(ActForm):
    """Whose systems are to be kept; an owner who must not know is not offered."""

    systems = forms.ModelMultipleChoiceField(
        label=_("Systems"),
        queryset=System.objects.none(),
        widget=HintedBoxes,
        error_messages={"required": _("Choose at least one system.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = PreservationNotice.objects.filter(case=self.case).exclude(state=PreservationState.RELEASED)
        barred = conflicted_system_ids(self.case) | set(asked.values_list("system_id", flat=True))
        left = System.objects.exclude(pk__in=barred)
        field = self.fields["systems"]
        field.queryset = left  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        field.initial = [system.pk for system in left]
        field.widget.option_hints = {
            str(system.pk): system.owner_contact or str(_("No address: to be told by hand")) for system in left
        }


class ConflictForm(ActForm):
    """Who must not know of the case."""

    user = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    system = forms.ModelChoiceField(
        label=_("Owner of a system"), queryset=System.objects.none(), required=False, empty_label=_("Nobody")
    )
    reason = _words(_("Why"), _("The reason is sealed with the case; those it is about never see it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk__in=conflicted_user_ids(self.case))
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        left = System.objects.exclude(pk__in=conflicted_system_ids(self.case))
        self.fields["system"].queryset = left  # type: ignore[attr-defined]


class LinkForm(ActForm):
    """A link to another case."""

    other = forms.CharField(label=_("Reference of the other case"), max_length=24)
    kind = forms.ChoiceField(
        label=_("How they belong together"),
        choices=[(code, kind.label) for code, kind in LINKS.items() if code not in ("duplicated_by", "later")],
    )


class SplitForm(ActForm):
    """The further rights that the same request names."""

    rights = forms.MultipleChoiceField(
        label=_("Which rights does the request name besides?"),
        widget=HintedBoxes,
        error_messages={"required": _("Choose at least one right.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {self.case.right}
        taken |= set(self.case.links.filter(kind="same_request").values_list("other__right", flat=True))
        left = [choice for choice in RightAsked.choices if choice[0] not in taken]
        self.fields["rights"].choices = left  # type: ignore[attr-defined]  # a MultipleChoiceField
