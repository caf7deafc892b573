"""
Where the pages of one language stand, and what their parts are called there.

An address stays in a browser's history: it names pages and parts neutrally, and nothing said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import PackLanguage

CHECK_PAGE = "page-check"
ABOUT_PAGE = "page-about"
NOTES_PAGE = "page-notes"


class Addresses:
    """The addresses of one language of one edition."""

    def __init__(self, edition: Edition, language: PackLanguage) -> None:
        self._pages = edition.pages
        first = edition.languages[0].tag
        self.root = "" if language.tag == first else f"/{language.tag}"
        """What every address of the language begins with; empty for the first language."""
        names = [step.id for step in edition.steps]
        names += [section.id for page in edition.pages.values() for section in page.sections]
        self._anchors = {name: f"a{number}" for number, name in enumerate(names, 1)}

    @property
    def worker(self) -> str:
        """Where the worker stands: beside the pages, which are all that it may answer for."""
        return f"{self.root}/w.js"

    def path(self, page: str) -> str:
        """The address of a page; the outcome's is the check-in's. Raises KeyError."""
        return f"{self.root}{self._pages[page].path or '/check'}"

    def anchor(self, name: str) -> str:
        """The neutral name of a step or a section. Raises KeyError."""
        return self._anchors[name]

    def link(self, path: str) -> str:
        """A path of a pack, with its part named neutrally."""
        path, _, part = path.partition("#")
        return f"{path}#{self.anchor(part)}" if part else path
