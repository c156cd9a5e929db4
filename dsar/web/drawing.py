"""What drawings share: charts of figures and the matrix of risks are numbers that templates draw as SVG."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word at a place of a drawing, in its units; `anchor` is start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str = "middle"
