"""What the columns hold, judged from name, type and a sample; columns that stay undetermined are kept apart."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stdnum import iban, luhn

from discovery.sources.sql.database import Database
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Column, Table


class Semantic(enum.StrEnum):
    """What a column holds."""

    EMAIL = "email"
    PHONE = "phone"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    COUNTRY = "country"
    DATE_OF_BIRTH = "date_of_birth"
    PERSON_ID = "person_id"
    IBAN = "iban"
    CARD = "card"
    FREE_TEXT = "free_text"
    OPAQUE = "opaque"
    BINARY = "binary"
    UNDETERMINED = "undetermined"


NAMES = frozenset({Semantic.GIVEN_NAME, Semantic.FAMILY_NAME, Semantic.FULL_NAME})
_TYPED = NAMES | {Semantic.EMAIL, Semantic.PHONE, Semantic.IBAN, Semantic.CARD}
# Words for the same thing in a column's name; the right-hand side is ours.
_SAME = {
    "cust": "customer",
    "client": "customer",
    "emp": "employee",
    "staff": "employee",
    "acct": "account",
    "pat": "patient",
    "kunde": "customer",
    "kunden": "customer",
    "mitarbeiter": "employee",
}
ID_WORDS = frozenset({"id", "no", "nr", "num", "number", "code", "ref", "reference", "key", "nummer"})
PEOPLE = frozenset(
    [
        "customer",
        "employee",
        "patient",
        "member",
        "user",
        "person",
        "contact",
        "subscriber",
        "student",
        "guest",
        "tenant",
        "account",
        "applicant",
        "donor",
    ]
)
_HINTS: tuple[tuple[Semantic, str], ...] = (
    (Semantic.OPAQUE, r"(?:^|_)(?:passw(?:or)?d|pwd|hash|salt|token|secret|digest|signature|pin)(?:_|$)"),
    (Semantic.EMAIL, r"(?:^|_)e_?mail"),
    (Semantic.IBAN, r"(?:^|_)iban(?:_|$)"),
    (Semantic.CARD, r"(?:^|_)(?:card|pan)(?:_|$)"),
    (Semantic.PHONE, r"(?:^|_)(?:tele)?(?:phone|fax|tel|mobile|cell|handy|msisdn)(?:_|$)"),
    (Semantic.DATE_OF_BIRTH, r"(?:^|_)(?:birth|dob|born|birthday|birthdate|geburtsdatum|naissance)(?:_|$)"),
    (Semantic.GIVEN_NAME, r"(?:^|_)(?:(?:first|given|fore)_?name|fname|vorname|prenom)(?:_|$)|^(?:first|given)$"),
    (
        Semantic.FAMILY_NAME,
        r"(?:^|_)(?:(?:last|family|sur)_?name|lname|nachname|nom_famille)(?:_|$)|^(?:last|surname)$",
    ),
    (Semantic.POSTCODE, r"(?:^|_)(?:post(?:al)?_?code|zip|zip_?code|plz)(?:_|$)"),
    (Semantic.COUNTRY, r"(?:^|_)country(?:_|$)"),
    (Semantic.CITY, r"(?:^|_)(?:city|town|ort|ville)(?:_|$)"),
    (Semantic.STREET, r"(?:^|_)(?:street|address|address_?line|addr|strasse)(?:_|$|\d)"),
    (
        Semantic.FULL_NAME,
        r"(?:^|_)(?:(?:full|display|real|legal)_?name|name)$|^(?:ship|bill|sold)_to$|^(?:recipient|author)$",
    ),
)
_EMAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,24}")
_HASHED = re.compile(r"\$2[aby]\$.{20,}|\$argon2.*|gAAAA[\w-]{20,}=*|[0-9a-fA-F]{32,128}|v\d:[\w+/=-]{16,}")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.6
_LONG_TEXT = 30


def tokens(name: str) -> tuple[str, ...]:
    """The words of a column's or table's name: "CustomerId" and "customer_id" give ("customer", "id")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return tuple(_SAME.get(word, word) for word in re.split(r"[\W_]+", spaced.lower()) if word)


