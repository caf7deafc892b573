"""Whom to call, wherever in the United States a child lives."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.responses import Responses
from hearthlight.content.model import Contact, Place
from hearthlight.documents.outcome import compose_outcome
from hearthlight.documents.outline import outline_outcome

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack

JURISDICTIONS = 52
NOT_SHOWN = Path(__file__).parent / "not_shown.txt"
"""Hashes of numbers that were heard of and could not be borne out."""
SITUATIONS: dict[str, frozenset[str]] = {
    "danger": frozenset({"danger-hurt"}),
    "missing": frozenset({"danger-missing"}),
    "self-harm": frozenset({"danger-suicide"}),
    "pictures": frozenset({"known-pictures"}),
    "report": frozenset({"known-told"}),
    "advice": frozenset({"sign-hotels"}),
    "placed child": frozenset({"sign-gifts", "role-foster", "child-placed"}),
    "home": frozenset({"home-involved", "sign-frightened"}),
    "support": frozenset({"sign-dress-changes"}),
    "nothing": frozenset(),
}


def listed(edition: Edition, place: str, facts: frozenset[str]) -> list[str]:
    """The contacts of an outcome, in the order in which they are shown."""
    _, sections = outline_outcome(edition, Responses(facts, place))
    return [
        call.contact for section in sections for block in section.blocks for call in block.calls
    ]


def test_every_jurisdiction_is_there(pack: Pack) -> None:
    """Fifty states, the District of Columbia and Puerto Rico, by their standard codes."""
    codes = {place.iso for place in pack.all(Place).values() if place.iso != "US"}
    assert len(codes) == JURISDICTIONS
    assert all(re.fullmatch(r"US-[A-Z]{2}", code) for code in codes)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_place_and_no_situation_is_left_without_someone_to_call(
    edition: Edition, situation: str
) -> None:
    """The first has a number and answers day and night; none stands twice; each has sources."""
    for place in ("", *edition.places):
        contacts = listed(edition, place, SITUATIONS[situation])
        assert len(contacts) >= 2, place
        assert len(contacts) == len(set(contacts)), place
        first = edition.contacts[contacts[0]]
        assert first.always_open, (place, contacts)
        assert any(line.kind == "call" for line in first.lines), (place, contacts)
        assert all(edition.contacts[contact].sources for contact in contacts), place


def test_a_report_goes_to_the_line_of_the_place(edition: Edition, pack: Pack) -> None:
    """Where a place has a line that always answers, it comes first; else Childhelp, then it."""
    for contact in pack.all(Contact).values():
        if not contact.line:
            continue
        contacts = listed(edition, contact.place, SITUATIONS["report"])
        if contact.always_open and contact.phone:
            assert contacts[0] == contact.id
            assert "contact-childhelp" not in contacts[:3]
        else:
            assert contacts[:2] == ["contact-childhelp", contact.id], contact.place


def test_a_county_comes_before_its_state(edition: Edition) -> None:
    """What is nearest is called first."""
    for county in ("us-nv-clark", "us-hi-honolulu", "us-ca-los-angeles"):
        assert listed(edition, county, SITUATIONS["report"])[0] == f"contact-{county}"


def test_san_francisco_has_both_numbers_the_new_one_first(edition: Edition) -> None:
    """With the dates on which their pages were read."""
    contacts = listed(edition, "us-ca-san-francisco", SITUATIONS["report"])
    assert contacts[:2] == ["contact-sf-hotline-800", "contact-sf-hotline-415"]
    shown = [edition.contacts[contact].lines[0].shown for contact in contacts[:2]]
    assert shown == ["(800) 856-5553", "(415) 558-2650"]
    assert all(edition.contacts[contact].read_on for contact in contacts[:2])


def test_what_could_not_be_borne_out_is_shown_nowhere(edition: Edition) -> None:
    """Not in any outcome of any place, and not among the contacts at all."""
    unwanted = set(NOT_SHOWN.read_text("utf-8").split())
    said = str([edition.contacts, edition.words])
    for place in edition.places:
        said += str(compose_outcome(edition, Responses(SITUATIONS["report"], place), "en"))
    digits = {re.sub(r"\D", "", number) for number in re.findall(r"[+\d][\d() .-]{8,}\d", said)}
    seen = {hashlib.blake2s(number.encode(), digest_size=8).hexdigest() for number in digits}
    seen |= {hashlib.blake2s(f"1{number}".encode(), digest_size=8).hexdigest() for number in digits}
    assert len(digits) > 50
    assert seen & unwanted == set()


def test_one_source_is_said_where_there_is_only_one(edition: Edition, pack: Pack) -> None:
    """Whoever reads a card knows how well it is borne out."""
    one = [each for each in pack.all(Contact).values() if each.confidence == "one-source"]
    assert one
    for contact in one:
        if not contact.line:
            continue
        document = str(
            compose_outcome(edition, Responses(SITUATIONS["report"], contact.place), "en")
        )
        assert "One publisher only." in document, contact.id
