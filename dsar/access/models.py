"""People of the organisation who sign in, their roles and teams."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext

from dsar.access.rules import ROLE_LABELS, Act, Role, allows


class UserManager(BaseUserManager["User"]):
    """Making users; addresses are stored as typed and compared without case."""

    def create_user(self, email: str, full_name: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email), full_name=full_name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, full_name: str, password: str | None = None, **extra: Any) -> "User":
        user = self.create_user(email, full_name, password, is_superuser=True, **extra)
        RoleGrant.objects.create(user=user, role=Role.ADMIN)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here. People who make requests are not Users."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=150)
    language = models.CharField(max_length=8, blank=True, default="")  # empty: what the browser asks for
    time_zone = models.CharField(max_length=64, default="Europe/London")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_signs_in_one_user")]

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of this user."""
        return frozenset(grant.role for grant in self.role_grants.all())

    @property
    def mail_language(self) -> str:
        """The language of mails to this person; English where they leave it to their browser."""
        return self.language or "en"

    @property
    def role_words(self) -> str:
        """The roles as shown beside the name, in the language of whoever looks."""
        return ", ".join(gettext(ROLE_LABELS[Role(role)]) for role in sorted(self.roles)) or gettext("No role yet")

    def may(self, act: Act) -> bool:
        """Whether a role of this user opens that kind of act; for acts on a case ask dsar.cases.permissions.may."""
        return self.is_active and allows(self.roles, act)


class RoleGrant(models.Model):
    """A role that a user has."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(role.value, label) for role, label in ROLE_LABELS.items()])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="a_user_has_a_role_once")]

    def __str__(self) -> str:
        return self.role


class Team(Group):
    """People who share cases: a case granted to a team is seen by its members."""

    class Meta:
        proxy = True


class SignInTally(models.Model):
    """Failed sign-ins for one address (as a keyed digest) in the present window; holds back guessing."""

    digest = models.BinaryField(primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    window_ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.failures)
