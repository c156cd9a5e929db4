"""The script for a request made by phone or over the counter: what to say, what to ask, what to leave. Plain Python.

A spoken request counts like any other (GDPR Art. 12(2); EDPB Guidelines 01/2022 §§52-57): no form, no account and no
reason may be demanded, and proof of identity only where there is reasonable doubt (Art. 12(6)).
"""

from dataclasses import dataclass, field

from dsar.foundation.words import Words as _

FIRST, LAST = "start", "back"


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: what to say by language, the names of the fields that are filled in, and reminders for ourselves."""

    key: str
    title: str
    say: dict[str, str]
    fields: tuple[str, ...] = ()
    reminders: tuple[str, ...] = field(default=())


STEPS: tuple[Step, ...] = (
    Step(
        "start",
        _("Open the conversation"),
        {
            "en": "Thank you for telling us. You need fill in no form: I write your request down now, and it counts "
            "from today. This takes about five minutes.",
            "fr": "Merci de nous le dire. Vous n’avez aucun formulaire à remplir : je note votre demande maintenant, "
            "et elle compte à partir d’aujourd’hui. Cela prend environ cinq minutes.",
            "de": "Danke, dass Sie uns das sagen. Sie müssen kein Formular ausfüllen: Ich schreibe Ihren Antrag jetzt "
            "auf, und er gilt ab heute. Das dauert etwa fünf Minuten.",
        },
        ("controller", "channel", "language"),
        (
            _("No form is compulsory, and nobody may be sent away to a website or another department."),
            _("Do not ask why: a request needs no reason."),
        ),
    ),
    Step(
        "words",
        _("What they want"),
        {
            "en": "Please tell me in your own words what you would like to have.",
            "fr": "Dites-moi, avec vos propres mots, ce que vous souhaitez recevoir.",
            "de": "Bitte sagen Sie mir mit Ihren eigenen Worten, was Sie haben möchten.",
        },
        ("right", "request_text"),
        (
            _("Write down what is said, not what you think is meant."),
            _("Do not talk anybody into asking for less. Everything is a good answer."),
        ),
    ),
    Step(
        "about",
        _("Whose data"),
        {
            "en": "Whose data is this about: your own, or somebody else’s? What is the full name?",
            "fr": "De qui s’agit-il : de vos propres données ou de celles d’une autre personne ? Quel est le nom "
            "complet ?",
            "de": "Um wessen Daten geht es: um Ihre eigenen oder um die einer anderen Person? Wie ist der volle Name?",
        },
        ("relation", "subject_name", "asker_name"),
        (
            _("For somebody else, take the request down all the same. Authority is checked later, by the handler."),
            _("Say nothing about whether we know the person, and read out no data."),
        ),
    ),
    Step(
        "reach",
        _("How to reach them"),
        {
            "en": "How may we write to you? An e-mail address or a postal address is enough. Is it safe to use?",
            "fr": "Comment pouvons-nous vous écrire ? Une adresse électronique ou postale suffit. Pouvons-nous "
            "l’utiliser sans risque pour vous ?",
            "de": "Wie dürfen wir Ihnen schreiben? Eine E-Mail- oder Postanschrift genügt. Können wir sie ohne Risiko "
            "für Sie benutzen?",
        },
        ("emails", "addresses", "phones", "safe_contact"),
        (
            _("One way is enough. Nobody needs an e-mail address or an account."),
            _("If an address must be protected, tick it: it then stands in no letter."),
        ),
    ),
    Step(
        "find",
        _("What helps to find it"),
        {
            "en": "Is there something that helps us to find it: a customer number, an earlier name, a period, a "
            "department? You need not answer this.",
            "fr": "Y a-t-il un élément qui nous aide à chercher : un numéro de client, un ancien nom, une période, un "
            "service ? Vous n’êtes pas obligé de répondre.",
            "de": "Gibt es etwas, das uns beim Suchen hilft: eine Kundennummer, ein früherer Name, ein Zeitraum, eine "
            "Abteilung? Sie müssen das nicht beantworten.",
        },
        ("identifiers", "search_details", "flags"),
        (
            _(
                "Ask for no passport or identity card. Proof is asked for only where there is reasonable doubt, "
                "and by the "
                "handler."
            ),
            _("Security questions such as the mother’s maiden name prove nothing. Do not ask them."),
        ),
    ),
    Step(
        "back",
        _("Read it back"),
        {
            "en": "I read it back to you. Please stop me where something is wrong.",
            "fr": "Je vous relis ce que j’ai noté. Arrêtez-moi si quelque chose n’est pas exact.",
            "de": "Ich lese es Ihnen noch einmal vor. Bitte unterbrechen Sie mich, wenn etwas nicht stimmt.",
        },
        (),
        (_("Promise the date that stands here and no other."),),
    ),
)
BY_KEY = {step.key: step for step in STEPS}
KEYS = tuple(step.key for step in STEPS)
CLOSING = {
    "en": "That is all we need. You get a letter with a reference; name it when you call or write again.",
    "fr": "C’est tout ce qu’il nous faut. Vous recevrez un courrier avec une référence ; indiquez-la si vous nous "
    "rappelez ou nous écrivez.",
    "de": "Mehr brauchen wir nicht. Sie erhalten ein Schreiben mit einem Aktenzeichen; nennen Sie es bitte, wenn Sie "
    "wieder anrufen oder schreiben.",
}


def step_of(key: str) -> Step:
    """The step of that key; the first where there is none."""
    return BY_KEY.get(key, STEPS[0])


def after(key: str) -> str:
    """The next step; the last is its own."""
    place = KEYS.index(step_of(key).key)
    return KEYS[min(place + 1, len(KEYS) - 1)]


def before(key: str) -> str:
    """The step before; the first is its own."""
    return KEYS[max(KEYS.index(step_of(key).key) - 1, 0)]


def said(step: Step, language: str) -> str:
    """What to say, in English where the language is not one of the script's."""
    return step.say.get(language, step.say["en"])
