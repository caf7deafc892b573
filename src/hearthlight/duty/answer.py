"""
What is asked of whom, where: the lines of a pack's duties that hold for one who asks.

Nothing here knows a law. Of each part the nearest place that has a line decides, and what binds
only some is told only to whom it may bind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.duty.deadlines import Due, find_due
from hearthlight.places.places import chain_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hearthlight.content.model import Child, Duty, DutyPart, Standing

_STRENGTH: tuple[Standing, ...] = ("must", "may-must", "not-known")
"""Of several lines that say whether the law names someone, the strongest stands."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, about which child, where, and when they learned of it. Nothing has to be told."""

    place: str = ""
    role: str = ""
    child: Child = "unsaid"
    learned: datetime | None = None
    """By the clock where the child lives, without a zone."""


class ToldLine(NamedTuple):
    """A line that holds, and by when."""

    duty: Duty
    due: tuple[Due, ...] = ()


class Answer(NamedTuple):
    """Whether the law names them, as far as is known, and every line that holds for them."""

    standing: Standing
    lines: tuple[ToldLine, ...]

    def of(self, part: DutyPart) -> tuple[ToldLine, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.duty.part == part)


def answer_duty(
    duties: Sequence[Duty],
    clocks: Mapping[str, tuple[str, ...]],
    places: Mapping[str, str],
    asked: Asked,
) -> Answer:
    """
    The lines for one who asks. `clocks` is place to zones; `places` is place to what is around it.

    Raises KeyError for a place that is not in `places`.
    """
    chain = chain_of(asked.place, places)
    # Who names no place is told what holds in the country that all places lie in.
    around = chain or tuple(place for place, within in places.items() if not within)
    fits = [duty for duty in duties if duty.place in around and _fits(duty, asked)]
    who = _nearest([duty for duty in fits if duty.part == "who"], around)
    told = {duty.standing for duty in who}
    standing = next((standing for standing in _STRENGTH if standing in told), _STRENGTH[-1])
    binds = standing != "not-known"
    lines = _nearest([duty for duty in fits if binds or not duty.bound], around)
    zones = next((clocks[place] for place in chain if place in clocks), ())
    return Answer(standing, tuple(ToldLine(duty, _due(duty, zones, asked)) for duty in lines))


def _fits(duty: Duty, asked: Asked) -> bool:
    return (not duty.roles or asked.role in duty.roles) and (
        not duty.children or asked.child in duty.children
    )


def _nearest(duties: Sequence[Duty], around: Sequence[str]) -> list[Duty]:
    """Of each part, the lines of the innermost place, in their order."""
    distance = {place: steps for steps, place in enumerate(around)}
    nearest: dict[str, int] = {}
    for duty in duties:
        here = distance[duty.place]
        nearest[duty.part] = min(here, nearest.get(duty.part, here))
    kept = [duty for duty in duties if distance[duty.place] == nearest[duty.part]]
    return sorted(kept, key=lambda duty: (duty.order, duty.id))


def _due(duty: Duty, zones: Sequence[str], asked: Asked) -> tuple[Due, ...]:
    if not duty.hours or asked.learned is None:
        return ()
    return find_due(asked.learned, zones, duty.hours, weekends=duty.weekends)
