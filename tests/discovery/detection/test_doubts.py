"""A number that is an example, another thing's or one digit throughout is doubted, and the reason says why."""

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

SHIPPED = Options(names="none")
HIGH = Options.at("high", names="none")


@pytest.mark.parametrize(
    ("text", "kind", "because"),
    [
        ("The example SIN 130 692 544 is in the guide.", Kind.CA_SIN, "example"),
        ("SSN 536-90-4399 (specimen)", Kind.US_SSN, "specimen"),
        ("e.g. NINO AB 12 34 56 C", Kind.UK_NINO, "e.g."),
        ("Ihre Steuer-ID, zum Beispiel: 12345678903", Kind.DE_TAX_ID, "beispiel"),
        ("Order 536-90-4399 has shipped", Kind.US_SSN, "order"),
        ("Rechnung Nr. 12 345 678 903", Kind.DE_TAX_ID, "rechnung"),
        ("part number AB123456C", Kind.UK_NINO, "part"),
        ("BSN 111111111", Kind.NL_BSN, "same"),
    ],
)
def test_a_doubted_number_is_shown_at_high_sensitivity_only_and_says_why(text, kind, because):
    shipped = [one for one in detect(text, options=SHIPPED) if one.kind is kind]
    high = [one for one in detect(text, options=HIGH) if one.kind is kind]

    assert not shipped
    assert high
    assert because in high[0].why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SIN 130 692 544", Kind.CA_SIN),
        ("ana@example.org has the SSN 536-90-4399", Kind.US_SSN),
        ("Please pay the invoice to GB82 WEST 1234 5698 7654 32", Kind.IBAN),
        ("Order form. National Insurance number: AB 12 34 56 C", Kind.UK_NINO),
        ("For example, he was late. His SSN is 536-90-4399.", Kind.US_SSN),
    ],
)
def test_a_number_is_not_doubted_for_what_stands_elsewhere(text, kind):
    assert kind in {one.kind for one in detect(text, options=SHIPPED)}


def test_a_piece_of_a_number_is_no_name():
    found = {one.kind for one in detect("ABCPD1234Z", options=Options())}

    assert found == {Kind.IN_PAN}
