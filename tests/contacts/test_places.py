"""Whom to call, wherever in the United States a child lives."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.responses import Responses
from hearthlight.content.contact_checks import digest_number
from hearthlight.content.model import Call, Contact, Place, Withheld
from hearthlight.documents.outcome import compose_outcome
from hearthlight.documents.routing import WAYS, reaches, route_calls

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack

JURISDICTIONS = 52
REPORT = frozenset({"known-told"})


def listed(edition: Edition, situation: str, place: str = "", by: str = "call") -> list[str]:
    """The contacts of a situation, in the order in which they are shown."""
    return [call.contact for call in route_calls(edition, f"situation-{situation}", place, by)]


def test_every_jurisdiction_is_there(pack: Pack) -> None:
    """Fifty states, the District of Columbia and Puerto Rico, by their standard codes."""
    codes = {place.iso for place in pack.all(Place).values() if place.iso != "US"}
    assert len(codes) == JURISDICTIONS
    assert all(re.fullmatch(r"US-[A-Z]{2}", code) for code in codes)


@pytest.mark.parametrize("by", WAYS)
def test_no_place_and_no_situation_is_left_without_someone_to_call(
    edition: Edition, by: str
) -> None:
    """The first answers day and night, in each way of reaching someone; none stands twice."""
    assert len(edition.situations) == 12
    for situation, place in product(edition.situations, ("", *edition.places)):
        calls = route_calls(edition, situation, place, by)
        contacts = [edition.contacts[call.contact] for call in calls]
        assert len(contacts) >= 2, (situation, place)
        assert len({contact.id for contact in contacts}) == len(contacts), (situation, place)
        assert contacts[0].always_open, (situation, place)
        assert contacts[0].enforcement != "immigration", (situation, place)
        assert contacts[0].id == "contact-911" or reaches(contacts[0], by), (situation, place)
        for contact in contacts:
            assert contact.sources, contact.id
            assert contact.read_on, contact.id
        assert all(edition.words["en"][f"{call.id}.reason"] for call in calls)


def test_beside_a_local_line_there_is_always_a_national_one(edition: Edition) -> None:
    """A number that has gone stale is never the only one."""
    for situation, place in product(edition.situations, ("", *edition.places)):
        called = [edition.contacts[contact] for contact in listed(edition, situation[10:], place)]
        assert any(
            contact.jurisdiction == "US" and contact.always_open and contact.enforcement == "none"
            for contact in called
        ), (situation, place)


def test_the_way_of_reaching_someone_reorders_and_drops_nobody(edition: Edition) -> None:
    """Who can be reached so comes first, in the same order; in danger 911 stays first."""
    for situation, place in product(edition.situations, ("us-ca-san-francisco", "us-wy")):
        by_call = listed(edition, situation[10:], place)
        for by in WAYS:
            assert sorted(listed(edition, situation[10:], place, by)) == sorted(by_call)
    assert listed(edition, "danger", "us-tx", "text")[0] == "contact-911"
    assert listed(edition, "advice", "us-tx", "text")[0] == "contact-nhth"
    assert listed(edition, "self-harm", "", "text")[0] == "contact-988"
    assert listed(edition, "native", "us-ok")[0] == "contact-stronghearts"


def test_a_family_that_fears_immigration_enforcement_is_not_sent_there(edition: Edition) -> None:
    """Nor is it named further down."""
    for place in ("", *edition.places):
        called = listed(edition, "immigrant", place)
        assert all(edition.contacts[contact].enforcement != "immigration" for contact in called)


def test_the_language_has_nothing_to_choose_between(edition: Edition, pack: Pack) -> None:
    """No line stands before an equal one that is known to answer in more languages (0073)."""
    order = {call.id: call.order for call in pack.all(Call).values()}
    told = {name for name in edition.contacts if f"{name}.languages" in edition.words["en"]}
    assert len(told) >= 10
    for situation, place in product(edition.situations, ("", *edition.places)):
        for one, other in pairwise(route_calls(edition, situation, place)):
            equal = one.prominent == other.prominent and order[one.id] == order[other.id]
            outdone = one.contact not in told and other.contact in told
            assert not (equal and outdone), (situation, place, one.id, other.id)


def test_what_is_not_there_is_not_routed(edition: Edition) -> None:
    """A situation, a place or a way that nobody knows stops here."""
    for wrong in (("nothing", "us", "call"), ("report", "us-zz", "call"), ("report", "us", "fax")):
        with pytest.raises(KeyError):
            listed(edition, *wrong)


def test_a_report_goes_to_the_line_of_the_place(edition: Edition, pack: Pack) -> None:
    """Where a place has a line that always answers, it comes first; else Childhelp, then it."""
    for contact in pack.all(Contact).values():
        if not contact.line:
            continue
        contacts = listed(edition, "report", contact.place)
        if contact.always_open and contact.phone:
            assert contacts[0] == contact.id
            assert "contact-childhelp" not in contacts[:3]
        else:
            assert contacts[:2] == ["contact-childhelp", contact.id], contact.place


def test_a_county_comes_before_its_state(edition: Edition) -> None:
    """What is nearest is called first."""
    for county in ("us-nv-clark", "us-hi-honolulu", "us-ca-los-angeles", "us-mn-hennepin"):
        assert listed(edition, "report", county)[0] == f"contact-{county}"


def test_san_francisco_has_both_numbers_the_new_one_first(edition: Edition) -> None:
    """With the dates on which their pages were read."""
    contacts = listed(edition, "report", "us-ca-san-francisco")
    assert contacts[:2] == ["contact-sf-hotline-800", "contact-sf-hotline-415"]
    shown = [edition.contacts[contact].lines[0].shown for contact in contacts[:2]]
    assert shown == ["(800) 856-5553", "(415) 558-2650"]
    assert all(edition.contacts[contact].read_on for contact in contacts[:2])


def test_what_could_not_be_borne_out_is_shown_nowhere(edition: Edition, pack: Pack) -> None:
    """Not in any outcome of any place, and not among the contacts at all."""
    unwanted = {digest for row in pack.all(Withheld).values() for digest in row.digests}
    assert unwanted
    said = str([edition.contacts, edition.words])
    for place in edition.places:
        said += str(compose_outcome(edition, Responses(REPORT, place), "en"))
    digits = {re.sub(r"\D", "", number) for number in re.findall(r"[+\d][\d() .-]{8,}\d", said)}
    seen = {digest_number(number) for number in digits}
    seen |= {digest_number(f"1{number}") for number in digits}
    assert len(digits) > 50
    assert seen & unwanted == set()


def test_one_source_is_said_where_there_is_only_one(edition: Edition, pack: Pack) -> None:
    """Whoever reads a card knows how well it is borne out."""
    one = [each for each in pack.all(Contact).values() if each.confidence == "one-source"]
    assert one
    for contact in one:
        if not contact.line:
            continue
        document = str(compose_outcome(edition, Responses(REPORT, contact.place), "en"))
        assert "One publisher only." in document, contact.id


def test_beside_the_line_of_a_place_stands_what_else_takes_the_case(edition: Edition) -> None:
    """Hawaii's line for children who are trafficked, and Nevada's number for office hours."""
    assert listed(edition, "report", "us-hi")[1] == "contact-us-hi-trafficking"
    assert listed(edition, "report", "us-hi-honolulu")[1] == "contact-us-hi-trafficking-oahu"
    assert listed(edition, "report", "us-nv")[1:3] == ["contact-us-nv", "contact-us-nv-office"]
    for county in ("us-nv-clark", "us-nv-washoe"):
        assert "contact-us-nv-office" not in listed(edition, "report", county)


def test_a_line_that_does_not_take_the_case_is_never_the_last(edition: Edition) -> None:
    """Whoever is told "not ours" has another line to call, with a reason of its own."""
    for situation, place in product(edition.situations, ("", *edition.places)):
        calls = route_calls(edition, situation, place)
        lines = [call for call in calls if edition.contacts[call.contact].lines]
        assert len({call.contact for call in lines}) >= 2, (situation, place)
        wording = edition.wording("es")
        assert all(wording.text(call.id, "reason") for call in lines)


def test_every_line_of_a_state_says_who_runs_it_and_what_becomes_of_a_call(
    edition: Edition, pack: Pack
) -> None:
    """In both languages; a line that is not open day and night says its hours."""
    for contact in pack.all(Contact).values():
        if not contact.line:
            continue
        for language in edition.languages:
            words = edition.wording(language.tag)
            assert words.optional(contact.id, "passes_on"), contact.id
            assert (
                words.optional(contact.id, "run_by")
                or "-" in contact.id[11:]
                or not (contact.phone)
            ), contact.id
            if contact.phone and not contact.always_open:
                assert words.optional(contact.id, "hours"), contact.id
