"""How right the suggestions are, the thresholds that follow, the figures and alerts, and what is kept."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.detection import KIND_FACTS
from discovery.detection.own_kinds import OWN
from discovery.documents import Kind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.pii import alerting, metrics, quality
from dsar.pii.forms import PeriodForm, PolicyForm, ThresholdForm, policy_initial
from dsar.pii.models import DetectionPolicy, ThresholdVersion
from dsar.pii.own_kind_views import take_refusal
from dsar.pii.rules import FEWEST
from dsar.pii.steering import default_threshold, label_of, newest_own_kinds, policy_now, thresholds_now
from dsar.pii.threshold_services import change_policy, restore_thresholds, set_threshold
from dsar.web.requests import StaffRequest, page_or_fragment

PAGE_ROWS = 50


@require_GET
@role_page(Act.SEE_REGISTER)
def feedback(request: StaffRequest) -> HttpResponse:
    """How right suggestions are, by kind and recogniser, with what follows for thresholds."""
    form = PeriodForm(request.GET, kinds=quality.kinds_judged())
    rows = quality.quality(quality.verdicts_of(days=form.chosen("days"), kind=form.chosen("kind")))
    context = {
        "nav": "setup",
        "form": form,
        "rows": rows,
        "fewest": FEWEST,
        "policy": policy_now(),
        "may_edit": request.user.may(Act.EDIT_SOURCES),
    }
    return page_or_fragment(request, "pii/feedback.html", "pii/_feedback.html", context)


@require_GET
@role_page(Act.SEE_REGISTER)
def thresholds(request: StaffRequest) -> HttpResponse:
    """Thresholds that were set, every kind to set one for, and all versions."""
    now, known = thresholds_now(), newest_own_kinds()
    versions = ThresholdVersion.objects.select_related("written_by")
    page = Paginator(versions, PAGE_ROWS).get_page(request.GET.get("page"))
    in_force = sorted(now.values.items())
    context = {
        "nav": "setup",
        "now": now,
        "set": [(key, label_of(key, known), value, default_threshold(key)) for key, value in in_force],
        "kinds": _kinds(),
        "page": page,
        "history": [_told(row, label_of(row.changed, known)) for row in page.object_list],
        "may_edit": request.user.may(Act.EDIT_SOURCES),
    }
    return render(request, "pii/thresholds.html", context)


@require_GET
@role_page(Act.EDIT_SOURCES)
def threshold_choose(request: StaffRequest) -> HttpResponse:
    """From the list of kinds to the form of one."""
    key = request.GET.get("key", "")
    return redirect("dsar:pii-threshold", key=_known(key)) if key else redirect("dsar:pii-thresholds")


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def threshold(request: StaffRequest, key: str) -> HttpResponse:
    """Set the threshold of a kind, with a reason."""
    now = thresholds_now()
    label = label_of(_known(key))
    rows = [row for row in quality.quality(quality.verdicts_of(kind=key)) if row.key == key]
    advised = rows[0].advice if rows else None
    suggested = advised.value if advised else None
    form = ThresholdForm(
        request.POST or None, initial={"value": suggested or now.values.get(key), "based_on": now.number}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_threshold(
                key=key, value=given["value"], why=given["why"], based_on=given["based_on"], actor=request.user
            )
        except (RuleRefused, Conflict) as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("The threshold of “%(label)s” is changed.") % {"label": label})
            return redirect("dsar:pii-thresholds")
    context = {
        "nav": "setup", "form": form, "label": label, "row": rows[0] if rows else None,
        "present": now.values.get(key, default_threshold(key)), "shipped": default_threshold(key),
    }  # fmt: skip
    return render(request, "pii/threshold.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@role_page(Act.EDIT_SOURCES)
def thresholds_restore(request: StaffRequest, number: int) -> HttpResponse:
    """Take up the thresholds of an earlier version again."""
    based_on = request.POST.get("based_on", "")
    try:
        restore_thresholds(
            number=number,
            why=request.POST.get("why", ""),
            based_on=int(based_on) if based_on.isdigit() and len(based_on) < 9 else -1,
            actor=request.user,
        )
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The thresholds are those of version %(number)d again.") % {"number": number})
    return redirect("dsar:pii-thresholds")


@require_GET
@role_page(Act.SEE_REGISTER)
def figures(request: StaffRequest) -> HttpResponse:
    """The figures of a period, alerts, and the readings one by one."""
    form = PeriodForm(request.GET)
    days = form.chosen("days")
    runs = metrics.runs_of(days)
    policy = policy_now()
    page = Paginator(runs, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "nav": "setup",
        "form": form,
        "figures": metrics.figures(runs, days),
        "alerts": metrics.alerts(days or "365"),
        "page": page,
        "rows": metrics.run_rows(list(page.object_list), policy),
        "policy": policy,
        "may_edit": request.user.may(Act.EDIT_SOURCES),
    }
    alerting.looked_at(request.user)
    return page_or_fragment(request, "pii/metrics.html", "pii/_metrics.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def policy(request: StaffRequest) -> HttpResponse:
    """What is kept with verdicts, and from when on figures raise an alert."""
    now = policy_now()
    form = PolicyForm(request.POST or None, initial=policy_initial(now))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        why, based_on = given.pop("why"), given.pop("based_on")
        try:
            change_policy(values=given, why=why, based_on=based_on, actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, _("The settings are changed."))
            return redirect("dsar:pii-policy")
    versions = DetectionPolicy.objects.select_related("written_by")[:PAGE_ROWS]
    context = {"nav": "setup", "form": form, "versions": versions}
    return render(request, "pii/policy.html", context, status=422 if request.method == "POST" else 200)


def _told(row: ThresholdVersion, label: str) -> dict[str, Any]:
    return {"row": row, "what": label, "value": row.values.get(row.changed)}


def _kinds() -> list[tuple[str, str]]:
    own = [(OWN + row.slug, row.label) for row in newest_own_kinds()]
    built_in = [(kind.value, told.label) for kind, told in KIND_FACTS.items() if kind is not Kind.OWN_KIND]
    return sorted([*own, *built_in], key=lambda pair: pair[1].casefold())


def _known(key: str) -> str:
    if key not in {known for known, _label in _kinds()}:
        message = "No such kind."
        raise Http404(message)
    return key
