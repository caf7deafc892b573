"""
What fields of rows may hold, and what every row has.

The descriptions here are shown in the JSON Schemas of pack files and in docs/packs.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="Lower-case words joined by hyphens; begins with its kind; never changes.",
    ),
]
Url = Annotated[str, Meta(pattern=r"^https?://[^\s]+$", description="A whole web address.")]
Date = Annotated[
    str,
    Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day, as year-month-day: 2026-11-22."),
]
OptionalId = Annotated[str, Meta(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=80)]
OptionalUrl = Annotated[str, Meta(pattern=r"^(https?://[^\s]+)?$")]
OptionalDate = Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Language = Annotated[
    str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="A BCP 47 tag: en, es, zh-Hant.")
]
Confidence = Literal["two-sources", "one-source", "judgement"]
Urgency = Literal["emergency", "urgent", "non-urgent"]
Pick = Literal["any", "one", "place"]
Enforcement = Literal["none", "police", "immigration"]
FactKind = Literal["danger", "known", "child", "home", "role", "duty", "unsure"]
Formula = Literal["", "flesch-kincaid", "szigriszt-pazos"]
SheetLayout = Literal["pages", "cards", "poster", "brochure", "guide"]
BlockKind = Literal[
    "text",
    "step",
    "list",
    "say",
    "calls",
    "reasons",
    "ticks",
    "unsure",
    "links",
    "duty",
    "field",
    "drawing",
]
DutyPart = Literal["who", "to", "phone", "written", "form", "protects", "name", "not-report"]
Standing = Literal["", "must", "may-must", "not-known"]
Child = Literal["own", "placed", "unsaid"]
PatternKind = Literal["stop", "reconsider", "limit", "praise"]
TextKind = Literal[
    "outcome", "alarm", "stop", "start", "help", "letters", "page", "picture", "unknown"
]


AMBER = "#F3B43F"
"""The one colour that a drawing may be filled with; pages and paper put their own in its place."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every row has: an id, and the statements of the seed documents that it says."""

    id: Id


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    At least so many of these.

    Members are facts, or the id of a tier, a group or a kind that stands for several. Facts that
    are one event count once. A condition is a list of clauses that must all hold; there is no
    "not", so ticking more never lowers an outcome.
    """

    of: Annotated[tuple[Id, ...], Meta(min_length=1)]
    at_least: Annotated[int, Meta(ge=1)] = 1
