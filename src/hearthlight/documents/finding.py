"""
Finds what was looked for: topics, each with where it is said, and whom to call.

Whatever is typed, a line to call is shown; and words of danger put it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.documents.blocks import ContactCard  # noqa: TC001 - msgspec reads it at run time
from hearthlight.documents.hearing import hear_danger
from hearthlight.documents.noticing import first_calls
from hearthlight.documents.outline import OUTCOME_PAGE, outline_page
from hearthlight.documents.writing import Writer
from hearthlight.search.ranking import search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import CompiledCall, Edition
    from hearthlight.content.locales import Wording

FIND_PAGE = "page-find"
SHOWN = 5
"""How many topics are shown."""

_TOLD = ("text", "step")
"""Kinds of blocks that say one thing, and can be shown by themselves."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A topic that was found, and where it is said."""

    topic: str
    statement: str
    """Empty where the topic is a block of ours, which no statement of the seeds says."""
    title: str
    text: str
    """What is said of it, if it stands by itself; Markdown as in a block."""
    language: str = ""
    """The language of the text, where it is not the page's."""
    page: str = ""
    """The page that says it; empty where none with an address does."""
    section: str = ""
    path: str = ""
    where: str = ""
    """The page and its part, in words."""
    card: ContactCard | None = None
    """The contact that it is about."""
    words: tuple[str, ...]
    """What it was found by, in the pack's spelling."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown for the words that were typed. The words themselves are not in it."""

    format: int = 1
    """The number of this layout. 1: first version."""
    language: str
    danger: tuple[str, ...]
    """Dangers that the words may tell of; if any, whom to call comes first."""
    calls: tuple[ContactCard, ...]
    found: tuple[Found, ...]


class _Place(msgspec.Struct, frozen=True):
    page: str = ""
    section: str = ""
    text: str = ""
    language: str = ""
    call: str = ""


class Finder:
    """Finds topics in one language of an edition."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._writer = Writer(edition, language)
        self.language = language
        self._topics = {topic.id: topic for topic in edition.topics}
        self._places = dict(self._locate())

    def find(self, text: str) -> Finding:
        """What to show for these words. Nothing of them is kept."""
        danger = hear_danger(self._edition, text)
        index = self._edition.search.get(self.language)
        found: list[Found] = []
        shown: set[str] = set()
        for ranked in search(index, text) if index else ():
            one = self._found(ranked.topic, ranked.words)
            if one.text and one.text in shown:
                continue  # the same words under another name help nobody
            shown.add(one.text)
            found.append(one)
            if len(found) == SHOWN:
                break
        calls = tuple(self._writer.card(call) for call in self.calls(danger))
        return Finding(language=self.language, danger=danger, calls=calls, found=tuple(found))

    def calls(self, danger: tuple[str, ...] = ()) -> tuple[CompiledCall, ...]:
        """Whom /now names; in danger, whom the check-in would name if it were so."""
        return first_calls(self._edition, danger)

    def _found(self, topic: str, words: tuple[str, ...]) -> Found:
        row, wording = self._topics[topic], self._writer.wording
        place = self._places.get(row.leads_to, _Place())
        path = where = ""
        if place.page:
            # The outcome has no address: the check-in leads to it.
            path = self._edition.pages[place.page].path
            where = wording.text(place.page, "heading")
            if place.section and (part := wording.text(place.section, "heading")) != where:
                where = f"{where}: {part}"
        return Found(
            topic=topic,
            statement=row.statement,
            title=wording.text(topic, "title"),
            text=place.text,
            language=place.language,
            page=place.page,
            section=place.section,
            path=path,
            where=where,
            card=self._writer.card(self._edition.calls_by_id[place.call]) if place.call else None,
            words=words,
        )

    def _locate(self) -> Iterator[tuple[str, _Place]]:
        """What topics lead to, and where it is said first: a page before a card or an outcome."""
        seen: set[str] = set()
        for statement, place in (*self._in_pages(), *self._in_contacts(), *self._in_outcomes()):
            if statement not in seen:
                seen.add(statement)
                yield statement, place

    def _in_pages(self) -> Iterator[tuple[str, _Place]]:
        facts = {
            statement: fact
            for fact, statements in self._edition.fact_covers.items()
            for statement in statements
        }
        words = self._writer.wording
        blocks = {topic.block for topic in self._topics.values() if topic.block}
        for page, compiled in self._edition.pages.items():
            for section in outline_page(self._edition, page) if compiled.path else ():
                for outlined in section.blocks:
                    text, language = self._text(outlined.block.id, outlined.block.kind)
                    if outlined.block.id in blocks:
                        its = self._items(outlined.block.id, outlined.block.kind)
                        yield (
                            outlined.block.id,
                            _Place(page, section.id, *(its or (text, language))),
                        )
                    for statement in outlined.block.covers:
                        if fact := facts.get(statement):
                            text = words.optional(fact, "innocent")
                            language = _other(words, fact, "innocent")
                        yield statement, _Place(page, section.id, text, language)

    def _in_contacts(self) -> Iterator[tuple[str, _Place]]:
        for call in self._edition.calls:
            for statement in self._edition.contacts[call.contact].covers:
                page, section = self._page_of(call.contact)
                yield statement, _Place(page, section, call=call.id)

    def _in_outcomes(self) -> Iterator[tuple[str, _Place]]:
        if OUTCOME_PAGE not in self._edition.pages:
            return
        for section in self._edition.pages[OUTCOME_PAGE].sections:
            for block in section.blocks:
                for statement in block.covers:
                    told = self._items(block.id, block.kind) or self._text(block.id, block.kind)
                    yield statement, _Place("", "", *told)

    def _text(self, block: str, kind: str) -> tuple[str, str]:
        words = self._writer.wording
        if kind not in _TOLD:
            return "", ""
        return words.optional(block, "text"), _other(words, block, "text")

    def _items(self, block: str, kind: str) -> tuple[str, str] | None:
        """All that a list says; None for another kind of block."""
        if kind != "list":
            return None
        words = self._writer.wording
        return "\n\n".join(words.items(block, "items")), _other(words, block, "items")

    def _page_of(self, contact: str) -> tuple[str, str]:
        for page, compiled in self._edition.pages.items():
            for section in outline_page(self._edition, page) if compiled.path else ():
                for outlined in section.blocks:
                    if any(call.contact == contact for call in outlined.calls):
                        return page, section.id
        return "", ""


def _other(words: Wording, row_id: str, field: str) -> str:
    language = words.language_of(row_id, field)
    return "" if language == words.language else language
