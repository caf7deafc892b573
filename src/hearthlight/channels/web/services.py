"""The page of services: what someone would like, and the short list that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.channels.web.reading import MOST_LETTERS
from hearthlight.documents.outline import outline_page
from hearthlight.documents.wanted import SERVICES_PAGE, Wanted

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.documents.services import ServicesFound


def show_services(
    pages: Pages,
    wanted: Wanted | None = None,
    error: str = "",
    found: ServicesFound | None = None,
) -> bytes:
    """
    The form, filled in as far as it was read; or the list.

    `error` is the interface word that explains what could not be read.
    """
    if found:
        listed = _list(pages, found).encode()
        return pages.framed(SERVICES_PAGE, pages.top(found.heading), listed)
    return pages.framed(
        SERVICES_PAGE,
        pages.top(
            pages.words.text(SERVICES_PAGE, "heading"),
            mark=pages.pieces.lang(SERVICES_PAGE, "heading"),
        ),
        _form(pages, wanted or Wanted(), error).encode(),
        *pages.sections.join(outline_page(pages.edition, SERVICES_PAGE)),
        wrong=bool(error),
    )


def _form(pages: Pages, wanted: Wanted, error: str) -> str:
    edition = pages.edition
    return pages.theme.services_form.render(
        wanted=wanted,
        error=error,
        path=pages.addresses.path(SERVICES_PAGE),
        kinds=tuple(edition.service_kinds),
        places=edition.places,
        spoken=edition.spoken[pages.language.tag],
        most=MOST_LETTERS,
        words=pages.words,
        ui=pages.words.interface,
        lang=pages.pieces.lang,
    )


def _list(pages: Pages, found: ServicesFound) -> str:
    cards = b"".join(pages.pieces.cards[card.call] for card in found.calls)
    return str(
        pages.theme.services.found(
            found,
            pages.words.interface,
            pages.addresses.path(SERVICES_PAGE),
            Markup(cards.decode()),  # noqa: S704 - our own pieces
        )
    )