def singular(word: str) -> str:
    """A table's word without its plural ending: "categories" → "category", "addresses" → "address"."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith("ss"):
            return _SAME.get(word.removesuffix(ending) + instead, word.removesuffix(ending) + instead)
    return _SAME.get(word, word)


def stem(table: Table, column: str) -> tuple[str, ...]:
    """What an id column identifies: its words without "id", or the table's own words where nothing is left."""
    words = tuple(singular(word) for word in tokens(column) if word not in ID_WORDS)
    return words or tuple(singular(word) for word in tokens(table.name.name))


@dataclass(frozen=True, slots=True)
class TableMeaning:
    """What a table's columns hold.

    Attributes:
        identity: columns that say who the row itself is; "ship_name" of an order is a name but no identity.
        is_person: given and family name, or e-mail, or full name and phone are among the identity columns.
        sampled: whether any row could be read.
    """

    columns: Mapping[str, Semantic]
    identity: frozenset[str]
    is_person: bool
    sampled: bool

    def of(self, *wanted: Semantic) -> tuple[str, ...]:
        """The columns that hold one of these, in the table's order."""
        return tuple(name for name, semantic in self.columns.items() if semantic in wanted)

    def identity_of(self, *wanted: Semantic) -> tuple[str, ...]:
        """Like `of`, among the identity columns."""
        return tuple(name for name in self.of(*wanted) if name in self.identity)


def judge(table: Table, sample: Sequence[Mapping[str, object]]) -> TableMeaning:
    """What the columns hold, from their names, types and the sampled rows."""
    held: dict[str, Semantic] = {}
    for column in table.columns:
        values = [row[column.name] for row in sample if row.get(column.name) not in (None, "")]
        held[column.name] = _judge_column(table, column, values)
    _settle_plain_names(table, held)
    identity = frozenset(name for name, semantic in held.items() if semantic in _TYPED and _is_identity(table, name))
    found = {held[name] for name in identity}
    is_person = (
        {Semantic.GIVEN_NAME, Semantic.FAMILY_NAME} <= found
        or Semantic.EMAIL in found
        or {Semantic.FULL_NAME, Semantic.PHONE} <= found
    )
    return TableMeaning(held, identity, is_person, bool(sample))


