"""Counting people, categories and ease of identification without keeping a value."""

import hashlib

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind
from dsar.accountability.breaches import counting, factors
from dsar.accountability.breaches.factors import Ease, Files, Weight

OPTIONS = Options(names="rules")


def keyed(kind, value):
    return hashlib.sha256(f"{kind}|{value}".encode()).hexdigest()[:16]


def read(*lines):
    return counting.read_texts([(line, detect(line, options=OPTIONS)) for line in lines], keyed)


def assessed(*lines, files=None):
    return factors.assess(read(*lines), files or Files(whole=1))


def test_a_person_with_name_and_address_in_one_line_is_one():
    found = counting.people_of(read("Ms Ana Lindqvist, ana@example.org, +44 20 7946 0018").groups)

    assert (found.at_least, found.about) == (1, 1)


def test_the_same_person_in_two_files_is_one_by_a_shared_identifier():
    first = read("Ms Ana Lindqvist, ana@example.org").as_json()
    second = read("Reply to ANA@example.org").as_json()

    found = counting.people_of(counting.put_together([first, second]).groups)

    assert (found.at_least, found.about) == (1, 1)


def test_a_number_on_a_line_of_its_own_is_the_addressees_of_the_letter():
    letter = read("Ms Ana Lindqvist", "Your contract, customer number C-100482", "Customer number C-100519")

    assert counting.people_of(letter.groups).about == 2  # nobody has two customer numbers


def test_a_number_far_below_a_name_or_below_two_is_a_person_of_its_own():
    far = read("Ms Ana Lindqvist", *["The parcel came."] * 4, "Customer number C-100482")
    two = read("Ms Ana Lindqvist and Mr Owen Castle met.", "Customer number C-100482")

    assert (counting.people_of(far.groups).about, counting.people_of(two.groups).about) == (2, 3)


def test_different_people_are_counted_and_the_method_is_told():
    lines = [f"customer{number}@example.org ordered" for number in range(1, 8)]

    found = counting.people_of(read(*lines).groups)

    assert (found.at_least, found.about) == (7, 7)
    assert "e-mail address" in found.method


@pytest.mark.parametrize("line", ["info@example.org", "no-reply@example.org", "privacy@example.org"])
def test_a_mailbox_that_people_share_is_nobody(line):
    assert counting.people_of(read(line).groups).at_least == 0


def test_nothing_that_was_counted_holds_a_value():
    kept = str(read("Ms Ana Lindqvist, ana@example.org, IBAN DE89 3704 0044 0532 0130 00").as_json())

    assert "ana@" not in kept.casefold()
    assert "lindqvist" not in kept.casefold()
    assert "3704" not in kept


def test_special_categories_weigh_and_decide_nothing():
    found = assessed("Ms Ana Lindqvist, ana@example.org, was diagnosed with diabetes.")

    assert [one.article for one in found.special] == ["Art. 9"]
    assert found.ease is Ease.DIRECT
    assert next(one for one in found.proposals if one.code == "nature").weight is Weight.RAISES
    assert not hasattr(found, "risk")


@pytest.mark.parametrize(
    ("kinds", "ease"),
    [
        ({Kind.EMAIL_ADDRESS: 1}, Ease.DIRECT),
        ({Kind.UK_NINO: 2}, Ease.DIRECT),
        ({Kind.DATE_OF_BIRTH: 3, Kind.POSTCODE: 3}, Ease.COMBINATION),
        ({Kind.IP_ADDRESS: 9}, Ease.INDIRECT),
        ({Kind.ORGANISATION: 4}, Ease.NONE),
        ({}, Ease.NONE),
    ],
)
def test_how_easily_people_are_recognised(kinds, ease):
    assert factors.ease_of({kind.value: count for kind, count in kinds.items()})[0] is ease


def test_children_passwords_and_locked_files_are_proposed_as_factors():
    found = assessed(
        "The pupils of the primary school, Ms Ana Lindqvist", "password = hunter2swordfish", files=Files(1, 0, 1, 1)
    )
    by_code = {one.code: one.weight for one in found.proposals}

    assert by_code["people"] is Weight.RAISES
    assert by_code["unintelligible"] is Weight.LOWERS
    assert found.files.all == 2


def test_a_card_is_no_special_category():
    found = assessed("Card 4111 1111 1111 1111 of Ms Ana Lindqvist")

    assert found.special == ()
    assert any(one.label == "Bank and payment data" for one in found.categories)
