"""Changing the texts of letters: checked before they are used, every version kept, the shipped text restored."""

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue as audit
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, DsarError, NotPermitted, RuleRefused
from dsar.notices import catalogue
from dsar.notices.placeholders import LONGEST_SUBJECT, TextWrong, faults, variables_in
from dsar.notices.text_models import LetterVersion
from dsar.notices.texts import current_text, languages, shipped_text

audit.declare(
    notice_text_changed="Text of the letter “{letter}” changed ({language}), version {number}",
    notice_text_restored="Text of the letter “{letter}” is the shipped one again ({language}), version {number}",
)


def faults_of(code: str, subject: str, body: str) -> dict[str, list[TextWrong]]:
    """What is wrong with a text, by field; lines count from 1 in each field. Empty where it can be used."""
    declared = catalogue.letter(code)
    told_in_subject = _told_in(subject)
    found = {
        "subject": faults(subject, required=(), known=declared.known),
        "body": faults(body, required=declared.must_tell - told_in_subject, known=declared.known),
    }
    if "\n" in subject.strip() or "\r" in subject:
        found["subject"].append(TextWrong(1, "the subject is one line."))
    if "{%" in subject:
        found["subject"].append(TextWrong(1, "a subject has no optional sections."))
    if len(subject) > LONGEST_SUBJECT:
        found["subject"].append(TextWrong(1, f"the subject is longer than {LONGEST_SUBJECT} characters."))
    for name, value in (("subject", subject), ("body", body)):
        if not value.strip():
            found[name].insert(0, TextWrong(1, "nothing is written here."))
    return {name: wrong for name, wrong in found.items() if wrong}


@transaction.atomic
def save_text(*, code: str, language: str, subject: str, body: str, based_on: int, actor: User) -> LetterVersion:
    """Keep a new version of a letter's text, which goes out from now on.

    Args:
        code: a letter of the catalogue.
        language: one of the house's.
        subject: one line.
        body: the rest of the letter.
        based_on: number of the version that was on the screen (0: none yet); a newer one is not overwritten.
        actor: needs Act.EDIT_REGISTER.

    Raises:
        RuleRefused: the text cannot be used ("letter_text_wrong"); `fields` name line and reason.
        Conflict: somebody else has saved a version meanwhile.
        NotPermitted: the actor's role does not edit letters.
    """
    _demand(actor)
    subject, body = subject.strip(), body.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
    _check_place(code, language)
    if wrong := faults_of(code, subject, body):
        fields = {name: " ".join(str(one) for one in found) for name, found in wrong.items()}
        message = "This text cannot be used yet."
        raise RuleRefused(message, code="letter_text_wrong", fields=fields)
    now = current_text(code, language)
    if (now.language, now.subject, now.body) == (language, subject, body):
        message = "The text is the same as before."
        raise RuleRefused(message, code="nothing_changed", fields={"body": message})
    return _keep("notice.text_changed", code, language, subject, body, based_on, actor)


@transaction.atomic
def restore_text(*, code: str, language: str, based_on: int, actor: User) -> LetterVersion:
    """Use the shipped text again; the own versions stay in the list.

    Raises:
        RuleRefused: there is no shipped text in this language ("letter_text_missing").
        Conflict: somebody else has saved a version meanwhile.
        NotPermitted: the actor's role does not edit letters.
    """
    _demand(actor)
    _check_place(code, language)
    if shipped_text(code, language) is None:
        message = "No text was shipped in this language."
        raise RuleRefused(message, code="letter_text_missing")
    return _keep("notice.text_restored", code, language, "", "", based_on, actor)


def newest_number(code: str, language: str) -> int:
    """The number of the newest version; 0 where there is none."""
    newest = LetterVersion.objects.filter(code=code, language=language).order_by("-number").first()
    return newest.number if newest else 0


def _keep(action: str, code: str, language: str, subject: str, body: str, based_on: int, actor: User) -> LetterVersion:
    message = "Somebody else has changed this letter meanwhile. Look at their text, then change it again."
    if newest_number(code, language) != based_on:
        raise Conflict(message)
    version = LetterVersion(
        code=code,
        language=language,
        number=based_on + 1,
        subject=subject,
        body=body,
        written_by=actor,
        written_at=clock.now(),
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(message) from error
    facts = {"letter": catalogue.letter(code).title, "code": code, "language": language, "number": version.number}
    record(action, actor=actor, about=version, facts=facts)
    return version


def _told_in(subject: str) -> set[str]:
    try:
        return variables_in(subject)
    except TextWrong:
        return set()


def _demand(actor: User) -> None:
    if not actor.may(Act.EDIT_REGISTER):
        message = "Your role does not change the texts of letters. Ask an administrator or the DPO."
        raise NotPermitted(message)


def _check_place(code: str, language: str) -> None:
    catalogue.letter(code)
    if language not in languages():
        message = f"There is no language {language}."
        raise DsarError(message, code="unknown_language")
