"""
The door of the API. It takes JSON and gives JSON, keeps nothing and logs nothing.

What is said arrives in the body of a POST; an address holds nothing but a path and a language.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from hearthlight.channels.api.answers import Answers
from hearthlight.channels.api.openapi import make_openapi
from hearthlight.channels.api.operations import BASE, BODY_LIMIT, OPERATIONS, Operation
from hearthlight.channels.api.problems import DOCS, ApiError, explain_invalid
from hearthlight.channels.api.reference import make_reference
from hearthlight.channels.api.replies import JSON, PROBLEM, Replier, Reply, keep
from hearthlight.documents.noticing import NOW_PAGE
from hearthlight.documents.outline import outline_page, prominent_calls
from hearthlight.documents.services import open_services
from hearthlight.documents.writing import Writer
from hearthlight.transport.bodies import BodyError, header_of, read_body
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Receive, Scope, Send

OPENAPI = f"{BASE}/openapi.json"
TO_DOCS = frozenset({"/api", "/api/", BASE, f"{BASE}/"})
"""Where someone who looks around may begin."""
_BODY_PROBLEMS = {
    408: ("slow", "Nothing arrived for too long."),
    413: ("large", f"More than {BODY_LIMIT:,} bytes are not read."),
    415: ("type", "Only JSON is read."),
}


class Api:
    """The API over one edition."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        self.answers = Answers(edition, open_services(edition, settings.directory, report_mistake))
        self._replier = Replier(settings)
        self._operations: dict[str, dict[str, Operation]] = {}
        for operation in OPERATIONS:
            self._operations.setdefault(f"{BASE}{operation.path}", {})[operation.method] = operation
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {
            operation.name: msgspec.json.Decoder(operation.takes)
            for operation in OPERATIONS
            if operation.takes
        }
        self._languages = tuple(language.tag for language in edition.languages)
        self._kept: dict[tuple[str, ...], Reply] = {}
        """Answers that are the same for everyone, by operation, language and id."""
        self._documents: dict[str, Reply] = {}
        self._apology = self._make_apology(edition)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            reply = await self._answer(scope, receive)
        except ApiError as error:
            reply = Reply(error.status, PROBLEM, msgspec.json.encode(error.problem()))
            if error.allowed:
                reply = reply._replace(more=((b"allow", error.allowed.encode()),))
        except Exception as error:  # noqa: BLE001 - whatever breaks, the caregiver gets a number
            report_mistake(error)
            reply = Reply(500, PROBLEM, self._apology)
        await self._replier.send(reply, scope, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Reply:
        path, method = scope["path"], scope["method"]
        if path in TO_DOCS:
            return Reply(303, b"", b"", ((b"location", DOCS.encode()),))
        if path in (DOCS, OPENAPI):
            return self._describe(path, method)
        operations, of = self._find(path)
        allowed = ", ".join([*operations, *(["HEAD"] if "GET" in operations else []), "OPTIONS"])
        if method == "OPTIONS":
            return Reply(204, b"", b"", ((b"allow", allowed.encode()),))
        operation = operations.get("GET" if method == "HEAD" else method)
        if operation is None:
            raise ApiError("method", "This address takes other methods.", allowed=allowed)
        if operation.takes:
            return await self._hear(operation, scope, receive)
        return self._tell(operation, scope, of)

    def _describe(self, path: str, method: str) -> Reply:
        """The OpenAPI document, or its page."""
        if method not in ("GET", "HEAD"):
            raise ApiError("method", "This address takes other methods.", allowed="GET, HEAD")
        if path not in self._documents:
            document = make_openapi(self.answers)
            self._documents[OPENAPI] = keep(Reply(200, JSON, msgspec.json.encode(document)))
            self._documents[DOCS] = keep(make_reference(document))
        return self._documents[path]

    def _find(self, path: str) -> tuple[dict[str, Operation], tuple[str, ...]]:
        """The operations of a path by method, and the id that it names. Raises ApiError."""
        operations = self._operations.get(path)
        if operations and "{" not in path:
            return operations, ()
        parent, _, last = path.rpartition("/")
        operations = self._operations.get(f"{parent}/{{page}}")
        if operations and last in self.answers.page_ids:
            return operations, (last,)
        raise ApiError("not-there", "No operation and no page has this address.")

    async def _hear(self, operation: Operation, scope: Scope, receive: Receive) -> Reply:
        """Read what is said, answer it, and let it go."""
        if scope["query_string"]:
            raise ApiError("query", "What is said may not stand in an address.")
        if header_of(scope, b"content-encoding") not in (b"", b"identity"):
            raise ApiError("type", "A compressed body is not read.")
        try:
            body = await read_body(scope, receive, JSON.decode(), BODY_LIMIT)
            asked = self._decoders[operation.name].decode(body)
        except BodyError as error:
            raise ApiError(*_BODY_PROBLEMS[error.status]) from None
        except msgspec.ValidationError as error:
            raise explain_invalid(error, operation.takes) from None
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise ApiError("not-json", "It could not be read.") from None
        answer = getattr(self.answers, operation.name)
        told = await asyncio.to_thread(answer, asked) if operation.waits else answer(asked)
        return Reply(200, JSON, msgspec.json.encode(told))

    def _tell(self, operation: Operation, scope: Scope, of: tuple[str, ...]) -> Reply:
        """What everyone gets alike, made once."""
        language = self._language_of(scope)
        key = (operation.name, language, *of)
        if key not in self._kept:
            answer = getattr(self.answers, operation.name)(language, *of)
            self._kept[key] = keep(Reply(200, JSON, msgspec.json.encode(answer)))
        return self._kept[key]

    def _make_apology(self, edition: Edition) -> bytes:
        """What is said when our own code fails: whom to call, made before anything can fail."""
        writer = Writer(edition, self._languages[0])
        page = outline_page(edition, NOW_PAGE) if NOW_PAGE in edition.pages else ()
        calls = tuple(writer.card(call) for call in prominent_calls(page))
        problem = ApiError("ours", "It is not what you sent.").problem()
        return msgspec.json.encode(msgspec.structs.replace(problem, calls=calls))

    def _language_of(self, scope: Scope) -> str:
        if not scope["query_string"]:
            return self._languages[0]
        pairs: list[tuple[str, str]] = []
        with contextlib.suppress(UnicodeDecodeError, ValueError):
            pairs = parse_qsl(
                scope["query_string"].decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                max_num_fields=1,
            )
        if not pairs or pairs[0][0] != "language" or pairs[0][1] not in self._languages:
            raise ApiError("query", "Here it may only say `language`, once, and one of the pack's.")
        return pairs[0][1]
