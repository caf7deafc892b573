"""The page of the search, and what was found. What was typed stands in neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.channels.web.reading import MOST_LETTERS
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.documents.outline import outline_page

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.documents.finding import Finding, Found


def show_finding(pages: Pages, finding: Finding | None = None, error: str = "") -> bytes:
    """
    The search, or what was found: whom to call comes first where danger was heard.

    `error` is the interface word that explains what could not be read.
    """
    ui = pages.words.interface
    heading = ui("find_found") if finding else pages.words.text(FIND_PAGE, "heading")
    mark = "" if finding else pages.pieces.lang(FIND_PAGE, "heading")
    again = ui("find_again") if finding else ui("find_label")
    path = pages.addresses.path(FIND_PAGE)
    form = str(pages.theme.find.form(path, ui, again, error, MOST_LETTERS))
    calls = _calls(pages, finding.danger if finding else ())
    found = _topics(pages, finding) if finding else ""
    urgent = bool(finding and finding.danger)
    parts = (calls, found, form) if urgent else (found, calls, form) if finding else (form,)
    return pages.framed(
        FIND_PAGE,
        pages.top(heading, mark=mark),
        *(part.encode() for part in parts),
        *pages.sections.join(outline_page(pages.edition, FIND_PAGE)),
        b"" if finding else calls.encode(),
        wrong=bool(error),
    )


def _calls(pages: Pages, danger: tuple[str, ...]) -> str:
    calls = [call.id for call in pages.finder.calls(danger)]
    if not calls:
        return ""
    first, *others = calls
    pieces, ui = pages.pieces, pages.words.interface
    cards = b"".join((pieces.first_cards[first], *(pieces.cards[call] for call in others)))
    heading = ui("find_urgent" if danger else "find_calls")
    text = ui("find_urgent_next") if danger else ""
    return str(pages.theme.find.calls(heading, text, Markup(cards.decode())))  # noqa: S704 - our own pieces


def _topics(pages: Pages, finding: Finding) -> str:
    ui, pieces = pages.words.interface, pages.pieces
    if not finding.found:
        return str(Markup("<p>{}</p>").format(ui("find_nothing")))
    cards = {
        one.card.call: Markup(pieces.cards[one.card.call].decode())  # noqa: S704 - our own pieces
        for one in finding.found
        if one.card
    }

    def found_at(found: Found) -> str:
        part = f"#{pages.addresses.anchor(found.section)}" if found.section else ""
        return f"{pages.addresses.root}{found.path}{part}"

    return str(pages.theme.find.found(finding.found, ui, found_at, pieces.lang, cards))
