"""
Text messages: a reply's words with its numbers filled in, and whether they fit.

A number stands in a reply as the id of its contact in braces: `{contact-911}`, or with `.text` and
`.keyword` for the number that takes texts and the word to send it. None is typed by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import gsm0338

from hearthlight.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.compiled.texts import CompiledReply
    from hearthlight.content.model import Pack

SEGMENT = 160
"""Septets of one text message (3GPP TS 23.040). One letter outside GSM-7 leaves room for 70."""
MOST = 2
"""Messages that are sent for one that is received."""
LETTERS = "letters"
_PART = re.compile(r"\{([a-z0-9-]+)(?:\.(text|keyword))?\}")
_CODEC = gsm0338.Codec()


class UnfilledError(Exception):
    """A part in braces that nothing fills. The message says which."""


def compose_text(edition: Edition, reply: CompiledReply, language: str) -> str:
    """The words of one reply. Raises UnfilledError."""
    wording = edition.wording(language)

    def fill(part: re.Match[str]) -> str:
        if part[1] == LETTERS:
            return " ".join(
                f"{key} {wording.text(edition.texts.letters[key].id, 'label')}"
                for key in reply.letters
            )
        contact = edition.contacts.get(part[1])
        lines = {line.kind: line for line in contact.lines} if contact else {}
        line = lines.get("text" if part[2] else "call")
        shown = (line.keyword if part[2] == "keyword" else line.shown) if line else ""
        if not shown:
            raise UnfilledError(part[0])
        return shown

    return _PART.sub(fill, wording.text(reply.id, "message"))


def count_septets(text: str) -> int:
    """
    How much of a segment a text takes.

    Raises UnicodeEncodeError for a letter that GSM-7 does not have.
    """
    encoded, _ = _CODEC.encode(text)
    return len(encoded)


def check_replies(pack: Pack, edition: Edition) -> Iterator[Problem]:
    """Each reply can be filled in, fits one segment, and says what its outcome must."""
    for reply in edition.texts.replies:
        for language in edition.words:
            if f"{reply.id}.message" in edition.words[language]:
                yield from _check_reply(pack, edition, reply, language)


def _check_reply(
    pack: Pack, edition: Edition, reply: CompiledReply, language: str
) -> Iterator[Problem]:
    file = pack.files[f"words/{language}/{reply.id}"]
    words = edition.wording(language).text(reply.id, "message")
    named = [part[1] for part in _PART.finditer(words)]
    callable_ = [
        name
        for name in named
        if name in edition.contacts and edition.contacts[name].enforcement != "immigration"
    ]
    for name in named:
        if name in edition.contacts and name not in callable_:
            yield Problem(
                file,
                reply.id,
                f"sends {name!r}, a line of immigration enforcement",
                "Name another contact; such a line is never sent by text message",
            )
    if reply.outcome and not callable_:
        yield Problem(
            file,
            reply.id,
            "names nobody to call",
            "Add a number as the id of its contact in braces, such as {contact-911}",
        )
    try:
        text = compose_text(edition, reply, language)
        septets = count_septets(text)
    except UnfilledError as error:
        yield Problem(
            file,
            reply.id,
            f"has {error} in braces, and nothing fills it",
            "Write {letters}, or the id of a contact that has such a number",
        )
    except UnicodeEncodeError as error:
        yield Problem(
            file,
            reply.id,
            f"has {error.object[error.start]!r}, which a plain text message cannot carry",
            "Write it without that sign; of accented letters only GSM-7's are free "
            "(\u00e0 \u00e9 \u00e8 \u00ec \u00f1 \u00f2 \u00f6 \u00f9 \u00fc)",
        )
    else:
        if septets > SEGMENT:
            yield Problem(
                file,
                reply.id,
                f"takes {septets} of the {SEGMENT} characters of one text message",
                f"Shorten it by {septets - SEGMENT}",
            )
