"""A deadline as its readers write it: the day, the hour, and whose clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthlight.duty.deadlines import Due


def tell_times(dues: Sequence[Due], language: str) -> tuple[str, ...]:
    """
    Such as `Friday, January 16, 2026, 9:30 PM (Central Time, Eastern Time)`, for each deadline.

    Where two clocks of a place differ, each name says which of its times is meant.
    """
    from babel.dates import (  # noqa: PLC0415 - slow to import, and most pages tell no time
        format_date,
        format_time,
        get_timezone_name,
    )

    locale = language.replace("-", "_")
    told = []
    for due in dues:
        meant = (due.at,) if len(dues) > 1 else due.zones
        names = [get_timezone_name(clock, width="long", locale=locale) for clock in meant]
        day = format_date(due.at, "full", locale=locale)
        hour = format_time(due.at.time(), "h:mm a", locale=locale)
        told.append(f"{day}, {hour} ({', '.join(dict.fromkeys(names))})")
    return tuple(told)
