"""The drafts of notices in English, French and German: sections with their articles, and what each still lacks. Plain.

The law asks for content, not for a form (GDPR Art. 33(3), 34(2)); what is not known yet may follow (Art. 33(4)).
"""

from collections.abc import Callable
from dataclasses import dataclass

from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.wording_texts import WORDS, Words

LANGUAGES = ("en", "fr", "de")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a draft is made from; moments are words in the language of the draft, "" is not known.

    Attributes:
        types: codes of what was breached: confidentiality, integrity, availability.
        advice: what people can do themselves; only in notices to people.
    """

    reference: str
    organisation: str
    authority: str
    contact: str
    what_happened: str = ""
    happened: str = ""
    found: str = ""
    aware: str = ""
    types: tuple[str, ...] = ()
    persons_about: int | None = None
    records_about: int | None = None
    persons_kinds: str = ""
    data_kinds: str = ""
    consequences: str = ""
    measures_taken: str = ""
    measures_proposed: str = ""
    persons_told: str = ""
    phase: int = 1
    outside_reference: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a notice. `missing`: what the article asks for and nobody has said yet."""

    code: str
    title: str
    text: str
    article: str = ""
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, str]:
        """The stored form."""
        return {"code": self.code, "title": self.title, "text": self.text}


def draft(audience: Audience, facts: Facts, language: str) -> list[Section]:
    """The sections of a notice in a language; English where it is not written in that language."""
    words = WORDS.get(language[:2], WORDS["en"])
    makers: dict[Audience, Callable[[Facts, Words], list[Section]]] = {
        Audience.AUTHORITY: _to_authority,
        Audience.CONTROLLER: _to_authority,
        Audience.PERSONS: _to_persons,
        Audience.PUBLIC: _to_persons,
    }
    lead = Section("lead", "", _lead(audience, facts, words))
    return [lead, *makers[audience](facts, words)]


def missing_of(sections: list[Section]) -> list[str]:
    """Everything that the law asks for and that nobody has said, in order, each once."""
    return list(dict.fromkeys(one for section in sections for one in section.missing))


def _lead(audience: Audience, facts: Facts, words: Words) -> str:
    if facts.phase > 1 and audience in (Audience.AUTHORITY, Audience.CONTROLLER):
        outside = f"{facts.outside_reference} " if facts.outside_reference else ""
        return words["lead_more"].format(outside=outside, reference=facts.reference, phase=facts.phase)
    lead = words[f"lead_{audience.value}"]
    return lead.format(organisation=facts.organisation, authority=facts.authority, reference=facts.reference)


def _to_authority(facts: Facts, words: Words) -> list[Section]:
    return [
        _nature(facts, words),
        _times(facts, words),
        *([Section("late", words["late"], "", "Art. 33(1)", (words["m_late"],))] if facts.is_late else []),
        _contact(facts, words, "Art. 33(3)(b)"),
        _consequences(facts, words, "Art. 33(3)(c)"),
        _measures(facts, words, "Art. 33(3)(d)"),
        Section("later", words["later"], words["later_text"], "Art. 33(4)"),
    ]


def _to_persons(facts: Facts, words: Words) -> list[Section]:
    happened = _lines(facts.what_happened, words["happened"].format(moment=facts.happened) if facts.happened else "")
    nature = Section("nature", words["nature"], happened, "Art. 34(2)", _lacks(words, what=facts.what_happened))
    data = Section("data", words["data"], facts.data_kinds, "Art. 34(2)", _lacks(words, data=facts.data_kinds))
    return [
        nature,
        data,
        _consequences(facts, words, "Art. 34(2)"),
        _measures(facts, words, "Art. 34(2)"),
        Section("you", words["you"], words["you_text"].format(authority=facts.authority), "Art. 34(2)"),
        _contact(facts, words, "Art. 34(2)"),
    ]


def _nature(facts: Facts, words: Words) -> Section:
    types = ", ".join(words[one] for one in facts.types)
    text = _lines(
        facts.what_happened,
        words["kind"].format(types=types) if types else "",
        words["persons"].format(number=facts.persons_about) if facts.persons_about is not None else "",
        words["who"].format(kinds=facts.persons_kinds) if facts.persons_kinds else "",
        words["records"].format(number=facts.records_about) if facts.records_about is not None else "",
        words["what"].format(kinds=facts.data_kinds) if facts.data_kinds else "",
    )
    missing = _lacks(
        words, what=facts.what_happened, types=facts.types, persons=facts.persons_about is not None,
        kinds=facts.persons_kinds, records=facts.records_about is not None, data=facts.data_kinds,
    )  # fmt: skip
    return Section("nature", words["nature"], text, "Art. 33(3)(a)", missing)


def _times(facts: Facts, words: Words) -> Section:
    moments = (("happened", facts.happened), ("found", facts.found), ("aware", facts.aware))
    text = _lines(*(words[name].format(moment=moment) for name, moment in moments if moment))
    return Section("times", words["times"], text, "Art. 33(1)", _lacks(words, aware=facts.aware))


def _contact(facts: Facts, words: Words, article: str) -> Section:
    text = words["reach"].format(contact=facts.contact) if facts.contact else ""
    return Section("contact", words["contact"], text, article, _lacks(words, contact=facts.contact))


def _consequences(facts: Facts, words: Words, article: str) -> Section:
    missing = _lacks(words, consequences=facts.consequences)
    return Section("consequences", words["consequences"], facts.consequences, article, missing)


def _measures(facts: Facts, words: Words, article: str) -> Section:
    text = _lines(
        words["taken"].format(text=facts.measures_taken) if facts.measures_taken else "",
        words["proposed"].format(text=facts.measures_proposed) if facts.measures_proposed else "",
        words["told"].format(text=facts.persons_told) if facts.persons_told else "",
    )
    missing = _lacks(words, measures=facts.measures_taken or facts.measures_proposed)
    return Section("measures", words["measures"], text, article, missing)


def _lacks(words: Words, **given: object) -> tuple[str, ...]:
    return tuple(words[f"m_{name}"] for name, value in given.items() if not value)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
