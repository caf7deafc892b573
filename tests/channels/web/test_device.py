"""Python and the browser walk the same tables to the same end."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from hearthlight.channels.web.rendering import Pages
from hearthlight.channels.web.theme import Theme
from hearthlight.checkin.decision import decide
from hearthlight.checkin.minimal_sets import bits, less_one
from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.checkin.responses import Responses
from hearthlight.documents.outline import OUTCOME_PAGE, outline_outcome
from hearthlight.documents.routing import route_calls
from hearthlight.places.places import chain_of
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

RANDOM_SETS = 10_000
DOCUMENTS = 200
CHUNK = 4_000

PROBE = "document.addEventListener('table', (event) => { window.probe = event.detail; });"
WALK = """(cases) => cases.map(([facts, place]) => {
  const { table, outline } = window.probe;
  const { outcome, because, sections } = outline(table, new Set(facts), place);
  const ids = sections.flatMap(({ section, blocks }) => [section.id, ...blocks.flatMap(
    ({ block, filling }) => [block.id, ...(block.kind === 'calls' ? filling.map(
          (call) => call.id + '>' + call.contact)
      : block.kind === 'reasons' ? filling.map((rule) => rule.id)
      : filling ? filling.map((fact) => table.facts[fact]) : [])])]);
  return [outcome, because.map((rule) => rule.id).join('+'), ...ids].join(' ');
})"""
ROUTE = """(cases) => cases.map((known) => {
  const { table, callsFor } = window.probe, calls = callsFor(table, new Set(known));
  return [...calls.filter((call) => call.prominent), ...calls.filter((call) => !call.prominent)]
    .map((call) => call.id + '>' + call.contact).join(' ');
})"""
RENDER = """(cases) => cases.map(([facts, place]) => {
  const { table, outline, render } = window.probe;
  const node = document.createElement('main');
  node.append(...render(table, outline(table, new Set(facts), place)));
  return node.textContent;
})"""


@pytest.fixture(scope="module")
def device(served: Served, browser: Browser) -> Iterator[Page]:
    """A page whose script has its table."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(PROBE)
    page.goto(f"{served.url}/check")
    page.wait_for_selector(".stepwise")
    yield page
    context.close()


def walked(edition: Edition, facts: int, place: str) -> str:
    """What Python shows, as one line of ids."""
    table = edition.table
    responses = Responses(frozenset(table.names(facts)), place)
    decision, outline = outline_outcome(edition, responses)
    ids: list[str] = [decision.outcome, "+".join(decision.because)]
    for section in outline:
        ids.append(section.id)
        for shown in section.blocks:
            ids.append(shown.block.id)
            ids += [f"{call.id}>{call.contact}" for call in shown.calls]
            ids += shown.reasons
            ids += shown.ticks
    return " ".join(ids)


def as_case(edition: Edition, facts: int, place: str) -> list[Any]:
    """The same facts and place as indexes, as the table in the page counts them."""
    indexes = [bit.bit_length() - 1 for bit in bits(facts)]
    return [indexes, edition.facts.index(place) if place else -1]


def all_cases(edition: Edition) -> list[tuple[int, str]]:
    """Every minimal set, each less one fact, and random sets; each once, with a place."""
    places = ["", *edition.places]
    draw = random.Random(20261122)  # noqa: S311 - a sample, the same every time
    asked = [edition.table.facts[fact] for fact in edition.asked]
    sets = {facts for _, facts in all_minimal_sets(edition.table)}
    sets |= {fewer for facts in tuple(sets) for fewer in less_one(facts)}
    cases = [(facts, draw.choice(places)) for facts in sorted(sets)]
    for _ in range(RANDOM_SETS):
        chosen = draw.sample(asked, draw.randint(0, 24))
        cases.append((sum(chosen), draw.choice(places)))
    return cases


