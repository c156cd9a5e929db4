import pytest

from discovery.documents import Decision, Locator, SubjectProfile, TextBlock
from discovery.matching import match_blocks

SUBJECT = SubjectProfile(names=("Mira Holt",), emails=("mira.holt@example.org",), phones=("+44 7700 900123",))


def decisions(text, profile=SUBJECT):
    return {match.decision for match in match_blocks([TextBlock(text, Locator({}))], profile)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rang from +44 7700 900123 about the tent.", Decision.CONFIRMED),
        ("Mira Holt, +44 7700 900123, copy to jon@example.com", Decision.CONFIRMED),
        ("mira.holt@example.org and jon@example.com share +44 7700 900123", Decision.CONFIRMED),
        ("Bainbridge, Morag, +44 7700 900123, m.bainbridge@example.com", Decision.REVIEW),
    ],
)
def test_a_phone_number_beside_another_persons_address_alone_is_to_be_checked(text, expected):
    assert expected in decisions(text)
    assert expected is Decision.CONFIRMED or Decision.CONFIRMED not in decisions(text)


def test_without_an_address_of_the_subject_nobody_elses_can_be_told_apart():
    only_phone = SubjectProfile(phones=("+44 7700 900123",))

    assert decisions("Morag, +44 7700 900123, m.bainbridge@example.com", only_phone) == {Decision.CONFIRMED}
