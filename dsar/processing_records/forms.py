"""What is typed into the register. Forms make clean values; they neither save nor decide."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dsar.deadlines.calendars import WEEKENDS_ONLY
from dsar.deadlines.rulesets import regime_ids
from dsar.processing_records.models import Controller, ProcessingActivity, System
from dsar.processing_records.services import ActivityValues, RecipientValues

if TYPE_CHECKING:
    _SystemModelForm = forms.ModelForm[System]
    _ControllerModelForm = forms.ModelForm[Controller]
else:
    _SystemModelForm = _ControllerModelForm = forms.ModelForm

LINES = {"rows": 3}
CALENDARS = (
    (WEEKENDS_ONLY, _("Weekends only")),
    ("GB-EAW", _("England and Wales")),
    ("GB-SCT", _("Scotland")),
    ("GB-NIR", _("Northern Ireland")),
    ("IE", _("Ireland")),
    ("AT", _("Austria")),
    ("BE", _("Belgium")),
    ("DE", _("Germany, days kept everywhere")),
    ("DE-BE", _("Germany, Berlin")),
    ("DE-BY", _("Germany, Bavaria")),
    ("DE-NW", _("Germany, North Rhine-Westphalia")),
    ("DK", _("Denmark")),
    ("ES", _("Spain")),
    ("FI", _("Finland")),
    ("FR", _("France")),
    ("IT", _("Italy")),
    ("LU", _("Luxembourg")),
    ("NL", _("Netherlands")),
    ("PL", _("Poland")),
    ("PT", _("Portugal")),
    ("SE", _("Sweden")),
    ("CH", _("Switzerland")),
    ("CA", _("Canada")),
    ("CA-QC", _("Canada, Quebec")),
    ("US", _("United States")),
    ("BR", _("Brazil")),
)
_AUTOMATED = {"yes": True, "no": False, "": None}


class ActivityField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An entry of the register, told with its controller: several may have one of the same name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.controller.name})"


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class ActivityForm(forms.Form):
    """An entry of the register without its recipients."""

    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    name = forms.CharField(label=_("Processing activity"), max_length=150)
    purpose = forms.CharField(label=_("Purposes"), widget=forms.Textarea(attrs=LINES))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=200)
    categories = LinesField(
        label=_("Categories of personal data"), widget=forms.Textarea(attrs=LINES), help_text=_("One on each line.")
    )
    data_subjects = forms.CharField(label=_("Categories of data subjects"), max_length=300, required=False)
    retention = forms.CharField(
        label=_("How long the data are kept"),
        widget=forms.Textarea(attrs=LINES),
        required=False,
        help_text=_("A period, or how it is worked out. An answer needs it (Art. 15(1)(d))."),
    )
    source_of_data = forms.CharField(
        label=_("Where the data come from"), widget=forms.Textarea(attrs=LINES), required=False
    )
    automated = forms.ChoiceField(
        label=_("Decisions by machines alone?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        required=False,
    )
    automated_decisions = forms.CharField(
        label=_("Their logic and consequences"),
        widget=forms.Textarea(attrs=LINES),
        required=False,
        help_text=_("In words that the person understands (Art. 15(1)(h))."),
    )
    security_measures = forms.CharField(
        label=_("Security measures"), widget=forms.Textarea(attrs=LINES), required=False
    )
    systems = forms.ModelMultipleChoiceField(
        label=_("Systems in which the data lie"),
        queryset=System.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def values(self) -> ActivityValues:
        """The clean values of a valid form."""
        clean = self.cleaned_data
        return ActivityValues(
            name=clean["name"].strip(),
            purpose=clean["purpose"],
            legal_basis=clean["legal_basis"],
            categories=clean["categories"],
            data_subjects=clean["data_subjects"],
            retention=clean["retention"],
            source_of_data=clean["source_of_data"],
            has_automated_decisions=_AUTOMATED[clean["automated"]],
            automated_decisions=clean["automated_decisions"],
            security_measures=clean["security_measures"],
        )


class RecipientForm(forms.Form):
    """One recipient; a row left empty is none."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(label=_("What they do"), max_length=100, required=False)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        max_length=2,
        error_messages={"invalid": _("Two letters, such as US.")},
    )
    safeguard = forms.CharField(label=_("Safeguard of the transfer"), max_length=300, required=False)
    is_category = forms.BooleanField(label=_("Only a category"), required=False)
    category_reason = forms.CharField(label=_("Why nobody is named"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail for notices (Art. 19)"), max_length=320, required=False)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("is_category") and not clean.get("category_reason", "").strip():
            self.add_error("category_reason", _("Say why only the category can be named (C-154/21)."))
        return clean


_Recipients = forms.formset_factory(RecipientForm, extra=2, can_delete=True, max_num=60)


def recipient_rows(given: Any, *, initial: list[dict[str, Any]]) -> "forms.BaseFormSet[RecipientForm]":
    """The recipients of an activity as rows of a form, with two empty ones at the end."""
    return _Recipients(given, prefix="recipients", initial=initial)


def recipient_values(rows: "forms.BaseFormSet[RecipientForm]") -> list[RecipientValues]:
    """The filled rows that are not marked for removal."""
    filled = [form.cleaned_data for form in rows.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return [
        RecipientValues(
            name=clean["name"].strip(),
            role=clean["role"],
            country=clean["country"].upper(),
            safeguard=clean["safeguard"],
            is_category=clean["is_category"],
            category_reason=clean["category_reason"] if clean["is_category"] else "",
            email=clean["email"],
        )
        for clean in filled
    ]


def initial_of(activity: ProcessingActivity | None) -> dict[str, Any]:
    """What the form of an entry starts with."""
    if activity is None:
        return {}
    words = {True: "yes", False: "no", None: ""}
    copied = ("controller", "name", "purpose", "legal_basis", "categories", "data_subjects", "retention")
    more = ("source_of_data", "automated_decisions", "security_measures")
    return {name: getattr(activity, name) for name in (*copied, *more)} | {
        "automated": words[activity.has_automated_decisions],
        "systems": list(activity.systems.all()),
    }


class SystemForm(_SystemModelForm):
    """A system and who answers for it."""

    class Meta:
        model = System
        fields = ["name", "description", "owner", "owner_contact", "is_paper"]
        labels = {
            "name": _("Name"),
            "description": _("What it is"),
            "owner": _("Who answers for it"),
            "owner_contact": _("How they are reached"),
            "is_paper": _("On paper, or searched by its owner"),
        }
        widgets = {"description": forms.Textarea(attrs=LINES)}


OF_THE_CLOCK = ("time_zone", "calendar", "policy")


class ControllerForm(_ControllerModelForm):
    """An organisation, its clock, its authority and its DPO."""

    time_zone = forms.ChoiceField(label=_("Time zone"))
    calendar = forms.ChoiceField(label=_("Public holidays"))
    regime = forms.ChoiceField(label=_("Law"))
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)

    class Meta:
        model = Controller
        fields = [
            "name", "address", "country", "language", "contact_email", "dpo_name", "dpo_contact",
            "supervisory_authority", "supervisory_authority_contact", "regime", "time_zone", "calendar", "policy",
            "handlers_may_extend", "retention_months", "no_reply_days", "small_team", "small_team_reason",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "address": _("Address"),
            "country": _("Country"),
            "contact_email": _("E-mail address for requests"),
            "dpo_name": _("Data Protection Officer"),
            "dpo_contact": _("How the DPO is reached"),
            "supervisory_authority": _("Supervisory authority"),
            "supervisory_authority_contact": _("How the authority is reached"),
            "policy": _("Our target"),
            "handlers_may_extend": _("Handlers may extend a deadline"),
            "retention_months": _("Months for which a closed case is kept"),
            "no_reply_days": _("Days without a reply after which a case may be closed"),
            "small_team": _("Small team: one person may propose and decide"),
            "small_team_reason": _("Why two pairs of eyes are not possible"),
        }
        help_texts = {
            "country": _("Two letters, such as GB."),
            "policy": _("The statute caps it: see the table."),
            "no_reply_days": _("Our own rule, not the law's; a reminder that says so comes first."),
            "small_team_reason": _("Auditors read it."),
        }
        widgets = {"address": forms.Textarea(attrs=LINES)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.calendar
        known = list(CALENDARS) + ([(kept, kept)] if kept not in dict(CALENDARS) else [])
        choices = {
            "time_zone": [(name, name) for name in sorted(available_timezones())],
            "calendar": known,
            "regime": [(name, name) for name in regime_ids()],
        }
        self.fields["no_reply_days"].required = False
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # all three are choice fields
        if not self.instance._state.adding:
            for name in OF_THE_CLOCK:  # they move open cases: changed on a page that shows first which
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Changed under “Calendar and targets”.")

    def clean_no_reply_days(self) -> int:
        """The days as given; as they were where the field was left empty."""
        given: int | None = self.cleaned_data["no_reply_days"]
        return given or int(self.instance.no_reply_days)
