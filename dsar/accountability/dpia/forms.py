"""What is typed into an assessment. Texts may stay empty: what is missing is told on the page, not refused."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsar.accountability.dpia.content import Checked, Content, Measure, Risk, Views
from dsar.accountability.dpia.models import DpiaTemplate
from dsar.accountability.dpia.rules import LEVEL_WORDS, RiskLevel
from dsar.accountability.dpia.shipped import SHIPPED
from dsar.accountability.dpia.vocabulary import (
    CHECK_WORDS,
    DESCRIPTION,
    LIKELIHOOD,
    MEASURE_WORDS,
    NECESSITY,
    PART_WORDS,
    RISK_KIND_WORDS,
    SEVERITY,
    STATE_WORDS,
    Level,
)
from dsar.processing_records.models import Controller, ProcessingActivity

LINES = {"rows": 3}
MOST = 20_000
_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _text(label: Any, hint: Any = "", *, rows: int = 3, required: bool = False, most: int = MOST) -> Any:
    widget = forms.Textarea(attrs={"rows": rows})
    field = forms.CharField(label=label, help_text=hint, widget=widget, required=required, max_length=most)
    return _needed_in_the_end(field)


def _needed_in_the_end(field: Any) -> Any:
    """A field that may stay empty at a save and is still not called optional: the page tells that it is missing."""
    field.is_alternative = True
    return field


def _choice(label: Any, choices: Iterable[tuple[str, Any]], hint: Any = "", **more: Any) -> Any:
    field = forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, required=False, help_text=hint, **more
    )
    return _needed_in_the_end(field)


def _scale(label: Any, levels: dict[int, Level]) -> Any:
    """A rating as radio buttons, each with what it means below it."""
    choices = [(str(step), f"{step} – {level.name}") for step, level in levels.items()]
    field = forms.TypedChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, coerce=int, empty_value=None
    )
    field.widget.option_hints = {str(step): level.meaning for step, level in levels.items()}
    return _needed_in_the_end(field)


class RevisionForm(forms.Form):
    """A form of a part that carries which state of it the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AboutForm(forms.Form):
    """Which processing this is about."""

    title = forms.CharField(
        label=_("Processing"),
        max_length=150,
        help_text=_("A name by which colleagues know it, such as “Cameras, Leeds”."),
    )
    controller = forms.ModelChoiceField(label=_("Controller"), queryset=Controller.objects.all(), empty_label=None)
    activities = forms.ModelMultipleChoiceField(
        label=_("Entries of the register"),
        queryset=ProcessingActivity.objects.select_related("controller").order_by("controller__name", "name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Purposes, categories, subjects, recipients and periods are taken over from them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activities"]
        field.label_from_instance = lambda one: f"{one.name} ({one.controller.name})"  # type: ignore[attr-defined]  # of model choices


class NewForm(AboutForm):
    """An assessment to begin, with what it starts from."""

    template = forms.ChoiceField(label=_("Start from"), required=False, widget=forms.RadioSelect)
    screening = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(DpiaTemplate.objects.filter(is_retired=False).defer("content"))
        field: Any = self.fields["template"]
        choices = [("blank", _("An empty assessment")), *((one.slug, one.name) for one in SHIPPED)]
        field.choices = choices + [(str(one.pk), one.name) for one in own]
        hints: dict[str, Any] = {one.slug: one.words for one in SHIPPED}
        hints |= {str(one.pk): one.words or _("Your own template") for one in own}
        field.widget.option_hints = hints


class DescriptionForm(RevisionForm):
    """Title and systematic description."""

    title = forms.CharField(label=_("Title"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in DESCRIPTION.items():
            made = _text(field.label, field.hint)
            made.is_alternative = field.is_needed
            self.fields[name] = made

    @staticmethod
    def start(content: Content, title: str) -> dict[str, Any]:
        """What the form starts with."""
        return {name: content.text(name) for name in DESCRIPTION} | {"title": title}

    def texts(self) -> dict[str, str]:
        """The clean texts by name."""
        return {name: self.cleaned_data[name] for name in DESCRIPTION}


class NecessityForm(RevisionForm):
    """The checklist of necessity and proportionality."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, point in NECESSITY.items():
            self.fields[f"{name}_state"] = _choice(
                f"{gettext(point.label)} ({point.article})", CHECK_WORDS.items(), point.hint
            )
            words = _text(_("%(point)s: how, or why not") % {"point": gettext(point.label)}, rows=2)
            self.fields[f"{name}_words"] = words

    def points(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """State and words of each point."""
        return [(self[f"{name}_state"], self[f"{name}_words"]) for name in NECESSITY]

    @staticmethod
    def start(content: Content) -> dict[str, Any]:
        """What the form starts with."""
        found = {f"{name}_state": content.check(name).state for name in NECESSITY}
        return found | {f"{name}_words": content.check(name).words for name in NECESSITY}

    def checks(self) -> dict[str, Checked]:
        """The clean checklist."""
        clean = self.cleaned_data
        return {name: Checked(clean[f"{name}_state"], clean[f"{name}_words"].strip()) for name in NECESSITY}


class ViewsForm(RevisionForm):
    """The views of data subjects or their representatives."""

    sought = _choice(_("Were views of data subjects or their representatives sought?"), _YES_NO)
    how = _text(_("How"), _("Survey, works council, consumer association, patients' board …"), rows=2)
    words = _text(
        _("What they said and what came of it, or why they were not sought"),
        _("Name nobody. Reasons against asking may be trade secrets, security, or an effort out of proportion."),
        rows=4,
    )

    def views(self) -> Views:
        """The clean views."""
        clean = self.cleaned_data
        return Views(clean["sought"], clean["how"].strip(), clean["words"].strip())


class RiskForm(RevisionForm):
    """A risk to the rights and freedoms of people."""

    title = forms.CharField(label=_("Risk"), max_length=150)
    kind = _choice(_("What would happen"), RISK_KIND_WORDS.items())
    source = _text(_("Source"), _("Who or what could bring it about."), rows=2)
    threat = _text(_("Threat"), _("How it would come about."), rows=2)
    consequence = _text(_("Consequence for people"), _("For them, not for you."), rows=2)
    severity = _scale(_("Severity for people, without measures"), SEVERITY)
    likelihood = _scale(_("Likelihood, without measures"), LIKELIHOOD)

    def risk(self, risk_id: str) -> Risk:
        """The clean risk."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return Risk(id=risk_id, **clean)


class MeasureForm(RevisionForm):
    """A measure, and what it does to which risks."""

    title = forms.CharField(label=_("Measure"), max_length=150)
    words = _text(_("What is done"))
    risks = forms.MultipleChoiceField(
        label=_("Against these risks"), widget=forms.CheckboxSelectMultiple, required=False
    )
    lowers_likelihood = forms.TypedChoiceField(
        label=_("Lowers likelihood by"), choices=[(n, str(n)) for n in range(4)], coerce=int, initial=0
    )
    lowers_severity = forms.TypedChoiceField(
        label=_("Lowers severity by"), choices=[(n, str(n)) for n in range(4)], coerce=int, initial=0
    )
    owner = forms.CharField(label=_("Who does it"), max_length=150, required=False)
    due_on = forms.DateField(label=_("By"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=list(MEASURE_WORDS.items()))

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        risks: Any = self.fields["risks"]
        risks.choices = [(risk.id, f"{risk.id} {risk.title}") for risk in content.risks]

    def measure(self, measure_id: str) -> Measure:
        """The clean measure."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return Measure(id=measure_id, **clean | {"risks": tuple(clean["risks"])})


class CommentForm(forms.Form):
    """A remark on a part."""

    part = forms.ChoiceField(
        label=_("About"), choices=[(name, words) for name, (words, _article) in PART_WORDS.items()]
    )
    text = _text(_("Remark"), required=True, most=4000)


class TemplateForm(forms.Form):
    """A template to be made of an assessment."""

    name = forms.CharField(label=_("Name of the template"), max_length=120)
    words = forms.CharField(label=_("When it fits"), max_length=300, required=False)


class FilterForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Reference or title"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATE_WORDS.items()])
    level = forms.ChoiceField(
        label=_("Residual risk"),
        required=False,
        choices=[("", _("All")), *((level.value, LEVEL_WORDS[level]) for level in RiskLevel)],
    )
    due = forms.ChoiceField(
        label=_("Review"),
        required=False,
        choices=[("", _("All")), ("soon", _("Within 30 days or late")), ("late", _("Late"))],
    )
