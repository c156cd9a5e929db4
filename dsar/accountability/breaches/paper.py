"""Notices and the register entry as PDF/UA, set in the sandbox."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand, NoticeVersion
from dsar.foundation import clock, storage
from dsar.rights.consent.typesetting import typeset

TITLES: dict[str, dict[str, str]] = {
    Audience.AUTHORITY.value: {
        "en": "Notification of a personal data breach (Art. 33)",
        "fr": "Notification d'une violation de données à caractère personnel (art. 33)",
        "de": "Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33)",
    },
    Audience.CONTROLLER.value: {
        "en": "Notice of a personal data breach to the controller (Art. 33(2))",
        "fr": "Avis de violation de données au responsable du traitement (art. 33, par. 2)",
        "de": "Meldung einer Datenschutzverletzung an den Verantwortlichen (Art. 33 Abs. 2)",
    },
    Audience.PERSONS.value: {
        "en": "An incident that affects your data",
        "fr": "Un incident qui touche vos données",
        "de": "Ein Vorfall, der Ihre Daten betrifft",
    },
    Audience.PUBLIC.value: {
        "en": "Notice to the public about an incident with personal data",
        "fr": "Avis au public sur un incident touchant des données à caractère personnel",
        "de": "Öffentliche Bekanntmachung über einen Vorfall mit personenbezogenen Daten",
    },
}


def title_of(notice: BreachNotice) -> str:
    """The heading of the paper in the notice's language."""
    titles = TITLES[notice.audience]
    return titles.get(notice.language, titles["en"])


def notice_pdf(notice: BreachNotice, version: NoticeVersion) -> bytes:
    """A version of a notice on paper; whatever is not sent says that it is a draft.

    Raises:
        DsarError: it could not be set ("pdf_failed").
    """
    context = {
        "title": title_of(notice),
        "language": notice.language,
        "notice": notice,
        "breach": notice.breach,
        "sections": version.sections,
        "is_draft": notice.stand == NoticeStand.DRAFT,
        "is_to_persons": notice.audience in (Audience.PERSONS.value, Audience.PUBLIC.value),
        "made_at": clock.now(),
    }
    return paper("breaches/paper/notice.html", context, language=notice.language)


def notice_paper(notice: BreachNotice, version: NoticeVersion) -> tuple[Iterable[bytes], int]:
    """The paper of a notice and its size in bytes: as it was sent, or that version of it.

    Raises:
        DsarError: it could not be set ("pdf_failed").
    """
    if notice.paper is not None:
        return storage.chunks(notice.paper), notice.paper.size
    made = notice_pdf(notice, version)
    return [made], len(made)


def paper(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """A page template as PDF in that language. Raises DsarError ("pdf_failed")."""
    with translation.override(language):
        return typeset(render_to_string(template, {"language": language, **context}))