def test_the_device_decides_and_shows_what_python_does(device: Page, edition: Edition) -> None:
    """
    The same outcome, rules, blocks and contacts, in the same order.

    For every minimal set, each less one fact, and 10,000 random sets.
    """
    cases = all_cases(edition)
    assert len(cases) > RANDOM_SETS + 17_000
    for start in range(0, len(cases), CHUNK):
        part = cases[start : start + CHUNK]
        there = device.evaluate(WALK, [as_case(edition, *case) for case in part])
        here = [walked(edition, *case) for case in part]
        differing = [(one, two) for one, two in zip(here, there, strict=True) if one != two]
        assert differing[:1] == []


def situated(edition: Edition) -> dict[str, int]:
    """Each situation to facts that put someone in it: its own, and the least for its outcome."""
    least: dict[str, int] = {}
    for _, facts in all_minimal_sets(edition.table):
        least.setdefault(decide(edition.table, facts).outcome, facts)
    found: dict[str, int] = {}
    for name, row in edition.situations.items():
        if row.page == OUTCOME_PAGE:
            facts = edition.table.mask(frozenset(row.facts))
            found[name] = facts | (least[row.outcome] if row.outcome else 0)
    return found


def test_whom_to_call_is_in_the_same_order_for_every_place_and_situation(
    device: Page, edition: Edition
) -> None:
    """None is drawn by lot: all places, and all situations that the check-in can lead to."""
    situations = situated(edition)
    assert len(situations) >= 10
    places = ("", *edition.places)
    assert len(places) > 52
    cases = [(facts, place) for facts in situations.values() for place in places]
    there = device.evaluate(WALK, [as_case(edition, *case) for case in cases])
    here = [walked(edition, *case) for case in cases]
    assert [one for one, two in zip(here, there, strict=True) if one != two][:1] == []
    assert all(">contact-" in line for line in here)


def known_in(edition: Edition, situation: str, place: str) -> list[int]:
    """The indexes of everything that holds in a situation and a place."""
    row = edition.situations[situation]
    outcome = row.outcome
    if row.page == OUTCOME_PAGE and not outcome:
        outcome = decide(edition.table, edition.said(frozenset(row.facts))).outcome
    chain = chain_of(place, edition.places)
    names = {*row.facts, row.page, situation, *chain, *([outcome] if outcome else ())}
    return [edition.facts.index(name) for name in names]


def test_the_device_routes_every_situation_in_every_place_as_python_does(
    device: Page, edition: Edition
) -> None:
    """
    Also those that no check-in leads to: all 12 situations, in every county and jurisdiction.

    By the very function that fills an outcome. The device asks for no way of reaching someone, so
    its order is that of a call; the other ways are Python's alone (docs/decisions/0070).
    """
    assert len(edition.situations) == 12
    pairs = list(product(edition.situations, ("", *edition.places)))
    assert len(pairs) > 12 * 52
    there = device.evaluate(ROUTE, [known_in(edition, *pair) for pair in pairs])
    for (situation, place), on_device in zip(pairs, there, strict=True):
        calls = route_calls(edition, situation, place)
        assert on_device == " ".join(f"{call.id}>{call.contact}" for call in calls), situation


class MainText(HTMLParser):
    """The text inside <main>."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin at <main>."""
        del attrs
        self._inside = self._inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        """End at </main>."""
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        """Collect."""
        if self._inside:
            self.text += data


def test_the_device_writes_the_words_that_the_server_writes(device: Page, edition: Edition) -> None:
    """200 outcomes, composed on the device and by the server, read the same to the letter."""
    pages = Pages(edition, Settings(), Theme(), edition.languages[0])
    draw = random.Random(7)  # noqa: S311 - a sample, the same every time
    cases = draw.sample(all_cases(edition), DOCUMENTS)
    there = device.evaluate(RENDER, [as_case(edition, *case) for case in cases])
    for (facts, place), on_device in zip(cases, there, strict=True):
        parser = MainText()
        said = frozenset(edition.table.names(facts))
        parser.feed(pages.outcome(Responses(said, place)).decode())
        assert _folded(on_device) == _folded(parser.text)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
