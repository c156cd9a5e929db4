"""Index for Django: every model of the house, imported and nothing else."""

from dsar.access.models import RoleGrant, SignInTally, Team, User
from dsar.audit.models import AuditEntry, AuditHead, AuditPayload
from dsar.cases.models import (
    Case,
    CaseFile,
    CaseLink,
    CasePerson,
    CaseTeamPermission,
    CaseToken,
    CaseUserPermission,
    ClockEvent,
    Note,
)
from dsar.foundation.models import DataKey, KeyCheck, ReferenceCounter, SealedFile
from dsar.processing_records.models import Controller

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditPayload",
    "Case",
    "CaseFile",
    "CaseLink",
    "CasePerson",
    "CaseTeamPermission",
    "CaseToken",
    "CaseUserPermission",
    "ClockEvent",
    "Controller",
    "DataKey",
    "KeyCheck",
    "Note",
    "ReferenceCounter",
    "RoleGrant",
    "SealedFile",
    "SignInTally",
    "Team",
    "User",
]
