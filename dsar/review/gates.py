"""What review tells the hallway: gates G10, G11, G28 and G31, the card on the case page, what to do next."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, GateFact, NextAct
from dsar.cases.vocabulary import Stage
from dsar.review.models import Passage, PassageStatus, Verdict
from dsar.review.selectors import first_undecided, pending_in, progress_of, special_to_confirm

_NAMED: Final = 8  # items that a sentence names before it says that there are more


def every_item_classified(case: Case) -> GateFact:
    """G10: every exhibit has a decision."""
    progress = progress_of(case)
    left = progress.total - progress.decided
    words = ngettext("%(n)d item is still to be decided.", "%(n)d items are still to be decided.", left) % {"n": left}
    return GateFact("G10", is_met=not left, reason=words if left else "")


def no_exemption_waits(case: Case) -> GateFact:
    """G11: no proposed exemption waits for its decision."""
    waiting = pending_in(case)
    words = ngettext("%(n)d exemption waits for a decision.", "%(n)d exemptions wait for a decision.", waiting) % {
        "n": waiting
    }
    return GateFact("G11", is_met=not waiting, reason=words if waiting else "")


def other_people_decided(case: Case) -> GateFact:
    """G28: for each place with another person's data in what goes out, somebody decided: shown or redacted."""
    outgoing = Passage.objects.filter(item__case=case, item__verdict__in=(Verdict.DISCLOSE, Verdict.REDACT))
    left = outgoing.filter(status=PassageStatus.SUGGESTED).values("item").distinct().count()
    words = ngettext(
        "In %(n)d item it is not decided what is shown of other people.",
        "In %(n)d items it is not decided what is shown of other people.",
        left,
    )
    return GateFact("G28", is_met=not left, reason=words % {"n": left} if left else "")


def own_special_confirmed(case: Case) -> GateFact:
    """G31: a person has looked at every passage of a special category of the data subject in what goes out."""
    numbers = special_to_confirm(case)
    if not numbers:
        return GateFact("G31", is_met=True)
    reason = ngettext(
        "In item %(items)s nobody has confirmed passages of special categories of the data subject.",
        "In items %(items)s nobody has confirmed passages of special categories of the data subject.",
        len(numbers),
    ) % {"items": _first_of(numbers)}
    if len(numbers) == 1:
        page = reverse("dsar:case-review-item", args=[case.reference, numbers[0]])
        return GateFact("G31", is_met=False, reason=reason, url=f"{page}#own-special")
    page = reverse("dsar:case-review", args=[case.reference])
    return GateFact("G31", is_met=False, reason=reason, url=f"{page}?has=special")


def _first_of(numbers: list[int]) -> str:
    words = ", ".join(map(str, numbers[:_NAMED]))
    return f"{words}, …" if len(numbers) > _NAMED else words


def review_panel(case: Case, user: Any) -> CasePanel | None:
    """How far the review is; nothing before there is anything to review."""
    progress = progress_of(case)
    if not progress.total:
        return None
    page = reverse("dsar:case-review", args=[case.reference])
    context = {"progress": progress, "case": case, "page": page}
    return CasePanel(_("Review"), "review/_panel.html", context, order=40, page=page)


def review_acts(case: Case, user: User) -> list[NextAct]:
    """Going on with the review, or deciding on what waits."""
    if case.stage != Stage.REVIEW:
        return []
    progress, acts = progress_of(case), []
    page = reverse("dsar:case-review", args=[case.reference])
    if progress.pending and permissions.may(user, Act.DECIDE_EXEMPTION, case):
        acts.append(NextAct(_("Decide on exemptions"), reverse("dsar:decisions"), order=15, in_header=True))
    if not progress.is_done:
        label = _("Continue the review") if progress.decided else _("Review the items")
        if permissions.may(user, Act.WORK_CASE, case):
            acts.append(NextAct(label, _first_to_decide(case) or page, is_primary=True, order=10))
    return acts


def _first_to_decide(case: Case) -> str:
    number = first_undecided(case)
    return reverse("dsar:case-review-item", args=[case.reference, number]) if number else ""


registry.register_gate("G10", every_item_classified, page="dsar:case-review")
registry.register_gate("G11", no_exemption_waits, page="dsar:case-review")
registry.register_gate("G28", other_people_decided, page="dsar:case-review")
registry.register_gate("G31", own_special_confirmed, page="dsar:case-review")
registry.register_panel(review_panel)
registry.register_next_acts(review_acts)