def sample_rows(database: Database, table: Table) -> list[dict[str, object]]:
    """At most `limits.sample_rows` rows, half from each end of the table. Raises QueryFailed."""
    names = [column.name for column in table.columns]
    key = database.columns(table, table.walk_key)
    half = max(1, database.limits.sample_rows // 2)
    cells = database.columns(table, names)
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{part} {direction}" for part in key.split(", ")) if len(table.walk_key) == 1 else ""
        if not order and direction == "DESC":
            continue
        sql = f"SELECT {key}, {cells} FROM {database.source(table.name)}"  # noqa: S608 - quoted
        sql += f" ORDER BY {order or key} LIMIT {half if order else half * 2}"
        for row in database.rows(sql):
            width = len(table.walk_key)
            found[tuple(row[:width])] = dict(zip(names, row[width:], strict=True))
    return list(found.values())


def read_meaning(database: Database, table: Table) -> TableMeaning:
    """What the table holds; from names and types alone where no row can be read."""
    try:
        return judge(table, sample_rows(database, table))
    except QueryFailed:
        return judge(table, [])


def _judge_column(table: Table, column: Column, values: list[object]) -> Semantic:
    if column.family == "binary" or any(isinstance(value, bytes | memoryview) for value in values[:20]):
        return Semantic.BINARY if values else Semantic.UNDETERMINED
    texts = [str(value).strip() for value in values]
    name = "_".join(tokens(column.name))
    by_value = _by_value(texts)
    if by_value:
        return by_value
    if column.family == "document":
        return Semantic.FREE_TEXT
    for semantic, pattern in _HINTS:
        if re.search(pattern, name) and _fits(semantic, column, texts):
            return semantic
    if _is_person_id(table, column):
        return Semantic.PERSON_ID
    if column.family in ("text", "other") and texts and sum(map(len, texts)) / len(texts) > _LONG_TEXT:
        return Semantic.FREE_TEXT
    return Semantic.UNDETERMINED


def _by_value(texts: list[str]) -> Semantic | None:
    if not texts:
        return None
    shapes = (
        (Semantic.EMAIL, lambda text: bool(_EMAIL.fullmatch(text))),
        (Semantic.OPAQUE, lambda text: bool(_HASHED.fullmatch(text))),
        (Semantic.IBAN, lambda text: text[:2].isalpha() and text[2:4].isdigit() and iban.is_valid(text)),
        (Semantic.PHONE, lambda text: text.startswith("+") and _is_phone(text)),
    )
    return next((semantic for semantic, fits in shapes if _share(texts, fits) > _ENOUGH), None)


def _share(texts: list[str], fits: object) -> float:
    return sum(1 for text in texts if callable(fits) and fits(text)) / len(texts)


def _is_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 7 <= digits <= 15 and all(c.isdigit() or c in "+()-./ x#ext" for c in text.lower())


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    return 1 <= len(words) <= 6 and not any(c.isdigit() or c in "@/_" for c in text)


def _fits(semantic: Semantic, column: Column, texts: list[str]) -> bool:
    """Whether sampled values allow what the name promises; an empty column is believed."""
    if semantic in (Semantic.EMAIL, Semantic.IBAN):
        return column.family in ("text", "other") and (
            not texts or (semantic is Semantic.EMAIL and _share(texts, lambda t: "@" in t) > 0.1)
        )
    if semantic is Semantic.PHONE:
        return not texts or _share(texts, _is_phone) > _ENOUGH
    if semantic is Semantic.CARD:
        return bool(texts) and _share(texts, lambda t: len(t) >= 13 and luhn.is_valid(re.sub(r"\D", "", t))) > _ENOUGH
    if semantic in NAMES:
        return column.family in ("text", "other") and (not texts or _share(texts, _is_name) > 0.5)
    if semantic is Semantic.DATE_OF_BIRTH:
        return column.family in ("time", "text", "other", "integer") and (
            not texts or _share(texts, _is_date) > _ENOUGH
        )
    if semantic is Semantic.OPAQUE:
        return column.family in ("text", "other") and not _share(texts or [""], lambda t: " " in t) > 0.3
    return column.family in ("text", "other") or (semantic is Semantic.POSTCODE and column.family == "integer")


def _is_date(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{8}$", text))


def _is_person_id(table: Table, column: Column) -> bool:
    words = tokens(column.name)
    return bool(set(words) & ID_WORDS) and len(stem(table, column.name)) <= 2 and stem(table, column.name)[-1] in PEOPLE


def _settle_plain_names(table: Table, held: dict[str, Semantic]) -> None:
    """A bare "name" is a person's only beside a person's other columns: a playlist has a name too."""
    person = {Semantic.EMAIL, Semantic.PHONE, Semantic.DATE_OF_BIRTH}
    table_words = {singular(word) for word in tokens(table.name.name)}
    is_about_people = bool(table_words & PEOPLE) or any(
        semantic in person and _is_identity(table, name) for name, semantic in held.items()
    )
    for name, semantic in held.items():
        if semantic is not Semantic.FULL_NAME:
            continue
        words = {singular(word) for word in tokens(name)}
        spoken_of = words & (PEOPLE | {"full", "display", "real", "recipient", "ship", "bill", "author", "holder"})
        if words & {"user", "company", "file", "product", "organisation", "organization"} or not (
            spoken_of or is_about_people
        ):
            held[name] = Semantic.UNDETERMINED


_IDENTITY_WORDS = frozenset(
    [
        "first",
        "last",
        "given",
        "family",
        "fore",
        "sur",
        "name",
        "full",
        "display",
        "real",
        "legal",
        "middle",
        "e",
        "mail",
        "email",
        "address",
        "addr",
        "phone",
        "telephone",
        "tel",
        "mobile",
        "cell",
        "fax",
        "number",
        "no",
        "nr",
        "work",
        "home",
        "private",
        "primary",
        "main",
        "default",
        "vorname",
        "nachname",
        "prenom",
        "fname",
        "lname",
        "surname",
        "forename",
        "firstname",
        "lastname",
        "fullname",
        "iban",
        "card",
        "personal",
    ]
)


def _is_identity(table: Table, column: str) -> bool:
    own = {singular(word) for word in tokens(table.name.name)} | PEOPLE
    return all(word in _IDENTITY_WORDS or word.isdigit() or singular(word) in own for word in tokens(column))
