"""Reads of the identity room: which checks a case wants and how they stand."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar.cases import clock as case_clock
from dsar.cases.models import Case, CaseFile, CasePerson
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.identity import methods, rules
from dsar.identity.models import CheckKind, CheckState, IdentityCheck

FINDINGS = {
    "covers_access": _("Covers access"),
    "covers_us": _("Covers us"),
    "valid_from": _("In force from"),
    "valid_until": _("In force until"),
    "can_understand": _("The child understands"),
    "why_not": _("Why not"),
    "agrees": _("The child agrees"),
    "wishes": _("What the child wants"),
    "orders": _("Order of a court"),
    "basis": _("Goes on under"),
}
_WORDS = {
    True: _("Yes"),
    "yes": _("Yes"),
    "no": _("No"),
    "none": _("None known"),
    "allows": _("There is one; it does not stand against this"),
}


def _finding_words(value: Any) -> str:
    return str(_WORDS.get(value, value))


@dataclass(frozen=True, slots=True)
class WantedCheck:
    """A check of the case with the person it is about; `check` is None until something is recorded."""

    person: CasePerson
    kind: CheckKind
    check: IdentityCheck | None
    is_awaited: bool

    @property
    def state(self) -> CheckState:
        """How it stands."""
        return CheckState(self.check.state) if self.check else CheckState.OPEN

    @property
    def is_question(self) -> bool:
        """Whether it is a question to settle rather than something to prove."""
        return self.kind in (CheckKind.ORDERS, CheckKind.CAPACITY, CheckKind.DECEASED)

    @property
    def state_label(self) -> str:
        """How it stands in words; of a question that is no proof it is said that it is settled."""
        return str(_("Settled") if self.is_question and self.state == CheckState.VERIFIED else self.state.label)

    @property
    def label(self) -> str:
        """What is proved, of whom (by role), in words."""
        return f"{self.kind.label} · {self.person.get_role_display()}"

    @property
    def method(self) -> methods.Method | None:
        """How it is or was proved."""
        return methods.method_named(self.check.method) if self.check else None

    @property
    def document_label(self) -> str:
        """The kind of document that was seen, in words."""
        return methods.DOCUMENTS.get(self.check.document_kind, "") if self.check else ""

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the check found, as labels and words."""
        stored = self.check.findings if self.check else {}
        return [
            {"label": str(label), "value": _finding_words(stored[name])}
            for name, label in FINDINGS.items()
            if stored.get(name) not in (None, "", False)
        ]

    @property
    def slug(self) -> str:
        """The check's part of the address."""
        return self.kind.value


def wanted_checks(case: Case) -> list[WantedCheck]:
    """The checks that this case wants, in order."""
    people = {person.role: person for person in case.people.all()}
    requester = people.get(PersonRole.REQUESTER)
    stored = {(check.person_id, check.kind): check for check in case.identity_checks.all()}
    awaited = case_clock.result_of(case).open_kinds
    found = []
    for role, kind in rules.checks_wanted(requester.relation if requester else Relation.SELF):
        person = people.get(PersonRole(role))
        if person is not None:
            found.append(
                WantedCheck(person, CheckKind(kind), stored.get((person.pk, kind)), rules.PAUSES.get(kind) in awaited)
            )
    return found


def wanted_check(case: Case, kind: str) -> WantedCheck | None:
    """The check of that kind, if the case wants it."""
    return next((wanted for wanted in wanted_checks(case) if wanted.kind == kind), None)


def evidence_of(case: Case, kind: str = "") -> list[CaseFile]:
    """Files that were sent as proof (of that kind) and are still there: they alone have a day on which they go."""
    kinds = [kind] if kind else CheckKind.values
    return list(case.files.filter(purpose__in=kinds, file__expires_at__isnull=False).select_related("file"))
