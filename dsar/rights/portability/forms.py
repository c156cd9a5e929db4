"""What is typed on the pages about portability. Forms make clean values; they neither save nor decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm
from dsar.cases.models import Case
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.rules import REFUSED, grounds_for
from dsar.rights.portability.models import BasisChoice, TransmissionWay
from dsar.rights.portability.plan_services import SetOrder
from dsar.rights.portability.rules import Proposal

LINES = {"rows": 3}
ORIGINS = (
    ("provided", _("Provided")),
    ("observed", _("Observed")),
    ("derived", _("Derived: stays out")),
)
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class FindingsForm(ActForm):
    """Whose findings are used; the choices are set by the page."""

    source = forms.ChoiceField(label=_("Findings of"))
    words = forms.CharField(
        label=_("Fresh look"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES),
        help_text=_("For another case: what you looked at, and that it still is as it was found."),
    )  # fmt: skip

    def __init__(self, *args: Any, sources: Sequence[Case] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (self.case.reference, _("This case: its own search and review"))
        others = [(one.reference, f"{one.reference}: {one.get_right_display()}") for one in sources]
        self.fields["source"].choices = [*others, own]  # type: ignore[attr-defined]


class WishForm(ActForm):
    """To whom the package goes."""

    to_person = forms.BooleanField(label=_("To the person themselves (Art. 20(1))"), required=False)
    to_controller = forms.BooleanField(label=_("To another controller (Art. 20(2))"), required=False)


class FeasibilityForm(ActForm):
    """Whether direct transmission is technically feasible."""

    feasible = forms.ChoiceField(label=_("Technically feasible"), choices=YES_NO, widget=forms.RadioSelect)
    feasible_words = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs=LINES))


class ActivityForm(ActForm):
    """The basis of an activity for this person."""

    basis = forms.ChoiceField(label=_("Basis for this person"), choices=BasisChoice.choices)
    is_automated = forms.BooleanField(label=_("Processed by automated means, not on paper"), required=False)
    why = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES),
        help_text=_("Needed where the register says something else."),
    )  # fmt: skip


class SetForm(ActForm):
    """A set: the activity that it serves, the origin of each column, and whose data of others may stay in."""

    activity = forms.ModelChoiceField(
        label=_("Serves the processing activity"), queryset=ProcessingActivity.objects.none(), required=False
    )
    is_in = forms.BooleanField(label=_("Part of the package"), required=False)
    why = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES),
        help_text=_("Needed where you differ from the rule, or leave the set out."),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: Sequence["ColumnLine"], choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = choices  # type: ignore[attr-defined]
        self.columns = columns
        for column in columns:
            self.fields[column.field] = forms.ChoiceField(label=column.name, choices=ORIGINS, initial=column.origin)
            if column.others:
                self.fields[column.others_field] = forms.CharField(
                    label=_("Other people in “%(column)s” stay in, because") % {"column": column.name},
                    max_length=500, required=False, initial=column.kept,
                    help_text=_("Empty: those values are left out (Art. 20(4))."),
                )  # fmt: skip

    def rows(self) -> Iterator[tuple["ColumnLine", Any, Any]]:
        """The columns with their fields."""
        for column in self.columns:
            yield column, self[column.field], self[column.others_field] if column.others else None

    def order(self) -> SetOrder:
        """What was decided."""
        clean = self.cleaned_data
        return SetOrder(
            activity=clean["activity"],
            is_in=clean["is_in"],
            origins={column.key: clean[column.field] for column in self.columns},
            others={column.key: clean[column.others_field] for column in self.columns if column.others},
            why=clean["why"],
        )


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column on the page of a set: counts, what the rule proposes, what is decided."""

    place: int
    key: str
    name: str
    filled: int
    others: int
    hidden: int
    not_kept: int
    origin: str
    kept: str
    proposal: Proposal

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"origin_{self.place}"

    @property
    def others_field(self) -> str:
        """The name of the field for other people's data."""
        return f"others_{self.place}"

    @classmethod
    def of(cls, place: int, key: str, counts: Mapping[str, int], proposal: Proposal, ruling: Any) -> "ColumnLine":
        """The line of a column as it stands."""
        origin = ruling.origins.get(key, proposal.origin.value) if ruling else proposal.origin.value
        kept = ruling.others.get(key, "") if ruling else ""
        name = key or str(_("Documents"))
        return cls(
            place, key, name, counts.get("filled", 0), counts.get("others", 0), counts.get("hidden", 0),
            counts.get("not_kept", 0), origin, kept, proposal,
        )  # fmt: skip


class ApproveForm(ActForm):
    """Approving the package as it stands; `pictures` are the places that were looked at, one tick each."""

    pictures = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Remark"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES))
    small_team_reason = forms.CharField(label=_("Why nobody else can approve"), max_length=300, required=False)


class RefuseForm(ActForm):
    """Refusing the request."""

    ground = forms.ChoiceField(label=_("Ground"))
    why = forms.CharField(label=_("Why (stays inside)"), max_length=2000, widget=forms.Textarea(attrs=LINES))
    words = forms.CharField(
        label=_("Reasons as told to the person"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = grounds_for("portability", REFUSED)
        choices = [(code, f"{gettext(ground.words)} ({ground.article})") for code, ground in known.items()]
        self.fields["ground"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class ReceiverForm(ActForm):
    """Another controller, and how the package gets there."""

    name = forms.CharField(label=_("Controller"), max_length=200)
    contact = forms.CharField(
        label=_("Contact"), max_length=300, required=False, help_text=_("A person or a telephone number there.")
    )
    way = forms.ChoiceField(label=_("Way"), choices=TransmissionWay.choices, widget=forms.RadioSelect)
    address = forms.URLField(
        label=_("Upload address"), max_length=2000, required=False, assume_scheme="https",
        help_text=_("As they gave it: https only, in the public internet."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("Method"), choices=[("PUT", "PUT"), ("POST", "POST")])
    secret = forms.CharField(
        label=_("One-time secret"), max_length=500, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Sent once as a bearer token and then wiped. Empty where the address itself is the secret."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An upload needs its address."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if clean.get("way") == TransmissionWay.UPLOAD and not clean.get("address") and "address" not in self.errors:
            self.add_error("address", _("Give the address to which it is uploaded."))
        return clean


class ConfirmForm(ActForm):
    """That the controller was checked with the person."""

    how = forms.CharField(label=_("How it was checked"), max_length=500)


class StopForm(ActForm):
    """Taking a controller off, or stopping a transmission."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class CollectForm(forms.Form):
    """The code at the door of a receiving controller."""

    code = forms.CharField(
        label=_("Code"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
