"""Purposes and their wordings: adding, publishing, retiring. Nothing is rewritten; a new wording is a new number."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from consent.events import ActorLike, record
from consent.ledger_models import Purpose, Wording, WordingText
from consent.vocabulary import Ground, OptOutRight, PurposeKind
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused

MOST_PICTURE_BYTES = 1024 * 1024
_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class NewPurpose:
    """A purpose to add. `legal_basis` is needed where the ground is another basis; `valid_months` ends a consent."""

    code: str
    kind: PurposeKind
    ground: Ground
    legal_basis: str = ""
    opt_out_right: OptOutRight = OptOutRight.NONE
    heeds_signal: bool = False
    is_special_category: bool = False
    valid_months: int | None = None
    controller_id: UUID | None = None
    activity_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewText:
    """The words in one language, exactly as shown, and the screen: what stood around them, and a picture of it."""

    language: str
    title: str
    text: str
    screen: str = ""
    picture: bytes = b""


@transaction.atomic
def add_purpose(*, purpose: NewPurpose, actor: ActorLike) -> Purpose:
    """Add a purpose.

    Raises:
        RuleRefused: what is necessary was called consent ("necessary_is_not_consent"), another basis is not named
            ("basis_missing"), or the code is taken ("code_taken").
    """
    if purpose.kind is PurposeKind.NECESSARY and purpose.ground is not Ground.OTHER:
        raise _refused("necessary_is_not_consent", "ground", "What is strictly necessary is not a matter of consent.")
    if purpose.ground is Ground.OTHER and not purpose.legal_basis.strip():
        raise _refused("basis_missing", "legal_basis", "Name the legal basis on which this stands.")
    if purpose.opt_out_right and purpose.ground is not Ground.OPT_OUT:
        raise _refused("not_an_opt_out", "opt_out_right", "Only a purpose with opt-out serves a right to opt out.")
    if Purpose.objects.filter(code=purpose.code).exists():
        raise _refused("code_taken", "code", "There is a purpose with this code already.")
    names = (
        "code", "kind", "ground", "opt_out_right", "heeds_signal", "is_special_category", "valid_months",
        "controller_id", "activity_id",
    )  # fmt: skip
    row = Purpose(**{name: getattr(purpose, name) for name in names})
    row.legal_basis, row.created_at = purpose.legal_basis.strip(), clock.now()
    row.save(force_insert=True)
    record("consent.purpose_added", actor=actor, about=row, facts={"purpose": row.code, "ground": row.ground})
    return row


@transaction.atomic
def publish_wording(
    *, purpose: Purpose, texts: Sequence[NewText], actor: ActorLike, is_material: bool = True, reason: str = ""
) -> Wording:
    """Publish the next wording of a purpose; a material one asks everybody again.

    Raises:
        RuleRefused: there is no text, a language stands twice, the first wording is called immaterial, no reason is
            given why nobody is asked again, or a picture is none.
        Conflict: the purpose is retired.
    """
    if purpose.retired_at is not None:
        message = "This purpose is retired."
        raise Conflict(message)
    latest = Wording.objects.filter(purpose=purpose).aggregate(Max("number"))["number__max"] or 0
    if not texts or len({text.language for text in texts}) < len(texts):
        raise _refused("no_text", "text", "Give the words once in each language.")
    if not is_material and (not latest or not reason.strip()):
        raise _refused("reason_missing", "reason", "Say why people who agreed need not be asked again.")
    row = Wording(purpose=purpose, number=latest + 1, is_material=is_material, reason=reason.strip())
    row.published_at, row.published_by_id = clock.now(), actor.pk
    row.save(force_insert=True)
    for text in texts:
        _text_row(row, text).save(force_insert=True)
    facts = {"purpose": purpose.code, "number": row.number, "languages": [text.language for text in texts]}
    record("consent.wording_published", actor=actor, about=row, facts=facts | {"asks_again": is_material})
    return row


@transaction.atomic
def retire_purpose(*, purpose: Purpose, actor: ActorLike) -> None:
    """Nobody is asked any more and nobody can agree; what was said stays. Raises Conflict where it is retired."""
    if not Purpose.objects.filter(pk=purpose.pk, retired_at__isnull=True).update(retired_at=clock.now()):
        message = "This purpose is retired."
        raise Conflict(message)
    record("consent.purpose_retired", actor=actor, about=purpose, facts={"purpose": purpose.code})


def _text_row(wording: Wording, text: NewText) -> WordingText:
    row = WordingText(wording=wording, language=text.language, title=text.title.strip(), text=text.text.strip())
    row.screen = text.screen
    if text.picture:
        row.picture, row.picture_type = text.picture, _picture_type(text.picture)
    shown = "\x00".join((row.title, row.text, row.screen)).encode() + text.picture
    row.sha256 = hashlib.sha256(shown).hexdigest()
    if not row.title or not row.text:
        raise _refused("no_text", "text", "A wording has a title and words.")
    return row


def _picture_type(content: bytes) -> str:
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")
    if not kind or len(content) > MOST_PICTURE_BYTES:
        raise _refused("bad_picture", "picture", "The picture of the screen is a PNG or JPEG of at most 1 MB.")
    return kind


def _refused(code: str, name: str, words: str) -> RuleRefused:
    return RuleRefused(words, code=code, fields={name: words})
