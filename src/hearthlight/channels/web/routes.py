"""What each address answers. Nothing that a caregiver says is kept, logged or put in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from hearthlight.channels.web.headers import NOT_INDEXED, Headers, asset_headers, page_headers
from hearthlight.channels.web.reading import BODY_LIMIT, FORM_TYPE, FormError, read_form
from hearthlight.checkin.responses import Responses
from hearthlight.documents.outcome import compose_outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from hearthlight.channels.web.rendering import Renderer

Handler = "Callable[[Request], Awaitable[Response]]"
_SEE_OTHER = 303
_SERVER_ERROR = 500


class Pages:
    """The handlers, over one renderer."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._headers = page_headers(renderer.style, hsts_preload=renderer.settings.hsts_preload)

    def routes(self) -> list[Route]:
        """A route for every page in every language, and for the icon."""
        renderer = self._renderer
        routes = [Route(renderer.icon_path, self._icon, methods=["GET"])]
        for language in renderer.edition.languages:
            for page in renderer.edition.pages.values():
                if not page.path:
                    continue
                path = renderer.path(page.id, language.tag)
                if page.id == "page-check":
                    endpoint = self._check(language.tag)
                    routes.append(Route(path, endpoint, methods=["GET", "POST"]))
                else:
                    routes.append(Route(path, self._page(page.id, language.tag), methods=["GET"]))
        return routes

    def _html(
        self, html: str, status: int = 200, *, extra: tuple[tuple[bytes, bytes], ...] = ()
    ) -> Response:
        response = Response(html, status_code=status)
        response.raw_headers = _with_length((*self._headers, *extra), response.body)
        return response

    def _page(self, page: str, language: str) -> Callable[[Request], Awaitable[Response]]:
        async def show(request: Request) -> Response:
            if request.url.query:
                return self._bare(request)
            return self._html(self._renderer.page(page, language))

        return show

    def _check(self, language: str) -> Callable[[Request], Awaitable[Response]]:
        async def check(request: Request) -> Response:
            if request.method != "POST":
                if request.url.query:
                    return self._bare(request)
                return self._html(self._renderer.check(language, Responses()))
            try:
                responses, change = await self._read(request)
            except FormError as error:
                html = self._renderer.check(language, error.kept, error.word)
                return self._html(html, error.status, extra=(NOT_INDEXED,))
            if change:
                html = self._renderer.check(language, responses)
            else:
                document = compose_outcome(self._renderer.edition, responses, language)
                html = self._renderer.document(document, responses)
            return self._html(html, extra=(NOT_INDEXED,))

        return check

    async def _read(self, request: Request) -> tuple[Responses, bool]:
        sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if sent != FORM_TYPE:
            raise FormError("error_type", 415)
        body = bytearray()
        async for chunk in request.stream():
            body.extend(chunk)
            if len(body) > BODY_LIMIT:
                raise FormError("error_large", 413)
        return read_form(self._renderer.edition, bytes(body))

    async def _icon(self, _request: Request) -> Response:
        response = Response(self._renderer.icon)
        response.raw_headers = _with_length(asset_headers("image/svg+xml"), response.body)
        return response

    def _bare(self, request: Request) -> Response:
        """A query is dropped: what is in an address stays in the history."""
        response = Response(status_code=_SEE_OTHER)
        location = (b"location", request.url.path.encode())
        response.raw_headers = _with_length((*self._headers, location), b"")
        return response

    async def refuse(self, request: Request, error: Exception) -> Response:
        """An address that is not there, or does not take this: the same frame, whom to call."""
        status = error.status_code if isinstance(error, HTTPException) else _SERVER_ERROR
        page = "page-not-found" if status < _SERVER_ERROR else "page-failed"
        return self._html(self._renderer.page(page, self._language(request)), status)

    async def fail(self, request: Request, _error: Exception) -> Response:
        """Our own mistake: say so, and whom to call. Nothing of the request is logged."""
        html = self._renderer.page("page-failed", self._language(request))
        return self._html(html, _SERVER_ERROR)

    def _language(self, request: Request) -> str:
        first = request.url.path.split("/")[1]
        tags = [language.tag for language in self._renderer.edition.languages]
        return first if first in tags else tags[0]


def _with_length(headers: Headers, body: bytes | memoryview) -> list[tuple[bytes, bytes]]:
    return [*headers, (b"content-length", str(len(body)).encode())]
