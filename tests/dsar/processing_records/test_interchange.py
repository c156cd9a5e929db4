"""The register as a file and back: nothing is lost, no cell is a formula, every fault names its line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.processing_records.interchange import ACTIVITY_FIELDS, SYSTEM_FIELDS, as_csv, as_json, read

TEXT = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n=+-@|\\'\"; ,"), max_size=25
)
LINE = st.text(alphabet="ab=+-@|\\'\", ;é", min_size=1, max_size=12).filter(str.strip)
RECIPIENT = st.fixed_dictionaries(
    {
        "name": LINE,
        "role": st.text(alphabet="r|\\ =", max_size=8),
        "country": st.sampled_from(["", "GB", "us"]),
        "safeguard": st.text(alphabet="s\n|", max_size=8),
        "is_category": st.just(True),
        "category_reason": LINE,
        "email": st.sampled_from(["", "post@parcels.example"]),
    }
)
ACTIVITY = st.fixed_dictionaries(
    {
        "controller": st.just("Northwind Ltd"),
        "name": LINE,
        "purpose": TEXT,
        "legal_basis": TEXT,
        "data_subjects": TEXT,
        "categories": st.lists(LINE, max_size=3),
        "recipients": st.lists(RECIPIENT, max_size=3),
        "retention": TEXT,
        "source_of_data": TEXT,
        "has_automated_decisions": st.sampled_from([True, False, None]),
        "automated_decisions": TEXT,
        "security_measures": TEXT,
        "systems": st.lists(LINE, max_size=3),
    }
)
SYSTEM = {"name": "Shop", "description": "=1+1", "owner": "", "owner_contact": "", "is_paper": False, "sources": []}


@given(ACTIVITY)
@settings(max_examples=150, deadline=None)
def test_an_entry_comes_back_from_a_table_as_it_was(entry):
    found = read(as_csv("activity", [entry]))

    assert found.faults == []
    assert [one.values for one in found.entries] == [entry]


@given(ACTIVITY)
@settings(max_examples=60, deadline=None)
def test_an_entry_comes_back_from_json_as_it_was(entry):
    found = read(as_json([entry], [SYSTEM]))

    assert found.faults == []
    assert [one.values for one in found.entries] == [SYSTEM, entry]


@given(ACTIVITY)
@settings(max_examples=60, deadline=None)
def test_no_cell_of_a_table_is_a_formula(entry):
    import csv
    import io

    rows = csv.reader(io.StringIO(as_csv("activity", [entry]).decode("utf-8-sig"), newline=""))
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and cell for row in rows for cell in row)


HEAD = ",".join(heading for _name, heading, _longest in ACTIVITY_FIELDS[:3])


@pytest.mark.parametrize(
    "content, line, words",
    [
        (f"{HEAD}\nNorthwind Ltd,Orders,Selling\nNorthwind Ltd,,Selling\n", 3, "name is missing"),
        (f'{HEAD}\nNorthwind Ltd,Orders,"two\nlines"\nNorthwind Ltd,Orders\n', 4, "2 cells"),
        (f"{HEAD}\nNorthwind Ltd,Orders,a\n\nNorthwind Ltd,orders,b\n", 4, "stands on line 2 already"),
        (f"{HEAD},Colour\nNorthwind Ltd,Orders,a,red\n", 1, "Unknown column: Colour"),
        ("System,On paper\nShop,perhaps\n", 2, "yes, no, or nothing"),
        ("Processing activity,Recipients\nOrders,A | r | Germany\n", 2, "two letters"),
        ("Processing activity,Recipients\nOrders,Shops |  |  |  | yes | \n", 2, "why only the category"),
        ('{"activities": [\n  {"name": "Orders"},\n  {"name": "Pay",\n   "purpose": 3}\n]}', 3, "text is wanted"),
        ('{"activities": [\n  {"name": "Orders"}\n  {"name": "Pay"}\n]}', 3, "comma or the closing bracket"),
        ('{"format": "another",\n "activities": [{"name": "a"}]}', 1, "This is not"),
        ('{"activities": [{"name": "a",\n "name": "b"}]}', 1, "twice"),
        ('{"people": []}', 1, "not a part of a register"),
        ("", 1, "no entry"),
    ],
)
def test_a_fault_names_its_line_and_says_what_to_do(content, line, words):
    faults = read(content.encode()).faults

    assert words in " ".join(fault.words for fault in faults)
    assert line in [fault.line for fault in faults]


def test_a_file_that_is_not_utf_8_is_refused_with_its_line():
    (fault,) = read(f"{HEAD}\nNorthwind Ltd,Caf".encode() + b"\xe9,a\n").faults

    assert fault.line == 2
    assert "UTF-8" in fault.words


def test_semicolons_of_a_german_spreadsheet_are_read():
    found = read("System;Owner\nShop;Facilities, Haus 2\n".encode("utf-8-sig"))

    assert found.entries[0].values == {"name": "Shop", "owner": "Facilities, Haus 2"}


def test_a_missing_column_is_not_an_empty_value():
    assert read(b"Processing activity\nOrders\n").entries[0].values == {"name": "Orders"}


def test_json_is_readable_and_names_every_field():
    content = json.loads(as_json([], [SYSTEM]))

    assert content["systems"][0].keys() == {name for name, _heading, _longest in SYSTEM_FIELDS}
