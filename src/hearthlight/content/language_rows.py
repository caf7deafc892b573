"""The rows that are particular to a language: how it is searched, kept plain, heard and texted."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from hearthlight.content.fields import (
    Formula,
    Id,
    Language,
    OptionalId,
    PatternKind,
    Row,
    TextKind,
)


class Topic(Row, frozen=True, kw_only=True):
    """Something that can be looked for. Its words say what it is; phrasings say how it is asked."""

    statement: OptionalId = ""
    """What it leads to: wherever this is said."""
    block: OptionalId = ""
    """Or one block of a page, for what no statement of the seeds says."""


class Phrasing(Row, frozen=True, kw_only=True):
    """
    How people who look for a topic type it, in one language.

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


class Fillers(Row, frozen=True, kw_only=True):
    """
    Words of one language that say nothing of what is looked for: about, how, my.

    They help to rank what other words find; by themselves they find nothing, and are no reason.
    """

    language: Language
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    """Single words, each in every form in which people type it."""


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
    beside: tuple[Id, ...] = ()
    """Graver patterns that may hold the same words; any other keeps them for itself."""
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
    words: dict[str, str] = msgspec.field(default_factory=dict)
    endings: dict[str, str] = msgspec.field(default_factory=dict)
    """Endings after an apostrophe: `n't` is `not`."""


class DangerCues(Row, frozen=True, kw_only=True):
    """
    How people say in one language that a danger is so, at whichever door they say it.

    Written as the cues of the coach are. Never shown.
    """

    language: Language
    fact: OptionalId = ""
    """The danger that may be so; empty where guards hold for every danger."""
    cues: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    """A cue that shares a word with one of these is no match."""


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
