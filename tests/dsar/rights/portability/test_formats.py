"""JSON, CSV and XML hold the same facts, whatever the values look like."""

import base64
import csv
import datetime as dt
import io
import json

import jsonschema
import pytest
from lxml import etree

from dsar.rights.portability import as_csv, as_json, as_xml
from dsar.rights.portability.cells import Cell, Kind, cell_of, format_of
from dsar.rights.portability.facts import Column, DataSet, Document, Facts, Omission, Record
from dsar.rights.portability.published import SCHEMA_FOLDER
from tests.dsar.rights.portability.readers import from_csv, from_json, from_xml

HOSTILE = {
    "formula": "=HYPERLINK(\"http://x\",A1)", "plus": "+1", "minus": "-1+1", "at": "@SUM(1)", "tab": "\tx",
    "return": "\rx", "wide": "＝1+1", "backslash": "\\N", "like a mark": "\\L:basis", "quotes": 'a "b", c',
    "lines": "one\r\ntwo\rthree\nfour", "NUL": "a\x00b", "control": "bell\x07 esc\x1b", "C1": "next\x85line",
    "not a character": "\ufffe", "long": "x" * 5000, "emoji": "👩🏽‍💻 🏳️‍🌈", "right to left": "שלום \u202eabc", "markup": "<b>&amp;]]></b>",
    "blank": " ", "empty": "", "blanks around": "  x  ", "accents": "é é", "line separator": "a\u2028b",
    "day": "2026-02-28", "instant": "2026-02-28T23:59:59.123456+05:30", "zulu": "2026-02-28T23:59:59Z", "time": "23:59:59+01:00",
    "zeros": "007", "decimal": "-12.50", "none": None, "yes": True, "no": False, "zero": 0, "negative": -5,
    "big": 2**63, "bigger than a double": -(2**70), "float": 0.1, "whole float": 5.0, "huge": 1e300, "tiny": 5e-324, "negative zero": -0.0,
    "NaN": float("nan"), "infinite": float("-inf"), "list": [1, "ü", None, {"=": "\x00"}], "object": {"b": 1, "a": [float("inf")]},
    "picture": {"base64": base64.b64encode(bytes(range(256))).decode(), "media_type": "image/png"}, "only its length": {"bytes": 12},
    "text that looks like null": "null", "text that looks true": "true", "comma": ",", "just quotes": '""',
}  # fmt: skip


def a_set(number, name, rows, types=None):
    """A set of rows whose columns have the type of their cells, or "mixed"."""
    cells = [{column: cell_of(value) for column, value in row.items()} for row in rows]
    names = list(dict.fromkeys(column for row in cells for column in row))
    columns = []
    for place, column in enumerate(names, 1):
        kinds = {row[column].kind for row in cells if column in row} - {Kind.NULL, Kind.LEFT_OUT}
        kind = kinds.pop().value if len(kinds) == 1 else "mixed"
        columns.append(Column(f"c{place}", column, "provided", kind, ""))
    ids = {column.name: column.id for column in columns}
    records = [
        Record(f"r{place}", {ids[name]: cell for name, cell in row.items()}) for place, row in enumerate(cells, 1)
    ]
    return DataSet(
        f"s{number}", name, "Shop =1", "Orders \x01", "Sell\r\n<goods>", "contract", columns, lambda: iter(records)
    )


def facts_of(*sets):
    document = Document(
        "d1", "documents/001.pdf", "application/pdf", 3, "0" * 64, "Files", "Hiring", "consent", "provided", True
    )
    omission = Omission("customers", "Shop", "score", "derived", "Inferred \x02 & <kept>", 2)
    return Facts(
        "DSAR-2026-0042-K", dt.datetime(2026, 11, 22, 14, 50, 1, 5, dt.UTC), dt.date(2026, 11, 20), "en",
        'Northwind & "Sons"\x00', "GB", "privacy@example.org", sets, [document], [omission],
    )  # fmt: skip


