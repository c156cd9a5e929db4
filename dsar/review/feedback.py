"""What an act on suggested passages says about the engine; part of the transaction of the act.

Redacting a suggestion says that it was right. Keeping it visible says little: it may be personal data that the data
subject may see; it is counted apart. What somebody says outright weighs more than either.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from dsar.access.models import User
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.pii.verdicts import Said, forget_verdicts, keep_verdicts, wants_passages
from dsar.review.content import blocks_of
from dsar.review.models import Passage, PassageStatus, ReviewItem

AROUND: Final = 80  # characters before and after that are kept where the organisation keeps passages
_IMPLIED: Final = {PassageStatus.REDACT: VerdictKind.RIGHT, PassageStatus.KEEP: VerdictKind.KEPT}


def hear(item: ReviewItem, passages: Sequence[Passage], status: str, actor: User) -> None:
    """Note what redacting, keeping or taking back says about suggestions; marks set by hand say nothing."""
    suggested = [one for one in passages if is_suggestion(one)]
    verdict = _IMPLIED.get(PassageStatus(status))
    if verdict is None:
        forget_verdicts(one.pk for one in suggested)
    elif suggested:
        keep_verdicts(_said(item, suggested, verdict, "", is_explicit=False), actor=actor)


def hear_outright(item: ReviewItem, passages: Sequence[Passage], verdict: VerdictKind, meant: str, actor: User) -> int:
    """Note what somebody said of suggestions; how many."""
    return keep_verdicts(_said(item, passages, verdict, meant, is_explicit=True), actor=actor)


def outright_verdicts(item: ReviewItem) -> dict[UUID, str]:
    """What somebody said of suggestions of an item, in words, by passage."""
    ids = item.passages.filter(score__isnull=False).values_list("pk", flat=True)
    rows = DetectionVerdict.objects.filter(passage_id__in=ids, is_explicit=True).only("passage_id", "verdict")
    return {row.passage_id: str(row.get_verdict_display()) for row in rows}


def is_suggestion(passage: Passage) -> bool:
    """Whether the engine suggested it."""
    return bool(passage.kind) and passage.score is not None


def _said(
    item: ReviewItem, passages: Sequence[Passage], verdict: VerdictKind, meant: str, *, is_explicit: bool
) -> Iterable[Said]:
    blocks: list[dict[str, Any]] = blocks_of(item.exhibit) if wants_passages() else []
    for one in passages:
        kept = _with_surroundings(one, blocks)
        yield Said(
            one.pk, item.case.key_id, one.kind, one.recogniser, one.score, item.engine, verdict, meant,
            is_explicit=is_explicit, kept=kept,
        )  # fmt: skip


def _with_surroundings(passage: Passage, blocks: Sequence[dict[str, Any]]) -> dict[str, str]:
    if passage.block is None or passage.block >= len(blocks):
        return {}
    text, start, end = str(blocks[passage.block]["text"]), passage.start or 0, passage.end or 0
    return {"before": text[max(0, start - AROUND) : start], "text": text[start:end], "after": text[end : end + AROUND]}
