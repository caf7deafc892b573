"""
From a ZIP code to the places that it lies in, offline.

A pack lists codes by county (FIPS). What matters is which of the pack's places a code is in: its
county where the pack has that county, else its state, else the country around all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.content.zip_tables import read_zip_points, read_zip_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Run = tuple[int, int, tuple[str, ...]]
"""The first code, the last, and the places that every code between lies in, in their order."""

_CODE = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
_STATE = 2
_AREA = 100
"""Codes that share their first three digits are sorted in one place."""


class ZipPoint(NamedTuple):
    """About where a ZIP code is."""

    latitude: float
    longitude: float
    counties: tuple[str, ...]
    """Places it may lie in. A county that the pack has no place for is named after its state."""


def place_zip_points(points: str, table: str, places: Mapping[str, str]) -> str:
    """
    Each code of `points`, with the counties that `table` knows it in, as lines to look it up in.

    `places` are FIPS codes to place ids. One text is read quicker at the start than a table.
    """
    counties: dict[int, tuple[str, ...]] = {}
    for first, last, where in read_zip_table(table):
        found = tuple(name for code in where if (name := county_name(code, places)))
        counties.update(dict.fromkeys(range(first, last + 1), found))
    return "".join(
        f"\n{code} {latitude:g} {longitude:g} {'+'.join(counties.get(int(code), ()))}"
        for code, latitude, longitude in read_zip_points(points)
    )


def county_name(fips: str, places: Mapping[str, str]) -> str:
    """The place of a FIPS code: the pack's, or its state's with the code; empty if unknown."""
    state = places.get(fips[:_STATE], "")
    return places.get(fips) or (f"{state}-{fips}" if state else "")


def find_zip_point(points: str, code: str) -> ZipPoint | None:
    """About where a code is, in what `place_zip_points` made; None where that is not known."""
    at = points.find(f"\n{code.strip()[:5]} ") if is_zip_code(code) else -1
    if at < 0:
        return None
    end = points.find("\n", at + 1)
    line = points[at + 1 : end if end > 0 else None]
    _, latitude, longitude, where = line.split(" ")
    return ZipPoint(float(latitude), float(longitude), tuple(filter(None, where.split("+"))))


def place_zip_codes(table: str, places: Mapping[str, str], country: str) -> tuple[Run, ...]:
    """
    The runs of a table as places. `places` are FIPS codes to place ids, in the order to offer them.

    A code that nobody uses lies where the codes on both sides of it lie, if that is one answer and
    they share their first three digits: codes are added that way.
    """
    order = {place: number for number, place in enumerate(places.values())}
    placed: list[Run] = []
    for first, last, where in sorted(read_zip_table(table)):
        found = {places.get(code) or places.get(code[:_STATE]) or country for code in where}
        ids = tuple(sorted(found, key=lambda place: order.get(place, len(order))))
        before = placed[-1] if placed else None
        if before and before[2] == ids and before[1] // _AREA == first // _AREA:
            placed[-1] = (before[0], last, ids)
        else:
            placed.append((first, last, ids))
    return tuple(placed)


def find_by_zip(runs: Sequence[Run], code: str) -> tuple[str, ...]:
    """
    The places that a ZIP code may lie in: one, several to choose from, or none that is known.

    `94110` and `94110-1234` are both taken. Raises ValueError for what is no ZIP code.
    """
    if not is_zip_code(code):
        raise ValueError(code)
    number = int(code.strip()[:5])
    at = bisect_right(runs, number, key=lambda run: run[0]) - 1
    return runs[at][2] if at >= 0 and runs[at][1] >= number else ()


def is_zip_code(said: str) -> bool:
    """Whether it has the form of one."""
    return bool(_CODE.fullmatch(said.strip()))
