import sqlite3

import psycopg2
import pytest
import redis

from erasure.errors import TargetFailed
from erasure.flags import FlagRule, Receipt, can_flag, flagger_for
from erasure.targets import make_target, target_kinds
from erasure.targets.ports import TakenAway
from tests.erasure.shop import PERSON, SCRIPT, changed_rows, read_rows, sqlite_shop

RULE = FlagRule("customer", "1", "restricted")


def always() -> bool:
    return True


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.db"
    return sqlite_shop(path), path


def rows_of(path):
    with sqlite3.connect(path) as opened:
        found = read_rows(lambda sql: opened.execute(sql).fetchall())
    opened.close()
    return found


def flagger_of(url):
    return flagger_for(make_target("sql", {"url": url}))


def test_only_the_rows_of_the_person_are_flagged_and_lifting_puts_everything_back(shop):
    url, path = shop
    before, flagger = rows_of(path), flagger_of(url)

    planned = flagger.plan(PERSON, [RULE], ())
    untouched = rows_of(path)
    outcome = flagger.set_flags(planned.receipts, always)
    flagged = rows_of(path)
    stands = flagger.standing(planned.receipts)
    flagger.lift_flags(planned.receipts, always)

    assert untouched == before
    assert (outcome.done, stands, len(planned.receipts)) == (1, 1, 1)
    assert changed_rows(before, flagged) == {"customer": {1}}
    assert rows_of(path) == before
    assert flagger.standing(planned.receipts) == 0


def test_an_interrupted_try_is_taken_up_without_losing_what_stood_before(shop):
    url, path = shop
    before, flagger = rows_of(path), flagger_of(url)
    planned = flagger.plan(PERSON, [RULE], ())
    flagger.set_flags(planned.receipts, always)

    again = flagger.plan(PERSON, [RULE], planned.receipts)
    outcome = flagger.set_flags(again.receipts, always)
    flagger.lift_flags(again.receipts, always)

    assert again.receipts == planned.receipts
    assert (outcome.done, outcome.already) == (0, 1)
    assert rows_of(path) == before


def test_a_flag_that_stood_before_us_is_left_when_ours_go(shop):
    url, path = shop
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE customer SET restricted = 1 WHERE id = 1")
    opened.close()
    before = rows_of(path)

    planned = flagger_of(url).plan(PERSON, [RULE], ())
    flagger_of(url).set_flags(planned.receipts, always)
    flagger_of(url).lift_flags(planned.receipts, always)

    assert (planned.already, planned.receipts) == (1, ())
    assert rows_of(path) == before


def test_a_value_that_somebody_changed_since_is_not_put_back(shop):
    url, path = shop
    planned = flagger_of(url).plan(PERSON, [RULE], ())
    flagger_of(url).set_flags(planned.receipts, always)
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE customer SET restricted = 7 WHERE id = 1")
    opened.close()

    outcome = flagger_of(url).lift_flags(planned.receipts, always)

    assert (outcome.done, outcome.already) == (0, 1)
    assert rows_of(path)["customer"][1][-1] == "7"


def test_a_row_that_changed_between_plan_and_flag_stops_the_whole_transaction(shop):
    url, path = shop
    planned = flagger_of(url).plan(PERSON, [RULE], ())
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE customer SET restricted = 7 WHERE id = 1")
    opened.close()
    before = rows_of(path)

    with pytest.raises(TargetFailed) as refused:
        flagger_of(url).set_flags(planned.receipts, always)

    assert refused.value.code == "changed_meanwhile"
    assert rows_of(path) == before


def test_a_rule_whose_column_is_not_there_is_told_and_nothing_is_planned(shop):
    planned = flagger_of(shop[0]).plan(
        PERSON, [FlagRule("customer", "1", "no_such"), FlagRule("nothing", "1", "x")], ()
    )

    assert planned.missing == ("customer.no_such", "nothing.x")
    assert planned.receipts == ()


def test_work_that_was_taken_away_changes_nothing(shop):
    url, path = shop
    before = rows_of(path)
    planned = flagger_of(url).plan(PERSON, [RULE], ())

    with pytest.raises(TakenAway):
        flagger_of(url).set_flags(planned.receipts, lambda: False)

    assert rows_of(path) == before


def test_a_marker_key_is_set_and_taken_away_and_a_foreign_one_is_left(redis_url):
    client = redis.Redis.from_url(redis_url, decode_responses=True)
    client.flushdb()
    client.set("halt:C-88017", "yes")
    client.set("restricted:jon.beck@example.org", "yes")
    rules = [FlagRule("restricted:{email}", "yes"), FlagRule("halt:{customer number}", "yes"), FlagRule("all:*", "yes")]
    flagger = flagger_for(make_target("redis", {"url": redis_url, "patterns": []}))

    planned = flagger.plan(PERSON, rules, ())
    flagger.set_flags(planned.receipts, always)
    flagged = sorted(client.keys())
    stands = flagger.standing(planned.receipts)
    flagger.lift_flags(planned.receipts, always)

    assert planned.missing == ("all:*",)
    assert (planned.already, stands) == (1, len(planned.receipts))
    assert "restricted:mira.holt@example.org" in flagged
    assert sorted(client.keys()) == ["halt:C-88017", "restricted:jon.beck@example.org"]
    client.flushdb()


def test_receipts_can_be_kept_and_read_again():
    receipt = Receipt("customer", {"id": 1}, "restricted", None, "1")

    assert Receipt.from_json(receipt.as_json()) == receipt
    assert "0" not in repr(Receipt("customer", {"id": 0}, "restricted", "0", "1"))


def test_what_cannot_be_flagged_is_left_to_people():
    kinds = {kind.name for kind in target_kinds()}

    assert {kind for kind in kinds if can_flag(kind)} == {"sql", "redis"}
    assert flagger_for(make_target("manual", {"instructions": "Put a note on the file."})) is None


@pytest.mark.postgres
def test_postgresql_takes_numbers_and_truth_values_and_gives_them_back(postgres_server):
    url = postgres_server.create_database("flags")
    with psycopg2.connect(url) as opened, opened.cursor() as cursor:
        cursor.execute(SCRIPT)
        cursor.execute("ALTER TABLE customer ADD COLUMN held boolean DEFAULT false")
    opened.close()
    rules = [FlagRule("customer", "true", "held")]

    planned = flagger_of(url).plan(PERSON, rules, ())
    done = flagger_of(url).set_flags(planned.receipts, always)
    stands = flagger_of(url).standing(planned.receipts)
    flagger_of(url).lift_flags(planned.receipts, always)

    with psycopg2.connect(url) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customer WHERE held")
        left = cursor.fetchone()
    opened.close()
    assert (done.done, stands, planned.receipts[0].before) == (1, 1, "false")
    assert left == (0,)
