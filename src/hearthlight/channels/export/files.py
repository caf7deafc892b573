"""
The site as files: each page where a plain file server finds it, as the server would send it.

Nobody answers a form here. Where a page has one, whom to call stands in its place, until a script
that needs no server takes the form over.
"""

from __future__ import annotations

import re
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.channels.export.duty_table import make_duty_table
from hearthlight.channels.export.hosts import tell_hosts
from hearthlight.channels.paper.full import SheetError
from hearthlight.channels.web.alone import show_alone
from hearthlight.channels.web.site import Resource, prepare_asset
from hearthlight.channels.web.theme import compact, make_asset
from hearthlight.content.locales import is_draft
from hearthlight.documents.duty import REPORT_PAGE

if TYPE_CHECKING:
    from hearthlight.channels.web.site import Site
    from hearthlight.compiled.edition import Edition
    from hearthlight.transport.headers import Headers

ENDINGS = {b"": "", b"gzip": ".gz", b"br": ".br"}
"""An encoding, and what the name of its file ends with, as web servers look for it."""
_FORM = re.compile(rb'<form (?=[^>]*\bmethod="post")')
_OWN, _OWN_END = b'<details class="own"', b'<div class="answers"></div></details>'
"""The part that takes one's own words: `device/own.js` shows it where it can read them."""
_TRANSPORT = frozenset({b"content-length", b"content-encoding", b"vary"})
"""Headers that the host writes by itself, for the file that it chose."""
_SCRIPT = "text/javascript; charset=utf-8"
_NOT_FOUND, _FAILED = 404, 500


class DraftError(Exception):
    """A language was allowed that the pack does not have. The message names those it has."""


class SheetsError(Exception):
    """Sheets that cannot be set. The message names each, and what is too full on it."""


class Placed(NamedTuple):
    """One address: where its file stands, and what is sent with it."""

    path: str
    """As served, such as `/es/talk`."""
    file: str
    """Below the folder, such as `es/talk/index.html`."""
    headers: Headers
    """Without what the host writes by itself."""
    bodies: dict[bytes, bytes]
    """Encoding to bytes."""


def leave_drafts(edition: Edition, allowed: tuple[str, ...]) -> tuple[Edition, tuple[str, ...]]:
    """
    The edition without the drafts that nobody allowed, and their tags.

    Raises DraftError for a language that is not there.
    """
    tags = [language.tag for language in edition.languages]
    for tag in allowed:
        if tag not in tags:
            raise DraftError(f"There is no language {tag!r}. Try: {', '.join(tags)}.")
    left_out = tuple(tag for tag in tags if is_draft(edition.languages, tag) and tag not in allowed)
    kept = tuple(language for language in edition.languages if language.tag not in left_out)
    return msgspec.structs.replace(edition, languages=kept), left_out


def place_site(site: Site) -> tuple[Placed, ...]:
    """
    Every address of a site, pages for what goes wrong among them, in a fixed order.

    Raises SheetsError.
    """
    placed = _place_sheets(site)
    for path, prepared in _replies(site).items():
        reply = prepared[b""]
        placed.append(_place(path, _file_of(path, page=_is_page(reply.headers)), prepared))
    for (language, status), prepared in site.refused.items():
        if status in (_NOT_FOUND, _FAILED):
            root = site.pages[language].addresses.path("page-home").strip("/")
            file = f"{root}/{status}.html".lstrip("/")
            placed.append(_place(f"/{file}", file, prepared))
    return tuple(sorted(placed, key=lambda one: one.file))


def _place_sheets(site: Site) -> list[Placed]:
    """Every sheet; the first of all, since one may be refused."""
    placed: list[Placed] = []
    full: list[str] = []
    for path in site.downloads.offered:
        try:
            reply = site.download(path)
        except SheetError as error:
            if site.downloads.offered[path].ink == "colour":  # in black it is as full
                full.append(f"{path.strip('/')}: {error}")
            continue
        headers = tuple(one for one in reply.headers if one[0] not in _TRANSPORT)
        # A PDF is compressed already.
        placed.append(Placed(path, path.strip("/"), headers, {b"": reply.body}))
    if full:
        raise SheetsError("\n".join(full))
    return placed


def _replies(site: Site) -> dict[str, Resource]:
    """The replies of a site where nobody answers a form, and the workers that keep those."""
    site.complete()
    replies = {
        path: _without_server(site, path, prepared) for path, prepared in site.replies.items()
    }
    script = make_asset("d", "js", _SCRIPT, compact(_read("report.js")).encode())
    for path, (page, pages) in site.forms.items():
        if page == REPORT_PAGE:
            table = make_asset("d", "json", "application/json", make_duty_table(pages))
            for asset in (script, table):
                replies[asset.path] = prepare_asset(asset)
            tag = f'<script defer src="{script.path}" data-table="{table.path}"></script><style>'
            body = replies[path][b""].body.replace(b"<style>", tag.encode(), 1)
            replies[path] = _again(replies[path], body)
    for pages in site.pages.values():
        kept = {path: replies[path][b""].body for path in site.plain_pages(pages)}
        replies[pages.addresses.worker] = site.prepare_worker(pages, partial(dict, kept))
    return replies


def _read(name: str) -> str:
    return files("hearthlight.channels.export").joinpath(name).read_text("utf-8")


def _again(prepared: Resource, body: bytes) -> Resource:
    """The same reply with another body."""
    headers = tuple(one for one in prepared[b""].headers if one[0] not in _TRANSPORT)
    return Resource(prepared[b""].status, headers, lambda: body)


def _place(path: str, file: str, prepared: Resource) -> Placed:
    headers = tuple(one for one in prepared[b""].headers if one[0] not in _TRANSPORT)
    return Placed(path, file, headers, {name: prepared[name].body for name in ENDINGS})


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return dict(headers)[b"content-type"].startswith(b"text/html")


def _file_of(path: str, *, page: bool) -> str:
    """A folder for each page: the one form that every file server answers at the same address."""
    bare = path.strip("/")
    if not page:
        return bare
    return f"{bare}/index.html" if bare else "index.html"


def _without_server(site: Site, path: str, prepared: Resource) -> Resource:
    if path not in site.forms:
        return prepared
    page_id, pages = site.forms[path]
    return _again(prepared, hide_forms(prepared[b""].body, show_alone(pages, page_id)))


def hide_forms(page: bytes, instead: bytes) -> bytes:
    """
    The page with every form that is sent hidden, and something else before the first.

    The part that takes one's own words is hidden whole, and nothing stands for it.
    """
    hidden = _FORM.sub(b"<form hidden ", page.replace(_OWN, _OWN.replace(b" ", b" hidden ", 1)))
    head, end, tail = hidden.rpartition(_OWN_END)
    return head + end + tail.replace(b"<form hidden ", instead + b"<form hidden ", 1)


def write_files(placed: tuple[Placed, ...]) -> dict[str, bytes]:
    """Every file by its name, and the files for hosts. The same site gives the same bytes."""
    written = {
        f"{one.file}{ENDINGS[encoding]}": body
        for one in placed
        for encoding, body in one.bodies.items()
    }
    return {**written, **tell_hosts(placed)}
