"""
Opening hours: from the schedules of a directory to the hours of a day, and whether it is open now.

A schedule is a rule of days (RFC 5545, as HSDS writes it) with two times on a clock on the wall. A
schedule for named days stands in for the others on those days: a holiday, a closing. Where a
source does not say enough, or says it in a way that can be read in two, the answer is that it is
not known: someone may be on the way.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from dateutil import rrule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES: dict[str, Literal[1, 2]] = {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
_DAY, _NONE = timedelta(days=1), timedelta()
_WHOLE_DAY = ("00:00:00", "24:00:00")


class Schedule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of HSDS's schedule; every field a text, empty where the source says nothing."""

    freq: str = ""
    interval: str = ""
    byday: str = ""
    bymonthday: str = ""
    byweekno: str = ""
    byyearday: str = ""
    wkst: str = ""
    count: str = ""
    dtstart: str = ""
    until: str = ""
    valid_from: str = ""
    valid_to: str = ""
    opens_at: str = ""
    closes_at: str = ""
    timezone: str = ""
    """An offset from UTC in minutes, or in hours where it is no more than 14."""
    description: str = ""


class Span(NamedTuple):
    """From when until when on one day; `closes` may be on the next."""

    opens: datetime
    closes: datetime


class UnclearError(Exception):
    """What the source says of a day does not tell its hours."""


def spans_on(schedules: Iterable[Schedule], day: date) -> tuple[Span, ...]:
    """
    The hours that begin on a day, by the clock on the wall there, in their order.

    Raises UnclearError where a schedule holds on that day and does not say its hours.
    """
    return tuple(sorted({span for _, span in _holding(schedules, day)}))


def _holding(schedules: Iterable[Schedule], day: date) -> list[tuple[Schedule, Span]]:
    holding = [schedule for schedule in schedules if holds_on(schedule, day)]
    if exceptions := [schedule for schedule in holding if is_exception(schedule)]:
        # Without times, the exception is that it is closed.
        holding = [each for each in exceptions if each.opens_at or each.closes_at]
    return [(schedule, _span(schedule, day)) for schedule in holding]


def is_open(
    schedules: Sequence[Schedule], moment: datetime, zones: Sequence[str] = ()
) -> bool | None:
    """
    Whether someone is there at a moment; None where that is not known.

    `zones` are the time zones (IANA) that the place may lie in: where they do not agree, it is not
    known. A schedule that names its own offset is read by that.
    """
    if not schedules:
        return None
    if is_always_open(schedules, moment.date()):
        return True
    try:
        answers = {
            _is_open_in(schedules, moment, ZoneInfo(zone) if zone else None)
            for zone in zones or ("",)
        }
    except UnclearError:
        return None
    return answers.pop() if len(answers) == 1 else None


def is_always_open(schedules: Sequence[Schedule], day: date) -> bool:
    """Whether the usual week around a day has no hour without someone, and no exception."""
    if any(map(is_exception, schedules)):
        return False
    week = week_of(schedules, day)
    return week is not None and all(
        spans and any(span.closes - span.opens >= _DAY for span in spans) for spans in week
    )


def _is_open_in(schedules: Sequence[Schedule], moment: datetime, zone: tzinfo | None) -> bool:
    clocks = {clock for each in schedules if (clock := _own_clock(each) or zone)}
    days = {moment.astimezone(clock).date() - back for clock in clocks for back in (_DAY, _NONE)}
    for day in days or {moment.date()}:
        for schedule, span in _holding(schedules, day):
            clock = _own_clock(schedule) or zone
            if clock is None:
                raise UnclearError
            opens, closes = (each.replace(tzinfo=clock).astimezone(UTC) for each in span)
            if opens <= moment < closes:
                return True
    return False


def week_of(schedules: Iterable[Schedule], day: date) -> tuple[tuple[Span, ...] | None, ...] | None:
    """
    The hours of each weekday from Monday, as they usually are around a day.

    A weekday whose hours are not said is None. The whole is None where the week is not all there is
    to say: schedules by the month, or every other week.
    """
    usual = [
        schedule
        for schedule in schedules
        if not is_exception(schedule) and _is_valid(schedule, day)
    ]
    if not usual or any(
        schedule.freq not in ("", "WEEKLY")
        or schedule.interval not in ("", "1")
        or schedule.count
        or schedule.byweekno
        for schedule in usual
    ):
        return None
    found: list[tuple[Span, ...] | None] = []
    for name in DAYS:
        its = [schedule for schedule in usual if name in _days_of(schedule)]
        try:
            found.append(tuple(sorted({_span(schedule, day) for schedule in its})))
        except UnclearError:
            found.append(None)
    return tuple(found)


def is_exception(schedule: Schedule) -> bool:
    """Whether it is for named days, and stands in for what is usual on them."""
    return not schedule.freq and not schedule.byday and bool(
        schedule.valid_from or schedule.dtstart
    )  # fmt: skip


