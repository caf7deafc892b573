"""
Sheets to download: what the pack can print, in each size and ink, under names that say little.

A sheet is made when it is first asked for, so that the start does not wait for the typesetter, and
kept as long as the site. A language that nobody has reviewed is offered only where it is allowed:
paper cannot be taken back.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.content.locales import is_draft
from hearthlight.documents.outcome import compose_page
from hearthlight.transport.headers import ALWAYS, NOT_INDEXED

if TYPE_CHECKING:
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
        """Sheet to its downloads in a language; empty where none is offered."""
        found: dict[str, list[Download]] = {}
        for one in self.offered.values():
            if one.language == language:
                found.setdefault(one.sheet, []).append(one)
        return found

    def make(self, path: str) -> bytes:
        """
        The PDF at a path. The same pack gives the same bytes.

        Raises KeyError for a path that is not offered.
        """
        one = self.offered[path]
        with self._lock:  # the typesetter works for one at a time
            if path not in self._made:
                self._made[path] = self._set(one)
            return self._made[path]

    def _set(self, one: Download) -> bytes:
        # Only a server that is asked for a sheet pays for the typesetter.
        from hearthlight.channels.paper.sheets import Stock, maker_of, set_sheet  # noqa: PLC0415

        sheet = self._edition.sheets[one.sheet]
        return set_sheet(
            compose_page(self._edition, sheet.page, one.language),
            sheet.layout,
            Stock(one.size, one.ink),
            maker_of(self._edition, one.language, self._address),
        )
