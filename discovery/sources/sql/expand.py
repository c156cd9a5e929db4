"""The second pass: from the subject's rows outward along the edges, never through a row that others share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from discovery.documents import Decision, Match
from discovery.sources.sql.collected import Collected, Reached
from discovery.sources.sql.database import Cells, Database, RawRow, count, fetch
from discovery.sources.sql.edges import cells_of
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.judging import Seed, is_strong
from discovery.sources.sql.person import NameAgreement, Subject
from discovery.sources.sql.schema import Edge, Table, TableName
from discovery.sources.sql.semantics import NAMES
from discovery.sources.sql.survey import Ownership, Survey

_EXCLUSIVE = 0.9
_SATELLITE_COLUMNS = 3
_SINGLE = 5  # up to so many other people's rows are shown one by one
_GROUPS = {
    "acted_on": "the subject acted on them, but they belong to others",
    "too_many_rows": "too many to follow one by one",
    "other_person": "they are other people's",
}


@dataclass
class Expansion:
    """One walk outward. `run` may be called again with more seeds; rows already found are kept."""

    database: Database
    survey: Survey
    ownership: Ownership
    subject: Subject
    found: Collected

    def run(self, seeds: Sequence[Seed]) -> None:
        """Takes the seeds in and follows the edges from those that may be followed."""
        named = sum(seed.match.reason == "name_only" for seed in seeds)
        confirmed = any(seed.match.decision is Decision.CONFIRMED for seed in seeds)
        # where only the name is known, a few bearers are followed for review; of many, each is most likely another
        follow_names = not confirmed and named <= self.database.limits.shared_by_people
        frontier: list[Reached] = []
        for seed in seeds:
            match = self._owned_by_another(seed)
            follow = match.decision is Decision.CONFIRMED or (follow_names and match.reason == "name_only")
            reached = Reached(seed.row, match, seed.path, seed.columns, is_seed=is_strong(seed.hits))
            if self.found.add(reached) and follow:
                frontier.append(reached)
        for _step in range(self.database.limits.depth):
            frontier = self._step(frontier)
            if not frontier:
                return
        for table in {reached.row.table for reached in frontier}:
            self.found.note(table, "too_far")

    def _owned_by_another(self, seed: Seed) -> Match:
        """A confirmed row of somebody else's order or ticket becomes a case for a person."""
        if seed.match.decision is not Decision.CONFIRMED or self.survey.is_person(seed.row.table):
            return seed.match
        if self.owner_agreement(seed.row) in (NameAgreement.DIFFERENT, NameAgreement.SAME_FAMILY):
            why = f"{seed.match.why}, but the row belongs to another person"
            return replace(seed.match, decision=Decision.REVIEW, reason="other_persons_row", score=0.5, why=why)
        return seed.match

    def owner_agreement(self, row: RawRow) -> NameAgreement:
        """How the names of the people who own this row compare with the subject's; the best of several."""
        judged = [NameAgreement.UNKNOWN]
        for edge in self.ownership.direct_owners(row.table):
            cells = cells_of(row.values, edge.columns)
            if cells is None:
                continue
            for parent in self._fetch(self.survey.table(edge.parent), edge.parent_columns, [cells]):
                meaning = self.survey.meanings[edge.parent]
                names = self.subject.agreement(parent.values, meaning)
                strong = any(hit for hit in self.subject.hits(parent.values, meaning, {}) if is_strong([hit]))
                # somebody else's row may name the subject as a contact: that makes it nobody else's
                if strong and names not in (NameAgreement.DIFFERENT, NameAgreement.SAME_FAMILY):
                    return NameAgreement.SAME
                judged.append(names)
        return min(judged, key=list(NameAgreement).index)

    def _step(self, frontier: list[Reached]) -> list[Reached]:
        batches: dict[tuple[TableName, Decision, str, bool], list[Reached]] = defaultdict(list)
        for reached in frontier:
            key = (reached.row.table, reached.match.decision, reached.path, reached.children)
            batches[key].append(reached)
        onward: list[Reached] = []
        for (table, _decision, _path, children), batch in batches.items():
            if children:
                for edge in self.survey.edges_to(table):
                    onward.extend(self._children(edge, batch))
            for edge in self.survey.edges_from(table):
                onward.extend(self._parents(edge, batch))
        return onward

    def _children(self, edge: Edge, batch: list[Reached]) -> list[Reached]:
        child = self.survey.table(edge.child)
        wanted = _keys(batch, edge.parent_columns)
        try:
            total = count(self.database, child, edge.columns, wanted) if wanted else 0
        except QueryFailed as error:
            self.found.note(child.name, error.code)
            return []
        if not total:
            return []
        start = batch[0]
        path = f"{start.path} → {edge}"
        if not self.ownership.owns(edge) and not self.survey.is_person(edge.child):
            self._group(child, edge, wanted, start, total, "acted_on")
            return []
        if self._fans_out(child, total):
            self._group(child, edge, wanted, start, total, "too_many_rows")
            self.found.note(child.name, "fan_out")
            return []
        rows = self._fetch(child, edge.columns, wanted)
        others = self._others(edge.child, rows)
        other_keys = {row.key for row in others}
        match = self._inherit(start.match, path, edge)
        mine = [Reached(row, match, path) for row in rows if row.key not in other_keys]
        self._other_people(child, edge, others, start, wanted)
        return [reached for reached in mine if self.found.add(reached)]

    def _fans_out(self, child: Table, total: int) -> bool:
        limits = self.database.limits
        share = total > limits.fan_out_floor and total > limits.fan_out_share * child.row_count
        return share or total > limits.rows_per_group

    def _inherit(self, match: Match, path: str, edge: Edge) -> Match:
        """A row reached has the decision of the row it hangs on; a key that only its values suggest asks for a look."""
        match = replace(
            match, why=f"belongs to the subject's row: {path}", score=round(match.score * 0.98, 3), spans=()
        )
        if edge.by_values and match.decision is Decision.CONFIRMED:
            return replace(match, decision=Decision.REVIEW, reason="likely_key", score=0.5)
        return match

    def _others(self, child: TableName, rows: list[RawRow]) -> list[RawRow]:
        """Child rows that are another person, or belong to another person although the subject's row leads to them."""
        if self.survey.is_person(child):
            return [row for row in rows if self._is_another_person(row)]
        owners = [(edge, self.found.keys_of(edge)) for edge in self.ownership.direct_owners(child)]
        owners = [(edge, keys) for edge, keys in owners if keys]
        others = []
        for row in rows:
            pointed = [(cells, keys) for edge, keys in owners if (cells := cells_of(row.values, edge.columns))]
            if pointed and not any(cells in keys for cells, keys in pointed):
                others.append(row)
        return others

    def _is_another_person(self, row: RawRow) -> bool:
        meaning = self.survey.meanings[row.table]
        agreement = self.subject.agreement(row.values, meaning)
        if agreement is NameAgreement.UNKNOWN:
            return bool(meaning.identity_of(*NAMES)) or not self.is_satellite(row.table)
        return agreement is not NameAgreement.SAME

    def is_satellite(self, name: TableName) -> bool:
        """Whether a table only holds a person's e-mails or phones: little beside its keys, and one person edge."""
        table = self.survey.table(name)
        edges = [edge for edge in self.survey.edges_from(name) if self.survey.is_person(edge.parent)]
        keys = {*table.primary_key, *(column for edge in self.survey.edges_from(name) for column in edge.columns)}
        named = self.survey.meanings[name].identity_of(*NAMES)
        return len(edges) == 1 and not named and len(table.columns) - len(keys) <= _SATELLITE_COLUMNS

    def _parents(self, edge: Edge, batch: list[Reached]) -> Iterable[Reached]:
        parent = self.survey.table(edge.parent)
        by_key: dict[Cells, Reached] = {}
        for reached in batch:
            if cells := cells_of(reached.row.values, edge.columns):
                by_key.setdefault(cells, reached)
        if not by_key or self.found.context_full(parent.name):
            return
        for row in self._fetch(parent, edge.parent_columns, list(by_key)):
            start = by_key.get(cells_of(row.values, edge.parent_columns) or (), batch[0])
            reached = self._judge_parent(edge, start, row)
            if (
                self.found.add(reached)
                and reached.match.decision is not Decision.CONTEXT
                and reached.match.decision is start.match.decision
            ):
                yield reached

    def _judge_parent(self, edge: Edge, start: Reached, row: RawRow) -> Reached:
        path = f"{start.path} → {edge} → {edge.parent}"
        child = self.survey.table(edge.child)
        if self.survey.is_person(edge.parent):
            stands_for_it = edge.columns == child.primary_key or self.is_satellite(edge.child)
            owned = self.ownership.owns(edge) and not self.survey.is_person(edge.child)
            if start.is_seed and edge.parent != edge.child and (stands_for_it or owned):
                return Reached(row, self._ascend(edge, start, row, path), path, is_seed=True)
            return self._context(row, start, path, "other_person", "a person this row names; shown for reading")
        if self.survey.is_person(edge.child) and self._is_exclusive(edge, row):
            return Reached(row, self._inherit(start.match, path, edge), path, children=False)
        return self._context(row, start, path, "shared_row", "shown for reading; others share this row")

    def _ascend(self, edge: Edge, start: Reached, row: RawRow, path: str) -> Match:
        meaning = self.survey.meanings[edge.parent]
        agreement = self.subject.agreement(row.values, meaning)
        unknown = agreement is NameAgreement.UNKNOWN and self.is_satellite(edge.child)
        if agreement is NameAgreement.SAME or unknown:
            return replace(start.match, why=f"the person of the row in which the identifier stands: {path}", score=0.9)
        why = "the row with the identifier belongs to this person, whose name is not confirmed"
        return replace(start.match, decision=Decision.REVIEW, reason="owner_of_hit", score=0.5, why=why)

    def _is_exclusive(self, edge: Edge, row: RawRow) -> bool:
        """Whether this parent row is this person's alone, as an address mostly is: only one row refers to it."""
        if self.ownership.figures.selectivity(edge) <= _EXCLUSIVE:
            return False
        referrers = 0
        for incoming in self.survey.edges_to(edge.parent):
            cells = cells_of(row.values, incoming.parent_columns)
            try:
                referrers += (
                    count(self.database, self.survey.table(incoming.child), incoming.columns, [cells]) if cells else 0
                )
            except QueryFailed:
                return False
        return referrers == 1

    def _context(self, row: RawRow, start: Reached, path: str, reason: str, why: str) -> Reached:
        match = replace(start.match, decision=Decision.CONTEXT, reason=reason, score=0.0, why=why, spans=())
        return Reached(row, match, path)

    def _other_people(
        self, child: Table, edge: Edge, others: list[RawRow], start: Reached, wanted: list[Cells]
    ) -> None:
        others = [row for row in others if not self.found.has(row)]
        if len(others) > _SINGLE:
            self._group(child, edge, wanted, start, len(others), "other_person")
            return
        why = "another person's row that leads to the subject"
        for row in others:
            match = replace(start.match, decision=Decision.REVIEW, reason="other_person", score=0.2, why=why, spans=())
            self.found.add(Reached(row, match, f"{start.path} → {edge}"))

    def _group(self, child: Table, edge: Edge, wanted: list[Cells], start: Reached, total: int, reason: str) -> None:
        """One item for review instead of thousands: its key is the condition, its values the count and a sample."""
        sample = self._fetch(child, edge.columns, wanted[:1], cap=self.database.limits.sample_keys)
        why = f"{total} rows of {child.name} lead here through {edge}: {_GROUPS[reason]}"
        match = replace(start.match, decision=Decision.REVIEW, reason=reason, score=0.2, why=why, spans=())
        self.found.add_group(child, edge, wanted, total, sample, match, f"{start.path} → {edge}")

    def _fetch(self, table: Table, columns: tuple[str, ...], wanted: list[Cells], cap: int = 0) -> list[RawRow]:
        most = cap or self.database.limits.rows_per_group
        try:
            rows = fetch(self.database, table, columns, wanted, cap=most)
        except QueryFailed as error:
            self.found.note(table.name, error.code)
            return []
        if len(rows) > most and not cap:
            self.found.note(table.name, "too_many_rows")
        return rows[:most]


def _keys(batch: list[Reached], columns: tuple[str, ...]) -> list[Cells]:
    return list(dict.fromkeys(cells for reached in batch if (cells := cells_of(reached.row.values, columns))))
