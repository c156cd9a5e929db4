"""The consent ledger of the demo: purposes with wordings, and what invented people said about them."""

import datetime as dt

from consent.catalogue_services import NewPurpose, NewText, add_purpose, publish_wording
from consent.connection_services import add_site
from consent.models import Purpose, Subject
from consent.selectors import text_in
from consent.services import PERSON, Said, record_choice
from consent.subjects import Identifier, subject_for
from consent.vocabulary import Act, Channel, Ground, Method, OptOutRight, PurposeKind, SubjectKind
from dsar.access.models import User
from dsar.foundation import clock
from dsar.processing_records.models import Controller
from dsar.rights.consent import opt_out_services
from dsar.rights.consent.document_services import publish
from dsar.rights.consent.documents import document_of
from dsar.rights.consent.models import DocumentKind

PEOPLE = 24
_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "newsletter": {
        "en": ("Newsletter", "May we send you our newsletter by e-mail? Twice a month; every mail has a link to stop."),
        "fr": ("Lettre d'information", "Pouvons-nous vous envoyer notre lettre par e-mail ? Deux fois par mois."),
        "de": ("Newsletter", "Dürfen wir Ihnen unseren Newsletter mailen? Zweimal im Monat, jederzeit abbestellbar."),
    },
    "web-analytics": {
        "en": ("Statistics of our pages", "May we count how our pages are used? We see numbers, not you."),
        "fr": ("Statistiques de nos pages", "Pouvons-nous compter l'usage de nos pages ? Nous voyons des nombres."),
        "de": (
            "Statistik unserer Seiten",
            "Dürfen wir zählen, wie unsere Seiten genutzt werden? Wir sehen nur Zahlen.",
        ),
    },
    "sale": {
        "en": ("Sale of data", "We pass names and addresses to partners for money, unless you say no."),
        "fr": ("Vente de données", "Nous vendons des noms et adresses à des partenaires, sauf si vous refusez."),
        "de": ("Verkauf von Daten", "Wir geben Namen und Adressen gegen Geld an Partner, wenn Sie nicht Nein sagen."),
    },
    "cross-site-ads": {
        "en": ("Advertising elsewhere", "We share what you look at with advertisers, unless you say no."),
        "fr": ("Publicité ailleurs", "Nous partageons ce que vous regardez avec des annonceurs, sauf si vous refusez."),
        "de": ("Werbung anderswo", "Wir teilen mit Werbenden, was Sie ansehen, wenn Sie nicht Nein sagen."),
    },
    "orders": {
        "en": ("Your orders", "To deliver what you order we need your name and address."),
        "fr": ("Vos commandes", "Pour livrer vos commandes, il nous faut votre nom et votre adresse."),
        "de": ("Ihre Bestellungen", "Um zu liefern, brauchen wir Ihren Namen und Ihre Adresse."),
    },
}
_PARTNER = {
    "en": " Our partner Contoso Mail sends it for us.",
    "fr": " Notre partenaire Contoso Mail l'envoie pour nous.",
    "de": " Unser Partner Contoso Mail verschickt ihn für uns.",
}
_PURPOSES = (
    NewPurpose("newsletter", PurposeKind.MARKETING, Ground.CONSENT, valid_months=24),
    NewPurpose("web-analytics", PurposeKind.ANALYTICS, Ground.CONSENT, valid_months=12),
    NewPurpose("sale", PurposeKind.THIRD_PARTY, Ground.OPT_OUT, "", OptOutRight.SALE, heeds_signal=True),
    NewPurpose("cross-site-ads", PurposeKind.THIRD_PARTY, Ground.OPT_OUT, "", OptOutRight.SHARING, heeds_signal=True),
    NewPurpose("orders", PurposeKind.NECESSARY, Ground.OTHER, legal_basis="Art. 6(1)(b): the contract with you"),
)


def load_consents() -> int:
    """Fill an empty ledger; gives how many purposes were added. A second call changes nothing."""
    officer = User.objects.filter(email__startswith="dpo@").first()
    controller = Controller.objects.first()
    if Purpose.objects.exists() or officer is None or controller is None:
        return 0
    for number, purpose in enumerate(_PURPOSES):
        values = {name: getattr(purpose, name) for name in NewPurpose.__dataclass_fields__}
        row = add_purpose(purpose=NewPurpose(**values | {"controller_id": controller.pk}), actor=officer)
        _publish(row, officer)
        if number == 0:
            _publish(row, officer, more=_PARTNER)
    _say()
    _opt_out()
    site_purposes = list(Purpose.objects.exclude(code="newsletter"))
    add_site(name="Northwind shop", origins=["https://shop.northwind.example"], purposes=site_purposes, actor=officer)
    for kind in DocumentKind:
        if not document_of(kind, controller, "en")["missing"]:
            publish(kind=kind, controller=controller, language="en", actor=officer)
    return len(_PURPOSES)


def _publish(purpose: Purpose, officer: User, *, more: dict[str, str] | None = None) -> None:
    added = more or {}
    texts = [NewText(code, title, words + added.get(code, "")) for code, (title, words) in _WORDS[purpose.code].items()]
    publish_wording(purpose=purpose, texts=texts, actor=officer)


def _say() -> None:
    purposes = {one.code: one for one in Purpose.objects.prefetch_related("wordings__texts")}
    for number in range(PEOPLE):
        who = Identifier(SubjectKind.EMAIL, f"reader{number}@example.org")
        at = clock.now() - dt.timedelta(days=3 * number + 1)
        for code in ("newsletter", "web-analytics"):
            act = Act.DENIED if (number + len(code)) % 4 == 0 else Act.GRANTED
            text = text_in(purposes[code], "en") if act is Act.GRANTED else None
            said = Said(purposes[code], act, Method.TICKED, Channel.WEB, text=text, at=at)
            record_choice(identifier=who, said=said, source=PERSON)
            if act is Act.GRANTED and number % 5 == 0:
                later = at + dt.timedelta(hours=20)
                stop = Said(purposes[code], Act.WITHDRAWN, Method.BUTTON, Channel.PREFERENCE_PAGE, at=later)
                record_choice(identifier=who, said=stop, source=PERSON)


def _opt_out() -> None:
    subject: Subject = subject_for(Identifier(SubjectKind.EMAIL, "reader3@example.org"))
    opt_out_services.opt_out(
        subject=subject,
        rights=[OptOutRight.SALE, OptOutRight.SHARING],
        channel=Channel.PREFERENCE_PAGE,
        method=Method.BUTTON,
        evidence={},
    )
