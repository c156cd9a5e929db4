"""What a search must know of a database before it looks for anyone: tables, meanings, edges, and who owns a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from discovery.sources.sql.database import Database
from discovery.sources.sql.edges import EdgeFigures, declared_edges, likely_edges
from discovery.sources.sql.schema import Edge, Inventory, Table, TableName
from discovery.sources.sql.semantics import TableMeaning, read_meaning, singular, tokens

_CO_OWNER = 1 / 3  # an edge this selective beside the best one shares the row
_SAME_TABLE = 1 / 10
_DEEP = 6
_ACTING = frozenset(
    [
        "employee",
        "agent",
        "rep",
        "representative",
        "manager",
        "handler",
        "operator",
        "seller",
        "salesperson",
        "cashier",
        "clerk",
        "assignee",
        "assigned",
        "created",
        "updated",
        "modified",
        "approved",
        "handled",
        "processed",
        "entered",
        "supervisor",
        "editor",
        "reviewer",
        "by",
    ]
)
_ASKING = frozenset(
    ["requested", "ordered", "submitted", "reported", "placed", "owned", "booked", "bought", "paid", "received"]
)


@dataclass(frozen=True)
class Survey:
    """The inventory with its meanings and edges. `fingerprint` tells whether a stored plan still fits."""

    inventory: Inventory
    meanings: Mapping[TableName, TableMeaning]
    edges: tuple[Edge, ...]

    def table(self, name: TableName) -> Table:
        """The table of that name. Raises KeyError."""
        found = self.inventory.table(name)
        if found is None:
            raise KeyError(str(name))
        return found

    def edges_to(self, parent: TableName) -> list[Edge]:
        """The edges whose parent is this table."""
        return [edge for edge in self.edges if edge.parent == parent]

    def edges_from(self, child: TableName) -> list[Edge]:
        """The edges that start in this table."""
        return [edge for edge in self.edges if edge.child == child]

    def is_person(self, name: TableName) -> bool:
        """Whether the table's rows are people (or contacts)."""
        return self.meanings[name].is_person


def read_survey(database: Database) -> Survey:
    """Looks at the catalogue and at samples. Raises QueryFailed where the catalogue cannot be read."""
    inventory = database.read_inventory()
    meanings = {table.name: read_meaning(database, table) for table in inventory.tables}
    edges = [*declared_edges(inventory), *likely_edges(database, inventory, meanings)]
    return Survey(inventory, meanings, tuple(dict.fromkeys(edges)))


@dataclass
class Ownership:
    """Whose a row is when several edges lead to people: the most selective one owns it, the others only act."""

    survey: Survey
    figures: EdgeFigures
    _roots: dict[TableName, TableName | None] = field(default_factory=dict)

    def root(self, name: TableName, depth: int = 0) -> TableName | None:
        """The person table that owns the rows of this table, through however many edges; None where nobody does."""
        if self.survey.is_person(name):
            return name
        if name not in self._roots:
            self._roots[name] = None  # a cycle of keys owns nothing by itself
            groups = self._groups(name, depth)
            self._roots[name] = max(groups, key=lambda root: groups[root], default=None)
        return self._roots[name]

    def _groups(self, name: TableName, depth: int = 0) -> dict[TableName, float]:
        groups: dict[TableName, float] = {}
        if depth > _DEEP:
            return groups
        for edge in self.survey.edges_from(name):
            root = self.root(edge.parent, depth + 1) if edge.parent != name else None
            if root:
                groups[root] = max(groups.get(root, 0.0), self.figures.selectivity(edge))
        return groups

    def owns(self, edge: Edge) -> bool:
        """Whether the parent of this edge owns the child's row, rather than having handled or mentioned it."""
        groups = self._groups(edge.child)
        if edge.parent == edge.child:
            return not groups and not self.survey.is_person(edge.child)
        root = self.root(edge.parent)
        if root is None:
            return not groups
        rivals = self._rivals(edge, root)
        if _acts(edge) and any(not _acts(rival) for rival in rivals):
            return False
        if groups[root] < _CO_OWNER * max(groups.values()) and not any(_acts(rival) for rival in rivals):
            return False
        best = max((self.figures.selectivity(rival) for rival in rivals if rival.parent == edge.parent), default=0.0)
        return edge.parent != root or self.figures.selectivity(edge) >= _SAME_TABLE * best

    def _rivals(self, edge: Edge, root: TableName) -> list[Edge]:
        """Other edges of the child that lead to people: to another root, or straight to the same person table."""
        return [
            other
            for other in self.survey.edges_from(edge.child)
            if other != edge
            and other.parent != edge.child
            and (found := self.root(other.parent))
            and (found != root or other.parent == edge.parent)
        ]

    def direct_owners(self, name: TableName) -> list[Edge]:
        """The owning edges that lead straight to a person table."""
        if self.survey.is_person(name):
            return []
        return [
            e
            for e in self.survey.edges_from(name)
            if self.survey.is_person(e.parent) and e.parent != name and self.owns(e)
        ]


def _acts(edge: Edge) -> bool:
    words = {singular(word) for column in edge.columns for word in tokens(column)}
    staff = {singular(word) for word in tokens(edge.parent.name)} & {"employee", "agent", "salesperson"}
    return bool((words & _ACTING and not words & _ASKING) or staff)
