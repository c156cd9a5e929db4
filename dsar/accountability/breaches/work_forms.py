"""Forms of the work on a breach: scans, the decision on the risk, notices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.scans.bench import SQL_KINDS
from dsar.accountability.breaches import factors
from dsar.accountability.breaches.decision_services import Judgement, Weighed
from dsar.accountability.breaches.factors import Proposal, Weight
from dsar.accountability.breaches.fields import MomentField, set_zone
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.rules import Audience, Exception34, Risk
from dsar.intake.fields import ManyFilesField
from dsar.processing_records.models import Source

WEIGHTS = (
    ("", _("Not weighed")),
    (Weight.RAISES.value, _("Raises the risk")),
    (Weight.NEUTRAL.value, _("Changes nothing")),
    (Weight.LOWERS.value, _("Lowers the risk")),
)
RISKS = (
    (Risk.UNLIKELY.value, _("Unlikely: no risk to people is to be expected")),
    (Risk.LIKELY.value, _("Likely: there is a risk")),
    (Risk.HIGH.value, _("High: there is a high risk")),
)
RISK_HINTS = {
    Risk.UNLIKELY.value: _("Nobody outside is told. A second person has to agree."),
    Risk.LIKELY.value: _("The authority is told (Art. 33)."),
    Risk.HIGH.value: _("The authority and the people concerned are told (Art. 33, 34)."),
}
EXCEPTIONS = (
    ("", _("None: people are told")),
    (Exception34.UNINTELLIGIBLE.value, _("(a) The data cannot be read by others, such as by encryption")),
    (Exception34.MEASURES.value, _("(b) Measures since then have removed the high risk")),
    (Exception34.DISPROPORTIONATE.value, _("(c) Disproportionate effort: the public is told instead")),
)
AUDIENCES = (
    (Audience.AUTHORITY.value, _("Supervisory authority (Art. 33)")),
    (Audience.PERSONS.value, _("People concerned (Art. 34)")),
    (Audience.PUBLIC.value, _("The public (Art. 34(3)(c))")),
    (Audience.CONTROLLER.value, _("The controller we work for (Art. 33(2))")),
)
LANGUAGES = (("en", _("English")), ("fr", _("French")), ("de", _("German")))


class UploadsForm(forms.Form):
    """Copies of compromised documents."""

    uploads = ManyFilesField(
        label=_("Files"),
        help_text=_(
            "Up to 20 at once, more in an archive; archives and mailboxes are opened. Copies are deleted afterwards."
        ),
        error_messages={"required": _("Choose at least one file.")},
    )
    place = forms.CharField(label=_("What are they?"), max_length=200, required=False)


class SourceForm(forms.Form):
    """A folder or store of the register that is read where it lies."""

    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["source"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - declared above
        chosen.queryset = Source.objects.filter(is_active=True).exclude(kind__in=SQL_KINDS)


class RiskForm(forms.Form):
    """The factors one by one, then the decision; what a scan says stands beside them, and nothing is chosen."""

    risk = forms.ChoiceField(label=_("The risk to people is"), choices=RISKS, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))
    exception = forms.ChoiceField(
        label=_("Exception from telling people (Art. 34(3))"), choices=EXCEPTIONS, required=False
    )
    exception_why = forms.CharField(
        label=_("Why does this exception hold?"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, proposals: Iterable[Proposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["risk"].widget.option_hints = RISK_HINTS
        told = {one.code: one for one in proposals}
        for factor in factors.FACTORS:
            self.fields[f"weight_{factor.code}"] = forms.ChoiceField(
                label=factor.title, choices=WEIGHTS, required=factor.is_core, help_text=factor.question
            )
            self.fields[f"note_{factor.code}"] = forms.CharField(
                label=_("What speaks for it"), max_length=1000, required=False
            )
        self.told = told

    def rows(self) -> list[dict[str, Any]]:
        """The factors with their two fields and what the scan says."""
        return [
            {
                "factor": factor,
                "weight": self[f"weight_{factor.code}"],
                "note": self[f"note_{factor.code}"],
                "proposal": self.told.get(factor.code),
            }
            for factor in factors.FACTORS
        ]

    def judgement(self) -> Judgement:
        """What `decide_risk` takes."""
        given = self.cleaned_data
        weighed = tuple(
            Weighed(factor.code, Weight(given[f"weight_{factor.code}"]), given[f"note_{factor.code}"])
            for factor in factors.FACTORS
            if given.get(f"weight_{factor.code}")
        )
        exception = Exception34(given["exception"]) if given.get("exception") else None
        return Judgement(Risk(given["risk"]), weighed, given["reasons"], exception, given["exception_why"])


class SecondForm(forms.Form):
    """The second look."""

    verdict = forms.ChoiceField(
        label=_("Second look"),
        choices=(("agree", _("I agree: nobody outside is told")), ("refuse", _("I do not agree: decide anew"))),
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("What did you look at?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class NewNoticeForm(forms.Form):
    """Whom a notice is for, and in which language."""

    audience = forms.ChoiceField(label=_("For"), choices=AUDIENCES)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class NoticeForm(forms.Form):
    """The text of a notice, section by section."""

    seen = forms.IntegerField(widget=forms.HiddenInput())
    to = forms.CharField(
        label=_("To"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The recipients, and how they are reached."),
    )  # fmt: skip

    def __init__(self, *args: Any, sections: Iterable[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one["code"] for one in sections]
        for one in sections:
            rows = min(14, max(2, one["text"].count("\n") + 1 + len(one["text"]) // 90))
            field = forms.CharField(
                label=one["title"] or _("Opening"),
                max_length=20_000,
                required=False,
                initial=one["text"],
                widget=forms.Textarea(attrs={"rows": rows}),
            )
            field.is_alternative = True  # type: ignore[attr-defined]  # read by the tag: an empty section is left out
            self.fields[f"text_{one['code']}"] = field

    def texts(self) -> list[tuple[str, str]]:
        """What `write_notice` takes."""
        return [(code, self.cleaned_data[f"text_{code}"]) for code in self.codes]

    def sections(self) -> list[Any]:
        """The fields of the sections, in order."""
        return [self[f"text_{code}"] for code in self.codes]


class SentForm(forms.Form):
    """How an approved notice went out; `version` is the one that the page shows."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at = MomentField(label=_("Sent at"))
    how = forms.CharField(
        label=_("By which way"), max_length=200, help_text=_("Portal of the authority, post, e-mail …")
    )
    outside_reference = forms.CharField(label=_("Reference of the authority"), max_length=100, required=False)
    persons = forms.IntegerField(label=_("To how many people"), min_value=0, required=False)
    late_why = forms.CharField(
        label=_("Reasons for the delay (Art. 33(1))"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, breach: Breach, audience: str, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, breach.controller.time_zone)
        if audience not in (Audience.PERSONS.value, Audience.PUBLIC.value):
            del self.fields["persons"]
        else:
            del self.fields["outside_reference"]
        if audience != Audience.AUTHORITY.value or (not is_late and not self.is_bound):
            del self.fields["late_why"]
