"""A small ledger for the tests: purposes, wordings, somebody who works here."""

import uuid
from dataclasses import dataclass, field

from consent.catalogue_services import NewPurpose, NewText, add_purpose, publish_wording
from consent.ledger_models import Purpose, Wording
from consent.services import PERSON, Said, record_choice
from consent.subjects import Identifier
from consent.vocabulary import Act, Channel, Ground, Method, OptOutRight, PurposeKind, SubjectKind


@dataclass
class Worker:
    """Somebody who acts."""

    pk: uuid.UUID = field(default_factory=uuid.uuid4)


ANA = Identifier(SubjectKind.EMAIL, "ana@example.org")
BROWSER = Identifier(SubjectKind.BROWSER, "b" * 32)


def a_purpose(code="newsletter", **extra) -> Purpose:
    values = {"kind": PurposeKind.MARKETING, "ground": Ground.CONSENT} | extra
    return add_purpose(purpose=NewPurpose(code=code, **values), actor=Worker())


def an_opt_out(code="sale", right=OptOutRight.SALE) -> Purpose:
    return a_purpose(code, kind=PurposeKind.THIRD_PARTY, ground=Ground.OPT_OUT, opt_out_right=right, heeds_signal=True)


def a_wording(purpose, text="May we write to you?", **extra) -> Wording:
    texts = [NewText("en", "Newsletter", text), NewText("de", "Newsletter", "Dürfen wir Ihnen schreiben?")]
    return publish_wording(purpose=purpose, texts=texts, actor=Worker(), **extra)


def said(purpose, act=Act.GRANTED, *, wording=None, **extra) -> Said:
    text = wording.texts.get(language="en") if wording else None
    values = {"method": Method.TICKED, "channel": Channel.WEB} | extra
    return Said(purpose, act, text=text, **values)


def say(purpose, act=Act.GRANTED, *, who=ANA, wording=None, source=PERSON, **extra):
    return record_choice(identifier=who, said=said(purpose, act, wording=wording, **extra), source=source)
