"""The rows that a check-in is made of: what is asked, what follows, and what was promised."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hearthlight.content.fields import (
    Clause,
    Date,
    FactKind,
    Id,
    OptionalId,
    OptionalUrl,
    Pick,
    Row,
    Urgency,
)


class Statement(Row, frozen=True, kw_only=True):
    """One statement of the seed documents; every one must be said somewhere."""

    seed: tuple[Literal["A", "B"], ...]


class Source(Row, frozen=True, kw_only=True):
    """Where a fact comes from, and when that place was read."""

    title: str
    publisher: str
    read_on: Date
    url: OptionalUrl = ""
    """Empty only for the seed documents and for judgement, which have no address."""
    seen: str = ""
    """What the page says, in a few words of ours."""
    dated: str = "unknown"
    """The date that the page gives itself."""


class Tier(Row, frozen=True, kw_only=True):
    """How much one sign weighs when counting. A tier has a reason in words and a source."""

    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Event(Row, frozen=True, kw_only=True):
    """Signs that are one event seen twice: together they count once."""

    of: Annotated[tuple[Id, ...], Meta(min_length=2)]
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Sign(Row, frozen=True, kw_only=True):
    """Something that a caregiver may have noticed. Never proof."""

    tier: Id
    covers: tuple[Id, ...] = ()
    beyond_seeds: bool = False
    """True for a sign that the seed documents do not name; then two sources are needed."""
    sources: tuple[Id, ...] = ()


class Form(Row, frozen=True, kw_only=True):
    """A form that exploitation takes: direct evidence, not a sign."""

    covers: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()


class Vulnerability(Row, frozen=True, kw_only=True):
    """Something hard in a child's life that people who exploit children look for."""

    covers: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()


class Fact(Row, frozen=True, kw_only=True):
    """Something asked that is not a sign, form or vulnerability."""

    kind: FactKind
    covers: tuple[Id, ...] = ()
    """An `unsure` fact is played back in words and may never stand in a rule."""


class Group(Row, frozen=True, kw_only=True):
    """A name for several facts, so that rules and blocks need not repeat the list."""

    of: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Step(Row, frozen=True, kw_only=True):
    """One screen of the check-in: one topic."""

    order: int


class Question(Row, frozen=True, kw_only=True):
    """A question of the check-in. Every question can be skipped."""

    step: Id
    order: int
    pick: Pick
    """`any`: checkboxes; `one`: at most one; `place`: one of the pack's places."""
    of: tuple[Id, ...] = ()


class Rule(Row, frozen=True, kw_only=True):
    """When all clauses of `when` hold, the outcome is at least `outcome`."""

    when: Annotated[tuple[Clause, ...], Meta(min_length=1)]
    outcome: Id
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    covers: tuple[Id, ...] = ()


class Floor(Row, frozen=True, kw_only=True):
    """A promise about the rules: whenever `when` holds, no outcome is lower than `outcome`."""

    when: Annotated[tuple[Clause, ...], Meta(min_length=1)]
    outcome: Id
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Outcome(Row, frozen=True, kw_only=True):
    """What to do. The matching rule of highest priority decides; row order means nothing."""

    priority: int
    urgency: Urgency
    otherwise: bool = False
    """True for the one outcome that stands when no rule matches."""


class Scenario(Row, frozen=True, kw_only=True):
    """An example that must stay true: what was said, and what must come of it."""

    name: str
    outcome: Id
    facts: tuple[Id, ...] = ()
    place: OptionalId = ""
    shows: tuple[Id, ...] = ()
    """Blocks, contacts and statements that must be shown."""
    hides: tuple[Id, ...] = ()
    first_call: OptionalId = ""


class Vignettes(Row, frozen=True, kw_only=True):
    """How rows of a triage file speak in this pack's facts (`hearthlight evaluate triage`)."""

    levels: dict[str, Id] = msgspec.field(default_factory=dict)
    """Level name in the file to outcome id."""
    flags: dict[str, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    """A fact of the file that is true, to facts of the pack."""
    roles: dict[str, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    duties: dict[str, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    """A role that the file marks as a mandated reporter, to facts of the pack."""
    places: dict[str, Id] = msgspec.field(default_factory=dict)
