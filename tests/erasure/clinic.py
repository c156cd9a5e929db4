"""A database that no rule was written for: German and Spanish names, composite keys, a circle, JSON, views, triggers.

Names stand in three columns, an address of a mailbox in whatever case, a computed column, a partitioned table, a table
whose rows refer to rows of itself, and somebody of the same surname who must not be touched.
"""

from pathlib import Path

from discovery.documents import SubjectProfile
from tests.erasure.shop import sqlite_image

PERSON = SubjectProfile(
    names=("Ottilie Brandvold",), emails=("ottilie.brandvold@example.org",), phones=("+49 40 555 0187",),
    dates_of_birth=("1971-08-30",), identifiers=(("Versichertennummer", "V-7712-93"),),
)  # fmt: skip
TRACES = ("ottilie", "555 0187", "V-7712-93", "1971-08-30")
TABLES = (
    "praxis",
    "versicherte",
    "behandlung",
    "behandlung_posten",
    "cita",
    "cita_nota",
    "vertrag",
    "protokoll_eintrag",
)

_COMMON = """
CREATE TABLE praxis (praxis_nr INTEGER PRIMARY KEY, bezeichnung VARCHAR(60) NOT NULL, leiterin INTEGER);
CREATE TABLE versicherte (mandant INTEGER NOT NULL, lfd_nr INTEGER NOT NULL, vorname VARCHAR(40) NOT NULL,
  zweiter_name VARCHAR(40), familienname VARCHAR(40) NOT NULL, epost VARCHAR(80) NOT NULL, telefon VARCHAR(30),
  geburtsdatum DATE, versichertennummer VARCHAR(20), vertreten_durch_mandant INTEGER, vertreten_durch INTEGER,
  praxis_nr INTEGER REFERENCES praxis(praxis_nr), {computed},
  PRIMARY KEY (mandant, lfd_nr), UNIQUE (epost),
  FOREIGN KEY (vertreten_durch_mandant, vertreten_durch) REFERENCES versicherte(mandant, lfd_nr));
CREATE TABLE behandlung (behandlung_nr INTEGER PRIMARY KEY, mandant INTEGER NOT NULL, versicherte_nr INTEGER NOT NULL,
  am DATE NOT NULL, befund {json}, folge_von INTEGER REFERENCES behandlung(behandlung_nr),
  FOREIGN KEY (mandant, versicherte_nr) REFERENCES versicherte(mandant, lfd_nr));
CREATE TABLE behandlung_posten (behandlung_nr INTEGER NOT NULL REFERENCES behandlung(behandlung_nr), posten INTEGER NOT NULL,
  leistung VARCHAR(60) NOT NULL, PRIMARY KEY (behandlung_nr, posten));
CREATE TABLE cita (cita_id INTEGER PRIMARY KEY, mandant INTEGER, paciente_nr INTEGER, nota_principal INTEGER, cuando DATE,
  FOREIGN KEY (mandant, paciente_nr) REFERENCES versicherte(mandant, lfd_nr));
CREATE TABLE cita_nota (nota_id INTEGER PRIMARY KEY, cita_id INTEGER NOT NULL REFERENCES cita(cita_id), texto TEXT);
{partitioned}
CREATE TABLE protokoll_eintrag (eintrag_nr INTEGER PRIMARY KEY, was VARCHAR(20) NOT NULL, wert VARCHAR(80));
CREATE VIEW erreichbar AS SELECT vorname, familienname, epost FROM versicherte;
"""
_ROWS = """
INSERT INTO praxis VALUES (1, 'Praxis am Hafen', NULL), (2, 'Praxis im Park', NULL);
INSERT INTO versicherte (mandant, lfd_nr, vorname, zweiter_name, familienname, epost, telefon, geburtsdatum,
  versichertennummer, vertreten_durch_mandant, vertreten_durch, praxis_nr) VALUES
 (7, 1, 'Ottilie', 'Marie', 'Brandvold', 'Ottilie.Brandvold@Example.org', '+49 40 555 0187', '1971-08-30', 'V-7712-93', NULL, NULL, 1),
 (7, 2, 'Ruben', NULL, 'Kastner', 'ruben.kastner@example.org', '+49 40 555 0188', '1980-01-02', 'V-7712-94', NULL, NULL, 1),
 (8, 1, 'Ines', 'Carla', 'Morel', 'ines.morel@example.org', '+49 40 555 0189', '1992-12-12', 'V-8800-01', 8, 1, 2),
 (8, 2, 'Alma', NULL, 'Brandvold', 'alma.brandvold@example.org', '+49 40 555 0190', '1999-03-04', 'V-8800-02', 7, 2, 2);
INSERT INTO behandlung VALUES (100, 7, 1, '2026-01-05', '{"klagen": "Husten", "kontakt": "ottilie.brandvold@example.org"}', NULL),
 (101, 7, 1, '2026-02-05', '{"klagen": "keine"}', 100),
 (102, 7, 2, '2026-02-06', '{"klagen": "Knie", "begleitet_von": "ottilie.brandvold@example.org"}', NULL),
 (103, 8, 1, '2026-03-01', '{"klagen": "Fieber"}', NULL);
INSERT INTO behandlung_posten VALUES (100, 1, 'Gespraech'), (100, 2, 'Rezept'), (101, 1, 'Kontrolle'), (102, 1, 'Roentgen'),
 (103, 1, 'Gespraech');
INSERT INTO cita VALUES (50, 7, 1, NULL, '2026-05-05'), (51, 8, 1, NULL, '2026-05-06');
INSERT INTO cita_nota VALUES (500, 50, 'Llega tarde, avisa por telefono.'), (501, 51, 'Primera visita del programa.');
UPDATE cita SET nota_principal = 500 WHERE cita_id = 50;
UPDATE cita SET nota_principal = 501 WHERE cita_id = 51;
INSERT INTO vertrag (vertrag_nr, jahr, mandant, versicherte_nr, betrag, anschrift) VALUES
 (900, 2025, 7, 1, 120.00, 'Deichweg 4, Hamburg'), (901, 2026, 7, 1, 125.00, 'Deichweg 4, Hamburg'),
 (902, 2026, 8, 1, 99.00, 'Parkallee 9, Bremen');
"""
_PLAIN_CONTRACT = """CREATE TABLE vertrag (vertrag_nr INTEGER NOT NULL, jahr INTEGER NOT NULL, mandant INTEGER NOT NULL,
  versicherte_nr INTEGER NOT NULL, betrag NUMERIC(8,2), anschrift VARCHAR(80), PRIMARY KEY (vertrag_nr, jahr),
  FOREIGN KEY (mandant, versicherte_nr) REFERENCES versicherte(mandant, lfd_nr)){end};"""
