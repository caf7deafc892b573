"""The page of the check-in: its form, with what was ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.documents.outline import outline_page

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.checkin.responses import Responses


def show_check_in(
    pages: Pages,
    responses: Responses,
    error: str = "",
    places: tuple[str, ...] = (),
    own: str = "",
) -> bytes:
    """
    The check-in's form with these ticks.

    `error` is the interface word that explains; `places` are those to choose from, if not all.
    `own` stands in for the part that takes words.
    """
    heading = pages.words.text(CHECK_PAGE, "heading")
    return pages.framed(
        CHECK_PAGE,
        pages.top(heading, mark=pages.pieces.lang(CHECK_PAGE, "heading")),
        *pages.sections.join(outline_page(pages.edition, CHECK_PAGE)),
        (own or pages.own_part(CHECK_PAGE)).encode(),
        _form(pages, responses, error, places).encode(),
        wrong=bool(error),
    )


def _form(pages: Pages, responses: Responses, error: str, places: tuple[str, ...]) -> str:
    edition = pages.edition
    return pages.theme.form.render(
        steps=edition.steps,
        kinds=edition.kinds,
        places=places or tuple(edition.places),
        zips=bool(edition.zip_codes),
        words=pages.words,
        ui=pages.words.interface,
        anchor=pages.addresses.anchor,
        lang=pages.pieces.lang,
        path=pages.addresses.path(CHECK_PAGE),
        responses=responses,
        error=error,
    )
