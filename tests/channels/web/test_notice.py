"""Python and the browser read a caregiver's own words alike, to the last number."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.channels.web.conftest import open_part
from tests.channels.web.typed_lines import COUNT, typed_lines, walk_there

from hearthlight.channels.web.theme import Theme
from hearthlight.documents.hearing import hear, hear_danger
from hearthlight.documents.noticing import noticeable
from hearthlight.notice.model import SIGNS, load_model

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.channels.web.conftest import Served

    from hearthlight.compiled.edition import Edition

pytestmark = pytest.mark.browser

PHRASES = Path(__file__).parents[3] / "src/hearthlight/packs/csec/phrases"
_CHOICE = re.compile(r"\(([^()|]*)[^()]*\)")
_SLOT = re.compile(r"\{(\w+)\}")

WALK = """(walker, model, line) => {
  const { ranked, offered, danger } = walker.notice(model, line, new Set(KNOWN), DANGERS);
  return [ranked, offered.map(({ id, words }) => [id, words]), danger];
}"""


def phrases() -> list[str]:
    """A phrase of the pack on each line, in the first of the ways to say it."""
    found: list[str] = []
    for file in sorted(PHRASES.glob("*/*.txt")):
        if file.stem == "slots":
            continue
        for line in file.read_text("utf-8").splitlines():
            said = line.strip()
            if said and said[0] not in "[#":
                while said != (shorter := _CHOICE.sub(r"\1", said)):
                    said = shorter
                found.append(_SLOT.sub(r"\1", said))
    return found


def here(edition: Edition, line: str) -> list[Any]:
    """What Python makes of a line."""
    noticed = hear(edition, line)
    offered = [[one.id, list(one.words)] for one in noticed.offered]
    return [list(noticed.ranked), offered, list(hear_danger(edition, line))]


def test_the_device_notices_exactly_what_python_does(
    served: Served, browser: Browser, edition: Edition
) -> None:
    """On 5,000 lines: the same ids in the same order, the same words, the same dangers."""
    known = load_model(SIGNS).file
    words = [*known.negators, *known.breakers]
    words += [feature[1:] for feature in known.features.split("\n") if feature[0] == "="]
    words += [word for table in edition.danger.languages.values() for word in table.words]
    lines = typed_lines(words, phrases(), 20261125)
    facts, dangers = noticeable(edition)
    walk = WALK.replace("KNOWN", json.dumps([*facts, *dangers]))
    walk = walk.replace("DANGERS", json.dumps(dangers))
    page = browser.new_page()
    page.goto(f"{served.url}/check")
    data = open_part(page)
    there = walk_there(page, (Theme().notice_script.path, data["model"]), walk, lines)
    expected = [here(edition, line) for line in lines]
    page.close()
    assert len(there) == len(expected) == COUNT
    differing = [each for each in zip(lines, expected, there, strict=True) if each[1] != each[2]]
    assert differing[:1] == []
    # The lines would hold nothing to each other if little were found in them.
    assert sum(bool(offered) for _, offered, _ in expected) > COUNT / 5
    assert sum(bool(danger) for _, _, danger in expected) > COUNT / 50
