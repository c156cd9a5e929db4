"""Forms of the register: reporting, facts, awareness, closing, tasks, notes, documents, links, the filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.accountability.breaches.fields import MomentField, set_zone
from dsar.accountability.breaches.models import Breach, BreachState, RiskLevel
from dsar.accountability.breaches.standing import moment_words
from dsar.cases.forms import HintedBoxes
from dsar.foundation import clock
from dsar.processing_records.models import Controller, ProcessingActivity, System

_TEXT = forms.Textarea(attrs={"rows": 4})
TYPES = (
    ("confidentiality", _("Somebody saw or got data who should not (confidentiality)")),
    ("integrity", _("Data were changed (integrity)")),
    ("availability", _("Data were lost, destroyed or cannot be reached (availability)")),
)


class ReportForm(forms.Form):
    """The short form for everybody: what, when found; the rest where it is known."""

    controller = forms.ModelChoiceField(label=_("Organisation"), queryset=Controller.objects.all(), empty_label=None)
    title = forms.CharField(label=_("In a few words"), max_length=120)
    what_happened = forms.CharField(
        label=_("What happened?"),
        max_length=10_000,
        widget=_TEXT,
        help_text=_("What you know is enough. Do not copy personal data in here, and do not try anything out."),
    )
    found_at = MomentField(label=_("When was it noticed?"))
    happened_at = MomentField(label=_("When did it happen?"), required=False, help_text=_("Empty: not known."))
    types = forms.MultipleChoiceField(
        label=_("What is it?"),
        choices=TYPES,
        required=False,
        widget=HintedBoxes,
        help_text=_("Tick nothing if you are not sure."),
    )
    systems = forms.ModelMultipleChoiceField(
        label=_("Systems"),
        queryset=System.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    processor = forms.CharField(
        label=_("Processor"), max_length=200, required=False, help_text=_("Where it happened at a service provider.")
    )
    processor_told_at = MomentField(label=_("When did they tell us?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        controllers = list(Controller.objects.all())
        chosen = str(self.data.get("controller", "")) if self.is_bound else ""
        mine = next((one for one in controllers if str(one.pk) == chosen), controllers[0] if controllers else None)
        if mine is not None:
            set_zone(self, mine.time_zone)
            self.initial.setdefault("controller", mine.pk)
            self.zone = mine.time_zone
        if len(controllers) == 1:
            self.fields["controller"].widget = forms.HiddenInput()
        self.initial.setdefault("found_at", clock.now())

    zone = "UTC"


class FactsForm(forms.Form):
    """The facts of the register (GDPR Art. 33(5)), as far as they are known."""

    seen = forms.IntegerField(widget=forms.HiddenInput())
    title = forms.CharField(label=_("In a few words"), max_length=120)
    what_happened = forms.CharField(label=_("What happened"), max_length=20_000, widget=_TEXT)
    happened_at = MomentField(label=_("It happened, or began"), required=False, help_text=_("Empty: not known."))
    happened_until = MomentField(label=_("It ended"), required=False)
    found_at = MomentField(label=_("It was found"))
    types = forms.MultipleChoiceField(label=_("Type"), choices=TYPES, required=False, widget=HintedBoxes)
    systems = forms.ModelMultipleChoiceField(
        label=_("Systems"),
        queryset=System.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    activities = forms.ModelMultipleChoiceField(
        label=_("Processing activities of the register (Art. 30)"),
        queryset=ProcessingActivity.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_processor = forms.BooleanField(
        label=_("We are the processor: the duty is to tell that controller (Art. 33(2))"), required=False
    )
    processor = forms.CharField(label=_("Processor, or the controller we work for"), max_length=200, required=False)
    processor_told_at = MomentField(label=_("The processor told us"), required=False)
    persons_about = forms.IntegerField(label=_("People, about"), min_value=0, max_value=2_000_000_000, required=False)
    records_about = forms.IntegerField(label=_("Records, about"), min_value=0, max_value=2_000_000_000, required=False)
    persons_kinds = forms.CharField(
        label=_("Categories of people"), max_length=1000, required=False, help_text=_("Customers, staff, patients …")
    )
    data_kinds = forms.CharField(
        label=_("Categories of personal data"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consequences = forms.CharField(label=_("Likely consequences"), max_length=10_000, required=False, widget=_TEXT)
    measures_taken = forms.CharField(label=_("Measures taken"), max_length=10_000, required=False, widget=_TEXT)
    measures_proposed = forms.CharField(label=_("Measures proposed"), max_length=10_000, required=False, widget=_TEXT)

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, breach.controller.time_zone)
        self.fields["persons_about"].help_text = people_hint(breach)
        mine = self.fields["activities"]
        assert isinstance(mine, forms.ModelMultipleChoiceField)  # noqa: S101 - declared above
        mine.queryset = ProcessingActivity.objects.filter(controller=breach.controller)

    def values(self) -> dict[str, Any]:
        """What `change_facts` takes."""
        given = dict(self.cleaned_data)
        given.pop("seen")
        types = set(given.pop("types"))
        return given | {f"is_{code}": code in types for code, _words in TYPES}


class AwareForm(forms.Form):
    """When the controller became aware, who, and why at that moment."""

    aware_at = MomentField(
        label=_("Since when are we aware?"),
        help_text=_("When it was reasonably certain that personal data were compromised (EDPB 9/2022, 31)."),
    )
    aware_by = forms.CharField(label=_("Who became aware?"), max_length=200)
    aware_why = forms.CharField(label=_("Why at that moment?"), max_length=2000, widget=_TEXT)

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, breach.controller.time_zone)


class WhyForm(forms.Form):
    """A reason in a sentence."""

    why = forms.CharField(label=_("Why?"), max_length=4000, widget=_TEXT)


class LessonsForm(forms.Form):
    """What was learned, with which an entry is closed."""

    lessons = forms.CharField(label=_("What was learned, and what changes?"), max_length=10_000, widget=_TEXT)


class NoteForm(forms.Form):
    """A note, with the moment that it is about."""

    text = forms.CharField(label=_("Note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    at = MomentField(label=_("When was that?"), required=False, help_text=_("Empty: now."))

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_zone(self, breach.controller.time_zone)


class DocumentForm(forms.Form):
    """A file that proves something."""

    file = forms.FileField(label=_("File"))


class TaskForm(forms.Form):
    """A task of one's own."""

    words = forms.CharField(label=_("What is to be done?"), max_length=500)


