"""Proving the chain: every entry, the head, every sealed payload that is still there, every exported checkpoint."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dsar.audit import chain
from dsar.audit.checkpoints import Checkpoint, read_checkpoints
from dsar.audit.models import AuditEntry, AuditHead, AuditPayload
from dsar.audit.services import columns
from dsar.foundation.errors import IntegrityBroken, KeyDestroyed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification. `first_bad` is the number of the first entry that is not as written, else None."""

    entries: int
    head: str
    payloads_checked: int = 0
    payloads_erased: int = 0
    checkpoints_checked: int = 0
    first_bad: int | None = None
    reason: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found to be wrong."""
        return self.first_bad is None


def verify(checkpoint_dir: Path | None = None) -> Verdict:
    """Verify the whole chain and name the first bad row."""
    digests: dict[int, str] = {}
    fault = next(chain.faults(_rows(digests)), None)
    entries = len(digests)
    head_seq, head_digest = _head()
    shown = head_digest.hex()
    if fault is None:
        fault = _head_fault(digests, head_seq, shown)
    if fault is not None:
        return Verdict(entries, shown, first_bad=fault.seq, reason=fault.reason)
    checked, erased, fault = _payloads()
    if fault is not None:
        return Verdict(entries, shown, checked, erased, first_bad=fault.seq, reason=fault.reason)
    checkpoints = read_checkpoints(checkpoint_dir) if checkpoint_dir else []
    fault = next((bad for point in checkpoints if (bad := _checkpoint_fault(point, digests))), None)
    if fault is not None:
        return Verdict(entries, shown, checked, erased, len(checkpoints), fault.seq, fault.reason)
    return Verdict(entries, shown, checked, erased, len(checkpoints))


def _rows(digests: dict[int, str]) -> Iterator[chain.Row]:
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        digests[entry.seq] = bytes(entry.digest).hex()
        yield chain.Row(entry.seq, bytes(entry.body), bytes(entry.previous), bytes(entry.digest), columns(entry))


def _head() -> tuple[int, bytes]:
    head = AuditHead.objects.filter(pk=1).first()
    return (head.seq, bytes(head.digest)) if head else (0, chain.GENESIS)


def _head_fault(digests: dict[int, str], head_seq: int, head_digest: str) -> chain.Fault | None:
    last = max(digests, default=0)
    if head_seq != last:
        return chain.Fault(min(head_seq, last) + 1, f"the head says {head_seq} entries, the chain has {last}")
    if digests.get(last, chain.GENESIS.hex()) != head_digest:
        return chain.Fault(last, "the head's hash is not the last entry's")
    return None


def _payloads() -> tuple[int, int, chain.Fault | None]:
    checked = erased = 0
    commitments = dict(AuditEntry.objects.exclude(commitment="").values_list("seq", "commitment"))
    for payload in AuditPayload.objects.order_by("seq").iterator(chunk_size=500):
        try:
            given = chain.commitment(payload.salt.encode(), chain.canonical(payload.content))
        except KeyDestroyed:
            erased += 1
            continue
        except IntegrityBroken:
            given = ""
        if commitments.get(payload.seq) != given:
            return checked, erased, chain.Fault(payload.seq, "its sealed payload is not what was recorded")
        checked += 1
    return checked, erased, None


def _checkpoint_fault(point: Checkpoint, digests: dict[int, str]) -> chain.Fault | None:
    if not point.signature_is_valid:
        return chain.Fault(point.seq, f"the signature of checkpoint {point.seq} is not ours")
    if point.seq and digests.get(point.seq) != point.digest:
        return chain.Fault(point.seq, f"the chain is not the one that checkpoint {point.seq} was taken of")
    return None
