"""Where a person is erased from, behind one port: databases, files, mailboxes, object stores, caches, people."""

from erasure.targets import files as _files
from erasure.targets import imap as _imap
from erasure.targets import keys as _keys
from erasure.targets import manual as _manual
from erasure.targets import messages as _messages
from erasure.targets import objects as _objects
from erasure.targets import vectors as _vectors
from erasure.targets.ports import Pace, TakenAway, Target
from erasure.targets.registry import TargetKind, checked_settings, kind_of, make_target, register, target_kinds
from erasure.targets.sql import target as _sql

__all__ = [
    "Pace",
    "TakenAway",
    "Target",
    "TargetKind",
    "_files",
    "_imap",
    "_keys",
    "_manual",
    "_messages",
    "_objects",
    "_sql",
    "_vectors",
    "checked_settings",
    "kind_of",
    "make_target",
    "register",
    "target_kinds",
]
