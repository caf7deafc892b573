"""
One edition, ready to serve: every page that depends on nothing said is made once.

What a site answers never changes; a changed pack makes another, and the server swaps them between
requests.
"""

from __future__ import annotations

import gzip
from functools import cache, cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import brotli
from isal import igzip

from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.channels.web.check_in import show_check_in
from hearthlight.channels.web.device_table import make_table
from hearthlight.channels.web.downloads import PDF_HEADERS, PRINT_PAGE, Downloads
from hearthlight.channels.web.duty import show_duty
from hearthlight.channels.web.finding import show_finding
from hearthlight.channels.web.headers import CLEAR, asset_headers, page_headers
from hearthlight.channels.web.keeping import CLEAR_PAGE, is_asset, make_worker
from hearthlight.channels.web.own_words import OwnWords, Readers
from hearthlight.channels.web.rendering import Pages
from hearthlight.channels.web.services import show_services
from hearthlight.channels.web.theme import Asset, Theme, make_asset
from hearthlight.checkin.responses import Responses
from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.documents.wanted import SERVICES_PAGE
from hearthlight.transport.headers import NOT_INDEXED
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.services import ServiceFinder
    from hearthlight.settings import Settings
    from hearthlight.transport.headers import Headers

METHOD_NOT_ALLOWED = 405
ALLOWED = (b"allow", b"GET, HEAD, POST")
"""What /check, /find, /report, /services and /talk take; POST is answered nowhere else."""

_WELL = 9
"""The Brotli level for what is made once: the last two levels take nine tenths of the time."""
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


ONE_ROUND_TRIP = 14_336
"""Bytes that arrive before a server waits for the first acknowledgement."""

FORM_PAGES = frozenset({CHECK_PAGE, REPORT_PAGE, FIND_PAGE, SERVICES_PAGE})
"""Pages that take what is said by POST; and those do that take one's own words."""


class Resource:
    """
    What stands at an address: one reply in each encoding, each made when it is first asked for.

    A start that waited for all of them would keep a caregiver waiting for pages of others. Two
    threads may make the same one at once; they make the same bytes.
    """

    def __init__(self, status: int, headers: Headers, make: Callable[[], bytes]) -> None:
        self._status = status
        self._headers = headers
        self._make = make
        self.made: dict[bytes, Reply] = {}
        """Encoding to reply, of those that were asked for."""

    def __getitem__(self, encoding: bytes) -> Reply:
        """The reply in an encoding. Raises what making it raises."""
        reply = self.made.get(encoding)
        if reply is None:
            body = self[b""].body if encoding else self._make()
            reply = _pack(self._status, self._headers, body, encoding)
            self.made[encoding] = reply
        return reply


