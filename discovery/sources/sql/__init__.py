"""The search of databases without annotation: SQLite and PostgreSQL, read-only, with a path in words for each row."""

from discovery.sources.sql.connect import ConnectionReport, connect, try_connection
from discovery.sources.sql.database import Database
from discovery.sources.sql.errors import QueryFailed, SqlSourceError
from discovery.sources.sql.matching_port import FoldedVariants, LiteralMatcher, TextHit, TextMatcher, ValueVariants
from discovery.sources.sql.schema import Limits
from discovery.sources.sql.search import (
    Unit,
    UnitResult,
    merge_coverage,
    merge_rows,
    plan,
    run_unit,
    search_database,
)
from discovery.sources.sql.survey import Survey, read_survey

__all__ = [
    "ConnectionReport",
    "Database",
    "FoldedVariants",
    "Limits",
    "LiteralMatcher",
    "QueryFailed",
    "SqlSourceError",
    "Survey",
    "TextHit",
    "TextMatcher",
    "Unit",
    "UnitResult",
    "ValueVariants",
    "connect",
    "merge_coverage",
    "merge_rows",
    "plan",
    "read_survey",
    "run_unit",
    "search_database",
    "try_connection",
]
