"""The rows that say who helps and where: places, contacts, calls, duties, services."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hearthlight.content.fields import (
    Child,
    Clause,
    Confidence,
    Date,
    DutyPart,
    Enforcement,
    Id,
    Language,
    OptionalDate,
    OptionalId,
    OptionalUrl,
    Row,
    Standing,
)


class Place(Row, frozen=True, kw_only=True):
    """A jurisdiction. Its id is its ISO 3166-2 code in lower case, then the county's name."""

    within: OptionalId = ""
    iso: str
    fips: str = ""
    order: int = 0


class ZipCodes(Row, frozen=True, kw_only=True):
    """Which counties the ZIP codes of a country lie in."""

    read_on: Date
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    table: str
    """Lines of FIPS codes joined by `+`, then codes and runs of codes (`places.zip_codes`)."""


class ZipPoints(Row, frozen=True, kw_only=True):
    """About where the ZIP codes of a country are."""

    read_on: Date
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    table: str
    """Lines of three digits, then for each code two digits, latitude and longitude times 100."""


class TextLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to reach a contact by text message."""

    number: str
    keyword: str = ""


class Contact(Row, frozen=True, kw_only=True):
    """
    Someone to call. Numbers are E.164 or a short code; the words say who answers.

    `assured_date` is the day a person checked the line by using it; empty until then, and shown
    as "not yet checked by phone", unless it is never tried.
    """

    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    read_on: Date
    confidence: Confidence
    jurisdiction: str
    line: OptionalId = ""
    """The kind of line it is, such as `child-abuse`, where each place has its own."""
    place: OptionalId = ""
    """The place that the line is for."""
    like: OptionalId = ""
    """Where the words stand that it shares with other lines of its kind."""
    region: str = "US"
    """The region whose numbering plan the short codes belong to."""
    phone: str = ""
    text: TextLine | None = None
    tty: str = ""
    chat: str = ""
    """The address of the page on which one can write with them."""
    good_for: int = 400
    """Days after the newest reading or check until it counts as expired."""
    url: OptionalUrl = ""
    always_open: bool = False
    """True only if a source says day and night, every day."""
    enforcement: Enforcement = "none"
    """Whether police or immigration enforcement answers; then the words must say so."""
    assured_date: OptionalDate = ""
    never_tried: str = ""
    """Why nobody may call or write to it to try it, and how it is checked instead; for editors."""
    covers: tuple[Id, ...] = ()


class Call(Row, frozen=True, kw_only=True):
    """
    One place in the ordered list of whom to call.

    Calls are sorted by `order`; the first visible call to a contact wins, so that a second row can
    move a contact up for some facts.
    """

    contact: OptionalId = ""
    line: OptionalId = ""
    """Instead of a contact: a kind of line. The call then stands for one to each contact of it."""
    hours: Literal["any", "always", "other"] = "any"
    """With `line`: only lines that are answered day and night, or only the others."""
    order: int
    prominent: bool = True
    """False puts it under "more lines"."""
    when: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()


class Situation(Row, frozen=True, kw_only=True):
    """Why someone calls. It holds while whom to call is looked up, as if it had been said."""

    order: int
    facts: tuple[Id, ...] = ()
    """Facts that hold in it."""
    outcome: OptionalId = ""
    """The outcome whose lines it shows; without one, that which the facts lead to."""
    page: Id = "page-outcome"
    """The page whose lines it shows."""


class Withheld(Row, frozen=True, kw_only=True):
    """Numbers that were heard of and could not be borne out: no contact may have one."""

    digests: Annotated[tuple[str, ...], Meta(min_length=1)]
    """BLAKE2s of the digits, eight bytes in hexadecimal, so that no list of them is shown."""


class Clock(Row, frozen=True, kw_only=True):
    """The time zones of a place, the one of most people first. Deadlines are told by them."""

    place: Id
    zones: Annotated[tuple[str, ...], Meta(min_length=1)]
    """Names of the IANA time zone database, such as America/Chicago."""
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Duty(Row, frozen=True, kw_only=True):
    """
    One line of what the law of a place asks, as far as its sources say it.

    It holds for some roles and children. Of each part, only the lines of the nearest place are
    told, so that what is said of a country stands in where a state is silent.
    """

    place: Id
    part: DutyPart
    text: Id
    """The words entry that says it; lines of several places may share one."""
    order: int = 0
    roles: tuple[Id, ...] = ()
    """Facts of kind `role`; empty for all, and for someone who names none."""
    children: tuple[Child, ...] = ()
    """Empty for all. `own`: no agency placed the child; `unsaid`: not told."""
    standing: Standing = ""
    """For `who`: whether the law names them. Only `must` lets a page say "must"."""
    bound: bool = False
    """Told only where the law binds, or may bind, the one who asks."""
    hours: Annotated[int, Meta(ge=0, le=720)] = 0
    """A limit, counted from when they received the information; 0 for none in hours."""
    weekends: bool = True
    """False where the hours of Saturdays and Sundays do not count."""
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    read_on: Date
    confidence: Confidence


class ServiceKind(Row, frozen=True, kw_only=True):
    """A kind of service that a young person may need or like, and what directories call it."""

    codes: Annotated[tuple[str, ...], Meta(min_length=1)]
    """Codes and names of taxonomy terms, of any taxonomy; case and accents do not matter."""
    words: tuple[str, ...] = ()
    """Single words, of any language, by which people ask for it: `drum`, `tambor`."""
    place_is_public: bool = False
    """Whether its address may be shown. Never where someone may be looking for the child."""
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


class SmallWords(Row, frozen=True, kw_only=True):
    """Words of a language that do not tell what someone looks for: `with`, `some`."""

    language: Language
    words: Annotated[tuple[str, ...], Meta(min_length=1)]


class Service(Row, frozen=True, kw_only=True):
    """
    A service that is shown where no directory knows better: a line, or an organization.

    With a `contact`, its words, lines, sources and dates are those of the contact. Without, no
    checked way to reach it is known, and that is said.
    """

    place: Id
    """The place that it serves: a county, a state, or the country."""
    contact: OptionalId = ""
    kinds: tuple[Id, ...] = ()
    minimum_age: Annotated[int, Meta(ge=0, le=130)] | None = None
    maximum_age: Annotated[int, Meta(ge=0, le=130)] | None = None
    languages: tuple[Language, ...] = ()
    sources: tuple[Id, ...] = ()
    covers: tuple[Id, ...] = ()
