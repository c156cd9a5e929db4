"""Breaches of the demo: one whose hours run, with a scan and a decision that waits for its notice, and one closed."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dsar.access.models import User
from dsar.accountability.breaches import factors, scanning
from dsar.accountability.breaches.decision_services import Judgement, Weighed, decide_risk, second_look
from dsar.accountability.breaches.factors import Weight
from dsar.accountability.breaches.facts_services import add_document, add_note, change_facts, set_task
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.notice_services import draft_notice
from dsar.accountability.breaches.rules import Audience, Risk
from dsar.accountability.breaches.scan_services import scan_uploads
from dsar.accountability.breaches.services import Report, become_aware, close_breach, report_breach
from dsar.foundation import clock
from dsar.processing_records.models import Controller, System

_LIST = (
    "customer number; name; e-mail; phone; note\n"
    "C-100482; Ms Ida Marlowe; ida.marlowe@example.org; +44 20 7946 0112; wheelchair, needs the ramp\n"
    "C-100519; Mr Owen Castle; owen.castle@example.org; +44 20 7946 0153;\n"
    "C-100533; Ms Petra Linden; petra.linden@example.org; +44 20 7946 0178; allergic to nuts (medical note)\n"
    "C-100560; Mr Hugo Fenn; hugo.fenn@example.org; +44 20 7946 0191; pays by invoice\n"
)
_MAIL = (
    "From: dispatch@example.org\nTo: orders@partner.example.com\nSubject: Delivery list for Thursday\n\n"
    "Dear partner,\nattached the list. Ms Ida Marlowe asks for a call before noon: +44 20 7946 0112.\n"
)
_REASONS = (
    "Names, addresses and two notes that tell of health went to one partner who has a contract with us, answered within"
    " the hour and says that the mail is deleted. That cannot be verified, and the notes on health stay with people."
)
_NO_RISK = (
    "The disk is encrypted with a key that never was on the machine, the machine was locked, and a backup of the same"
    " evening exists: nobody can read the data, and nothing is lost."
)


def load_breaches() -> int:
    """Fill an empty register; gives how many breaches were made."""
    people = {key: User.objects.filter(email__startswith=f"{key}@").first() for key in ("handler", "approver", "dpo")}
    controller = Controller.objects.filter(regime="UK").first()
    known = {key: one for key, one in people.items() if one is not None}
    if Breach.objects.exists() or controller is None or len(known) < len(people):
        return 0
    with transaction.atomic():
        _closed(controller, known)
        breach = _running(controller, known)
        files = [SimpleUploadedFile("delivery-list.csv", _LIST.encode(), content_type="text/csv")]
        files.append(SimpleUploadedFile("mail.eml", _MAIL.encode(), content_type="message/rfc822"))
        files.append(SimpleUploadedFile("labels.pdf", b"%PDF-1.7 cut off", content_type="application/pdf"))
        scan = scan_uploads(breach=breach, uploads=files, place="What was attached to the mail", actor=known["handler"])
    scanning.work(scan.pk)
    _decide(breach, known)
    return Breach.objects.count()


def _running(controller: Controller, people: dict[str, User]) -> Breach:
    now = clock.now().replace(second=0, microsecond=0)
    happened = now - dt.timedelta(hours=33, minutes=20)
    report = Report(
        controller=controller,
        title="Delivery list sent to the wrong partner",
        what_happened="A list of customers for Thursday's deliveries went by e-mail to another partner than the one"
        " who drives. Four lines, two of them with notes about health.",
        happened_at=happened,
        found_at=happened + dt.timedelta(hours=2),
        types=frozenset({"confidentiality"}),
        systems=tuple(System.objects.filter(name="Shared folders")),
    )
    breach = report_breach(report=report, actor=people["handler"])
    become_aware(
        breach=breach,
        aware_at=happened + dt.timedelta(hours=4),
        by=people["handler"].full_name,
        why="The partner called and said that the list had arrived, with names that are not theirs.",
        actor=people["handler"],
    )
    at = happened + dt.timedelta(hours=5)
    add_note(
        breach=breach, text="The partner deletes the mail and confirms it in writing.", at=at, actor=people["handler"]
    )
    proof = SimpleUploadedFile("confirmation.txt", b"We have deleted the mail of today.", content_type="text/plain")
    add_document(breach=breach, upload=proof, actor=people["handler"])
    values = {
        "persons_about": 4,
        "records_about": 4,
        "persons_kinds": "Customers",
        "data_kinds": "Names, e-mail addresses, phone numbers, notes on delivery, two of them on health",
        "consequences": "Unwanted contact; two people's health is known to strangers.",
        "measures_taken": "The mail was recalled; the partner confirmed in writing that it is deleted.",
    }
    change_facts(breach=breach, values=values, seen=_version(breach), actor=people["handler"])
    for task in breach.tasks.filter(code__in=("contain", "keep_proof", "aware", "scan")):
        set_task(task=task, is_done=True, outcome="", actor=people["handler"])
    return breach


def _decide(breach: Breach, people: dict[str, User]) -> None:
    raising = {"nature", "identification"}
    weighed = tuple(
        Weighed(code, Weight.RAISES if code in raising else Weight.NEUTRAL) for code in (*factors.CORE, "contained")
    )
    decide_risk(breach=breach, judgement=Judgement(Risk.LIKELY, weighed, _REASONS), actor=people["dpo"])
    draft_notice(breach=breach, audience=Audience.AUTHORITY, language="en", actor=people["dpo"])


def _closed(controller: Controller, people: dict[str, User]) -> None:
    happened = clock.now().replace(second=0, microsecond=0) - dt.timedelta(days=24, hours=5)
    report = Report(
        controller=controller,
        title="Laptop left on a train",
        what_happened="A locked laptop was left on the train; its disk is encrypted. It was not found.",
        happened_at=happened,
        found_at=happened + dt.timedelta(hours=1),
        types=frozenset({"confidentiality", "availability"}),
    )
    breach = report_breach(report=report, actor=people["approver"])
    why = "The railway had nothing: since then we must assume that somebody else has it."
    aware_at = happened + dt.timedelta(hours=20)
    become_aware(breach=breach, aware_at=aware_at, by=people["dpo"].full_name, why=why, actor=people["dpo"])
    values = {
        "persons_about": 310,
        "records_about": 310,
        "persons_kinds": "Customers",
        "data_kinds": "Names, orders",
        "consequences": "None is to be expected while the key is safe.",
        "measures_taken": "Locked from afar; the key was withdrawn.",
    }
    change_facts(breach=breach, values=values, seen=_version(breach), actor=people["dpo"])
    lowering = {"identification", "consequences", "unintelligible"}
    codes = (*factors.CORE, "unintelligible")
    weighed = tuple(Weighed(code, Weight.LOWERS if code in lowering else Weight.NEUTRAL) for code in codes)
    decision = decide_risk(breach=breach, judgement=Judgement(Risk.UNLIKELY, weighed, _NO_RISK), actor=people["dpo"])
    looked = "I read the report of the device management: encrypted, locked, key withdrawn."
    second_look(decision=decision, agrees=True, why=looked, actor=people["approver"])
    for task in breach.tasks.all():
        set_task(task=task, is_done=True, outcome="", actor=people["dpo"])
    lessons = "Laptops lock themselves after two minutes now, and a loss is reported on the same day."
    close_breach(breach=breach, lessons=lessons, actor=people["dpo"])


def _version(breach: Breach) -> int:
    return Breach.objects.only("version").get(pk=breach.pk).version
