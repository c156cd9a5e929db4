"""The rooms that register gates, panels, next acts, audit sentences and subscribers when they are imported."""

from dsar.access import services as _access
from dsar.cases import services as _cases

__all__ = ["_access", "_cases"]
