"""Labelled passages come out of verdicts only where the organisation keeps them, and the chain says that they did."""

import uuid

import pytest

from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.keys import create_data_key, destroy_data_key
from dsar.pii.label_services import export_labels
from dsar.pii.models import DetectionVerdict, VerdictKind

pytestmark = pytest.mark.django_db
WORDS = {"before": "Ask ", "text": "Erik Berg", "after": " at the desk"}


def verdict(key, outcome, kept=WORDS, **changes):
    return DetectionVerdict.objects.create(
        passage_id=uuid.uuid4(),
        key_id=key.pk,
        kind="person",
        verdict=outcome,
        kept=kept,
        given_at=clock.now(),
        **changes,
    )


def test_verdicts_become_labels():
    key = create_data_key()
    verdict(key, VerdictKind.RIGHT)
    verdict(key, VerdictKind.WRONG)
    verdict(key, VerdictKind.OTHER_KIND, meant="organisation")
    verdict(key, VerdictKind.WRONG_SPAN)
    verdict(key, VerdictKind.RIGHT, kept=None)

    passages = export_labels()

    assert [one["spans"] for one in passages] == [
        [{"start": 4, "end": 13, "kind": "person"}], [], [{"start": 4, "end": 13, "kind": "organisation"}],
    ]  # fmt: skip
    assert passages[0]["text"] == "Ask Erik Berg at the desk"
    [entry] = AuditEntry.objects.filter(action="pii.labels_exported")
    assert "Erik" not in str(entry.__dict__)


def test_an_erased_case_gives_none():
    key = create_data_key()
    verdict(key, VerdictKind.RIGHT)

    destroy_data_key(key.pk)

    assert export_labels() == []
    assert not AuditEntry.objects.exists()
