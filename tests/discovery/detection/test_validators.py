import random

import pytest
from stdnum import iban, luhn
from stdnum.gb import nhs

from discovery.detection import validators


@pytest.mark.parametrize(
    "ours, theirs, length", [(validators.luhn, luhn.is_valid, 16), (validators.nhs, nhs.is_valid, 10)]
)
def test_own_check_digits_agree_with_the_library(ours, theirs, length):
    digits = random.Random(3)
    numbers = ["".join(digits.choices("0123456789", k=length)) for _ in range(3000)]

    assert all(ours(number) == theirs(number) for number in numbers)
    assert any(map(ours, numbers))


@pytest.mark.parametrize("number", ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606"])
def test_mod97_accepts_an_iban_and_refuses_it_with_one_digit_changed(number):
    changed = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert validators.mod97(number)
    assert iban.is_valid(number)
    assert not validators.mod97(changed)


@pytest.mark.parametrize(
    "check, value, answer",
    [
        (validators.nino, "AB123456C", True),
        (validators.nino, "ab 12 34 56 d", True),
        (validators.nino, "GB123456A", False),
        (validators.nino, "DA123456A", False),
        (validators.nino, "AO123456A", False),
        (validators.nino, "AB123456E", False),
        (validators.vin, "1M8GDM9AXKP042788", True),
        (validators.vin, "11111111111111111", True),
        (validators.vin, "1M8GDM9A1KP042788", False),
        (validators.vin, "1M8GDM9AXKP04278", False),
        (validators.ssn_shape, "536-90-4399", True),
        (validators.ssn_shape, "000-90-4399", False),
        (validators.ssn_shape, "666-90-4399", False),
        (validators.ssn_shape, "900-90-4399", False),
        (validators.ssn_shape, "536-00-4399", False),
        (validators.itin_shape, "912-70-1234", True),
        (validators.itin_shape, "912-93-1234", False),
        (validators.icao_check, "L898902C36", True),
        (validators.icao_check, "L898902C35", False),
        (validators.uk_driving_licence, "MORGA657054SM9IJ", True),
        (validators.uk_driving_licence, "MORGA699954SM9IJ", False),
        (validators.payment_card, "4111 1111 1111 1111", True),
        (validators.payment_card, "3782 822463 10005", True),
        (validators.payment_card, "5019717010103742", True),
        (validators.payment_card, "3528000700000000", True),
        (validators.payment_card, "27278741850240158", False),
        (validators.payment_card, "0000 0000 0000 0000", False),
        (validators.payment_card, "9111 1111 1111 1110", False),
        (validators.ip, "192.0.2.1/24", True),
        (validators.ip, "0.0.0.0", True),
        (validators.ip, "::", False),
        (validators.ip, "1.2.3.456", False),
    ],
)
def test_shapes_and_check_digits(check, value, answer):
    assert check(value) is answer
