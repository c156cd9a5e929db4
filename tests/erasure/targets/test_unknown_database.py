"""The promises of an erasure on a database that no rule was written for, in three systems (see tests/erasure/clinic.py)."""

import pytest

from erasure.plan import Action, Policy, Terms
from tests.erasure.clinic import PERSON, TABLES, TRACES, mariadb_clinic, postgres_clinic, sqlite_clinic
from tests.erasure.shop import traces_in
from tests.erasure.targets.test_databases import _maria, _postgres, _sqlite, always

CONTRACTS = Policy("vertrag", Action.KEEP, exception="legal_claims", why="A claim", until="2029")
OWN = {("versicherte", 7, 1), ("behandlung", 100), ("behandlung", 101), ("behandlung_posten", 100, 1),
       ("behandlung_posten", 100, 2), ("behandlung_posten", 101, 1), ("cita", 50), ("cita_nota", 500),
       ("vertrag", 900, 2025), ("vertrag", 901, 2026)}  # fmt: skip
KEYS = {"versicherte": 2, "behandlung_posten": 2, "vertrag": 2}


@pytest.fixture(scope="module")
def postgres_clinic_address(postgres_server):
    """An empty database that every test fills anew."""
    return postgres_server.create_database("clinic_to_erase_from")


@pytest.fixture(params=["sqlite", "postgres", "mariadb"])
def clinic(request, tmp_path):
    """The clinic in each of the three systems."""
    if request.param == "sqlite":
        sqlite_clinic(tmp_path / "clinic.sqlite")
        return _sqlite(tmp_path / "clinic.sqlite")
    if request.param == "postgres":
        made = _postgres(request.getfixturevalue("postgres_clinic_address"))
        made.ask(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {postgres_clinic()}")
        return made
    server = request.getfixturevalue("mariadb")
    server.create_database("clinic", mariadb_clinic())
    return _maria(server, "clinic")


def test_everything_of_the_person_goes_and_every_other_row_stays_as_it_was(clinic):
    before, terms = _rows(clinic), _answered(clinic)

    planned = clinic.target.preview(PERSON, terms)
    clinic.target.erase(planned.changes, PERSON, always)

    after = _rows(clinic)
    gone = {key for key in before if key not in after}
    changed = {key for key in before if key in after and before[key] != after[key]}
    assert gone == OWN
    assert changed == {("behandlung", 102)}  # another's row that named the person
    assert traces_in(clinic.dump(), TRACES) == []
    assert clinic.target.verify(PERSON, terms).changes == ()
    assert _orphans(clinic) == 0


def test_the_rehearsal_names_exactly_what_then_changes(clinic):
    before, terms = _rows(clinic), _answered(clinic)
    planned = clinic.target.preview(PERSON, terms)

    clinic.target.erase(planned.changes, PERSON, always)

    after = _rows(clinic)
    named = {(c.locator["table"], *_in_order(c.locator["table"], c.locator["key"])) for c in planned.changes}
    happened = {key for key in before | after if before.get(key) != after.get(key) and key[0] != "protokoll_eintrag"}
    assert named == happened


def test_a_person_to_whom_kept_contracts_refer_stays_as_a_row_that_says_nothing(clinic):
    terms = _answered(clinic, CONTRACTS)

    planned = clinic.target.preview(PERSON, terms)
    clinic.target.erase(planned.changes, PERSON, always)

    row = clinic.ask(
        "SELECT vorname, zweiter_name, familienname, epost, telefon, geburtsdatum, versichertennummer, praxis_nr, anzeige"
        " FROM versicherte WHERE mandant = 7 AND lfd_nr = 1"
    )[0]
    assert row[0].startswith("erased-")
    assert row[3].endswith("@erased.invalid")
    assert row[1:2] + row[4:7] == (None, None, None, None)
    assert row[8] == f"{row[2]}, {row[0]}"  # computed anew by the database itself
    assert len(clinic.ask("SELECT * FROM vertrag")) == 3
    assert traces_in(clinic.dump(), TRACES) == []


def test_carrying_out_again_changes_nothing(clinic):
    terms = _answered(clinic)
    planned = clinic.target.preview(PERSON, terms)
    clinic.target.erase(planned.changes, PERSON, always)
    after = _rows(clinic)

    again = clinic.target.erase(planned.changes, PERSON, always)

    assert (again.done, again.already) == (0, len(planned.changes))
    assert _rows(clinic) == after


def _answered(clinic, *policies):
    asked = clinic.target.preview(PERSON, Terms(policies, seed="s")).questions
    answers = {one.key: "redact" if "redact" in one.choices else "erase" for one in asked}
    return Terms(policies, choices=answers, seed="s")


def _rows(clinic):
    """Every row of every table by its key."""
    found = {}
    for table in TABLES:
        for row in clinic.ask(f"SELECT * FROM {table}"):
            found[(table, *row[: KEYS.get(table, 1)])] = tuple(map(str, row))
    return found


def _in_order(table, key):
    names = {"versicherte": ("mandant", "lfd_nr"), "behandlung_posten": ("behandlung_nr", "posten"),
             "vertrag": ("vertrag_nr", "jahr")}  # fmt: skip
    return [int(key[name]) for name in names.get(table, tuple(key))]


def _orphans(clinic):
    asked = (
        "SELECT count(*) FROM behandlung b LEFT JOIN versicherte v ON v.mandant = b.mandant AND v.lfd_nr = b.versicherte_nr"
        " WHERE v.lfd_nr IS NULL",
        "SELECT count(*) FROM behandlung_posten p LEFT JOIN behandlung b ON b.behandlung_nr = p.behandlung_nr"
        " WHERE b.behandlung_nr IS NULL",
        "SELECT count(*) FROM cita_nota n LEFT JOIN cita c ON c.cita_id = n.cita_id WHERE c.cita_id IS NULL",
        "SELECT count(*) FROM vertrag t LEFT JOIN versicherte v ON v.mandant = t.mandant AND v.lfd_nr = t.versicherte_nr"
        " WHERE v.lfd_nr IS NULL",
    )
    return sum(int(clinic.ask(sql)[0][0]) for sql in asked)
