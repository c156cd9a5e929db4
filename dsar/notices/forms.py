"""The form of a letter's text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.notices.placeholders import LONGEST_SUBJECT, LONGEST_TEXT
from dsar.notices.text_services import faults_of


class LetterForm(forms.Form):
    """Subject and body; what cannot be used is told with line and reason."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        strip=True,
        widget=forms.TextInput(attrs={"spellcheck": "true", "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"})
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language

    def clean_body(self) -> str:
        """With one kind of line break."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        """Whether the text is written in the language of letters and tells what the law wants told."""
        values = super().clean() or {}
        if "subject" in values and "body" in values:
            for name, wrong in faults_of(self.code, values["subject"], values["body"]).items():
                for one in wrong:
                    self.add_error(name, str(one))
        return values
