"""
Where each statement of the seed documents is said, and in which languages.

A row says a statement in a language only if all the words that it has in the source language are
there in that one: a block that is half translated is shown half in another language, and counts
for neither half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.content.model import Block, Section, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import Pack, Row


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One row that says a statement."""

    id: str
    page: str = ""
    """The page that it is a part of; empty for what pages share: contacts, facts and rules."""
    languages: tuple[str, ...]


class StatementCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One statement, and all that says it."""

    statement: str
    seed: tuple[str, ...]
    said: tuple[Saying, ...]
    languages: tuple[str, ...]
    """Languages in which at least one row says it."""


class LanguageCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How much is said in one language."""

    language: str
    said: int
    of: int
    draft: bool
    must_be_whole: bool
    """True for the source language, and for any that has been reviewed."""
    missing: tuple[str, ...]
    """Statements that nothing says in it."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Every statement, and every language."""

    format: int = 1
    """The number of this layout. 1: first version."""
    statements: tuple[StatementCoverage, ...]
    languages: tuple[LanguageCoverage, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing where nothing may be."""
        return not any(row.missing for row in self.languages if row.must_be_whole)


def cover_statements(pack: Pack) -> Coverage:
    """The coverage of a checked pack."""
    said: dict[str, list[Saying]] = {statement: [] for statement in pack.all(Statement)}
    for row, page, covers in _covering(pack):
        saying = Saying(id=row.id, page=page, languages=tuple(_spoken(pack, row)))
        for statement in covers:
            said[statement].append(saying)
    statements = tuple(
        StatementCoverage(
            statement=row.id,
            seed=row.seed,
            said=tuple(said[row.id]),
            languages=tuple(
                language.tag
                for language in pack.languages
                if any(language.tag in saying.languages for saying in said[row.id])
            ),
        )
        for row in pack.all(Statement).values()
    )
    languages = tuple(_languages(pack, statements))
    return Coverage(statements=statements, languages=languages)


def _covering(pack: Pack) -> Iterator[tuple[Row, str, tuple[str, ...]]]:
    """Each row that covers something and is shown: blocks first, then what pages share."""
    sections = pack.all(Section)
    for block in pack.all(Block).values():
        if block.covers:
            yield block, sections[block.section].page, block.covers
    for kind, rows in pack.rows.items():
        for row in rows.values() if kind != "block" else ():
            covers: tuple[str, ...] = getattr(row, "covers", ())
            if covers:
                yield row, "", covers


def _spoken(pack: Pack, row: Row) -> Iterator[str]:
    source = pack.languages[0].tag
    # A rule is shown by its reason; a block without words of its own says nothing by itself.
    needed = [
        key.split(".", 1)[1] for key in pack.words.get(source, {}) if key.startswith(f"{row.id}.")
    ]
    for language in pack.languages:
        words = pack.words.get(language.tag, {})
        if needed and all(f"{row.id}.{field}" in words for field in needed):
            yield language.tag


def _languages(pack: Pack, statements: tuple[StatementCoverage, ...]) -> Iterator[LanguageCoverage]:
    for number, language in enumerate(pack.languages):
        missing = tuple(row.statement for row in statements if language.tag not in row.languages)
        draft = not language.reviewed_by
        yield LanguageCoverage(
            language=language.tag,
            said=len(statements) - len(missing),
            of=len(statements),
            draft=draft,
            must_be_whole=number == 0 or not draft,
            missing=missing,
        )
