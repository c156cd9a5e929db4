"""Notices made from the register of processing and the purposes: data in, sections of words and tables out.

Privacy policy: GDPR Art. 13 and 14, 11 CCR § 7011. Notice at collection: 11 CCR § 7012. Opt-out page: § 7013, § 7014.
Nothing is invented: what the register does not say is named as missing, and such a notice is not published.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consent.models import OptOutRight, Purpose
from dsar.processing_records.models import Controller, ProcessingActivity
from dsar.rights.consent.models import DocumentKind


def document_of(kind: DocumentKind, controller: Controller, language: str) -> dict[str, Any]:
    """The notice as data: {"title", "lead", "sections": [{"title", "words", "head", "rows"}], "missing"}."""
    with translation.override(language):
        activities = list(ProcessingActivity.objects.filter(controller=controller).prefetch_related("recipients"))
        purposes = _purposes(controller)
        made = {
            DocumentKind.POLICY: _policy,
            DocumentKind.AT_COLLECTION: _at_collection,
            DocumentKind.DO_NOT_SELL: _do_not_sell,
        }[kind](controller, activities, purposes)
        return {**made, "controller": controller.name, "missing": _missing(kind, controller, activities)}


def digest_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a notice; the same for the same words."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _purposes(controller: Controller) -> list[Purpose]:
    found = Purpose.objects.filter(retired_at__isnull=True)
    return [one for one in found if one.controller_id in (None, controller.pk)]


def _policy(controller: Controller, activities: list[ProcessingActivity], purposes: list[Purpose]) -> dict[str, Any]:
    who = [controller.name, controller.address, controller.contact_email]
    officer = [controller.dpo_name, controller.dpo_contact]
    sections = [
        _section(_("Who we are"), [line for line in who if line]),
        _section(_("Our data protection officer"), [line for line in officer if line]),
        _section(
            _("What we use your data for"),
            [],
            [_("What for"), _("Legal basis"), _("Which data"), _("Who gets them"), _("How long"), _("Where from")],
            [_activity_row(one) for one in activities],
        ),
        _section(_("Countries outside"), _transfers(activities)),
        _section(_("Decisions by machines alone"), _automated(activities)),
        _section(_("Sale and sharing"), _sale_words(activities, purposes)),
        _section(_("Your rights"), _rights(controller)),
    ]
    return {
        "title": _("Privacy policy"),
        "lead": _("What %(name)s does with personal data, and what you can do.") % {"name": controller.name},
        "sections": [section for section in sections if section["words"] or section["rows"]],
    }


def _at_collection(
    controller: Controller, activities: list[ProcessingActivity], purposes: list[Purpose]
) -> dict[str, Any]:
    rows = []
    for one in activities:
        sold = _is_for(purposes, one, OptOutRight.SALE, OptOutRight.SHARING)
        sensitive = _is_for(purposes, one, OptOutRight.LIMIT) or any(
            purpose.is_special_category and purpose.activity_id == one.pk for purpose in purposes
        )
        for category in one.categories:
            answer = _("Yes") if sold else _("No")
            rows.append([category, one.purpose, one.retention, answer, _("Yes") if sensitive else _("No")])
    head = [_("Category"), _("What for"), _("How long"), _("Sold or shared"), _("Sensitive")]
    links = [
        _("You can opt out here: %(address)s") % {"address": _link("dsar:choices")},
        _("Our privacy policy: %(address)s") % {"address": _address(DocumentKind.POLICY)},
    ]
    return {
        "title": _("Notice at collection"),
        "lead": _("What %(name)s collects about you, and why.") % {"name": controller.name},
        "sections": [_section(_("What we collect"), [], head, rows), _section(_("Your choices"), links)],
    }


def _do_not_sell(
    controller: Controller, activities: list[ProcessingActivity], purposes: list[Purpose]
) -> dict[str, Any]:
    how = [
        _("Press one button on this page: %(address)s") % {"address": _link("dsar:choices")},
        _("You need no account, and we ask for no proof of who you are."),
        _("Or let your browser say it: we honour the Global Privacy Control signal at once."),
    ]
    after = [
        _("It holds at once. Within 15 business days we tell everybody to whom your data were sold or shared."),
        _("We do not ask you again for twelve months, and we treat you no worse for it."),
    ]
    return {
        "title": _("Do not sell or share my personal information"),
        "lead": _("You can tell %(name)s to stop at any time.") % {"name": controller.name},
        "sections": [
            _section(_("What it is about"), _sale_words(activities, purposes)),
            _section(_("How to say no"), how),
            _section(_("What happens then"), after),
            _section(_("Sensitive data"), _limit_words(purposes)),
        ],
    }


def _section(
    title: str, words: list[str], head: list[str] | None = None, rows: list[list[str]] | None = None
) -> dict[str, Any]:
    return {"title": title, "words": words, "head": head or [], "rows": rows or []}


def _activity_row(one: ProcessingActivity) -> list[str]:
    recipients = ", ".join(recipient.name for recipient in one.recipients.all())
    return [one.purpose, one.legal_basis, ", ".join(one.categories), recipients, one.retention, one.source_of_data]


def _transfers(activities: list[ProcessingActivity]) -> list[str]:
    lines = {
        f"{one.name}: {one.country}, {one.safeguard}"
        for activity in activities
        for one in activity.recipients.all()
        if one.country and one.safeguard
    }
    return sorted(lines)


def _automated(activities: list[ProcessingActivity]) -> list[str]:
    told = [f"{one.name}: {one.automated_decisions}" for one in activities if one.has_automated_decisions]
    said_no = activities and all(one.has_automated_decisions is False for one in activities)
    return told or ([_("No decision about you is made by machines alone.")] if said_no else [])


def _sale_words(activities: list[ProcessingActivity], purposes: list[Purpose]) -> list[str]:
    sold = [one.name for one in activities if _is_for(purposes, one, OptOutRight.SALE)]
    shared = [one.name for one in activities if _is_for(purposes, one, OptOutRight.SHARING)]
    rights = {one.opt_out_right for one in purposes}
    words = []
    if OptOutRight.SALE in rights:
        words.append(_("We sell personal information."))
    if OptOutRight.SHARING in rights:
        words.append(_("We share personal information for advertising across other services."))
    if sold or shared:
        words.append(_("This concerns: %(names)s.") % {"names": ", ".join(dict.fromkeys([*sold, *shared]))})
    return words or [_("We do not sell personal information and do not share it for advertising.")]


def _limit_words(purposes: list[Purpose]) -> list[str]:
    if any(one.opt_out_right == OptOutRight.LIMIT for one in purposes):
        return [_("You can limit the use of your sensitive data to what is needed for what you asked of us.")]
    return [_("We use sensitive data only for what you asked of us.")]


def _rights(controller: Controller) -> list[str]:
    if controller.regime == "CCPA":
        words = [
            _("To know what we hold about you, to get a copy, to have it deleted and to have it corrected."),
            _("To opt out of sale and sharing, and to limit the use of sensitive data."),
            _("To be treated no worse because you use these rights."),
        ]
    else:
        words = [
            _("To get a copy of your data, to have them corrected, deleted or restricted, and to take them with you."),
            _("To object to the use of your data, and to take back a consent at any time, as easily as you gave it."),
        ]
        authority = controller.supervisory_authority
        words += [_("To complain to the supervisory authority: %(name)s.") % {"name": authority}] if authority else []
    return [*words, _("Ask here: %(address)s") % {"address": _link("dsar:portal-start")}]


def _is_for(purposes: list[Purpose], activity: ProcessingActivity, *rights: OptOutRight) -> bool:
    return any(one.activity_id == activity.pk and one.opt_out_right in rights for one in purposes)


def _address(kind: DocumentKind) -> str:
    return _link("dsar:privacy-document", kind=kind.value.replace("_", "-"))


def _link(route: str, **arguments: str) -> str:
    return f"{settings.DSAR_PUBLIC_URL.rstrip('/')}{reverse(route, kwargs=arguments)}"


def _missing(kind: DocumentKind, controller: Controller, activities: list[ProcessingActivity]) -> list[str]:
    if kind == DocumentKind.DO_NOT_SELL:
        return []
    missing = [] if activities else [_("The register of processing has no entry for this controller.")]
    for one in activities:
        lacking = [
            str(label)
            for label, value in (
                (_("legal basis"), one.legal_basis),
                (_("categories"), one.categories),
                (_("how long"), one.retention),
            )
            if not value
        ]
        if lacking:
            missing.append(f"{one.name}: {', '.join(lacking)}")
    if kind == DocumentKind.POLICY and not controller.contact_email:
        missing.append(_("An address of the controller for questions"))
    return missing
