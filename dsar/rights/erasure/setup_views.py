"""Set-up of erasures: targets with their trial and policies, and the suppression list."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.documents import SubjectProfile
from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.foundation.errors import DsarError, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.views import take_errors
from dsar.rights.erasure.forms import PolicyForm, TargetForm, initial_of
from dsar.rights.erasure.models import ErasurePolicy, ErasureTarget
from dsar.rights.erasure.restore_models import RestoreTask
from dsar.rights.erasure.restore_task_services import open_tasks, sign_task
from dsar.rights.erasure.restoring_services import restore_state
from dsar.rights.erasure.targets_services import PolicyValues, remove_policy, save_target, set_policy, try_target
from dsar.web.requests import StaffRequest
from erasure.rules import EXCEPTIONS
from erasure.suppression.models import SuppressionEntry
from erasure.suppression.services import lift
from erasure.targets import TargetKind, kind_of, target_kinds

PAGE_ROWS = 50


@require_GET
@role_page(Act.EDIT_SOURCES)
def targets(request: StaffRequest) -> HttpResponse:
    """All targets with what their last trial found."""
    rows = ErasureTarget.objects.select_related("system").prefetch_related("policies")
    context = {
        "nav": "setup",
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
        "kinds": target_kinds(),
        "labels": {kind.name: kind.label for kind in target_kinds()},
    }
    return render(request, "erasure/targets.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def target_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Add a target of a kind."""
    return _edit(request, None, _kind(kind))


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def target_edit(request: StaffRequest, target_id: UUID) -> HttpResponse:
    """Change a target; beside it its trial and its policies."""
    target = get_object_or_404(ErasureTarget.objects.select_related("system"), pk=target_id)
    return _edit(request, target, _kind(target.kind))


@require_POST
@role_page(Act.EDIT_SOURCES)
def target_test(request: StaffRequest, target_id: UUID) -> HttpResponse:
    """Try the target now; nothing is changed in it."""
    target = try_target(target=get_object_or_404(ErasureTarget, pk=target_id), actor=request.user)
    if target.test_passed:
        messages.success(request, _("The target can be changed."))
    else:
        messages.warning(request, _("The target cannot be used yet. See why below."))
    return redirect("dsar:erasure-target", target_id=target.pk)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def policy_new(request: StaffRequest, target_id: UUID) -> HttpResponse:
    """Say what becomes of a set of the target."""
    target = get_object_or_404(ErasureTarget, pk=target_id)
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_policy(target=target, values=PolicyValues(**form.cleaned_data), actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The policy is saved. It applies from the next rehearsal on."))
            return redirect("dsar:erasure-target", target_id=target.pk)
    context = {"nav": "setup", "target": target, "form": form}
    return render(request, "erasure/policy.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.EDIT_SOURCES)
def policy_remove(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """Take a policy away."""
    policy = get_object_or_404(ErasurePolicy.objects.select_related("target"), pk=policy_id)
    remove_policy(policy=policy, actor=request.user)
    messages.success(request, _("The policy is removed: what is the person's there is deleted again."))
    return redirect("dsar:erasure-target", target_id=policy.target_id)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def suppression(request: StaffRequest) -> HttpResponse:
    """The suppression list: keyed digests without names; an entry is lifted with a reason."""
    if request.method == "POST":
        try:
            entry = get_object_or_404(SuppressionEntry, pk=UUID(request.POST.get("entry", "")))
            lift(entry=entry, reason=request.POST.get("reason", ""), actor_id=request.user.pk)
        except ValueError:
            raise Http404 from None
        except DsarError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The entry is lifted."))
        return redirect("dsar:suppression")
    rows = SuppressionEntry.objects.all()
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    standing = rows.filter(lifted_at__isnull=True).count()
    context = {"nav": "setup", "page": page, "standing": standing, "restored": restore_state()}
    tasks = list(open_tasks()[:PAGE_ROWS])
    with keys_at_hand([task.key_id for task in tasks]):
        context["tasks"] = [(task, SubjectProfile.from_json(task.who)) for task in tasks]
        return render(request, "erasure/suppression.html", context)


@require_POST
@role_page(Act.EDIT_REGISTER)
@recently_authenticated
def restore_task(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Sign that a task by hand after a restore was done."""
    task = get_object_or_404(RestoreTask, pk=task_id)
    try:
        sign_task(task=task, words=request.POST.get("words", ""), actor=request.user)
    except DsarError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Signed. Whom it was about is forgotten here now."))
    return redirect("dsar:suppression")


def _edit(request: StaffRequest, target: ErasureTarget | None, kind: TargetKind) -> HttpResponse:
    initial = initial_of(target) if target else {"system": request.GET.get("system")}
    form = TargetForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            saved = save_target(
                target=target, system=clean["system"], name=clean["name"], kind=kind.name, values=form.settings(),
                secret_name=clean.get("secret_name", ""), is_active=clean["is_active"], actor=request.user,
            )  # fmt: skip
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The target is saved. Try it now."))
            return redirect("dsar:erasure-target", target_id=saved.pk)
    policies = list(target.policies.select_related("activity")) if target else []
    shown = [(policy, ": ".join(EXCEPTIONS.get(policy.exception, ("",)))) for policy in policies]
    context = {"nav": "setup", "target": target, "kind": kind, "form": form, "policies": shown}
    return render(request, "erasure/target.html", context, status=422 if form.errors else 200)


def _kind(name: str) -> TargetKind:
    try:
        return kind_of(name)
    except ValueError as error:
        raise Http404 from error
