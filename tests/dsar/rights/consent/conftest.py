import pytest

from tests.consent.ledger import a_purpose, a_wording, an_opt_out


@pytest.fixture
def newsletter(world):
    """A purpose with a wording, asked by consent."""
    purpose = a_purpose("newsletter", controller_id=world.controller.pk)
    a_wording(purpose)
    return purpose


@pytest.fixture
def sale(world):
    """A purpose that goes on unless the person says no, and heeds the browser's signal."""
    purpose = an_opt_out("sale")
    a_wording(purpose, "We sell your address unless you say no.")
    return purpose
