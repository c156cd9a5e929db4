"""What the walk over every page needs from the loaded demo; runs inside the installation under test.

`manage.py shell` runs `collect()` and prints what it gives; the browser's side is tests/journeys/pages.py.
"""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from discovery.findings.models import Coverage
from dsar.access.models import User
from dsar.access.reauthentication import mark_fresh
from dsar.access.services import set_team
from dsar.access.session_store import SessionStore
from dsar.access.sessions import BACKEND
from dsar.cases.advice import ask_advice
from dsar.cases.complaint_services import NewComplaint, record_complaint
from dsar.cases.messages_services import receive_message
from dsar.cases.models import Case, ClockEvent
from dsar.cases.notes_services import add_note, correct_note
from dsar.cases.notify import tell_requester
from dsar.cases.preservation_services import ask_owners
from dsar.cases.saved_views_services import save_view
from dsar.cases.services import attach_file
from dsar.foundation import clock
from dsar.notices.models import Notice
from dsar.pii.vault_models import TokenVault
from dsar.pii.vault_services import open_vault
from dsar.processing_records.models import Controller, ProcessingActivity, Source, System
from dsar.retention.models import RetentionTask, Sweep
from dsar.review.proposal_services import exemptions_of, propose_exemption
from dsar.search.models import PlannedSystem
from tests.journeys.breach_samples import breach_arguments
from tests.journeys.consent_samples import consent_arguments
from tests.journeys.demo_mail import mail_and_letters
from tests.journeys.door_samples import asked_owner, open_door
from tests.journeys.dpia_samples import dpia_arguments
from tests.journeys.erasure_samples import erasure_arguments, erasures
from tests.journeys.portability_samples import portability
from tests.journeys.right_samples import right_arguments, rights


def collect() -> dict[str, Any]:
    """Sessions by person, cases by stage, and an argument for every captured part of an address."""
    people = {user.email.split("@")[0]: user for user in User.objects.all()}
    case = Case.objects.filter(stage="review", review_items__isnull=False).distinct().get()
    controller = _first(Controller)
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": {name: _session(user) for name, user in people.items()},
        "draft": _answered_draft(controller),
        "door": open_door(),
        "cases": [
            {"ref": one.reference, "stage": one.stage, "clock": one.clock_state}
            for one in Case.objects.order_by("reference")
        ],
        "main": case.reference,
        "erasures": erasures(),
        "rights": rights(),
        "portability": portability(),
        "arguments": {
            **_things_of_case(case, people["handler"]),
            **asked_owner(case, people["handler"]),
            **mail_and_letters(people["dpo"]),
            **consent_arguments(people["dpo"]),
            **breach_arguments(),
            **dpia_arguments(people["handler"]),
            **erasure_arguments(),
            **right_arguments(),
            "note_id": _question(case, people),
            **_casework(case, people),
            "case_id": str(case.pk),
            "event_id": str(ClockEvent.objects.filter(case__clock_state="paused").order_by("case__reference")[0].pk),
            "activity_id": _first(ProcessingActivity, controller__case__reference=erasures()["false"]),
            "controller_id": controller,
            "system_id": _first(System),
            "source_id": _first(Source),
            "sweep_id": _first(Sweep),
            "question_id": _first(RetentionTask),
            "person_id": str(people["handler"].pk),
            "vault_id": str(_vault(people["dpo"]).pk),
            "team_id": set_team(name="Warehouse", members=[people["handler"]], actor=people["admin"]).pk,
            "uidb64": urlsafe_base64_encode(force_bytes(people["intake"].pk)),
            "token": default_token_generator.make_token(people["intake"]),
        },
    }


def _things_of_case(case: Case, handler: User) -> dict[str, Any]:
    items = case.review_items.filter(passages__isnull=False).order_by("exhibit__number").distinct()
    item = items[0]
    law = next(law for law in exemptions_of(case) if "withhold" in law.actions)
    answers = dict.fromkeys(law.test, "Yes, because of the claim that is being negotiated.")
    proposal = propose_exemption(
        item=item,
        exemption_id=law.id,
        action="withhold",
        test=answers,
        reasons="Counsel's advice on the claim.",
        actor=handler,
    )
    upload = SimpleUploadedFile("letter.txt", b"A letter.", content_type="text/plain")
    words = {"subject": "Your request", "text": "We are at work on it."}
    notice = tell_requester(case=case, code="message", variables=words, actor=handler)
    scans = PlannedSystem.objects.filter(case=case).values("scan_id")
    complaint = NewComplaint("controller", clock.today(case.controller.time_zone), "The answer is late.")
    return {
        "number": item.exhibit.number,
        "complaint_id": str(record_complaint(case=case, complaint=complaint, actor=handler).pk),
        "proposal_id": str(proposal.pk),
        "file_id": str(attach_file(case=case, upload=upload, purpose="request", actor=handler).pk),
        "notice_id": str(notice.pk),
        "owner_token": _asked_owner(case, handler),
        "planned_id": _first(PlannedSystem, case=case),
        "coverage_id": str(Coverage.objects.filter(scan_id__in=scans).exclude(state="complete")[0].pk),
    }


def _casework(case: Case, people: dict[str, User]) -> dict[str, str]:
    """A note that was corrected, a reply, and a view that everybody is offered."""
    note = add_note(case=case, text="Called back on Monday.", actor=people["handler"])
    correct_note(note=note, text="Called back on Tuesday.", seen=1, actor=people["handler"])
    reply = receive_message(case=case, channel="email", text="The blue folder, please.", received_at=clock.now())
    view = save_view(name="In review", query="stage=review", is_shared=True, actor=people["handler"])
    return {"written_id": str(note.pk), "incoming_id": str(reply.pk), "view_id": str(view.pk)}


def _asked_owner(case: Case, handler: User) -> str:
    """The token of the private link in a notice to the owner of a system."""
    system = System.objects.create(name="Archive", owner="Uma Keep", owner_contact="uma.keep@example.org")
    ask_owners(case=case, systems=[system], actor=handler)
    letter = Notice.objects.filter(code="preservation", about_id=case.pk).latest("queued_at")
    return letter.body.partition("/preserve/")[2].partition("/")[0]


def _question(case: Case, people: dict[str, User]) -> str:
    text = "Does privilege cover the memo on the claim?"
    return str(ask_advice(case=case, reviewer=people["legal"], text=text, actor=people["handler"]).pk)


def _session(user: User) -> str:
    made = SessionStore()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = BACKEND
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    mark_fresh(SimpleNamespace(session=made))
    made.save()
    return str(made.session_key)


def _answered_draft(controller: str) -> str:
    """The token of a public form whose questions are all answered, by somebody who asks for her child."""
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/request/")
    for step, answer in [
        ("organisation", {"controller": controller}),
        ("who", {"relation": "parent"}),
        ("name", {"name": "Nora Lind"}),
        ("asker", {"name": "Ana Lind"}),
        ("contact", {"email": "ana@example.com"}),
        ("find", {"period": "Since spring 2024."}),
        ("right", {"right": "access"}),
        ("words", {"text": "Everything you hold about my daughter."}),
    ]:
        browser.post(f"/request/question/{step}/", answer)
    return browser.cookies["dsar_request"].value


def _vault(officer: User) -> TokenVault:
    """A vault of tokens that stands."""
    return open_vault(name="Survey", expires_on=clock.today("UTC") + dt.timedelta(days=30), actor=officer)


def _first(model: type[Model], **where: Any) -> str:
    return str(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True)[0])
