"""What is typed about colleagues and teams."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import ROLE_LABELS, Role

_HINTS = {
    Role.INTAKE: _("Logs requests."),
    Role.HANDLER: _("Works on the cases that are granted."),
    Role.APPROVER: _("Decides on exemptions and release."),
    Role.DPO: _("Works, decides, gives opinions, keeps the register, reads the audit chain."),
    Role.ADMIN: _("Sets up people, systems and sources; sees no names of requesters."),
    Role.LEGAL: _("Reads the cases they are asked about and gives legal advice there."),
    Role.AUDITOR: _("Reads the audit chain and reports; sees no names of requesters."),
}


class RoleBoxes(forms.CheckboxSelectMultiple):
    """Roles with a sentence below each."""

    option_hints = {role.value: words for role, words in _HINTS.items()}


class RolesForm(forms.Form):
    """The roles of a person."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()], widget=RoleBoxes
    )

    def given(self) -> list[Role]:
        """The chosen roles."""
        return [Role(name) for name in self.cleaned_data["roles"]]


class InviteForm(RolesForm):
    """Somebody new."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    full_name = forms.CharField(label=_("Name"), max_length=150)
    field_order = ["full_name", "email", "roles"]


class TeamForm(forms.Form):
    """A team and its members."""

    name = forms.CharField(label=_("Name of the team"), max_length=150)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.filter(is_active=True),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
