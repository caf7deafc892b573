"""The shipped drawings: one grid, one pen, one colour, and words for each in every language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from hearthlight.content.layers import SHIPPED
from hearthlight.content.loader import load_pack
from hearthlight.content.model import AMBER, Block

if TYPE_CHECKING:
    from pathlib import Path

DRAWINGS = sorted(SHIPPED.glob("*/drawings/*.svg"))
MARKS = {
    f"mark-{name}"
    for name in (
        *("lamp", "door", "phone", "chairs", "cup", "path"),
        *("hands", "calendar", "road-home", "umbrella", "tree"),
    )
}
SCENES = {"drawn-in", "support-network", "say-not-say", "first-days"}
pack = cache(load_pack)


def test_every_mark_and_every_scene_is_there() -> None:
    """What stands in the folder is what is promised, and nothing forgotten."""
    assert {path.stem for path in DRAWINGS} == MARKS | SCENES


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_the_grid_the_pen_and_the_one_colour(path: Path) -> None:
    """Lines in the colour of the text around; amber is the only fill; marks are 48 by 48."""
    drawing = path.read_text("utf-8")
    root = drawing.split(">", 1)[0]
    assert 'stroke="currentColor" stroke-width="2" stroke-linecap="round"' in root
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawing)) <= {
        *("none", "currentColor", AMBER)
    }
    wide = re.search(r'viewBox="0 0 (\d+) (\d+)"', root)
    assert wide
    assert wide[1] == ("48" if path.stem in MARKS else "336")
    if path.stem in MARKS:
        assert len(drawing) <= 400


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_drawing_shown_is_described_in_each_language(language: str) -> None:
    """Who cannot see it is told what it shows, in the language of the page."""
    shown = [row for row in pack().all(Block).values() if row.kind == "drawing"]
    assert {row.drawing for row in shown} >= SCENES
    for row in shown:
        assert len(str(pack().words[language][f"{row.id}.alt"])) > 40
