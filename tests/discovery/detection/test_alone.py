"""A text that is nothing but a number: its check and its shape say what it is."""

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="none")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("130692544", Kind.CA_SIN),
        ("876 543 210", Kind.AU_TFN),
        ("AB51 ABC", Kind.NUMBER_PLATE),
        ("B AB 1234", Kind.NUMBER_PLATE),
        ("ab12cde", Kind.NUMBER_PLATE),
        ("1EG4-TE5-MK73", Kind.US_MBI),
        ("15070649C103", Kind.DE_SOCIAL_SECURITY),
    ],
)
def test_a_value_that_stands_alone_is_told_by_its_check_or_shape(text, kind):
    assert [(one.kind, text[one.start : one.end]) for one in detect(text, options=RULES)] == [(kind, text)]


def test_several_values_may_stand_alone():
    text = "130692544 and 550090112"

    assert [text[one.start : one.end] for one in detect(text, options=RULES)] == ["130692544", "550090112"]


@pytest.mark.parametrize("text", ["see 130692544 there", "see LK2231", "row 876543210", "1234", "x" * 200, "12.5 %"])
def test_words_beside_it_leave_it_unsaid(text):
    assert detect(text, options=RULES) == []


def test_a_wrong_check_digit_makes_it_another_number():
    assert Kind.CA_SIN not in {one.kind for one in detect("130692545", options=RULES)}


def test_the_reason_says_that_nothing_else_stands_there():
    assert "nothing but this" in detect("550090112", options=RULES)[0].why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("401-023-2137", Kind.UK_NHS),  # the North American plan has no exchange that begins with 0
        ("this MUP5632811", Kind.IN_VOTER),  # a word that says nothing of the value
        ("4012888888881881 4012-8888-8888-1881", Kind.CREDIT_CARD),
    ],
)
def test_a_number_among_words_that_say_nothing_is_told_by_its_check_and_shape(text: str, kind: Kind) -> None:
    found = detect(text)

    assert {one.kind for one in found} == {kind}


@pytest.mark.parametrize("text", ["990123456B", "http://intranet"])
def test_a_shape_that_half_of_everything_has_says_nothing(text: str) -> None:
    found = detect(text)

    assert [one.kind for one in found if one.kind in {Kind.DRIVER_LICENSE, Kind.URL}] == []
