"""Two hundred guesses at once, and two people who send at once. On PostgreSQL, with threads."""

import json

import pytest

from tests.services import ProductUnderTest

AT_ONCE = """
import json, re, threading
from django.db import connection
from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.delivery.collecting_services import open_with_code
from dsar.delivery.models import Delivery
from dsar.delivery.services import release_package
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.models import Notice
from tests.dsar.delivery.packages import ready_case
from tests.world import make_world

world = make_world()

def at_once(acts, width):
    told, lock, waiting = [], threading.Lock(), list(acts)
    barrier = threading.Barrier(width)
    def run():
        barrier.wait()
        while True:
            with lock:
                if not waiting:
                    break
                act = waiting.pop()
            try:
                answer = act()
            except (Conflict, RuleRefused):
                answer = "refused"
            with lock:
                told.append(answer)
        connection.close()
    threads = [threading.Thread(target=run) for _ in range(width)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return told

senders = []
for number in range(5):
    case = ready_case(world)
    copies = [Case.objects.select_related("controller").get(pk=case.pk) for _ in range(2)]
    senders.append(sorted(at_once([
        lambda copy=copy, actor=actor: release_package(case=copy, actor=actor, channel="portal") and "sent"
        for copy, actor in zip(copies, (world.handler, world.dpo))
    ], 2)))

case = ready_case(world)
released = release_package(case=case, actor=world.handler, channel="portal")
body = Notice.objects.filter(about_id=case.pk, code="response_ready").get().body
token = re.search(r"/collect/([\\w-]+)/", body).group(1)
wrong = [f"{(int(released.code) + number) % 10**8:08d}" for number in range(1, 201)]
guesses = at_once([lambda code=code: open_with_code(token=token, code=code) is not None for code in wrong], 20)
print("RESULT" + json.dumps({
    "vendor": connection.vendor,
    "senders": senders,
    "sent": Delivery.objects.count(),
    "mails": Notice.objects.filter(code="response_ready").count(),
    "guesses": len(guesses),
    "opened": sum(guesses),
    "evaluated": AuditEntry.objects.filter(action="delivery.code_refused").count(),
    "right_code_afterwards": open_with_code(token=token, code=released.code) is not None,
}))
"""


@pytest.mark.postgres
def test_of_two_hundred_guesses_at_once_five_are_compared_and_a_package_is_sent_once(postgres_server):
    address = postgres_server.create_database("delivery_guesses")

    with ProductUnderTest(database_url=address, start=False) as product:
        printed = product.python(AT_ONCE)

    told = json.loads(printed.split("RESULT", 1)[1])
    assert told["vendor"] == "postgresql"
    assert told["guesses"] == 200
    assert told["opened"] == 0
    assert told["evaluated"] == 5
    assert not told["right_code_afterwards"]
    assert told["senders"] == [["refused", "sent"]] * 5
    assert (told["sent"], told["mails"]) == (6, 6)