class Site:
    """Replies by path, and the pages that compose the rest."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        self._theme = theme = Theme()
        self.worker_script = theme.worker_script
        self.edition = edition
        self.downloads = Downloads(edition, settings)
        """Sheets as PDF, each made when it is first asked for."""
        self._directory = settings.directory
        if "://" in settings.directory:
            self.services  # noqa: B018 - a database: what speaks with it may not be installed
        self.headers = page_headers(
            theme.style, theme.outcome_style, hsts_preload=settings.hsts_preload
        )
        self.replies: dict[str, Resource] = {}
        """Path to reply: all but the tables of `complete`."""
        self.pages: dict[str, Pages] = {}
        """Language to its pages."""
        self.slow: set[str] = set()
        """Paths of pages that take seconds to make: an agency's sheets are tried for them."""
        self.forms: dict[str, tuple[str, Pages]] = {}
        """Path that takes a form, to the id of its page and its language's pages."""
        self.own: dict[str, OwnWords] = {}
        """Language to its parts that take one's own words."""
        self.refused: dict[tuple[str, int], Resource] = {}
        """Language and status to the page that says so."""
        self.tables: dict[str, Callable[[], Asset]] = {}
        """Language to what makes the table that its pages' script walks."""
        self._complete = False
        self._completing = Lock()
        self._readers = Readers(edition)
        for asset in (*theme.assets, ROBOTS):
            self._add_asset(asset)
        for language in edition.languages:
            self._add_language(Pages(edition, settings, theme, language, self.downloads))

    @cached_property
    def services(self) -> ServiceFinder:
        """Finds services; the directory is opened when someone first asks for one."""
        from hearthlight.documents.services import open_services  # noqa: PLC0415 - much code

        return open_services(self.edition, self._directory, report_mistake)

    def may_lack(self, path: str) -> bool:
        """Whether nothing stands at a path only because the tables are not made yet."""
        return not self._complete and path not in self.replies and is_asset(path)

    def complete(self) -> None:
        """
        Add the tables that devices read with.

        Their names hold the hash of what is in them, so they must be made to be known at all.
        """
        with self._completing:
            if self._complete:
                return
            tables = [*self._readers.tables]
            for tag in self.pages:
                tables += [self.tables[tag](), *self.own[tag].tables]
            for asset in tables:
                self._add_asset(asset)
            self._complete = True

    def unmade(self) -> Iterator[Callable[[], object]]:
        """What makes each thing that is made when it is first asked for, the tables first."""
        yield self.complete
        for resource in (*self.refused.values(), *self.replies.values()):
            for encoding in ENCODINGS:
                yield partial(resource.__getitem__, encoding)
        yield lambda: self.services

    def _add_asset(self, asset: Asset) -> None:
        self.replies[asset.path] = prepare_asset(asset)

    def _add_language(self, pages: Pages) -> None:
        tag = pages.language.tag
        own = self.own[tag] = OwnWords(pages, self._theme, self._readers)
        pages.own = own
        table = self.tables[tag] = cache(partial(self._make_table, pages))
        pages.table_path = lambda: table().path
        self.pages[tag] = pages
        for page in self.edition.pages.values():
            if page.path:
                path = pages.addresses.path(page.id)
                extra = (CLEAR, NOT_INDEXED) if page.path == "/clear" else ()
                if page.id in FORM_PAGES or own.takes(page.id):
                    self.forms[path] = page.id, pages
                self.replies[path] = self.prepare_page(200, partial(_make, pages, page.id), extra)
                if page.id == PRINT_PAGE and self.downloads.own_words:
                    self.slow |= {path, pages.addresses.worker}
        self.replies[pages.addresses.worker] = self.prepare_worker(
            pages, partial(self.plain_pages, pages)
        )
        for status, page_id in (
            (404, "page-not-found"),
            (405, "page-not-found"),
            (500, "page-failed"),
        ):
            allowed: Headers = (ALLOWED,) if status == METHOD_NOT_ALLOWED else ()
            refused = self.prepare_page(status, partial(pages.page, page_id), allowed)
            refused[b""]  # now: what is shown when something breaks must not break
            self.refused[tag, status] = refused

    def _make_table(self, pages: Pages) -> Asset:
        return make_asset("t", "json", "application/json", make_table(pages, self._theme))

    def plain_pages(self, pages: Pages) -> dict[str, bytes]:
        """What may be kept of a language: its pages by path, but for the one that clears."""
        kept = (page.id for page in self.edition.pages.values() if page.path)
        return {
            path: self.replies[path][b""].body
            for path in map(pages.addresses.path, (page for page in kept if page != CLEAR_PAGE))
        }

    def prepare_worker(
        self, pages: Pages, find_kept: Callable[[], Mapping[str, bytes]]
    ) -> Resource:
        """
        The worker of a language, for those who ask for a copy of these pages.

        Its address never changes, so that it is never kept itself: a browser asks for it anew.
        """
        kind = (b"content-type", b"text/javascript; charset=utf-8")
        return Resource(
            200,
            (kind, *(one for one in self.headers if one[0] != kind[0])),
            lambda: make_worker(self.worker_script, pages.language.tag, find_kept()),
        )

    def prepare_page(self, status: int, make: Callable[[], bytes], extra: Headers = ()) -> Resource:
        """A page in every encoding."""
        return Resource(status, (*self.headers, *extra), make)

    def download(self, path: str) -> Reply:
        """
        A sheet.

        Raises KeyError for a path that is not among `downloads.offered`, and SheetError.
        """
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


def prepare_asset(asset: Asset) -> Resource:
    """A file in every encoding."""
    return Resource(200, asset_headers(asset.content_type), lambda: asset.content)


def _make(pages: Pages, page: str) -> bytes:
    """A page before anything is said."""
    if page == CHECK_PAGE:
        return show_check_in(pages, Responses())
    if page == REPORT_PAGE:
        return show_duty(pages)
    if page == FIND_PAGE:
        return show_finding(pages)
    if page == SERVICES_PAGE:
        return show_services(pages)
    return pages.page(page)


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
