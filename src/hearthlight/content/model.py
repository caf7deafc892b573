"""
A pack as an editor writes it: one frozen type per kind of row.

Rows carry ids, rules and facts, never sentences: words live in `words/<language>/` under the same
id. The types are the single source for reading a pack, for its JSON Schemas (`hearthlight pack
schema`) and for the reference in docs/packs.md.

The types stand in files of their own, by what they are about; whoever needs one finds it here.
"""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec

from hearthlight.content.check_in_rows import (
    Event,
    Fact,
    Floor,
    Form,
    Group,
    Outcome,
    Question,
    Rule,
    Scenario,
    Sign,
    Source,
    Statement,
    Step,
    Tier,
    Vignettes,
    Vulnerability,
)
from hearthlight.content.fields import (
    AMBER,
    BlockKind,
    Child,
    Clause,
    Confidence,
    Date,
    DutyPart,
    Enforcement,
    FactKind,
    Formula,
    Id,
    Language,
    OptionalDate,
    OptionalId,
    OptionalUrl,
    PatternKind,
    Pick,
    Row,
    SheetLayout,
    Standing,
    TextKind,
    Urgency,
    Url,
)
from hearthlight.content.help_rows import (
    Call,
    Clock,
    Contact,
    Duty,
    Place,
    Service,
    ServiceKind,
    Situation,
    SmallWords,
    TextLine,
    Withheld,
    ZipCodes,
    ZipPoints,
)
from hearthlight.content.language_rows import (
    Acronym,
    AllowedUse,
    Avoid,
    Cues,
    DangerCues,
    Fillers,
    Limit,
    Name,
    Pattern,
    Phrasing,
    Spellings,
    Synonyms,
    TextLetter,
    TextReply,
    TextWords,
    Topic,
    WordClass,
)
from hearthlight.content.page_rows import (
    Block,
    Link,
    Page,
    Reader,
    Section,
    Sheet,
)
from hearthlight.content.problems import Problem  # noqa: TC001 - msgspec reads it at run time

__all__ = [
    "AMBER",
    "FILES",
    "KINDS",
    "Acronym",
    "AllowedUse",
    "Avoid",
    "Block",
    "BlockKind",
    "Call",
    "Child",
    "Clause",
    "Clock",
    "Confidence",
    "Contact",
    "Cues",
    "DangerCues",
    "Date",
    "Duty",
    "DutyPart",
    "Enforcement",
    "Event",
    "Fact",
    "FactKind",
    "Fillers",
    "Floor",
    "Form",
    "Formula",
    "Group",
    "Id",
    "Language",
    "Limit",
    "Link",
    "Name",
    "OptionalDate",
    "OptionalId",
    "OptionalUrl",
    "Outcome",
    "Pack",
    "PackHeader",
    "PackLanguage",
    "Page",
    "Pattern",
    "PatternKind",
    "Phrasing",
    "Pick",
    "Place",
    "Question",
    "Reader",
    "Row",
    "RowT",
    "Rule",
    "Scenario",
    "Section",
    "Service",
    "ServiceKind",
    "Sheet",
    "SheetLayout",
    "Sign",
    "Situation",
    "SmallWords",
    "Source",
    "Spellings",
    "Standing",
    "Statement",
    "Step",
    "Synonyms",
    "TextKind",
    "TextLetter",
    "TextLine",
    "TextReply",
    "TextWords",
    "Tier",
    "Topic",
    "Urgency",
    "Url",
    "Vignettes",
    "Vulnerability",
    "Withheld",
    "WordClass",
    "Words",
    "ZipCodes",
    "ZipPoints",
]


class PackLanguage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A language that the packs speak."""

    tag: Language
    name: str
    """The language's name in itself: English, Español."""
    reviewed_by: str = ""
    """The qualified person who reviewed it; empty means it is a draft and is shown as one."""
    reviewed_on: OptionalDate = ""


class PackHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`pack.toml`: what this layer is and what it stands on."""

    id: Id
    title: str
    licence: str
    builds_on: OptionalId = ""
    """The layer beneath; empty for the lowest."""
    languages: tuple[PackLanguage, ...] = ()
    """Languages that this layer adds, the first of the lowest layer being the source language."""
    agency: str = ""
    """Who hands out what is printed; the uppermost layer that says so stands on the sheets."""
    logo: str = ""
    """A file of this layer's folder, SVG or PNG, printed beside the agency's name."""


KINDS: dict[str, type[Row]] = {
    "statement": Statement,
    "source": Source,
    "tier": Tier,
    "event": Event,
    "sign": Sign,
    "form": Form,
    "vulnerability": Vulnerability,
    "fact": Fact,
    "group": Group,
    "step": Step,
    "question": Question,
    "rule": Rule,
    "floor": Floor,
    "outcome": Outcome,
    "place": Place,
    "zip_codes": ZipCodes,
    "zip_points": ZipPoints,
    "contact": Contact,
    "call": Call,
    "page": Page,
    "reader": Reader,
    "sheet": Sheet,
    "section": Section,
    "block": Block,
    "topic": Topic,
    "phrasing": Phrasing,
    "synonyms": Synonyms,
    "fillers": Fillers,
    "vignettes": Vignettes,
    "limit": Limit,
    "avoid": Avoid,
    "acronym": Acronym,
    "name": Name,
    "scenario": Scenario,
    "service_kind": ServiceKind,
    "small_words": SmallWords,
    "service": Service,
    "situation": Situation,
    "withheld": Withheld,
    "clock": Clock,
    "duty": Duty,
    "pattern": Pattern,
    "cues": Cues,
    "word_class": WordClass,
    "spellings": Spellings,
    "danger_cues": DangerCues,
    "text_letter": TextLetter,
    "text_reply": TextReply,
    "text_words": TextWords,
}
"""Every kind of row, by the name of its TOML table."""

FILES: dict[str, tuple[str, ...]] = {
    "statements": ("statement",),
    "sources": ("source",),
    "signs": ("tier", "event", "sign"),
    "forms": ("form",),
    "vulnerabilities": ("vulnerability",),
    "facts": ("fact", "group"),
    "questions": ("step", "question"),
    "rules": ("rule",),
    "floors": ("floor",),
    "outcomes": ("outcome",),
    "places": ("place",),
    "zip_codes": ("zip_codes",),
    "zip_points": ("zip_points",),
    "contacts": ("contact", "withheld"),
    "calls": ("call", "situation"),
    "pages": ("page", "section"),
    "readers": ("reader",),
    "sheets": ("sheet",),
    "blocks": ("block",),
    "search": ("topic", "phrasing", "synonyms", "fillers"),
    "vignettes": ("vignettes",),
    "plain_words": ("limit", "avoid", "acronym", "name"),
    "scenarios": ("scenario",),
    "service_kinds": ("service_kind", "small_words"),
    "services": ("service",),
    "clocks": ("clock",),
    "duties": ("duty",),
    "coach": ("pattern",),
    "cues": ("cues", "word_class", "spellings"),
    "danger": ("danger_cues",),
    "sms": ("text_letter", "text_reply", "text_words"),
}
"""Which tables stand in which file. `NAME.toml` may also be a folder `NAME/` of such files."""

Words = dict[str, str | tuple[str, ...]]
"""The words of one language: `sign-gifts.label` to its text, or to the items of a list."""

RowT = TypeVar("RowT", bound=Row)

_TABLE: dict[type[Row], str] = {row: table for table, row in KINDS.items()}


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Layers, merged: what the product knows and says."""

    layers: tuple[PackHeader, ...]
    rows: dict[str, dict[str, Row]]
    """Kind to id to row, in the order in which the layers first named them."""
    words: dict[str, Words]
    """Language tag to its words."""
    files: dict[str, str]
    """Row id, `words/LANG/ID` or `drawings/NAME`, to the file that an editor would open."""
    drawings: dict[str, str] = {}
    """Name of a drawing to its SVG."""
    logos: dict[str, bytes] = {}
    """Layer to its logo, as far as the file is there."""
    unread: tuple[Problem, ...] = ()
    """Where a layer changes a fact, and leaves the pages and the day of the row beneath."""
    fingerprint: str
    """A hash of every byte read; the same fingerprint is the same pack."""

    @property
    def languages(self) -> tuple[PackLanguage, ...]:
        """Languages in the order in which the layers add them; the first is the source language."""
        seen: dict[str, PackLanguage] = {}
        for layer in self.layers:
            for language in layer.languages:
                seen[language.tag] = language
        return tuple(seen.values())

    def all(self, kind: type[RowT]) -> dict[str, RowT]:
        """All rows of one kind, by id."""
        return cast("dict[str, RowT]", self.rows[_TABLE[kind]])
