"""The shape of a body of rules on time limits, and the choice of the one in force on the day of receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dsar.deadlines.events import PauseKind
from dsar.deadlines.periods import Length


class Right(StrEnum):
    """The right that a request uses."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    OPT_OUT = "opt_out"
    LIMIT = "limit"


class Effect(StrEnum):
    """What a lawful ask does to the clock."""

    RESTART = "restart"  # the whole period runs from the answer
    SUSPEND = "suspend"  # the days of the pause are not counted


class Counting(StrEnum):
    """Which days of a suspension are not counted."""

    BOTH_DAYS = "both_days"  # from the day asked to the day answered, both included
    HALF_OPEN = "half_open"  # from the day after the ask to the day answered


class Quantity(StrEnum):
    """Whether a large quantity of data has to be shown before an ask may stop the clock."""

    NOT_ASKED = "not_asked"
    ADVISED = "advised"  # an example of what makes an ask reasonable: say it where it is so
    DEMANDED = "demanded"  # without it the ask stops nothing


ALL_RIGHTS = frozenset(Right)
ACCESS_ONLY = frozenset({Right.ACCESS})


@dataclass(frozen=True)
class PauseRule:
    """A reason for which the clock may lawfully stop."""

    kind: PauseKind
    effect: Effect
    label: str
    condition: str
    article: str
    rights: frozenset[Right] = ALL_RIGHTS
    counting: Counting = Counting.HALF_OPEN
    credits_notice: bool = False  # whether the excluded days also delay the last day for the notice of extension
    restarts_safely: bool = True  # False where the start rests on guidance, not on the text
    asked_from: date = date.min
    asked_until: date = date.max
    gate: str = ""  # the gate of the lifecycle that an ask of this kind has to pass
    quantity: Quantity = Quantity.NOT_ASKED
    window_days: int | None = None  # time to think it over: the period starts when it ends, whenever the answer

    def covers(self, kind: str, right: Right, day: date) -> bool:
        return self.kind == kind and right in self.rights and self.asked_from <= day <= self.asked_until

    def start_after(self, asked_on: date, answered_on: date, *, safely: bool = False) -> date:
        """The day from which the period runs anew; `safely` does not wait for a window for thinking to end."""
        if self.window_days is None:
            return answered_on
        window_ends = asked_on + timedelta(days=self.window_days)
        return min(answered_on, window_ends) if safely else window_ends


@dataclass(frozen=True)
class Criterion:
    """A ground accepted for an extension; `free_of_cap` where the law sets no longest period for it."""

    code: str
    label: str
    article: str
    free_of_cap: bool = False


@dataclass(frozen=True)
class ExtensionRule:
    """How the period may be extended. `total` is measured from the start; None: to the day announced, without a cap."""

    total: Length | None
    article: str
    notice_article: str
    criteria: tuple[Criterion, ...]
    notice_shown: bool = True


@dataclass(frozen=True)
class Regime:
    """One version of one body of rules, for requests received from `effective_from` to `effective_until`."""

    regime_id: str
    ruleset_version: str
    name: str
    effective_from: date
    effective_until: date
    base: Length
    base_article: str
    count_article: str
    start_article: str
    rolls: bool
    roll_article: str
    refusal_article: str
    extension: ExtensionRule | None
    pauses: tuple[PauseRule, ...] = ()
    acknowledge: Length | None = None
    acknowledge_article: str = ""
    short_rights: frozenset[Right] = frozenset()  # rights with a period of their own, without extension
    short_base: Length | None = None
    short_article: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()

    def is_short(self, right: Right) -> bool:
        return right in self.short_rights

    def base_for(self, right: Right) -> Length:
        return self.short_base if self.short_base and self.is_short(right) else self.base

    def base_article_for(self, right: Right) -> str:
        return self.short_article if self.is_short(right) else self.base_article

    def extension_for(self, right: Right) -> ExtensionRule | None:
        return None if self.is_short(right) else self.extension

    def pause_rule(self, kind: str, right: Right, day: date) -> PauseRule | None:
        """The rule by which an ask of that kind on that day stops the clock, or None where it does not."""
        rules: Iterator[PauseRule] = (rule for rule in self.pauses if rule.covers(kind, right, day))
        return None if self.is_short(right) else next(rules, None)
