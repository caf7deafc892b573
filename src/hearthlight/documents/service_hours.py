"""Opening hours as people say them, in one language: whether it is open now, and the week."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hearthlight.places.opening_hours import is_open, week_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hearthlight.content.locales import Wording
    from hearthlight.places.opening_hours import Schedule, Span

_WHOLE_DAY = 24 * 60 * 60


def zones_of(places: Sequence[str], clocks: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The time zones that the places may lie in: their own, or those of what lies around them."""
    found: dict[str, None] = {}
    for place in places:
        around = place
        while around and around not in clocks:
            around = around.rpartition("-")[0]
        found.update(dict.fromkeys(clocks.get(around, ())))
    return tuple(found)


def open_now(
    schedules: Sequence[Schedule], moment: datetime, zones: Sequence[str], wording: Wording
) -> str:
    """Whether someone is there now, in a sentence."""
    found = is_open(schedules, moment, zones)
    said = "unknown" if found is None else "yes" if found else "no"
    return wording.interface(f"services_open_{said}")


def tell_hours(
    schedules: Sequence[Schedule], moment: datetime, zones: Sequence[str], wording: Wording
) -> tuple[str, ...]:
    """The usual week, days alike together, and by whose clock; empty where nothing is said."""
    if not schedules:
        return ()
    zone = ZoneInfo(zones[0]) if zones else UTC
    told = [each.description for each in schedules if each.description and not each.opens_at]
    week = week_of(schedules, moment.astimezone(zone).date())
    if week is None or not any(week):
        return tuple(dict.fromkeys(told)) or (wording.interface("services_hours_own"),)
    if all(day and _is_whole(day) for day in week):
        return (wording.interface("always_open"),)
    lines = [
        f"{_days(first, last, wording.language)}: {_spans(spans, wording)}"
        for first, last, spans in _alike(week)
        if spans
    ]
    if len(zones) == 1:
        lines.append(wording.interface("services_zone").format(zone=_zone(zones[0], wording)))
    return (*lines, *dict.fromkeys(told))


def _alike(
    week: Sequence[tuple[Span, ...] | None],
) -> list[tuple[int, int, tuple[Span, ...] | None]]:
    """Runs of days with the same hours, by their first and last number."""
    runs: list[tuple[int, int, tuple[Span, ...] | None]] = []
    clock: list[object] = []
    for number, spans in enumerate(week):
        same = [(each.opens.time(), each.closes.time(), _is_whole((each,))) for each in spans or ()]
        if runs and clock == same:
            runs[-1] = (runs[-1][0], number, spans)
        else:
            runs.append((number, number, spans))
            clock = list(same)
    return runs


def _is_whole(spans: Sequence[Span]) -> bool:
    return any((each.closes - each.opens).total_seconds() >= _WHOLE_DAY for each in spans)


def _days(first: int, last: int, language: str) -> str:
    from babel.dates import get_day_names  # noqa: PLC0415 - slow to import, and few pages need it

    names = get_day_names("wide", locale=language.replace("-", "_"))
    return names[first] if first == last else f"{names[first]}\u2013{names[last]}"


def _spans(spans: Sequence[Span], wording: Wording) -> str:
    from babel.dates import format_time  # noqa: PLC0415 - likewise

    if _is_whole(spans):
        return wording.interface("services_day_long")
    locale = wording.language.replace("-", "_")
    return ", ".join(
        f"{format_time(each.opens.time(), 'h:mm a', locale=locale)}\u2013"
        f"{format_time(each.closes.time(), 'h:mm a', locale=locale)}"
        for each in spans
    )


def _zone(name: str, wording: Wording) -> str:
    from babel.dates import get_timezone_name  # noqa: PLC0415 - likewise

    return str(
        get_timezone_name(ZoneInfo(name), width="long", locale=wording.language.replace("-", "_"))
    )
