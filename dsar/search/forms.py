"""What people type on the pages of the search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.search.words import COVERAGE, DECISIONS


class AnswerForm(forms.Form):
    """What becomes of a system that is not searched by machine, or not at all."""

    HELD, NIL, LEFT_OUT = "held", "nil", "left_out"

    answer = forms.ChoiceField(
        label=_("What is the answer?"),
        widget=forms.RadioSelect,
        choices=[
            (HELD, _("Searched by hand, something is held")),
            (NIL, _("Searched by hand, nothing is held")),
            (LEFT_OUT, _("Left out of this search")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )
    reason = forms.CharField(
        label=_("Who looked, where and when, or why it is left out"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It stays with the record of the search."),
        error_messages={"required": _("Say who looked, where and when, or why it is left out.")},
    )


class ReadForm(forms.Form):
    """What a person found in an item that could not be read by machine."""

    note = forms.CharField(
        label=_("What is it, and is it about the person?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say what the item is and whether it is about the person.")},
    )


class CoverageFilter(forms.Form):
    """Narrows the list of what was read."""

    state = forms.ChoiceField(label=_("How far"), required=False)
    source_ref = forms.ChoiceField(label=_("Source"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(name, badge.text) for name, badge in COVERAGE.items()]
        _choices(self, "state", [("", _("All")), *states])
        _choices(self, "source_ref", [("", _("All sources")), *sources])


class FindingFilter(forms.Form):
    """Narrows the list of what was found."""

    decision = forms.ChoiceField(label=_("How sure"), required=False)
    source_ref = forms.ChoiceField(label=_("Source"), required=False)
    kind = forms.ChoiceField(label=_("Identifier"), required=False)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "decision", [("", _("All")), *((name, badge.text) for name, badge in DECISIONS.items())])
        _choices(self, "source_ref", [("", _("All sources")), *sources])
        _choices(self, "kind", [("", _("All")), *kinds])


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices


def filters_of(form: forms.Form) -> dict[str, str]:
    """The filters that can be read; a wrong one in the address narrows nothing."""
    form.full_clean()
    return {name: value for name in form.fields if (value := str(form.cleaned_data.get(name, "")))}
