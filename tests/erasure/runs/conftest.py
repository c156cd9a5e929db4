import datetime as dt
import uuid

import pytest

from dsar.foundation.keys import create_data_key
from erasure.plan import Action, Policy
from erasure.runs.services import TargetOrder, order_rehearsal
from tests.erasure.shop import PERSON, sqlite_shop

PROPOSER, APPROVER = uuid.uuid4(), uuid.uuid4()
KEPT = Policy("orders", Action.RESTRICT, exception="retention", why="Tax law", until="2034")
ANSWERS = {"ticket|other_persons_row|text": "redact"}


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    """The journal of erasures in a folder of the test's own."""
    settings.DSAR_CHECKPOINT_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints" / "erasures.jsonl"


@pytest.fixture
def targets(tmp_path):
    """A database, a folder and a task by hand."""
    url = sqlite_shop(tmp_path / "shop.sqlite")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "letter.txt").write_text("Dear Mira Holt, C-88017, mira.holt@example.org\n")
    return [
        TargetOrder(uuid.uuid4(), "Shop", "sql", {"url": url}, policies=(KEPT,)),
        TargetOrder(uuid.uuid4(), "Share", "files", {"path": str(tmp_path / "share")}),
        TargetOrder(uuid.uuid4(), "Paper", "manual", {"instructions": "Shred the folder in cabinet 3"}),
    ]


@pytest.fixture
def order(db, targets):
    """Orders a rehearsal of the person on all targets."""

    def make(**extra):
        given = {"order_id": uuid.uuid4(), "key_id": create_data_key().pk, "actor_id": PROPOSER, "person": PERSON}
        given |= {"targets": targets, "choices": {str(targets[0].ref): ANSWERS}}
        return order_rehearsal(**(given | extra))

    return make


def expire_leases():
    """As if the worker had died and its lease had run out."""
    from dsar.foundation import clock
    from erasure.runs.models import ErasureStep

    ErasureStep.objects.filter(state="working").update(lease_until=clock.now() - dt.timedelta(seconds=1))
