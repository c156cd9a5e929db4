"""Publishing a notice made from the register: a version with the very words that were shown."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from dsar.access.models import User
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Controller
from dsar.rights.consent.documents import digest_of, document_of
from dsar.rights.consent.models import DocumentKind, PublishedNotice


@transaction.atomic
def publish(*, kind: DocumentKind, controller: Controller, language: str, actor: User) -> PublishedNotice:
    """Publish the notice as the register says it now.

    Raises:
        RuleRefused: the register lacks what the notice must say ("missing"), or nothing has changed ("unchanged").
    """
    content = document_of(kind, controller, language)
    if content["missing"]:
        message = "The register does not say everything that this notice must tell."
        raise RuleRefused(message, code="missing")
    earlier = PublishedNotice.objects.filter(kind=kind, controller=controller, language=language)
    latest = earlier.first()
    if latest is not None and latest.sha256 == digest_of(content):
        message = "The register says what the published notice says: there is nothing new to publish."
        raise RuleRefused(message, code="unchanged")
    number = (earlier.aggregate(Max("number"))["number__max"] or 0) + 1
    made = PublishedNotice(kind=kind, controller=controller, language=language, number=number, content=content)
    made.sha256, made.published_at, made.published_by = digest_of(content), clock.now(), actor
    made.save(force_insert=True)
    facts: dict[str, Any] = {"document": DocumentKind(kind).value, "number": number, "language": language}
    record("consent.document_published", actor=actor, about=made, facts=facts)
    return made


def publishers_of(kind: DocumentKind) -> list[Controller]:
    """The organisations that have published such a notice, by name."""
    told = PublishedNotice.objects.filter(kind=kind).order_by().values("controller_id")
    return list(Controller.objects.filter(pk__in=told).order_by("name"))


def latest_of(
    kind: DocumentKind, language: str, *, number: int | None = None, controller: Controller | None = None
) -> PublishedNotice | None:
    """The newest published notice in the language, else in English, else in any; or that version of it."""
    found = PublishedNotice.objects.filter(kind=kind)
    if controller is not None:
        found = found.filter(controller=controller)
    if number is not None:
        found = found.filter(number=number)
    rows = list(found.order_by("-number"))
    return next(
        (one for code in (language[:2], "en") for one in rows if one.language == code), rows[0] if rows else None
    )
