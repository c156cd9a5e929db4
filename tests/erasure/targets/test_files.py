import mailbox
import zipfile

import pytest

from erasure.errors import TargetFailed
from erasure.plan import Action, Policy, Terms
from erasure.targets import make_target
from tests.erasure.shop import PERSON, traces_in


def always() -> bool:
    return True


@pytest.fixture
def share(tmp_path):
    """A folder with a letter of the person, a list of several people, another person's letter."""
    folder = tmp_path / "share"
    (folder / "hr").mkdir(parents=True)
    (folder / "hr" / "letter.txt").write_text(
        "Dear Mira Holt,\nyour number is C-88017, we write to mira.holt@example.org.\n"
    )
    (folder / "list.csv").write_text(
        "name,email\nMira Holt,mira.holt@example.org\nJon Beck,jon.beck@example.org\nAna Lund,ana.lund@example.org\n"
    )
    (folder / "other.txt").write_text("Dear Jon Beck, this is about nobody else.\n")
    (folder / "minutes.txt").write_text("Minutes: Mira Holt was absent.\n")
    return folder


def _everything(folder) -> str:
    return "".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())


def test_own_files_go_and_shared_ones_lose_the_person(share):
    target = make_target("files", {"path": str(share)})
    other = (share / "other.txt").read_bytes()
    first = target.preview(PERSON, Terms())
    terms = Terms(choices={question.key: "redact" for question in first.questions})

    planned = target.preview(PERSON, terms)
    outcome = target.erase(planned.changes, PERSON, always)

    assert {(change.set, change.action) for change in first.changes} == {
        ("files/txt", Action.DELETE), ("files/csv", Action.REDACT)
    }  # fmt: skip
    assert [question.reason for question in first.questions] == ["name_only"]
    assert outcome.done == 3
    assert traces_in(_everything(share)) == []
    assert "Jon Beck,jon.beck@example.org" in (share / "list.csv").read_text()
    assert (share / "other.txt").read_bytes() == other
    assert target.verify(PERSON, terms).changes == ()
    assert target.erase(planned.changes, PERSON, always).already == 3


def test_a_file_that_changed_since_the_rehearsal_stays(share):
    target = make_target("files", {"path": str(share)})
    planned = target.preview(PERSON, Terms())
    (share / "hr" / "letter.txt").write_text("Dear Mira Holt, a new letter about C-88017.\n")

    with pytest.raises(TargetFailed) as refused:
        target.erase(planned.changes, PERSON, always)

    assert refused.value.code == "changed_meanwhile"
    assert (share / "hr" / "letter.txt").exists()


def test_a_folder_swapped_for_a_link_is_not_followed(share, tmp_path):
    target = make_target("files", {"path": str(share)})
    planned = target.preview(PERSON, Terms())
    (share / "hr").rename(tmp_path / "outside")
    (share / "hr").symlink_to(tmp_path / "outside")

    with pytest.raises(TargetFailed):
        target.erase([change for change in planned.changes if "hr/" in change.sample], PERSON, always)

    assert (tmp_path / "outside" / "letter.txt").exists()


def test_a_policy_keeps_a_kind_of_file(share):
    terms = Terms((Policy("files/csv", Action.KEEP, exception="legal_claims", why="A claim", until="2030"),))

    planned = make_target("files", {"path": str(share)}).preview(PERSON, terms)

    assert [(stay.set, stay.reason, stay.until) for stay in planned.stays] == [("files/csv", "legal_claims", "2030")]


def test_a_document_that_cannot_be_redacted_stays_and_keeps_no_other_from_going(share, monkeypatch):
    target = make_target("files", {"path": str(share)})
    planned = target.preview(PERSON, Terms())
    monkeypatch.setattr("erasure.targets.content._blanked", lambda *_given: None)
    monkeypatch.setattr("erasure.targets.content._redactors", [])

    with pytest.raises(TargetFailed) as refused:
        target.erase(planned.changes, PERSON, always)

    assert refused.value.code == "not_redactable"
    assert "Mira Holt" in (share / "list.csv").read_text()
    assert not (share / "hr" / "letter.txt").exists()


def test_an_archive_is_asked_about_and_never_deleted_as_a_whole(share):
    with zipfile.ZipFile(share / "all.zip", "w") as archive:
        archive.write(share / "hr" / "letter.txt", "letter.txt")
        archive.write(share / "other.txt", "other.txt")

    planned = make_target("files", {"path": str(share)}).preview(PERSON, Terms())

    assert "all.zip" not in [change.sample for change in planned.changes]
    assert ("files/zip", "container") in [(question.set, question.reason) for question in planned.questions]


@pytest.mark.parametrize("form", ["mbox", "maildir"])
def test_messages_of_the_person_go_and_mail_about_them_is_asked(form, tmp_path):
    box = mailbox.mbox(tmp_path / "mail") if form == "mbox" else mailbox.Maildir(tmp_path / "mail")
    for sender, to, body in [
        ("mira.holt@example.org", "shop@example.com", "Where is my parcel?"),
        ("shop@example.com", "mira.holt@example.org", "It is on its way."),
        ("jon.beck@example.org", "shop@example.com", "Please ask mira.holt@example.org about it."),
        ("jon.beck@example.org", "shop@example.com", "Nothing about anybody."),
    ]:
        message = mailbox.mboxMessage() if form == "mbox" else mailbox.MaildirMessage()
        message["From"], message["To"], message["Subject"] = sender, to, "Parcel"
        message.set_payload(body)
        if form == "mbox":
            message.set_from("MAILER", __import__("time").gmtime(0))
        box.add(message)
    box.close()
    target = make_target("mailbox", {"path": str(tmp_path / "mail")})
    asked = target.preview(PERSON, Terms())
    terms = Terms(choices={question.key: "erase" for question in asked.questions})

    planned = target.preview(PERSON, terms)
    outcome = target.erase(planned.changes, PERSON, always)

    assert {change.set for change in asked.changes} == {"mail/from", "mail/to"}
    assert [question.set for question in asked.questions] == ["mail/about"]
    assert outcome.done == 3
    left = (tmp_path / "mail").read_text() if form == "mbox" else _everything(tmp_path / "mail")
    assert traces_in(left) == []
    assert "Nothing about anybody." in left
    assert target.erase(planned.changes, PERSON, always).already == 3


def test_a_number_alone_in_a_cell_of_a_shared_list_is_blanked_and_the_list_stays_a_list(tmp_path):
    (tmp_path / "draw.csv").write_text(
        "C-88018,Jon Beck,jon.beck@example.org\nC-88017,Mira Holt,mira.holt@example.org\n"
    )
    target = make_target("files", {"path": str(tmp_path)})

    planned = target.preview(PERSON, Terms())
    target.erase(planned.changes, PERSON, lambda: True)

    assert [change.action for change in planned.changes] == ["redact"]
    assert (tmp_path / "draw.csv").read_text() == (
        "C-88018,Jon Beck,jon.beck@example.org\n[erased],[erased],[erased]\n"
    )
