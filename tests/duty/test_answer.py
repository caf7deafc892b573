"""What is asked of whom, for every role and every place, and nothing beyond the sources."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from hearthlight.duty.answer import Answer, Asked, answer_duty
from hearthlight.duty.deadlines import read_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Child, Standing

EVERY_PERSON = "fl id in ky md ms ne nh nj nm nc ok ri tn tx ut wy"
"""States whose law, by the pages read, asks every person to report."""
NAMED = "ca ct il ma nd or sc wa"
"""States whose list names foster parents."""
IN_DOUBT = "al de"
UNKNOWN = "co pr"
"""No page that could be read says the rule (ruling of the maintainers: say so)."""
ROLES = ("role-parent", "role-kin", "role-foster", "role-professional", "role-other")
CHILDREN: tuple[Child, ...] = ("own", "placed", "unsaid")


def ask(
    edition: Edition, place: str, role: str = "", child: Child = "unsaid", when: str = ""
) -> Answer:
    """The answer for one who asks."""
    learned = read_time(when) if when else None
    asked = Asked(place=place, role=role, child=child, learned=learned)
    return answer_duty(edition.duties, edition.clocks, edition.places, asked)


def states(edition: Edition) -> list[str]:
    """The states, the District of Columbia and Puerto Rico."""
    return [place for place, within in edition.places.items() if within == "us"]


def asking(edition: Edition) -> Iterator[tuple[str, str, Child]]:
    """Everyone who could ask, everywhere."""
    yield from product((*edition.places, ""), (*ROLES, ""), CHILDREN)


def test_all_52_jurisdictions_are_there(edition: Edition) -> None:
    """Fifty states, the District of Columbia, Puerto Rico, each with its clock."""
    assert len(states(edition)) == 52
    assert set(states(edition)) == set(edition.clocks)


def test_everyone_everywhere_is_told_whether_to_whom_by_when_and_what_is_not_the_report(
    edition: Edition,
) -> None:
    """No role, child or place is left without an answer, and each line bears sources and a day."""
    for place, role, child in asking(edition):
        answer = ask(edition, place, role, child)
        for part in ("who", "to", "phone", "protects", "name", "not-report"):
            assert any(line.duty.part == part for line in answer.lines), (place, role, child, part)
        assert all(line.duty.sources and line.duty.read_on for line in answer.lines)


@pytest.mark.parametrize("child", CHILDREN)
def test_the_law_makes_a_parent_report_only_where_every_person_must(
    edition: Edition, child: Child
) -> None:
    """And nowhere else does a page tell a parent, a relative or a friend that they must."""
    for place in states(edition):
        for role in ("role-parent", "role-kin", "role-other"):
            must = ask(edition, place, role, child).standing == "must"
            everyone = place.removeprefix("us-") in EVERY_PERSON.split()
            # In California whoever cares for a placed child is told so: decision 0008.
            assert must == (everyone or (place == "us-ca" and child == "placed")), (place, role)


def test_a_foster_caregiver_must_only_where_the_list_names_them_or_everyone(
    edition: Edition,
) -> None:
    """For a child placed with them; for another child the list does not settle it."""
    for place in states(edition):
        short = place.removeprefix("us-")
        placed = ask(edition, place, "role-foster", "placed").standing
        own = ask(edition, place, "role-foster", "own").standing
        assert (placed == "must") == (short in (EVERY_PERSON + " " + NAMED).split()), place
        assert (own == "must") == (short in EVERY_PERSON.split()), place


def test_someone_who_works_with_children_is_never_told_less_than_that_it_may_bind_them(
    edition: Edition,
) -> None:
    """Every state names professions; which, the pages do not list."""
    for place in states(edition):
        standing = ask(edition, place, "role-professional").standing
        expected: tuple[Standing, ...] = ("must", "may-must")
        if place.removeprefix("us-") in UNKNOWN.split():
            expected = ("not-known",)
        assert standing in expected, place


def test_where_pages_disagree_nobody_is_told_that_they_must(edition: Edition) -> None:
    """Alabama and Delaware: it may bind everyone, and is said so."""
    for short, role, child in product(IN_DOUBT.split(), ROLES, CHILDREN):
        assert ask(edition, f"us-{short}", role, child).standing == "may-must"


def test_where_no_page_says_the_rule_we_say_so(edition: Edition) -> None:
    """Colorado, Puerto Rico, a territory and no place at all: report at once, and no law named."""
    for place in ("us-co", "us-pr", "us", ""):
        for role, child in product(ROLES, CHILDREN):
            answer = ask(edition, place, role, child, "2026-11-24 21:30")
            assert answer.standing == "not-known"
            assert {line.duty.place for line in answer.lines} == {"us"}
            assert not any(line.due for line in answer.lines)


def test_a_limit_of_law_is_told_only_to_whom_it_binds_or_may_bind(edition: Edition) -> None:
    """Whoever has no known duty hears “at once”, and no hour that is not theirs."""
    for place, role, child in asking(edition):
        answer = ask(edition, place, role, child, "2026-11-24 21:30")
        if answer.standing == "not-known":
            assert not any(line.due or line.duty.bound for line in answer.lines)
        for line in answer.lines:
            assert bool(line.due) == bool(line.duty.hours)


@pytest.mark.parametrize(
    ("place", "part", "expected"),
    [
        ("us-ca", "written", "2026-11-26 09:30"),
        ("us-ct", "phone", "2026-11-25 09:30"),
        ("us-ct", "written", "2026-11-26 21:30"),
        ("us-wa", "phone", "2026-11-26 21:30"),
        ("us-id", "phone", "2026-11-25 21:30"),
        ("us-ri", "phone", "2026-11-25 21:30"),
        ("us-ma", "written", "2026-11-26 21:30"),
        ("us-nd", "written", "2026-11-26 21:30"),
    ],
)
def test_a_foster_caregiver_is_told_the_day_and_the_hour(
    edition: Edition, place: str, part: str, expected: str
) -> None:
    """Counted from when they learned of it: a Tuesday, half past nine at night."""
    answer = ask(edition, place, "role-foster", "placed", "2026-11-24 21:30")
    (line,) = [line for line in answer.lines if line.duty.part == part]
    (due,) = line.due
    assert due.at.strftime("%Y-%m-%d %H:%M") == expected


def test_minnesotas_weekends_are_left_out_and_its_holidays_are_not(edition: Edition) -> None:
    """From the Tuesday before Thanksgiving: Friday, as if the holiday counted, so never late."""
    answer = ask(edition, "us-mn", "role-professional", when="2026-11-24 21:30")
    (line,) = answer.of("written")
    assert line.due[0].at.strftime("%Y-%m-%d %H:%M") == "2026-11-27 21:30"


def test_a_county_asks_what_its_state_asks(edition: Edition) -> None:
    """The duty is the state's; a county has none of its own."""
    for place, within in edition.places.items():
        if within and within != "us":
            for role, child in product(ROLES, CHILDREN):
                here = ask(edition, place, role, child, "2026-11-24 21:30")
                assert here == ask(edition, within, role, child, "2026-11-24 21:30")


def test_a_call_to_a_hotline_is_nowhere_said_to_be_the_report(edition: Edition) -> None:
    """Everywhere the same three lines say what does not count."""
    for place in edition.places:
        told = [line.duty.text for line in ask(edition, place).of("not-report")]
        assert told == [
            "law-not-report-hotline",
            "law-not-report-childhelp",
            "law-not-report-police",
        ]
