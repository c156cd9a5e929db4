"""Acts of an administrator on the sign-in of a colleague: letting them try again, ending their sessions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dsar.access.models import User
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.access.services import sign_out_everywhere, unlock_sign_in
from dsar.web.requests import StaffRequest


@require_POST
@role_page(Act.EDIT_PEOPLE)
def person_unlock(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Let somebody sign in again who was held back."""
    person = get_object_or_404(User, pk=person_id)
    unlock_sign_in(person=person, actor=request.user)
    messages.success(request, _("%(name)s can try again.") % {"name": person.full_name})
    return redirect("dsar:person", person_id=person.pk)


@require_POST
@role_page(Act.EDIT_PEOPLE)
def person_sign_out(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    person = get_object_or_404(User, pk=person_id)
    sign_out_everywhere(person=person, actor=request.user)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person.full_name})
    return redirect("dsar:person", person_id=person.pk)
