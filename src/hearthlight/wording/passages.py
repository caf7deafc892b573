"""
Every text of a pack in one language, with the file it stands in and the pages that can show it.

A page can show a text when some answer and some place would show it there. That is wider than any
one visit: what holds for all of it holds for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hearthlight.content.locales import INTERFACE
from hearthlight.content.model import (
    Block,
    Call,
    Contact,
    Duty,
    Outcome,
    Page,
    Place,
    Question,
    Reader,
    Rule,
    Section,
    Step,
    Topic,
)
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.wording.sentences import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.content.model import Clause, Pack
    from hearthlight.content.vocabulary import Vocabulary

OUTCOME_PAGE = "page-outcome"
CHECK_PAGE = "page-check"
FIND_PAGE = "page-find"

_HEADINGS = frozenset({"title", "heading", "description", "legend"})
"""Fields that name what follows. They are short, and would flatter a page's score."""


class Passage(NamedTuple):
    """One text, or one item of a list, as it is read."""

    file: str
    id: str
    """The row whose words these are."""
    field: str
    part: int
    """Its place in the list; 0 for a text that is no list."""
    text: str
    pages: tuple[str, ...]
    scored: bool
    """Whether it counts for a reading score. Headings, names and labels of links do not."""


def read_passages(pack: Pack, language: str) -> tuple[Passage, ...]:
    """Every text of a language. What it lacks and another language stands in for is left out."""
    pages = _pages_of(pack)
    links = {link.text for block in pack.all(Block).values() for link in block.links}
    names = {*pack.all(Contact), *pack.all(Place)}
    found: list[Passage] = []
    for key, text in pack.words.get(language, {}).items():
        row_id, field = key.split(".", 1)
        for part, told in enumerate((text,) if isinstance(text, str) else text):
            plain = plain_text(told)
            named = (
                field in _HEADINGS
                or row_id in links
                or (field in ("name", "run_by") and row_id in names)
            )
            button = row_id == INTERFACE and not plain.endswith((".", "!", "?"))
            found.append(
                Passage(
                    file=pack.files[f"words/{language}/{row_id}"],
                    id=row_id,
                    field=field,
                    part=part,
                    text=plain,
                    pages=pages.get(row_id, ()),
                    scored=not named and not button,
                )
            )
    return tuple(found)


def _pages_of(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Row, or text of a link, to the pages that can show its words."""
    found: dict[str, dict[str, None]] = {}
    for page, row_ids in _shown(pack):
        for row_id in row_ids:
            found.setdefault(row_id, {})[page] = None
    return {row_id: tuple(pages) for row_id, pages in found.items()}


def _shown(pack: Pack) -> Iterator[tuple[str, Iterable[str]]]:
    vocabulary = read_vocabulary(pack)
    sections, readers = pack.all(Section), pack.all(Reader)
    for page in pack.all(Page):
        yield page, (page,)
    for section in sections.values():
        yield section.page, (section.id,)
    for block in pack.all(Block).values():
        page = sections[block.section].page
        given = _given(pack, vocabulary, page)
        named = {name for clause in block.when for name in clause.of}
        yield page, (block.id, *(link.text for link in block.links), *named.intersection(readers))
        if block.kind == "calls":
            yield page, _called(pack, vocabulary, block, given)
        elif block.kind == "reasons":
            yield page, pack.all(Rule)
        elif block.kind == "duty":
            duties = pack.all(Duty).values()
            yield page, [duty.text for duty in duties if duty.part == block.part]
    composed: dict[str, Iterable[str]] = {
        OUTCOME_PAGE: pack.all(Outcome),
        CHECK_PAGE: (*pack.all(Step), *pack.all(Question), *vocabulary.asked),
        FIND_PAGE: pack.all(Topic),
    }
    yield from (shown for shown in composed.items() if shown[0] in pack.all(Page))


def _called(
    pack: Pack, vocabulary: Vocabulary, block: Block, given: frozenset[str]
) -> Iterator[str]:
    page = pack.all(Section)[block.section].page
    for call in pack.all(Call).values():
        if call.prominent == block.prominent and _may_show(vocabulary, call, page, given):
            yield from (call.id, call.contact)


def _given(pack: Pack, vocabulary: Vocabulary, page: str) -> frozenset[str]:
    """All that could hold while a page is shown: only the outcome depends on what was said."""
    said = (*vocabulary.asked, *pack.all(Outcome)) if page == OUTCOME_PAGE else ()
    return frozenset((page, *pack.all(Place), *said))


def _may_show(vocabulary: Vocabulary, call: Call, page: str, given: frozenset[str]) -> bool:
    always_hidden = call.unless and _hold(vocabulary, call.unless, frozenset({page}))
    return not always_hidden and _hold(vocabulary, call.when, given)


def _hold(vocabulary: Vocabulary, clauses: tuple[Clause, ...], given: frozenset[str]) -> bool:
    return all(
        sum(1 for entry in vocabulary.entries(clause) if given.intersection(entry))
        >= clause.at_least
        for clause in clauses
    )
