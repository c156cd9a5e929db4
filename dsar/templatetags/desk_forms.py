"""Drawing of form fields: one tag for every kind, with label, hint, error and what a screen reader needs."""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()
NO_WORDS = "---------"


@dataclass(frozen=True)
class Choice:
    """One radio button or box of a group."""

    control: SafeString
    label: str
    id: str
    hint: str


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary; the id is empty where the mistake belongs to no field."""

    message: str
    field_id: str


@register.inclusion_tag("components/_field.html")
def field(
    bound: BoundField, width: str = "", *, inline: bool = False, hide_label: bool = False, is_filter: bool = False
) -> dict[str, Any]:
    """A field of a form. width: "", "short" or "full"; inline: choices beside each other; filters are optional anyway.

    A widget may carry option_hints, a mapping from an option's value to a sentence below its label.
    """
    widget = bound.field.widget
    _use_pickers(widget)
    chosen = bound.field
    if isinstance(chosen, forms.ModelChoiceField) and chosen.empty_label == NO_WORDS:  # of Django: it says nothing
        chosen.empty_label = _("Choose one") if chosen.required else _("None")
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    named = [(error_id, bool(bound.errors)), (hint_id, bool(bound.help_text))]
    described_by = " ".join(name for name, is_there in named if is_there)
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return {
        "bound": bound,
        "kind": _kind(widget),
        "width": width,
        "inline": inline,
        "hide_label": hide_label,
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": described_by,
        "choices": _choices(bound) if is_group else [],
        "control": "" if is_group else _control(bound, described_by),
        "is_optional": not is_filter and _is_optional(bound),
    }


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*given: forms.BaseForm | None) -> dict[str, Any]:
    """What is wrong in these forms, each line linked to its field; nothing at all where all is well."""
    mistakes: list[Mistake] = []
    for form in given:
        if form is None or not form.is_bound:
            continue
        for name, messages in form.errors.items():
            bound = form[name] if name in form.fields else None
            mistakes.extend(_mistake(bound, str(message)) for message in messages)
    return {"mistakes": mistakes}


def _mistake(bound: BoundField | None, message: str) -> Mistake:
    """A general message ("This field is required.") is read apart from its field here, so it gets the field's name."""
    if bound is None:
        return Mistake(message, "")
    label = str(bound.label)
    if label.casefold() in message.casefold():
        return Mistake(message, _first_control(bound))
    words = gettext("%(field)s: %(message)s") % {"field": label.rstrip("?: \u00a0"), "message": message}
    return Mistake(words, _first_control(bound))


def _is_optional(bound: BoundField) -> bool:
    """Whether the label says so. A field that may be left empty because another one is given is not called optional."""
    is_alternative = getattr(bound.field, "is_alternative", False)
    return not bound.field.required and not is_alternative and not isinstance(bound.field.widget, forms.CheckboxInput)


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def _use_pickers(widget: forms.Widget) -> None:
    """Dates get the browser's own picker; it reads and writes ISO whatever the language of the page."""
    if isinstance(widget, forms.DateTimeInput) and widget.input_type == "text":
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"


def _control(bound: BoundField, described_by: str) -> SafeString:
    attributes: dict[str, Any] = {}
    if described_by:
        attributes["aria-describedby"] = described_by
    return bound.as_widget(attrs=attributes)


def _choices(bound: BoundField) -> list[Choice]:
    hints = getattr(bound.field.widget, "option_hints", {})
    found = []
    for option in bound.subwidgets:
        if str(option.data.get("value", "")) == "" and isinstance(bound.field.widget, forms.RadioSelect):
            continue  # the empty choice of a select is no radio button
        found.append(_choice(option, hints))
    return found


def _choice(option: BoundWidget, hints: dict[Any, Any]) -> Choice:
    hint = hints.get(option.data.get("value")) or hints.get(str(option.data.get("value"))) or ""
    return Choice(control=option.tag(), label=option.choice_label, id=option.id_for_label, hint=hint)


def _first_control(bound: BoundField) -> str:
    choices = _choices(bound) if _kind(bound.field.widget) == "group" else []
    return choices[0].id if choices else bound.id_for_label or bound.auto_id
