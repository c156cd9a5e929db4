"""What is typed into the identity room. Forms make clean values; they neither save nor decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.forms import ActForm, HintedRadios
from dsar.identity import methods, rules
from dsar.identity.asking import mail_address
from dsar.identity.models import CheckKind, DataTier
from dsar.identity.selectors import WantedCheck, evidence_of
from dsar.identity.services import Proof

WORDS = {"rows": 3}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class CheckForm(ActForm):
    """A form about one check of a case."""

    def __init__(self, *args: Any, wanted: WantedCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def offer_methods(self) -> None:
        """The methods of the kind of check, lightest first, with when each is proportionate."""
        field = self.fields["method"]
        offered = methods.methods_of(self.wanted.kind, regime=self.case.regime_id)
        field.choices = [(method.code, _t(method.label)) for method in offered]  # type: ignore[attr-defined]  # a ChoiceField
        field.widget.option_hints = {method.code: self._fits(method) for method in offered}
        if self.wanted.check and self.wanted.check.method:
            field.initial = self.wanted.check.method

    def _fits(self, method: methods.Method) -> str:
        lines = [_t(method.fits)]
        if method.from_tier != rules.TIERS[0]:
            lines.append(_t("Asked only from “%(tier)s” on.") % {"tier": _tier(method.from_tier)})
        if method.up_to != rules.TIERS[-1]:
            lines.append(_t("Enough up to “%(tier)s”.") % {"tier": _tier(method.up_to)})
        return " ".join(lines)

    def offer_tier(self) -> None:
        """The tiers only where what the data are decides on the method."""
        kinds = (CheckKind.IDENTITY, CheckKind.ASKER)
        if self.wanted.kind not in kinds:
            del self.fields["tier"]
        elif self.wanted.check:
            self.fields["tier"].initial = self.wanted.check.tier


def _tier(value: str) -> str:
    return str(DataTier(value).label).partition(":")[0]


class AskForm(CheckForm):
    """Asking for proof."""

    doubt = forms.CharField(
        label=_("Why is there a reasonable doubt?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("About this request, not in general (GDPR Art. 12(6)). The person may ask for it."),
    )
    tier = forms.ChoiceField(
        label=_("What would the answer tell?"),
        choices=DataTier.choices,
        initial=DataTier.ORDINARY,
        required=False,
        help_text=_("What is proportionate depends on the harm in the wrong hands (EDPB 01/2022 §§69-76)."),
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
        self.offer_tier()
        if not mail_address(self.case):
            del self.fields["is_mailed"]


class ProvedForm(CheckForm):
    """What settled the doubt."""

    method = forms.ChoiceField(label=_("How was it proved?"), widget=HintedRadios)
    tier = forms.ChoiceField(
        label=_("What will the answer tell?"), choices=DataTier.choices, initial=DataTier.ORDINARY, required=False
    )
    on = forms.DateField(label=_("Checked on"))
    note = forms.CharField(
        label=_("What was compared with what?"),
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("A document that was attached proves nothing by itself: somebody looked at it."),
    )
    document_kind = forms.ChoiceField(
        label=_("Document seen"), required=False, help_text=_("Its kind is recorded, never its number.")
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
    finding_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_methods()
        self.offer_tier()
        documents = [("", _t("None")), *((code, _t(label)) for code, label in methods.DOCUMENTS.items())]
        self.fields["document_kind"].choices = documents  # type: ignore[attr-defined]  # a ChoiceField
        if self.wanted.is_question:
            self.fields["method"].label, self.fields["note"].label = _("How do we know?"), _("What was said and seen")
        if not any(method.shows_document for method in methods.methods_of(self.wanted.kind)):
            del self.fields["document_kind"]
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
            document_kind=values.get("document_kind", ""),
            keep_reason=values["keep_reason"] if is_kept else "",
            keep_until=values["keep_until"] if is_kept else None,
            tier=values.get("tier", ""),
            findings={name: _plain(values.get(name)) for name in self.finding_names},
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value if value is not None else ""


class AuthorityForm(ProvedForm):
    """The authority of who asks, and what it covers."""

    covers_access = forms.BooleanField(label=_("It covers access to personal data"), required=False)
    covers_us = forms.BooleanField(label=_("It covers this organisation, or whoever holds the data"), required=False)
    valid_from = forms.DateField(label=_("In force from"), required=False)
    valid_until = forms.DateField(label=_("In force until"), required=False, help_text=_("Empty where it has no end."))
    finding_names = ("covers_access", "covers_us", "valid_from", "valid_until")
    field_order = ("method", "covers_access", "covers_us", "valid_from", "valid_until", "on", "note")


class ChildForm(ProvedForm):
    """How far the child understands, and what the child wants."""

    can_understand = forms.ChoiceField(
        label=_("Does the child understand what is asked for?"),
        choices=YES_NO,
        widget=HintedRadios,
        help_text=_("By maturity, not by a fixed age; in Scotland presumed from twelve (DPA 2018 s. 208)."),
    )
    why_not = forms.CharField(
        label=_("If not: why"), widget=forms.Textarea(attrs=WORDS), required=False,
    )  # fmt: skip
    agrees = forms.ChoiceField(
        label=_("If so: does the child agree that the parent gets the data?"),
        choices=[("", _("Not asked")), *YES_NO],
        required=False,
    )
    wishes = forms.CharField(
        label=_("What the child wants, or why the child could not be heard"), widget=forms.Textarea(attrs=WORDS)
    )
    finding_names = ("can_understand", "why_not", "agrees", "wishes")
    field_order = ("method", "can_understand", "why_not", "agrees", "wishes", "on", "note")


class OrdersForm(ProvedForm):
    """Whether a court has said something about contact or information."""

    orders = forms.ChoiceField(
        label=_("Is there an order of a court about the child?"),
        choices=[
            ("none", _("None is known; we asked and looked")),
            ("allows", _("There is one, and it does not stand against this")),
            ("restricts", _("There is one that restricts contact or information")),
        ],
        widget=HintedRadios,
    )
    finding_names = ("orders",)
    field_order = ("method", "orders", "on", "note")


class DeceasedForm(ProvedForm):
    """Under which rule a request about somebody who has died goes on."""

    basis = forms.CharField(
        label=_("Under which rule does the request go on?"),
        widget=forms.Textarea(attrs=WORDS),
        required=False,
        help_text=_(
            "The GDPR does not apply to the dead (Recital 27): a national law, a contract, or our own decision."
        ),
    )
    finding_names = ("basis",)
    field_order = ("method", "basis", "on", "note")


PROVED_FORMS: dict[str, type[ProvedForm]] = {
    CheckKind.AUTHORITY: AuthorityForm,
    CheckKind.CAPACITY: ChildForm,
    CheckKind.ORDERS: OrdersForm,
    CheckKind.DECEASED: DeceasedForm,
}


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
