"""Forms of review: filters, words to mark, a proposal with the test of its exemption, a decision, an opinion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.review.exemption_kinds import Exemption
from dsar.review.item_page import ROLE_WORDS, ItemPage, kind_words
from dsar.review.marks import without_tricks
from dsar.review.models import ProposalStatus, Verdict
from dsar.review.people import Role
from dsar.review.selectors import ItemQuery

DECISIONS = [("confirmed", _("Confirmed")), ("review", _("Check")), ("context", _("Context"))]
HAVING = [
    ("suggestions", _("Undecided suggestions")),
    ("people", _("Other people")),
    ("no_people", _("Nobody else")),
    ("pending", _("Exemption waiting")),
    ("signals", _("Exemption suggested")),
    ("special", _("Special category to confirm")),
]


class FilterForm(forms.Form):
    """The filters of the list; nothing personal, because filters stand in the address."""

    verdict = forms.ChoiceField(label=_("Decision"), required=False)
    group = forms.ChoiceField(label=_("Set"), required=False)
    source = forms.ChoiceField(label=_("System"), required=False)
    decision = forms.ChoiceField(label=_("How sure"), required=False)
    has = forms.ChoiceField(label=_("Holds"), required=False)

    def __init__(self, *args: Any, choices: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("All"))]
        plain: dict[str, list[Any]] = {
            "verdict": list(Verdict.choices),
            "group": [(name, name) for name in choices["group"]],
            "source": [(name, name) for name in choices["source"]],
            "decision": DECISIONS,
            "has": HAVING,
        }
        for name, values in plain.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*anything, *values]

    def query(self) -> ItemQuery:
        """The filters that are understood; others are left out."""
        self.is_valid()
        given = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return ItemQuery(
            verdict=given["verdict"],
            group=given["group"],
            source=given["source"],
            decision=given["decision"],
            has=given["has"],
        )


class WordsForm(forms.Form):
    """Words to redact wherever they stand in the item."""

    words = forms.CharField(label=_("Words to redact"), max_length=300)
    person_role = forms.ChoiceField(
        label=_("Whose data"),
        required=False,
        choices=[("", _("Choose")), *((k, v) for k, v in ROLE_WORDS.items() if k != Role.SUBJECT)],
    )


class ProposalForm(forms.Form):
    """An exemption with the answers to its test. The questions follow from the exemption chosen."""

    exemption_id = forms.ChoiceField(label=_("Exemption"))
    action = forms.ChoiceField(label=_("What it leads to"), widget=forms.RadioSelect)
    passage = forms.ChoiceField(
        label=_("Passage"), required=False, help_text=_("For redacting. Withholding is about the whole item.")
    )
    reasons = forms.CharField(
        label=_("Why it applies here"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stays inside. Whoever decides reads it first."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, laws: tuple[Exemption, ...], chosen: Exemption | None, page: ItemPage, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        _choose(self, "exemption_id", [("", _("Choose an exemption")), *((law.id, law.label) for law in laws)])
        words = {"redact": _("Redact the passage"), "withhold": _("Withhold the whole item")}
        _choose(self, "action", [(action, words[action]) for action in (chosen.actions if chosen else words)])
        _choose(self, "passage", [("", _("None: the whole item")), *_passages(page)])
        for number, question in enumerate(chosen.test if chosen else ()):
            widget = forms.Textarea(attrs={"rows": 2})
            self.fields[f"test_{number}"] = forms.CharField(label=question, widget=widget)
        self.order_fields(["exemption_id", "action", "passage", *self.question_names(), "reasons"])

    def question_names(self) -> list[str]:
        """The names of the fields that hold the answers."""
        return [name for name in self.fields if name.startswith("test_")]

    def answers(self) -> dict[str, str]:
        """The answers by question."""
        return {str(self.fields[name].label): self.cleaned_data.get(name, "") for name in self.question_names()}


class DecisionForm(forms.Form):
    """Approve or reject, with a reason for either."""

    status = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[(ProposalStatus.APPROVED, _("Approve")), (ProposalStatus.REJECTED, _("Reject"))],
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    small_team_reason = forms.CharField(
        label=_("Why nobody else can decide in this case"),
        max_length=300,
        help_text=_("You decide on your own proposal. The reason stays with the decision."),
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["small_team_reason"]


class OpinionForm(forms.Form):
    """The DPO's opinion: advice, kept apart from the decision."""

    opinion = forms.CharField(label=_("Opinion of the DPO"), widget=forms.Textarea(attrs={"rows": 3}))


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _passages(page: ItemPage) -> list[tuple[str, str]]:
    found = []
    for passage in page.item.passages.all():
        text = without_tricks(passage.text)[:80] or "—"
        found.append((str(passage.pk), f"“{text}” ({kind_words(passage.kind)})"))
    for signal in page.signals:
        found.append((f"signal-{signal.number}", f"“{signal.excerpt[:80]}”"))
    return found
