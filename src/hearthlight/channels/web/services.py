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
    title = pages.words.text(SERVICES_PAGE, "title")
    if error:
        title = f"{pages.words.interface('form_error_title')} {title}"
    if found:
        return pages.framed(SERVICES_PAGE, title, found.heading, _list(pages, found).encode())
    outline = outline_page(pages.edition, SERVICES_PAGE)
    return pages.framed(
        SERVICES_PAGE,
        title,
        pages.words.text(SERVICES_PAGE, "heading"),
        _form(pages, wanted or Wanted(), error).encode(),
        *pages.sections(outline),
    )


def _form(pages: Pages, wanted: Wanted, error: str) -> str:
    edition = pages.edition
    return pages.theme.services_form.render(
        wanted=wanted,
        error=error,
        path=pages.path(SERVICES_PAGE),
        kinds=tuple(edition.service_kinds),
        places=edition.places,
        spoken=edition.spoken[pages.language.tag],
        most=MOST_LETTERS,
        words=pages.words,
        ui=pages.words.interface,
        lang=pages.lang,
    )


def _list(pages: Pages, found: ServicesFound) -> str:
    cards = b"".join(pages.card_of(card.call) for card in found.calls)
    return str(
        pages.theme.services.found(
            found,
            pages.words.interface,
            pages.path(SERVICES_PAGE),
            Markup(cards.decode()),  # noqa: S704 - our own pieces
        )
    )
