"""The page of the duty to report: what the law asks of one who asks, and the form to ask by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.outline import outline_duty, outline_page
from hearthlight.duty.answer import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.channels.web.rendering import Pages


def show_duty(pages: Pages, asked: Asked | None = None, error: str = "") -> bytes:
    """
    What the law asks of one who asks, and then the form. Without `asked`, the form comes first.

    `error` is the interface word that explains what could not be read.
    Raises KeyError for a place or a role that the pack does not know.
    """
    heading = pages.words.text(REPORT_PAGE, "heading")
    form = _form(pages, asked, error).encode()
    told = ""
    if asked and not error:
        told = pages.writer.asked(asked)
        outline = outline_duty(pages.edition, REPORT_PAGE, asked)[1]
    else:
        outline = outline_page(pages.edition, REPORT_PAGE)
    before = outline if told else outline[:1]
    return pages.framed(
        REPORT_PAGE,
        pages.top(heading, told, pages.pieces.lang(REPORT_PAGE, "heading")),
        *pages.sections.join(before),
        form,
        *pages.sections.join(outline[len(before) :]),
        wrong=bool(error),
    )


def join_duty(pages: Pages, asked: Asked) -> Iterator[bytes]:
    """What stands between heading and form for one who asks, section by section."""
    return pages.sections.join(outline_duty(pages.edition, REPORT_PAGE, asked)[1])


def _form(pages: Pages, asked: Asked | None, error: str) -> str:
    edition = pages.edition
    questions = {
        question.pick if question.pick == "place" else edition.kinds[question.of[0]]: question.id
        for step in edition.steps
        for question in step.questions
    }
    return pages.theme.duty_form.render(
        asked=asked or Asked(),
        error=error,
        path=pages.addresses.path(REPORT_PAGE),
        place_question=questions["place"],
        role_question=questions["role"],
        places=edition.places,
        roles=[fact for fact, kind in edition.kinds.items() if kind == "role"],
        words=pages.words,
        ui=pages.words.interface,
        lang=pages.pieces.lang,
    )
