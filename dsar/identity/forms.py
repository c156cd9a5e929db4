"""What is typed into the identity room. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm, HintedRadios
from dsar.identity import rules
from dsar.identity.asking import mail_address
from dsar.identity.selectors import WantedCheck, evidence_of
from dsar.identity.services import Proof

WORDS = {"rows": 3}


class CheckForm(ActForm):
    """A form about one check of a case."""

    def __init__(self, *args: Any, wanted: WantedCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def offer_methods(self) -> None:
        """The methods of the kind of check, lightest first, with when each is proportionate."""
        field = self.fields["method"]
        methods = rules.methods_of(self.wanted.kind)
        field.choices = [(method.code, _t(method.label)) for method in methods]  # type: ignore[attr-defined]  # a ChoiceField
        field.widget.option_hints = {method.code: _t(method.fits) for method in methods}
        if self.wanted.check and self.wanted.check.method:
            field.initial = self.wanted.check.method


class AskForm(CheckForm):
    """Asking for proof."""

    doubt = forms.CharField(
        label=_("Why is there a reasonable doubt?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("About this request, not in general (GDPR Art. 12(6)). The person may ask for it."),
    )
    method = forms.ChoiceField(
        label=_("What will do?"),
        widget=HintedRadios,
        help_text=_("The lightest that settles the doubt. Use what you already have first."),
    )
    on = forms.DateField(label=_("Asked on"), help_text=_("The day on which the message went to the person."))
    is_mailed = forms.BooleanField(label=_("Send the letter by e-mail now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_methods()
        if not mail_address(self.case):
            del self.fields["is_mailed"]


class ProvedForm(CheckForm):
    """What settled the doubt."""

    method = forms.ChoiceField(label=_("How was it proved?"), widget=HintedRadios)
    on = forms.DateField(label=_("Checked on"))
    note = forms.CharField(
        label=_("What was compared with what?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("A document that was attached proves nothing by itself: somebody looked at it."),
    )
    document_kind = forms.ChoiceField(label=_("Document seen"), required=False)
    document_tail = forms.CharField(
        label=_("Last three characters of its number"),
        required=False,
        max_length=rules.TAIL_CHARACTERS,
        help_text=_("Never the whole number."),
    )
    evidence = forms.ChoiceField(
        label=_("The files that were sent as proof"),
        choices=[("delete", _("Delete them now")), ("keep", _("Keep them for a few days"))],
        initial="delete",
        required=False,
        widget=HintedRadios,
    )
    keep_reason = forms.CharField(label=_("Why they are kept"), required=False, max_length=300)
    keep_until = forms.DateField(
        label=_("Deleted on"), required=False, help_text=_("Seven days from today at most; it happens by itself.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_methods()
        documents = [("", _t("None")), *((code, _t(label)) for code, label in rules.DOCUMENTS.items())]
        self.fields["document_kind"].choices = documents  # type: ignore[attr-defined]  # a ChoiceField
        if not evidence_of(self.case, self.wanted.kind):
            for name in ("evidence", "keep_reason", "keep_until"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Keeping evidence needs its reason and its day."""
        values = super().clean() or {}
        if values.get("evidence") == "keep":
            if not values.get("keep_reason"):
                self.add_error("keep_reason", _t("Say why they cannot be deleted now."))
            if not values.get("keep_until") and "keep_until" not in self.errors:
                self.add_error("keep_until", _t("Say until when they are kept: seven days at most."))
        return values

    def proof(self) -> Proof:
        """The clean values as the service takes them."""
        values = self.cleaned_data
        is_kept = values.get("evidence") == "keep"
        return Proof(
            method=values["method"],
            on=values["on"],
            note=values["note"],
            document_kind=values["document_kind"],
            typed_tail=values["document_tail"],
            keep_reason=values["keep_reason"] if is_kept else "",
            keep_until=values["keep_until"] if is_kept else None,
        )


class InsufficientForm(CheckForm):
    """What came is not enough."""

    on = forms.DateField(label=_("Received on"))
    note = forms.CharField(
        label=_("What is missing?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Tell the person too, and offer a lighter way where there is one."),
    )


class NotNeededForm(CheckForm):
    """There is no reasonable doubt."""

    reason = forms.CharField(
        label=_("Why is there no reasonable doubt?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Such as: wrote from the address on file, and the answer goes there."),
    )


class EvidenceForm(forms.Form):
    """A file that was sent as proof."""

    kind = forms.ChoiceField(label=_("Proof of"))
    file = forms.FileField(label=_("File"), help_text=_("It is sealed, and deleted after the check."))

    def __init__(self, *args: Any, wanted: list[WantedCheck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(check.slug, check.label) for check in wanted]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
