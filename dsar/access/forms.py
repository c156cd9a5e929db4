"""Forms of the signed-out pages and of the pages that ask again who somebody is."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

# Somebody who looks for their language reads its name in it.
_OWN_NAMES = {"en": "English", "fr": "Français", "de": "Deutsch"}


class SignInForm(forms.Form):
    """Address and password."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class OneOfThem(forms.CharField):
    """A field that may be left empty because another one of the form is given."""

    is_alternative = True


class TimeZoneForm(forms.Form):
    """Where a person is."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Your lists count days there, and pages show the hour there.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(name, name) for name in sorted(available_timezones())]  # type: ignore[attr-defined]


class LanguageForm(forms.Form):
    """In which language a person reads the screens."""

    language = forms.ChoiceField(
        label=_("Language of the screens"), required=False, help_text=_("Mails to you are written in it, too.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, _OWN_NAMES.get(code, name)) for code, name in settings.LANGUAGES]
        self.fields["language"].choices = [("", _("As the browser says")), *languages]  # type: ignore[attr-defined]


class _ProofForm(forms.Form):
    """Something that proves the person: one of its fields is enough."""

    nothing_given = _("Give one of them.")

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form."""
        clean = super().clean() or {}
        if not self.errors and not any(clean.values()):
            self.add_error(next(iter(self.fields)), self.nothing_given)
        return clean


def code_field(*, autofocus: bool = False) -> forms.CharField:
    """A code of an app, or a recovery code."""
    attributes: dict[str, Any] = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": autofocus}
    return OneOfThem(
        label=_("Code"),
        max_length=20,
        required=False,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs=attributes),
    )


class SecondFactorForm(_ProofForm):
    """The second step of signing in."""

    code = code_field(autofocus=True)
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    nothing_given = _("Give a code, or use your security key.")


class ProofAgainForm(_ProofForm):
    """Password or second factor of the person who is signed in."""

    password = OneOfThem(
        label=_("Your password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = code_field()
    answer = forms.CharField(required=False, widget=forms.HiddenInput)

    nothing_given = _("Give your password or a code.")
