"""The errors of the house: each has a stable code, a message for the person, and attributes, not text to parse."""

from collections.abc import Mapping

from dsar.foundation.words import Words


class DsarError(Exception):
    """An act that may not or cannot be done, with a message that says what to do.

    A sentence that stands in the code as a whole is translated here, so that nobody who refuses has to think of it;
    one that is put together brings its translation along.

    Attributes:
        code: stable, lower snake case; part of the API.
        message: one or two sentences for the person at the screen, in their language.
        fields: messages by the name of the input they belong to.
    """

    code = "dsar_error"
    status = 400

    def __init__(self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None) -> None:
        self.message = Words.translated_by(message)  # in the sandbox, where no Django is set up, as it stands
        super().__init__(self.message)
        self.fields = {name: Words.translated_by(words) for name, words in (fields or {}).items()}
        if code is not None:
            self.code = code


class RuleRefused(DsarError):
    """The law or the lifecycle refuses the act; `code` names the gate."""

    code = "rule_refused"
    status = 422


class NotPermitted(DsarError):
    """The actor may not do this; objects that the actor may not know of are not found instead."""

    code = "not_permitted"
    status = 403


class Conflict(DsarError):
    """Somebody else was faster, or the thing has changed since it was read."""

    code = "conflict"
    status = 409


class KeyDestroyed(DsarError):
    """The key of a sealed value is gone: the case was erased."""

    code = "key_destroyed"
    status = 410


class IntegrityBroken(DsarError):
    """A sealed value, a file or the audit chain is not what was written."""

    code = "integrity_broken"
    status = 500
