"""
From a ZIP code to the places that it lies in, offline.

A pack lists codes by county (FIPS). What matters is which of the pack's places a code is in: its
county where the pack has that county, else its state, else the country around all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from hearthlight.content.zip_tables import read_zip_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Run = tuple[int, int, tuple[str, ...]]
"""The first code, the last, and the places that every code between lies in, in their order."""

_CODE = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
_STATE = 2
_AREA = 100
"""Codes that share their first three digits are sorted in one place."""


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
