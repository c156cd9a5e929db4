"""Who may do what, by role. Plain data: the matrix of docs/roles.md is printed from it.

Roles open kinds of acts; an act on a case also needs a grant on that case (dsar.cases.permissions). Admins and
auditors see no names: `case.skeleton` is reference, stage, dates and handler.
"""

from collections.abc import Iterable
from enum import StrEnum

from dsar.foundation.words import Words as _


class Role(StrEnum):
    """What a person does here. One person may have several roles."""

    INTAKE = "intake"
    HANDLER = "handler"
    APPROVER = "approver"
    DPO = "dpo"
    ADMIN = "admin"
    AUDITOR = "auditor"
    LEGAL = "legal"


class Act(StrEnum):
    """Kinds of acts that are permitted or refused as one."""

    LOG_REQUEST = "request.log"
    VIEW_CASE = "case.view"
    WORK_CASE = "case.work"
    EXTEND_DEADLINE = "case.extend"
    ASSIGN_CASE = "case.assign"
    DECIDE_EXEMPTION = "case.decide"
    GIVE_OPINION = "case.opinion"
    APPROVE_RELEASE = "case.approve"
    ASK_ADVICE = "case.advice_ask"
    READ_ADVICE = "case.advice_read"
    GIVE_ADVICE = "case.advice_give"
    BREAK_GLASS = "case.break_glass"
    SEE_SKELETON = "case.skeleton"
    SEE_REGISTER = "register.view"
    EDIT_REGISTER = "register.edit"
    EDIT_SOURCES = "sources.edit"
    EDIT_PEOPLE = "people.edit"
    READ_AUDIT = "audit.read"
    SEE_CONSENT = "consent.view"
    LOOK_UP_CONSENT = "consent.look_up"
    EDIT_CONSENT = "consent.edit"
    SEE_REPORTS = "reports.view"
    RELEASE_FIGURES = "reports.release"
    USE_PII_TOOLS = "pii.use"
    KEEP_TOKENS = "pii.tokens"
    RESTORE_TOKENS = "pii.restore"
    SEE_RETENTION = "retention.view"
    EDIT_RETENTION = "retention.edit"
    DECIDE_RETENTION = "retention.decide"
    SEE_BREACHES = "breach.view"
    WORK_BREACHES = "breach.work"
    DECIDE_BREACH = "breach.decide"
    SEE_DPIA = "dpia.view"
    WRITE_DPIA = "dpia.write"
    ADVISE_DPIA = "dpia.advise"
    APPROVE_DPIA = "dpia.approve"


ROLE_LABELS: dict[Role, str] = {
    Role.INTAKE: _("Intake clerk"),
    Role.HANDLER: _("Case handler"),
    Role.APPROVER: _("Approver"),
    Role.DPO: _("Data Protection Officer"),
    Role.ADMIN: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.LEGAL: _("Legal reviewer"),
}

_CASE_READERS = frozenset({Act.VIEW_CASE, Act.SEE_REGISTER, Act.SEE_REPORTS, Act.USE_PII_TOOLS})

ROLE_ACTS: dict[Role, frozenset[Act]] = {
    Role.INTAKE: frozenset({Act.LOG_REQUEST, Act.VIEW_CASE, Act.USE_PII_TOOLS}),
    Role.HANDLER: _CASE_READERS
    | {Act.LOG_REQUEST, Act.WORK_CASE, Act.EXTEND_DEADLINE, Act.ASSIGN_CASE, Act.ASK_ADVICE, Act.KEEP_TOKENS}
    | {Act.SEE_CONSENT, Act.LOOK_UP_CONSENT}
    | {Act.SEE_BREACHES, Act.WORK_BREACHES}
    | {Act.SEE_DPIA, Act.WRITE_DPIA},
    Role.APPROVER: _CASE_READERS
    | {Act.DECIDE_EXEMPTION, Act.APPROVE_RELEASE, Act.ASSIGN_CASE, Act.ASK_ADVICE}
    | {Act.SEE_BREACHES, Act.DECIDE_BREACH, Act.SEE_RETENTION, Act.DECIDE_RETENTION}
    | {Act.SEE_DPIA, Act.APPROVE_DPIA},
    Role.DPO: _CASE_READERS
    | {
        Act.LOG_REQUEST,
        Act.WORK_CASE,
        Act.EXTEND_DEADLINE,
        Act.ASSIGN_CASE,
        Act.DECIDE_EXEMPTION,
        Act.GIVE_OPINION,
        Act.APPROVE_RELEASE,
        Act.ASK_ADVICE,
        Act.READ_ADVICE,
        Act.RELEASE_FIGURES,
        Act.BREAK_GLASS,
        Act.EDIT_REGISTER,
        Act.EDIT_SOURCES,
        Act.READ_AUDIT,
        Act.SEE_CONSENT,
        Act.LOOK_UP_CONSENT,
        Act.EDIT_CONSENT,
        Act.KEEP_TOKENS,
        Act.RESTORE_TOKENS,
        Act.SEE_RETENTION,
        Act.EDIT_RETENTION,
        Act.DECIDE_RETENTION,
        Act.SEE_BREACHES,
        Act.WORK_BREACHES,
        Act.DECIDE_BREACH,
        Act.SEE_DPIA,
        Act.WRITE_DPIA,
        Act.ADVISE_DPIA,
    },
    Role.ADMIN: frozenset(
        {
            Act.SEE_SKELETON,
            Act.EDIT_PEOPLE,
            Act.EDIT_SOURCES,
            Act.SEE_REGISTER,
            Act.EDIT_REGISTER,
            Act.RELEASE_FIGURES,
            Act.SEE_REPORTS,
            Act.SEE_RETENTION,
            Act.EDIT_RETENTION,
            Act.USE_PII_TOOLS,
            Act.SEE_CONSENT,
            Act.SEE_DPIA,
        }
    ),
    Role.AUDITOR: frozenset({Act.SEE_SKELETON, Act.READ_AUDIT, Act.SEE_REGISTER, Act.SEE_REPORTS, Act.SEE_CONSENT})
    | {Act.SEE_RETENTION, Act.SEE_DPIA},
    Role.LEGAL: frozenset({Act.VIEW_CASE, Act.READ_ADVICE, Act.GIVE_ADVICE, Act.SEE_REGISTER, Act.USE_PII_TOOLS})
    | {Act.SEE_BREACHES, Act.SEE_DPIA},
}

CASE_ACTS = frozenset(
    {
        Act.VIEW_CASE,
        Act.WORK_CASE,
        Act.EXTEND_DEADLINE,
        Act.ASSIGN_CASE,
        Act.DECIDE_EXEMPTION,
        Act.GIVE_OPINION,
        Act.APPROVE_RELEASE,
        Act.ASK_ADVICE,
        Act.READ_ADVICE,
        Act.GIVE_ADVICE,
    }
)


def allows(roles: Iterable[str], act: Act) -> bool:
    """Whether any of the roles opens this kind of act."""
    return any(act in ROLE_ACTS[Role(role)] for role in roles)
