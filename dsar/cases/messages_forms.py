"""What is typed on the page of messages: a letter, and a reply that came by another way."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.cases.file_services import PURPOSES, purpose_words
from dsar.cases.messages_letters import BY_HAND, by_hand_choices
from dsar.cases.models import Case, CaseFile
from dsar.cases.notify import Reach
from dsar.cases.page_models import ReplyChannel
from dsar.cases.pages_files import ManyFilesField
from dsar.foundation import clock
from dsar.notices.models import NoticeChannel
from dsar.notices.rendering import LONGEST_SUBJECT

# What a draft keeps of the form.
DRAFTED = ("letter", "channel", "subject", "text", "question")


if TYPE_CHECKING:
    _Files = forms.ModelMultipleChoiceField[CaseFile]
else:
    _Files = forms.ModelMultipleChoiceField  # not generic at run time


class EnclosureChoice(_Files):
    """Files of the case, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.file.name} ({purpose_words(obj.purpose)})"


class MessageForm(forms.Form):
    """A letter that may be sent by hand: a message in own words, or another one of the catalogue."""

    letter = forms.ChoiceField(label=_("Letter"), choices=by_hand_choices, initial="message", required=False)
    channel = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT, required=False)
    text = forms.CharField(
        label=_("Message"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Greeting, reference and signature are added."),
    )
    question = forms.CharField(
        label=_("Our question"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a reminder: the question that is still open."),
    )
    enclosures = EnclosureChoice(
        label=_("Enclosures"),
        required=False,
        queryset=CaseFile.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are printed and put into the letter. Files never travel by e-mail."),
    )
    confirmed = forms.BooleanField(
        label=_("I have made sure that this way is safe for this person"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, reach: Reach, files: QuerySet[CaseFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = reach.channels()
        self.fields["channel"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        if not self.initial.get("channel"):
            self.fields["channel"].initial = ways[0].value if ways else None
        self.fields["enclosures"].queryset = files  # type: ignore[attr-defined]
        if reach.is_protected:
            self.fields["confirmed"].widget = forms.CheckboxInput()

    @property
    def code(self) -> str:
        """The letter chosen; a message in own words where none is."""
        return str(self.cleaned_data.get("letter") or "message")

    def clean(self) -> dict[str, Any]:
        """Each letter needs its own words; enclosures need paper."""
        values = super().clean() or {}
        for name in BY_HAND.get(values.get("letter") or "message", ()):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _t("This letter needs it."))
        if values.get("enclosures") and values.get("channel") == NoticeChannel.EMAIL:
            words = _t("Files never travel by e-mail: choose a letter, or put them where the response is collected.")
            self.add_error("enclosures", words)
        return values


class IncomingForm(forms.Form):
    """A reply that came by letter, phone or at the counter, or to a mailbox that nobody reads for us."""

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in ReplyChannel.choices if choice[0] != ReplyChannel.PORTAL],
        widget=forms.RadioSelect,
        initial=ReplyChannel.LETTER,
    )
    received_at = forms.DateTimeField(label=_("Received"), help_text=_("Day and hour in your time zone."))
    sender = forms.CharField(label=_("From"), required=False, max_length=200)
    text = forms.CharField(label=_("What it says"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    uploads = ManyFilesField(label=_("Files that came with it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_at"].initial = clock.now


def enclosable(case: Case) -> QuerySet[CaseFile]:
    """The files of the case that may go with a letter: those that were attached for it or as correspondence."""
    kinds = [name for name in PURPOSES if name != "request"]
    return case.files.filter(purpose__in=kinds).select_related("file", "case")
