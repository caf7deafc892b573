"""Drawings on the pages: inline, described, in the page's own colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.web.device_table import parse_tree

if TYPE_CHECKING:
    from hearthlight.channels.web.site import Site

PAGES = {"/learn", "/heal", "/talk", "/first-day"}


@pytest.mark.parametrize("root", ["", "/es"])
def test_a_drawing_is_in_the_page_with_its_words(site: Site, root: str) -> None:
    """No second request, no style attribute for the policy to refuse, and a text alternative."""
    for path in PAGES:
        html = site.replies[root + path][b""].body.decode()
        (drawing,) = re.findall(r'<figure class="drawing">(.*?)</svg>', html)
        assert drawing.startswith('<svg role="img" aria-label="')
        assert len(drawing.split('aria-label="')[1].split('"')[0]) > 40
        assert "style=" not in drawing
        assert "xmlns" not in drawing
        assert 'stroke="currentColor"' in drawing


def test_the_device_can_grow_a_drawing(site: Site) -> None:
    """Reading HTML loses the case of an attribute that SVG needs."""
    tree = parse_tree(site.pages["en"].pieces.block("block-learn-drawn-picture"))
    assert isinstance(tree, list)
    figure = tree[2]
    picture = figure[2]
    assert picture[0] == "svg"
    assert picture[1]["viewBox"] == "0 0 336 282"
    tags = {node[0] for node in _all(picture)}
    assert tags == {"svg", "g", "path", "circle"}


def _all(tree: list[object]) -> list[list[object]]:
    found = [tree]
    for child in tree[2:]:
        if isinstance(child, list):
            found += _all(child)
    return found
