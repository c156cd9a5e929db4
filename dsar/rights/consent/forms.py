"""What is typed into the screens of the ledger. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.models import Act, Channel, Ground, Method, OptOutRight, Purpose, PurposeKind, Scope, SubjectKind
from dsar.processing_records.forms import ActivityField, LinesField
from dsar.processing_records.models import Controller, ProcessingActivity

SAYABLE = (Act.GRANTED, Act.DENIED, Act.WITHDRAWN, Act.OPTED_OUT, Act.OPTED_IN)
BY_STAFF = (Method.SPOKEN, Method.WRITTEN, Method.SIGNED, Method.TICKED)
STAFF_CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.PAPER, Channel.IN_PERSON)
OPEN_PURPOSES = Purpose.objects.filter(retired_at__isnull=True)
MOST_IMPORT_BYTES = 5 * 1024 * 1024


class PurposeForm(forms.Form):
    """A purpose to add."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short, for other systems: newsletter, web-analytics.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PurposeKind.choices, initial=PurposeKind.MARKETING)
    ground = forms.ChoiceField(
        label=_("What decides"), choices=Ground.choices, widget=forms.RadioSelect, initial=Ground.CONSENT
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=200,
        required=False,
        help_text=_("Where it is not consent: for example Art. 6(1)(b), to carry out the contract."),
    )
    opt_out_right = forms.ChoiceField(
        label=_("Right under the CCPA"), choices=OptOutRight.choices, required=False, initial=OptOutRight.NONE
    )
    heeds_signal = forms.BooleanField(
        label=_("A Global Privacy Control signal opts out of it"),
        required=False,
        help_text=_("The law asks for this for sale and sharing."),
    )
    is_special_category = forms.BooleanField(
        label=_("It uses special categories of data: consent must be explicit (Art. 9(2)(a))"), required=False
    )
    valid_months = forms.IntegerField(
        label=_("Consent ends after (months)"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Left empty, it holds until it is withdrawn."),
    )
    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    activity = ActivityField(
        label=_("Entry of the register"),
        queryset=ProcessingActivity.objects.select_related("controller").order_by("controller__name", "name"),
        required=False,
    )


class WordingForm(forms.Form):
    """The next wording, in every language that is given, with the screen on which it stood."""

    screen = forms.CharField(
        label=_("What stood around it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where it was shown, the labels of the buttons, what was ticked before: nothing may be."),
    )
    picture = forms.FileField(
        label=_("Picture of the screen"), required=False, help_text=_("PNG or JPEG of at most 1 MB.")
    )
    asks_again = forms.ChoiceField(
        label=_("People who agreed to an earlier wording"),
        choices=[("yes", _("are asked again: the meaning has changed")), ("no", _("are not asked again"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    reason = forms.CharField(
        label=_("Why nobody needs to be asked again"), required=False, max_length=300,
        help_text=_("For example: a typing error was corrected."),
    )  # fmt: skip

    def __init__(self, *args: Any, languages: list[str], first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.languages = languages
        for code in languages:
            words = {"language": names.get(code, code)}
            needed = code == languages[0]
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % words, max_length=120, required=needed
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Words (%(language)s)") % words,
                required=needed,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        if first:
            del self.fields["asks_again"], self.fields["reason"]

    def bound_texts(self) -> list[tuple[Any, Any]]:
        """The fields of each language, for the template."""
        return [(self[f"title_{code}"], self[f"text_{code}"]) for code in self.languages]

    def clean(self) -> dict[str, Any]:
        """A title has words and words have a title."""
        cleaned = super().clean() or {}
        for code in self.languages:
            title, text = cleaned.get(f"title_{code}"), cleaned.get(f"text_{code}")
            if bool(title) != bool(text):
                self.add_error(
                    f"text_{code}" if title else f"title_{code}", _("Give both title and words, or neither.")
                )
        return cleaned


class LookUpForm(forms.Form):
    """By what a person is known."""

    kind = forms.ChoiceField(label=_("Known by"), choices=SubjectKind.choices)
    identifier = forms.CharField(
        label=_("Address, number or id"), max_length=320, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ChoiceForm(forms.Form):
    """What a person told us: for one purpose."""

    purpose = forms.ModelChoiceField(label=_("Purpose"), queryset=OPEN_PURPOSES)
    act = forms.ChoiceField(label=_("What they said"), choices=[(one.value, one.label) for one in SAYABLE])
    method = forms.ChoiceField(label=_("How"), choices=[(one.value, one.label) for one in BY_STAFF])
    channel = forms.ChoiceField(label=_("Where"), choices=[(one.value, one.label) for one in STAFF_CHANNELS])
    language = forms.ChoiceField(
        label=_("Language of the wording they were given"), choices=[(code, name) for code, name in settings.LANGUAGES]
    )
    note = forms.CharField(
        label=_("What shows it"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept sealed: number of the call, place of the letter, words of the person."),
    )  # fmt: skip


class UndoForm(forms.Form):
    """Why an entry or an import is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=300)


class ImportForm(forms.Form):
    """A file of choices that were made elsewhere."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or JSON, UTF-8, 5 MB at most."))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_IMPORT_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        if not str(given.name).lower().endswith((".csv", ".json")):
            raise forms.ValidationError(_("The name of the file ends in .csv or .json."))
        return given


class TokenForm(forms.Form):
    """A system that asks the ledger."""

    name = forms.CharField(label=_("System"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )


class WebhookForm(forms.Form):
    """A receiver of changes."""

    name = forms.CharField(label=_("Receiver"), max_length=80)
    url = forms.CharField(label=_("Address"), max_length=300, help_text=_("Begins with https://."))
    purposes = forms.ModelMultipleChoiceField(
        label=_("Only these purposes"),
        queryset=OPEN_PURPOSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: it hears of all."),
    )
    tells_identifier = forms.BooleanField(
        label=_("Tell who it is about"),
        required=False,
        help_text=_("Without it the receiver gets our id of the person, which says nothing outside."),
    )


class SiteForm(forms.Form):
    """A page that shows our snippet."""

    name = forms.CharField(label=_("Page"), max_length=80)
    origins = LinesField(label=_("Origins"), help_text=_("One a line: https://www.example.org"))
    purposes = forms.ModelMultipleChoiceField(
        label=_("Purposes that it asks for"), queryset=OPEN_PURPOSES, widget=forms.CheckboxSelectMultiple
    )


class CarriedOutForm(forms.Form):
    """That everybody else was told of an opt-out."""

    told = forms.CharField(
        label=_("Who was told to stop, and when"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
