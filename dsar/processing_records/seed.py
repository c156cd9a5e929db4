"""A register of processing for a shop: what a small web shop would write down, used by the demo and as an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from dsar.audit.services import ActorLike
from dsar.processing_records.models import Controller, ProcessingActivity, System
from dsar.processing_records.services import ActivityValues, RecipientValues, save_activity


@dataclass(frozen=True, slots=True)
class _Seed:
    values: ActivityValues
    recipients: tuple[RecipientValues, ...]
    systems: tuple[str, ...] = field(default=())


_ACTIVITIES: tuple[_Seed, ...] = (
    _Seed(
        ActivityValues(
            name="Customer accounts",
            purpose="Opening and running customer accounts: signing in, addresses, settings, newsletters chosen.",
            legal_basis="Contract (Art. 6(1)(b))",
            categories=["contact details", "account settings", "sign-in records", "date of birth"],
            data_subjects="Customers",
            retention="Until the account is closed; then three years, the period in which claims may be brought.",
            source_of_data="The customer, when the account was opened and changed.",
            has_automated_decisions=False,
            security_measures="Access by role, encryption at rest and in transit, records of access.",
        ),
        (RecipientValues("Harbour Hosting Ltd", role="Processor: hosting", country="GB"),),
        ("shop",),
    ),
    _Seed(
        ActivityValues(
            name="Orders and payments",
            purpose="Selling goods: taking orders, payment, dispatch, returns, invoices and bookkeeping.",
            legal_basis="Contract (Art. 6(1)(b)); legal obligation to keep accounts (Art. 6(1)(c))",
            categories=["orders", "delivery addresses", "payment records", "invoices", "returns"],
            data_subjects="Customers, persons to whom goods are sent",
            retention="Invoices and payments six years from the end of the financial year; other data three years.",
            source_of_data="The customer; for payment records the payment service.",
            has_automated_decisions=False,
            security_measures="Card numbers are not held; access by role; encryption at rest and in transit.",
        ),
        (
            RecipientValues("Clearwater Payments SA", role="Controller: payment service", country="FR"),
            RecipientValues("Swift Parcel Ltd", role="Controller: carrier", country="GB"),
            RecipientValues("Harbour Hosting Ltd", role="Processor: hosting", country="GB"),
        ),
        ("shop", "files"),
    ),
    _Seed(
        ActivityValues(
            name="Customer support",
            purpose="Answering questions and complaints by e-mail, phone and letter.",
            legal_basis="Contract (Art. 6(1)(b)); legitimate interest in settling complaints (Art. 6(1)(f))",
            categories=["correspondence", "notes of calls", "complaints"],
            data_subjects="Customers and other people who write to us",
            retention="Two years after the last message; complaints six years.",
            source_of_data="The person who writes or calls; notes of our staff.",
            has_automated_decisions=False,
            security_measures="Access by role; mail encrypted in transit; attachments scanned for malware.",
        ),
        (RecipientValues("Answerline Ltd", role="Processor: support desk software", country="IE"),),
        ("mailbox", "files", "shop"),
    ),
    _Seed(
        ActivityValues(
            name="Marketing",
            purpose="Sending newsletters and offers to people who agreed, and measuring which are opened.",
            legal_basis="Consent (Art. 6(1)(a))",
            categories=["contact details", "consents", "newsletters sent and opened", "interests"],
            data_subjects="Customers and subscribers",
            retention="Until consent is withdrawn; the proof of consent three years longer.",
            source_of_data="The subscriber, by the form; openings are measured by us.",
            has_automated_decisions=False,
            security_measures="Access by role; the list is not given to anyone else.",
        ),
        (
            RecipientValues(
                "Postbird Inc.",
                role="Processor: newsletters",
                country="US",
                safeguard="Standard contractual clauses of 2021 with the UK addendum; encryption before transfer",
            ),
        ),
        ("shop", "newsletter"),
    ),
    _Seed(
        ActivityValues(
            name="Web analytics",
            purpose="Counting visits and finding faults on the web site.",
            legal_basis="Consent (Art. 6(1)(a))",
            categories=["pages visited", "device and browser", "shortened IP address"],
            data_subjects="Visitors of the web site",
            retention="Thirteen months.",
            source_of_data="The visitor's browser.",
            has_automated_decisions=False,
            security_measures="IP addresses are shortened before they are stored; no profiles across sites.",
        ),
        (RecipientValues("Harbour Hosting Ltd", role="Processor: hosting", country="GB"),),
        ("shop",),
    ),
    _Seed(
        ActivityValues(
            name="Fraud checks on orders",
            purpose="Holding back orders that look like fraud until a person has looked at them.",
            legal_basis="Legitimate interest in preventing fraud (Art. 6(1)(f))",
            categories=["orders", "payment records", "risk score"],
            data_subjects="Customers",
            retention="Scores six months; cases handed to the police until they are closed.",
            source_of_data="The order; the payment service's answer.",
            has_automated_decisions=True,
            automated_decisions=(
                "Orders above 500 pounds to a new address with a failed payment get a score. Above 80 the order waits "
                "until a person decides, as a rule the same day; the score itself refuses nobody."
            ),
            security_measures="Scores are seen by two people only.",
        ),
        (RecipientValues("Clearwater Payments SA", role="Controller: payment service", country="FR"),),
        ("shop",),
    ),
    _Seed(
        ActivityValues(
            name="Employees and pay",
            purpose="Employing people: contracts, pay, absence, training, appraisal, grievances.",
            legal_basis="Contract (Art. 6(1)(b)); legal obligation (Art. 6(1)(c)); employment law (Art. 9(2)(b))",
            categories=["contact details", "contract and pay", "absence and sick notes", "appraisals", "grievances"],
            data_subjects="Employees, former employees",
            retention="Six years after the employment ends; pay records as tax law asks; sick notes three years.",
            source_of_data="The employee; managers; former employers who gave a reference.",
            has_automated_decisions=False,
            security_measures="A folder of its own that only Human Resources may open; paper in a locked cabinet.",
        ),
        (
            RecipientValues("HM Revenue and Customs", role="Controller: tax authority", country="GB"),
            RecipientValues("Ledger & Lamb Payroll Ltd", role="Processor: payroll", country="GB"),
            RecipientValues("The pension scheme chosen by the employee", role="Controller: pension", country="GB"),
        ),
        ("hr", "files", "mailbox"),
    ),
    _Seed(
        ActivityValues(
            name="Recruitment",
            purpose="Choosing new employees: applications, interviews, references.",
            legal_basis="Steps before a contract (Art. 6(1)(b)); legitimate interest (Art. 6(1)(f))",
            categories=["applications", "interview notes", "references"],
            data_subjects="Applicants, referees",
            retention="Six months after the decision; longer only if the applicant agrees.",
            source_of_data="The applicant; referees named by the applicant; recruitment agencies.",
            has_automated_decisions=False,
            security_measures="Access for those who choose; deleted by a monthly check.",
        ),
        (
            RecipientValues(
                "Recruitment agencies",
                role="Controller",
                country="GB",
                is_category=True,
                category_reason="Another agency for each post; which one is in the file of the application.",
            ),
        ),
        ("hr", "mailbox"),
    ),
    _Seed(
        ActivityValues(
            name="Requests of data subjects",
            purpose="Answering requests under data protection law and proving that they were answered.",
            legal_basis="Legal obligation (Art. 6(1)(c))",
            categories=["requests", "proof of identity, until checked", "copies of what was given", "correspondence"],
            data_subjects="People who make requests, their representatives",
            retention="Three years after the case is closed; proof of identity is deleted when it was checked.",
            source_of_data="The person who asks; the systems that were searched.",
            has_automated_decisions=False,
            security_measures="A key for each case, destroyed at the end; every act in a chain of records.",
        ),
        (
            RecipientValues(
                "The supervisory authority and courts",
                role="Controller",
                country="GB",
                is_category=True,
                category_reason="Only if a complaint or a claim is made; then they are named.",
            ),
        ),
        ("desk",),
    ),
)


@transaction.atomic
def seed_register(
    *,
    controller: Controller,
    systems: Mapping[str, System | Sequence[System]],
    actor: ActorLike | None = None,
) -> list[ProcessingActivity]:
    """Write the register of a shop; entries whose name stands there already are left as they are.

    Args:
        controller: whose register it is.
        systems: by key: "shop" (database of customers and orders), "files" (shared folders), "mailbox", "hr",
            "newsletter", "desk" (this product). Keys that are missing are left out; an entry none of whose systems is
            there is marked as lacking one on the register page.
        actor: who is named in the audit chain; None for the system.
    """
    made = []
    for seed in _ACTIVITIES:
        if ProcessingActivity.objects.filter(controller=controller, name=seed.values.name).exists():
            continue
        found = [system for key in seed.systems for system in _as_list(systems.get(key))]
        made.append(
            save_activity(
                activity=None,
                controller=controller,
                values=seed.values,
                recipients=seed.recipients,
                systems=found,
                actor=actor,
            )
        )
    return made


def _as_list(given: System | Sequence[System] | None) -> list[System]:
    if given is None:
        return []
    return [given] if isinstance(given, System) else list(given)
