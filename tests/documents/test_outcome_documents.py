"""What every outcome shows, whatever was said: on each minimal set, and in each place."""

from __future__ import annotations

from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import shortnumberinfo

from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.checkin.responses import Responses
from hearthlight.documents.outcome import compose_outcome, compose_page
from hearthlight.documents.outline import OUTCOME_PAGE
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.blocks import ContactCard, Document, Line

PLACES = ("", "us", "us-ca", "us-ca-san-francisco")
SECTIONS = (
    *("section-calls", "section-steps", "section-duty", "section-why", "section-led"),
    *("section-not-proof", "section-avoid", "section-days", "section-onward"),
    "section-more",
)
DUTIES = ("role-foster", "role-professional", "child-placed", "duty-mandated")
WORRY_KINDS = ("sign", "form", "danger", "known")
CHILD_ABUSE_LINES = {
    "": "contact-childhelp",
    "us": "contact-childhelp",
    "us-ca": "contact-childhelp",
    "us-ca-san-francisco": "contact-sf-hotline-800",
}


def _compose(edition: Edition, facts: Iterable[str], place: str = "") -> Document:
    return compose_outcome(edition, Responses(frozenset(facts), place), "en")


def _cards(document: Document) -> Iterator[ContactCard]:
    for block in document.blocks():
        yield from block.calls


def _prominent(document: Document) -> Iterator[ContactCard]:
    for block in document.sections[0].blocks:
        yield from block.calls


def _worries(edition: Edition) -> list[str]:
    return [fact for fact, kind in edition.kinds.items() if kind in WORRY_KINDS]


@pytest.fixture(scope="module")
def proved(edition: Edition) -> tuple[tuple[tuple[str, ...], Document], ...]:
    """The document of every minimal set, each in one of the places, taken in turn."""
    sets = dict.fromkeys(edition.table.names(facts) for _, facts in all_minimal_sets(edition.table))
    return tuple(
        (facts, _compose(edition, facts, place))
        for facts, place in zip(sets, cycle(PLACES), strict=False)
    )


@pytest.fixture(scope="module")
def everywhere(edition: Edition) -> tuple[Document, ...]:
    """The documents of nothing, of each fact alone and of all facts, in every place."""
    said: list[tuple[str, ...]] = [(), *((fact,) for fact in edition.kinds), tuple(edition.kinds)]
    return tuple(_compose(edition, facts, place) for facts, place in product(said, PLACES))


def test_every_outcome_says_that_signs_are_not_proof_and_not_to_confront(
    proved: tuple[tuple[tuple[str, ...], Document], ...],
) -> None:
    """Both cautions stand in every document, however little or much was said."""
    for facts, document in proved:
        assert {"caution-not-proof", "caution-no-confront"} <= document.shown(), facts


def test_every_outcome_shows_a_line_that_can_be_called_before_all_else(
    proved: tuple[tuple[tuple[str, ...], Document], ...],
) -> None:
    """The first section names a telephone number, and not only that of immigration police."""
    for facts, document in proved:
        assert document.sections[0].id == "section-calls"
        called = [
            card.id
            for card in _prominent(document)
            if card.id != "contact-hsi" and any(line.link.startswith("tel:") for line in card.lines)
        ]
        assert called, facts


def test_the_same_stands_in_every_place(everywhere: tuple[Document, ...]) -> None:
    """Cautions and a line to call do not depend on where a family lives."""
    for document in everywhere:
        assert {"caution-not-proof", "caution-no-confront"} <= document.shown()
        assert any(line.kind == "call" for card in _prominent(document) for line in card.lines)


def test_sections_stand_in_their_fixed_order(
    proved: tuple[tuple[tuple[str, ...], Document], ...], everywhere: tuple[Document, ...]
) -> None:
    """Whoever has read one outcome finds their way in every other."""
    for document in (*(document for _, document in proved), *everywhere):
        places = [SECTIONS.index(section.id) for section in document.sections]
        assert places == sorted(places)
        assert all(section.heading and section.blocks for section in document.sections)


