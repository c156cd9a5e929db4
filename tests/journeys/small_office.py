"""A small office for one request: people, register, a folder of files and a shop, with another person's data between.

`manage.py shell` runs `set_up(...)` inside the installation under test; the files are written by the test.
"""

import sqlite3
from pathlib import Path

from weasyprint import HTML

SUBJECT, SUBJECT_EMAIL = "Mara Feldkirch", "mara.feldkirch@example.com"
OTHER, OTHER_EMAIL, OTHER_PHONE = "Tomas Brandl", "tomas.brandl@example.net", "+44 20 7946 0123"
STRANGER = "Jon Beck"
ORDER_NOTE = "Leave it with the porter"
LETTER_WORDS = "your parcel went to the porter"
ADVICE_WORDS = "settle the claim"
REFERENCE_WORDS = "always on time"

_LETTER = f"""<h1>Your complaint</h1><p>Dear {SUBJECT} ({SUBJECT_EMAIL}),</p>
<p>{LETTER_WORDS}. Your neighbour {OTHER}, {OTHER_EMAIL}, {OTHER_PHONE}, told us so.</p><p>Northwind Ltd</p>"""
_TEXTS = {
    "legal/advice.txt": f"PRIVILEGED AND CONFIDENTIAL. Legal advice of our solicitor in the matter of {SUBJECT} "
    f"({SUBJECT_EMAIL}): we should {ADVICE_WORDS} before it goes to court.\n",
    "hr/reference.txt": f"Confidential reference for {SUBJECT}, {SUBJECT_EMAIL}: she was {REFERENCE_WORDS}.\n",
    "office/newsletter.txt": f"{SUBJECT} <{SUBJECT_EMAIL}> signed up for the newsletter on 3 March 2025.\n",
    "office/unrelated.txt": f"Dear {STRANGER}, your chair is ready. jon.beck@example.net\n",
}


def write_files(folder: Path) -> tuple[Path, Path]:
    """The shared folder and the shop's database."""
    share, shop = folder / "share", folder / "shop.sqlite"
    for name, text in _TEXTS.items():
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        (share / name).write_text(text, encoding="utf-8")
    HTML(string=_LETTER).write_pdf(share / "office" / "letter.pdf")
    with sqlite3.connect(shop) as made:
        made.executescript(
            f"""
            CREATE TABLE customer (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), note TEXT);
            INSERT INTO customer VALUES (1, '{SUBJECT}', '{SUBJECT_EMAIL}'), (2, '{STRANGER}', 'jon.beck@example.net');
            INSERT INTO orders VALUES (11, 1, '{ORDER_NOTE}'), (12, 1, 'Ring twice'), (13, 2, 'For {STRANGER}');
            """
        )
    made.close()
    return share, shop


def set_up(share: str, shop: str) -> None:
    """The people of tests/world.py, their register, and the two systems with their sources."""
    from dsar.processing_records.models import Source, System
    from dsar.processing_records.seed import seed_register
    from tests.world import make_world

    world = make_world()
    systems = {}
    for key, name, kind, settings in [
        ("files", "Shared drive", "files", {"path": share}),
        ("shop", "Web shop", "sql", {"url": f"sqlite:///{shop}"}),
    ]:
        systems[key] = System.objects.create(name=name, owner="Facilities", owner_contact="facilities@example.org")
        Source.objects.create(system=systems[key], name=name, kind=kind, settings=settings)
    both = list(systems.values())
    every = {"shop": systems["shop"], "files": systems["files"], "mailbox": both, "newsletter": both, "hr": both}
    seed_register(controller=world.controller, systems={**every, "desk": both}, actor=world.dpo)
