"""What stands around every page of an assessment: title, badges, tabs, and what the person may do."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia.comparison import Change
from dsar.accountability.dpia.completeness import parts
from dsar.accountability.dpia.content import Content
from dsar.accountability.dpia.decision_services import hurdles_of
from dsar.accountability.dpia.matrix import matrix
from dsar.accountability.dpia.models import Dpia
from dsar.accountability.dpia.paper_words import Tell, as_read
from dsar.accountability.dpia.register import changes_since
from dsar.accountability.dpia.rules import standings
from dsar.accountability.dpia.selectors import current, rated, risk_lines, version_of
from dsar.accountability.dpia.storing import content_of
from dsar.accountability.dpia.vocabulary import RISK_KIND_WORDS, STATE_TONES, STATE_WORDS, Part, State


def found_or_404(reference: str) -> Dpia:
    """The current version of that reference."""
    dpia = current(reference)
    if dpia is None:
        raise Http404
    return dpia


def version_or_404(reference: str, number: int) -> Dpia:
    """One version of an assessment."""
    found = version_of(reference, number)
    if found is None:
        raise Http404
    return found


def frame(dpia: Dpia, user: User, tab: str) -> dict[str, Any]:
    """The context of a page of the assessment; `tab` is the name of the page that is open."""
    content = content_of(dpia)
    may_write = user.may(Act.WRITE_DPIA)
    return {
        "nav": "setup",
        "dpia": dpia,
        "content": content,
        "badges": badges(dpia),
        "tabs": _tabs(dpia, content, tab),
        "may_write": may_write,
        "may_edit": may_write and dpia.is_draft,
        "may_advise": user.may(Act.ADVISE_DPIA),
        "in_force": _in_force(dpia),
    }


def badges(dpia: Dpia) -> list[dict[str, str]]:
    """State and residual risk of a version."""
    after = rated(dpia.after)
    return [
        {"tone": STATE_TONES[dpia.state], "text": STATE_WORDS[dpia.state]},
        {"tone": after.tone, "text": _("Residual risk: %(level)s") % {"level": after.words.lower()}},
    ]


def _in_force(dpia: Dpia) -> Dpia | None:
    """The approved version beside the one that is shown."""
    if dpia.state == State.APPROVED:
        return None
    approved = Dpia.objects.filter(reference=dpia.reference, state=State.APPROVED)
    return approved.defer("content", "record").first()


def _tabs(dpia: Dpia, content: Content, tab: str) -> list[dict[str, Any]]:
    lacking = {state.part: len(state.missing) for state in parts(content)} if not dpia.is_frozen else {}
    comments = dpia.comments.filter(settled_at__isnull=True).count()

    def one(name: str, label: str, route: str, *extra: str, count: int = 0) -> dict[str, Any]:
        url = reverse(route, args=[dpia.reference, *extra])
        words = ngettext("%(n)d missing", "%(n)d missing", count) % {"n": count} if count else None
        return {"label": label, "url": url, "is_current": tab == name, "count": words}

    found = [
        one("overview", _("Overview"), "dsar:dpia"),
        *(
            one(name, label, "dsar:dpia-part", name, count=lacking.get(name, 0))
            for name, label in (
                (Part.DESCRIPTION.value, _("Description")),
                (Part.NECESSITY.value, _("Necessity")),
            )
        ),
        one(
            "risks",
            _("Risks"),
            "dsar:dpia-risks",
            count=lacking.get(Part.RISKS, 0) + lacking.get(Part.MEASURES, 0),
        ),
        one("views", _("Views"), "dsar:dpia-part", Part.VIEWS.value, count=lacking.get(Part.VIEWS, 0)),
        one("advice", _("Advice"), "dsar:dpia-advice"),
        one("consultation", _("Consultation"), "dsar:dpia-consultation"),
        one("decision", _("Approval"), "dsar:dpia-decision"),
    ]
    remarks = one("comments", _("Remarks"), "dsar:dpia-comments")
    return [*found, {**remarks, "count": comments or None}]


def risk_context(dpia: Dpia, content: Content, tell: Tell = as_read) -> dict[str, Any]:
    """The picture of the risks and the table beside it, their words by `tell`."""
    found = standings(content)
    return {
        "matrix": matrix(found, tell),
        "lines": risk_lines(content, found, RISK_KIND_WORDS, tell),
        "before": rated(dpia.before, tell),
        "today": rated(dpia.today, tell),
        "after": rated(dpia.after, tell),
    }


def drift_of(dpia: Dpia, content: Content) -> list[Change]:
    """What the register says otherwise since; nothing for a version that no longer counts."""
    return [] if dpia.state in (State.SUPERSEDED, State.DROPPED) else changes_since(content)


def hurdles_for(dpia: Dpia) -> list[dict[str, str]]:
    """What keeps a version in work from being approved, each with the page on which it is met."""
    if dpia.is_frozen:
        return []
    pages = {
        Part.RISKS: reverse("dsar:dpia-risks", args=[dpia.reference]),
        Part.MEASURES: reverse("dsar:dpia-risks", args=[dpia.reference]),
        Part.ADVICE: reverse("dsar:dpia-advice", args=[dpia.reference]),
        Part.CONSULTATION: reverse("dsar:dpia-consultation", args=[dpia.reference]),
    }
    return [
        {
            "words": one.words,
            "article": one.article,
            "url": pages.get(Part(one.part)) or reverse("dsar:dpia-part", args=[dpia.reference, one.part]),
        }
        for one in hurdles_of(dpia)
    ]
