"""What rooms further along the corridor tell the person's door: whether an answer is there to be collected."""

from collections.abc import Callable
from dataclasses import dataclass

from dsar.requester.models import PortalSession


@dataclass(frozen=True, slots=True)
class AnswerThere:
    """An answer that can be collected at `url` (inside the door) with the code that went another way."""

    url: str


AnswerProvider = Callable[[PortalSession], AnswerThere | None]
_providers: list[AnswerProvider] = []


def register_answer(provider: AnswerProvider) -> None:
    """Say who knows whether an answer is there."""
    _providers.append(provider)


def answer_of(session: PortalSession) -> AnswerThere | None:
    """The answer that this person can collect now, if there is one."""
    return next((found for provider in _providers if (found := provider(session)) is not None), None)
