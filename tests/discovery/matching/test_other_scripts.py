"""A person's name in another script than the profile's: found, never confirmed by itself, and nobody else's."""

import pytest

from discovery.documents import Decision, Locator, SubjectProfile, TextBlock
from discovery.matching import match_blocks, match_value, variants

WHOLE = [
    ("Ольга Иванова", "Call Olga Ivanova now", "Olga Ivanova"),
    ("Olga Ivanova", "Звонила Ольга Иванова вчера", "Ольга Иванова"),
    ("Юлия Щербакова", "From Yulia Shcherbakova", "Yulia Shcherbakova"),
    ("Julija Scherbakova", "Юлия Щербакова", "Юлия Щербакова"),
    ("Dmitry Soloviev", "Дмитрий Соловьёв", "Дмитрий Соловьёв"),
    ("Дмитрий Соловьёв", "Dmitri Solovyov", "Dmitri Solovyov"),
    ("Giorgos Papadopoulos", "Ο Γιώργος Παπαδόπουλος", "Γιώργος Παπαδόπουλος"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "Giorgos Papadopoulos"),
    ("王伟", "联系人：王伟", "王伟"),
    ("王伟", "Dear Wei Wang", "Wei Wang"),
    ("田中太郎", "氏名：田中 太郎", "田中 太郎"),
]
HINTS = [
    ("Ольга Иванова", "Письмо Ольге Ивановой", "Ольге Ивановой"),
    ("Mohammed Ali", "الاسم: محمد علي", "محمد علي"),
    ("محمد علي", "Mr Mohammed Ali", "Mohammed Ali"),
    ("Fatima Al-Zahrani", "السيدة فاطمة الزهراني", "فاطمة الزهراني"),
    ("David Cohen", "שם: דוד כהן", "דוד כהן"),
    ("Ram Sharma", "नाम: राम शर्मा", "राम शर्मा"),
    ("Wei Wang", "姓名：王伟", "王伟"),
    ("Min-su Kim", "이름: 김민수", "김민수"),
    ("김민수", "Kim Minsu", "Kim Minsu"),
]


def found(name, text, **more):
    block = TextBlock(text, Locator({}))
    return match_blocks([block], SubjectProfile(names=(name,), **more))


@pytest.mark.parametrize(("name", "text", "there"), WHOLE)
def test_a_name_that_is_heard_the_same_is_the_name(name, text, there):
    (match,) = found(name, text)

    assert (match.decision, match.reason) == (Decision.REVIEW, "name_only")
    assert [text[span.start : span.end] for span in match.spans] == [there]


@pytest.mark.parametrize(("name", "text", "there"), HINTS)
def test_consonants_endings_and_syllables_are_a_hint(name, text, there):
    (match,) = found(name, text)

    assert (match.decision, match.reason) == (Decision.REVIEW, "transliterated")
    assert [text[span.start : span.end] for span in match.spans] == [there]


def test_a_name_in_another_script_beside_the_address_is_confirmed():
    matches = found("Olga Ivanova", "Ольга Иванова <o.i@example.org>", emails=("o.i@example.org",))

    assert {match.decision for match in matches} == {Decision.CONFIRMED}
    assert {match.identifier for match in matches} == {"person", "email_address"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Olga Ivanova", "Olga Ivanovich"),
        ("Olga Ivanova", "Ольга Иваненко"),
        ("Ольга Иванова", "Oleg Ivanov and Олег Иванов"),
        ("David Cohen", "Davida Kahn met Dvid Khn"),
        ("Ram Sharma", "Rima Sharma"),
        ("Anna Beck", "Anne Becker"),
        ("Wei Wang", "王伟民"),
        ("Li An", "昨天我们联系安装"),
        ("Mohammed Ali", "mhmd ly"),
    ],
)
def test_somebody_else_is_not_found(name, text):
    assert [match for match in found(name, text) if match.reason in ("name_only", "transliterated")] == []


def test_other_signs_that_sound_alike_are_not_the_full_name():
    profile = SubjectProfile(names=("王伟",))

    assert [bool(match_value("full_name", text, profile)) for text in ("王伟", "王薇", "汪薇")] == [True, False, False]
    assert [match.reason for match in found("王伟", "汪薇 called")] in ([], ["transliterated"])


def test_a_column_of_a_database_holds_the_name_in_another_script():
    profile = SubjectProfile(names=("Ольга Иванова",))

    assert match_value("full_name", "Olga Ivanova", profile) is not None
    assert match_value("full_name", "Oleg Ivanov", profile) is None
    assert "Olga Ivanova" in variants(profile).names
