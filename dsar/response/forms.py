"""Forms of the sign-off page."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsar.response.points import POINTS, Draft


class AnswersForm(forms.Form):
    """The points of Article 15: a text each, or a reasoned "not applicable"."""

    opening = forms.CharField(
        label=_("Opening of the letter"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Optional: a personal sentence above the standard text."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in POINTS:
            self.fields[point.key] = forms.CharField(
                label=f"{point.article} · {gettext(point.title)}",
                required=False,
                max_length=12_000,
                help_text=point.hint,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"{point.key}_na"] = forms.BooleanField(label=_("Not applicable"), required=False)
            self.fields[f"{point.key}_reason"] = forms.CharField(
                label=_("Why it does not apply"), required=False, max_length=1000
            )

    def answers(self) -> dict[str, dict[str, Any]]:
        """The points as the answer sheet stores them; a point left empty is left out."""
        cleaned = self.cleaned_data
        written = {
            point.key: {
                "text": cleaned[point.key],
                "not_applicable": cleaned[f"{point.key}_na"],
                "reason": cleaned[f"{point.key}_reason"],
            }
            for point in POINTS
        }
        return {key: answer for key, answer in written.items() if answer["text"] or answer["not_applicable"]}


def initial_from(answers: dict[str, Any], drafts: dict[str, Draft], opening: str, version: int) -> dict[str, Any]:
    """What the form shows first: what was written, else what the register answers completely."""
    initial: dict[str, Any] = {"opening": opening, "version": version}
    for point in POINTS:
        answer = answers.get(point.key)
        draft = drafts[point.key]
        initial[point.key] = answer.get("text", "") if answer else ("" if draft.missing else draft.text)
        initial[f"{point.key}_na"] = bool(answer and answer.get("not_applicable"))
        initial[f"{point.key}_reason"] = answer.get("reason", "") if answer else ""
    return initial


class OpinionForm(forms.Form):
    """The Data Protection Officer's opinion."""

    opinion = forms.CharField(label=_("Opinion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ApprovalForm(forms.Form):
    """The decision to release, in words."""

    reason = forms.CharField(
        label=_("Reasons for the decision"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.BooleanField(
        label=_("I have opened the package and checked the recipient"),
        error_messages={"required": _("Open the package and check the recipient first.")},
    )
    small_team_reason = forms.CharField(
        label=_("Why nobody else can decide in this case"),
        max_length=300,
        help_text=_("You approve your own package. The reason stays with the decision."),
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["small_team_reason"]
