"""What can be wrong with search.toml: a topic that leads nowhere or that nobody can find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hearthlight.content.model import (
    Block,
    Fillers,
    Pack,
    Phrasing,
    Statement,
    Synonyms,
    Topic,
)
from hearthlight.content.page_checks import page_of
from hearthlight.content.problems import Problem, language_problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]")


def check_search(pack: Pack) -> Iterator[Problem]:
    """Each topic leads somewhere and can be asked for, and each word means one thing."""
    yield from _topics_lead_somewhere(pack)
    yield from _phrasings_ask_for_something(pack)
    yield from _synonyms_stand_once(pack)
    yield from _fillers_are_words(pack)


def _topics_lead_somewhere(pack: Pack) -> Iterator[Problem]:
    said = {
        statement
        for rows in pack.rows.values()
        for row in rows.values()
        for statement in getattr(row, "covers", ())
    }
    asked = {(row.of, row.language) for row in pack.all(Phrasing).values()}
    source = pack.languages[0].tag if pack.languages else ""
    for topic in pack.all(Topic).values():
        if topic.statement in pack.all(Statement) and topic.statement not in said:
            yield row_problem(
                pack,
                topic.id,
                f"leads to {topic.statement!r}, which no row covers",
                "Cover it with a block, or delete the topic",
            )
        if bool(topic.statement) == bool(topic.block):
            yield row_problem(
                pack,
                topic.id,
                "leads to a statement and a block" if topic.block else "leads nowhere",
                "Give it a statement or a block",
            )
        elif topic.block in pack.all(Block) and not _has_address(pack, topic.block):
            yield row_problem(
                pack,
                topic.id,
                f"leads to {topic.block!r}, which stands on no page with an address",
                "Name a block of a page that can be opened",
            )
    for row_id in pack.all(Topic):
        if source and (row_id, source) not in asked:
            yield row_problem(
                pack,
                row_id,
                f"is asked for by no phrasing in {source!r}",
                "Add a [[phrasing]] of it to search.toml",
            )


def _has_address(pack: Pack, block: str) -> bool:
    page = page_of(pack, pack.all(Block)[block])
    return bool(page and page.path)


def _phrasings_ask_for_something(pack: Pack) -> Iterator[Problem]:
    for row in pack.all(Phrasing).values():
        if row.of not in pack.all(Topic):
            yield row_problem(
                pack,
                row.id,
                f"asks for {row.of!r}, which is no topic",
                "Correct the id, or add the topic",
            )
        yield from _languages_and_words(pack, row, row.phrases)


def _synonyms_stand_once(pack: Pack) -> Iterator[Problem]:
    meant: dict[tuple[str, str], str] = {}
    for row in pack.all(Synonyms).values():
        yield from _languages_and_words(pack, row, row.words)
        for word in row.words:
            key = (row.language, " ".join(word.lower().split()))
            if other := meant.get(key):
                where = "twice" if other == row.id else f"after {other}"
                yield row_problem(pack, row.id, f"has {word!r} {where}", "Keep it in one place")
            meant[key] = row.id


def _fillers_are_words(pack: Pack) -> Iterator[Problem]:
    for row in pack.all(Fillers).values():
        yield from _languages_and_words(pack, row, row.words)
        for word in row.words:
            if len(word.split()) > 1:
                yield row_problem(
                    pack, row.id, f"has {word!r}, which is no single word", "Write single words"
                )


def _languages_and_words(
    pack: Pack, row: Phrasing | Synonyms | Fillers, texts: tuple[str, ...]
) -> Iterator[Problem]:
    yield from language_problem(pack, row.id, row.language)
    for text in texts:
        if not _WORD.search(text):
            yield row_problem(
                pack, row.id, f"has {text!r}, which holds no word", "Write words, or delete it"
            )