def test_the_federal_tip_line_is_never_first_and_never_prominent(
    proved: tuple[tuple[tuple[str, ...], Document], ...], everywhere: tuple[Document, ...]
) -> None:
    """A line of immigration enforcement is chosen by the caller, never by us."""
    for document in (*(document for _, document in proved), *everywhere):
        assert document.contacts()[0] != "contact-hsi"
        assert "contact-hsi" not in {card.id for card in _prominent(document)}


def test_no_contact_stands_twice(
    proved: tuple[tuple[tuple[str, ...], Document], ...], everywhere: tuple[Document, ...]
) -> None:
    """A contact is shown once, where it matters most."""
    for document in (*(document for _, document in proved), *everywhere):
        ids = [card.id for card in _cards(document)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("duty", DUTIES)
def test_the_duty_shows_whenever_someone_with_a_duty_has_a_worry(
    duty: str, place: str, edition: Edition
) -> None:
    """Any sign, form or danger is enough, and the hotline is never taken for the report."""
    for worry in _worries(edition):
        document = _compose(edition, (duty, worry), place)
        texts = {
            section.id: " ".join(block.text for block in section.blocks)
            for section in document.sections
        }
        assert "section-duty" in texts, (duty, worry)
        assert "This page cannot decide for you." in texts["section-duty"], (duty, worry)
        assert "trafficking hotline" in " ".join(texts.values()), (duty, worry)
        assert "caution-mandated" in document.shown(), (duty, worry)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("duty", DUTIES)
def test_the_child_abuse_line_comes_first_for_someone_with_a_duty(
    duty: str, place: str, edition: Edition
) -> None:
    """For any sign or form without pictures, the line that takes the report stands at the top."""
    pictures = {"form-images", "form-online"}
    for fact, kind in edition.kinds.items():
        if kind in ("sign", "form") and fact not in pictures:
            document = _compose(edition, (duty, fact), place)
            assert document.contacts()[0] == CHILD_ABUSE_LINES[place], (duty, fact)


def test_no_duty_is_named_to_someone_without_one(edition: Edition) -> None:
    """A parent is asked, never told that they must."""
    for role, worry in product(("role-parent", "role-kin", "role-other"), _worries(edition)):
        document = _compose(edition, (role, worry), "us-ca-san-francisco")
        assert "section-duty" not in {section.id for section in document.sections}
        assert "caution-mandated" not in document.shown()


@pytest.mark.parametrize("place", PLACES)
def test_someone_in_the_home_hides_the_step_to_write_things_down(
    place: str, edition: Edition
) -> None:
    """Nobody is told to keep notes where the person they fear could find them."""
    for fact in edition.kinds:
        alone, together = (
            _compose(edition, (fact, *also), place) for also in ((), ("home-involved",))
        )
        warned = ("block-home-involved", "block-home-involved-now")
        assert len(together.shown().intersection(warned)) == 1
        assert "block-step-write-down" not in together.shown()
        assert "block-days-week" not in together.shown()
        assert bool(alone.shown().intersection(warned)) == (fact == "home-involved")


def test_danger_puts_911_first_everywhere(edition: Edition) -> None:
    """Hurt, missing, threatened or about to die: help comes before every other line."""
    for fact, place in product(
        ("danger-hurt", "danger-missing", "danger-threat", "danger-suicide-now"), PLACES
    ):
        for duty in ("", *DUTIES):
            document = _compose(edition, {fact, duty} - {""}, place)
            assert document.contacts()[0] == "contact-911"


def test_thoughts_of_suicide_put_988_first(edition: Edition) -> None:
    """Talk of suicide without acute danger is answered by the line that is there for it."""
    for fact, place in product((*_worries(edition), *DUTIES), PLACES):
        document = _compose(edition, {"danger-suicide", fact}, place)
        if document.outcome != "outcome-emergency":
            assert document.contacts()[0] == "contact-988", fact


def test_911_is_on_every_outcome(everywhere: tuple[Document, ...]) -> None:
    """Nobody has to look for it."""
    for document in everywhere:
        assert "contact-911" in {card.id for card in _prominent(document)}


def _is_valid(line: Line) -> bool:
    number = line.link.split(":", 1)[1]
    parsed = phonenumbers.parse(number, "US")
    if number.startswith("+"):
        return phonenumbers.is_valid_number(parsed)
    return number.isascii() and shortnumberinfo.is_possible_short_number_for_region(parsed, "US")


def test_every_number_is_valid_and_every_link_can_be_pressed(
    everywhere: tuple[Document, ...],
) -> None:
    """A tap on a number dials that very number; the digits shown are the digits dialled."""
    schemes = {"call": "tel:", "tty": "tel:", "text": "sms:", "chat": "https://", "web": "https://"}
    for document in everywhere:
        for card in _cards(document):
            assert card.lines
            for line in card.lines:
                assert line.link.startswith(schemes[line.kind])
                assert line.label
                if line.kind not in ("chat", "web"):
                    assert _is_valid(line), line
                    digits = "".join(sign for sign in line.shown if sign.isdecimal())
                    assert line.link.endswith(digits)


def test_every_contact_names_its_sources_and_the_day_they_were_read(
    edition: Edition, everywhere: tuple[Document, ...]
) -> None:
    """No number stands there on our word alone, and none is called checked that was not."""
    pages = (compose_page(edition, page, "en") for page in edition.pages)
    reports = (_compose(edition, ("known-told",), place) for place in edition.places)
    seen: set[str] = set()
    for document in (*everywhere, *reports, *pages):
        for card in _cards(document):
            seen.add(card.id)
            contact = edition.contacts[card.id]
            assert card.sources
            assert all(note.read_on and note.publisher for note in card.sources)
            assert edition.dates["en"][contact.read_on] in card.checked
            unused = not contact.assured_date and not contact.never_tried
            assert ("Not yet checked by phone." in card.checked) == unused
            assert card.name
            assert card.reason
            assert card.purpose
    assert seen == set(edition.contacts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_is_led_to_try_an_emergency_or_crisis_line(edition: Edition, language: str) -> None:
    """Its card says when its pages were read, and not that a call is still to be made."""
    never = {row.id for row in edition.contacts.values() if row.never_tried}
    assert {"contact-911", "contact-988"} < never
    unused = edition.wording(language).interface("not_assured")
    writer = Writer(edition, language)
    cards = [writer.card(call) for call in edition.calls if call.contact in never]
    assert {card.id for card in cards} == never
    for card in cards:
        assert unused not in card.checked
        assert edition.dates[language][edition.contacts[card.id].read_on] in card.checked


def test_every_reason_has_words_and_sources(
    proved: tuple[tuple[tuple[str, ...], Document], ...],
) -> None:
    """An outcome above the default always says why, and where that comes from."""
    for facts, document in proved:
        reasons = [reason for block in document.blocks() for reason in block.reasons]
        assert reasons, facts
        assert all(reason.text and reason.sources for reason in reasons)


def test_what_was_said_is_played_back_whole(
    proved: tuple[tuple[tuple[str, ...], Document], ...],
) -> None:
    """A caregiver can see every answer that led here, and nothing they did not say."""
    for facts, document in proved:
        ticks = {tick.fact for block in document.blocks() for tick in block.ticks}
        assert ticks - set(PLACES) == set(facts)


def test_not_sure_is_played_back_apart_and_changes_nothing_else(edition: Edition) -> None:
    """Doubt about a sign has a block of its own and no weight."""
    unsure = [fact for fact, kind in edition.kinds.items() if kind == "unsure"]
    for fact in ("sign-gifts", "sign-hotels", "form-images"):
        plain, doubting = _compose(edition, (fact,)), _compose(edition, (fact, *unsure))
        assert doubting.outcome == plain.outcome
        assert doubting.contacts() == plain.contacts()
        block = next(block for block in doubting.blocks() if block.kind == "unsure")
        assert {tick.fact for tick in block.ticks} == set(unsure)
        assert all(block.kind != "unsure" for block in plain.blocks())


@given(data=st.data())
def test_the_same_responses_are_the_same_document(data: st.DataObject, edition: Edition) -> None:
    """No clock, no chance, no order of ticks: what was said decides what is shown."""
    facts = data.draw(st.lists(st.sampled_from(sorted(edition.kinds)), max_size=12))
    place = data.draw(st.sampled_from(PLACES))
    assert _compose(edition, facts, place) == _compose(edition, reversed(facts), place)


def test_what_is_written_once_is_the_same_whatever_was_said(edition: Edition) -> None:
    """Contacts, and blocks that nothing fills: all of the pack's, so that none tells of anyone."""
    before = [set(kept) for kept in _written(edition)]
    said = _compose(edition, ("known-told", "role-foster", "home-involved"), "us-ny")
    assert [set(kept) for kept in _written(edition)] == before
    cards, blocks = _written(edition)
    assert set(cards) == {call.id for call in edition.calls}
    for block in blocks.values():
        assert not any((block.ticks, block.reasons, block.calls, block.duties))
    filled = {block.id for block in said.blocks() if block.ticks or block.reasons or block.calls}
    assert {"block-led", "block-why", "block-calls"} <= filled
    assert filled.isdisjoint(blocks)


def _written(edition: Edition) -> tuple[dict[str, Any], dict[str, Any]]:
    Writer(edition, "en")
    return edition.written["en"]


@given(data=st.data())
def test_any_answers_make_a_whole_document(data: st.DataObject, edition: Edition) -> None:
    """No combination of ticks is without outcome, cautions and a line to call."""
    facts = data.draw(st.sets(st.sampled_from(sorted(edition.kinds))))
    document = _compose(edition, facts, data.draw(st.sampled_from(PLACES)))
    assert document.heading
    assert document.answer
    assert document.brief
    assert document.page == OUTCOME_PAGE
    assert {"caution-not-proof", "caution-no-confront"} <= document.shown()
    assert any(line.kind == "call" for card in _prominent(document) for line in card.lines)


@pytest.mark.parametrize("fact", ["sign-gift", "", "us-ca ", "Sign-Gifts"])
def test_an_unknown_fact_stops_at_the_door(fact: str, edition: Edition) -> None:
    """A word that the pack does not know raises, and is never dropped."""
    with pytest.raises(KeyError):
        _compose(edition, (fact,))


@pytest.mark.parametrize("place", ["us-zz", "US", "nowhere", "sign-gifts"])
def test_an_unknown_place_stops_at_the_door(place: str, edition: Edition) -> None:
    """A place that the pack does not know raises, and is never taken for another."""
    with pytest.raises(KeyError):
        _compose(edition, (), place)
    with pytest.raises(KeyError):
        compose_page(edition, "page-now", "en", place)


@pytest.mark.parametrize("fact", ["us-ca", "outcome-support", "page-now"])
def test_what_follows_cannot_be_said(fact: str, edition: Edition) -> None:
    """Nobody can tick an outcome, a page or a place as if it were something they saw."""
    with pytest.raises(KeyError):
        _compose(edition, (fact,))


@pytest.mark.parametrize("language", ["en", "es"])
def test_hours_end_without_a_full_stop(edition: Edition, language: str) -> None:
    """What puts one after them never shows two, and "5 p.m." keeps one."""
    cards = [
        card
        for page in ("page-now", "page-services")
        for block in compose_page(edition, page, language).blocks()
        for card in block.calls
    ]
    assert any(card.hours for card in cards)
    assert not any(card.hours.endswith(".") for card in cards)
