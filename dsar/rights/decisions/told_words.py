"""What the person reads on the status page while a right is decided, by stage."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar.cases.vocabulary import Stage

TOLD_NOW: Mapping[str, Any] = {
    Stage.REVIEW: _("We are deciding on what you asked for, and doing it."),
    Stage.SENT: _("We have written to you what we did."),
}
TOLD_NEXT: Mapping[str, Any] = {
    Stage.TRIAGE: _("Next we make sure whose data it is about, and decide on what you asked for."),
    Stage.IDENTITY: _("Next, once we know that, we decide on what you asked for."),
    Stage.REVIEW: _("Next we do what is decided and write to you."),
    Stage.SENT: _("Is something missing or wrong? Tell us."),
}
