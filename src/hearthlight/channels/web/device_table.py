"""
The table that the script in the page walks: the edition's clauses, and the server's own pieces.

Each piece of HTML becomes a tree of `[tag, attributes, ...children]`, so that the device shows the
same words in the same markup, without parsing HTML there.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.channels.web.addresses import CHECK_PAGE, NOTES_PAGE
from hearthlight.documents.outline import OUTCOME_PAGE, outline_page

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.channels.web.theme import Theme
    from hearthlight.compiled.edition import CompiledBlock, Edition

Tree = list[Any] | str
_NOTICED = frozenset({"sign", "form", "danger", "known"})
"""What a caregiver saw or was told; the sheet for the call begins with it."""
VOID = frozenset({"input", "br", "img", "wbr"})
"""Elements of our pages that have no end."""
CASED = {"viewbox": "viewBox"}
"""Attributes of SVG whose case matters; reading HTML loses it."""


def make_table(pages: Pages, theme: Theme) -> bytes:
    """The table of one language, as JSON. The same edition always gives the same bytes."""
    edition = pages.edition
    index = {fact: number for number, fact in enumerate(edition.facts)}
    words, pieces, addresses = pages.words, pages.pieces, pages.addresses
    table = {
        "format": edition.format,
        "facts": edition.facts,
        "page": index[OUTCOME_PAGE],
        "within": {
            index[place]: index[around] for place, around in edition.places.items() if around
        },
        "zips": [
            [first, last, [index[place] for place in places]]
            for first, last, places in edition.zip_codes
        ],
        "asked": [index[fact] for fact in edition.asked],
        "unsure": [index[fact] for fact, kind in edition.kinds.items() if kind == "unsure"],
        "danger": [index[fact] for fact, kind in edition.kinds.items() if kind == "danger"],
        "outcomes": [outcome.id for outcome in edition.outcomes],
        "otherwise": edition.otherwise,
        "rules": [
            {
                "id": rule.id,
                "outcome": rule.outcome,
                "when": rule.when,
                "sources": rule.sources,
                "tree": parse_tree(pieces.reason(rule.id)),
            }
            for rule in edition.rules
        ],
        "calls": [
            {
                "id": call.id,
                "contact": call.contact,
                "prominent": call.prominent,
                "when": call.when,
                "unless": call.unless,
                "tree": parse_tree(pieces.card(call.id)),
            }
            for call in edition.calls
        ],
        "sections": [
            {
                "id": section.id,
                "tree": parse_tree(pieces.section_open(section.id)),
                "blocks": [_block(pages, block) for block in section.blocks],
            }
            for section in edition.pages[OUTCOME_PAGE].sections
        ],
        "ticks": {
            index[fact]: parse_tree(pieces.tick(fact)) for fact in (*edition.asked, *edition.places)
        },
        "sources": {
            source: parse_tree(pieces.source(source)) for source in _shown_sources(edition)
        },
        "tops": {row.id: parse_tree(pieces.outcome_top(row.id)) for row in edition.outcomes},
        "sourced": parse_tree(str(theme.macros.sources_open(words.interface("sources_heading"))))[
            :3
        ],
        "change": parse_tree(
            str(theme.macros.change_open(addresses.path(CHECK_PAGE)))
            + str(theme.macros.change_close(words.interface))
        ),
        "title": words.text(OUTCOME_PAGE, "title"),
        "notes": addresses.path(NOTES_PAGE) if NOTES_PAGE in edition.pages else "",
        "sheet": parse_tree(_sheet(pages)) if NOTES_PAGE in edition.pages else 0,
        "noticed": [index[fact] for fact in edition.asked if edition.kinds[fact] in _NOTICED],
    }
    return msgspec.json.encode(table)


def _shown_sources(edition: Edition) -> dict[str, None]:
    """What sections of an outcome and reasons rest on; a card holds its own."""
    found: dict[str, None] = {}
    for section in edition.pages[OUTCOME_PAGE].sections:
        for block in section.blocks:
            found.update(dict.fromkeys(block.sources))
    for rule in edition.rules:
        found.update(dict.fromkeys(rule.sources))
    return found


def _block(pages: Pages, block: CompiledBlock) -> dict[str, Any]:
    html = pages.pieces.block(block.id)
    return {
        "id": block.id,
        "kind": block.kind,
        "prominent": block.prominent,
        "when": block.when,
        "unless": block.unless,
        "sources": block.sources,
        "tree": parse_tree(html) if html else 0,
    }


def _sheet(pages: Pages) -> str:
    """The sheet for a call, as the device shows it beside an outcome: no way onward."""
    outline = tuple(
        section
        for section in outline_page(pages.edition, NOTES_PAGE)
        if any(outlined.block.kind != "links" for outlined in section.blocks)
    )
    ui = pages.words.interface
    top = pages.top(pages.words.text(NOTES_PAGE, "heading"), ui("notes_stay"))
    sections = b"".join((top, *pages.sections.join(outline))).decode()
    return f"<div>{sections}{pages.theme.macros.tools(ui)}</div>"


def parse_tree(html: str) -> Tree:
    """
    The first element of a piece as a tree. What a piece leaves open ends with the piece.

    Raises ValueError for a piece without an element.
    """
    trees = parse_trees(html)
    if not trees:
        raise ValueError(f"no element in {html!r}")
    return trees[0]


def parse_trees(html: str) -> list[Tree]:
    """Every element of some pieces, each as a tree."""
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    return parser.roots


class _TreeParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.roots: list[Tree] = []
        self._open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = [tag, {CASED.get(name, name): value or "" for name, value in attrs}]
        self._add(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].append(data)

    def _add(self, node: list[Any]) -> None:
        if self._open:
            self._open[-1].append(node)
        else:
            self.roots.append(node)
