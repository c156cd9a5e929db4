import pytest

from discovery.documents import SubjectProfile
from discovery.sources.sql import LiteralMatcher
from discovery.sources.sql.schema import Column, Table, TableName
from discovery.sources.sql.semantics import judge, tokens


def meaning(table, *samples, **columns):
    made = Table(TableName(None, table), tuple(Column(name, family, family) for name, family in columns.items()))
    return judge(made, [dict(zip(columns, row, strict=True)) for row in samples])


@pytest.mark.parametrize(
    "name, words",
    [
        ("CustomerId", ("customer", "id")),
        ("cust_id", ("customer", "id")),
        ("URLOfHTTPServer", ("url", "of", "http", "server")),
        ("E-Mail", ("e", "mail")),
        ("Prénom", ("prenom",)),
    ],
)
def test_names_of_columns_fall_into_words(name, words):
    assert tokens(name) == words


def test_values_are_believed_before_names():
    found = meaning(
        "t",
        ("a@example.org", "$2b$12$abcdefghijklmnopqrstuv", "DE89 3704 0044 0532 0130 00"),
        a="text",
        b="text",
        c="text",
    )

    assert dict(found.columns) == {"a": "email", "b": "opaque", "c": "iban"}


@pytest.mark.parametrize("table, person", [("customer", True), ("playlist", False)])
def test_a_bare_name_is_a_persons_only_in_a_table_about_people(table, person):
    found = meaning(table, ("Ada Byrne", "+44 20 7946 0001" if person else "x"), name="text", phone="text")

    assert (found.columns["name"] == "full_name") is person
    assert found.is_person is person


def test_the_name_on_a_parcel_does_not_make_an_order_a_person():
    found = meaning("orders", ("Ada Byrne", "ada@example.org"), ship_name="text", notify_email="text")

    assert dict(found.columns) == {"ship_name": "full_name", "notify_email": "email"}
    assert not found.is_person


def test_a_number_called_phone_that_holds_no_phones_is_none():
    found = meaning("device", ("red",), ("blue",), phone="text")

    assert found.columns["phone"] == "undetermined"


@pytest.mark.parametrize(
    "text, hits",
    [
        ("ask Luis  GONCALVES now", ["Luis  GONCALVES"]),
        ("Gonçalves, Luís", ["Gonçalves, Luís"]),
        ("Luís\nGonçalves", ["Luís\nGonçalves"]),
        ("Luís Gonçalvesson", []),
        ("ﬁne: LUISG@EXAMPLE.ORG.", ["LUISG@EXAMPLE.ORG"]),
        ("xluisg@example.org", []),
        ("ref C-10042, C-100421", ["C-10042"]),
        ("tel 020/7946 0123 or 0201 7946 0123", ["020/7946 0123"]),
    ],
)
def test_the_default_matcher_finds_folded_literals_at_their_place(text, hits):
    matcher = LiteralMatcher(
        SubjectProfile(
            names=("Luís Gonçalves",),
            emails=("luisg@example.org",),
            phones=("+44 20 7946 0123",),
            identifiers=(("customer number", "C-10042"), ("customer number", "42")),
        )
    )

    assert [text[hit.start : hit.end] for hit in matcher.find(text)] == hits
