"""What a measure hands back: the rounds, the aim, and whether the aim holds."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal

ROUNDS = 5
"""The fewest rounds from which a figure may be quoted."""


class MeasureError(Exception):
    """A measure that cannot be taken, or that would not be fair. The message says why."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One thing's figures, one a round, in the order in which they were taken."""

    name: str
    rounds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median round."""
        return median(self.rounds)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What was promised of a figure, or of our figure divided by a yardstick's."""

    bound: Literal["at least", "at most"]
    value: float
    unit: str = ""

    def holds_for(self, figure: float) -> bool:
        """Whether one figure keeps the promise."""
        return figure >= self.value if self.bound == "at least" else figure <= self.value

    def __str__(self) -> str:
        """In words: `at most 0.6 s`."""
        return f"{self.bound} {self.value:g} {self.unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Result:
    """One measure, taken or not."""

    key: str
    what: str
    unit: str
    series: tuple[Series, ...] = ()
    """Ours first, then the yardsticks."""
    aim: Aim | None = None
    is_ratio: bool = False
    """Whether the aim is about ours divided by the yardstick, round by round."""
    disturbed: int = 0
    """In how many rounds other programs had part of our cores."""
    notes: tuple[str, ...] = ()
    missing: str = ""
    """Why it was not measured; empty when it was."""

    @property
    def yardstick(self) -> Series | None:
        """The best of what ours is measured against: a ratio over anything less would flatter."""
        return max(self.series[1:], key=lambda series: series.middle, default=None)

    @property
    def judged(self) -> tuple[float, ...]:
        """The figures that the aim is about, one a round."""
        if self.missing:
            return ()
        ours = self.series[0].rounds
        if not self.is_ratio or self.yardstick is None:
            return ours
        return tuple(
            mine / theirs for mine, theirs in zip(ours, self.yardstick.rounds, strict=True)
        )

    @property
    def holds(self) -> bool | None:
        """Whether the median keeps the aim; None when nothing was aimed at or measured."""
        if self.aim is None or self.missing:
            return None
        return self.aim.holds_for(median(self.judged))

    @property
    def verdict(self) -> str:
        """Whether the aim holds, in words, with rounds that say otherwise counted."""
        if self.missing:
            return "not measured"
        if self.aim is None:
            return "no aim"
        keeping = sum(self.aim.holds_for(figure) for figure in self.judged)
        words = "holds" if self.holds else "**does not hold**"
        if keeping not in (0, len(self.judged)):
            words += f" ({keeping} of {len(self.judged)} rounds keep it)"
        if self.disturbed:
            words += f"; other programs disturbed {self.disturbed} rounds: measure again"
        return words
