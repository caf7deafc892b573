"""
Distance on the sphere, by the straight line through it: no trouble at the poles or the date line.

The same sums in the same order in Python and in both stores, so that a tie is a tie everywhere.
"""

from __future__ import annotations

import math
from typing import NamedTuple

EARTH = 6371.0088
"""The mean radius in kilometres (IUGG)."""
CELL = 0.1
"""The side of a cell of the grid, in degrees."""
MOST_CELLS = 400
"""Cells that a search looks into; a wider one looks at all."""

_RINGS = (1, 3, 9, 27)
"""Kilometres that are looked into first, where a search may end early."""
_EDGE = 1e-6
"""Degrees that are looked into beyond the edge, for points whose degrees were rounded."""
_SLACK = 0.001
"""Kilometres beyond a ring that are looked into as well, so that rounding leaves nothing out."""


class Spot(NamedTuple):
    """A point on the unit sphere."""

    x: float
    y: float
    z: float


def spot(latitude: float, longitude: float) -> Spot:
    """The point at a latitude and longitude in degrees."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    return Spot(
        math.cos(phi) * math.cos(lam),
        math.cos(phi) * math.sin(lam),
        math.sin(phi),
    )


def chord(one: Spot, other: Spot) -> float:
    """The square of the straight distance between two points of the unit sphere."""
    return (
        (one.x - other.x) * (one.x - other.x)
        + (one.y - other.y) * (one.y - other.y)
        + (one.z - other.z) * (one.z - other.z)
    )


def longest_chord(radius: float) -> float:
    """The square of the chord under `radius` kilometres of arc."""
    half = min(radius / (2 * EARTH), math.pi / 2)
    return 4 * math.sin(half) ** 2


def kilometres(squared: float) -> int:
    """Whole kilometres along the sphere, rounded up, under a chord whose square is given."""
    return math.ceil(2 * EARTH * math.asin(min(1.0, math.sqrt(squared) / 2)))


def cell(latitude: float, longitude: float) -> str:
    """The name of the cell that a point is in."""
    return _cell_name(*grid(latitude, longitude, CELL))


def cells(latitude: float, longitude: float, radius: float) -> list[str] | None:
    """The cells that points within `radius` kilometres may be in; None where they are too many."""
    found = stripes(latitude, longitude, radius, CELL)
    if found is None or sum(last - first + 1 for _, first, last in found) > MOST_CELLS:
        return None
    return [
        _cell_name(row, column) for row, first, last in found for column in range(first, last + 1)
    ]


class Stripe(NamedTuple):
    """Cells beside each other, in a grid of some side."""

    row: int
    first: int
    last: int


def degrees(point: Spot) -> tuple[float, float]:
    """The latitude and longitude of a point, but for rounding."""
    return math.degrees(math.asin(max(-1.0, min(1.0, point.z)))), math.degrees(
        math.atan2(point.y, point.x)
    )


def grid(latitude: float, longitude: float, side: float) -> tuple[int, int]:
    """The row and the column of a point in a grid whose cells are `side` degrees wide."""
    around = round(360 / side)
    column = (math.floor(longitude / side) + around // 2) % around - around // 2
    return math.floor(latitude / side), column


def stripes(latitude: float, longitude: float, radius: float, side: float) -> list[Stripe] | None:
    """
    The cells that points within `radius` kilometres may be in; None where they may be in any row.

    Near a pole every meridian is near, and around the date line columns go on from the other end.
    """
    angle = radius / EARTH
    phi = math.radians(latitude)
    if abs(phi) + angle >= math.pi / 2:
        return None
    around = round(360 / side)
    west, east = -(around // 2), around - around // 2 - 1
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(phi))))
    # One more on each side: what lies on an edge may be rounded to either.
    first = math.floor((longitude - width) / side) - 1
    last = math.floor((longitude + width) / side) + 1
    if last - first + 1 >= around:
        spans = [(west, east)]
    elif first < west:
        spans = [(west, last), (first + around, east)]
    elif last > east:
        spans = [(west, last - around), (first, east)]
    else:
        spans = [(first, last)]
    south = math.floor((latitude - math.degrees(angle) - _EDGE) / side)
    north = math.floor((latitude + math.degrees(angle) + _EDGE) / side)
    return [Stripe(row, *span) for row in range(south, north + 1) for span in spans]


def rings(radius: float) -> list[tuple[int | None, float]]:
    """
    How far to look, one after the other: whole kilometres, and those to look into.

    What lies beyond is told as further than these whole kilometres, so that a list which is full
    with what is not is the list. The last is `radius` itself, and names no whole kilometres.
    """
    first = [ring for ring in _RINGS if ring * 2 <= radius]
    return [*((ring, ring + _SLACK) for ring in first), (None, radius)]


def _cell_name(row: int, column: int) -> str:
    return f"g_{row + 900}_{column + 1800}"  # never a minus sign: it would end a token
