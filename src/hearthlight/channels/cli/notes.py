"""`hearthlight notes`: a sheet for the call, asked for in the terminal and kept nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.saving import is_free, write_private
from hearthlight.channels.cli.terminal import Page, print_document
from hearthlight.channels.paper.sheets import maker_of, set_own
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from typing import TextIO

    from hearthlight.content.locales import Wording
    from hearthlight.documents.blocks import Document

NOTES_PAGE = "page-notes"
HOME_BLOCK = "block-notes-home"
"""What is said to someone who worries about a person in their home; then there is no sheet."""
_YES = frozenset({"y", "yes", "s", "si", "sí"})
_DONE, _NO, _MISUSED = 0, 1, 2


def add_notes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The parser of `hearthlight notes`."""
    notes = commands.add_parser(
        "notes",
        help="a sheet for the call: what they will ask",
        description="Asks for what the lines ask for, and prints the sheet. What you type goes "
        "nowhere else. No answer can be given as an option, so that none stays in your shell.",
    )
    notes.add_argument("--blank", action="store_true", help="ask nothing; print room to write in")
    notes.add_argument(
        "--pdf", type=Path, metavar="FILE", help="write the sheet here, readable by you alone"
    )
    notes.add_argument("--lang", default="", help="such as en")
    add_packs(notes)
    notes.set_defaults(run=_notes)


def _notes(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    sheet = compose_page(edition, NOTES_PAGE, language)
    wording = edition.wording(language)
    if options.pdf and not is_free(options.pdf, wording):
        return _MISUSED
    if not options.blank:
        asking = NotesAsking(sheet, wording, sys.stdin, sys.stderr)
        if asking.is_at_home():
            return _NO
        sheet = fill_sheet(sheet, asking.answers())
    if options.pdf:
        made = set_own(sheet, maker_of(edition, language))
        if not write_private(options.pdf, made, wording):
            return _MISUSED
    else:
        print_document(sheet, wording, sys.stdout)
    return _DONE


class NotesAsking:
    """The fields of a sheet, asked for in turn; an empty line goes on."""

    def __init__(self, sheet: Document, wording: Wording, answers: TextIO, out: TextIO) -> None:
        self._sheet = sheet
        self._wording = wording
        self._answers = answers
        self._out = out
        self._page = Page(out)

    def is_at_home(self) -> bool:
        """Whether it is someone in the home. Then what to do is said, and no sheet is offered."""
        home = next(block for block in self._sheet.blocks() if block.id == HOME_BLOCK)
        self._page.strong(home.title)
        self._prompt("ask_yes")
        if self._answers.readline().strip().casefold() not in _YES:
            return False
        self._page.text(home.text)
        return True

    def answers(self) -> dict[str, tuple[str, ...]]:
        """Field to what was typed, line by line; fields that were skipped are left out."""
        found: dict[str, tuple[str, ...]] = {}
        first = next(block for block in self._sheet.blocks() if block.text)
        self._page.blank()
        self._page.text(first.text)
        for block in self._sheet.blocks():
            if block.kind == "field":
                self._page.blank()
                self._page.strong(block.title)
                if block.text:
                    self._page.text(block.text)
                self._prompt("ask_lines" if block.rows > 1 else "ask_line")
                if typed := tuple(self._lines(block.rows)):
                    found[block.id] = typed
        return found

    def _lines(self, rows: int) -> list[str]:
        typed: list[str] = []
        while line := self._answers.readline().strip():
            # Bytes that are no text in the terminal's encoding become a mark, not a crash.
            typed.append(line.encode("utf-8", "replace").decode())
            if rows == 1:
                break
            self._out.write("> ")
            self._out.flush()
        return typed

    def _prompt(self, word: str) -> None:
        self._out.write(f"{self._wording.interface(word)}\n> ")
        self._out.flush()


def fill_sheet(sheet: Document, answers: Mapping[str, tuple[str, ...]]) -> Document:
    """The sheet with what was typed in its fields."""
    return msgspec.structs.replace(
        sheet,
        sections=tuple(
            msgspec.structs.replace(
                section,
                blocks=tuple(
                    msgspec.structs.replace(block, items=answers.get(block.id, block.items))
                    for block in section.blocks
                ),
            )
            for section in sheet.sections
        ),
    )