def holds_on(schedule: Schedule, day: date) -> bool:
    """Whether it says something of a day."""
    if not _is_valid(schedule, day):
        return False
    if is_exception(schedule):
        return bool(schedule.valid_from) or _date(schedule.dtstart) == day
    rule = _rule(schedule, day)
    at = datetime.combine(day, time())
    return bool(rule.between(at, at, inc=True))


def _is_valid(schedule: Schedule, day: date) -> bool:
    first, last = _date(schedule.valid_from), _date(schedule.valid_to)
    if is_exception(schedule) and first and not last:
        last = first
    starts, until = _date(schedule.dtstart), _date(schedule.until)
    return not (
        (first and day < first)
        or (last and day > last)
        or (starts and day < starts)
        or (until and day > until)
    )


def _rule(schedule: Schedule, day: date) -> rrule.rrule:
    """The days of a schedule. Without a beginning, or with an interval of one, any will do."""
    starts = _date(schedule.dtstart)
    interval = int(float(schedule.interval or 1)) or 1
    if starts is None or (interval == 1 and not schedule.count):
        if interval != 1 or schedule.count:
            raise UnclearError  # every other week, but from which?
        starts = day.replace(day=1) - _DAY
    frequency = _FREQUENCIES.get(schedule.freq or "WEEKLY", rrule.WEEKLY)
    byday = _weekdays(schedule.byday)
    monthly = _numbers(schedule.bymonthday)
    bare = not (byday or monthly or schedule.byyearday or schedule.byweekno)
    if bare and not schedule.dtstart:
        raise UnclearError
    if bare:
        own = _date(schedule.dtstart)
        assert own is not None  # noqa: S101 - it is written above
        byday, monthly = (
            ([rrule.weekdays[own.weekday()]], []) if frequency == rrule.WEEKLY else ([], [own.day])
        )
    try:
        return rrule.rrule(
            frequency,
            dtstart=datetime.combine(starts, time()),
            interval=interval,
            count=int(float(schedule.count)) if schedule.count else None,
            wkst=getattr(rrule, schedule.wkst) if schedule.wkst in DAYS else None,
            byweekday=byday or None,
            bymonthday=monthly or None,
            byyearday=_numbers(schedule.byyearday) or None,
            byweekno=_numbers(schedule.byweekno) or None,
            until=datetime.combine(day, time()),
        )
    except ValueError:
        raise UnclearError from None


def _weekdays(byday: str) -> list[rrule.weekday]:
    found = []
    for part in byday.replace(" ", "").upper().split(","):
        name, before = part[-2:], part[:-2]
        if name in DAYS:
            try:
                number = int(before) if before else None
            except ValueError:
                raise UnclearError from None
            found.append(getattr(rrule, name)(number) if number else getattr(rrule, name))
        elif part:
            raise UnclearError
    return found


def _days_of(schedule: Schedule) -> frozenset[str]:
    try:
        days = {DAYS[day.weekday] for day in _weekdays(schedule.byday)}
    except UnclearError:
        return frozenset(DAYS)
    own = _date(schedule.dtstart)
    return frozenset(days or ({DAYS[own.weekday()]} if own else DAYS))


def _numbers(said: str) -> list[int]:
    try:
        return [int(part) for part in said.replace(" ", "").split(",") if part]
    except ValueError:
        raise UnclearError from None


def _span(schedule: Schedule, day: date) -> Span:
    if not schedule.opens_at or not schedule.closes_at:
        raise UnclearError
    midnight = datetime.combine(day, time())
    if _same(schedule) in (_WHOLE_DAY, ("00:00:00", "00:00:00"), ("00:00:00", "23:59:00")):
        return Span(midnight, midnight + _DAY)
    opens, closes = _time(schedule.opens_at), _time(schedule.closes_at)
    if opens == closes:
        raise UnclearError  # all day, or never
    end = midnight + _DAY if schedule.closes_at.startswith("24:00") else (
        datetime.combine(day if closes > opens else day + _DAY, closes)
    )  # fmt: skip
    return Span(datetime.combine(day, opens), end)


def _same(schedule: Schedule) -> tuple[str, str]:
    return schedule.opens_at[:5] + ":00", schedule.closes_at[:5] + ":00"


def _time(said: str) -> time:
    if said.startswith("24:00"):
        return time()
    try:
        return time.fromisoformat(said).replace(tzinfo=None)
    except ValueError:
        raise UnclearError from None


def _own_clock(schedule: Schedule) -> tzinfo | None:
    """The clock that a schedule names itself: with its times, or as an offset from UTC."""
    try:
        if schedule.opens_at and (own := time.fromisoformat(schedule.opens_at).tzinfo):
            return own
    except ValueError:
        pass  # 24:00, or no time at all
    if not schedule.timezone:
        return None
    try:
        offset = float(schedule.timezone)
    except ValueError:
        return None
    minutes = offset * 60 if abs(offset) <= 14 else offset  # noqa: PLR2004 - no zone is further off
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise UnclearError from None
