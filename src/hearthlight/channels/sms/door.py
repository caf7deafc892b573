"""
The door for a provider that speaks as Twilio does: a signed POST in, TwiML out.

What does not bear the provider's signature is refused before it is read. Nothing is logged: not a
number, not a text.
"""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from hearthlight.channels.sms.answering import Guide
from hearthlight.channels.sms.conversation import Message, converse
from hearthlight.channels.sms.counting import Counter
from hearthlight.channels.sms.readiness import make_ready
from hearthlight.settings import SettingsError
from hearthlight.transport.bodies import BodyError, header_of, read_body
from hearthlight.transport.headers import ALWAYS, NOT_INDEXED, NOT_STORED, secure_transport
from hearthlight.transport.mistakes import report_mistake

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings
    from hearthlight.transport.asgi import Receive, Scope, Send

SEGMENT = "sms"
"""The first part of the address that this door answers: `/sms`."""
BODY_LIMIT = 32_768
"""Bytes of one message with all that the provider says about it and its pictures."""
FORM_TYPE = "application/x-www-form-urlencoded"

_COUNTER = Counter(time.monotonic)
"""One for the process: a changed pack must not forget who floods."""


class TextDoor:
    """Answers text messages over one edition."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        """Raises SettingsError for what is missing."""
        if not edition.texts.replies:
            raise SettingsError("The packs have no sms.toml, so no text message can be answered.")
        ready = make_ready(settings)
        from twilio.request_validator import RequestValidator  # noqa: PLC0415 - an extra
        from twilio.twiml.messaging_response import MessagingResponse  # noqa: PLC0415

        self._address = settings.sms_address
        self._validator = RequestValidator(ready.token)
        self._response = MessagingResponse
        self._guide = Guide(edition)
        self._opt_outs = ready.opt_outs
        self._headers = [
            *ALWAYS,
            secure_transport(preload=settings.hsts_preload),
            NOT_STORED,
            NOT_INDEXED,
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            status, body = await self._answer(scope, receive)
        except Exception as error:  # noqa: BLE001 - the provider then sends its own fixed reply
            report_mistake(error)
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, b""
        headers = [*self._headers, (b"content-length", b"%d" % len(body))]
        if body:
            headers.append((b"content-type", b"application/xml; charset=utf-8"))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append((b"allow", b"POST"))
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        if scope["path"] != f"/{SEGMENT}":
            return HTTPStatus.NOT_FOUND, b""
        if scope["method"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, b""
        try:
            body = await read_body(scope, receive, FORM_TYPE, BODY_LIMIT)
        except BodyError as error:
            return error.status, b""
        try:
            fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=200)
        except ValueError:
            return HTTPStatus.BAD_REQUEST, b""
        signature = header_of(scope, b"x-twilio-signature").decode("latin-1")
        said = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
        if not self._validator.validate(self._address, said, signature):
            return HTTPStatus.FORBIDDEN, b""
        number = fields.get("From", [""])[0]
        text = fields.get("Body", [""])[0]
        pictures = fields.get("NumMedia", ["0"])[0]
        message = Message(number, text, int(pictures) if pictures.isdecimal() else 0)
        sent = await asyncio.to_thread(converse, self._guide, self._opt_outs, _COUNTER, message)
        response = self._response()
        for each in sent:
            response.message(each)
        return HTTPStatus.OK, str(response).encode()
