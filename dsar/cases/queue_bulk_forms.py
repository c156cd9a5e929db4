"""What acts on many cases ask for."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.cases.messages_letters import BY_HAND, by_hand_choices
from dsar.notices.rendering import LONGEST_SUBJECT


class BulkAssignForm(forms.Form):
    """To whom the cases go."""

    handler = forms.ModelChoiceField(
        label=_("Handler"),
        queryset=User.objects.none(),
        empty_label=_("Choose a handler"),
        help_text=_("Whoever works a case gets the grants that the work needs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(is_active=True, role_grants__role__in=(Role.HANDLER, Role.DPO)).distinct()
        self.fields["handler"].queryset = workers  # type: ignore[attr-defined]  # a ModelChoiceField


class BulkLetterForm(forms.Form):
    """The letter that goes to whoever asked, each in the language of the case."""

    letter = forms.ChoiceField(label=_("Letter"), choices=by_hand_choices)
    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=LONGEST_SUBJECT, help_text=_("For a message in your own words.")
    )
    text = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Greeting, reference and signature are added. Name nobody: everybody chosen gets the same words."),
    )
    question = forms.CharField(
        label=_("Our question"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a reminder: the question that is still open."),
    )
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Each letter needs its own words."""
        values = super().clean() or {}
        for name in BY_HAND.get(values.get("letter", ""), ()):
            if not values.get(name):
                self.add_error(name, _t("This letter needs it."))
        return values


class BulkHoldForm(forms.Form):
    """Why the cases wait for something of our own."""

    reason = forms.CharField(
        label=_("What do they wait for?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    look_again_on = forms.DateField(label=_("Look again on"), required=False)


FORMS: dict[str, type[forms.Form]] = {"assign": BulkAssignForm, "letter": BulkLetterForm, "hold": BulkHoldForm}
