"""What is read from a message without believing it: signs, kinds, results of servers, addresses that are refused."""

import datetime as dt

import pytest

from dsar.intake.mail_endpoints import any_refused
from dsar.intake.mail_rules import ReadMail, arrived_at, authentication, content_digest, kind_of, references_in
from dsar.intake.mail_signals import SIGNALS, explained, language_of, signs_of, verdict

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please send me a copy of all the personal data you hold about me under Article 15 GDPR.", "en"),
        ("This is a subject access request. What information do you have about me and my account?", "en"),
        ("Je vous demande une copie de toutes les données qui me concernent, droit d'accès, RGPD.", "fr"),
        ("Bonjour, en vertu de l’article 15 du RGPD je souhaite exercer mon droit d’accès à mes données.", "fr"),
        ("Bitte senden Sie mir eine Kopie meiner Daten, Auskunft nach Art. 15 DSGVO, und zwar bald.", "de"),
        ("Ich stelle hiermit ein Auskunftsersuchen über die zu meiner Person gespeicherten Daten.", "de"),
    ],
)
def test_requests_look_like_requests_in_three_languages(text, language):
    signs = signs_of("", text)

    assert verdict(signs.score) == "likely"
    assert signs.language in {language, ""}
    assert len(explained(signs.codes)) == len(signs.codes)


@pytest.mark.parametrize(
    "text",
    [
        "Buy cheap pens",
        "Re: DSAR-2026-0001-C",
        "Meeting at ten tomorrow?",
        "Rechnung im Anhang",
        "Votre colis est arrivé",
        "",
        "x" * 100_000,
    ],
)
def test_other_mail_does_not(text):
    assert verdict(signs_of("", text).score) == "none"


def test_every_signal_has_phrases_in_three_languages():
    assert all({language for language, _pattern in signal.phrases} == {"en", "fr", "de"} for signal in SIGNALS)


def test_a_hostile_text_takes_no_time():
    signs_of("copy my " * 2000, "any my i what data hold about " * 5000)


def test_a_text_of_few_words_is_of_no_language():
    assert language_of("4711") == ""


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"auto-submitted": "auto-generated"}, "auto_reply"),
        ({"auto-submitted": "no"}, "message"),
        ({"precedence": "bulk"}, "message"),
        ({"x-autorespond": "1"}, "auto_reply"),
    ],
)
def test_headers_tell_automatic_replies(headers, kind):
    assert kind_of(ReadMail(headers=headers, sender="ana@example.com")) == kind


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            ["mx.example.org; spf=pass; dkim=pass header.d=x; dmarc=fail"],
            {"spf": "pass", "dkim": "pass", "dmarc": "fail"},
        ),
        (["MX.EXAMPLE.ORG 1; spf=softfail"], {"spf": "softfail"}),
        (["mx.example.org; dkim=fail; dkim=pass"], {"dkim": "pass"}),
        (["mx.example.org; spf=excellent"], {"spf": "unknown"}),
        (["mx.example.org.evil.example; spf=pass"], {}),
        (["(mx.example.org;) other; spf=pass"], {}),
        (["mx.example.org; spf=fail", "mx.example.org; spf=pass"], {"spf": "fail"}),
        (["mx.example.org"], {}),
        ([], {}),
    ],
)
def test_only_the_topmost_results_of_the_own_server_count(values, told):
    assert authentication(values, "mx.example.org") == told


def test_no_server_is_trusted_where_none_is_named():
    assert authentication(["; spf=pass", "mx; spf=pass"], "") == {}


def test_the_way_of_a_message_does_not_change_its_digest_and_its_content_does():
    mail = ReadMail(headers={"message-id": "<a@b>"})
    body = b"\r\n\r\nHello"

    first = content_digest(mail, [b"Received: one" + body])
    second = content_digest(mail, [b"Received: other\r\nX: y", body[:3], body[3:]])
    third = content_digest(mail, [b"Received: one\r\n\r\nHello!"])

    assert first == second
    assert first != third


def test_nothing_arrives_in_the_future():
    assert arrived_at(NOW + dt.timedelta(days=1), now=NOW) == NOW
    assert arrived_at(None, now=NOW) == NOW


def test_references_are_found_in_a_subject():
    assert references_in("Re: dsar-2026-0042-K and DSAR-2026-0042-K") == ["DSAR-2026-0042-K"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.1.1",
        "::1",
        "0.0.0.0",  # noqa: S104 - refused
        "::",
        "169.254.169.254",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "100.100.100.200",
        "fd00:ec2::254",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_addresses_of_this_machine_and_of_metadata_services_are_refused(address):
    assert any_refused(["93.184.216.34", address])


@pytest.mark.parametrize("address", ["93.184.216.34", "10.1.2.3", "192.168.1.5", "2001:db8::1", "fd12:3456::1"])
def test_mail_servers_of_the_world_and_of_the_house_are_not(address):
    assert not any_refused([address])
