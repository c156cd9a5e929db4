"""Check digits of states and currencies: beside the library where it has them, beside published examples elsewhere."""

import random

import pytest
from stdnum import bitcoin as stdnum_bitcoin
from stdnum import verhoeff as stdnum_verhoeff
from stdnum.es import nie, nif
from stdnum.th import pin
from stdnum.tr import tckimlik

from discovery.detection import national_checks as checks
from discovery.detection import wallet_checks as wallets


@pytest.mark.parametrize(
    ("ours", "theirs", "length"),
    [
        (checks.verhoeff, stdnum_verhoeff.is_valid, 12),
        (checks.turkish_id, tckimlik.is_valid, 11),
    ],
)
def test_own_check_digits_agree_with_the_library(ours, theirs, length):
    chance = random.Random(11)
    numbers = ["".join(chance.choices("0123456789", k=length)) for _ in range(4000)]

    assert all(ours(number) == theirs(number) for number in numbers)
    assert any(map(ours, numbers))


def test_the_thai_check_is_no_wider_than_the_library():
    chance = random.Random(12)
    numbers = ["".join(chance.choices("0123456789", k=13)) for _ in range(4000)]

    accepted = [number for number in numbers if checks.thai(number)]

    assert accepted
    assert all(pin.is_valid(number) for number in accepted)


def test_the_spanish_letter_agrees_with_the_library():
    chance = random.Random(13)
    numbers = [
        f"{chance.choice('0123456789XYZ')}{chance.randrange(10**7):07}{chance.choice('TRWAGMYF')}" for _ in range(3000)
    ]

    assert all(checks.spanish_letter(one) == (nif.is_valid(one) or nie.is_valid(one)) for one in numbers)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (checks.aadhaar, "3123 4567 8909", "3123 4567 8908"),
        (checks.nigerian_nin, "12345678902", "12345678901"),
        (checks.australian_medicare, "2123 45670 1", "2123 25870 1"),
        (checks.nric, "S2740116C", "S2740116D"),
        (checks.nric, "M4332674T", "M4332674S"),
        (checks.dea, "BB1388568", "BB1388567"),
        (checks.npi, "1234567893", "1234567890"),
        (checks.korean_registration, "960121-1021413", "961321-1021413"),
        (checks.korean_business, "104-86-56659", "104-86-56658"),
        (checks.south_african_id, "8001015009087", "8001015009086"),
        (checks.philippine_tin, "000-123-456-000", "000-123-457-000"),
        (checks.german_pension, "15070649C103", "15070649C100"),
        (checks.german_health, "A000500015", "A000500016"),
        (checks.german_doctor, "123456601", "123456901"),
        (checks.german_tax_id, "12345678903", "11112345678"),
        (checks.latvian_code, "161175-19997", "161175-19998"),
        (checks.latvian_code, "320000-12345", "161375-19997"),
    ],
)
def test_a_published_number_passes_and_a_changed_one_does_not(check, right, wrong):
    assert check(right)
    assert not check(wrong)


def test_keccak_256_gives_the_published_digest_of_nothing():
    assert wallets.keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (
            wallets.ethereum,
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        ),
        (wallets.bitcoin, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz"),
        (wallets.bitcoin, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz"),
        (wallets.ripple, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTj"),
        (wallets.base58check, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"),
    ],
)
def test_an_address_passes_by_its_checksum_alone(check, right, wrong):
    assert check(right)
    assert not check(wrong)


def test_base58check_agrees_with_the_library():
    address = "16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ"
    changed = [address[:place] + "2" + address[place + 1 :] for place in range(1, len(address))]

    assert all(wallets.base58check(one) == stdnum_bitcoin.is_valid(one) for one in [address, *changed])
