"""Form fields of intake: several values, one a line, with the message that names the line."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dsar.foundation import clock
from dsar.intake import rules


class LinesField(forms.CharField):
    """A text area with one value a line; the clean value is a list."""

    def __init__(self, *, read: Callable[[str], list[Any]], wrong: Any, rows: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", rules.MAX_LINES * rules.MAX_LINE)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}), **kwargs)
        self.read, self.wrong = read, wrong

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text)
        except rules.Unreadable as error:
            words = _("Line %(line)s: %(what)s") % {"line": error.line, "what": self.wrong}
            raise forms.ValidationError(words) from error


def names_field(**kwargs: Any) -> LinesField:
    """Names, one a line."""
    return LinesField(read=rules.lines, wrong=_("a line is too long, or there are too many."), **kwargs)


def emails_field(**kwargs: Any) -> LinesField:
    """E-mail addresses, one a line."""
    return LinesField(
        read=rules.email_lines, wrong=_("this is not an e-mail address, such as name@example.com."), **kwargs
    )


def phones_field(**kwargs: Any) -> LinesField:
    """Phone numbers, one a line."""
    return LinesField(
        read=rules.phone_lines, wrong=_("this is not a phone number; it has at least 7 digits."), **kwargs
    )


def addresses_field(**kwargs: Any) -> LinesField:
    """Postal addresses, one a line."""
    return LinesField(read=rules.lines, wrong=_("a line is too long, or there are too many."), **kwargs)


def births_field(**kwargs: Any) -> LinesField:
    """Dates of birth, one a line."""
    return LinesField(
        read=lambda text: rules.birth_lines(text, today=clock.today("UTC")),
        wrong=_("this is not a date of birth, such as 23/04/1985."),
        rows=1,
        **kwargs,
    )


def identifiers_field(**kwargs: Any) -> LinesField:
    """Identifiers with their type, one a line."""
    return LinesField(
        read=rules.identifier_lines, wrong=_("write the kind, a colon and the value: customer number: 4711."), **kwargs
    )


class ManyFilesInput(forms.ClearableFileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; the clean value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFilesInput(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files: list[UploadedFile[bytes]] = [super(ManyFilesField, self).clean(one, initial) for one in given if one]
        return files
