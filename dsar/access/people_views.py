"""People and teams: who works here, in which role; inviting, changing roles, letting go; members of teams."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.forms import PasswordResetForm
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.factors import has_factor
from dsar.access.lock_out import is_locked
from dsar.access.models import Team, User
from dsar.access.pages import role_page
from dsar.access.people_forms import InviteForm, RolesForm, TeamForm
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.access.services import add_person, change_roles, let_go, set_team
from dsar.access.throttle import is_held_back
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_GET
@role_page(Act.EDIT_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody who works here, and the teams."""
    listed = User.objects.prefetch_related("role_grants", "groups", "authenticator_set").order_by(
        "-is_active", "full_name"
    )
    context = {
        "nav": "setup",
        "page": Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page")),
        "teams": Team.objects.prefetch_related("user_set").order_by("name"),
    }
    return render(request, "access/people.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_PEOPLE)
def person_new(request: StaffRequest) -> HttpResponse:
    """Invite somebody: they set a password by a link that is sent to them."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            person = add_person(
                email=clean["email"], full_name=clean["full_name"], roles=form.given(), actor=request.user
            )
        except RuleRefused as error:
            form.add_error("email", error.message)
        else:
            _send_link(request, person)
            messages.success(request, _("%(name)s is invited by e-mail.") % {"name": person.full_name})
            return redirect("dsar:people")
    return render(request, "access/person_new.html", {"nav": "setup", "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_PEOPLE)
@recently_authenticated
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The roles of a person, and the end of their access."""
    found = get_object_or_404(User, pk=person_id)
    form = RolesForm(request.POST or None, initial={"roles": sorted(found.roles)})
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(person=found, roles=form.given(), actor=request.user)
        except RuleRefused as error:
            form.add_error("roles", error.message)
        else:
            messages.success(request, _("The roles are changed."))
            return redirect("dsar:people")
    context = {
        "nav": "setup",
        "person": found,
        "form": form,
        "is_self": found.pk == request.user.pk,
        "is_locked": is_locked(found) or is_held_back(found),
        "has_factor": has_factor(found),
    }
    return render(request, "access/person.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@role_page(Act.EDIT_PEOPLE)
@recently_authenticated
def person_let_go(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """End the access of a person at once."""
    found = get_object_or_404(User, pk=person_id)
    let_go(person=found, actor=request.user)
    messages.success(request, _("%(name)s no longer has access.") % {"name": found.full_name})
    return redirect("dsar:people")


@require_http_methods(["POST"])
@role_page(Act.EDIT_PEOPLE)
def person_link(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Send the link to set a password once more."""
    found = get_object_or_404(User, pk=person_id, is_active=True)
    _send_link(request, found)
    messages.success(request, _("The link is sent."))
    return redirect("dsar:people")


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_PEOPLE)
def team(request: StaffRequest, team_id: int | None = None) -> HttpResponse:
    """Add a team, or change who belongs to it; a name that exists is never taken over by another."""
    found = get_object_or_404(Team, pk=team_id) if team_id else None
    initial = {"name": found.name, "members": found.user_set.all()} if found else None
    form = TeamForm(request.POST or None, initial=initial)
    if found:
        form.fields["name"].disabled = True  # cases are granted to the team, and some code names it
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        if found is None and Team.objects.filter(name__iexact=clean["name"]).exists():
            form.add_error("name", _("There is a team of this name."))
        else:
            set_team(name=clean["name"], members=clean["members"], actor=request.user)
            messages.success(request, _("The team is saved."))
            return redirect("dsar:people")
    context = {"nav": "setup", "team": found, "form": form}
    return render(request, "access/team.html", context, status=422 if form.errors else 200)


def _send_link(request: StaffRequest, person: User) -> None:
    """The mail of the password reset. A person without a password yet gets it too: that is what an invitation is."""
    form = InvitationMail({"email": person.email})
    if form.is_valid():
        form.save(
            request=request,
            use_https=request.is_secure(),
            email_template_name="letters/invitation.txt",
            subject_template_name="letters/invitation_subject.txt",
        )


class InvitationMail(PasswordResetForm):
    """Django's reset mail, also for people who have never had a password."""

    def get_users(self, email: str) -> "list[User]":
        """The active person of this address."""
        return list(User.objects.filter(email__iexact=email, is_active=True))
