import pytest

from dsar.cases import registry
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import ProcessingActivity, Recipient, System
from dsar.rights.erasure import targets_services
from dsar.rights.erasure.targets_services import PolicyValues
from tests.dsar.rights.erasure.steps import DETAILS
from tests.erasure.shop import sqlite_shop
from tests.world import make_case


@pytest.fixture
def case(world, settings, tmp_path):
    """An erasure case with a register, a shop as target, and its identity settled."""
    settings.DSAR_CHECKPOINT_DIR = tmp_path / "checkpoints"
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    shop = System.objects.create(name="Shop")
    orders = ProcessingActivity.objects.create(
        controller=world.controller, name="Orders", purpose="Sell", legal_basis="b"
    )
    ProcessingActivity.objects.create(controller=world.controller, name="Newsletter", purpose="Tell", legal_basis="a")
    Recipient.objects.create(activity=orders, name="Parcels Ltd")
    target = targets_services.save_target(
        target=None, system=shop, name="Shop database", kind="sql", values={"url": sqlite_shop(tmp_path / "shop.sqlite")},
        secret_name="", is_active=True, actor=world.dpo,
    )  # fmt: skip
    values = PolicyValues("orders", "delete", activity=orders)
    targets_services.set_policy(target=target, values=values, actor=world.dpo)
    return make_case(world, name="Mira Holt", right=RightAsked.ERASURE, details=DETAILS)


@pytest.fixture
def proved(monkeypatch):
    """As if the request were taken in, and ID and authority settled."""
    known = registry.gate_fact

    def fact(gate, of):
        return registry.GateFact(gate, is_met=True) if gate in ("G2", "G3", "G6") else known(gate, of)

    monkeypatch.setattr(registry, "gate_fact", fact)
