"""Documents in a terminal: 72 columns, bold headings, numbers on lines of their own, no colour."""

from __future__ import annotations

import os
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from hearthlight.content.locales import Wording
    from hearthlight.documents.blocks import (
        Block,
        ContactCard,
        Document,
        DutyLine,
        Reason,
        SourceNote,
    )

COLUMNS = 72
_STRONG = re.compile(r"\*\*(.+?)\*\*")


class Page:
    """Lines for one terminal. Bold only where the terminal shows it and nobody asked for plain."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._bold = out.isatty() and "NO_COLOR" not in os.environ

    def heading(self, text: str) -> None:
        """A heading, with a line under it for those who see no bold."""
        self._write(f"\033[1m{text}\033[0m" if self._bold else text)
        self._write("-" * min(len(text), COLUMNS))

    def strong(self, text: str, indent: str = "") -> None:
        """A line that stands out."""
        for line in textwrap.wrap(
            plain(text), COLUMNS, initial_indent=indent, subsequent_indent=indent
        ):
            self._write(f"\033[1m{line}\033[0m" if self._bold else line)

    def text(self, text: str, first: str = "", rest: str | None = None) -> None:
        """Paragraphs, folded; `first` and `rest` are the margins."""
        rest = first if rest is None else rest
        for number, paragraph in enumerate(plain(text).split("\n\n")):
            folded = textwrap.fill(
                " ".join(paragraph.split()),
                COLUMNS,
                initial_indent=rest if number else first,
                subsequent_indent=rest,
                break_long_words=False,
                break_on_hyphens=False,
            )
            self._write(folded)

    def blank(self) -> None:
        """An empty line."""
        self._write("")

    def _write(self, line: str) -> None:
        self._out.write(f"{line}\n")


def plain(text: str) -> str:
    """Text without its Markdown marks."""
    return _STRONG.sub(r"\1", text)


def print_document(document: Document, wording: Wording, out: TextIO) -> None:
    """The whole document, in the order of its blocks."""
    page = Page(out)
    page.blank()
    page.heading(document.heading)
    if document.answer:
        page.text(document.answer)
    for section in document.sections:
        page.blank()
        page.heading(section.heading)
        step = 0
        for number, block in enumerate(section.blocks):
            if block.kind == "step":
                step += 1
            if number and block.kind not in ("step", "say"):
                page.blank()
            _print_block(page, block, wording, step)
        for fold in section.folds:
            page.blank()
            page.strong(f"[{fold.label}]")
            for block in fold.blocks:
                _print_block(page, block, wording, 0)


def _print_block(page: Page, block: Block, wording: Wording, step: int) -> None:
    # Words that are not in the document's language say in which they are, as on a web page.
    mark = f" [{block.language}]" if block.language else ""
    if block.kind == "step":
        page.strong(f"{step}. {block.title}")
        page.text(f"{block.text}{mark}", "   ")
        return
    if block.kind == "say":
        page.strong(block.title, "   ")
        for words in block.say:
            page.text(f"“{words}”{mark}", "     ")
        return
    if block.title:
        page.strong(block.title)
    if block.text or block.alt:
        page.text(
            "\n\n".join(
                f"{part}{mark}" for part in (block.alt and f"[{block.alt}]", block.text) if part
            )
        )
    for number, item in enumerate(_items(block), 1):
        shown = f"{item}{mark}" if block.items else item
        page.text(shown, f" {number} " if block.kind == "drawing" else " * ", "   ")
    for line in block.duties:
        _print_duty(page, line)
    for number, card in enumerate(block.calls):
        if number:
            page.blank()
        print_card(page, card, wording)


def _print_duty(page: Page, line: DutyLine) -> None:
    page.text(line.text, "  ")
    if line.due:
        page.strong(line.due, "  ")
    page.text(line.checked, "    ")


def _items(block: Block) -> Iterator[str]:
    yield from block.items
    if block.kind == "field" and not block.items:
        yield from ["_" * (COLUMNS - 3)] * block.rows  # room to write in
    for tick in block.ticks:
        yield tick.label
    for reason in block.reasons:
        yield reason.text
    for link in block.links:
        yield f"{link.label}: {link.path}"


def print_card(page: Page, card: ContactCard, wording: Wording) -> None:
    """Whom to call, each number on a line of its own."""
    page.strong(card.name)
    page.text(card.reason, "  ")
    for line in card.lines:
        page.strong(f"{line.label}: {line.shown}", "    ")
    facts = [card.purpose]
    facts.extend(part for part in (f"{card.hours}." if card.hours else "", card.languages) if part)
    page.text(" ".join(facts), "  ")
    if card.access:
        page.text(card.access, "  ")
    if card.run_by:
        page.text(f"{wording.interface('run_by')}: {card.run_by}.", "  ")
    if card.passes_on:
        page.text(f"{wording.interface('passes_on')}: {card.passes_on}", "  ")
    page.text(card.checked, "  ")


def print_cards(
    heading: str, cards: tuple[ContactCard, ...], wording: Wording, out: TextIO
) -> None:
    """Whom to call, in order."""
    page = Page(out)
    page.blank()
    page.heading(heading)
    for number, card in enumerate(cards):
        if number:
            page.blank()
        print_card(page, card, wording)


def print_reasons(heading: str, reasons: tuple[Reason, ...], wording: Wording, out: TextIO) -> None:
    """Rules with their words and sources."""
    page = Page(out)
    page.blank()
    page.heading(heading)
    for reason in reasons:
        page.strong(reason.rule)
        page.text(reason.text, "  ")
        for source in reason.sources:
            page.text(_source(source, wording), "    - ", "      ")


def _source(source: SourceNote, wording: Wording) -> str:
    read = wording.interface("source_read").format(date=source.read_on)
    return f"{source.publisher}: {source.title} ({read}){f' {source.url}' if source.url else ''}"
