"""A folder is read to its edges and never beyond, and what is not read is named."""

import os
import socket
from pathlib import Path

import pytest

from discovery.documents import Item
from discovery.sources import (
    FilesSource,
    MailboxSource,
    SourceUnreadable,
    checked_settings,
    make_source,
    not_read_reason,
    source_kinds,
)


@pytest.fixture
def share(tmp_path):
    root = tmp_path / "share"
    (root / "hr/old").mkdir(parents=True)
    (root / "hr/letter.txt").write_text("Anna")
    (root / "hr/old/note.txt").write_text("old")
    (root / "zero.bin").write_bytes(b"")
    (tmp_path / "secret.txt").write_text("outside")
    return root


def listed(source):
    return {item.ref: not_read_reason(item) for item in source.list()}


def test_files_are_listed_by_relative_path_in_a_stable_order(share):
    source = FilesSource(share)

    refs = [item.ref for item in source.list()]

    assert refs == ["hr/letter.txt", "hr/old/note.txt", "zero.bin"]
    assert refs == [item.ref for item in source.list()]


def test_a_file_is_opened_by_its_reference(share):
    source = FilesSource(share)
    item = next(iter(source.list()))

    with source.open(item) as stream:
        assert stream.read() == b"Anna"


def test_what_leads_out_or_is_no_file_is_refused_and_named(share, tmp_path):
    (share / "link.txt").symlink_to(tmp_path / "secret.txt")
    (share / "folder-link").symlink_to(tmp_path)
    (share / "loop").symlink_to(share)
    os.link(tmp_path / "secret.txt", share / "hard.txt")
    os.mkfifo(share / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(share / "socket"))

        reasons = listed(FilesSource(share))

    refused = {ref: reason for ref, reason in reasons.items() if reason}
    assert refused == {
        "link.txt": "symlink", "folder-link": "symlink", "loop": "symlink", "hard.txt": "hard_link",
        "pipe": "not_a_regular_file", "socket": "not_a_regular_file",
    }  # fmt: skip
    for ref in refused:
        with pytest.raises(SourceUnreadable):
            FilesSource(share).open(Item(ref))


@pytest.mark.parametrize(
    "ref", ["../secret.txt", "hr/../../secret.txt", "/etc/passwd", "", "hr//letter.txt", "hr/./x", "a\0b"]
)
def test_a_reference_that_leaves_the_root_is_refused(share, ref):
    with pytest.raises(SourceUnreadable) as refusal:
        FilesSource(share).open(Item(ref))

    assert refusal.value.reason == "outside_source"


def test_a_folder_swapped_for_a_link_during_the_scan_is_refused(share, tmp_path):
    source = FilesSource(share)
    item = next(item for item in source.list() if item.ref == "hr/letter.txt")
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "letter.txt").write_text("outside")
    (share / "hr").rename(tmp_path / "gone")
    (share / "hr").symlink_to(outside)

    with pytest.raises(SourceUnreadable) as refusal:
        source.open(item)

    assert refusal.value.reason == "symlink"


def test_a_file_that_vanished_is_said_to_have_vanished(share):
    source = FilesSource(share)
    item = next(iter(source.list()))
    (share / item.ref).unlink()

    with pytest.raises(SourceUnreadable) as refusal:
        source.open(item)

    assert refusal.value.reason == "vanished"


def test_size_and_patterns_decide_and_what_they_leave_out_is_named(share):
    (share / "big.txt").write_bytes(b"x" * 100)
    source = FilesSource(share, include=("*.txt",), exclude=("hr/old/*",), max_bytes=50)

    assert listed(source) == {
        "big.txt": "too_large", "hr/letter.txt": "", "hr/old/note.txt": "excluded", "zero.bin": "excluded",
    }  # fmt: skip


def test_a_name_that_is_no_unicode_is_named_in_a_form_that_can_be_stored(share):
    with open(os.fsencode(share) + b"/caf\xe9.txt", "wb"):
        pass

    reasons = listed(FilesSource(share))

    assert reasons["caf\\xe9.txt"] == "name_not_unicode"


def test_the_fingerprint_changes_with_the_content(share):
    before = next(iter(FilesSource(share).list())).fingerprint
    (share / "hr/letter.txt").write_text("Anna Adler")

    assert next(iter(FilesSource(share).list())).fingerprint != before


def test_a_source_says_in_words_whether_it_can_be_read(share):
    assert FilesSource(share).test().ok
    missing = FilesSource(share / "nowhere").test()
    assert not missing.ok
    assert "nowhere" not in missing.message


def test_a_missing_root_is_an_error_and_not_an_empty_source(tmp_path):
    with pytest.raises(SourceUnreadable):
        list(FilesSource(tmp_path / "nowhere").list())


def test_a_mailbox_is_listed_message_by_message(tmp_path):
    first = b"From: a@example.org\nSubject: one\n\n>From the start\n\n"
    second = b"From: b@example.org\nSubject: two\n\nSecond\n"
    path = tmp_path / "box.mbox"
    path.write_bytes(b"From a@x Mon Jan  1 10:00:00 2024\n" + first + b"From b@x Mon Jan  1 11:00:00 2024\n" + second)
    source = MailboxSource(path)

    contents = []
    for item in source.list():
        with source.open(item) as stream:
            contents.append(stream.read())

    assert contents == [first, second]
    assert source.test().ok
    with pytest.raises(SourceUnreadable):
        source.open(Item("../etc/passwd"))


def test_kinds_of_sources_are_registered_with_their_settings(share):
    assert {"files", "mailbox"} <= {kind.name for kind in source_kinds()}
    source = make_source("files", {"path": str(share), "include": ["*.txt"]})

    assert isinstance(source, FilesSource)
    assert source.include == ("*.txt",)


@pytest.mark.parametrize(
    "kind, settings",
    [
        ("nothing", {}),
        ("files", {}),
        ("files", {"path": 3}),
        ("files", {"path": "/x", "colour": "red"}),
        ("files", {"path": "/x", "max_bytes": -1}),
        ("files", {"path": "/x", "include": [3]}),
    ],
)
def test_wrong_settings_are_refused_without_showing_their_value(kind, settings):
    with pytest.raises(ValueError) as refusal:
        checked_settings(kind, settings)

    assert "/x" not in str(refusal.value)


def test_the_walk_leaves_no_descriptor_open(share):
    before = len(list(Path("/proc/self/fd").iterdir()))

    list(FilesSource(share).list())
    for _ in range(20):
        with pytest.raises(SourceUnreadable):
            FilesSource(share).open(Item("hr/nothing.txt"))

    assert len(list(Path("/proc/self/fd").iterdir())) == before
