"""Notes: mentions reach whoever may see the case and carry nothing of it; a correction keeps what stood before."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.models import Note
from dsar.cases.notes_rules import mentioned_in
from dsar.cases.notes_selectors import colleagues_of, mentions_of
from dsar.cases.notes_services import add_note, correct_note
from dsar.cases.page_models import NoteMention, NoteVersion
from dsar.cases.pages_conflict import Stale
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted
from dsar.notices.models import Notice
from dsar.statistics.digest_services import send_digests
from tests.world import make_case


@pytest.fixture
def case(world):
    return make_case(world)


def url(name, case, *more):
    return reverse(f"dsar:{name}", args=[case.reference, *more])


@pytest.mark.parametrize(
    "text, names",
    [
        ("Ask @Hanna Dler.", ["Hanna Dler"]),
        ("ask @HANNA  dler, please", ["Hanna Dler"]),
        ("@Hanna Dlerson", []),
        ("write to x@Hanna Dler", []),
        ("@Ana Lind and @Ana Li", ["Ana Lind", "Ana Li"]),
        ("@Ana Lind", ["Ana Lind"]),
        ("@Abel\nProver", ["Abel Prover"]),
        ("nobody", []),
    ],
)
def test_who_is_mentioned_in_a_text(text, names):
    known = ["Hanna Dler", "Abel Prover", "Ana Li", "Ana Lind"]

    assert mentioned_in(text, known) == names


def test_a_mention_counts_for_the_colleague_until_they_open_the_notes(client, world, case):
    client.force_login(world.dpo)
    client.post(url("case-note", case), {"text": "Please look at the mailbox, @Hanna Dler."})

    waiting = mentions_of(world.handler).count()
    client.force_login(world.handler)
    page = client.get(reverse("dsar:mentions")).content.decode()
    client.get(url("case-note", case))

    assert waiting == 1
    assert case.reference in page
    assert "mailbox" not in page
    assert "Lindqvist" not in page
    assert mentions_of(world.handler).count() == 0


def test_nobody_without_the_case_is_offered_or_told(world, case):
    add_note(case=case, text="@Stan Ger @Ada Min @Hanna Dler", actor=world.dpo)

    assert {user.full_name for user in colleagues_of(case)} == {"Hanna Dler", "Abel Prover", "Dana Poe", "Ines Take"}
    assert list(NoteMention.objects.values_list("user", flat=True)) == [world.handler.pk]
    assert b"mailbox" not in b"".join(bytes(body) for body in AuditEntry.objects.values_list("body", flat=True))


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(client, world, case):
    note = add_note(case=case, text="Called back on Monday.", actor=world.handler)
    client.force_login(world.handler)

    client.post(url("case-note-one", case, note.pk), {"text": "Called back on Tuesday.", "version": "1"})
    client.force_login(world.dpo)
    page = client.get(url("case-note-one", case, note.pk)).content.decode()

    assert "Tuesday" in page
    assert "Monday" in page
    assert "Correct the note" not in page
    assert AuditEntry.objects.filter(action="case.note_corrected").count() == 1


def test_only_who_wrote_a_note_corrects_it(world, case):
    note = add_note(case=case, text="Called back.", actor=world.handler)

    with pytest.raises(NotPermitted):
        correct_note(note=note, text="Never called.", seen=1, actor=world.dpo)

    assert Note.objects.get().text == "Called back."


def test_two_corrections_at_once_show_both_and_lose_nothing(client, world, case):
    note = add_note(case=case, text="Called.", actor=world.handler)
    correct_note(note=note, text="Called on Tuesday.", seen=1, actor=world.handler)
    client.force_login(world.handler)

    answer = client.post(url("case-note-one", case, note.pk), {"text": "Called on Friday.", "version": "1"})
    text = answer.content.decode()
    over = client.post(url("case-note-one", case, note.pk), {"text": "Called on Friday.", "version": "2"})

    assert answer.status_code == 409
    assert "Called on Tuesday." in text
    assert "Called on Friday." in text
    assert 'name="version" value="2"' in text
    assert over.status_code == 302
    assert Note.objects.get().text == "Called on Friday."
    assert NoteVersion.objects.count() == 2


def test_a_stale_correction_says_both_texts(world, case):
    note = add_note(case=case, text="One.", actor=world.handler)
    correct_note(note=note, text="Two.", seen=1, actor=world.handler)

    with pytest.raises(Stale) as stale:
        correct_note(note=note, text="Three.", seen=1, actor=world.handler)

    assert (stale.value.theirs, stale.value.mine) == ("Two.", "Three.")


def test_the_page_reminds_that_notes_can_be_asked_for(client, world, case):
    client.force_login(world.handler)

    assert "GDPR Art. 15" in client.get(url("case-note", case)).content.decode()


def test_a_note_of_another_case_is_not_found_here(client, world, case):
    other = make_case(world, name="Bo Ek")
    note = add_note(case=other, text="Elsewhere.", actor=world.handler)
    client.force_login(world.handler)

    assert client.get(url("case-note-one", case, note.pk)).status_code == 404


def test_the_bar_counts_mentions_until_the_notes_are_opened(client, world, case):
    add_note(case=case, text="Please look, @Hanna Dler", actor=world.dpo)
    client.force_login(world.handler)

    before = client.get(reverse("dsar:case-views")).content.decode()
    client.get(url("case-note", case))
    after = client.get(reverse("dsar:case-views")).content.decode()

    assert reverse("dsar:mentions") in before
    assert reverse("dsar:mentions") not in after


def test_the_daily_mail_names_the_case_and_no_word_of_the_note_once(world, case, monkeypatch):
    add_note(case=case, text="The mailbox of Ana, @Hanna Dler", actor=world.dpo)
    evening = (clock.now() + dt.timedelta(days=1)).replace(hour=20)
    monkeypatch.setattr(clock, "now", lambda: evening)

    send_digests()
    monkeypatch.setattr(clock, "now", lambda: evening + dt.timedelta(days=1))
    send_digests()

    mails = [
        notice.body
        for notice in Notice.objects.filter(code="daily_digest")
        if notice.recipient == "handler@example.org"
    ]
    assert len(mails) == 1
    assert case.reference in mails[0]
    assert "mentions you" in mails[0]
    assert "mailbox" not in mails[0]
    assert "Lindqvist" not in mails[0]
