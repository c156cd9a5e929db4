"""What is typed into the pages that read a text: scan, anonymise, restore, report, vaults."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.detection import KIND_FACTS
from discovery.detection.anonymising import Form
from discovery.detection.framework_rules import FRAMEWORKS, Circumstances, Framework
from discovery.documents import Kind
from dsar.foundation import clock
from dsar.pii.texts import Asked
from dsar.pii.vault_models import TokenVault

LONGEST = 100_000
SENSITIVITY_WORDS = [
    ("low", _("Low: only what is nearly certain")),
    ("medium", _("Medium")),
    ("high", _("High: also what a person should glance at")),
]
NAMES_WORDS = [("auto", _("Learned names and rules")), ("rules", _("Rules only")), ("none", _("No names"))]
FORM_WORDS: dict[str, Any] = {
    Form.LABEL.value: _("Label: [IBAN]"),
    Form.PSEUDONYM.value: _("Pseudonym: PERSON_1, the same for the same value"),
    Form.HASH.value: _("Keyed hash: equal values stay equal"),
    Form.PARTIAL.value: _("Last four signs: …5432"),
    Form.MASK.value: _("Mask: ********"),
    Form.SHAPE.value: _("Shape: ** ##-##, separators stay"),
    Form.GENERALISE.value: _("Coarser: year of birth, outward postcode"),
    Form.SUPPRESS.value: _("Nothing at all"),
    Form.TOKEN.value: _("Token that leads back, kept in a vault"),
}
KEEP = "keep"
_YES_NO = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
CIRCUMSTANCE_WORDS: dict[str, Any] = {
    "is_processor": _("Do you process for another organisation?"),
    "is_public_body": _("Are you a public body?"),
    "needs_consent": _("Does the processing rest on consent?"),
    "concerns_children": _("Are children among the people?"),
    "is_large_scale": _("Is it on a large scale?"),
    "goes_abroad": _("Do the data leave the country or the area of the law?"),
    "is_sold_or_shared": _("Are they sold, or shared for advertising?"),
    "was_disclosed": _("Did the text reach somebody who may not have it?"),
}


def kind_choices() -> list[tuple[str, str]]:
    """Every kind by its label."""
    return sorted(
        ((kind.value, known.label) for kind, known in KIND_FACTS.items()), key=lambda pair: pair[1].casefold()
    )


class TextForm(forms.Form):
    """A text to read, which is not kept."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "spellcheck": "false", "class": "control"}),
        help_text=_("Up to 100,000 characters. It is read now and not stored."),
    )
    sensitivity = forms.ChoiceField(label=_("Sensitivity"), choices=SENSITIVITY_WORDS, initial="medium")
    names = forms.ChoiceField(label=_("Names"), choices=NAMES_WORDS, initial="auto")

    def clean_text(self) -> str:
        """Line ends as typed everywhere, so that places are those of the page."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def asked(self) -> Asked:
        """What is asked of the text."""
        given = self.cleaned_data
        return Asked(sensitivity=given["sensitivity"], names=given["names"])


class ScanForm(TextForm):
    """A text, and which kinds to look for."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds to look for"),
        choices=kind_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].initial = [kind for kind, _label in kind_choices()]

    def clean_kinds(self) -> list[str]:
        """At least one."""
        if not self.cleaned_data["kinds"]:
            raise forms.ValidationError(_("Choose at least one kind to look for."))
        return list(self.cleaned_data["kinds"])

    def asked(self) -> Asked:
        given = self.cleaned_data
        chosen = frozenset(map(Kind, given["kinds"]))
        kinds = None if chosen == frozenset(KIND_FACTS) else chosen
        return Asked(sensitivity=given["sensitivity"], names=given["names"], kinds=kinds)


class AnonymiseForm(TextForm):
    """A text and the form of its values; a vault or a case where tokens or pseudonyms shall hold beyond this page."""

    form = forms.ChoiceField(label=_("Form of the values"))
    vault = forms.ModelChoiceField(
        label=_("Vault"),
        queryset=TokenVault.objects.none(),
        required=False,
        empty_label=_("None: for this page only"),
        help_text=_("Tokens need one. Pseudonyms and hashes in a vault are the same again next time."),
    )
    case = forms.CharField(
        label=_("Reference of a case"),
        max_length=40,
        required=False,
        help_text=_("Instead of a vault: the case's own, which lives and dies with the case."),
    )

    def __init__(self, *args: Any, may_keep: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_keep = may_keep
        choices = [(value, words) for value, words in FORM_WORDS.items() if may_keep or value != Form.TOKEN.value]
        self.choices = choices
        self.fields["form"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if may_keep:
            open_now = TokenVault.objects.filter(case=None, erased_at=None).order_by("name")
            self.fields["vault"].queryset = open_now  # type: ignore[attr-defined]  # a ModelChoiceField
            self.fields["vault"].label_from_instance = lambda vault: vault.name  # type: ignore[attr-defined]
        else:
            del self.fields["vault"], self.fields["case"]

    def clean(self) -> dict[str, Any]:
        """Not both a vault and a case; tokens with one of them."""
        given = super().clean() or {}
        if given.get("vault") and given.get("case"):
            self.add_error("case", _("Choose a vault or a case, not both."))
        wants_token = Form.TOKEN.value in {given.get("form"), *self.by_kind().values()}
        if wants_token and not (given.get("vault") or given.get("case")) and "vault" not in self.errors:
            self.add_error("vault" if self.may_keep else "form", _("Tokens need a vault or a case."))
        return given

    def by_kind(self) -> dict[str, str]:
        """The forms chosen for single kinds: fields named kind-…; what is unknown is left out."""
        allowed = {value for value, _words in self.choices} | {KEEP}
        known = {kind.value for kind in KIND_FACTS}
        named = {name.removeprefix("kind-"): value for name, value in self.data.items() if name.startswith("kind-")}
        return {kind: str(form) for kind, form in named.items() if kind in known and form in allowed}


class RestoreForm(forms.Form):
    """A text with tokens, which of them to read back, and why."""

    text = forms.CharField(
        label=_("Text with tokens"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto", "spellcheck": "false", "class": "control"}),
        help_text=_("Tokens look like [[email_address~abcd…]]. The text is not stored."),
    )
    reason = forms.CharField(
        label=_("What the values are needed for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "control"}),
        help_text=_("It is kept, sealed, with the record of this look-up."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds"), choices=kind_choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class VaultForm(forms.Form):
    """A new vault."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it is for, without names of people."))
    expires_on = forms.DateField(
        label=_("Ends on"),
        help_text=_("On that day its key is destroyed, and no token leads back any more. A year at most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = clock.today("UTC") + dt.timedelta(days=90)


class ReportForm(TextForm):
    """A text, the bodies of law, and what the organisation says of its processing."""

    frameworks = forms.MultipleChoiceField(
        label=_("Under which law"),
        choices=[(name.value, FRAMEWORKS[name].title) for name in Framework],
        widget=forms.CheckboxSelectMultiple,
        initial=[Framework.GDPR.value, Framework.UK_GDPR.value],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in CIRCUMSTANCE_WORDS.items():
            self.fields[name] = forms.ChoiceField(label=words, choices=_YES_NO, required=False)

    def circumstances(self) -> Circumstances:
        """What was said; the rest stays a question."""
        said = {"yes": True, "no": False}
        return Circumstances(**{name: said.get(self.cleaned_data[name]) for name in CIRCUMSTANCE_WORDS})

    def circumstance_fields(self) -> list[Any]:
        """The questions, for the page."""
        return [self[name] for name in CIRCUMSTANCE_WORDS]
