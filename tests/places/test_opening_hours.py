"""Hours are told as a clock on the wall shows them; what a source does not say is not guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.places.opening_hours import (
    DAYS,
    Schedule,
    UnclearError,
    is_open,
    spans_on,
    week_of,
)

ZONE = "America/Los_Angeles"
PACIFIC = ZoneInfo(ZONE)
WEEKDAYS = Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
CLOSED = Schedule(valid_from="2026-12-25", valid_to="2026-12-25", description="Closed")

moments = st.datetimes(
    datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001 - hypothesis adds it
)  # fmt: skip
clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
day_sets = st.sets(st.sampled_from(DAYS), min_size=1)


def local(said: str) -> datetime:
    """A moment by the clock of Los Angeles."""
    return datetime.fromisoformat(said).replace(tzinfo=PACIFIC)


@given(moments, day_sets, clock_times, clock_times)
def test_open_is_what_the_clock_on_the_wall_says(
    moment: datetime, days: set[str], opens: time, closes: time
) -> None:
    """Past midnight too, in every season; where the clocks change that night is another test."""
    if opens == closes:
        return
    schedule = Schedule(
        freq="WEEKLY", byday=",".join(sorted(days)), opens_at=f"{opens}", closes_at=f"{closes}"
    )
    here = moment.astimezone(PACIFIC)
    around = [here + timedelta(days=offset) for offset in (-2, -1, 0, 1)]
    if len({each.replace(hour=12).utcoffset() for each in around}) > 1:
        return
    today, now = DAYS[here.weekday()], here.time().replace(fold=0)
    yesterday = DAYS[(here.weekday() - 1) % 7]
    if opens < closes:
        expected = today in days and opens <= now < closes
    else:
        expected = (today in days and now >= opens) or (yesterday in days and now < closes)
    assert is_open([schedule], moment, [ZONE]) is expected


@given(
    st.sampled_from(("2026-03-08", "2026-11-01")), clock_times, clock_times, st.integers(0, 1620)
)
def test_a_night_with_a_change_of_clocks_is_as_long_as_it_is(
    night: str, opens: time, closes: time, minute: int
) -> None:
    """Whoever opens and closes by the clock is open for the minutes that lie between."""
    if opens >= closes:
        return
    day = date.fromisoformat(night)
    schedule = Schedule(valid_from=night, opens_at=f"{opens}", closes_at=f"{closes}")
    begin, end = (datetime.combine(day, at, PACIFIC).astimezone(UTC) for at in (opens, closes))
    moment = datetime.combine(day, time(), PACIFIC).astimezone(UTC) + timedelta(minutes=minute)
    assert is_open([schedule], moment, [ZONE]) is (begin <= moment < end)


def test_what_closes_after_midnight_is_open_until_then() -> None:
    """A drop-in from eight in the evening until two."""
    night = Schedule(freq="WEEKLY", byday="FR", opens_at="20:00", closes_at="02:00")
    assert is_open([night], local("2026-11-27T23:59"), [ZONE]) is True
    assert is_open([night], local("2026-11-28T01:59"), [ZONE]) is True
    assert is_open([night], local("2026-11-28T02:00"), [ZONE]) is False
    assert is_open([night], local("2026-11-27T01:00"), [ZONE]) is False
    until = Schedule(freq="WEEKLY", byday="FR", opens_at="20:00", closes_at="24:00:00")
    assert is_open([until], local("2026-11-27T23:59"), [ZONE]) is True
    assert is_open([until], local("2026-11-28T00:00"), [ZONE]) is False


def test_a_holiday_stands_in_for_what_is_usual() -> None:
    """Closed where it names no hours, and open at its own where it does; only on its days."""
    assert is_open([WEEKDAYS], local("2026-12-25T10:00"), [ZONE]) is True
    assert is_open([WEEKDAYS, CLOSED], local("2026-12-25T10:00"), [ZONE]) is False
    assert is_open([WEEKDAYS, CLOSED], local("2026-12-24T10:00"), [ZONE]) is True
    short = Schedule(valid_from="2026-12-24", opens_at="09:00", closes_at="12:00")
    assert is_open([WEEKDAYS, short], local("2026-12-24T12:30"), [ZONE]) is False
    assert is_open([WEEKDAYS, short], local("2026-12-24T11:30"), [ZONE]) is True


@given(moments)
def test_an_exception_never_touches_another_day(moment: datetime) -> None:
    """Whatever the day, Christmas is the only one that changes."""
    usual = is_open([WEEKDAYS], moment, [ZONE])
    there = is_open([WEEKDAYS, CLOSED], moment, [ZONE])
    if moment.astimezone(PACIFIC).date() == date(2026, 12, 25):
        assert there is False
    else:
        assert there is usual


def test_where_two_time_zones_do_not_agree_it_is_not_known() -> None:
    """Half of Kentucky is an hour behind the other half."""
    zones = ("America/New_York", "America/Chicago")
    nine = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 9:30 in New York, 8:30 in Chicago
    assert is_open([WEEKDAYS], nine, zones) is None
    assert is_open([WEEKDAYS], nine + timedelta(hours=2), zones) is True
    assert is_open([WEEKDAYS], nine) is None


def test_an_offset_that_the_source_names_is_taken() -> None:
    """In minutes or in hours, or with the times themselves."""
    at = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    for offset in ("-480", "-8"):
        own = Schedule(
            freq="WEEKLY", byday="TU", opens_at="09:00", closes_at="10:00", timezone=offset
        )
        assert is_open([own], at) is True
        assert is_open([own], at + timedelta(hours=1)) is False
    with_times = Schedule(
        freq="WEEKLY", byday="TU", opens_at="09:00-08:00", closes_at="10:00-08:00"
    )
    assert is_open([with_times], at, ["Asia/Tokyo"]) is True


@pytest.mark.parametrize(
    "unclear",
    [
        Schedule(freq="WEEKLY", byday="MO", opens_at="09:00"),
        Schedule(freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="09:00"),
        Schedule(freq="WEEKLY", byday="weekdays", opens_at="09:00", closes_at="17:00"),
        Schedule(freq="WEEKLY", byday="MO", interval="2", opens_at="09:00", closes_at="17:00"),
        Schedule(freq="MONTHLY", byday="XMO", opens_at="09:00", closes_at="17:00"),
        Schedule(description="By appointment"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_known(unclear: Schedule) -> None:
    """Someone may be on the way: no guess."""
    monday = local("2026-11-23T10:00")
    assert is_open([unclear], monday, [ZONE]) is None
    with pytest.raises(UnclearError):
        spans_on([unclear], monday.date())


def test_months_and_other_weeks_are_followed() -> None:
    """The second Tuesday; the 15th; every other Wednesday from a day on."""
    second = Schedule(freq="MONTHLY", byday="2TU", opens_at="09:00", closes_at="10:00")
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(60)]
    assert [day.isoformat() for day in days if spans_on([second], day)] == [
        "2026-11-10", "2026-12-08",
    ]  # fmt: skip
    middle = Schedule(freq="MONTHLY", bymonthday="15", opens_at="09:00", closes_at="10:00")
    assert [day.day for day in days if spans_on([middle], day)] == [15, 15]
    other = Schedule(
        freq="WEEKLY", byday="WE", interval="2", dtstart="2026-11-04", until="2026-12-10",
        opens_at="09:00", closes_at="10:00",
    )  # fmt: skip
    assert [day.isoformat() for day in days if spans_on([other], day)] == [
        "2026-11-04", "2026-11-18", "2026-12-02",
    ]  # fmt: skip
    assert week_of([other], days[0]) is None


def test_day_and_night_is_open_wherever_it_is() -> None:
    """No time zone is needed to know it; with a closing to come, one is."""
    always = Schedule(
        freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59"
    )
    assert is_open([always], datetime(2026, 11, 25, tzinfo=UTC)) is True
    assert is_open([always, CLOSED], datetime(2026, 11, 25, tzinfo=UTC)) is None


@given(day_sets, clock_times, clock_times)
def test_the_week_is_the_days_it_is_made_of(days: set[str], opens: time, closes: time) -> None:
    """Each weekday has its own hours, and the others none."""
    if opens == closes:
        return
    schedule = Schedule(byday=",".join(days), opens_at=f"{opens}", closes_at=f"{closes}")
    week = week_of([schedule], date(2026, 11, 25))
    assert week is not None
    assert {day for day, spans in zip(DAYS, week, strict=True) if spans} == days
