"""By when: hours of law on the clocks of a place, never too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.compiled.edition import Edition  # noqa: TC001 - hypothesis reads it at run time
from hearthlight.duty.deadlines import find_due, first_instant, read_time

ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"),
    *("America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu"),
    *("America/Puerto_Rico", "America/Boise"),
)
MOMENTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01")
).map(lambda moment: moment.replace(second=0, microsecond=0))
HOURS = st.integers(1, 96)


def shown(learned: str, zone: str, hours: int, *, weekends: bool = True) -> str:
    """The one deadline, as the clock shows it."""
    (due,) = find_due(read_time(learned), (zone,), hours, weekends=weekends)
    return due.at.strftime("%Y-%m-%d %H:%M")


def test_hours_are_hours_on_a_day_without_change() -> None:
    """Thirty-six hours after half past nine at night is half past nine in the morning."""
    assert shown("2026-11-24 21:30", "America/Los_Angeles", 36) == "2026-11-26 09:30"


def test_a_night_of_25_hours_does_not_make_a_report_late() -> None:
    """Clocks go back on November 1, 2026: the same hours end an hour earlier by the clock."""
    assert shown("2026-10-31 20:00", "America/Chicago", 24) == "2026-11-01 19:00"


def test_a_night_of_23_hours_gives_the_whole_time() -> None:
    """Clocks go forward on March 8, 2026: the same hours end an hour later by the clock."""
    assert shown("2026-03-07 20:00", "America/Chicago", 24) == "2026-03-08 21:00"


def test_where_the_clock_is_never_changed_nothing_shifts() -> None:
    """Arizona, Hawaii and Puerto Rico keep their time."""
    for zone in ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico"):
        assert shown("2026-10-31 20:00", zone, 24) == "2026-11-01 20:00"
        assert shown("2026-03-07 20:00", zone, 24) == "2026-03-08 20:00"


def test_an_hour_that_comes_twice_is_taken_as_the_first() -> None:
    """Half past one in the night when clocks go back could be either: the earlier counts."""
    assert shown("2026-11-01 01:30", "America/New_York", 12) == "2026-11-01 12:30"


def test_an_hour_that_never_was_is_taken_as_the_earlier_reading() -> None:
    """Half past two in the night when clocks go forward: half past one, not half past three."""
    assert shown("2026-03-08 02:30", "America/New_York", 12) == "2026-03-08 14:30"


def test_weekends_are_left_out_where_they_do_not_count() -> None:
    """Seventy-two hours from Thursday noon, without Saturday and Sunday, end on Tuesday noon."""
    assert shown("2026-11-19 12:00", "America/Chicago", 72, weekends=False) == "2026-11-24 12:00"
    assert shown("2026-11-21 12:00", "America/Chicago", 24, weekends=False) == "2026-11-24 00:00"


def test_two_zones_of_a_state_that_show_the_same_hour_are_told_once() -> None:
    """Tennessee changes its clocks on both sides alike; Arizona does not."""
    learned = read_time("2026-10-31 20:00")
    (same,) = find_due(learned, ("America/Chicago", "America/New_York"), 24)
    assert same.zones == ("America/Chicago", "America/New_York")
    plain, navajo = find_due(learned, ("America/Phoenix", "America/Denver"), 24)
    assert plain.at.strftime("%H:%M") == "20:00"
    assert navajo.at.strftime("%H:%M") == "19:00"


@given(MOMENTS, st.sampled_from(ZONES), HOURS)
def test_a_deadline_is_never_later_than_the_law_by_either_reading(
    learned: datetime, zone: str, hours: int
) -> None:
    """Whatever the clock meant, no more than the hours of the law have passed."""
    (due,) = find_due(learned, (zone,), hours)
    for fold in (0, 1):
        meant = learned.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        assert due.at.astimezone(UTC) - meant <= timedelta(hours=hours)


@given(MOMENTS, st.sampled_from(ZONES), HOURS)
def test_all_the_hours_are_given(learned: datetime, zone: str, hours: int) -> None:
    """From the earliest reading of the clock, all the hours, no fewer."""
    (due,) = find_due(learned, (zone,), hours)
    start = first_instant(learned, ZoneInfo(zone))
    assert due.at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@given(MOMENTS, st.sampled_from(ZONES), HOURS)
def test_hours_without_weekends_count_every_hour_of_a_weekday_once(
    learned: datetime, zone: str, hours: int
) -> None:
    """The working half-hours between are as many as the law says, and the end is on a weekday."""
    (due,) = find_due(learned, (zone,), hours, weekends=False)
    clock, step = ZoneInfo(zone), timedelta(minutes=30)
    now = first_instant(learned, clock).astimezone(UTC)
    end = due.at.astimezone(UTC)
    counted = 0.0
    while now < end:
        weekday = now.astimezone(clock).weekday() < 5
        upto = min(now + step, end)
        # half an hour may begin on Friday and end on Saturday
        split = upto.astimezone(clock).weekday() < 5
        if weekday and split:
            counted += (upto - now).total_seconds()
        elif weekday or split:
            edge = upto.astimezone(clock).replace(hour=0, minute=0).astimezone(UTC)
            counted += ((edge - now) if weekday else (upto - edge)).total_seconds()
        now = upto
    assert counted == hours * 3600


@given(MOMENTS, HOURS, HOURS)
def test_more_hours_never_end_sooner(learned: datetime, some: int, more: int) -> None:
    """A longer limit is never the earlier one."""
    for weekends in (True, False):
        (first,) = find_due(learned, ("America/Denver",), some, weekends=weekends)
        (second,) = find_due(learned, ("America/Denver",), some + more, weekends=weekends)
        assert first.at.astimezone(UTC) < second.at.astimezone(UTC)


@given(MOMENTS, HOURS)
def test_every_shipped_place_tells_a_time(edition: Edition, learned: datetime, hours: int) -> None:
    """Each clock of the packs is one that the time zone database knows."""
    for zones in edition.clocks.values():
        told = find_due(learned, zones, hours)
        assert [zone for due in told for zone in due.zones] == list(zones) or len(told) > 1


@pytest.mark.parametrize("said", ["2026-11-24T21:30", "2026-11-24 21:30", " 2026-11-24  21:30 "])
def test_a_time_is_read_as_forms_and_people_write_it(said: str) -> None:
    """With the letter of the form, or with a space."""
    assert read_time(said) == datetime.fromisoformat("2026-11-24T21:30")


@given(st.text(max_size=30))
def test_anything_else_is_no_time_and_no_crash(said: str) -> None:
    """What cannot be read is a ValueError, whatever was typed."""
    try:
        found = read_time(said)
    except ValueError:
        return
    assert 1970 <= found.year <= 2999
