"""The demo's staff and its dozen cases as plain data; days are counted back from the day on which they are loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dsar.management.demo.people import Branch

PASSWORD = "northwind demo 2026"  # noqa: S105 - of invented people in the demo, printed by every start
Fit = Literal["", "past_target", "due_soon", "notice_closing"]


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who signs in to the demo. `in_team`: sees every case by the privacy team's grants."""

    key: str
    full_name: str
    role: str
    in_team: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@northwind.example"


STAFF = (
    Employee("dpo", "Dorothea Quill", "dpo", in_team=True),
    Employee("approver", "Abel Thornbury", "approver", in_team=True),
    Employee("handler", "Hester Malling", "handler", in_team=True),
    Employee("handler2", "Jonas Wiegand", "handler", in_team=True),
    Employee("handler3", "Odile Ferrand", "handler", in_team=True),
    Employee("intake", "Ivo Pemberton", "intake"),
    Employee("admin", "Agnes Rudd", "admin"),
    Employee("auditor", "Otto Brandvold", "auditor"),
    Employee("legal", "Lena Galbraith", "legal"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The requester was asked for something, and perhaps answered; days ago, None while the answer is awaited."""

    kind: str
    days_ago: int
    answered_days_ago: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Extended:
    """The notice of extension went out."""

    days_ago: int
    criteria: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case of the demo.

    Attributes:
        key: what it shows, in one word.
        subject: label of a data subject of the generated data, or "" for an ordinary customer of the branch.
        received_days_ago: before today; where `fit` is set, the loader finds the day that shows what is meant, since
            months have different lengths.
        stage: wanted in the end, by the names of dsar.cases.vocabulary.Stage.
        searched: the search is ordered; the workers do it once they run.
        finished: worked up to this stage by the real services (dsar.management.demo.finishing).
        responded_days_ago, outcome: of closed cases.
    """

    key: str
    branch: Branch
    channel: str
    received_days_ago: int
    request_text: str
    stage: str
    handler: str
    subject: str = ""
    right: str = "access"
    fit: Fit = ""
    asked: tuple[Asked, ...] = ()
    extended: Extended | None = None
    searched: bool = False
    finished: bool = False
    responded_days_ago: int | None = None
    outcome: str = ""
    notes: tuple[str, ...] = ()
    details: str = ""
    context: dict[str, list[str]] = field(default_factory=dict)


CASES = (
    DemoCase(
        key="overdue",
        branch="uk",
        channel="email",
        received_days_ago=43,
        request_text="Please send me all personal data you hold about me, and tell me whom you gave it to.",
        stage="review",
        handler="handler2",
        notes=("Two reminders to the warehouse about the paper slips; no reply yet.",),
    ),
    DemoCase(
        key="past_target",
        branch="uk",
        channel="letter",
        received_days_ago=33,
        fit="past_target",
        request_text="Under data protection law I ask for copies of my orders and my returns in your shop.",
        stage="sign_off",
        handler="handler",
        finished=True,
        notes=("Our own 30 days are over; the statute gives a little more. Sign-off today.",),
    ),
    DemoCase(
        key="paused",
        branch="uk",
        channel="email",
        received_days_ago=13,
        request_text="I want everything you have ever written about me. All of it, from any department.",
        stage="search",
        handler="handler",
        asked=(
            Asked(
                "clarification",
                5,
                None,
                "The person has shopped for 20 years; we asked which years and systems matter.",
            ),
        ),
    ),
    DemoCase(
        key="not_started",
        branch="uk",
        channel="form",
        received_days_ago=9,
        request_text="Send me my data. I have moved house and use another e-mail address now.",
        stage="identity",
        handler="handler3",
        asked=(Asked("identity", 8, None, "Neither the e-mail address nor the street is one that we know."),),
    ),
    DemoCase(
        key="extended",
        branch="fr",
        channel="letter",
        received_days_ago=48,
        request_text="Je demande l'accès à toutes les données me concernant, y compris la correspondance interne.",
        stage="search",
        handler="handler3",
        extended=Extended(
            26, ("amount_of_data", "redaction_needed"), "Eleven years of correspondence that names other customers."
        ),
    ),
    DemoCase(
        key="due_soon",
        branch="fr",
        channel="form",
        received_days_ago=27,
        fit="due_soon",
        subject="fr",
        request_text="Bonjour, je souhaite recevoir une copie de mes données : commandes, messages et notes. "
        "Attention, mon conjoint et moi utilisons la même adresse électronique.",
        stage="search",
        handler="handler3",
        searched=True,
        notes=("The mailbox is shared with the spouse: only the requester's own messages may go out.",),
    ),
    DemoCase(
        key="notice_closing",
        branch="de",
        channel="in_person",
        received_days_ago=26,
        fit="notice_closing",
        subject="de",
        request_text="Hiermit verlange ich Auskunft nach Art. 15 DSGVO über alle Daten aus meinem Arbeitsverhältnis, "
        "einschließlich der E-Mails, in denen ich genannt werde.",
        stage="review",
        handler="handler2",
        searched=True,
        context={"flags": ["grievance", "employee"]},
        notes=("Employee request; the file holds health data, a reference and legal advice.",),
    ),
    DemoCase(
        key="in_review",
        branch="uk",
        channel="social",
        received_days_ago=16,
        request_text="@northwind what do you know about me? I mean it as a formal request. My account e-mail is below.",
        stage="review",
        handler="handler",
    ),
    DemoCase(
        key="ready",
        branch="de",
        channel="email",
        received_days_ago=21,
        request_text="Bitte teilen Sie mir mit, welche Daten Sie zu meinen Bestellungen und Rücksendungen haben.",
        stage="ready",
        handler="handler2",
        finished=True,
    ),
    DemoCase(
        key="closed_in_full",
        branch="uk",
        channel="form",
        received_days_ago=64,
        request_text="I would like a copy of my order history and the newsletter settings.",
        stage="closed",
        handler="handler",
        responded_days_ago=45,
        outcome="disclosed_in_full",
    ),
    DemoCase(
        key="closed_in_part",
        branch="fr",
        channel="phone",
        received_days_ago=80,
        request_text="Appel : la personne souhaite une copie de ses données et des notes du service clients.",
        stage="closed",
        handler="handler3",
        responded_days_ago=54,
        outcome="disclosed_in_part",
        notes=("Withheld: what another customer told us about the same parcel.",),
    ),
    DemoCase(
        key="fresh",
        branch="uk",
        channel="email",
        received_days_ago=2,
        subject="uk",
        request_text="Dear Northwind,\n\nplease send me a copy of all personal data you hold about me: orders, "
        "letters, calls, and every e-mail in which your people mention me. I have been a customer for years.",
        stage="triage",
        handler="handler",
        details="Support calls, the repair of last spring, the dispute about the backpack.",
        context={"flags": ["grievance"]},
    ),
)
