"""What can be wrong with duties.toml and clocks.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hearthlight.content.model import Block, Clock, Duty, Fact, Pack, Place, Section
from hearthlight.content.problems import Problem, row_problem
from hearthlight.content.source_checks import count_publishers

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTCOME_PAGE = "page-outcome"
_LIMITED = ("phone", "written")
_TWO = 2


def check_duties(pack: Pack) -> Iterator[Problem]:
    """Each line can be told, to someone, with no more certainty than its sources give it."""
    told = {block.part for block in pack.all(Block).values() if block.kind == "duty"}
    for duty in pack.all(Duty).values():
        yield from _is_of_someone(pack, duty)
        yield from _limit_can_be_told(pack, duty)
        if duty.confidence == "two-sources" and count_publishers(pack, duty.sources) < _TWO:
            yield row_problem(
                pack,
                duty.id,
                "claims two sources but names one publisher",
                'Write confidence = "one-source", or name another',
            )
        if duty.part not in told:
            yield row_problem(
                pack,
                duty.id,
                "is never shown",
                f'Add a block with kind = "duty" and part = "{duty.part}"',
            )
    yield from _blocks_tell(pack)
    yield from _clocks_tick(pack)


def _is_of_someone(pack: Pack, duty: Duty) -> Iterator[Problem]:
    for role in duty.roles:
        fact = pack.all(Fact).get(role)
        if fact is None or fact.kind != "role":
            yield row_problem(
                pack, duty.id, f"names {role!r} in 'roles', which is no role", "Correct the id"
            )
    if bool(duty.standing) != (duty.part == "who"):
        yield row_problem(
            pack,
            duty.id,
            f"is of the part {duty.part!r} with the standing {duty.standing!r}",
            'Write standing for lines of the part "who", and for no other',
        )


def _limit_can_be_told(pack: Pack, duty: Duty) -> Iterator[Problem]:
    if duty.hours and (duty.part not in _LIMITED or not duty.bound):
        yield row_problem(
            pack,
            duty.id,
            "has a limit in hours that would be told to people whom the law does not name",
            'Write bound = true, and a part that is "phone" or "written"',
        )
    clocks = {clock.place for clock in pack.all(Clock).values()}
    if duty.hours and not clocks.intersection(_around(pack, duty.place)):
        yield row_problem(
            pack,
            duty.id,
            "has a limit in hours, and nothing says which time zone its place keeps",
            "Add a row to clocks.toml",
        )


def _blocks_tell(pack: Pack) -> Iterator[Problem]:
    for block in pack.all(Block).values():
        if (block.kind == "duty") != bool(block.part):
            yield row_problem(
                pack,
                block.id,
                f"is a block of kind {block.kind!r} with the part {block.part!r}",
                "Write part for blocks of the kind duty, and for no other",
            )
        section = pack.all(Section).get(block.section)
        if block.kind == "duty" and section and section.page == OUTCOME_PAGE:
            yield row_problem(
                pack,
                block.id,
                "tells a duty on the outcome, which is made on the phone without one",
                "Put it on the page that asks for the place and the role",
            )


def _clocks_tick(pack: Pack) -> Iterator[Problem]:
    kept: dict[str, str] = {}
    for clock in pack.all(Clock).values():
        if other := kept.get(clock.place):
            yield row_problem(
                pack, clock.id, f"is of {clock.place!r}, as {other} is", "Keep one of the two"
            )
        kept[clock.place] = clock.id
        for zone in clock.zones:
            try:
                ZoneInfo(zone)
            except (KeyError, OSError, ValueError):  # which of them depends on how it is misspelled
                yield row_problem(
                    pack,
                    clock.id,
                    f"names {zone!r}, which is no time zone",
                    "Use a name of the time zone database, such as America/Chicago",
                )


def _around(pack: Pack, place: str) -> set[str]:
    found: set[str] = set()
    places = pack.all(Place)
    while place in places and place not in found:
        found.add(place)
        place = places[place].within
    return found
