"""Every act of the product and what opens it: the other half of the matrix of roles (dsar.access.rules). Plain data.

The audit chain names each act that can be recorded. Here each of them belongs to a kind of act that roles open, or to a
door of people who have no role. The help and docs/roles.md print it; a test holds that nothing is missing.
"""

from enum import StrEnum

from dsar.access.rules import CASE_ACTS, Act


class Door(StrEnum):
    """Who acts where no role is asked."""

    SELF = "self"
    REQUESTER = "requester"
    OWNER = "owner"
    SYSTEM = "system"


DOOR_WORDS: dict[Door, str] = {
    Door.SELF: "Every colleague, on their own account",
    Door.REQUESTER: "The requester, by link and code",
    Door.OWNER: "The owner of a system, by a private link",
    Door.SYSTEM: "The product itself",
}

ACT_WORDS: dict[Act, str] = {
    Act.LOG_REQUEST: "Log a request, sort incoming mail",
    Act.VIEW_CASE: "Read a case: pages, messages, history, files",
    Act.WORK_CASE: "Work a case: ID, clock pauses, search, review, answers, letters, delivery",
    Act.EXTEND_DEADLINE: "Extend a deadline, or withdraw the extension",
    Act.ASSIGN_CASE: "Give a case to a handler",
    Act.DECIDE_EXEMPTION: "Decide on a proposed exemption",
    Act.GIVE_OPINION: "Give the DPO's opinion, correct the clock, say who must not know, order the regulator pack",
    Act.APPROVE_RELEASE: "Approve a package, decide on refusal, fee and legal hold, reopen",
    Act.ASK_ADVICE: "Ask a legal reviewer for advice",
    Act.READ_ADVICE: "Read legal advice",
    Act.GIVE_ADVICE: "Give legal advice",
    Act.BREAK_GLASS: "Read a case without a grant in an emergency, four hours",
    Act.SEE_SKELETON: "See reference, stage, dates and handler of every case, no names",
    Act.SEE_REGISTER: "Read the register of processing, systems, letters",
    Act.EDIT_REGISTER: "Change the register, controllers, calendars, letters",
    Act.EDIT_SOURCES: "Set up sources, mailboxes, and how personal data is detected",
    Act.EDIT_PEOPLE: "People, roles, teams, unlocking, resetting a second factor",
    Act.SEE_CONSENT: "Read purposes, wordings, figures of consent, opt-outs and privacy notices",
    Act.LOOK_UP_CONSENT: "Look up a person's choices and record what they say",
    Act.EDIT_CONSENT: "Purposes, wordings, imports of choices, opt-outs, privacy notices",
    Act.READ_AUDIT: "Read and verify the audit chain, export checkpoints",
    Act.SEE_REPORTS: "See reports and figures",
    Act.RELEASE_FIGURES: "Publish figures with noise, make tables anonymous",
    Act.USE_PII_TOOLS: "Try text on the detectors, anonymise text, see what it obliges to",
    Act.KEEP_TOKENS: "Put values behind tokens that lead back, open and erase their vaults",
    Act.RESTORE_TOKENS: "Read back what tokens stand for",
}

# What a room's acts need unless they are named below.
ROOMS: dict[str, Act | Door] = {
    "access": Door.SELF,
    "audit": Act.READ_AUDIT,
    "case": Act.WORK_CASE,
    "clock": Act.WORK_CASE,
    "commissioning": Act.WORK_CASE,
    "complaint": Act.WORK_CASE,
    "conflict": Act.GIVE_OPINION,
    "consent": Act.EDIT_CONSENT,
    "controller": Act.EDIT_REGISTER,
    "cover": Door.SELF,
    "delivery": Act.WORK_CASE,
    "erasure": Act.WORK_CASE,
    "demo": Door.SYSTEM,
    "ending": Act.WORK_CASE,
    "gate": Door.SYSTEM,
    "hold": Act.APPROVE_RELEASE,
    "identity": Act.WORK_CASE,
    "intake": Act.LOG_REQUEST,
    "notice": Act.WORK_CASE,
    "pack": Act.GIVE_OPINION,
    "people": Act.EDIT_PEOPLE,
    "pii": Act.EDIT_SOURCES,
    "preservation": Act.WORK_CASE,
    "queue": Act.VIEW_CASE,
    "release": Act.RELEASE_FIGURES,
    "redaction": Act.WORK_CASE,
    "register": Act.EDIT_REGISTER,
    "reminders": Door.SYSTEM,
    "requester": Door.REQUESTER,
    "response": Act.WORK_CASE,
    "review": Act.WORK_CASE,
    "search": Act.WORK_CASE,
    "simple": Act.WORK_CASE,
    "source": Act.EDIT_SOURCES,
    "vault": Act.KEEP_TOKENS,
}

