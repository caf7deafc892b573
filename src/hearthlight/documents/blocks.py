"""
A document: title, one line, and sections of blocks, each knowing the statements it covers.

Channels arrange what stands here and add nothing. Text is Markdown within a paragraph
(`**strong**`) and blank lines between paragraphs; nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


class SourceNote(msgspec.Struct, frozen=True, kw_only=True):
    """Where something comes from, and when that place was read."""

    id: str
    title: str
    publisher: str
    url: str
    read_on: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach a contact: its label, its digits, its link."""

    kind: str
    label: str
    shown: str
    link: str


class ContactCard(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call, why this one, what they do, and what they do with what is said."""

    id: str
    call: str
    """The row of calls.toml that put it here."""
    name: str
    reason: str
    purpose: str
    passes_on: str
    hours: str
    """Without a full stop: some channels put one."""
    languages: str
    access: str
    lines: tuple[Line, ...]
    run_by: str = ""
    """Who answers, by name, where the line's own name does not say it."""
    checked: str
    """When its pages were read and whether someone has called it, in words."""
    checked_parts: tuple[str, ...]
    """The same, one sentence each: first the day on which they were read."""
    covers: tuple[str, ...]
    sources: tuple[SourceNote, ...]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that led to the outcome, in words, with its sources."""

    rule: str
    text: str
    sources: tuple[SourceNote, ...]


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the caregiver said, played back."""

    fact: str
    question: str
    step: str
    label: str


class DutyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a duty: what it says, by when, and how sure that is."""

    duty: str
    """The row of duties.toml."""
    text: str
    due: str
    """The day and the hour in words; empty where there is none, or where no time was told."""
    checked: str
    """When its pages were read, and whether there is more than one, in words."""
    sources: tuple[SourceNote, ...]
    language: str = ""
    """The language the text is in, where it is not the document's."""


class Onward(msgspec.Struct, frozen=True, kw_only=True):
    """A way to another page."""

    path: str
    label: str
    language: str = ""
    """The language the label is in, where it is not the document's."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a document. Which fields are filled depends on `kind`."""

    id: str
    kind: str
    title: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    """Words that can be read out as they stand."""
    calls: tuple[ContactCard, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ticks: tuple[Tick, ...] = ()
    links: tuple[Onward, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    rows: int = 1
    """For `field`: how many lines there are to write on."""
    carries: bool = False
    """For `field`: on the device, what was ticked is written here."""
    drawing: str = ""
    """For `drawing`: the picture as SVG. Its lines are `currentColor`."""
    alt: str = ""
    """For `drawing`: what it shows, in words."""
    folded: bool = False
    """Whether what it says besides its title may be left to whoever asks for more."""
    covers: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    language: str = ""
    """The language the words are in, where it is not the document's."""


class Fold(msgspec.Struct, frozen=True, kw_only=True):
    """What a section says to one reader besides. Whoever reads chooses; it is never asked."""

    reader: str
    label: str
    blocks: tuple[Block, ...]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document, under a heading."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    mark: str = ""
    """A small drawing beside the heading, as SVG, that says nothing by itself."""
    folds: tuple[Fold, ...] = ()

    def every_block(self) -> Iterator[Block]:
        """Every block, in order, those for some readers last."""
        yield from self.blocks
        for fold in self.folds:
            yield from fold.blocks

    def sources(self) -> tuple[SourceNote, ...]:
        """What the words of this section rest on, each source once. Calls show their own."""
        notes = [note for block in self.every_block() for note in block.sources]
        notes += [
            note for block in self.blocks for reason in block.reasons for note in reason.sources
        ]
        return tuple({note.id: note for note in notes}.values())


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What every channel receives."""

    format: int = 1
    """The number of this layout. 1: first version."""
    page: str
    language: str
    title: str
    """A neutral title for the browser's tab."""
    heading: str
    answer: str
    """One line that says it all."""
    brief: str
    """The same, for a short message."""
    description: str = ""
    outcome: str = ""
    """The outcome's id; empty for a page that is not an outcome."""
    urgency: str = ""
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        for section in self.sections:
            yield from section.every_block()

    def contacts(self) -> tuple[str, ...]:
        """Contact ids in the order in which they are shown."""
        return tuple(dict.fromkeys(card.id for block in self.blocks() for card in block.calls))

    def shown(self) -> frozenset[str]:
        """Every block, statement and contact that the document shows, by id."""
        ids: set[str] = set()
        for block in self.blocks():
            ids.add(block.id)
            ids.update(block.covers)
            for card in block.calls:
                ids.add(card.id)
                ids.update(card.covers)
            for tick in block.ticks:
                ids.add(tick.fact)
        return frozenset(ids)
