"""Set-up of mailboxes: list, form, trial."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.intake.mail_forms import MailboxForm
from dsar.intake.mail_models import Mailbox, MailboxKind
from dsar.intake.mail_setup_services import fetch_again, save_mailbox, try_mailbox
from dsar.intake.mail_words import REASONS
from dsar.processing_records.views import take_errors
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_GET
@role_page(Act.EDIT_SOURCES)
def mailboxes(request: StaffRequest) -> HttpResponse:
    """The mailboxes with when they were last read and what came."""
    given_up = Count("arrivals", filter=Q(arrivals__state=LeaseState.FAILED), distinct=True)
    found = Mailbox.objects.select_related("controller").annotate(given_up=given_up, kept=Count("mails", distinct=True))
    page = Paginator(found.order_by("name"), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [{"box": box, "failure": REASONS.get(box.failure, box.failure)} for box in page]
    return render(request, "intake/mailboxes.html", {"nav": "setup", "page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def mailbox_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Add a mailbox of a kind."""
    if kind not in MailboxKind.values:
        raise Http404
    return _edit(request, None, kind)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def mailbox(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """Change a mailbox; beside it stands what the last trial found."""
    found = get_object_or_404(Mailbox, pk=mailbox_id)
    return _edit(request, found, found.kind)


@require_POST
@role_page(Act.EDIT_SOURCES)
def mailbox_test(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """Try the mailbox now; the answer is kept in words."""
    found = try_mailbox(mailbox=get_object_or_404(Mailbox, pk=mailbox_id), actor=request.user)
    if found.test_passed:
        messages.success(request, _("The mailbox can be read."))
    else:
        messages.warning(request, _("The mailbox cannot be read yet. See why below."))
    return redirect("dsar:mailbox", mailbox_id=found.pk)


@require_POST
@role_page(Act.EDIT_SOURCES)
def mailbox_again(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """Fetch once more what was given up."""
    found = get_object_or_404(Mailbox, pk=mailbox_id)
    number = fetch_again(mailbox=found, actor=request.user)
    words = ngettext("%(number)d message is fetched again.", "%(number)d messages are fetched again.", number)
    messages.success(request, words % {"number": number})
    return redirect("dsar:mailbox", mailbox_id=found.pk)


def _edit(request: StaffRequest, found: Mailbox | None, kind: str) -> HttpResponse:
    initial = {} if found is None else {name: getattr(found, name) for name in MailboxForm.base_fields}
    if found is None:
        initial["read_from"] = clock.today("UTC")
    form = MailboxForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_mailbox(mailbox=found, kind=kind, values=form.cleaned_data, actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The mailbox is saved. Try it now."))
            return redirect("dsar:mailbox", mailbox_id=saved.pk)
    context = {
        "nav": "setup",
        "form": form,
        "mailbox": found,
        "is_imap": kind == MailboxKind.IMAP,
        "failure": REASONS.get(found.failure, found.failure) if found else "",
        "given_up": found.arrivals.filter(state=LeaseState.FAILED).count() if found else 0,
    }
    return render(request, "intake/mailbox.html", context, status=422 if form.errors else 200)
