"""What is typed about a withdrawal of consent: as little as for giving it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.selectors import open_purposes
from consent.vocabulary import Ground
from dsar.cases.forms import ActForm
from dsar.rights.withdrawal.ledger_services import purpose_lines


class WithdrawForm(ActForm):
    """What ends."""

    purposes = forms.ModelMultipleChoiceField(
        label=_("What the person ends"), queryset=open_purposes(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the person ends.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("What the person wrote or said"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept sealed with the entry. No reason is needed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = purpose_lines(self.case, grounds=(Ground.CONSENT,))
        words = {line.purpose.pk: f"{line.title} ({_('stands') if line.stands else _('not given')})" for line in lines}
        field = self.fields["purposes"]
        field.queryset = open_purposes().filter(ground=Ground.CONSENT)  # type: ignore[attr-defined]
        field.label_from_instance = lambda purpose: words.get(purpose.pk, purpose.code)  # type: ignore[attr-defined]
        field.initial = [line.purpose.pk for line in lines if line.stands and not line.is_ended]
