import re
import shutil
import sqlite3
import subprocess
from collections import Counter

import psycopg2
import pymysql
import pytest

from discovery.documents import SubjectProfile
from erasure.errors import TargetFailed
from erasure.flags import FlagRule, flagger_for
from erasure.plan import Action, Policy, Terms
from erasure.targets.ports import TakenAway
from erasure.targets.sql.target import SqlTarget
from tests.erasure.shop import PERSON, SCRIPT, TABLES, changed_rows, read_rows, sqlite_shop, traces_in

TERMS = Terms(choices={"ticket|other_persons_row|text": "redact"}, seed="seed")
TAX = Policy("orders", Action.KEEP, exception="retention", why="Tax law", until="2034-12-31")
GONCALVES = SubjectProfile(names=("Luís Gonçalves",), emails=("luisg@embraer.com.br",), phones=("+55 (12) 3923-5555",))
GONCALVES_TRACES = ("luisg@", "3923-5555", "Faria Lima, 2170", "Embraer", "Gonçalves")
LINDA = SubjectProfile(names=("LINDA WILLIAMS",), emails=("LINDA.WILLIAMS@sakilacustomer.org",))


def always() -> bool:
    return True


class Shop:
    """A database under test: its target, its rows by plain queries, everything in it by a dump of its own tool."""

    def __init__(self, url, ask, dump):
        self.target, self.ask, self.dump = SqlTarget(url), ask, dump


def _sqlite(path) -> Shop:
    def ask(sql):
        with sqlite3.connect(path) as opened:
            rows = opened.execute(sql).fetchall()
        opened.close()
        return rows

    def dump():
        with sqlite3.connect(path) as opened:
            text = "\n".join(opened.iterdump())
        opened.close()
        return text + path.read_bytes().decode("utf-8", "replace")  # deleted pages too: secure_delete

    return Shop(f"sqlite:///{path}", ask, dump)


def _postgres(url) -> Shop:
    def ask(sql):
        opened = psycopg2.connect(url)
        with opened, opened.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        opened.close()
        return rows

    def dump():
        return subprocess.run(["pg_dump", "--inserts", url], check=True, capture_output=True).stdout.decode()

    return Shop(url, ask, dump)


def _maria(server, name) -> Shop:
    def ask(sql):
        opened = pymysql.connect(
            unix_socket=str(server.socket), user="root", database=name, charset="utf8mb4", autocommit=True
        )
        with opened, opened.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    return Shop(server.url_of(name), ask, lambda: server.dump(name))


