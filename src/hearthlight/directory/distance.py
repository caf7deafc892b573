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
    return _cell_name(_row(latitude), _column(longitude))


def cells(latitude: float, longitude: float, radius: float) -> list[str] | None:
    """
    The cells that points within `radius` kilometres may be in; None where they are too many.

    Near a pole every meridian is near, and around the date line columns go on from the other end.
    """
    angle = radius / EARTH
    phi = math.radians(latitude)
    if abs(phi) + angle >= math.pi / 2:
        return None
    rows = range(_row(latitude - math.degrees(angle)), _row(latitude + math.degrees(angle)) + 1)
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(phi))))
    first = math.floor((longitude - width) / CELL)
    last = math.floor((longitude + width) / CELL)
    if len(rows) * (last - first + 1) > MOST_CELLS:
        return None
    around = round(360 / CELL)
    columns = sorted({(column + around // 2) % around - around // 2
                      for column in range(first - 1, last + 2)})  # fmt: skip
    return [_cell_name(row, column) for row in rows for column in columns]


def _cell_name(row: int, column: int) -> str:
    return f"g_{row + 900}_{column + 1800}"  # never a minus sign: it would end a token


def _row(latitude: float) -> int:
    return math.floor(latitude / CELL)


def _column(longitude: float) -> int:
    around = round(360 / CELL)
    return (math.floor(longitude / CELL) + around // 2) % around - around // 2
