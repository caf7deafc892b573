"""
One edition, ready to serve: every page that depends on nothing said, rendered and compressed.

A site never changes; a changed pack makes another, and the server swaps them between requests.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, NamedTuple

import brotli
from isal import igzip

from hearthlight.channels.web.device_table import make_table
from hearthlight.channels.web.downloads import PDF_HEADERS, Downloads
from hearthlight.channels.web.headers import CLEAR, asset_headers, page_headers
from hearthlight.channels.web.keeping import CLEAR_PAGE, make_worker
from hearthlight.channels.web.own_words import OwnWords, Readers
from hearthlight.channels.web.rendering import CHECK_PAGE, Asset, Pages, Theme, make_asset
from hearthlight.channels.web.services import show_services
from hearthlight.checkin.responses import Responses
from hearthlight.documents.coaching import TALK_PAGE
from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.documents.services import SERVICES_PAGE, open_services
from hearthlight.transport.headers import NOT_INDEXED
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.headers import Headers

METHOD_NOT_ALLOWED = 405
ALLOWED = (b"allow", b"GET, HEAD, POST")
"""What /check, /find, /report, /services and /talk take; POST is answered nowhere else."""

_WELL = 9
"""The Brotli level for what is prepared: the last two levels cost nine tenths of the start."""
_QUICK = 3
_MOST = 9
"""The level for what is composed now: within a tenth of the best, in a sixth of its time."""
_QUICK_BROTLI = 4
"""As quick, for a client that takes Brotli and no gzip."""

ENCODINGS = (b"br", b"gzip", b"")
"""What a prepared reply comes in, the smallest first; the empty one is the plain page."""


ROBOTS = Asset("/robots.txt", "text/plain; charset=utf-8", b"User-agent: *\nAllow: /\n")
"""Pages stay findable: people search for help. What must not be listed says so by itself."""


class Reply(NamedTuple):
    """A whole reply in one encoding: headers with length and encoding, and body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


Prepared = dict[bytes, Reply]
"""Encoding to reply."""

ONE_ROUND_TRIP = 14_336
"""Bytes that arrive before a server waits for the first acknowledgement."""

FORM_PAGES = frozenset({CHECK_PAGE, REPORT_PAGE, FIND_PAGE, SERVICES_PAGE})
"""Pages that take what is said by POST; and those do that take one's own words."""


