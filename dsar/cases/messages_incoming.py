"""Replies: noting one that came by another way than the status page or a mailbox, and marking one as read."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsar.access.rules import Act
from dsar.cases.messages import message_page
from dsar.cases.messages_forms import IncomingForm
from dsar.cases.messages_services import read_message, receive_message
from dsar.cases.models import Case
from dsar.cases.page_models import IncomingMessage
from dsar.cases.pages import case_page
from dsar.cases.services import attach_file
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


@require_POST
@case_page(Act.WORK_CASE)
def incoming_write(request: StaffRequest, case: Case) -> HttpResponse:
    """Write down a reply; whoever writes it has read it."""
    form = IncomingForm(request.POST, request.FILES)
    if not form.is_valid():
        return message_page(request, case, incoming_form=form, status=422)
    values = form.cleaned_data
    try:
        files = [
            attach_file(case=case, upload=upload, purpose="correspondence", actor=request.user)
            for upload in values["uploads"]
        ]
        found = receive_message(
            case=case,
            channel=values["channel"],
            text=values["text"],
            sender=values["sender"],
            received_at=values["received_at"],
            files=files,
            actor=request.user,
        )
    except RuleRefused as error:
        for name, words in (error.fields or {"uploads": error.message}).items():
            form.add_error(name if name in form.fields else None, words)
        return message_page(request, case, incoming_form=form, status=422)
    read_message(message=found, actor=request.user)
    messages.success(request, _("The reply is noted. If it answers a question of ours, record the answer as well."))
    return redirect("dsar:case-messages", ref=case.reference)


@require_POST
@case_page(Act.VIEW_CASE)
def incoming_read(request: StaffRequest, case: Case, incoming_id: UUID) -> HttpResponse:
    """Mark a reply as read."""
    found = IncomingMessage.objects.filter(case=case, pk=incoming_id).select_related("case").first()
    if found is None:
        missing = "No such message."
        raise Http404(missing)
    read_message(message=found, actor=request.user)
    messages.success(request, _("Marked as read."))
    return redirect("dsar:case-messages", ref=case.reference)
