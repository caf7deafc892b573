"""
Prepared pieces of a page.

A piece is a run of HTML that is the same whenever it is shown: a block, a card, a heading. Each is
rendered once, so that a page for what was just said is joined, not rendered. Every text is escaped
by the template engine.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.content.locales import INTERFACE
from hearthlight.documents.outline import OutlinedBlock

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthlight.channels.web.addresses import Addresses
    from hearthlight.channels.web.theme import Theme
    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.writing import Writer
    from hearthlight.duty.answer import ToldLine


class Prepared(dict[str, bytes]):
    """Pieces by id, each made when it is first shown."""

    def __init__(self, render: Callable[[str], str]) -> None:
        super().__init__()
        self._render = render

    def __missing__(self, name: str) -> bytes:
        piece = self[name] = self._render(name).encode()
        return piece


class Pieces:
    """
    The pieces of one language of one edition: rendered by id, and kept as they were rendered.

    An id that the edition does not have raises KeyError.
    """

    def __init__(
        self, edition: Edition, theme: Theme, writer: Writer, addresses: Addresses
    ) -> None:
        self._edition = edition
        self._macros = theme.macros
        self._writer = writer
        self._words = writer.wording
        self._ui = self._words.interface
        self._addresses = addresses
        self.section_opens = Prepared(self.section_open)
        self.fold_opens = Prepared(self.fold_open)
        self.blocks = Prepared(self.block)
        self.cards = Prepared(self.card)
        self.first_cards = Prepared(partial(self.card, first=True))
        self.brief_cards = Prepared(partial(self.card, brief=True))
        self.reasons = Prepared(self.reason)
        self.ticks = Prepared(self.tick)
        self.source_notes = Prepared(self.source)

    def lang(self, row_id: str, field: str, *, label: bool = False) -> Markup:
        """
        The attribute that says which language a text is in, where it is not the page's.

        With `label`, where it is not that of the row's label, which the text stands in.
        """
        if field == "hours" and self._edition.contacts[row_id].always_open:
            row_id, field = INTERFACE, "always_open"
        around = self._words.language_of(row_id, "label") if label else self._words.language
        language = self._words.language_of(row_id, field)
        return Markup("") if language == around else Markup(' lang="{}"').format(language)

    def outcome_top(self, outcome: str) -> str:
        """The heading of an outcome and its one line."""
        return str(
            self._macros.top(
                self._words.text(outcome, "title"),
                self._words.text(outcome, "answer"),
                self._edition.urgencies[outcome],
                self.lang(outcome, "title"),
                self.lang(outcome, "answer"),
            )
        )

    def section_open(self, section: str) -> str:
        """A section's heading."""
        heading = self._words.text(section, "heading")
        anchor = self._addresses.anchor(section)
        return str(self._macros.section_open(section, anchor, heading, self.lang))

    def fold_open(self, reader: str) -> str:
        """The line that opens what is said to one reader besides."""
        mark = self.lang(reader, "label")
        return str(self._macros.fold_open(self._words.text(reader, "label"), mark))

    def block(self, block_id: str) -> str:
        """A block without what fills it; a step is left open for words to read out."""
        block = self._edition.blocks[block_id]
        written = self._writer.block(OutlinedBlock(block))
        folded = block.folded and block.kind != "calls"
        root, link = self._addresses.root, self._addresses.link
        body = self._macros.block(written, root, link, self.lang, block.links, folded)
        if block.kind == "step":
            return f'<li class="{block.id}">{body}'
        return f'<div class="{block.id}">{body}</div>' if body else ""

    def card(self, call_id: str, *, first: bool = False, brief: bool = False) -> str:
        """
        A contact; the `first` stands out.

        A `brief` one shows its name, reason and numbers, and the rest opens.
        """
        written = self._writer.card(self._edition.calls_by_id[call_id])
        card = str(self._macros.card(written, self._ui, self.lang, brief=brief))
        return card.replace('class="call ', 'class="call first ', 1) if first else card

    def reason(self, rule: str) -> str:
        """Why a rule led here."""
        return str(self._macros.reason(self._writer.reason(rule), self.lang))

    def tick(self, fact: str) -> str:
        """Something said, played back, with the way to change it."""
        tick = self._writer.tick(fact)
        check, anchor = self._addresses.path(CHECK_PAGE), self._addresses.anchor(tick.step)
        mark = self.lang(fact, "name" if fact in self._edition.places else "label")
        return str(self._macros.tick(tick, check, anchor, self._ui, mark))

    def duty(self, line: ToldLine) -> str:
        """A line of a duty. It may tell a time, so that it is not kept."""
        mark = self.lang(line.duty.text, "text")
        return str(self._macros.duty(self._writer.duty(line), mark, self._ui))

    def source(self, source: str) -> str:
        """Where something comes from."""
        return str(self._macros.source(self._writer.source(source), self._ui))

    def sources(self, sources: tuple[str, ...]) -> str:
        """What something rests on, folded away."""
        opened = str(self._macros.sources_open(self._ui("sources_heading")))
        return f"{opened}{''.join(map(self.source, sources))}</ul></details>"
