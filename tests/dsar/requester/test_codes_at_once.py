"""Two hundred guesses at once, and twenty browsers that give the right code at the same moment. On PostgreSQL."""

import json

import pytest

from tests.services import ProductUnderTest

RACES = """
import json
from benchmarks.races_codes import guesses, same_code
print("RESULT" + json.dumps({"guesses": guesses(200), "same": same_code(20)}))
"""


@pytest.mark.postgres
def test_of_two_hundred_guesses_five_are_compared_and_a_code_opens_the_door_once(postgres_server):
    address = postgres_server.create_database("requester_codes")

    with ProductUnderTest(database_url=address, start=False) as product:
        printed = product.python(RACES)

    told = json.loads(printed.split("RESULT", 1)[1])
    assert told["guesses"] == {"guesses": 200, "opened": 0, "evaluated": 5, "right_afterwards": False}
    assert told["same"] == [{"opened": 1, "sessions": 1}] * 20
