"""
The web application: a thin ASGI path over one site. No middleware that could keep anything.

What depends on nothing said is one look-up and two sends. What a caregiver says arrives by POST,
becomes one page, and is dropped.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.paper.full import SheetError
from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.channels.web.check_in import show_check_in
from hearthlight.channels.web.duty import show_duty
from hearthlight.channels.web.finding import show_finding
from hearthlight.channels.web.reading import (
    BODY_LIMIT,
    FORM_TYPE,
    MOST_TYPED,
    FormError,
    holds_words,
    read_duty_form,
    read_form,
    read_wanted,
    read_words,
)
from hearthlight.channels.web.services import show_services
from hearthlight.channels.web.site import Reply
from hearthlight.checkin.responses import Responses
from hearthlight.documents.coaching import TALK_PAGE, compose_coaching
from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE
from hearthlight.documents.noticing import compose_noticing
from hearthlight.documents.wanted import SERVICES_PAGE, Wanted
from hearthlight.transport.bodies import BodyError, read_body
from hearthlight.transport.encodings import COMPOSED, encoding_of
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from hearthlight.channels.web.rendering import Pages
    from hearthlight.channels.web.site import Resource, Site
    from hearthlight.transport.asgi import Receive, Scope, Send

_REFUSED = {408: "error_slow", 413: "error_large", 415: "error_type"}
"""Status to the interface word that explains it."""


class App:
    """The door of pages, over a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        site = self.site
        encoding = encoding_of(scope)
        try:
            reply = await self._answer(site, scope, receive, encoding)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the caregiver gets a number
            report_mistake(error)
            reply = site.refused[_language_of(site, scope["path"]), 500][encoding]
        await send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
        )
        body = b"" if scope["method"] == "HEAD" else reply.body
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, site: Site, scope: Scope, receive: Receive, encoding: bytes) -> Reply:
        path, method = scope["path"], scope["method"]
        if method in ("GET", "HEAD"):
            if scope["query_string"]:
                return _bare(site, scope)
            if path in site.downloads.offered:
                with suppress(SheetError):  # no page of ours leads there
                    return await asyncio.to_thread(site.download, path)
            elif found := await _find_resource(site, path):
                return found[encoding]
            return site.refused[_language_of(site, path), 404][encoding]
        if method == "POST" and (taken := site.forms.get(path)):
            page, pages = taken
            return await _ANSWERED[page](site, pages, scope, receive)
        known = path in site.downloads.offered or await _find_resource(site, path)
        status = 405 if known else 404
        return site.refused[_language_of(site, path), status][encoding]


async def _find_resource(site: Site, path: str) -> Resource | None:
    """What stands at a path. Where much must be made for it, others do not wait for that."""
    if site.may_lack(path):
        await asyncio.to_thread(site.complete)
    found = site.replies.get(path)
    if found and path in site.slow and not found.made:
        await asyncio.to_thread(found.__getitem__, b"")
    return found


async def _check_in(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = encoding_of(scope, COMPOSED)
    try:
        body = await _read(scope, receive)
        if holds_words(body):
            return _notice(site, pages, body, encoding)
        responses, change = read_form(site.edition, body)
    except FormError as error:
        form = show_check_in(pages, error.kept, error.word, error.places)
        return site.compose(error.status, form, encoding)
    if change:
        return site.compose(200, show_check_in(pages, responses), encoding)
    return site.compose(200, pages.outcome(responses), encoding)


def _notice(site: Site, pages: Pages, body: bytes, encoding: bytes) -> Reply:
    own = site.own[pages.language.tag]
    try:
        words = read_words(body, "notice", MOST_TYPED)
    except FormError as error:
        form = show_check_in(pages, Responses(), own=own.part(CHECK_PAGE, error.word))
        return site.compose(error.status, form, encoding)
    noticing = compose_noticing(site.edition, words, pages.language.tag)
    return site.compose(200, own.noticed(noticing), encoding)


async def _coach(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = encoding_of(scope, COMPOSED)
    own = site.own[pages.language.tag]
    try:
        words = read_words(await _read(scope, receive), "coach", MOST_TYPED)
    except FormError as error:
        word = "coach_large" if error.word == "error_large" else error.word
        form = pages.page(TALK_PAGE, own=own.part(TALK_PAGE, word))
        return site.compose(error.status, form, encoding)
    coaching = compose_coaching(site.edition, words, pages.language.tag)
    return site.compose(200, own.coached(coaching), encoding)


async def _tell_duty(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = encoding_of(scope, COMPOSED)
    try:
        asked, wrong = read_duty_form(site.edition, await _read(scope, receive))
    except FormError as error:
        return site.compose(error.status, show_duty(pages, None, error.word), encoding)
    return site.compose(400 if wrong else 200, show_duty(pages, asked, wrong), encoding)


async def _find(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = encoding_of(scope, COMPOSED)
    try:
        words = read_words(await _read(scope, receive))
    except FormError as error:
        word = "find_large" if error.word == "error_large" else error.word
        return site.compose(error.status, show_finding(pages, error=word), encoding)
    return site.compose(200, show_finding(pages, pages.finder.find(words)), encoding)


async def _find_services(site: Site, pages: Pages, scope: Scope, receive: Receive) -> Reply:
    encoding = encoding_of(scope, COMPOSED)
    try:
        wanted, wrong = read_wanted(site.edition, await _read(scope, receive))
    except FormError as error:
        return site.compose(error.status, show_services(pages, Wanted(), error.word), encoding)
    if wrong:
        # What was chosen is still chosen; what was typed in one's own words is on no page.
        wanted = msgspec.structs.replace(wanted, words="")
        return site.compose(400, show_services(pages, wanted, wrong), encoding)
    # Another thread waits for the directory: a page that is ready must not.
    found = await asyncio.to_thread(
        site.services.find, wanted, pages.language.tag, datetime.now(UTC)
    )
    return site.compose(200, show_services(pages, wanted, found=found), encoding)


_ANSWERED: dict[str, Callable[[Site, Pages, Scope, Receive], Awaitable[Reply]]] = {
    CHECK_PAGE: _check_in,
    REPORT_PAGE: _tell_duty,
    FIND_PAGE: _find,
    SERVICES_PAGE: _find_services,
    TALK_PAGE: _coach,
}


async def _read(scope: Scope, receive: Receive) -> bytes:
    """The form's bytes. Raises FormError."""
    try:
        return await read_body(scope, receive, FORM_TYPE, BODY_LIMIT)
    except BodyError as error:
        raise FormError(_REFUSED[error.status], error.status) from None


def _bare(site: Site, scope: Scope) -> Reply:
    """A query is dropped: what is in an address stays in the history."""
    path = scope.get("raw_path") or scope["path"].encode()
    location = b"/" + path.split(b"?")[0].lstrip(b"/\\")  # never another host
    headers = [*site.headers, (b"location", location), (b"content-length", b"0")]
    return Reply(303, headers, b"")


def _language_of(site: Site, path: str) -> str:
    first = path.split("/")[1] if "/" in path else ""
    return first if first in site.pages else next(iter(site.pages))
