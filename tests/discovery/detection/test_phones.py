import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="none")


def phones(text):
    return [text[one.start : one.end] for one in detect(text, options=RULES) if one.kind is Kind.PHONE_NUMBER]


@pytest.mark.parametrize(
    "number",
    [
        "020 7946 0018", "+44 (0)20 7946 0991", "07700 900123", "(0117) 496 0123", "(212) 555-0142", "212.555.0143",
        "1-800-555-0199", "+1-202-555-0176", "(606) 555-0123 ext. 4471", "203-455-0187x889", "001-345-555-0134x123",
        "+49 30 23125 000", "030 23125 111", "+33 1 99 00 56 78", "06 39 98 12 34", "+31 6 555 123 45", "+34 612 555 123",
        "+39 347 555 1234", "+351 912 555 123", "+48 500 555 123", "+46 70 174 06 12", "0491 570 156", "+353 87 555 1234",
    ],
)  # fmt: skip
def test_numbers_of_many_plans_are_found_fictitious_ranges_too(number):
    assert phones(f"Please call {number} today") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Phone: 84 58 94", "84 58 94"),
        ("Mobile:\n339 6860", "339 6860"),
        ("They are not answering at 418 2476", "418 2476"),
        ("470 293 821 office", "470 293 821"),
        ("call me on 95 92 16", "95 92 16"),
        ("Stop sending messages to 9356 1286", "9356 1286"),
        (r"Phone:\n519-215-2027", "519-215-2027"),
    ],
)
def test_words_beside_a_number_make_local_numbers_count(text, number):
    assert phones(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 2024001234 was paid.", "Order 4417-1234-5678", "ISBN 978-3-16-148410-0", "It costs 1 234 567 euros",
        "Phone book entries grew by 15 000 000.", "2031-04-05T10:11:12Z", "Call us on 12/03/2024.", "host 192.0.2.17",
        "serial 84 58 94", "Contact the owners of 2007-2013.",
    ],
)  # fmt: skip
def test_other_runs_of_digits_are_no_phone_numbers(text):
    assert phones(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Puede llamarme al 612 345 678 por la tarde, gracias.", "612 345 678"),
        ("Nie ma mnie w domu, ale jestem pod 601 234 567, kiedy tylko chcesz.", "601 234 567"),
    ],
)
def test_the_language_of_a_block_says_whose_national_numbers_are_meant(text: str, number: str) -> None:
    found = detect(text)

    assert [(one.kind, text[one.start : one.end]) for one in found] == [(Kind.PHONE_NUMBER, number)]


@pytest.mark.parametrize(
    "text", ["The total is 612 345 678 units this year.", "El importe de la factura asciende a 612 345 678 euros."]
)
def test_an_amount_is_no_number_to_call(text: str) -> None:
    found = detect(text, options=Options(kinds=frozenset({Kind.PHONE_NUMBER})))

    assert found == []
