"""
What stands in place of a form where nobody answers it: pages that were written to files.

A script that needs no server may take the form over, and then takes this away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.documents.outline import outline_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.channels.web.rendering import Pages


def show_alone(pages: Pages, page: str) -> bytes:
    """Whom to call; in place of the search, every page that there is to read."""
    calls = () if page in (FIND_PAGE, REPORT_PAGE) else pages.finder.calls()  # they name some
    cards = Markup(b"".join(pages.pieces.cards[call.id] for call in calls).decode())  # noqa: S704 - our own pieces
    contents = list(_contents(pages)) if page == FIND_PAGE else []
    ui, root = pages.words.interface, pages.addresses.root
    return str(pages.theme.macros.alone(ui, cards, contents, root)).encode()


def _contents(pages: Pages) -> Iterator[tuple[str, str, Markup, list[tuple[str, str, Markup]]]]:
    """Every page to read: its address, heading and parts, each with its language."""
    text, lang = pages.words.text, pages.pieces.lang
    for page, compiled in pages.edition.pages.items():
        if compiled.path not in ("", "/", "/clear", pages.edition.pages[FIND_PAGE].path):
            sections = [
                (pages.addresses.anchor(one.id), text(one.id, "heading"), lang(one.id, "heading"))
                for one in outline_page(pages.edition, page)
            ]
            yield compiled.path, text(page, "heading"), lang(page, "heading"), sections
