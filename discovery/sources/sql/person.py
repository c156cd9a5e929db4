"""Whether a row is the subject's: each typed cell is compared, and what speaks against is weighed too."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from discovery.documents import SubjectProfile
from discovery.sources.sql.matching_port import ValueVariants, name_words
from discovery.sources.sql.schema import Table
from discovery.sources.sql.semantics import ID_WORDS, NAMES, Semantic, TableMeaning, singular, stem, tokens


class NameAgreement(enum.Enum):
    """How the name in a row compares with the subject's names."""

    SAME = "same"
    SAME_GIVEN = "same given name"
    SAME_FAMILY = "same family name"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hit:
    """One of the subject's identifiers in a typed column."""

    kind: Semantic
    column: str
    identifier: str
    value: str = field(repr=False)


class Subject:
    """The profile made comparable. `learned` e-mails come from the subject's own rows."""

    def __init__(self, profile: SubjectProfile, variants: ValueVariants) -> None:
        self.profile = profile
        self.variants = variants
        self.emails = {variants.fold(email): email for email in profile.emails}
        self.phones = {key: phone for phone in profile.phones if (key := variants.phone(phone))}
        self.names = {words: name for name in profile.names if (words := name_words(name, variants))}
        self.births = {day for text in profile.dates_of_birth if (day := _day(text))}
        self.places = {_squeeze(variants.fold(address)) for address in profile.addresses}
        self._numbers = [(kind, _squeeze(value), value) for kind, value in profile.identifiers]

    def ids_for(self, table: Table, meaning: TableMeaning) -> dict[str, dict[str, tuple[str, str]]]:
        """By column: the profile's numbers that this very column may hold, as squeezed value → (type, value)."""
        found: dict[str, dict[str, tuple[str, str]]] = {}
        for column in table.columns:
            if column.family not in ("integer", "number", "text", "other"):
                continue
            for kind, squeezed, value in self._numbers:
                if _is_that_number(kind, table, column.name, meaning.columns[column.name]):
                    found.setdefault(column.name, {})[squeezed] = (kind, value)
        return found

    def hits(
        self, row: Mapping[str, object], meaning: TableMeaning, ids: Mapping[str, Mapping[str, tuple[str, str]]]
    ) -> list[Hit]:
        """The identifiers found in the typed cells of a row."""
        found: list[Hit] = []
        for column, semantic in meaning.columns.items():
            cell = row.get(column)
            if cell is None:
                continue
            if semantic is Semantic.EMAIL and (email := self.email_in(str(cell))):
                found.append(Hit(semantic, column, "email_address", email))
            elif semantic is Semantic.PHONE and (phone := self.phones.get(self.variants.phone(str(cell)))):
                found.append(Hit(semantic, column, "phone_number", phone))
            if column in ids and (number := ids[column].get(_squeeze(str(cell)))):
                found.append(Hit(Semantic.PERSON_ID, column, *number))
        return found + self._name_hits(row, meaning)

    def email_in(self, cell: str) -> str | None:
        """The subject's e-mail that a cell holds, alone, in angle brackets or in a list."""
        folded = self.variants.fold(cell)
        if folded in self.emails:
            return self.emails[folded]
        if len(folded) > 320 or "@" in folded:
            return next((self.emails[part] for part in re.split(r"[\s,;<>()\"]+", folded) if part in self.emails), None)
        return None

    def _name_hits(self, row: Mapping[str, object], meaning: TableMeaning) -> list[Hit]:
        found = []
        for columns, text in names_in(row, meaning, meaning.columns):
            words = name_words(text, self.variants)
            match = next((name for mine, name in self.names.items() if _agree(mine, words) is NameAgreement.SAME), None)
            if match:
                found.append(Hit(Semantic.FULL_NAME, columns, "person", match))
        return found

    def agreement(self, row: Mapping[str, object], meaning: TableMeaning) -> NameAgreement:
        """How the row's own name compares with the subject's names; the best of several."""
        judged = [
            _agree(mine, words)
            for _column, text in names_in(row, meaning, meaning.identity)
            if (words := name_words(text, self.variants))
            for mine in self.names
        ]
        return min(judged, key=list(NameAgreement).index) if judged else NameAgreement.UNKNOWN

    def birth_agrees(self, row: Mapping[str, object], meaning: TableMeaning) -> bool | None:
        """Whether the date of birth is the subject's; None where either is unknown."""
        days = {day for column in meaning.of(Semantic.DATE_OF_BIRTH) if (day := _day(str(row.get(column) or "")))}
        return bool(days & self.births) if days and self.births else None

    def place_agrees(self, row: Mapping[str, object], meaning: TableMeaning) -> bool:
        """Whether street or postcode of the row stand in one of the subject's addresses."""
        cells = [str(row.get(column) or "") for column in meaning.of(Semantic.STREET, Semantic.POSTCODE)]
        squeezed = [_squeeze(self.variants.fold(cell)) for cell in cells]
        return any(len(cell) >= 4 and cell in place for cell in squeezed for place in self.places)


def names_in(row: Mapping[str, object], meaning: TableMeaning, among: Iterable[str]) -> list[tuple[str, str]]:
    """The names of a row as (columns, text): full names, and given with family name."""
    chosen = set(among)
    cells = {
        column: str(row[column])
        for column, semantic in meaning.columns.items()
        if semantic in NAMES and column in chosen and row.get(column)
    }
    found = [(column, text) for column, text in cells.items() if meaning.columns[column] is Semantic.FULL_NAME]
    given = [column for column in cells if meaning.columns[column] is Semantic.GIVEN_NAME]
    family = [column for column in cells if meaning.columns[column] is Semantic.FAMILY_NAME]
    found += [(f"{first}+{last}", f"{cells[first]} {cells[last]}") for first, last in zip(given, family, strict=False)]
    return found


def _agree(mine: tuple[str, ...], theirs: tuple[str, ...]) -> NameAgreement:
    """Same: every word of the shorter name is in the longer one, initials standing for a word."""
    if len(mine) < 2 or len(theirs) < 2:
        return NameAgreement.SAME_GIVEN if set(mine) & set(theirs) else NameAgreement.DIFFERENT
    short, long = sorted((mine, theirs), key=len)
    if all(any(_same_word(word, other) for other in long) for word in short) and mine[-1] in theirs:
        return NameAgreement.SAME
    if mine[0] in theirs:
        return NameAgreement.SAME_GIVEN
    return NameAgreement.SAME_FAMILY if mine[-1] in theirs else NameAgreement.DIFFERENT


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _is_that_number(kind: str, table: Table, column: str, semantic: Semantic) -> bool:
    """Whether the column is of the very type of number: customer_id=148 must never meet payment_id=148."""
    if semantic in (Semantic.IBAN, Semantic.CARD):
        return set(tokens(kind)) & {semantic.value} != set()
    wanted = tokens(kind)
    named = tuple(singular(word) for word in wanted if word not in ID_WORDS)
    words = tokens(column)
    if not named or (not set(words) & ID_WORDS and words != wanted):
        return False
    return stem(table, column) == named


def _day(text: str) -> str:
    if iso := re.match(r"(\d{4})-(\d\d)-(\d\d)", text) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return "".join(iso.groups())
    if european := re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$", text) or re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})$", text):
        day, month, year = european.groups()
        return f"{year}{int(month):02d}{int(day):02d}"
    return ""


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