_SQLITE_TRIGGER = """CREATE TRIGGER zuletzt AFTER UPDATE ON versicherte BEGIN
  INSERT INTO protokoll_eintrag (was, wert) VALUES ('geaendert', NULL); END;"""
_POSTGRES_MORE = """
ALTER TABLE cita ADD FOREIGN KEY (nota_principal) REFERENCES cita_nota(nota_id) DEFERRABLE INITIALLY IMMEDIATE;
CREATE SEQUENCE eintrag_folge START 1000;
CREATE FUNCTION merken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO protokoll_eintrag VALUES (nextval('eintrag_folge'), 'geaendert', NULL); RETURN NEW; END $$;
CREATE TRIGGER zuletzt AFTER UPDATE ON versicherte FOR EACH ROW EXECUTE FUNCTION merken();
"""


def sqlite_clinic(path: Path) -> str:
    """The clinic in a SQLite file; gives its address."""
    common = _COMMON.format(
        computed="anzeige VARCHAR(90) GENERATED ALWAYS AS (familienname || ', ' || vorname) STORED", json="JSON",
        partitioned=_PLAIN_CONTRACT.format(end=""),
    )  # fmt: skip
    path.write_bytes(sqlite_image(common + _ROWS + _SQLITE_TRIGGER))
    return f"sqlite:///{path}"


def postgres_clinic() -> str:
    """The statements that make the clinic in PostgreSQL, its contracts in a partition a year."""
    partitioned = (
        _PLAIN_CONTRACT.format(end=" PARTITION BY RANGE (jahr)")
        + """
CREATE TABLE vertrag_2025 PARTITION OF vertrag FOR VALUES FROM (2025) TO (2026);
CREATE TABLE vertrag_2026 PARTITION OF vertrag FOR VALUES FROM (2026) TO (2027);"""
    )
    common = _COMMON.format(
        computed="anzeige VARCHAR(90) GENERATED ALWAYS AS (familienname || ', ' || vorname) STORED", json="JSONB",
        partitioned=partitioned,
    )  # fmt: skip
    return common + _ROWS + _POSTGRES_MORE


def mariadb_clinic() -> str:
    """The statements that make the clinic in MariaDB, with a foreign key around in a circle."""
    common = _COMMON.format(
        computed="anzeige VARCHAR(90) GENERATED ALWAYS AS (CONCAT(familienname, ', ', vorname)) STORED", json="JSON",
        partitioned=_PLAIN_CONTRACT.format(end=""),
    )  # fmt: skip
    return common + _ROWS + "ALTER TABLE cita ADD FOREIGN KEY (nota_principal) REFERENCES cita_nota(nota_id);"
