"""Every form takes the value away, and what is left gives the detectors nothing to find again."""

import pytest

from discovery.detection import KIND_FACTS, Options, detect
from discovery.detection.anonymising import Form, Policy, Pseudonyms, VaultMissing, anonymise, anonymise_many
from discovery.detection.anonymising.forms import generalise, partial
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

RULES = Options(names="none")
LETTER = (
    "Dear Ms Lindqvist, born 14 March 1984, your card 4242 4242 4242 4242 and IBAN GB82 WEST 1234 5698 7654 32 are on "
    "file with ana.lindqvist@example.org; call +44 20 7946 0958 from 192.0.2.7, SW1A 1AA."
)


class DrawerVault:
    """A vault in memory."""

    def __init__(self):
        self.kept = {}

    def token_for(self, kind, value):
        return self.kept.setdefault((kind, value), f"tok{'abcdefghij'[len(self.kept) % 10]}zq")


def policy(form):
    return Policy(form=form, key=b"k" * 32, pseudonyms=Pseudonyms(), vault=DrawerVault())


@pytest.mark.parametrize("form", list(Form))
def test_no_value_survives_and_nothing_is_found_again(form):
    for text, _labels in [(LETTER, []), *passages("structured")]:
        found = detect(text, options=RULES)

        done = anonymise(text, policy(form), detections=found)

        again = detect(done.text, options=RULES)
        inside = [
            one
            for one in again
            if any(one.start < made.new_end and made.new_start < one.end for made in done.replacements)
        ]
        assert not inside, (form, text, done.text, inside)
        for one in found:
            value = text[one.start : one.end]
            if form not in {Form.GENERALISE, Form.PARTIAL} and len(value) > 6:
                assert value not in done.text, (form, text)


def test_replacements_say_where_and_keep_no_value():
    done = anonymise(LETTER, Policy(), options=RULES)

    for one in done.replacements:
        assert done.text[one.new_start : one.new_end] == f"[{one.kind.value.upper()}]"
        assert not hasattr(one, "value")


def test_equal_values_keep_their_pseudonym_over_all_texts_of_a_case():
    pseudonyms = Pseudonyms()
    texts = ["from ana@example.org", "to ANA@example.org and bo@example.org"]

    first, second = anonymise_many(texts, Policy(form=Form.PSEUDONYM, pseudonyms=pseudonyms), options=RULES)

    assert first.text == "from EMAIL_ADDRESS_1"
    assert second.text == "to EMAIL_ADDRESS_1 and EMAIL_ADDRESS_2"


def test_a_hash_correlates_within_a_key_and_not_between_keys():
    text = "192.0.2.7 and 192.0.2.7"

    one = anonymise(text, Policy(form=Form.HASH, key=b"a" * 32), options=RULES).text
    other = anonymise(text, Policy(form=Form.HASH, key=b"b" * 32), options=RULES).text

    assert one.split(" and ")[0] == one.split(" and ")[1]
    assert one != other


@pytest.mark.parametrize("form", [Form.HASH, Form.TOKEN, Form.PSEUDONYM])
def test_a_form_that_needs_a_key_or_a_vault_is_refused_without(form):
    with pytest.raises(VaultMissing):
        anonymise("192.0.2.7", Policy(form=form), options=RULES)


@pytest.mark.parametrize(
    ("kind", "value", "coarser"),
    [
        (Kind.DATE_OF_BIRTH, "14 March 1984", "1984"),
        (Kind.UK_POSTCODE, "SW1A 1AA", "SW1A"),
        (Kind.CA_POSTAL_CODE, "K1A 0B1", "K1A"),
        (Kind.US_ZIP, "90210", "902xx"),
        (Kind.AGE, "43 years old", "40–49"),
        (Kind.EMAIL_ADDRESS, "ana@example.org", "[e-mail address at example.org]"),
        (Kind.IP_ADDRESS, "192.0.2.7", "192.0.2.x"),
        (Kind.CREDIT_CARD, "4242 4242 4242 4242", "[CREDIT_CARD]"),
        (Kind.DATE_OF_BIRTH, "14.03.84", "[DATE_OF_BIRTH]"),
    ],
)
def test_generalising_keeps_what_is_coarse(kind, value, coarser):
    assert generalise(kind, value) == coarser


def test_a_short_value_shows_none_of_itself():
    assert partial(Kind.PERSON, "Bo Beck") == "…"
    assert partial(Kind.IBAN, "GB82 WEST 1234 5698 7654 32") == "…5432"


def test_every_kind_has_its_facts():
    assert set(KIND_FACTS) == set(Kind)
