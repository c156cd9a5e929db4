"""Index for Django: every model of the house, imported and nothing else."""

from dsar.access.models import RoleGrant, SignInTally, Team, User
from dsar.api.models import ApiToken
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
from dsar.delivery.models import Delivery
from dsar.foundation.models import DataKey, KeyCheck, ReferenceCounter, SealedFile
from dsar.identity.models import IdentityCheck
from dsar.intake.models import PortalTally, RequestDraft, StatusLink
from dsar.notices.models import Notice
from dsar.processing_records.models import Controller, ProcessingActivity, Recipient, Source, System
from dsar.redaction.models import RedactedDocument
from dsar.response.models import AnswerSheet, Package
from dsar.review.models import ExemptionProposal, Passage, ReviewItem, ReviewPreparation, ReviewSet
from dsar.search.models import Exhibit, PlannedSystem

__all__ = [
    "AnswerSheet",
    "ApiToken",
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
    "Delivery",
    "ExemptionProposal",
    "Exhibit",
    "IdentityCheck",
    "KeyCheck",
    "Note",
    "Notice",
    "Package",
    "Passage",
    "PlannedSystem",
    "PortalTally",
    "ProcessingActivity",
    "Recipient",
    "RedactedDocument",
    "ReferenceCounter",
    "RequestDraft",
    "ReviewItem",
    "ReviewPreparation",
    "ReviewSet",
    "RoleGrant",
    "SealedFile",
    "SignInTally",
    "Source",
    "StatusLink",
    "System",
    "Team",
    "User",
]
