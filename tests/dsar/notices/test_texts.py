"""Changing the texts of letters: checked, kept as versions, restored."""

import pytest

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, DsarError, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from dsar.notices.rendering import write
from dsar.notices.text_models import LetterVersion
from dsar.notices.text_services import restore_text, save_text
from dsar.notices.texts import current_text
from tests.dsar.notices.test_outbox import FRAME, queued

BODY = "Hello {{ name }}\n\nIt is closed.\n\n{{ organisation }}"


def saved(world, **changes):
    given = {
        "code": "withdrawn",
        "language": "en",
        "subject": "Closed ({{ reference }})",
        "body": BODY,
        "based_on": 0,
        "actor": world.dpo,
    }
    return save_text(**given | changes)


def test_an_own_text_goes_out_and_is_named_by_its_version(world):
    version = saved(world)

    notice = queued()

    assert notice.subject == "Closed (DSAR-2026-0001-K)"
    assert notice.body.startswith("Hello Ana Lindqvist\n\nIt is closed.")
    assert (version.number, notice.text_version) == (1, 1)
    assert AuditEntry.objects.filter(action="notice.text_changed", actor_id=world.dpo.pk).exists()


def test_what_went_out_stays_as_it_was_when_the_text_changes(world):
    before = queued()
    sent = before.body

    saved(world)

    assert Notice.objects.get(pk=before.pk).body == sent
    assert Notice.objects.get(pk=before.pk).text_version == 0


def test_the_shipped_text_is_restored_and_the_own_ones_are_kept(world):
    shipped = write("withdrawn", FRAME, "en").body
    saved(world)

    restored = restore_text(code="withdrawn", language="en", based_on=1, actor=world.dpo)

    assert restored.number == 2
    assert write("withdrawn", FRAME, "en").body == shipped
    assert LetterVersion.objects.filter(body__startswith="Hello").count() == 1


def test_another_language_is_not_touched(world):
    saved(world)

    assert current_text("withdrawn", "de").version == 0
    assert current_text("withdrawn", "en-gb").version == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "Hello {{ nmae }}\n{{ organisation }}"}, "body", "Line 1: “nmae” is not a variable"),
        ({"body": "Hello\n\n{% load os %}{{ organisation }}"}, "body", "Line 3: only"),
        ({"body": "Hello"}, "body", "{{ organisation }} must stand in this letter"),
        ({"subject": "{{ password }}"}, "subject", "“password” is not a variable"),
        ({"subject": "a\nBcc: b@example.com"}, "subject", "the subject is one line"),
        ({"subject": "{% if name %}a{% endif %}"}, "subject", "no optional sections"),
        ({"subject": ""}, "subject", "nothing is written"),
        ({"code": "refusal", "body": "No.\n{{ reasons }}\n{{ organisation }}"}, "body", "{{ remedies }} must stand"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_line_and_reason(world, changes, field, words):
    with pytest.raises(RuleRefused) as refused:
        saved(world, **changes)

    assert refused.value.code == "letter_text_wrong"
    assert words in refused.value.fields[field]
    assert not LetterVersion.objects.exists()


def test_two_who_change_the_same_text_do_not_overwrite_each_other(world):
    saved(world)

    with pytest.raises(Conflict):
        saved(world, body=BODY + "\nTwo")

    assert LetterVersion.objects.count() == 1


def test_only_who_edits_the_register_changes_letters(world):
    for person in (world.handler, world.auditor, world.intake):
        with pytest.raises(NotPermitted):
            saved(world, actor=person)


def test_a_letter_or_language_that_does_not_exist_is_refused(world):
    with pytest.raises(DsarError) as unknown:
        saved(world, code="nonsense")
    with pytest.raises(DsarError) as tongue:
        saved(world, language="../../etc")

    assert (unknown.value.code, tongue.value.code) == ("unknown_letter", "unknown_language")


def test_an_unchanged_text_makes_no_version(world):
    now = current_text("withdrawn", "en")

    with pytest.raises(RuleRefused) as refused:
        saved(world, subject=now.subject, body=now.body)

    assert refused.value.code == "nothing_changed"
