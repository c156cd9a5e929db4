"""Other people are suggested with a role; the data subject's own data are not."""

from discovery.detection import Options
from dsar.review.people import Role, Surroundings, in_blocks, in_row

PROFILE = {
    "name": "Ana Lindqvist",
    "emails": ["ana@example.com"],
    "phones": ["+44 20 7946 0018"],
    "identifiers": [{"type": "customer number", "value": "C-10042"}],
}
AROUND = Surroundings(PROFILE, frozenset({"example.org"}))
RULES = Options(names="rules")


def found(text, around=AROUND):
    return {one.text: one for one in in_blocks([{"text": text}], around, RULES)}


def test_the_data_subjects_own_data_are_not_suggested():
    text = "Dear Ms Ana Lindqvist, we write to ana@example.com and 020 7946 0018."

    assert found(text) == {}


def test_somebody_elses_address_is_suggested():
    suggestions = found("Copied to erik.berg@example.net for his information")

    assert suggestions["erik.berg@example.net"].role is Role.OTHER
    assert not suggestions["erik.berg@example.net"].is_normally_kept


def test_staff_are_professionals_and_normally_kept():
    suggestions = found("From: maja.osei@example.org to ana@example.com")

    assert suggestions["maja.osei@example.org"].role is Role.PROFESSIONAL
    assert suggestions["maja.osei@example.org"].is_normally_kept


def test_staff_are_colleagues_of_somebody_who_works_here():
    around = Surroundings({**PROFILE, "emails": ["ana.lindqvist@example.org"]}, AROUND.staff_domains)

    suggestions = found("From: maja.osei@example.org", around)

    assert suggestions["maja.osei@example.org"].role is Role.COLLEAGUE
    assert not suggestions["maja.osei@example.org"].is_normally_kept


def test_a_relative_is_suggested_as_family():
    suggestions = found("Her husband Mr Peter Novak called. ")

    assert {one.role for text, one in suggestions.items() if "Novak" in text} == {Role.FAMILY}


def test_a_row_suggests_columns_of_others_and_secrets():
    values = {
        "id": 7,
        "email": "ana@example.com",
        "sales_contact": "erik.berg@example.net",
        "password_hash": "x1y2z3",
        "total": "12.50",
    }

    suggestions = {one.column: one for one in in_row(values, AROUND, RULES)}

    assert set(suggestions) == {"sales_contact", "password_hash"}
    assert suggestions["password_hash"].role is Role.SECRET
    assert suggestions["sales_contact"].text == "erik.berg@example.net"


def test_nothing_personal_stands_in_the_repr():
    [suggestion] = in_blocks([{"text": "to erik.berg@example.net"}], AROUND, RULES)

    assert "erik" not in repr(suggestion)
    assert "ana" not in repr(AROUND).lower().replace("surroundings", "")
