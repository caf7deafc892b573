"""
By when a report is due: hours of law, on the clocks of a place.

Where a clock shows an hour twice or not at all, and where a place keeps more than one time, the
earliest reading counts: a deadline told here is never too late.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

UTC = ZoneInfo("UTC")
_SATURDAY = 5


_FIRST_YEAR, _LAST_YEAR = 1970, 2999


class Due(NamedTuple):
    """A deadline, and the time zones whose clocks show it so."""

    at: datetime
    """Aware, in the first of the zones."""
    zones: tuple[str, ...]


def read_time(said: str) -> datetime:
    """
    A day and an hour as forms and people write them: `2026-11-24T21:30`, or with a space.

    Raises ValueError for anything else, and for a year that no report is about.
    """
    day, _, hour = said.strip().replace("T", " ").partition(" ")
    found = datetime.strptime(f"{day} {hour.strip()}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a clock's time; `find_due` knows whose
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(said)
    return found


def find_due(
    learned: datetime, zones: Sequence[str], hours: int, *, weekends: bool = True
) -> tuple[Due, ...]:
    """
    When `hours` are over, for someone who learned of it at this time of their own clock.

    `learned` has no zone. One deadline for each reading of the clock that differs, the zones in
    their order. Without `weekends` the hours of Saturdays and Sundays do not count. Holidays
    count: which ones a state keeps is not known here, and to leave one out could be too late.

    Raises ZoneInfoNotFoundError for a zone that the time zone database does not name.
    """
    found: dict[datetime, list[tuple[datetime, str]]] = {}
    for name in zones:
        zone = ZoneInfo(name)
        start = first_instant(learned, zone)
        end = start + timedelta(hours=hours) if weekends else _over_working(start, zone, hours)
        shown = end.astimezone(zone)
        found.setdefault(shown.replace(tzinfo=None, fold=0), []).append((shown, name))
    return tuple(Due(same[0][0], tuple(name for _, name in same)) for same in found.values())


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The earliest moment, in UTC, that a clock of the zone could mean by this time."""
    return min(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _over_working(start: datetime, zone: ZoneInfo, hours: int) -> datetime:
    """`hours` after `start` in UTC, with Saturdays and Sundays of the zone left out."""
    now, left = start, timedelta(hours=hours)
    while True:
        today = now.astimezone(zone).date()
        midnight = first_instant(datetime.combine(today + timedelta(days=1), time()), zone)
        if today.weekday() < _SATURDAY:
            if left <= midnight - now:
                return now + left
            left -= midnight - now
        now = midnight
