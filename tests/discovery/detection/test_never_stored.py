"""Card numbers keep their last four digits only, codes keep nothing; other numbers stay as they are."""

import pytest

from discovery.detection.never_stored import mask_never_stored


@pytest.mark.parametrize(
    ("text", "kept", "counts"),
    [
        ("paid with 4111 1111 1111 1111 today", "paid with •••• •••• •••• 1111 today", {"card_number": 1}),
        ("5500-0055-5555-5559, CVC 123", "••••-••••-••••-5559, CVC •••", {"card_number": 1, "card_code": 1}),
        ("Amex 378282246310005 exp 04/27", "Amex •••••••••••0005 exp 04/27", {"card_number": 1}),
        ("security code: 9876", "security code: ••••", {"card_code": 1}),
        ("card 4111111111111111 PIN is 4821", "card ••••••••••••1111 PIN is ••••", {"card_number": 1, "card_pin": 1}),
    ],
)
def test_what_may_not_be_kept_is_masked(text, kept, counts):
    masked = mask_never_stored(text)

    assert masked.text == kept
    assert masked.counts == counts
    assert len(masked.text) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "order 4111 1111 1111 1112",  # the check digit fails
        "the PIN 4821 of the door",  # no card near
        "IBAN GB33 BUKB 2020 1555 5555 55",
        "call 020 7946 0018 about case 2026-0042",
        "IMEI 490154203237518X",
        "0000 0000 0000 0000",
        "our security code of conduct 2019 edition says 123",
    ],
)
def test_other_numbers_stay(text):
    masked = mask_never_stored(text)

    assert masked.text == text
    assert not masked


def test_what_was_masked_is_not_masked_again():
    once = mask_never_stored("4111 1111 1111 1111 cvv 123").text

    assert not mask_never_stored(once)
