"""Tables of ZIP codes, as packs write them."""

from __future__ import annotations

import re
from functools import lru_cache

_TABLES = 2
"""Tables that are remembered: what checks a pack and what compiles it read the same ones."""
_LINE = re.compile(r"(\d{2}(?:\d{3})?(?:\+\d{2}(?:\d{3})?)*)((?: \d{5}(?:-\d{5})?)+)", re.ASCII)
_POINTS = re.compile(r"(\d{3})((?: \d{2} -?\d{1,4} -?\d{1,5})+)", re.ASCII)


@lru_cache(maxsize=_TABLES)
def read_zip_points(table: str) -> tuple[tuple[str, float, float], ...]:
    """
    Each ZIP code of a table with its latitude and longitude in degrees.

    Raises ValueError with the line that is not `DDD DD LATITUDE LONGITUDE ...`.
    """
    read: list[tuple[str, float, float]] = []
    for line in table.splitlines():
        if not line.strip():
            continue
        found = _POINTS.fullmatch(line.strip())
        if not found:
            raise ValueError(line.strip())
        parts = found[2].split()
        for last, latitude, longitude in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            read.append((found[1] + last, int(latitude) / 100, int(longitude) / 100))
    return tuple(read)


@lru_cache(maxsize=_TABLES)
def read_zip_table(table: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """
    First code, last code and FIPS codes of each run, as the table has them.

    Raises ValueError with the line that is not `FIPS[+FIPS] CODE[-CODE] ...`.
    """
    read: list[tuple[int, int, tuple[str, ...]]] = []
    for line in table.splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise ValueError(line.strip())
        where = tuple(found[1].split("+"))
        for run in found[2].split():
            first, _, last = run.partition("-")
            read.append((int(first), int(last or first), where))
    return tuple(read)
