"""
A pack as an editor writes it: one frozen type per kind of row.

Rows carry ids, rules and facts, never sentences: words live in `words/<language>/` under the same
id. The types are the single source for reading a pack, for its JSON Schemas (`hearthlight pack
schema`) and for the reference in docs/packs.md.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar, cast

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
    pick: Literal["any", "one", "place"]
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
    as "not yet checked by phone".
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
    enforcement: Literal["none", "police", "immigration"] = "none"
    """Whether police or immigration enforcement answers; then the words must say so."""
    assured_date: OptionalDate = ""
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


class Topic(Row, frozen=True, kw_only=True):
    """Something that can be looked for. Its words say what it is; phrasings say how it is asked."""

    statement: Id
    """What it leads to: wherever this is said."""


class Alarm(Row, frozen=True, kw_only=True):
    """Words of danger. Who types them is offered whom to call before anything else."""

    facts: Annotated[tuple[Id, ...], Meta(min_length=1)]
    """What may be so; it puts those to call in order, and decides nothing."""


class Phrasing(Row, frozen=True, kw_only=True):
    """
    How people who look for a topic or an alarm type it, in one language.

    Rows for finding, not for reading: nothing of them is ever shown but single words.
    """

    of: Id
    language: Language
    phrases: Annotated[tuple[str, ...], Meta(min_length=1)]


class Synonyms(Row, frozen=True, kw_only=True):
    """Words of one language that mean much the same to someone who searches."""

    language: Language
    words: Annotated[tuple[str, ...], Meta(min_length=2)]
    """A word, or several with spaces. Each stands in one row of a language only."""


class Vignettes(Row, frozen=True, kw_only=True):
    """How rows of a triage file speak in this pack's facts (`hearthlight evaluate triage`)."""

    levels: dict[str, Id] = {}
    """Level name in the file to outcome id."""
    flags: dict[str, tuple[Id, ...]] = {}
    """A fact of the file that is true, to facts of the pack."""
    roles: dict[str, tuple[Id, ...]] = {}
    duties: dict[str, tuple[Id, ...]] = {}
    """A role that the file marks as a mandated reporter, to facts of the pack."""
    places: dict[str, Id] = {}


class Limit(Row, frozen=True, kw_only=True):
    """
    How plain the words of a language must be, on some pages or everywhere else.

    Rows for editors, not for caregivers: nothing of plain_words.toml is ever shown.
    """

    language: Language
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    formula: Formula = ""
    """How reading ease is measured; empty for a language that no formula was tried for."""
    score: float = 0.0
    """`flesch-kincaid`: the highest grade; `szigriszt-pazos`: the lowest ease."""
    pages: tuple[Id, ...] = ()
    """The pages that it holds for; empty for all that no other limit of the language names."""
    measured_words: Annotated[int, Meta(ge=1)] = 20
    """A block of fewer words is not measured by itself: one long word would decide."""
    average_words: Annotated[int, Meta(ge=1)] = 12
    """The most words that the sentences of a page may have on average."""
    sentence_words: Annotated[int, Meta(ge=1)] = 20
    paragraph_sentences: Annotated[int, Meta(ge=1)] = 3
    list_items: Annotated[int, Meta(ge=1)] = 7


class AllowedUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text that may hold an avoided phrase, and why."""

    text: Annotated[str, Meta(min_length=1)]
    """Words around the phrase, as they stand in the sentence."""
    because: Annotated[str, Meta(min_length=1)]
    rows: tuple[Id, ...] = ()
    """The rows in whose words it may stand; empty for all."""


class Avoid(Row, frozen=True, kw_only=True):
    """
    Phrases that blame, frighten or promise too much, and what to write instead.

    A phrase is words with spaces between; `/` parts words of which any may stand there, and a word
    that ends in `*` stands for all that begin so: `the/a red flag*`.
    """

    language: Language
    phrases: Annotated[tuple[str, ...], Meta(min_length=1)]
    instead: Annotated[str, Meta(min_length=1)]
    """What to write, for the editor."""
    fine_with: tuple[str, ...] = ()
    """Phrases that name the limit: a text that holds one of them as well is fine."""
    fine_sourced: bool = False
    """True where the words of a row with a source of its own may say it."""
    allowed: tuple[AllowedUse, ...] = ()


class Acronym(Row, frozen=True, kw_only=True):
    """Letters that stand for words: how they are spelled out, or why they need not be."""

    language: Language
    letters: Annotated[str, Meta(min_length=2)]
    spelled: tuple[str, ...] = ()
    """What they stand for; one of these must stand in the same text or on the same page."""
    because: str = ""
    """Why they stand by themselves; then `spelled` may be empty."""


class Name(Row, frozen=True, kw_only=True):
    """Names of organizations that are no contacts. A name is left out of the reading score."""

    names: Annotated[tuple[str, ...], Meta(min_length=1)]


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


class Pattern(Row, frozen=True, kw_only=True):
    """What a sentence to a child may do: hurt, help, or go where no wording is offered."""

    kind: PatternKind
    """`stop` and `reconsider` may hurt, `praise` is good, `limit` gets contacts and no wording."""
    order: int
    """The gravest first."""
    least: Annotated[int, Meta(ge=1)] = 1
    """How many places of a text must match."""
    part_of: OptionalId = ""
    """The wider pattern that files of examples know it by."""
    yields_to: tuple[Id, ...] = ()
    """Patterns that, where they are found, say it better."""
    rewrite: bool = True
    """False where no other wording may be offered, even if the words had one."""
    calls: bool = False
    """Whether whom to call is shown with it."""
    covers: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()


class Cues(Row, frozen=True, kw_only=True):
    """How a pattern is said in one language, and what only looks like it. Never shown."""

    language: Language
    pattern: Id
    cues: tuple[str, ...] = ()
    """Words, classes in capitals and gaps; see docs/packs.md."""
    guards: tuple[str, ...] = ()
    """A cue that shares a word with one of these is no match."""


class WordClass(Row, frozen=True, kw_only=True):
    """Words and phrases that cues name together. Rows with the same name add up."""

    language: Language
    name: Annotated[str, Meta(pattern=r"^[A-Z]+$")]
    words: Annotated[tuple[str, ...], Meta(min_length=1)]


class Spellings(Row, frozen=True, kw_only=True):
    """Written forms, and the words that they are: `gonna` is `going to`."""

    language: Language
    words: dict[str, str] = {}
    endings: dict[str, str] = {}
    """Endings after an apostrophe: `n't` is `not`."""


class TextLetter(Row, frozen=True, kw_only=True):
    """A letter that a caregiver can text, and the facts that it stands for."""

    key: Annotated[str, Meta(pattern=r"^[A-Z]$")]
    facts: tuple[Id, ...] = ()
    """All of them are taken as said, so that no answer is softer than one of them asks for."""


class TextReply(Row, frozen=True, kw_only=True):
    """A text message that is sent as an answer. Its words fit one segment."""

    kind: TextKind
    order: int = 0
    """In which alarms are looked for: the gravest first."""
    outcome: OptionalId = ""
    """The outcome that it says; for an alarm, the one that it is as firm as."""
    facts: tuple[Id, ...] = ()
    """Of an alarm: what its words may stand for."""
    letters: tuple[Id, ...] = ()
    """The letters that `{letters}` in its words lists."""
    then: OptionalId = ""
    """The reply that is sent after it."""
    covers: tuple[Id, ...] = ()


class TextWords(Row, frozen=True, kw_only=True):
    """
    What people text in one language, and the reply that answers it.

    Both are written as the cues of the coach are. `whole` must be the whole message.
    """

    language: Language
    reply: Id
    whole: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    """A cue that shares a word with one of these is no match."""


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
    "alarm": Alarm,
    "phrasing": Phrasing,
    "synonyms": Synonyms,
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
    "search": ("topic", "alarm", "phrasing", "synonyms"),
    "vignettes": ("vignettes",),
    "plain_words": ("limit", "avoid", "acronym", "name"),
    "scenarios": ("scenario",),
    "service_kinds": ("service_kind", "small_words"),
    "services": ("service",),
    "clocks": ("clock",),
    "duties": ("duty",),
    "coach": ("pattern",),
    "cues": ("cues", "word_class", "spellings"),
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
