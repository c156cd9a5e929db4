"""From found rows to the preview: policies, questions, and what cannot go because what stays refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from discovery.documents import Decision, FoundRow
from discovery.sources.sql import Database, TextMatcher
from discovery.sources.sql.database import fetch, json_safe
from discovery.sources.sql.edges import cells_of
from discovery.sources.sql.schema import Table, TableName
from discovery.sources.sql.semantics import Semantic
from erasure.plan import (
    BY_HAND,
    CHANGING,
    OF_OTHERS,
    SHARED,
    Action,
    Change,
    Choice,
    Gap,
    Policy,
    Preview,
    Question,
    Stay,
    Terms,
    answers_to,
)
from erasure.targets.sql.facts import KEEP_VALUE, ColumnFacts, emptied, key_columns, mark_of, telling_columns
from erasure.targets.sql.finding import Found, group_rows, is_group
from erasure.targets.sql.samples import MARK, row_words, sample_of
from erasure.targets.sql.states import Key, State, is_usable, key_text, stands_as, state_digest, states

_SAMPLES = 5
_DEEPEST = 8
_STEP = " → "  # between the tables of a path
_KEPT_REFERENCE = "it stays without the person because rows that stay refer to it"
_OWN_GROUP = "too_many_rows"


@dataclass
class Wanted:
    """One row on the way to a change. `action` may be weakened while the plan is made."""

    table: Table
    key: Key
    action: Action
    why: str
    policy: Policy | None = None
    note: str = ""


@dataclass
class Planner:
    """Makes the preview of one database."""

    database: Database
    found: Found
    terms: Terms
    wanted: dict[tuple[TableName, str], Wanted] = field(default_factory=dict)
    mentions: dict[tuple[TableName, str], Wanted] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    asked: dict[str, list[FoundRow]] = field(default_factory=lambda: defaultdict(list))
    shared_paths: set[str] = field(default_factory=set)

    def preview(self) -> Preview:
        """What would go, stay and is to be decided. Raises QueryFailed."""
        self.shared_paths = {row.path for row in self.found.rows if self._names_another(row)}
        for row in self.found.rows:
            self._take(row, mention=False)
        for row in self.found.mentions:
            self._take(row, mention=True)
        self._spare_referenced()
        changes = [change for table in self._tables() for change in self._changes(table)]
        gaps = (*self.found.gaps, *self.gaps)
        return Preview(tuple(changes), tuple(self.stays), tuple(self._questions()), gaps)

    def _take(self, row: FoundRow, *, mention: bool) -> None:
        if is_group(row):
            self._take_group(row)
            return
        if mention and (TableName(row.schema, row.table), key_text(row.key)) in self.wanted:
            return  # it goes with a group already
        policy = self.terms.policy_of(self._name(row))
        if mention and policy and policy.action in (Action.KEEP, Action.RESTRICT):
            stay = Stay(self._name(row), dict(row.key), policy.action, policy.exception or "policy", policy.why)
            self.stays.append(replace(stay, until=policy.until))
            return
        is_shared = not mention and row.match.decision is Decision.CONFIRMED and self._is_shared(row)
        if row.match.decision is Decision.CONFIRMED and not mention and not is_shared:
            self._want(row, mention=False)
            return
        question = self._question_of(row, mention=mention, is_shared=is_shared)
        choice = self.terms.choice(question)
        if choice is None:
            self.asked[question].append(row)
        elif choice is Choice.LEAVE:
            self._stay(row, Action.KEEP, "left", row.match.why)
        elif choice is Choice.BY_HAND:
            self._stay(row, Action.CONFIRM, BY_HAND, row.match.why)
        else:
            self._want(row, mention=choice is Choice.REDACT or (mention and choice is not Choice.ERASE))

    def _names_another(self, row: FoundRow) -> bool:
        """Whether a row that no person's row leads to holds somebody else's address too: a message, a referral."""
        name = TableName(row.schema, row.table)
        if is_group(row) or _STEP in row.path or self.found.survey.is_person(name):
            return False
        cells = (row.values.get(column) for column in self.found.survey.meanings[name].of(Semantic.EMAIL))
        return any("@" in str(cell) and not self.found.matcher.find(str(cell)) for cell in cells if cell)

    def _is_shared(self, row: FoundRow) -> bool:
        """Whether the row is somebody else's too, or hangs on rows that are."""
        return self._names_another(row) or any(row.path.startswith(f"{path}{_STEP}") for path in self.shared_paths)

    def _take_group(self, row: FoundRow) -> None:
        name, count = self._name(row), int(str(row.values["row_count"]))
        if row.match.reason != _OWN_GROUP:
            self.stays.append(Stay(name, dict(row.key), Action.KEEP, "others", row.match.why, count=count))
            return
        question = self._question_of(row, mention=False)
        choice = self.terms.choice(question)
        if choice is None:
            self.asked[question].append(row)
        elif choice is Choice.LEAVE:
            self.stays.append(Stay(name, dict(row.key), Action.KEEP, "left", row.match.why, count=count))
        elif choice is Choice.BY_HAND:
            self.stays.append(Stay(name, dict(row.key), Action.CONFIRM, BY_HAND, row.match.why, count=count))
        else:
            table = self.found.survey.table(TableName(row.schema, row.table))
            keys = [
                {part: json_safe(cell) for part, cell in key.items()}
                for key in group_rows(self.database, self.found.survey, row)
            ]
            for key in keys:
                self._add(table, key, row)
            self._add_children(table, keys, row)

    def _want(self, row: FoundRow, *, mention: bool) -> None:
        table = self.found.survey.table(TableName(row.schema, row.table))
        if not is_usable(table, row.key):
            self.gaps.append(Gap(self._name(row), "no_stable_key"))
            return
        if mention:
            self.mentions[table.name, key_text(row.key)] = Wanted(table, dict(row.key), Action.REDACT, row.path)
            return
        self._add(table, dict(row.key), row)

    def _add(self, table: Table, key: Key, row: FoundRow) -> None:
        policy = self.terms.policy_of(str(table.name))
        action = policy.action if policy else Action.DELETE
        if action in (Action.KEEP, Action.RESTRICT) and policy:
            reason = policy.exception or "policy"
            stay = Stay(
                str(table.name), dict(key), action, reason, policy.why, policy.until, marker=dict(policy.marker)
            )
            self.stays.append(stay)
            if policy.marker:
                self.wanted[table.name, key_text(key)] = Wanted(table, key, Action.RESTRICT, row.path, policy)
            return
        self.wanted[table.name, key_text(key)] = Wanted(table, key, action, row.path, policy)

    def _add_children(self, table: Table, keys: Sequence[Key], row: FoundRow, depth: int = 0) -> None:
        """What hangs on the rows of a group by declared keys: the search stopped at the group, the erasure does not."""
        for child in self.found.survey.inventory.tables:
            for foreign in child.foreign_keys:
                reachable = foreign.target == table.name and foreign.target_columns == table.key
                if not reachable or self.found.survey.is_person(child.name) or depth > _DEEPEST:
                    continue
                wanted = [tuple(key[part] for part in table.key) for key in keys]
                rows = fetch(self.database, child, foreign.columns, wanted, cap=GROUP_CAP)
                below = [dict(zip(child.key, map(json_safe, one.key), strict=True)) for one in rows]
                below = [key for key in below if (child.name, key_text(key)) not in self.wanted]
                for key in below:
                    self._add(child, key, row)
                if below:
                    self._add_children(child, below, row, depth + 1)

    def _stay(self, row: FoundRow, action: Action, reason: str, why: str) -> None:
        self.stays.append(Stay(self._name(row), dict(row.key), action, reason, why))

    def _spare_referenced(self) -> None:
        """A row to which a staying row refers cannot be deleted: it stays without the person's values."""
        again = True
        while again:
            again = False
            for (name, _text), wanted in list(self.wanted.items()):
                if wanted.action is Action.DELETE and self._is_held(name, wanted):
                    wanted.action, wanted.note, again = Action.PSEUDONYMISE, _KEPT_REFERENCE, True

    def _is_held(self, name: TableName, wanted: Wanted) -> bool:
        return any(
            (other := self.wanted.get((child, text))) is None or other.action is not Action.DELETE
            for child, text in self._referrers(name, wanted.key)
        )

    def _referrers(self, name: TableName, key: Key) -> set[tuple[TableName, str]]:
        """The rows that refer to this one by a declared key; asked once."""
        known = self.__dict__.setdefault("_known_referrers", {})
        place = (name, key_text(key))
        if place not in known:
            known[place] = set(self._read_referrers(name, key))
        result: set[tuple[TableName, str]] = known[place]
        return result

    def _read_referrers(self, name: TableName, key: Key) -> Iterable[tuple[TableName, str]]:
        table = self.found.survey.table(name)
        own = fetch(self.database, table, table.key, [tuple(key[part] for part in table.key)], cap=1)
        for child in self.found.survey.inventory.tables:
            for foreign in child.foreign_keys:
                cells = cells_of(own[0].values, foreign.target_columns) if own and foreign.target == name else None
                if cells is None:
                    continue
                for row in fetch(self.database, child, foreign.columns, [cells], cap=GROUP_CAP):
                    yield child.name, key_text(dict(zip(child.key, map(json_safe, row.key), strict=True)))

    def _tables(self) -> list[Table]:
        names = {name for name, _key in (*self.wanted, *self.mentions)}
        return [table for table in self.found.survey.inventory.tables if table.name in names]

    def _changes(self, table: Table) -> Iterable[Change]:
        rows = [one for (name, _key), one in self.wanted.items() if name == table.name]
        rows += [one for (name, _key), one in self.mentions.items() if name == table.name]
        now = states(self.database, table, [one.key for one in rows])
        for one in rows:
            state = now.get(key_text(one.key))
            if state is None:
                self.gaps.append(Gap(str(table.name), "vanished"))
                continue
            change = self._change(one, state)
            if change is not None:
                yield change

    def _change(self, one: Wanted, state: State) -> Change | None:
        name = str(one.table.name)
        locator = {"schema": one.table.name.schema, "table": one.table.name.name, "key": dict(one.key)}
        after: Mapping[str, object] = {}
        if one.action is Action.REDACT:
            after = redacted(self.found.matcher, self.found, one.table, state)
            if not after:
                self.gaps.append(Gap(name, "key_holds_identifier"))
                return None
        elif one.action is Action.RESTRICT and one.policy:
            after = {column: value for column, value in one.policy.marker.items() if column in state}
            if stands_as(state, after):
                return None
        elif one.action in CHANGING and one.action is not Action.DELETE:
            after = self._emptied(one, state)
        why = f"{one.why}; {one.note}" if one.note else one.why
        sample = sample_of(one.table, state, after, is_shared=one.action is Action.REDACT)
        return Change(name, locator, one.action, state_digest(state), why, after, sample)

    def _emptied(self, one: Wanted, state: State) -> dict[str, object]:
        meaning = self.found.survey.meanings[one.table.name]
        chosen = one.policy.columns if one.policy and one.policy.columns and not one.note else ()
        spared = one.policy.spared if one.policy else ()
        names = chosen or telling_columns(self.found.survey, self.found.facts, one.table)
        fixed = key_columns(self.found.survey, one.table)
        after: dict[str, object] = {}
        for column in one.table.columns:
            if column.name not in names or column.name in spared or column.name in fixed or state[column.name] is None:
                continue
            facts = self.found.facts[one.table.name].get(column.name, ColumnFacts(nullable=False))
            mark = mark_of(self.terms.seed, one.table.name, key_text(one.key), column.name)
            value = emptied(one.table, column, facts, meaning, mark=mark, clear=one.action is Action.CLEAR)
            if value is not KEEP_VALUE:
                after[column.name] = value
        return after

    def _question_of(self, row: FoundRow, *, mention: bool, is_shared: bool = False) -> str:
        reason = SHARED if is_shared else row.match.reason or (SHARED if mention else "check")
        return f"{self._name(row)}|{reason}|{'text' if mention else 'row'}"

    def _questions(self) -> Iterable[Question]:
        for key, rows in sorted(self.asked.items()):
            count = sum(int(str(row.values["row_count"])) if is_group(row) else 1 for row in rows)
            reason = key.split("|")[-2]
            answers: tuple[Choice, ...] = (Choice.ERASE, Choice.LEAVE)
            if key.endswith(tuple(f"|{reason}|row" for reason in OF_OTHERS)):
                answers = (Choice.ERASE, Choice.REDACT, Choice.LEAVE)
            elif key.endswith("|text"):  # a text of a row that is not surely the person's: never changed unasked
                nobodys = (Choice.ERASE,) if key.endswith(f"|{SHARED}|text") else ()
                answers = (Choice.REDACT, *nobodys, Choice.LEAVE)
            samples = tuple(row_words(row) for row in rows[:_SAMPLES])
            choices = answers_to(reason, *answers)
            yield Question(key, self._name(rows[0]), count, reason, rows[0].match.why, samples, choices)

    def _name(self, row: FoundRow) -> str:
        return str(TableName(row.schema, row.table))


GROUP_CAP = 50_000


def redacted(matcher: TextMatcher, found: Found, table: Table, state: State) -> dict[str, object]:
    """The texts of a row in which the person stands, without the person; columns that may be changed only."""
    fixed = key_columns(found.survey, table)
    after: dict[str, object] = {}
    for column in table.columns:
        text = state[column.name]
        facts = found.facts[table.name].get(column.name, ColumnFacts(nullable=False))
        if not text or column.name in fixed or facts.computed or column.family not in ("text", "document", "other"):
            continue
        blanked = blank(text, matcher)
        if blanked != text:
            after[column.name] = blanked[: facts.longest] if facts.longest else blanked
    return after


def blank(text: str, matcher: TextMatcher) -> str:
    """The text with every passage that points to the person replaced; looked at again until none is left."""
    for _round in range(5):
        hits = sorted(((hit.start, hit.end) for hit in matcher.find(text)), reverse=True)
        if not hits:
            return text
        last = len(text) + 1
        for start, end in hits:
            if end <= last and start < end:
                text, last = text[:start] + MARK + text[end:], start
    return text