def written(facts):
    """The three formats, and their files."""
    files = {as_csv.file_name(number, one): b"".join(as_csv.write(one)) for number, one in enumerate(facts.sets, 1)}
    return (
        b"".join(as_json.write(facts)),
        files | {"csv/csv-metadata.json": as_csv.metadata(facts)},
        b"".join(as_xml.write(facts)),
    )


@pytest.fixture(scope="module")
def hostile():
    """Every hostile value: in a column of its own, and all of them in one mixed column; a set without records beside."""
    own = a_set(1, "=customers", [dict(HOSTILE), dict(HOSTILE)])
    mixed = a_set(
        2,
        "mixed/\x00",
        [{"@v": value, "n": 1} if place % 2 else {"@v": value} for place, value in enumerate(HOSTILE.values())],
    )
    empty = a_set(3, "none", [])
    return facts_of(own, mixed, empty)


@pytest.fixture(scope="module")
def files(hostile):
    """The hostile values written once."""
    return written(hostile)


@pytest.fixture(scope="module")
def read(files):
    """The XML read back."""
    return from_xml(files[2])


def test_the_three_formats_hold_the_same_facts(files):
    in_json, in_csv, in_xml = files

    first = from_json(in_json)

    assert from_csv(in_csv) == first
    assert from_xml(in_xml) == first
    assert len(first[1]["s2"][2]) == len(HOSTILE)
    assert first[1]["s1"][2]["r1"]["NUL"] == ("text", "a\x00b", "")
    assert first[1]["s1"][2]["r1"]["big"] == ("integer", str(2**63), "")
    assert first[1]["s1"][2]["r1"]["lines"] == ("text", "one\r\ntwo\rthree\nfour", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_comes_back_as_it_was(name, read):
    value = HOSTILE[name]

    kind, text, media_type = read[1]["s1"][2]["r2"][name]

    expected = cell_of(value)
    assert (kind, text, media_type) == (expected.kind.value, expected.text, expected.media_type)
    assert text == value or not isinstance(value, str)


def test_the_published_schemas_accept_what_is_written_and_nothing_else(files):
    in_json, _csv, in_xml = files
    schema = json.loads((SCHEMA_FOLDER / "package.schema.json").read_bytes())
    judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    xsd = etree.XMLSchema(etree.fromstring((SCHEMA_FOLDER / "package.xsd").read_bytes()))
    changed = json.loads(in_json)
    changed["sets"][0]["columns"][0]["origin"] = "derived"

    judge.check_schema(schema)
    judge.validate(json.loads(in_json))

    assert xsd.validate(etree.fromstring(in_xml)), xsd.error_log
    assert not xsd.validate(etree.fromstring(in_xml.replace(b'origin="provided"', b'origin="derived"')))
    assert [error.validator for error in judge.iter_errors(changed)] == ["enum"]


def test_no_cell_of_a_csv_file_starts_a_formula(files):
    tables = {name: content.decode() for name, content in files[1].items() if name.endswith(".csv")}
    numbers = {str(value) for value in HOSTILE.values() if isinstance(value, int | float)} | {"-INF"}

    cells = [cell for text in tables.values() for line in csv.reader(io.StringIO(text, newline="")) for cell in line]

    assert len(cells) > 3 * len(HOSTILE)
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n＝＋－＠") and cell not in numbers] == []
    assert not any("\x00" in text for text in tables.values())


def test_half_a_character_is_mended_and_told():
    cell = cell_of("a\ud83d")

    assert cell == Cell(Kind.TEXT, "a\ufffd", is_mended=True)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2026-01-01", ""], "date"),
        (["2026-01-01T10:00:00Z", "2026-01-01 10:00:00+01:00"], "date-time"),
        (["10:00"], "time"),
        (["1.50", "-2.0"], "decimal"),
        (["2026-01-01", "soon"], ""),
        ([], ""),
    ],
)
def test_a_column_of_one_format_says_so(texts, form):
    assert format_of(texts) == form
