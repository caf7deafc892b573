"""Python and the browser find the same patterns, at the same places, and say the same of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.channels.web.conftest import open_part
from tests.channels.web.typed_lines import COUNT, typed_lines, walk_there

from hearthlight.channels.web.theme import Theme
from hearthlight.documents.coaching import compose_coaching
from hearthlight.documents.saying import find_in_saying

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).parents[2] / "data" / "coach.jsonl"

FIND = "(walker, model, line) => walker.findPatterns(model, line)"
SAY = """(walker, model, line) => {
  const { rewrite, findings, praise, calls } = walker.coach(model, line);
  const told = (found) => found.map(({ id, words }) => [id, words]);
  return [told(findings), told(praise), calls, rewrite];
}"""
SAID = 1_000
"""Lines of which all that is said is compared; on the others, the places are."""


def said_here(edition: Edition, line: str) -> list[Any]:
    """What Python says of a line."""
    coaching = compose_coaching(edition, line, "en")
    found = {match.pattern for match in find_in_saying(edition, line)}
    harmful = [edition.coach.patterns[number] for number in found]
    return [
        [[finding.pattern, list(finding.words)] for finding in coaching.findings],
        [[praise.pattern, list(praise.words)] for praise in coaching.praise],
        coaching.trained,
        all(pattern.rewrite for pattern in harmful if pattern.kind != "praise"),
    ]


@pytest.fixture(scope="module")
def typed(edition: Edition) -> list[str]:
    """Lines of examples, of better forms, and of the words that the table knows."""
    lines = [json.loads(row)["text"] for row in EXAMPLES.read_text("utf-8").splitlines()]
    for language in edition.coach.languages:
        words = edition.wording(language)
        for pattern in edition.coach.patterns:
            lines += words.items(pattern.id, "say")
    known = [
        word
        for language in edition.coach.languages.values()
        for word in (*language.words, *language.spellings, *language.beginnings)
    ]
    return typed_lines(known, lines, 20261126)


def test_the_device_finds_and_says_exactly_what_python_does(
    served: Served, browser: Browser, edition: Edition, typed: list[str]
) -> None:
    """On 5,000 lines the same patterns at the same places; on 1,000, all that is said of them."""
    page = browser.new_page()
    page.goto(f"{served.url}/talk")
    paths = Theme().coach_script.path, open_part(page)["model"]
    found_there = walk_there(page, paths, FIND, typed)
    said_there = walk_there(page, paths, SAY, typed[-SAID:])
    page.close()
    found = [[list(match) for match in find_in_saying(edition, line)] for line in typed]
    said = [said_here(edition, line) for line in typed[-SAID:]]
    assert len(found_there) == COUNT
    each = (*zip(typed, found, found_there, strict=True),)
    each += (*zip(typed[-SAID:], said, said_there, strict=True),)
    assert [one for one in each if one[1] != one[2]][:1] == []
    assert sum(bool(matches) for matches in found) > COUNT / 3
    for kind in range(3):  # findings, praise, calls: there is something of each to compare
        assert sum(bool(one[kind]) for one in said) > SAID / 50
