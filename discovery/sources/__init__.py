"""Where content comes from: read-only sources behind one port, and the registry of their kinds.

`make_source("files", {"path": "/srv/share"})` gives a `Source`; `source_kinds()` tells what can be set up.
"""

from discovery.sources.files import FilesSource
from discovery.sources.mailbox import MailboxSource
from discovery.sources.ports import ConnectionTest, Source, SourceUnreadable, not_read_reason
from discovery.sources.registry import Setting, SourceKind, checked_settings, make_source, register, source_kinds
from discovery.sources.sql.kind import SqlSource

__all__ = [
    "ConnectionTest",
    "FilesSource",
    "MailboxSource",
    "Setting",
    "Source",
    "SourceKind",
    "SourceUnreadable",
    "SqlSource",
    "checked_settings",
    "make_source",
    "not_read_reason",
    "register",
    "source_kinds",
]
