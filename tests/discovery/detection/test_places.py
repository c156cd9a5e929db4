"""Postal addresses are one stretch; sources: the postal services' own pages on how an address is written."""

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="rules")


def locations(text, options=RULES):
    return [text[one.start : one.end] for one in detect(text, options=options) if one.kind is Kind.LOCATION]


@pytest.mark.parametrize(
    "address",
    [
        "500 Main St, Springfield, IL 62704",
        "1742 Sunset Drive\nSan Diego, California 92101",
        "88 W 42nd St Apt 5B, New York, NY 10036",
        "12 County Road Suite 4\nBoise, ID 83702-1187",
        "221 Collins Street, Melbourne VIC 3004",
        "Hauptstraße 17, 10115 Berlin",
        "Karl-Liebknecht-Straße 5\n04109 Leipzig",
        "Unter den Linden 8, D-10117 Berlin",
        "Lindengasse 4/12, 1070 Wien",
        "14 rue de la République, 69002 Lyon",
        "3 bis, boulevard Saint-Michel\n75005 Paris",
        "Avenue Louise 231, 1050 Ixelles",
        "Keizersgracht 123, 1015 CJ Amsterdam",
        "Laan van Meerdervoort 55\n2517 AR Den Haag",
        "Calle Mayor 12, 28013 Madrid",
        "C/ Alcalá 44, 2º B, 28014 Madrid",
        "Via Garibaldi 9, 20121 Milano",
        "Piazza San Carlo 2 - 10123 Torino",
        "Rua Augusta 7, 1100-053 Lisboa",
        "ul. Marszałkowska 3, 00-590 Warszawa",
        "Storgatan 8, 111 22 Stockholm",
        "PO Box 1423",
        "Unit 8212 Box 3789\nDPO AP 10218",
        "6 O'Connell Street, Dublin, D01 F5P2",
    ],
)
def test_an_address_is_one_stretch(address):
    assert locations(f"She moved to {address}.") == [address]


@pytest.mark.parametrize(
    ("text", "street", "kind"),
    [
        ("at 12 Harbour Road, Bristol BS1 4QA", "12 Harbour Road, Bristol", Kind.UK_POSTCODE),
        ("at 40 Rideau Street, Ottawa, ON K1A 0B1", "40 Rideau Street, Ottawa, ON", Kind.CA_POSTAL_CODE),
    ],
)
def test_british_and_canadian_postcodes_stay_kinds_of_their_own(text, street, kind):
    found = {one.kind: text[one.start : one.end] for one in detect(text, options=RULES)}

    assert found[Kind.LOCATION] == street
    assert kind in found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I live in Lyon", "Lyon"),
        ("The office moved from Utrecht", "Utrecht"),
        ("They flew to New Zealand", "New Zealand"),
        ("based in Austin, TX", "Austin, TX"),
        ("Er wohnt in Quakenbrück-Nord", "Quakenbrück-Nord"),
    ],
)
def test_a_place_that_is_mentioned_is_found(text, place):
    assert locations(text) == [place]


def test_an_address_written_small_in_an_export_is_found():
    assert locations("ship to: 88 elm street apt 4, el paso, united states")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Come to 3810 Nova Place Apt. 763 Quimby Underwold.", "3810 Nova Place Apt. 763 Quimby Underwold"),
        ("12 Oak Street Suite 200\nMaria Lopez\n", "12 Oak Street Suite 200"),
        ("They moved to 44 Mill Road Flat 3 Leeds in May.", "44 Mill Road Flat 3 Leeds"),
        ("12 Oak Street Apt 4 Thanks.", "12 Oak Street Apt 4"),
    ],
)
def test_the_town_behind_a_flat_belongs_to_the_address_on_the_same_line(text, address):
    assert locations(text)[0] == address


def test_line_breaks_that_are_written_out_do_not_cut_an_address():
    text = r'{"address": "500 Main St\nSpringfield, IL 62704"}'

    assert locations(text) == [r"500 Main St\nSpringfield, IL 62704"]


@pytest.mark.parametrize(
    "text",
    [
        "Bring 2 pens and 3 folders to room 12.",
        "We drove 200 miles on a country road.",
        "Engineering 101 and Monitoring 3 are courses.",
        "12 people are on the road to recovery.",
        "Your letter of 18. März 2021 came late.",
        "Version 4 of the Street Smart guide.",
        "The sale ended on June 8, 2023.",
        "See section 12, table 4, page 300.",
        "Copyright 2007 IBM Corp.\n  2008 Novell",
        "Copyright 1994-1996, Thomas G. Lane",
        "(c) 2022 Anthony Green",
    ],
)
def test_numbers_beside_words_are_no_address(text):
    assert locations(text, Options(names="none")) == []
