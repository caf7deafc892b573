"""The rows that pages and sheets are laid out by. Their words stand elsewhere."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from hearthlight.content.fields import (
    BlockKind,
    Clause,
    DutyPart,
    Id,
    OptionalId,
    Row,
    SheetLayout,
)


class Page(Row, frozen=True, kw_only=True):
    """A document that a channel can show."""

    path: str = ""
    """The web path; empty for the outcome, which has no address of its own."""


class Reader(Row, frozen=True, kw_only=True):
    """
    Someone a page has words of their own for, or what these are about.

    Whoever reads opens them; it is never asked, and never said of a child. Its id is a derived
    fact, so that the `when` of blocks may name it.
    """

    order: int


class Sheet(Row, frozen=True, kw_only=True):
    """Something to print: a page of the pack, and how it is laid out on paper."""

    page: Id
    layout: SheetLayout


class Section(Row, frozen=True, kw_only=True):
    """A part of a page, in its fixed place."""

    page: Id
    order: int
    mark: OptionalId = ""
    """A drawing that stands beside the heading on paper, and says nothing by itself."""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way onward, to another page or a part of it."""

    path: str
    text: Id
    """The words entry that names it."""


class Block(Row, frozen=True, kw_only=True):
    """
    A piece of a page: shown when every clause of `when` holds and not every clause of `unless`.

    Besides what the caregiver said, clauses may name the outcome and the place.
    """

    section: Id
    kind: BlockKind
    order: int = 0
    when: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()
    covers: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    links: tuple[Link, ...] = ()
    prominent: bool = True
    """For `calls`: which half of the list this block shows."""
    part: DutyPart | None = None
    """For `duty`: the part of a duty that this block tells."""
    rows: Annotated[int, Meta(ge=1, le=12)] = 1
    """For `field`: how many lines there are to write on."""
    carries: bool = False
    """For `field`: on the device, what was ticked is written here."""
    drawing: OptionalId = ""
    """For `drawing`: the file of `drawings/` that it shows, without its ending."""
    folded: bool = False
    """On a web page only its title shows until it is opened; of a card, name and numbers."""
