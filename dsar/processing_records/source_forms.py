"""The form of a source, made from what its kind wants to know."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from discovery.sources.registry import Setting, SourceKind
from dsar.processing_records.forms import LINES, LinesField
from dsar.processing_records.models import Source, System

_NAME_OF_SECRET = RegexValidator(r"^[A-Za-z][A-Za-z0-9_]*$", _("Letters, digits and underscores only."))
# How the settings of built-in kinds read on the screen; settings of other kinds bring their own words.
_WORDS = {
    "path": _("Folder"),
    "include": _("Only files like"),
    "exclude": _("Not files like"),
    "max_bytes": _("Largest file in bytes"),
    "hard_links": _("Read files that have a second name"),
    "url": _("Address of the database"),
}


class SourceForm(forms.Form):
    """Name, system and the settings of one kind."""

    system = forms.ModelChoiceField(label=_("System"), queryset=System.objects.all())
    name = forms.CharField(label=_("Name of the source"), max_length=150)

    def __init__(self, *args: Any, kind: SourceKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for setting in kind.settings:
            self.fields[setting.name] = _field(setting)
        if kind.name == "sql":
            self.fields["secret_name"] = forms.CharField(
                label=_("Name of the secret"),
                max_length=80,
                required=False,
                validators=[_NAME_OF_SECRET],
                help_text=_(
                    "The password itself is set where the search runs: DSAR_SECRET_ and this name, or its _FILE."
                ),
            )
        self.fields["is_active"] = forms.BooleanField(label=_("Searched in new cases"), required=False, initial=True)

    def settings(self) -> dict[str, Any]:
        """The clean settings of the kind; what was left empty is left to the kind's defaults."""
        given = {setting.name: self.cleaned_data.get(setting.name) for setting in self.kind.settings}
        return {name: value for name, value in given.items() if value not in (None, "")}


def initial_of(source: Source) -> dict[str, Any]:
    """What the form of a source starts with."""
    own = {"system": source.system, "name": source.name, "is_active": source.is_active}
    return own | {"secret_name": source.secret_name} | dict(source.settings)


def _field(setting: Setting) -> forms.Field:
    common: dict[str, Any] = {
        "label": _WORDS.get(setting.name, setting.label),
        "help_text": setting.hint,
        "required": setting.required,
        "initial": setting.default,
    }
    if setting.kind == "lines":
        return LinesField(widget=forms.Textarea(attrs=LINES), **common)
    if setting.kind == "number":
        return forms.IntegerField(min_value=0, **common)
    if setting.kind == "yes_no":
        return forms.BooleanField(**(common | {"required": False}))
    return forms.CharField(max_length=1000, **common)
