"""Who may open which route. A route that is not in this table fails the tests: refusal is the default, also for forgetting.

PUBLIC     anybody: people who make requests, people who sign in
SIGNED_IN  every person who works here
CASE       whoever was granted the case that the address names; to all others the case does not exist (404)
roles(…)   people with one of these roles; others are refused (403), where a refusal gives nothing away
"""

from dataclasses import dataclass

from dsar.access.rules import Act, Role, allows


@dataclass(frozen=True)
class Who:
    """Whom a route is for.

    Attributes:
        public: no sign-in is asked.
        of_case: a grant on the case is asked.
        roles: the roles that open it; empty where any role, or none, will do.
    """

    public: bool = False
    of_case: bool = False
    roles: frozenset[Role] = frozenset()


PUBLIC = Who(public=True)
SIGNED_IN = Who()
CASE = Who(of_case=True)


def roles(*names: Role) -> Who:
    """For people with one of these roles."""
    return Who(roles=frozenset(names))


def roles_that_may(act: Act) -> Who:
    """For people whose role opens this kind of act (dsar.access.rules)."""
    return Who(roles=frozenset(role for role in Role if allows(frozenset({role}), act)))


ROUTES: dict[str, Who] = {
    # Sign-in and account
    "dsar:sign-in": PUBLIC,
    "dsar:sign-in-second": PUBLIC,
    "dsar:sign-in-with": PUBLIC,
    "dsar:sign-in-callback": PUBLIC,
    "dsar:sign-out": PUBLIC,
    "dsar:reauthenticate": SIGNED_IN,
    "dsar:account": SIGNED_IN,
    "dsar:session-end": SIGNED_IN,
    "dsar:sessions-end": SIGNED_IN,
    "dsar:factors": SIGNED_IN,
    "dsar:factor-app": SIGNED_IN,
    "dsar:factor-app-qr": SIGNED_IN,
    "dsar:factor-key": SIGNED_IN,
    "dsar:factor-codes": SIGNED_IN,
    "dsar:factor-remove": SIGNED_IN,
    "dsar:reset": PUBLIC,
    "dsar:reset-sent": PUBLIC,
    "dsar:reset-confirm": PUBLIC,
    "dsar:reset-done": PUBLIC,
    # Home, reports, cases
    "dsar:home": SIGNED_IN,
    "dsar:notifications": roles(Role.HANDLER, Role.APPROVER, Role.DPO),
    "dsar:notifications-read": roles(Role.HANDLER, Role.APPROVER, Role.DPO),
    "dsar:notifications-mail": roles(Role.HANDLER, Role.APPROVER, Role.DPO),
    "dsar:help": SIGNED_IN,
    "dsar:help-components": SIGNED_IN,
    "dsar:help-roles": SIGNED_IN,
    "dsar:reports": roles_that_may(Act.SEE_REPORTS),
    "dsar:reports-workload": roles_that_may(Act.SEE_REPORTS),
    "dsar:reports-groups": roles_that_may(Act.SEE_REPORTS),
    "dsar:report-file": roles_that_may(Act.SEE_REPORTS),
    "dsar:case-list": SIGNED_IN,
    "dsar:case-skeletons": roles_that_may(Act.SEE_SKELETON),
    "dsar:case-skeletons-export": roles_that_may(Act.SEE_SKELETON),
    "dsar:case-export": roles_that_may(Act.VIEW_CASE),
    "dsar:case-bulk": roles_that_may(Act.ASSIGN_CASE),
    "dsar:case-views": roles_that_may(Act.VIEW_CASE),
    "dsar:case-view-save": roles_that_may(Act.VIEW_CASE),
    "dsar:case-view-default": roles_that_may(Act.VIEW_CASE),
    "dsar:case-view": roles_that_may(Act.VIEW_CASE),
    "dsar:case": CASE,
    "dsar:case-history": CASE,
    "dsar:case-history-csv": CASE,
    "dsar:case-note": CASE,
    "dsar:case-attach": CASE,
    "dsar:case-file": CASE,
    "dsar:case-pause": CASE,
    "dsar:case-resume": CASE,
    "dsar:case-extend": CASE,
    "dsar:case-extension-withdraw": CASE,
    "dsar:case-receipt": CASE,
    "dsar:case-answered": CASE,
    "dsar:case-clock": CASE,
    "dsar:case-clock-correct": CASE,
    "dsar:deadline-rules": SIGNED_IN,
    "dsar:deadline-what-if": SIGNED_IN,
    "dsar:controller-clock": roles_that_may(Act.EDIT_REGISTER),
    "dsar:case-assign": CASE,
    "dsar:case-move": CASE,
    "dsar:case-back": CASE,
    "dsar:case-take-in": CASE,
    "dsar:case-close": CASE,
    "dsar:case-refuse": CASE,
    "dsar:case-reopen": CASE,
    "dsar:case-close-as": CASE,
    "dsar:case-remind": CASE,
    "dsar:case-fee": CASE,
    "dsar:case-ending-opinion": CASE,
    "dsar:case-ending-drop": CASE,
    "dsar:case-anew": CASE,
    "dsar:case-related": CASE,
    "dsar:case-unlink": CASE,
    "dsar:case-split": CASE,
    "dsar:case-holds": CASE,
    "dsar:case-hold-lift": CASE,
    "dsar:case-preserve": CASE,
    "dsar:case-preservation": CASE,
    "dsar:case-complaints": CASE,
    "dsar:case-complaint": CASE,
    "dsar:case-conflicts": CASE,
    "dsar:case-conflict-lift": CASE,
    "dsar:preserve": PUBLIC,
    "dsar:absences": SIGNED_IN,
    "dsar:absence-end": SIGNED_IN,
    "dsar:case-advice": CASE,
    "dsar:case-advice-ask": CASE,
    "dsar:case-advice-give": CASE,
    "dsar:break-glass": roles_that_may(Act.BREAK_GLASS),
    "dsar:break-glass-end": roles_that_may(Act.BREAK_GLASS),
    "dsar:case-messages": CASE,
    "dsar:case-message-write": CASE,
    "dsar:case-message": CASE,
    "dsar:case-message-posted": CASE,
    "dsar:case-message-again": CASE,
    # The choice of language
    "set_language": PUBLIC,
    # Intake
    "dsar:request-new": roles_that_may(Act.LOG_REQUEST),
    "dsar:request-preview": roles_that_may(Act.LOG_REQUEST),
    "dsar:case-logged": CASE,
    "dsar:request-call": roles_that_may(Act.LOG_REQUEST),
    "dsar:request-script": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-list": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-log": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-join": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-dismiss": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-reopen": roles_that_may(Act.LOG_REQUEST),
    "dsar:mail-original": roles_that_may(Act.LOG_REQUEST),
    "dsar:mailboxes": roles_that_may(Act.EDIT_SOURCES),
    "dsar:mailbox-new": roles_that_may(Act.EDIT_SOURCES),
    "dsar:mailbox": roles_that_may(Act.EDIT_SOURCES),
    "dsar:mailbox-test": roles_that_may(Act.EDIT_SOURCES),
    "dsar:mailbox-again": roles_that_may(Act.EDIT_SOURCES),
    "dsar:portal-start": PUBLIC,
    "dsar:portal-question": PUBLIC,
    "dsar:portal-check": PUBLIC,
    "dsar:portal-done": PUBLIC,
    "dsar:portal-status": PUBLIC,
    "dsar:portal-status-link": PUBLIC,
    # Identity
    "dsar:case-identity": CASE,
    "dsar:case-identity-evidence": CASE,
    "dsar:case-identity-file": CASE,
    "dsar:case-person": CASE,
    "dsar:case-person-remove": CASE,
    "dsar:case-identity-ask": CASE,
    "dsar:case-identity-proved": CASE,
    "dsar:case-identity-insufficient": CASE,
    "dsar:case-identity-not-needed": CASE,
    # Search
    "dsar:case-search": CASE,
    "dsar:case-search-plan": CASE,
    "dsar:case-search-start": CASE,
    "dsar:case-search-cancel": CASE,
    "dsar:case-search-resume": CASE,
    "dsar:case-search-progress": CASE,
    "dsar:case-search-system": CASE,
    "dsar:case-search-back-in": CASE,
    "dsar:case-search-findings": CASE,
    "dsar:case-search-files": CASE,
    "dsar:case-search-file": CASE,
    "dsar:case-search-file-remove": CASE,
    "dsar:case-search-log": CASE,
    # Commissioning
    "dsar:owners-waiting": SIGNED_IN,
    "dsar:case-commissions": CASE,
    "dsar:case-commission-new": CASE,
    "dsar:case-commission": CASE,
    "dsar:case-commission-reply": CASE,
    "dsar:case-commission-due": CASE,
    "dsar:case-commission-link": CASE,
    "dsar:case-commission-call-off": CASE,
    "dsar:part": PUBLIC,
    "dsar:part-files": PUBLIC,
    "dsar:part-file-back": PUBLIC,
    "dsar:part-answer": PUBLIC,
    "dsar:part-question": PUBLIC,
    # The door of the person who asked: a session of its own, never a User
    "dsar:requester-sign-in": PUBLIC,
    "dsar:requester-code": PUBLIC,
    "dsar:requester-home": PUBLIC,
    "dsar:requester-messages": PUBLIC,
    "dsar:requester-clarify": PUBLIC,
    "dsar:requester-evidence": PUBLIC,
    "dsar:requester-contact": PUBLIC,
    "dsar:requester-withdraw": PUBLIC,
    "dsar:requester-sign-out": PUBLIC,
    "dsar:requester-response": PUBLIC,
    "dsar:requester-response-file": PUBLIC,
    "dsar:case-wishes": CASE,
    "dsar:case-wish": CASE,
    "dsar:case-search-coverage": CASE,
    "dsar:case-search-read": CASE,
    # API
    "dsar:api-schema": SIGNED_IN,
    "dsar:api-cases": SIGNED_IN,
    "dsar:api-case": CASE,
    "dsar:api-clock-acts": CASE,
    "dsar:api-scans": CASE,
    "dsar:api-packages": CASE,
    "dsar:api-deadline-preview": SIGNED_IN,
    # Review
    "dsar:case-review": CASE,
    "dsar:case-review-open": CASE,
    "dsar:case-review-set": CASE,
    "dsar:case-review-set-undo": CASE,
    "dsar:case-review-item": CASE,
    "dsar:case-review-decide": CASE,
    "dsar:case-review-mark": CASE,
    "dsar:case-review-add": CASE,
    "dsar:case-review-propose": CASE,
    "dsar:case-review-withdraw": CASE,
    "dsar:decisions": roles_that_may(Act.DECIDE_EXEMPTION),
    "dsar:decision": roles_that_may(Act.DECIDE_EXEMPTION),
    "dsar:decision-opinion": roles_that_may(Act.DECIDE_EXEMPTION),
    # Delivery
    "dsar:deliveries": SIGNED_IN,
    "dsar:case-delivery": CASE,
    "dsar:case-delivery-release": CASE,
    "dsar:case-delivery-code": CASE,
    "dsar:case-delivery-renew": CASE,
    "dsar:case-delivery-revoke": CASE,
    "dsar:case-delivery-confirm": CASE,
    "dsar:case-delivery-recipient": CASE,
    "dsar:case-delivery-close": CASE,
    "dsar:case-delivery-file": CASE,
    "dsar:portal-collect": PUBLIC,
    "dsar:portal-collect-file": PUBLIC,
    # Set-up
    "dsar:setup": SIGNED_IN,
    "dsar:register": roles_that_may(Act.SEE_REGISTER),
    "dsar:register-print": roles_that_may(Act.SEE_REGISTER),
    "dsar:register-csv": roles_that_may(Act.SEE_REGISTER),
    "dsar:activity": roles_that_may(Act.SEE_REGISTER),
    "dsar:activity-new": roles_that_may(Act.EDIT_REGISTER),
    "dsar:activity-edit": roles_that_may(Act.EDIT_REGISTER),
    "dsar:activity-remove": roles_that_may(Act.EDIT_REGISTER),
    "dsar:controllers": roles_that_may(Act.SEE_REGISTER),
    "dsar:controller": roles_that_may(Act.EDIT_REGISTER),
    "dsar:controller-new": roles_that_may(Act.EDIT_REGISTER),
    "dsar:systems": roles_that_may(Act.SEE_REGISTER),
    "dsar:system": roles_that_may(Act.EDIT_REGISTER),
    "dsar:system-new": roles_that_may(Act.EDIT_REGISTER),
    "dsar:source": roles_that_may(Act.EDIT_SOURCES),
    "dsar:source-new": roles_that_may(Act.EDIT_SOURCES),
    "dsar:source-test": roles_that_may(Act.EDIT_SOURCES),
    "dsar:letters": roles_that_may(Act.SEE_REGISTER),
    "dsar:letter": roles_that_may(Act.SEE_REGISTER),
    # Audit, people
    "dsar:audit": roles_that_may(Act.READ_AUDIT),
    "dsar:audit-verify": roles_that_may(Act.READ_AUDIT),
    "dsar:audit-checkpoint": roles_that_may(Act.READ_AUDIT),
    "dsar:people": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-new": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-link": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-let-go": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-unlock": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-sign-out": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:person-factor-reset": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:team-new": roles_that_may(Act.EDIT_PEOPLE),
    "dsar:team": roles_that_may(Act.EDIT_PEOPLE),
    # Sign-off
    "dsar:case-sign-off": CASE,
    "dsar:case-answers": CASE,
    "dsar:case-copies": CASE,
    "dsar:case-copy-file": CASE,
    "dsar:case-build": CASE,
    "dsar:case-opinion": CASE,
    "dsar:case-approve": CASE,
    "dsar:case-package-file": CASE,
}
