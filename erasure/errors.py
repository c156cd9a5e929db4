"""What can go wrong with an erasure. Messages never hold a value, a statement or an address."""

from __future__ import annotations

from dsar.foundation.errors import DsarError


class ErasureRefused(DsarError):
    """The act may not be done now; `code` says why."""

    code = "erasure_refused"
    status = 422


class TargetFailed(Exception):
    """A target could not be read or changed; nothing of the step in hand was changed.

    Attributes:
        code: stable word: "unreachable", "login_refused", "secret_missing", "changed_meanwhile", "foreign_key",
            "refused_by_target", "permission_denied", "timed_out", "not_installed", "bad_setting",
            "uidplus_missing", "too_long".
        can_wait: whether the same try may succeed later without anybody doing something.
    """

    def __init__(self, code: str, *, can_wait: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.can_wait = can_wait
