"""What can go wrong with a database. Messages never hold a connection string, a statement or a value."""

from __future__ import annotations


class SqlSourceError(Exception):
    """A database cannot be searched.

    Attributes:
        code: stable word ("unreachable", "login_refused", "not_read_only", "bad_url", "missing_file", …).
        message: one sentence for the person who set up the source.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class QueryFailed(SqlSourceError):
    """One statement failed; the connection may go on.

    `code` is "timed_out", "permission_denied", "connection_lost" or "query_failed".
    """
