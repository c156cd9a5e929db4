"""Index for Django: every model of the house, imported and nothing else."""

from dsar.access.models import RoleGrant, SignInTally, Team, User
from dsar.access.session_models import StaffSession
from dsar.accountability.breaches.models import (
    Breach,
    BreachCase,
    BreachCounter,
    BreachDocument,
    BreachNote,
    BreachTask,
    RiskDecision,
)
from dsar.accountability.breaches.work_models import BreachNotice, BreachPack, BreachScan, NoticeVersion, ScannedFile
from dsar.accountability.dpia.models import (
    Dpia,
    DpiaComment,
    DpiaDraft,
    DpiaReminder,
    DpiaReview,
    DpiaTemplate,
    Screening,
)
from dsar.api.models import ApiToken
from dsar.audit.models import AuditEntry, AuditHead, AuditPayload
from dsar.cases.advice_models import AdviceNote
from dsar.cases.break_glass_models import BreakGlass
from dsar.cases.complaint_models import Complaint
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.cover_models import Absence
from dsar.cases.ending_models import Ending
from dsar.cases.hold_models import LegalHold, PersonHold, PersonHoldToken, PreservationNotice
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
from dsar.cases.page_models import (
    ChecklistEntry,
    Enclosure,
    IncomingMessage,
    MessageDraft,
    NoteMention,
    NoteVersion,
    Presence,
)
from dsar.cases.queue_models import CaseHold, DefaultView, SavedView
from dsar.cases.simple_models import SimpleTrack
from dsar.commissioning.models import Chase, Commission, CommissionWords
from dsar.delivery.models import Delivery
from dsar.foundation.models import DataKey, KeyCheck, ReferenceCounter, SealedFile
from dsar.identity.models import IdentityCheck
from dsar.intake.mail_models import MailArrival, Mailbox, UnloggedMail
from dsar.intake.models import PortalTally, RequestDraft, StatusLink
from dsar.notices.models import Notice
from dsar.notices.text_models import LetterVersion
from dsar.pii.models import DetectionPolicy, DetectionRun, DetectionVerdict, OwnKindVersion, ThresholdVersion
from dsar.pii.vault_models import TokenVault, VaultEntry, VaultPseudonym
from dsar.processing_records.calendar_models import ClosingDay, DeadlinePolicy
from dsar.processing_records.models import Controller, ProcessingActivity, Recipient, Source, System
from dsar.redaction.models import RedactedDocument
from dsar.requester.models import CodeRequest, PortalSession, PortalWish
from dsar.response.models import AnswerSheet, Package
from dsar.retention.models import (
    ActivityTerm,
    CaseLetGo,
    KeptFigure,
    RetentionRule,
    RetentionTask,
    Sweep,
    SweepStep,
    TermColumn,
)
from dsar.review.models import ExemptionProposal, Passage, ReviewItem, ReviewPreparation, ReviewSet
from dsar.rights.consent.models import CcpaOptOut, PublishedNotice
from dsar.rights.decisions.models import RecipientNotice, RightDecision, RightTask
from dsar.rights.erasure.models import (
    CategoryDecision,
    ErasureGround,
    ErasurePolicy,
    ErasureTarget,
    RecipientTold,
)
from dsar.rights.erasure.restore_models import RestoreTask
from dsar.rights.objection.models import Objection
from dsar.rights.portability.models import (
    ActivityRuling,
    PortabilityPlan,
    PortablePackage,
    ReceivingController,
    SetRuling,
    Survey,
    Transmission,
)
from dsar.rights.rectification.models import Correction
from dsar.rights.restriction.models import FlagRule, FlagStep, RestrictedUse, Restriction
from dsar.rights.withdrawal.models import LedgerWord
from dsar.search.models import Exhibit, PlannedSystem
from dsar.search.upload_models import CaseUpload, SearchLogEntry
from dsar.statistics.models import (
    Digest,
    DigestWish,
    ReadMark,
    RegulatorPack,
    Reminder,
    ReminderCopy,
    SweepBeat,
)
from dsar.statistics.release.models import NoiseBudget, NoisyAnswer, PublicReport

__all__ = [
    "Absence",
    "ActivityRuling",
    "ActivityTerm",
    "AdviceNote",
    "AnswerSheet",
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "AuditPayload",
    "Breach",
    "BreachCase",
    "BreachCounter",
    "BreachDocument",
    "BreachNote",
    "BreachNotice",
    "BreachPack",
    "BreachScan",
    "BreachTask",
    "BreakGlass",
    "Case",
    "CaseFile",
    "CaseHold",
    "CaseLetGo",
    "CaseLink",
    "CasePerson",
    "CaseTeamPermission",
    "CaseToken",
    "CaseUpload",
    "CaseUserPermission",
    "CategoryDecision",
    "CcpaOptOut",
    "Chase",
    "ChecklistEntry",
    "ClockEvent",
    "ClosingDay",
    "CodeRequest",
    "Commission",
    "CommissionWords",
    "Complaint",
    "ConflictOfInterest",
    "Controller",
    "Correction",
    "DataKey",
    "DeadlinePolicy",
    "DefaultView",
    "Delivery",
    "DetectionPolicy",
    "DetectionRun",
    "DetectionVerdict",
    "Digest",
    "DigestWish",
    "Dpia",
    "DpiaComment",
    "DpiaDraft",
    "DpiaReminder",
    "DpiaReview",
    "DpiaTemplate",
    "Enclosure",
    "Ending",
    "ErasureGround",
    "ErasurePolicy",
    "ErasureTarget",
    "ExemptionProposal",
    "Exhibit",
    "FlagRule",
    "FlagStep",
    "IdentityCheck",
    "IncomingMessage",
    "KeptFigure",
    "KeyCheck",
    "LedgerWord",
    "LegalHold",
    "LetterVersion",
    "MailArrival",
    "Mailbox",
    "MessageDraft",
    "NoiseBudget",
    "NoisyAnswer",
    "Note",
    "NoteMention",
    "NoteVersion",
    "Notice",
    "NoticeVersion",
    "Objection",
    "OwnKindVersion",
    "Package",
    "Passage",
    "PersonHold",
    "PersonHoldToken",
    "PlannedSystem",
    "PortabilityPlan",
    "PortablePackage",
    "PortalSession",
    "PortalTally",
    "PortalWish",
    "Presence",
    "PreservationNotice",
    "ProcessingActivity",
    "PublicReport",
    "PublishedNotice",
    "ReadMark",
    "ReceivingController",
    "Recipient",
    "RecipientNotice",
    "RecipientTold",
    "RedactedDocument",
    "ReferenceCounter",
    "RegulatorPack",
    "Reminder",
    "ReminderCopy",
    "RequestDraft",
    "RestoreTask",
    "RestrictedUse",
    "Restriction",
    "RetentionRule",
    "RetentionTask",
    "ReviewItem",
    "ReviewPreparation",
    "ReviewSet",
    "RightDecision",
    "RightTask",
    "RiskDecision",
    "RoleGrant",
    "SavedView",
    "ScannedFile",
    "Screening",
    "SealedFile",
    "SearchLogEntry",
    "SetRuling",
    "SignInTally",
    "SimpleTrack",
    "Source",
    "StaffSession",
    "StatusLink",
    "Survey",
    "Sweep",
    "SweepBeat",
    "SweepStep",
    "System",
    "Team",
    "TermColumn",
    "ThresholdVersion",
    "TokenVault",
    "Transmission",
    "UnloggedMail",
    "User",
    "VaultEntry",
    "VaultPseudonym",
]
