"""Words of the vocabulary: English wherever they are kept, in the reader's language wherever a page shows them.

Titles of grounds, gates, methods, questions stand in modules that are plain Python and know no Django. They are stored,
compared, hashed and sent as they stand; so they must not change with whoever acts. Such a module marks them with

    from dsar.foundation.words import Words as _

which is a string like any other, and is translated only at the moment in which a template writes it into a page. Where
a sentence is put together in Python instead, `filled` and `Words.translated_by` do it.
"""

from collections.abc import Callable
from html import escape
from typing import ClassVar


class Words(str):
    """English words that a page shows in the language of its reader."""

    __slots__ = ()
    # Of Django, which sets it when the application starts; outside of it nothing is translated.
    translated_by: ClassVar[Callable[[str], str]] = staticmethod(str)

    def __html__(self) -> str:
        """The words for a page: what templates ask a string for before they escape it."""
        return escape(Words.translated_by(self))

    def filled(self, **values: object) -> str:
        """The pattern in the language of the reader with its places filled ("{day}")."""
        return Words.translated_by(self).format(**values)
