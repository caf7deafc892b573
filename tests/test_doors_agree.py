"""The same answers lead to the same outcome through every door."""

from __future__ import annotations

import json
import re
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from itertools import cycle
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec
from starlette.testclient import TestClient

from hearthlight.channels.api.answers import Answers
from hearthlight.channels.api.app import Api
from hearthlight.channels.api.messages import CheckAsked
from hearthlight.channels.api.operations import BASE
from hearthlight.channels.cli.asking import read_ids
from hearthlight.channels.cli.commands import main
from hearthlight.channels.web.app import App
from hearthlight.channels.web.reading import read_form
from hearthlight.checkin.decision import decide
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.compiled.edition import read_condition
from hearthlight.documents.outcome import compose_outcome
from hearthlight.settings import Settings

if TYPE_CHECKING:
    import pytest

    from hearthlight.channels.web.site import Site
    from hearthlight.compiled.edition import Edition


def form_of(edition: Edition, facts: tuple[str, ...]) -> str:
    """The form that a browser without scripts sends for these ticks."""
    return urlencode([(edition.asked_in[fact][1], fact) for fact in facts])


def test_every_minimal_set_is_read_alike_by_every_door(edition: Edition) -> None:
    """
    A form, a JSON body and lines of standard input become the same facts and the same outcome.

    For every minimal set of the table: past the reading, all doors call the same functions.
    """
    api, table = Answers(edition), edition.table
    read_json = msgspec.json.Decoder(CheckAsked).decode
    count = 0
    for _, mask in all_minimal_sets(table):
        facts = table.names(mask)
        outcome = decide(table, mask).outcome
        by_form, _ = read_form(edition, form_of(edition, facts).encode())
        by_lines = read_ids(edition, (f"{fact}\n" for fact in facts), "", "")
        assert by_form.facts == by_lines.facts == frozenset(facts)
        assert api.explain(read_json(json.dumps({"facts": facts}).encode())).outcome == outcome
        count += 1
    assert count > 10_000


def test_one_set_of_every_rule_goes_the_whole_way_through_every_door(
    edition: Edition, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a request, or a command, to the heading and the calls; without a place, and in one."""
    web = TestClient(App(site))
    api = TestClient(Api(edition, Settings()))
    words = edition.wording("en")
    for rule, place in zip(edition.rules, cycle(("", "us-ca-san-francisco")), strict=False):
        facts = edition.table.names(next(iter(minimal_sets(read_condition(rule.when)))))
        said = "".join(f"{fact}\n" for fact in facts)
        monkeypatch.setattr("sys.stdin", StringIO(said))
        with redirect_stdout(StringIO()) as out:
            assert main(["check", "--stdin", "--json", "--place", place]) == 0
        by_command = json.loads(out.getvalue())
        by_api = api.post(f"{BASE}/check", json={"facts": facts, "place": place or None}).json()
        assert by_api["document"] == by_command
        responses = read_ids(edition, facts, "", place)
        assert by_api["outcome"] == compose_outcome(edition, responses, "en").outcome
        form = form_of(edition, facts) + (f"&question-place={place}" if place else "")
        page = web.post(
            "/check", content=form, headers={"content-type": "application/x-www-form-urlencoded"}
        ).text
        heading = re.search(r"<h1[^>]*>([^<]+)</h1>", page)
        assert heading
        assert unescape(heading[1]) == words.text(by_api["outcome"], "title")
        links = [
            line["link"]
            for section in by_command["sections"]
            for block in section["blocks"]
            for card in block["calls"]
            for line in card["lines"]
        ]
        at = 0
        for link in links:
            at = page.index(f'href="{link}"', at)
