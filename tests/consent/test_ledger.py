"""Recording choices: what may be said, what is refused, what the database refuses whatever the code says."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from consent.catalogue_services import publish_wording, retire_purpose
from consent.events import told
from consent.expiry_services import note_expiry
from consent.ledger_models import Evidence, LedgerEntry, Subject
from consent.selectors import state_for
from consent.services import PERSON, note_signal, undo_entry
from consent.subjects import find_subject
from consent.vocabulary import Act, Channel, Ground, Method, PurposeKind, State
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, KeyDestroyed, RuleRefused
from dsar.foundation.keys import destroy_data_key
from tests.consent.ledger import ANA, BROWSER, Worker, a_purpose, a_wording, an_opt_out, say

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


def standing(code, who=ANA):
    return state_for(who).standings[code]


def test_a_choice_is_recorded_with_its_wording_and_folded():
    purpose = a_purpose()
    wording = a_wording(purpose)

    entry = say(purpose, wording=wording, evidence={"address": "192.0.2.7"})

    assert standing("newsletter").state is State.GRANTED
    assert (entry.wording_number, entry.text.text) == (1, "May we write to you?")
    assert Evidence.objects.get(entry=entry).content == {"address": "192.0.2.7"}


def test_a_stranger_has_been_asked_nothing():
    a_purpose()

    assert standing("newsletter").state is State.NOT_ASKED
    assert Subject.objects.count() == 0


def test_the_identifier_is_compared_normalised_and_stands_nowhere_in_the_clear():
    purpose = a_purpose()
    entry = say(purpose, wording=a_wording(purpose))

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consent_subject")
        raw = repr(cursor.fetchall())

    assert find_subject(type(ANA)(ANA.kind, " ANA@Example.ORG ")) == entry.subject
    assert "ana@" not in raw
    assert entry.subject.identifier == "ana@example.org"


def test_withdrawing_is_one_call_without_a_wording():
    purpose = a_purpose()
    say(purpose, wording=a_wording(purpose))

    say(purpose, Act.WITHDRAWN, method=Method.BUTTON)

    assert standing("newsletter").state is State.WITHDRAWN
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize(
    "change, code",
    [
        ({"wording": None}, "no_wording"),
        ({"method": Method.TIME}, "not_affirmative"),
        ({"act": Act.OPTED_OUT}, "wrong_act"),
        ({"at": dt.datetime(2199, 1, 1, tzinfo=dt.UTC)}, "in_the_future"),
    ],
)
def test_what_nobody_could_prove_is_refused(change, code):
    purpose = a_purpose()
    values = {"act": Act.GRANTED, "wording": a_wording(purpose)} | change

    with pytest.raises(RuleRefused) as refused:
        say(purpose, **values)

    assert refused.value.code == code
    assert LedgerEntry.objects.count() == 0


def test_what_is_necessary_is_never_consent():
    with pytest.raises(RuleRefused, match="not a matter of consent"):
        a_purpose("login", kind=PurposeKind.NECESSARY)
    login = a_purpose("login", kind=PurposeKind.NECESSARY, ground=Ground.OTHER, legal_basis="Art. 6(1)(b)")

    with pytest.raises(RuleRefused) as refused:
        say(login)

    assert refused.value.code == "not_consent"
    assert standing("login").state is State.OTHER_BASIS


def test_a_material_wording_asks_everybody_again_and_a_small_one_nobody():
    purpose = a_purpose()
    say(purpose, wording=a_wording(purpose))
    a_wording(purpose, "May we write to you?!", is_material=False, reason="A typing error.")
    before = standing("newsletter")

    a_wording(purpose, "May we and our partners write to you?")

    assert before.state is State.GRANTED
    assert standing("newsletter").state is State.ASK_AGAIN
    assert standing("newsletter").is_allowed is False


def test_the_first_wording_asks_and_a_small_change_says_why():
    purpose = a_purpose()

    with pytest.raises(RuleRefused):
        a_wording(purpose, is_material=False, reason="First.")
    with pytest.raises(RuleRefused):
        publish_wording(purpose=purpose, texts=[], actor=Worker())


def test_a_retired_purpose_takes_no_consent_but_a_withdrawal():
    purpose = a_purpose()
    wording = a_wording(purpose)
    say(purpose, wording=wording)
    retire_purpose(purpose=purpose, actor=Worker())
    purpose.refresh_from_db()

    with pytest.raises(RuleRefused):
        say(purpose, wording=wording)

    assert say(purpose, Act.WITHDRAWN).act == Act.WITHDRAWN


def test_an_idempotency_key_writes_once_and_is_not_used_for_two_things():
    purpose = a_purpose()
    wording = a_wording(purpose)

    first, again = (say(purpose, wording=wording, once="key-1") for _ in range(2))

    assert first == again
    assert LedgerEntry.objects.count() == 1
    with pytest.raises(Conflict) as refused:
        say(purpose, Act.WITHDRAWN, once="key-1")
    assert refused.value.code == "key_reused"


def test_consent_that_ran_out_is_noted_once():
    purpose = a_purpose(valid_months=6)
    say(purpose, wording=a_wording(purpose), at=clock.now() - YEAR)

    assert standing("newsletter").state is State.EXPIRED
    assert [note_expiry(), note_expiry()] == [1, 0]
    assert standing("newsletter").state is State.EXPIRED


def test_a_counter_entry_takes_back_and_leaves_both_rows():
    purpose = a_purpose()
    wording = a_wording(purpose)
    say(purpose, wording=wording)
    wrong = say(purpose, Act.WITHDRAWN)

    undo_entry(entry=wrong, reason="Another customer was meant.", source=PERSON)

    assert standing("newsletter").state is State.GRANTED
    assert LedgerEntry.objects.count() == 3
    with pytest.raises(Conflict):
        undo_entry(entry=wrong, reason="", source=PERSON)


def test_nobody_is_asked_again_within_twelve_months_of_an_opt_out():
    sale = an_opt_out()
    say(sale, Act.OPTED_OUT)

    with pytest.raises(RuleRefused) as refused:
        say(sale, Act.OPTED_IN, asked_by_us=True)
    say(sale, Act.OPTED_IN)

    assert refused.value.code == "twelve_months"
    assert standing("sale").is_allowed is True


def test_a_signal_writes_one_row_per_change_for_browser_and_profile():
    an_opt_out()
    profile = type(ANA)("profile", "p-4711")
    seen = {"identifiers": [BROWSER, profile], "source": PERSON, "channel": Channel.SNIPPET, "evidence": {}}

    rows = [len(note_signal(is_on=is_on, **seen)) for is_on in (False, True, True, True, False, False)]

    assert rows == [0, 2, 0, 0, 2, 0]
    assert standing("sale", BROWSER).state is State.OPTED_OUT  # the absence of the signal is no consent
    assert standing("sale", profile).by_signal is True


def test_every_entry_is_told_within_its_transaction():
    purpose = a_purpose()
    wording = a_wording(purpose)

    def fail(sender, event, **_kwargs):
        raise RuntimeError("the record failed")

    told.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            say(purpose, wording=wording)
    finally:
        told.disconnect(fail)

    assert LedgerEntry.objects.count() == 0


def test_destroying_the_key_of_a_subject_leaves_rows_and_nothing_personal():
    purpose = a_purpose()
    entry = say(purpose, wording=a_wording(purpose), evidence={"address": "192.0.2.7"})

    destroy_data_key(entry.subject.key_id)

    assert standing("newsletter").state is State.GRANTED
    with pytest.raises(KeyDestroyed):
        _ = Evidence.objects.get(entry=entry).content
    with pytest.raises(KeyDestroyed):
        _ = Subject.objects.get().identifier


STATEMENTS = [
    f"{verb} {table} {rest}"
    for table, column in [
        ("consent_ledgerentry", "act"),
        ("consent_evidence", "content"),
        ("consent_subject", "kind"),
        ("consent_wording", "reason"),
        ("consent_wordingtext", "text"),
        ("consent_purpose", "ground"),
    ]
    for verb, rest in [("UPDATE", f"SET {column} = {column}"), ("DELETE FROM", "")]
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_the_ledger(statement):
    purpose = a_purpose()
    say(purpose, wording=a_wording(purpose), evidence={"address": "192.0.2.7"})

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
