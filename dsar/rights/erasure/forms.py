"""What is typed on the pages about erasure. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discovery.sources.registry import Setting
from dsar.cases.forms import ActForm
from dsar.processing_records.forms import LINES, ActivityField, LinesField
from dsar.processing_records.models import ProcessingActivity, System
from dsar.processing_records.source_forms import _NAME_OF_SECRET as NAME_OF_SECRET
from dsar.rights.erasure.models import ErasureTarget, PolicyAction
from erasure.rules import EXCEPTIONS, exceptions_for, grounds_for
from erasure.targets import TargetKind

DECISIONS = (("erase", _("Erase")), ("restrict", _("Restrict instead (Art. 18)")), ("keep", _("Keep (Art. 17(3))")))


def exception_choices(country: str = "", regime: str = "") -> list[tuple[str, str]]:
    """The exceptions with their articles, an empty one first."""
    known = exceptions_for(country, regime) if country else dict(EXCEPTIONS)
    return [
        ("", "—"),
        *(
            (code, _("%(article)s: %(words)s") % {"article": article, "words": gettext(words)})
            for code, (article, words) in known.items()
        ),
    ]


class GroundForm(ActForm):
    """The ground of Art. 17(1)."""

    ground = forms.ChoiceField(label=_("Ground"))
    why = forms.CharField(label=_("Why it applies"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = grounds_for(self.case.regime_id)
        choices = [
            (code, _("%(article)s: %(words)s") % {"article": article, "words": gettext(words)})
            for code, (article, words) in known.items()
        ]
        self.fields["ground"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class DecisionForm(ActForm):
    """The decision about one entry of the register."""

    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS)
    exception = forms.ChoiceField(label=_("Exception"), required=False)
    why = forms.CharField(label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    until = forms.CharField(
        label=_("Until"), max_length=100, required=False, help_text=_("A date, or a rule such as “end of 2034”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = exception_choices(self.case.controller.country, self.case.regime_id)
        self.fields["exception"].choices = known  # type: ignore[attr-defined]


class TargetForm(forms.Form):
    """Name, system and the settings of one kind of target."""

    system = forms.ModelChoiceField(label=_("System"), queryset=System.objects.all())
    name = forms.CharField(label=_("Name of the target"), max_length=150)

    def __init__(self, *args: Any, kind: TargetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for setting in kind.settings:
            self.fields[setting.name] = _field(setting)
        if kind.needs_secret:
            self.fields["secret_name"] = forms.CharField(
                label=_("Name of the secret"), max_length=80, required=False, validators=[NAME_OF_SECRET],
                help_text=_("Credentials that may change things, other than those of the search: DSAR_SECRET_ and "
                            "this name where the worker runs, or its _FILE."),
            )  # fmt: skip
        self.fields["is_active"] = forms.BooleanField(
            label=_("Part of every new erasure"), required=False, initial=True
        )

    def settings(self) -> dict[str, Any]:
        """The clean settings of the kind; what was left empty is left to the kind's defaults."""
        given = {setting.name: self.cleaned_data.get(setting.name) for setting in self.kind.settings}
        return {name: value for name, value in given.items() if value not in (None, "")}


class PolicyForm(forms.Form):
    """What becomes of one set of a target."""

    set = forms.CharField(
        label=_("Set"), max_length=150,
        help_text=_("Table, kind of file (files/pdf), part of the mail (mail/to), key pattern; * for all others."),
    )  # fmt: skip
    action = forms.ChoiceField(label=_("What becomes of it"), choices=PolicyAction.choices)
    columns = LinesField(label=_("Only these columns"), required=False, widget=forms.Textarea(attrs=LINES))
    spared = LinesField(label=_("But not these columns"), required=False, widget=forms.Textarea(attrs=LINES))
    activity = ActivityField(
        label=_("Serves the processing activity"), required=False,
        queryset=ProcessingActivity.objects.select_related("controller").order_by("controller__name", "name"),
        help_text=_("Where a case decides to keep or restrict this activity, the set stays."),
    )  # fmt: skip
    exception = forms.ChoiceField(label=_("Exception, where it stays"), choices=exception_choices, required=False)
    why = forms.CharField(label=_("Why it stays"), max_length=300, required=False)
    until = forms.CharField(label=_("Until"), max_length=100, required=False)
    marker = forms.CharField(
        label=_("Mark of the restriction"), max_length=100, required=False,
        help_text=_("column = value, set in restricted rows so that the system knows."),
    )  # fmt: skip

    def clean_marker(self) -> dict[str, str]:
        """{column: value}; empty where nothing was typed."""
        name, sign, value = str(self.cleaned_data["marker"]).partition("=")
        if not name.strip():
            return {}
        if not sign or not value.strip():
            raise forms.ValidationError(_("Write it as column = value."))
        return {name.strip(): value.strip()}


def initial_of(target: ErasureTarget) -> dict[str, Any]:
    """What the form of a target starts with."""
    own = {"system": target.system, "name": target.name, "is_active": target.is_active}
    return own | {"secret_name": target.secret_name} | dict(target.settings)


def _field(setting: Setting) -> forms.Field:
    common: dict[str, Any] = {
        "label": setting.label, "help_text": setting.hint, "required": setting.required, "initial": setting.default,
    }  # fmt: skip
    if setting.kind == "lines":
        return LinesField(widget=forms.Textarea(attrs=LINES), **common)
    if setting.kind == "yes_no":
        return forms.BooleanField(**(common | {"required": False}))
    if setting.name == "instructions":
        return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    return forms.CharField(max_length=1000, **common)
