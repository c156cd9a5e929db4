"""The URL map as data, read from the resolver."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver


@dataclass(frozen=True)
class FoundRoute:
    """One route of the map.

    Attributes:
        name: with its namespaces, "dsar:case"; for a route without a name its pattern in angle brackets.
        pattern: as written in urls.py, from the root.
        arguments: name of each captured part with the name of its converter ("str", "uuid", "int" …).
        takes_acts_alone: its view answers POST and nothing else (require_POST).
    """

    name: str
    pattern: str
    arguments: dict[str, str] = field(hash=False)
    takes_acts_alone: bool = False

    @property
    def is_of_a_case(self) -> bool:
        """Whether the address names a case by its reference."""
        return "ref" in self.arguments


def routes(
    resolver: URLResolver, *, namespace: str = "", before: str = "", outer: dict[str, str] | None = None
) -> Iterator[FoundRoute]:
    """Every route below the resolver."""
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        arguments = {**(outer or {}), **converters(entry.pattern)}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, namespace=inner, before=pattern, outer=arguments)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else f"<{pattern}>"
            yield FoundRoute(name, pattern, arguments, takes_acts_alone=methods_of(entry.callback) == ["POST"])


def methods_of(view: Any) -> list[str] | None:
    """The methods that a decorator of Django's lets through to the view; None where none of them says so."""
    while view is not None:
        if found := inspect.getclosurevars(view).nonlocals.get("request_method_list"):
            return list(found)
        view = getattr(view, "__wrapped__", None)
    return None


def converters(pattern: Any) -> dict[str, str]:
    """Names of the captured parts with the names of their converters; groups of a regular expression count as "str"."""
    if found := getattr(pattern, "converters", None):
        return {
            name: type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            for name, converter in found.items()
        }
    regex = getattr(pattern, "regex", None)
    return dict.fromkeys(regex.groupindex, "str") if regex else {}