class Site:
    """Replies by path, and the pages that compose the rest."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        theme = Theme()
        self.worker_script = theme.worker_script
        self.edition = edition
        self.downloads = Downloads(edition, settings)
        """Sheets as PDF, each made when it is first asked for."""
        self.services = open_services(edition, settings.directory, report_mistake)
        self.headers = page_headers(
            theme.style, theme.outcome_style, hsts_preload=settings.hsts_preload
        )
        self.replies: dict[str, Prepared] = {}
        self.pages: dict[str, Pages] = {}
        """Language to its pages."""
        self.forms: dict[str, tuple[str, Pages]] = {}
        """Path that takes a form, to the id of its page and its language's pages."""
        self.own: dict[str, OwnWords] = {}
        """Language to its parts that take one's own words."""
        self.refused: dict[tuple[str, int], Prepared] = {}
        """Language and status to the page that says so."""
        readers = Readers(edition, theme)
        for asset in (
            theme.icon,
            theme.leave_script,
            theme.check_script,
            theme.notes_script,
            theme.keep_script,
            ROBOTS,
            *readers.assets,
        ):
            self._add_asset(asset)
        for language in edition.languages:
            pages = Pages(edition, settings, theme, language, self.downloads)
            self._add_language(pages, theme, readers)

    def _add_asset(self, asset: Asset) -> None:
        self.replies[asset.path] = _Kept(asset)

    def _add_language(self, pages: Pages, theme: Theme, readers: Readers) -> None:
        tag = pages.language.tag
        table = make_asset("t", "json", "application/json", make_table(pages, theme))
        pages.table_path = table.path
        self._add_asset(table)
        own = self.own[tag] = OwnWords(pages, theme, readers)
        for asset in own.assets:
            self._add_asset(asset)
        pages.own_parts = {page: own.part(page) for page in (CHECK_PAGE, TALK_PAGE)}
        self.pages[tag] = pages
        for page in self.edition.pages.values():
            if page.path:
                path = pages.path(page.id)
                extra = (CLEAR, NOT_INDEXED) if page.path == "/clear" else ()
                if page.id == CHECK_PAGE:
                    made = pages.check(Responses())
                elif page.id == REPORT_PAGE:
                    made = pages.duty()
                elif page.id == FIND_PAGE:
                    made = pages.find()
                elif page.id == SERVICES_PAGE:
                    made = show_services(pages)
                else:
                    made = pages.page(page.id)
                if page.id in FORM_PAGES or pages.own_parts.get(page.id):
                    self.forms[path] = page.id, pages
                self.replies[path] = self.prepare_page(200, made, extra)
        self.replies[pages.worker_path] = self.prepare_worker(pages, self.plain_pages(pages))
        for status, page_id in (
            (404, "page-not-found"),
            (405, "page-not-found"),
            (500, "page-failed"),
        ):
            allowed: Headers = (ALLOWED,) if status == METHOD_NOT_ALLOWED else ()
            self.refused[tag, status] = self.prepare_page(status, pages.page(page_id), allowed)

    def plain_pages(self, pages: Pages) -> dict[str, bytes]:
        """What may be kept of a language: its pages by path, but for the one that clears."""
        kept = (page.id for page in self.edition.pages.values() if page.path)
        return {
            path: self.replies[path][b""].body
            for path in map(pages.path, (page for page in kept if page != CLEAR_PAGE))
        }

    def prepare_worker(self, pages: Pages, kept: Mapping[str, bytes]) -> Prepared:
        """
        The worker of a language, for those who ask for a copy of these pages.

        Its address never changes, so that it is never kept itself: a browser asks for it anew.
        """
        script = make_worker(self.worker_script, pages.language.tag, kept)
        kind = (b"content-type", b"text/javascript; charset=utf-8")
        return prepare(200, (kind, *(one for one in self.headers if one[0] != kind[0])), script)

    def prepare_page(self, status: int, html: bytes, extra: Headers = ()) -> Prepared:
        """A page in every encoding."""
        return prepare(status, (*self.headers, *extra), html)

    def download(self, path: str) -> Reply:
        """A sheet. Raises KeyError for a path that is not among `downloads.offered`."""
        body = self.downloads.make(path)
        return Reply(200, [*PDF_HEADERS, (b"content-length", b"%d" % len(body))], body)

    def compose(self, status: int, html: bytes, encoding: bytes) -> Reply:
        """A reply to what was said: compressed as it leaves, quickly rather than well."""
        headers = (*self.headers, NOT_INDEXED)
        if not encoding:
            return _reply(status, headers, html, b"")
        if encoding == b"br":
            return _reply(status, headers, brotli.compress(html, quality=_QUICK_BROTLI), b"br")
        quick = igzip.compress(html, _QUICK, mtime=0)
        if len(quick) > ONE_ROUND_TRIP:  # two milliseconds here save a round trip on a slow network
            quick = gzip.compress(html, _MOST, mtime=0)
        return _reply(status, headers, quick, b"gzip")


class _Kept(Prepared):
    """
    A file's replies, compressed when they are first asked for.

    Files are many and large, and a start that waits for them keeps a caregiver waiting.
    """

    def __init__(self, asset: Asset) -> None:
        headers = asset_headers(asset.content_type)
        super().__init__({b"": _reply(200, headers, asset.content, b"")})
        self._headers = headers

    def __missing__(self, encoding: bytes) -> Reply:
        reply = self[encoding] = _pack(200, self._headers, self[b""].body, encoding)
        return reply


def prepare(status: int, headers: Headers, body: bytes) -> Prepared:
    """A reply in every encoding; compressing is done once."""
    return {encoding: _pack(status, headers, body, encoding) for encoding in ENCODINGS}


def _pack(status: int, headers: Headers, body: bytes, encoding: bytes) -> Reply:
    if encoding == b"br":
        body = brotli.compress(body, quality=_WELL)
    elif encoding:
        body = gzip.compress(body, _MOST, mtime=0)
    return _reply(status, headers, body, encoding)


def _reply(status: int, headers: Headers, body: bytes, encoding: bytes) -> Reply:
    sent = [*headers, (b"vary", b"accept-encoding")]
    if encoding:
        sent.append((b"content-encoding", encoding))
    sent.append((b"content-length", b"%d" % len(body)))
    return Reply(status, sent, body)
