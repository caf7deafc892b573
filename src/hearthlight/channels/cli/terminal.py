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


def mark(wording: Wording, row_id: str, field: str) -> str:
    """What stands behind a text that is in another language than was asked for; else nothing."""
    return mark_other(wording.language_of(row_id, field), wording)


def tell(wording: Wording, row_id: str, field: str) -> str:
    """A text, marked where it is in another language."""
    return f"{wording.text(row_id, field)}{mark(wording, row_id, field)}"


def mark_other(language: str, wording: Wording) -> str:
    """The same for a text that says its language itself, or says none where nothing is other."""
    return f" [{language}]" if language and language != wording.language else ""


def print_document(document: Document, wording: Wording, out: TextIO) -> None:
    """The whole document, in the order of its blocks."""
    page = Page(out)
    page.blank()
    if outcome := document.outcome:
        page.heading(f"{document.heading}{mark(wording, outcome, 'title')}")
        page.text(f"{document.answer}{mark(wording, outcome, 'answer')}")
    else:
        page.heading(f"{document.heading}{mark(wording, document.page, 'heading')}")
        if document.answer:
            page.text(document.answer)
    for section in document.sections:
        page.blank()
        page.heading(f"{section.heading}{mark(wording, section.id, 'heading')}")
        step = 0
        for number, block in enumerate(section.blocks):
            if block.kind == "step":
                step += 1
            if number and block.kind not in ("step", "say"):
                page.blank()
            _print_block(page, block, wording, step)
        for fold in section.folds:
            page.blank()
            page.strong(f"[{fold.label}]{mark(wording, fold.reader, 'label')}")
            for block in fold.blocks:
                _print_block(page, block, wording, 0)


def _print_block(page: Page, block: Block, wording: Wording, step: int) -> None:
    if block.kind == "step":
        page.strong(f"{step}. {_marked(block, 'title', wording)}")
        page.text(_marked(block, "text", wording), "   ")
        return
    if block.kind == "say":
        page.strong(_marked(block, "title", wording), "   ")
        for words in block.say:
            page.text(f"“{words}”{mark(wording, block.id, 'say')}", "     ")
        return
    if title := _marked(block, "title", wording):
        page.strong(title)
    alt = f"[{block.alt}]{mark(wording, block.id, 'alt')}" if block.alt else ""
    for told in filter(None, (alt, _marked(block, "text", wording))):
        page.text(told)
    for number, item in enumerate(_items(block, wording), 1):
        page.text(item, f" {number} " if block.kind == "drawing" else " * ", "   ")
    for line in block.duties:
        _print_duty(page, line, wording)
    for number, card in enumerate(block.calls):
        if number:
            page.blank()
        print_card(page, card, wording)


def _marked(row: Block | ContactCard, field: str, wording: Wording) -> str:
    """What a row says, marked where it is in another language; empty where it says nothing."""
    text = str(getattr(row, field))
    return f"{text}{mark(wording, row.id, field)}" if text else ""


def _print_duty(page: Page, line: DutyLine, wording: Wording) -> None:
    page.text(f"{line.text}{mark_other(line.language, wording)}", "  ")
    if line.due:
        page.strong(line.due, "  ")
    page.text(line.checked, "    ")


def _items(block: Block, wording: Wording) -> Iterator[str]:
    if block.kind == "field":
        # What someone wrote, or room to write in.
        yield from block.items or ["_" * (COLUMNS - 3)] * block.rows
    else:
        for item in block.items:
            yield f"{item}{mark(wording, block.id, 'items')}"
    for tick in block.ticks:
        field = "label" if wording.optional(tick.fact, "label") else "name"
        yield f"{tick.label}{mark(wording, tick.fact, field)}"
    for reason in block.reasons:
        yield f"{reason.text}{mark(wording, reason.rule, 'because')}"
    for link in block.links:
        yield f"{link.label}{mark_other(link.language, wording)}: {link.path}"


def print_card(page: Page, card: ContactCard, wording: Wording) -> None:
    """Whom to call, each number on a line of its own."""

    def marked(field: str) -> str:
        return _marked(card, field, wording)

    page.strong(marked("name"))
    page.text(f"{card.reason}{mark(wording, card.call, 'reason')}", "  ")
    for line in card.lines:
        page.strong(f"{line.label}: {line.shown}", "    ")
    always = card.hours == wording.interface("always_open")
    hours = card.hours if always else marked("hours")
    facts = (marked("purpose"), f"{hours}." if hours else "", marked("languages"))
    page.text(" ".join(filter(None, facts)), "  ")
    if card.access:
        page.text(marked("access"), "  ")
    if card.run_by:
        page.text(f"{wording.interface('run_by')}: {marked('run_by')}.", "  ")
    if card.passes_on:
        page.text(f"{wording.interface('passes_on')}: {marked('passes_on')}", "  ")
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
        page.text(f"{reason.text}{mark(wording, reason.rule, 'because')}", "  ")
        for source in reason.sources:
            page.text(_source(source, wording), "    - ", "      ")


def _source(source: SourceNote, wording: Wording) -> str:
    read = wording.interface("source_read").format(date=source.read_on)
    return f"{source.publisher}: {source.title} ({read}){f' {source.url}' if source.url else ''}"