NAMED: dict[str, Act | Door] = {
    "access.factor_reset": Act.EDIT_PEOPLE,
    "access.glass_ended": Act.BREAK_GLASS,
    "access.glass_opened": Act.BREAK_GLASS,
    "access.glass_viewed": Act.BREAK_GLASS,
    "case.advice_asked": Act.ASK_ADVICE,
    "case.advice_given": Act.GIVE_ADVICE,
    "case.advice_read": Act.READ_ADVICE,
    "case.assigned": Act.ASSIGN_CASE,
    "case.fee_asked": Act.APPROVE_RELEASE,
    "case.file_opened": Act.VIEW_CASE,
    "case.message_read": Act.VIEW_CASE,
    "case.message_received": Door.REQUESTER,
    "case.note_mentioned": Act.VIEW_CASE,
    "case.noted": Act.VIEW_CASE,
    "case.refused": Act.APPROVE_RELEASE,
    "case.registered": Act.LOG_REQUEST,
    "case.reopened": Act.APPROVE_RELEASE,
    "case.viewed": Act.VIEW_CASE,
    "clock.corrected": Act.GIVE_OPINION,
    "clock.extended": Act.EXTEND_DEADLINE,
    "clock.extension_withdrawn": Act.EXTEND_DEADLINE,
    "clock.moved": Act.EDIT_REGISTER,
    "clock.receipt_corrected": Act.GIVE_OPINION,
    "clock.recomputed": Door.SYSTEM,
    "clock.struck": Act.GIVE_OPINION,
    "commissioning.answered": Door.OWNER,
    "commissioning.asked_back": Door.OWNER,
    "commissioning.chased": Door.SYSTEM,
    "commissioning.escalated": Door.SYSTEM,
    "commissioning.file_taken_back": Door.OWNER,
    "commissioning.files_given": Door.OWNER,
    "commissioning.nil": Door.OWNER,
    "commissioning.not_ours": Door.OWNER,
    "commissioning.opened": Door.OWNER,
    "consent.link_made": Act.LOOK_UP_CONSENT,
    "consent.looked_up": Act.LOOK_UP_CONSENT,
    "consent.opt_out_received": Door.REQUESTER,
    "consent.proof_made": Act.LOOK_UP_CONSENT,
    "consent.receipt_made": Act.LOOK_UP_CONSENT,
    "consent.recorded": Door.REQUESTER,
    "consent.site_added": Act.EDIT_SOURCES,
    "consent.site_stopped": Act.EDIT_SOURCES,
    "consent.token_made": Act.EDIT_SOURCES,
    "consent.token_revoked": Act.EDIT_SOURCES,
    "consent.webhook_added": Act.EDIT_SOURCES,
    "consent.webhook_stopped": Act.EDIT_SOURCES,
    "consent.webhook_told_again": Act.EDIT_SOURCES,
    "delivery.code_refused": Door.REQUESTER,
    "delivery.downloaded": Door.REQUESTER,
    "delivery.opened": Door.REQUESTER,
    "ending.declined": Act.APPROVE_RELEASE,
    "ending.opinion_given": Act.GIVE_OPINION,
    "erasure.approved": Act.APPROVE_RELEASE,
    "erasure.case_key_destroyed": Door.SYSTEM,
    "erasure.differs": Door.SYSTEM,
    "erasure.entered": Door.SYSTEM,
    "erasure.finished": Door.SYSTEM,
    "erasure.lifted": Act.EDIT_REGISTER,
    "erasure.partial": Door.SYSTEM,
    "erasure.policy_removed": Act.EDIT_SOURCES,
    "erasure.policy_set": Act.EDIT_SOURCES,
    "erasure.rehearsal_failed": Door.SYSTEM,
    "erasure.reapplied": Door.SYSTEM,
    "erasure.rehearsed": Door.SYSTEM,
    "erasure.restored": Door.SYSTEM,
    "erasure.sent_back": Act.APPROVE_RELEASE,
    "erasure.target_added": Act.EDIT_SOURCES,
    "erasure.target_changed": Act.EDIT_SOURCES,
    "erasure.target_tested": Act.EDIT_SOURCES,
    "intake.drafts_purged": Door.SYSTEM,
    "intake.mail_again": Door.SYSTEM,
    "intake.mail_claims": Door.SYSTEM,
    "intake.mail_kept": Door.SYSTEM,
    "intake.mail_purged": Door.SYSTEM,
    "intake.mailbox_added": Act.EDIT_SOURCES,
    "intake.mailbox_again": Act.EDIT_SOURCES,
    "intake.mailbox_changed": Act.EDIT_SOURCES,
    "intake.mailbox_tried": Act.EDIT_SOURCES,
    "intake.sent": Door.REQUESTER,
    "notice.bounced": Door.SYSTEM,
    "notice.failed": Door.SYSTEM,
    "notice.sent": Door.SYSTEM,
    "notice.text_changed": Act.EDIT_REGISTER,
    "notice.text_restored": Act.EDIT_REGISTER,
    "notice.unknown": Door.SYSTEM,
    "pack.built": Door.SYSTEM,
    "pack.failed": Door.SYSTEM,
    "redaction.finished": Door.SYSTEM,
    "requester.codes_let_go": Door.SYSTEM,
    "requester.contact_taken_over": Act.WORK_CASE,
    "requester.wish_settled": Act.WORK_CASE,
    "response.approval_withdrawn": Act.APPROVE_RELEASE,
    "response.copy_opened": Act.VIEW_CASE,
    "response.opinion_given": Act.GIVE_OPINION,
    "response.package_approved": Act.APPROVE_RELEASE,
    "response.package_built": Door.SYSTEM,
    "response.package_failed": Door.SYSTEM,
    "response.package_opened": Act.VIEW_CASE,
    "review.exemption_decided": Act.DECIDE_EXEMPTION,
    "review.opinion_given": Act.GIVE_OPINION,
    "review.prepared": Door.SYSTEM,
    "search.finished": Door.SYSTEM,
    "vault.read": Act.RESTORE_TOKENS,
    "vault.read_refused": Act.RESTORE_TOKENS,
}


def opener(code: str) -> Act | Door | None:
    """What opens a recorded act; None where nobody has said."""
    return NAMED.get(code) or ROOMS.get(code.partition(".")[0])


def is_on_a_case(act: Act) -> bool:
    """Whether the act also asks for a grant on the case."""
    return act in CASE_ACTS
