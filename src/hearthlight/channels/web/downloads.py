"""
Sheets to download: what the pack can print, in each size and ink, under names that say little.

A sheet is made when it is first asked for, so that the start does not wait for the typesetter, and
kept as long as the site. A language that nobody has reviewed is offered only where it is allowed:
paper cannot be taken back.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from hearthlight.channels.paper.full import SheetError
from hearthlight.content.locales import is_draft
from hearthlight.documents.outcome import compose_page
from hearthlight.transport.headers import ALWAYS, NOT_INDEXED
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.channels.paper.sheets import Ink, Size
    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.headers import Headers

PRINT_PAGE = "page-print"
FOLDER = "sheets"
PDF_HEADERS: Headers = (
    (b"content-type", b"application/pdf"),
    (b"cache-control", b"no-store"),
    NOT_INDEXED,
    *ALWAYS,
)
"""As for a page: nothing of it is kept by the browser, and no search engine lists it."""

_SIZES: tuple[tuple[Size, str], ...] = (("us-letter", "letter"), ("a4", "a4"))
_INKS: tuple[tuple[Ink, str], ...] = (("colour", ""), ("black", "-black"))


class Download(NamedTuple):
    """One sheet in one language, size and ink."""

    path: str
    """Such as `/sheets/guide-letter-black.pdf`."""
    sheet: str
    language: str
    size: Size
    ink: Ink


class Downloads:
    """Every sheet that is offered, by its path; made when it is first asked for."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        self._edition = edition
        self._address = settings.address
        self._made: dict[str, bytes] = {}
        self._refused: dict[str, SheetError] = {}
        self._tried: dict[str, frozenset[str]] = {}
        self.own_words = bool(settings.packs or edition.agency or edition.logo or settings.address)
        """Whether there are words on the sheets that no test of ours has set."""
        self._lock = threading.Lock()
        self.offered: dict[str, Download] = {
            one.path: one
            for language in edition.languages
            if not is_draft(edition.languages, language.tag)
            or language.tag in settings.print_drafts
            for one in self._of(language.tag)
        }
        """Path to what is there."""

    def _of(self, language: str) -> list[Download]:
        root = "" if language == self._edition.languages[0].tag else f"/{language}"
        return [
            Download(
                f"{root}/{FOLDER}/{sheet.removeprefix('sheet-')}-{size_name}{ink_name}.pdf",
                sheet,
                language,
                size,
                ink,
            )
            for sheet in self._edition.sheets
            for size, size_name in _SIZES
            for ink, ink_name in _INKS
        ]

    def of(self, language: str) -> dict[str, list[Download]]:
        """Sheet to its downloads in a language, without those that cannot be set."""
        lacking = self._lacking(language)
        found: dict[str, list[Download]] = {}
        for one in self.offered.values():
            if one.language == language and one.path not in lacking:
                found.setdefault(one.sheet, []).append(one)
        return found

    def _lacking(self, language: str) -> frozenset[str]:
        """The paths of sheets that an agency's words, address or logo spoil; each is tried once."""
        if language not in self._tried:
            self._tried[language] = frozenset(self._try(language) if self.own_words else ())
        return self._tried[language]

    def _try(self, language: str) -> Iterator[str]:
        from hearthlight.channels.paper.trying import try_apart  # noqa: PLC0415 - few need it

        theirs = [one for one in self.offered.values() if one.language == language]
        refused: list[tuple[Download, str]] = []
        told: list[tuple[Download, dict[str, Any]]] = []
        for one in theirs:
            if self._is_tried(one):
                try:
                    told.append((one, self._tell(one)))
                except SheetError as error:
                    refused.append((one, str(error)))
        try:
            said = try_apart([sheet for _, sheet in told]) if told else []
        except (OSError, subprocess.SubprocessError, msgspec.MsgspecError) as error:
            report_mistake(error)  # then all are offered; whoever asks for a full one gets a 404
            said = [""] * len(told)
        refused += [(one, why) for (one, _), why in zip(told, said, strict=True) if why]
        for one, why in refused:
            print(f"{one.path} is not offered. {why}", file=sys.stderr, flush=True)  # noqa: T201 - the log
            for same in theirs:
                # In black ink the words take the same room.
                if same[1:4] == one[1:4] and one.ink in ("colour", same.ink):
                    yield same.path

    def _is_tried(self, one: Download) -> bool:
        """A logo may spoil any sheet, and in one ink alone; words and an address no full page."""
        from hearthlight.channels.paper.sheets import CAN_BE_FULL  # noqa: PLC0415 - few need it

        can_be_full = self._edition.sheets[one.sheet].layout in CAN_BE_FULL
        return bool(self._edition.logo) or (one.ink == "colour" and can_be_full)

    def make(self, path: str) -> bytes:
        """
        The PDF at a path. The same pack gives the same bytes.

        Raises KeyError for a path that is not offered, and SheetError for a sheet that cannot be
        set.
        """
        one = self.offered[path]
        with self._lock:  # the typesetter works for one at a time
            if path in self._refused:
                raise self._refused[path]
            if path not in self._made:
                try:
                    self._made[path] = self._set(one)
                except SheetError as error:
                    self._refused[path] = error
                    raise
            return self._made[path]

    def _set(self, one: Download) -> bytes:
        # Only a server that is asked for a sheet pays for the typesetter.
        from hearthlight.channels.paper.sheets import set_told  # noqa: PLC0415

        return set_told(self._tell(one))

    def _tell(self, one: Download) -> dict[str, Any]:
        from hearthlight.channels.paper.sheets import Stock, maker_of, tell  # noqa: PLC0415

        sheet = self._edition.sheets[one.sheet]
        return tell(
            compose_page(self._edition, sheet.page, one.language),
            sheet.layout,
            Stock(one.size, one.ink),
            maker_of(self._edition, one.language, self._address),
        )
