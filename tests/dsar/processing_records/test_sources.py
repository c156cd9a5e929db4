"""Sources: only under the folders that may be searched, never a secret, an honest trial."""

import sqlite3

import pytest
from django.test import override_settings
from django.urls import reverse

from discovery.sources import SqlSource
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Source, System
from dsar.processing_records.sources import open_source, save_source, try_source


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ana")
    with override_settings(DSAR_SOURCE_ROOTS=[str(folder)]):
        yield folder


def saved(world, share, **changes):
    system, _ = System.objects.get_or_create(name="Share")
    given = {
        "source": None,
        "system": system,
        "name": "Share",
        "kind": "files",
        "values": {"path": str(share)},
        "secret_name": "",
        "is_active": True,
        "actor": world.dpo,
    }
    return save_source(**given | changes)


def test_a_folder_is_saved_and_tried(world, share):
    source = saved(world, share)

    try_source(source=source, actor=world.dpo)

    assert source.test_passed is True
    assert "can be read" in source.test_words


@pytest.mark.parametrize("way", ["/etc", "{share}/../", "{share}/link", "{share}-not"])
def test_a_path_outside_the_roots_is_refused(world, share, way):
    (share / "link").symlink_to("/etc")

    with pytest.raises(RuleRefused) as refused:
        saved(world, share, values={"path": way.format(share=share)})

    assert refused.value.code == "outside_roots"
    assert "/etc" not in refused.value.message


@override_settings(DSAR_SOURCE_ROOTS=[])
def test_nothing_may_be_searched_where_no_root_is_set(world, tmp_path):
    with pytest.raises(RuleRefused):
        saved(world, tmp_path)


@pytest.mark.parametrize("url", ["sqlite:////etc/passwd.db", "/etc/x.db", "sqlite:///etc/../etc/x.sqlite"])
def test_a_database_file_outside_the_roots_is_refused(world, share, url):
    with pytest.raises(RuleRefused) as refused:
        saved(world, share, kind="sql", values={"url": url})

    assert refused.value.code == "outside_roots"


@pytest.mark.parametrize("url", ["postgresql://u:pw@db.example.org/x", "postgresql://u@db.example.org/x?password=pw"])
def test_an_address_with_a_password_is_refused_and_not_repeated(world, share, url):
    with pytest.raises(RuleRefused) as refused:
        saved(world, share, kind="sql", values={"url": url})

    assert refused.value.code == "secret_in_address"
    assert "pw" not in refused.value.message.replace("password", "")


@pytest.mark.parametrize("url", ["mysql://u@h/x", "http://example.org", "nonsense", ""])
def test_an_address_of_another_kind_is_refused(world, share, url):
    with pytest.raises(RuleRefused):
        saved(world, share, kind="sql", values={"url": url})


def test_a_database_is_tried_with_the_time_it_took(world, share):
    with sqlite3.connect(share / "shop.db") as connection:
        connection.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT)")
    connection.close()
    source = saved(world, share, kind="sql", values={"url": f"sqlite:///{share}/shop.db"})

    try_source(source=source, actor=world.dpo)

    assert source.test_passed is True, source.test_words
    assert source.test_words.endswith(" s)")


def test_a_secret_that_is_not_there_is_told_by_the_trial(world, share):
    source = saved(world, share, kind="sql", values={"url": "postgresql://u@127.0.0.1:1/x"}, secret_name="nowhere")

    try_source(source=source, actor=world.dpo)

    assert source.test_passed is False
    assert "secret" in source.test_words


def test_the_secret_reaches_the_opened_source_and_no_page(client, world, share, monkeypatch):
    monkeypatch.setenv("DSAR_SECRET_CRM", "hush-hush")
    source = saved(world, share, kind="sql", values={"url": "postgresql://u@127.0.0.1:1/x"}, secret_name="crm")
    client.force_login(world.dpo)

    opened = open_source(source)
    client.post(reverse("dsar:source-test", args=[source.pk]))
    pages = [client.get(reverse("dsar:source", args=[source.pk])), client.get(reverse("dsar:systems"))]

    source.refresh_from_db()
    assert isinstance(opened, SqlSource)
    assert opened.secret == "hush-hush"
    assert "hush-hush" not in repr(opened) + source.test_words
    assert all(b"hush-hush" not in page.content for page in pages)


def test_new_settings_forget_the_old_trial(world, share):
    source = try_source(source=saved(world, share), actor=world.dpo)

    saved(world, share, source=source, values={"path": str(share), "include": ["*.pdf"]})

    source.refresh_from_db()
    assert source.test_passed is None


def test_the_form_adds_a_source_and_keeps_what_was_typed_when_wrong(client, world, share):
    system = System.objects.create(name="Share")
    client.force_login(world.dpo)
    given = {"system": str(system.pk), "name": "Contracts", "path": "/etc", "is_active": "on"}

    wrong = client.post(reverse("dsar:source-new", args=["files"]), given)
    right = client.post(
        reverse("dsar:source-new", args=["files"]), given | {"path": str(share), "include": "*.pdf\n*.txt"}
    )

    assert wrong.status_code == 422
    assert "Contracts" in wrong.content.decode()
    assert "DSAR_SOURCE_ROOTS" in wrong.content.decode()
    assert right.status_code == 302
    assert Source.objects.get().settings["include"] == ["*.pdf", "*.txt"]


def test_an_unknown_kind_is_not_found(client, world):
    client.force_login(world.dpo)

    assert client.get(reverse("dsar:source-new", args=["mainframe"])).status_code == 404


def test_a_handler_may_not_set_up_sources(client, world):
    client.force_login(world.handler)

    assert client.get(reverse("dsar:source-new", args=["files"])).status_code == 403