@pytest.fixture(scope="module")
def postgres_shop(postgres_server):
    """An empty database that every test fills anew."""
    return postgres_server.create_database("shop_to_erase_from")


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def shop(request, tmp_path):
    """The shop of three customers in each of the three systems."""
    if request.param == "sqlite":
        sqlite_shop(tmp_path / "shop.sqlite")
        return _sqlite(tmp_path / "shop.sqlite")
    if request.param == "postgres":
        made = _postgres(request.getfixturevalue("postgres_shop"))
        made.ask(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {SCRIPT}")
        return made
    server = request.getfixturevalue("mariadb")
    server.create_database("shop", SCRIPT)
    return _maria(server, "shop")


def test_everything_of_the_person_goes_and_nothing_of_anybody_else(shop):
    before = read_rows(shop.ask)

    planned = shop.target.preview(PERSON, TERMS)
    outcome = shop.target.erase(planned.changes, PERSON, always)

    assert traces_in(shop.dump()) == []
    assert changed_rows(before, read_rows(shop.ask)) == {
        "customer": {1}, "orders": {10, 11}, "order_line": {100, 101, 102}, "ticket": {50, 51}
    }  # fmt: skip
    assert (outcome.done, outcome.already) == (8, 0)
    assert shop.target.verify(PERSON, TERMS).changes == ()


def test_the_rehearsal_names_exactly_what_then_changes(shop):
    before = read_rows(shop.ask)
    planned = shop.target.preview(PERSON, TERMS)

    shop.target.erase(planned.changes, PERSON, always)

    named = {(c.locator["table"], next(iter(c.locator["key"].values()))) for c in planned.changes}
    happened = {(name, key) for name, keys in changed_rows(before, read_rows(shop.ask)).items() for key in keys}
    assert named == happened


def test_a_rehearsal_changes_nothing_and_says_the_same_twice(shop):
    before = read_rows(shop.ask)

    first, second = (shop.target.preview(PERSON, TERMS) for _ in range(2))

    assert first.fingerprint == second.fingerprint
    assert changed_rows(before, read_rows(shop.ask)) == {}


def test_rows_that_tax_law_keeps_hold_the_customer_without_the_person(shop):
    terms = Terms(
        (TAX, Policy("order_line", Action.KEEP, exception="retention", why="Tax law", until="2034")), seed="s"
    )

    planned = shop.target.preview(PERSON, terms)
    shop.target.erase(planned.changes, PERSON, always)

    row = shop.ask("SELECT first_name, email, phone, street, born, country_id FROM customer WHERE id = 1")[0]
    assert row[0].startswith("erased-")
    assert row[1].endswith("@erased.invalid")
    assert row[2:] == (None, None, None, 1)
    assert [stay.set for stay in planned.stays] == ["orders", "orders", "order_line", "order_line", "order_line"]
    assert len(shop.ask("SELECT * FROM orders")) == 4


def test_a_policy_empties_or_replaces_just_the_columns_that_it_names(shop):
    terms = Terms(
        (Policy("orders", Action.CLEAR, columns=("ship_street",)), Policy("customer", Action.PSEUDONYMISE, spared=("born",)),
         Policy("ticket", Action.CLEAR)), {"ticket|other_persons_row|text": "leave"}, seed="s",
    )  # fmt: skip
    before = read_rows(shop.ask)

    planned = shop.target.preview(PERSON, terms)
    shop.target.erase(planned.changes, PERSON, always)

    after = read_rows(shop.ask)
    assert changed_rows(before, after) == {
        "customer": {1}, "orders": {10, 11}, "order_line": {100, 101, 102}, "ticket": {50}
    }  # fmt: skip
    assert {key: after["orders"][key] for key in (10, 11)} == {
        key: (*before["orders"][key][:4], "None") for key in (10, 11)
    }
    assert after["customer"][1][1].startswith("erased-")
    assert after["customer"][1][7] == before["customer"][1][7]  # spared
    assert after["ticket"][50][2].startswith("erased-")  # may not be null
    assert shop.target.verify(PERSON, terms).changes == ()


def test_a_restricted_row_gets_the_mark_of_its_system(shop):
    terms = Terms(
        (
            Policy(
                "customer", Action.RESTRICT, exception="retention", why="Duty", until="2030", marker={"restricted": "1"}
            ),
        )
    )

    planned = shop.target.preview(PERSON, terms)
    shop.target.erase(planned.changes, PERSON, always)

    assert shop.ask("SELECT restricted FROM customer ORDER BY id") == [(1,), (0,), (0,)]
    assert shop.target.preview(PERSON, terms).changes == ()


def test_carrying_out_twice_changes_nothing_the_second_time(shop):
    planned = shop.target.preview(PERSON, TERMS)
    shop.target.erase(planned.changes, PERSON, always)
    after = read_rows(shop.ask)

    again = shop.target.erase(planned.changes, PERSON, always)

    assert (again.done, again.already) == (0, 8)
    assert changed_rows(after, read_rows(shop.ask)) == {}


def test_what_changed_since_the_rehearsal_stops_everything(shop):
    planned = shop.target.preview(PERSON, TERMS)
    _run(shop, "UPDATE orders SET total = 1 WHERE id = 11")
    before = read_rows(shop.ask)

    with pytest.raises(TargetFailed) as refused:
        shop.target.erase(planned.changes, PERSON, always)

    assert refused.value.code == "changed_meanwhile"
    assert changed_rows(before, read_rows(shop.ask)) == {}


def test_a_row_that_would_vanish_by_a_cascade_nobody_has_seen_stops_everything(shop):
    planned = shop.target.preview(PERSON, TERMS)
    _run(shop, "INSERT INTO order_line VALUES (109, 10, 'Saucer')")

    with pytest.raises(TargetFailed) as refused:
        shop.target.erase(planned.changes, PERSON, always)

    assert refused.value.code == "changed_meanwhile"
    assert len(shop.ask("SELECT * FROM order_line")) == 6


def test_losing_the_lease_undoes_everything(shop):
    planned = shop.target.preview(PERSON, TERMS)
    before, asked = read_rows(shop.ask), iter([True, True, True, True, True, False])

    with pytest.raises(TakenAway):
        shop.target.erase(planned.changes, PERSON, lambda: next(asked))

    assert changed_rows(before, read_rows(shop.ask)) == {}


def test_a_mention_in_anothers_row_waits_for_a_person(shop):
    planned = shop.target.preview(PERSON, Terms(seed="s"))

    assert [(q.key, q.count, q.choices) for q in planned.questions] == [
        ("ticket|other_persons_row|text", 1, ("redact", "by_hand", "leave"))
    ]


def test_a_text_of_a_row_that_is_nobodys_or_anothers_is_never_changed_unasked(shop):
    shop.ask("ALTER TABLE orders ADD COLUMN note VARCHAR(200)")
    shop.ask("CREATE TABLE setting (id INTEGER PRIMARY KEY, body VARCHAR(200))")
    shop.ask('UPDATE orders SET note = \'{"gift_for": "mira.holt@example.org", "wrap": true}\' WHERE id = 12')
    shop.ask("INSERT INTO setting VALUES (1, 'alerts go to mira.holt@example.org and ana.lund@example.org')")
    before = read_rows(shop.ask, (*TABLES, "setting"))

    unasked = shop.target.preview(PERSON, Terms(seed="s"))
    shop.target.erase(unasked.changes, PERSON, always)
    after = read_rows(shop.ask, (*TABLES, "setting"))
    name = next(one.key for one in unasked.questions if "setting" in one.key)
    answered = shop.target.preview(PERSON, Terms(choices={name: "redact"}, seed="s"))
    shown = next(change.sample for change in answered.changes if change.action is Action.REDACT)
    shop.target.erase(answered.changes, PERSON, always)

    assert {one.set.rpartition(".")[2]: (one.reason, one.count) for one in unasked.questions} == {
        "orders": ("other_persons_row", 1), "setting": ("shared", 1), "ticket": ("other_persons_row", 1)
    }  # fmt: skip
    assert changed_rows(before, after) == {
        "customer": {1}, "orders": {10, 11}, "order_line": {100, 101, 102}, "ticket": {50}
    }  # fmt: skip
    assert shown == "body: alerts go to [erased] and ana.lund@example.org"
    assert shop.ask("SELECT body FROM setting") == [("alerts go to [erased] and ana.lund@example.org",)]
    shop.ask("DROP TABLE setting")


def test_rows_that_two_people_share_and_orders_of_whoever_names_her_as_a_contact_are_asked(shop):
    shop.ask("ALTER TABLE customer ADD COLUMN contact_email VARCHAR(60)")
    shop.ask("UPDATE customer SET contact_email = 'mira.holt@example.org' WHERE id = 2")
    shop.ask("ALTER TABLE orders ADD COLUMN notify_email VARCHAR(60)")
    shop.ask("UPDATE orders SET notify_email = 'mira.holt@example.org' WHERE id = 12")
    shop.ask("CREATE TABLE message (id INTEGER PRIMARY KEY, sender_email VARCHAR(60), recipient_email VARCHAR(60))")
    shop.ask("CREATE TABLE reaction (id INTEGER PRIMARY KEY, message_id INTEGER, FOREIGN KEY (message_id) "
             "REFERENCES message(id))")  # fmt: skip
    shop.ask("INSERT INTO message VALUES (1, 'jon.beck@example.org', 'mira.holt@example.org'), "
             "(2, 'jon.beck@example.org', 'ana.lund@example.org')")  # fmt: skip
    shop.ask("INSERT INTO reaction VALUES (1, 1), (2, 2)")
    tables = (*TABLES, "message", "reaction")
    before = read_rows(shop.ask, tables)

    planned = shop.target.preview(PERSON, Terms(seed="s"))
    shop.target.erase(planned.changes, PERSON, always)
    after = read_rows(shop.ask, tables)
    redact = {one.key: "redact" for one in planned.questions if "redact" in one.choices}
    answered = shop.target.preview(PERSON, Terms(choices=redact, seed="s"))
    shop.target.erase(answered.changes, PERSON, always)
    for name in ("reaction", "message"):
        shop.ask(f"DROP TABLE {name}")

    assert changed_rows(before, after) == {
        "customer": {1}, "orders": {10, 11}, "order_line": {100, 101, 102}, "ticket": {50}
    }  # fmt: skip
    assert {"message", "orders", "ticket"} <= {one.set.rpartition(".")[2] for one in planned.questions}
    assert {(c.locator["table"], str(c.locator["key"]["id"])) for c in answered.changes} >= {
        ("message", "1"), ("orders", "12"), ("ticket", "51")
    }  # fmt: skip
    assert {c.action for c in answered.changes} == {Action.REDACT}


def test_a_circle_of_references_is_undone_before_the_rows_go(shop):
    _run(shop, "UPDATE customer SET referred_by = 1 WHERE id = 1")

    planned = shop.target.preview(PERSON, TERMS)
    shop.target.erase(planned.changes, PERSON, always)

    assert [row[0] for row in shop.ask("SELECT id FROM customer ORDER BY id")] == [2, 3]


def test_the_trial_of_a_target_changes_nothing(shop):
    before = read_rows(shop.ask)

    tried = shop.target.test()

    assert tried.ok
    assert changed_rows(before, read_rows(shop.ask)) == {}


def _run(shop, sql):
    """A change by somebody else, while the erasure waits."""
    shop.ask(sql)


def test_a_customer_with_very_many_orders_is_asked_once_and_erased_with_all_of_them(tmp_path):
    sqlite_shop(tmp_path / "shop.sqlite")
    shop = _sqlite(tmp_path / "shop.sqlite")
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        for number in range(150):
            opened.execute("INSERT INTO orders VALUES (?, 1, '2026-02-02', 1, 'x')", [1000 + number])
            opened.execute("INSERT INTO order_line VALUES (?, ?, 'Cup')", [5000 + number, 1000 + number])
    opened.close()
    asked = shop.target.preview(PERSON, TERMS)
    terms = Terms(choices={**TERMS.choices, "orders|too_many_rows|row": "erase"}, seed="s")

    planned = shop.target.preview(PERSON, terms)
    shop.target.erase(planned.changes, PERSON, always)

    assert {question.key: question.count for question in asked.questions}["orders|too_many_rows|row"] == 152
    assert planned.questions == ()
    assert len(shop.ask("SELECT * FROM orders")) == 2
    assert len(shop.ask("SELECT * FROM order_line")) == 2
    assert traces_in(shop.dump()) == []


@pytest.mark.needs_corpus
@pytest.mark.parametrize("system", ["sqlite", "postgres", "mariadb"])
def test_a_customer_of_chinook_is_erased_on_every_system(system, corpus, tmp_path, request):
    shop, tables = _chinook(system, corpus, tmp_path, request)
    before = read_rows(shop.ask, tables)

    planned = shop.target.preview(GONCALVES, Terms(seed="s"))
    shop.target.erase(planned.changes, GONCALVES, always)

    after = changed_rows(before, read_rows(shop.ask, tables))
    assert {name: len(keys) for name, keys in after.items()} == {tables[0]: 1, tables[1]: 7, tables[2]: 38}
    assert traces_in(shop.dump(), GONCALVES_TRACES) == []
    assert shop.target.verify(GONCALVES, Terms(seed="s")).changes == ()
    assert _orphans(shop, tables) == 0


def _chinook(system, corpus, tmp_path, request):
    folder = corpus / "db"
    if system == "sqlite":
        shutil.copy(folder / "chinook.sqlite", tmp_path / "chinook.sqlite")
        return _sqlite(tmp_path / "chinook.sqlite"), ("Customer", "Invoice", "InvoiceLine", "Employee", "Track")
    if system == "mariadb":
        server = request.getfixturevalue("mariadb")
        server.run((folder / "chinook_mysql.sql").read_text(encoding="utf-8-sig"))
        return _maria(server, "Chinook"), ("Customer", "Invoice", "InvoiceLine", "Employee", "Track")
    url = request.getfixturevalue("postgres_server").create_database("chinook_erasure")
    script = (folder / "chinook_postgres.sql").read_text(encoding="utf-8-sig")
    script = re.sub(r"(?m)^(DROP|CREATE) DATABASE.*$|^\\c .*$", "", script)
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", url], input=script.encode(), check=True, capture_output=True)
    return _postgres(url), ("customer", "invoice", "invoice_line", "employee", "track")


def _orphans(shop, tables) -> int:
    customer, invoice, line = tables[:3]
    own, their = ("customer_id", "invoice_id") if invoice == "invoice" else ("CustomerId", "InvoiceId")
    asked = [
        f"SELECT count(*) FROM {invoice} i LEFT JOIN {customer} c ON c.{own} = i.{own} WHERE c.{own} IS NULL",
        f"SELECT count(*) FROM {line} l LEFT JOIN {invoice} i ON i.{their} = l.{their} WHERE i.{their} IS NULL",
    ]
    return sum(int(shop.ask(sql)[0][0]) for sql in asked)


@pytest.mark.needs_corpus
def test_a_customer_of_pagila_is_erased_with_rentals_and_payments(corpus, postgres_server):
    url = postgres_server.create_database("pagila_erasure")
    script = "".join((corpus / "db" / f"pagila_{part}.sql").read_text() for part in ("schema", "data"))
    script = re.sub(r"(?m)^.*OWNER TO.*$", "", script)
    subprocess.run(["psql", "-q", url], input=script.encode(), check=True, capture_output=True)
    shop = _postgres(url)
    tables, own = _tables_of_postgres(shop), _rows_of_customer(shop, 3)
    before = _digests(shop, tables)

    planned = shop.target.preview(LINDA, Terms(seed="s"))
    shop.target.erase(planned.changes, LINDA, always)

    after = _digests(shop, tables)
    gone, new = before - after, after - before
    assert len(tables) >= 20
    assert len(before) > 40_000
    assert gone == own  # the customer, her address, her rentals and payments, and not one row of anybody else
    assert {name for name, _digest in new} <= {"customer", "address"}
    assert _broken_references(shop) == {}
    assert traces_in(shop.dump(), ("LINDA.WILLIAMS@", "692 Joliet Street")) == []


def _tables_of_postgres(shop):
    """Every table that holds rows: partitions, not what is divided into them."""
    asked = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    return tuple(name for (name,) in shop.ask(asked))


def _digests(shop, tables):
    """The digest of every row of these tables: a row that was changed in any column has another one."""
    union = " UNION ALL ".join(f"SELECT '{name}', md5(t::text) FROM \"{name}\" t" for name in tables)
    return Counter(shop.ask(union))


def _rows_of_customer(shop, number):
    """The digests of a customer's own rows, by plain queries of our own."""
    tables = [name for name in _tables_of_postgres(shop) if name == "rental" or name.startswith("payment")]
    asked = [
        f"SELECT '{name}', md5(t::text) FROM {name} t WHERE customer_id = {number}" for name in ("customer", *tables)
    ]
    asked.append(
        f"SELECT 'address', md5(t::text) FROM address t JOIN customer c USING (address_id) WHERE customer_id = {number}"
    )
    return Counter(shop.ask(" UNION ALL ".join(asked)))


def _broken_references(shop):
    """Every foreign key of the catalogue with how many rows refer to nothing; keys that hold are left out."""
    asked = """SELECT conname, conrelid::regclass::text, confrelid::regclass::text,
      (SELECT array_agg(attname::text ORDER BY n) FROM unnest(conkey) WITH ORDINALITY k(num, n)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = num),
      (SELECT array_agg(attname::text ORDER BY n) FROM unnest(confkey) WITH ORDINALITY k(num, n)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = num)
      FROM pg_constraint WHERE contype = 'f'"""
    found = {}
    keys = shop.ask(asked)
    assert len(keys) > 15
    for name, child, parent, own, their in keys:
        joined = " AND ".join(f"c.{a} = p.{b}" for a, b in zip(own, their, strict=True))
        filled = " AND ".join(f"c.{a} IS NOT NULL" for a in own)
        sql = f"SELECT count(*) FROM {child} c LEFT JOIN {parent} p ON {joined} WHERE {filled} AND p.{their[0]} IS NULL"
        if count := shop.ask(sql)[0][0]:
            found[f"{child}.{name}"] = count
    return found


def test_a_flag_is_set_read_again_and_taken_away_and_only_the_persons_row_changes(shop):
    shop.ask("ALTER TABLE customer ADD COLUMN marketing VARCHAR(12) DEFAULT 'yes'")
    shop.ask("UPDATE customer SET marketing = NULL WHERE id = 1")
    rules = [FlagRule("customer", "1", "restricted"), FlagRule("customer", "stopped", "marketing")]
    before, flagger = read_rows(shop.ask), flagger_for(shop.target)

    plans = [flagger.plan(PERSON, [rule], ()) for rule in rules]
    done = [flagger.set_flags(plan.receipts, always).done for plan in plans]
    again = [flagger.set_flags(plan.receipts, always) for plan in plans]
    flagged = read_rows(shop.ask)
    stands = [flagger.standing(plan.receipts) for plan in plans]
    shop.ask("UPDATE customer SET marketing = 'changed' WHERE id = 1")
    lifted = [flagger.lift_flags(plan.receipts, always) for plan in plans]

    assert [len(plan.receipts) for plan in plans] == done == stands == [1, 1]
    assert [outcome.already for outcome in again] == [1, 1]
    assert changed_rows(before, flagged) == {"customer": {1}}
    assert flagged["customer"][1][-2:] == ("1", "stopped")
    assert [(outcome.done, outcome.already) for outcome in lifted] == [(1, 0), (0, 1)]
    assert read_rows(shop.ask)["customer"][1][-2:] == ("0", "changed")
    assert changed_rows(before, read_rows(shop.ask)) == {"customer": {1}}
