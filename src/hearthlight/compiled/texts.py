"""Compiles what people text and what they are answered: letters, replies, words by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.coach.table import CUE, GUARD, LanguageTable, compile_cues
from hearthlight.content.model import (
    TextKind,
    TextLetter,
    TextReply,
    TextWords,
    WordClass,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.content.model import Pack

JOINS = "LETTERJOIN"
"""The class of words that may stand between letters, such as "and"."""
STANDS = "!"
"""Before a cue: it stands even after a denial. "He did not stop hitting me" is an alarm."""


class CompiledLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter, and the facts that it stands for."""

    id: str
    facts: tuple[str, ...]


class CompiledReply(msgspec.Struct, frozen=True, kw_only=True):
    """A reply; the words for it stand under its id."""

    id: str
    kind: TextKind
    outcome: str
    facts: tuple[str, ...]
    letters: tuple[str, ...]
    """The keys that its words list."""
    then: str


class TextLanguage(msgspec.Struct, frozen=True, kw_only=True):
    """What is texted in one language. Numbers of cues are places in the list of replies."""

    whole: LanguageTable
    """What must be the whole message."""
    within: LanguageTable
    """What may stand anywhere in it."""
    joins: tuple[str, ...]
    keys: tuple[str, ...]
    """What asks for the list of letters, and may stand before letters to choose the language."""


class TextTable(msgspec.Struct, frozen=True, kw_only=True):
    """All that the text message channel knows. Without replies it answers nothing."""

    letters: dict[str, CompiledLetter]
    """Key to its letter."""
    replies: tuple[CompiledReply, ...]
    """Alarms first, the gravest first."""
    languages: dict[str, TextLanguage]


def compile_texts(pack: Pack) -> TextTable:
    """Compile a checked pack. The same pack always compiles to the same table."""
    letters = {row.id: row for row in pack.all(TextLetter).values()}
    replies = sorted(
        pack.all(TextReply).values(), key=lambda row: (row.kind != "alarm", row.order, row.id)
    )
    index = {row.id: number for number, row in enumerate(replies)}
    alarms = {row.id for row in replies if row.kind == "alarm"}
    lists = {row.id for row in replies if row.kind == "letters"}
    rows = pack.all(TextWords).values()
    languages: dict[str, TextLanguage] = {}
    for tag in dict.fromkeys(row.language for row in rows):
        its = [row for row in rows if row.language == tag]
        languages[tag] = TextLanguage(
            whole=compile_cues(
                pack, tag, ((index[row.reply], CUE, cue) for row in its for cue in row.whole)
            ),
            within=compile_cues(pack, tag, _within(its, index, alarms)),
            joins=tuple(
                word
                for row in pack.all(WordClass).values()
                if row.language == tag and row.name == JOINS
                for word in row.words
            ),
            keys=tuple(key for row in its if row.reply in lists for key in row.whole),
        )
    return TextTable(
        letters={
            row.key: CompiledLetter(id=row.id, facts=row.facts)
            for row in sorted(letters.values(), key=lambda row: row.key)
        },
        replies=tuple(
            CompiledReply(
                id=row.id,
                kind=row.kind,
                outcome=row.outcome,
                facts=row.facts,
                letters=tuple(letters[name].key for name in row.letters),
                then=row.then,
            )
            for row in replies
        ),
        languages=languages,
    )


def _within(
    rows: Iterable[TextWords], index: dict[str, int], alarms: set[str]
) -> Iterator[tuple[int, int, str]]:
    for row in rows:
        number = index[row.reply]
        for cue in row.cues:
            stands = STANDS if row.reply in alarms and not cue.startswith(STANDS) else ""
            yield number, CUE, f"{stands}{cue}"
        for guard in row.guards:
            yield number, GUARD, guard