class CaseForm(forms.Form):
    """The reference of a case."""

    case = forms.CharField(label=_("Reference of the case"), max_length=24)


class RegisterForm(forms.Form):
    """The filter of the register."""

    q = forms.CharField(label=_("Find"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("open", _("Open and suspected")), ("all", _("All")), *BreachState.choices],
    )
    risk = forms.ChoiceField(
        label=_("Risk"), required=False, choices=[("", _("Any")), ("none", _("Not decided")), *RiskLevel.choices]
    )
    controller = forms.ChoiceField(label=_("Controller"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        controllers = [(str(one.pk), one.name) for one in Controller.objects.all()]
        self.fields["controller"].choices = [("", _("Any")), *controllers]  # type: ignore[attr-defined]  # a choice
        if len(controllers) < 2:
            del self.fields["controller"]

    def wanted(self) -> dict[str, str]:
        """The clean filter; what is not understood is left out."""
        self.is_valid()
        given = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return {"state": "open", **given}


def people_hint(breach: Breach) -> str:
    """What the newest finished scan counted, for the field of the number; "" where there is none."""
    scan = breach.scans.filter(finished_at__isnull=False).order_by("-number").first()
    if scan is None:
        return ""
    scan.breach = breach
    people = scan.result["people"]
    return _t("The scan counted at least %(least)s, about %(about)s.") % {
        "least": people["at_least"],
        "about": people["about"],
    }


def facts_initial(breach: Breach) -> dict[str, Any]:
    """What the form of facts starts with."""
    from dsar.accountability.breaches.drafting import types_of
    from dsar.accountability.breaches.facts_services import FIELDS

    own = {name: getattr(breach, name) for name in FIELDS}
    sets = {"systems": list(breach.systems.all()), "activities": list(breach.activities.all())}
    return own | sets | {"types": list(types_of(breach)), "seen": breach.version}


def zone_words(zone: str) -> str:
    """The present moment in a zone, for "times are …"."""
    return moment_words(clock.now(), zone)
