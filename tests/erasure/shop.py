"""A database of our own for three systems: a person, her family, her orders, notes of others, a circle of managers."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from discovery.documents import SubjectProfile

PERSON = SubjectProfile(
    names=("Mira Holt",), emails=("mira.holt@example.org",), phones=("+44 20 7946 0018",),
    addresses=("12 Harbour Road, Whitby",), identifiers=(("customer number", "C-88017"),),
)  # fmt: skip
TRACES = ("mira.holt", "Mira Holt", "7946 0018", "12 Harbour Road", "C-88017")

SCRIPT = """
CREATE TABLE country (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE customer (id INTEGER PRIMARY KEY, first_name VARCHAR(40) NOT NULL, last_name VARCHAR(40) NOT NULL,
  email VARCHAR(60) NOT NULL UNIQUE, phone VARCHAR(30), street VARCHAR(60), customer_number VARCHAR(12), born DATE,
  country_id INTEGER REFERENCES country(id), referred_by INTEGER, restricted INTEGER DEFAULT 0,
  FOREIGN KEY (referred_by) REFERENCES customer(id), FOREIGN KEY (country_id) REFERENCES country(id));
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, placed_on DATE NOT NULL, total DECIMAL(8,2),
  ship_street VARCHAR(60), FOREIGN KEY (customer_id) REFERENCES customer(id));
CREATE TABLE order_line (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, article VARCHAR(40) NOT NULL,
  FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE);
CREATE TABLE ticket (id INTEGER PRIMARY KEY, customer_id INTEGER, body TEXT NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customer(id));
INSERT INTO country VALUES (1, 'United Kingdom'), (2, 'Denmark');
INSERT INTO customer VALUES
 (1, 'Mira', 'Holt', 'mira.holt@example.org', '+44 20 7946 0018', '12 Harbour Road', 'C-88017', '1984-02-29', 1, NULL, 0),
 (2, 'Jon', 'Beck', 'jon.beck@example.org', '+44 20 7946 0999', '3 Mill Lane', 'C-88018', '1990-05-01', 1, NULL, 0),
 (3, 'Ana', 'Lund', 'ana.lund@example.org', '+45 3355 0101', '7 Havnegade', 'C-88019', '1979-11-12', 2, 2, 0);
INSERT INTO orders VALUES (10, 1, '2026-01-05', 19.90, '12 Harbour Road'), (11, 1, '2026-03-09', 5.00, '12 Harbour Road'),
 (12, 2, '2026-02-02', 99.00, '3 Mill Lane'), (13, 3, '2026-02-20', 12.50, '7 Havnegade');
INSERT INTO order_line VALUES (100, 10, 'Teapot'), (101, 10, 'Cup'), (102, 11, 'Spoon'), (103, 12, 'Lamp'), (104, 13, 'Rug');
INSERT INTO ticket VALUES (50, 1, 'The parcel came late and the cup was broken, please send another one soon.'),
 (51, 2, 'My neighbour mira.holt@example.org got my parcel, please ask her for it before Friday.'),
 (52, 3, 'Where is my invoice for the rug? I need it for the tax office this week.');
"""
TABLES = ("country", "customer", "orders", "order_line", "ticket")
Rows = Mapping[str, Mapping[object, tuple[object, ...]]]


def sqlite_shop(path: Path) -> str:
    """The shop in a SQLite file; gives its address."""
    path.write_bytes(sqlite_image(SCRIPT))
    return f"sqlite:///{path}"


@cache
def sqlite_image(script: str) -> bytes:
    """The bytes of a SQLite file in which a script was run; made once, in memory."""
    made = sqlite3.connect(":memory:")
    made.executescript(script)
    image = made.serialize()
    made.close()
    return image


def read_rows(ask: Callable[[str], list[tuple[object, ...]]], tables: tuple[str, ...] = TABLES) -> Rows:
    """Every row of every table by its first column: the digest before and after."""
    return {name: {row[0]: tuple(map(str, row)) for row in ask(f"SELECT * FROM {name}")} for name in tables}


def changed_rows(before: Rows, after: Rows) -> dict[str, set[object]]:
    """The keys of rows that are not what they were, by table; a table where nothing changed is not named."""
    found = {}
    for name in before:
        keys = {key for key in before[name] | after[name] if before[name].get(key) != after[name].get(key)}
        if keys:
            found[name] = keys
    return found


def traces_in(text: str, traces: tuple[str, ...] = TRACES) -> list[str]:
    """Which of the traces stand in a dump, whatever their case."""
    return [trace for trace in traces if trace.casefold() in text.casefold()]
