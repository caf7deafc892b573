"""Distance holds everywhere: at the poles, over the date line, and in the cells of the grid."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from hearthlight.directory.distance import (
    EARTH,
    cell,
    cells,
    chord,
    kilometres,
    longest_chord,
    spot,
)

near_poles = st.one_of(st.floats(-90, -89.5), st.floats(89.5, 90), st.floats(-90, 90))
near_date_line = st.one_of(st.floats(179.5, 180), st.floats(-180, -179.5), st.floats(-180, 180))
points = st.tuples(near_poles, near_date_line)


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres by another formula (Vincenty's for a sphere), good at every distance."""
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    turn = d - b
    across = math.hypot(
        math.cos(c) * math.sin(turn),
        math.cos(a) * math.sin(c) - math.sin(a) * math.cos(c) * math.cos(turn),
    )
    along = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(turn)
    return EARTH * math.atan2(across, along)


@given(points, points)
def test_distance_is_that_of_the_great_circle(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    """To the kilometre above, in both directions alike."""
    squared = chord(spot(*one), spot(*other))
    assert squared == chord(spot(*other), spot(*one))
    found = kilometres(squared)
    true = great_circle(one, other)
    assert true - 0.5 <= found <= true + 1.5


@given(points, st.floats(-400, 400), st.floats(-400, 400), st.floats(0.5, 300))
def test_whoever_is_within_the_radius_is_in_a_cell_that_is_looked_into(
    centre: tuple[float, float], north: float, east: float, radius: float
) -> None:
    """Over the date line as well; where the pole is near, every cell is looked into."""
    latitude = max(-90.0, min(90.0, centre[0] + north / 111))
    wide = max(0.01, math.cos(math.radians(latitude)))
    longitude = (centre[1] + east / 111 / wide + 180) % 360 - 180
    looked_into = cells(*centre, radius)
    is_near = chord(spot(*centre), spot(latitude, longitude)) <= longest_chord(radius)
    if looked_into is None or not is_near:
        return
    assert cell(latitude, longitude) in looked_into


def test_the_date_line_and_the_poles_are_no_wall() -> None:
    """Two steps over each are two steps."""
    assert kilometres(chord(spot(52, 179.99), spot(52, -179.99))) == 2
    assert kilometres(chord(spot(89.99, 0), spot(89.99, 180))) == 3
    assert cells(89.9, 0, 25) is None
    over = cells(0, 179.95, 25)
    assert over
    assert {cell(0, 179.99), cell(0, -179.99)} <= set(over)
