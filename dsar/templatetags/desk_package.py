"""Sentences of the package in the language of the case (the context's `language`)."""

from typing import Any

from django import template

from dsar.response.wording import said

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], words: str, **values: Any) -> str:
    """The sentence in the language of the case; see dsar.response.wording."""
    return said(words, str(context.get("language", "en")), **values)
