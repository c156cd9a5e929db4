"""What stands at the edges of a name: titles, streets, firms, house numbers; and names in lists."""

import pytest

from discovery.detection import detect
from discovery.detection.names.edges import (
    is_before_a_region,
    is_elided,
    is_led_by_a_firm,
    name_starts,
    street_ends,
    with_house_numbers,
)
from discovery.detection.names.joining import is_of_a_firm
from discovery.detection.names.listing import comma_parts, items_of_a_list
from discovery.detection.names.tokens import cut
from discovery.documents import Kind

EDGE = [""] * 4


def tokens_of(text):
    return [*EDGE, *cut(text), *EDGE]


def read(tokens, first, last):
    return "".join(tokens[first : last + 1]).strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sergeant Nasyidah", "Nasyidah"),
        ("I'm Valida Kishiev", "Valida Kishiev"),
        ("Estimado Muñoz", "Muñoz"),
        ("Dr. Ana Lindqvist", "Ana Lindqvist"),
        ("Ana Lindqvist", "Ana Lindqvist"),
    ],
)
def test_a_title_before_a_name_is_none_of_it(text, name):
    tokens = tokens_of(text)
    last = len(tokens) - len(EDGE) - 1

    first = name_starts(tokens, len(EDGE), last)

    assert read(tokens, first, last) == name


@pytest.mark.parametrize(
    ("text", "words", "street"),
    [
        ("Jared Circle", 2, "Jared Circle"),
        ("Jared Circle is closed", 1, "Jared Circle"),
        ("Margaret Court won", 2, ""),
        ("Jared closed the circle", 1, ""),
    ],
)
def test_a_word_for_a_street_makes_a_name_a_place(text, words, street):
    tokens = tokens_of(text)

    last = street_ends(tokens, len(EDGE), len(EDGE) + words - 1)

    assert (read(tokens, len(EDGE), last) if last >= 0 else "") == street


@pytest.mark.parametrize(
    ("text", "is_firm"),
    [
        ("Kosi d.d. sued", True),
        ("Nagy Kft. sued", True),
        ("Rossi S.p.A. sued", True),
        ("Kosi died. Then", False),
        ("Kosi a. m. Rhein", False),
    ],
)
def test_a_legal_form_behind_a_name_makes_it_a_firm(text, is_firm):
    tokens = tokens_of(text)

    assert is_of_a_firm(tokens, len(EDGE)) is is_firm


@pytest.mark.parametrize(
    ("text", "is_firm"), [("Hayward and Sons", True), ("Ferrand Conseil", True), ("Ferrand and Ana", False)]
)
def test_a_word_for_a_business_behind_a_name_makes_it_a_firm(text, is_firm):
    assert is_led_by_a_firm(tokens_of(text), len(EDGE)) is is_firm


@pytest.mark.parametrize(
    ("text", "place", "known", "whole"),
    [
        ("Ilichova 59, Ljubljana", "Ilichova", False, "Ilichova 59"),
        ("at 6003 Edeby 55, Fortaleza", "Edeby", False, "6003 Edeby 55"),
        ("London 2012, then", "London", True, "London"),
        ("Edeby 1998.", "Edeby", False, "Edeby"),
        ("Edeby 12 times", "Edeby", False, "Edeby"),
    ],
)
def test_the_number_of_a_house_belongs_to_its_street(text, place, known, whole):
    tokens = tokens_of(text)
    at = next(number for number, token in enumerate(tokens) if token.strip() == place)

    assert read(tokens, *with_house_numbers(tokens, at, at, is_known=known)) == whole


def test_the_short_form_of_a_state_tells_of_a_town():
    assert is_before_a_region(tokens_of("Hobart TAS 7000"), len(EDGE))
    assert not is_before_a_region(tokens_of("Hobart said"), len(EDGE))


def test_an_elided_article_is_no_name():
    assert is_elided("J'ai")
    assert not is_elided("D'Amico")


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Lindqvist, Ana", 2, ["Lindqvist, Ana"]),
        ("Paulina, Ana and Berit left", 2, ["Paulina", "Ana"]),
        ("Klein Ana, Berg Otto", 4, ["Klein Ana", "Berg Otto"]),
        ("Ana, Berit, Carl", 3, ["Ana", "Berit", "Carl"]),
    ],
)
def test_a_comma_parts_the_names_of_a_list_and_binds_a_surname_to_its_given_name(text, words, names):
    tokens = tokens_of(text)
    capitals = [number for number, token in enumerate(tokens) if token[:1].isupper()]

    parts = comma_parts(tokens, capitals[0], capitals[words - 1])

    assert [read(tokens, *part) for part in parts] == names


@pytest.mark.parametrize(
    ("text", "asked", "items"),
    [
        ("founders: Boros, Owen and Clark. The", "Owen", ["Boros", "Owen", "Clark"]),
        ("founders: Boros, Owen and Clark Kent. The", "Owen", ["Boros", "Owen"]),
        ("founder Ana Owen and Clark", "Owen", ["Owen"]),
    ],
)
def test_the_items_of_a_list_are_single_capitalised_words(text, asked, items):
    tokens = tokens_of(text)
    at = next(number for number, token in enumerate(tokens) if token.strip() == asked)

    assert [tokens[place].strip() for place in items_of_a_list(tokens, at)] == items


def test_a_line_end_that_is_written_out_parts_words():
    assert [token.strip(" ") for token in cut("a wife.\\nPeter: hi")] == ["a", "wife", ".", "\\n", "Peter", ":", "hi"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Tsukihiko: What a wife.\nBrandi: Remember me?\nChad: You saved me!", ["Tsukihiko", "Brandi", "Chad"]),
        ("Chad: 5\nMali: 7\nTotal: 12", []),
    ],
)
def test_who_speaks_in_a_conversation_with_people_is_a_person(text, people):
    found = detect(text)

    assert [text[one.start : one.end] for one in found if one.kind is Kind.PERSON] == people
