"""Keeping what a scan finds: sealed, expiring copies, made when the thing is found (design: exhibits).

Files are written before the transaction that records the findings, rows inside it. What a killed worker leaves behind
is a file without a row, which `remove_orphaned_files` takes away.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.dispatch import receiver

from discovery.documents import TextBlock
from discovery.events import FoundThing, ItemFound, Keep, item_found
from dsar.cases.models import Case
from dsar.foundation import cipher, clock, storage
from dsar.foundation.keys import data_key, keys_at_hand
from dsar.foundation.models import SealedFile
from dsar.search.models import Exhibit, PlannedSystem

_WEIGHT = {"confirmed": 0, "review": 1, "context": 2}
_DAYS_A_MONTH = 31
_LEFT_ALONE = dt.timedelta(days=1)


@dataclass(slots=True)
class _Draft:
    """An exhibit that is not stored yet, with its sealed files, which are."""

    exhibit: Exhibit
    files: list[SealedFile]


@receiver(item_found, dispatch_uid="exhibits")
def keep_found(event: ItemFound, **_kwargs: Any) -> Keep | None:
    """Seal what was found; nothing for a scan that belongs to no case."""
    case = Case.objects.select_related("controller").filter(pk=event.order_id).first()
    if case is None:
        return None
    by_ref = Q(source_id=event.source_ref) | Q(pk=event.source_ref)
    planned = PlannedSystem.objects.filter(by_ref, case=case).first()
    known = _known(case, [item_digest(event, thing) for thing in event.things])
    with ExitStack() as undo, keys_at_hand([case.key_id]):
        drafts: list[_Draft] = []
        undo.callback(_forget_files, drafts)
        drafts.extend(_draft(case, planned, event, thing, is_known=False) for thing in _fresh(event, known))
        again = [_draft(case, planned, event, thing, is_known=True) for thing in _met_again(event, known)]
        undo.pop_all()
    return Keep(commit=lambda: _commit(case, [*drafts, *again]), abandon=lambda: _forget_files(drafts))


def item_digest(event: ItemFound, thing: FoundThing) -> bytes:
    """The keyed digest by which a second scan finds the same exhibit."""
    place = json.dumps(thing.locator, sort_keys=True, ensure_ascii=False, default=str)
    return cipher.digest(data_key(event.key_id, "index"), "exhibit", f"{event.source_ref}|{place}")


def remove_orphaned_files() -> int:
    """Remove sealed files that no row names and that are older than a day; gives how many."""
    removed, latest = 0, (clock.now() - _LEFT_ALONE).timestamp()
    for folder in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]"):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < latest]
        named = {row.hex for row in SealedFile.objects.filter(pk__in=_ids(old)).values_list("pk", flat=True)}
        for path in old:
            if path.stem not in named:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _ids(paths: Sequence[Path]) -> list[str]:
    return [path.stem for path in paths if len(path.stem) == 32]


def _known(case: Case, digests: list[bytes]) -> set[bytes]:
    found = Exhibit.objects.filter(case=case, item_digest__in=digests).values_list("item_digest", flat=True)
    return {bytes(digest) for digest in found}


def _fresh(event: ItemFound, known: set[bytes]) -> list[FoundThing]:
    return [thing for thing in event.things if item_digest(event, thing) not in known]


def _met_again(event: ItemFound, known: set[bytes]) -> list[FoundThing]:
    return [thing for thing in event.things if item_digest(event, thing) in known]


def _draft(case: Case, planned: PlannedSystem | None, event: ItemFound, thing: FoundThing, *, is_known: bool) -> _Draft:
    """The exhibit of a thing; of one that is known only what may have changed, without files."""
    values = json.dumps(thing.values, sort_keys=True, ensure_ascii=False, default=str)
    found_at = clock.now()
    expires_at = found_at + dt.timedelta(days=_DAYS_A_MONTH * case.controller.retention_months)
    exhibit = Exhibit(
        case=case,
        planned=planned,
        source_name=event.source_name,
        form=thing.form,
        group=thing.group[:200],
        media_type=thing.media_type[:100],
        title=thing.title,
        locator=dict(thing.locator),
        values=json.loads(values),
        decision=thing.decision.value,
        reasons=[dict(reason) for reason in thing.reasons],
        page_count=thing.page_count,
        sha256=hashlib.sha256(thing.content if thing.content is not None else values.encode()).hexdigest(),
        item_digest=item_digest(event, thing),
        found_at=found_at,
        expires_at=expires_at,
    )
    draft = _Draft(exhibit, [])
    if not is_known and thing.form == "document":
        if thing.content is not None:
            exhibit.original = _sealed(draft, thing.content, thing.media_type)
        exhibit.blocks = _sealed(draft, _blocks_json(thing.blocks), "application/json")
    return draft


def _sealed(draft: _Draft, content: bytes, media_type: str) -> SealedFile:
    """A sealed file on disk with its row not saved yet."""
    exhibit = draft.exhibit
    row = SealedFile(key_id=exhibit.key_id, name=exhibit.title, media_type=media_type[:100])
    row.created_at, row.expires_at = exhibit.found_at, exhibit.expires_at
    row.size, row.sha256 = storage.write_sealed(storage.path_of(row.pk), row.pk, row.key_id, content)
    draft.files.append(row)
    return row


def _blocks_json(blocks: Sequence[TextBlock]) -> bytes:
    listed = [
        {
            "text": block.text,
            "locator": block.locator.as_json(),
            "role": block.role,
            "ocr_confidence": block.ocr_confidence,
            "words": [
                [word.start, word.end, word.box.page, word.box.x0, word.box.y0, word.box.x1, word.box.y1]
                for word in block.words
            ],
        }
        for block in blocks
    ]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()


def _commit(case: Case, drafts: Sequence[_Draft]) -> None:
    """Inside the scan's transaction: number and store what is new; of what is known the stronger decision wins."""
    Case.objects.select_for_update().only("pk").get(pk=case.pk)  # exhibits are numbered one worker at a time
    digests = {bytes(draft.exhibit.item_digest): draft for draft in drafts}
    known = {
        bytes(row.item_digest): row
        for row in Exhibit.objects.filter(case=case, item_digest__in=list(digests)).defer("values", "locator", "title")
    }
    last = Exhibit.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    with keys_at_hand([case.key_id]):
        for draft in digests.values():
            stored = known.get(bytes(draft.exhibit.item_digest))
            if stored is None:
                last += 1
                draft.exhibit.number = last
                for file in draft.files:
                    file.save(force_insert=True)
                draft.exhibit.save(force_insert=True)
                continue
            transaction.on_commit(partial(_forget_files, [draft]))  # somebody else was faster
            if _WEIGHT[draft.exhibit.decision] < _WEIGHT[stored.decision]:
                stored.decision, stored.reasons = draft.exhibit.decision, draft.exhibit.reasons
                stored.case = case
                stored.save(update_fields=["decision", "reasons"])


def _forget_files(drafts: Sequence[_Draft]) -> None:
    for draft in drafts:
        for file in draft.files:
            storage.path_of(file.pk).unlink(missing_ok=True)
