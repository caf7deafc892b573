"""
Every answer about the duty to report, made beforehand, for a site where nobody answers a form.

An answer is the very fragments that the server would send, each kept once. Only the day and the
hour are not in it: they depend on when someone learned, and the words of a line tell the hours.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

from hearthlight.channels.web.device_table import CASED, VOID
from hearthlight.channels.web.duty import join_duty
from hearthlight.content.model import Child
from hearthlight.duty.answer import Asked

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages

_SECTION = b"</section>"


def make_duty_table(pages: Pages) -> bytes:
    """The table of one language, as JSON. The same edition always gives the same bytes."""
    edition = pages.edition
    roles = [fact for fact, kind in edition.kinds.items() if kind == "role"]
    fragments: dict[bytes, int] = {}
    sections: dict[tuple[int, ...], int] = {}
    answers: dict[str, list[int]] = {}
    for place, role, child in product(("", *edition.places), ("", *roles), get_args(Child)):
        answer: list[int] = []
        section: list[int] = []
        for piece in join_duty(pages, Asked(place=place, role=role, child=child)):
            section.append(fragments.setdefault(piece, len(fragments)))
            if piece == _SECTION:
                answer.append(sections.setdefault(tuple(section), len(sections)))
                section = []
        answers[f"{place},{role},{child}"] = answer
    ui = pages.words.interface
    table = {
        "fragments": [read_steps(piece.decode()) for piece in fragments],
        "sections": list(sections),
        "answers": answers,
        "stays": ui("answers_stay"),
        "count": ui("duty_count"),
        "nothing": ui("duty_nothing_told"),
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def read_steps(fragment: str) -> list[Any]:
    """
    A run of HTML as steps: `[tag, attributes]` opens, text is text, 0 closes.

    `[tag, attributes, 1]` opens nothing that could be closed.
    """
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    return reader.steps


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {CASED.get(name, name): value or "" for name, value in attrs}
        self.steps.append([tag, told, 1] if tag in VOID else [tag, told])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.steps.append(0)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.steps.append(0)

    def handle_data(self, data: str) -> None:
        self.steps.append(data)
