"""Two people who save at the same time: the second sees both versions, and keeps what they typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dsar.cases.models import Case
from dsar.foundation.errors import Conflict


class Stale(Conflict):
    """What was saved is not based on what stands now.

    Attributes:
        theirs: what stands now; a text, or texts by the name of the field.
        mine: what would have been written.
    """

    def __init__(self, theirs: Any, mine: Any) -> None:
        super().__init__(
            "Somebody else has changed this while you were typing. Nothing of yours is lost.", code="stale"
        )
        self.theirs = theirs
        self.mine = mine


@dataclass(frozen=True, slots=True)
class Both:
    """One field as it stands now and as it was typed; `name` is the form's."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.theirs != self.mine


def both_versions(
    request: HttpRequest, case: Case, fields: Sequence[Both], *, version: int, who: str, back_url: str
) -> HttpResponse:
    """The page of a conflict (409): theirs and mine beside each other, mine ready to be changed and saved over it.

    Args:
        request: of the form that came too late; the page posts to the same address.
        case: whose page it is.
        fields: in the order of the form.
        version: what the next attempt is based on.
        who: who was faster, or "".
        back_url: where "keep theirs" leads.
    """
    context = {
        "nav": "cases",
        "case": case,
        "fields": fields,
        "version": version,
        "who": who,
        "back_url": back_url,
    }
    return render(request, "cases/both_versions.html", context, status=409)
