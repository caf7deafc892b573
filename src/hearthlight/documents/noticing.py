"""
What a caregiver is asked about, from what they noticed in their own words.

At most five questions, each with the words that led to it; nothing is ticked, and nothing is said
about what was not found. Words of danger bring whom to call now.
"""

from __future__ import annotations

from itertools import compress, product
from typing import TYPE_CHECKING

import msgspec

from hearthlight.checkin.responses import Responses
from hearthlight.documents.blocks import (  # noqa: TC001 - msgspec reads them at run time
    ContactCard,
    Section,
)
from hearthlight.documents.hearing import dangers, hear, hear_danger, labels
from hearthlight.documents.outline import (
    OUTCOME_PAGE,
    outline_outcome,
    outline_page,
    prominent_calls,
)
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import CompiledCall, Edition
    from hearthlight.documents.outline import Outline

NOW_PAGE = "page-now"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A sign or form to ask about, as the check-in asks it."""

    fact: str
    question: str
    step: str
    label: str
    hint: str
    words: tuple[str, ...]
    """The caregiver's own words that led to it, as they were typed."""


class Noticing(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked. Of the text itself it holds only the words that led to a question."""

    format: int = 1
    """The number of this layout. 1: first version."""
    language: str
    danger: tuple[str, ...]
    """Dangers that the words may tell of. An offer, and no answer of the caregiver's."""
    calls: tuple[ContactCard, ...]
    """Whom to call: in danger, first; else as /now names them. Never read it as a danger."""
    now: tuple[Section, ...]
    """What else to do now; as empty."""
    questions: tuple[Question, ...]


def compose_noticing(edition: Edition, text: str, language: str) -> Noticing:
    """
    What to ask about `text`, of which the first 10,000 characters are read.

    Raises KeyError for a language that the pack does not have.
    """
    noticed = hear(edition, text)
    writer = Writer(edition, language)
    danger = hear_danger(edition, text)
    return Noticing(
        language=language,
        danger=danger,
        calls=tuple(writer.card(call) for call in first_calls(edition, danger)),
        now=writer.sections(outline_now(edition)) if danger else (),
        questions=tuple(
            _question(writer, suggestion.id, suggestion.words) for suggestion in noticed.offered
        ),
    )


def _question(writer: Writer, fact: str, words: tuple[str, ...]) -> Question:
    tick = writer.tick(fact)
    return Question(
        fact=fact,
        question=tick.question,
        step=tick.step,
        label=tick.label,
        hint=writer.wording.optional(fact, "hint"),
        words=words,
    )


def first_calls(edition: Edition, heard: Iterable[str]) -> tuple[CompiledCall, ...]:
    """Whom to call, whatever was typed: danger may stand in words that the model does not know."""
    if calls := danger_calls(edition, heard):
        return calls
    return prominent_calls(outline_page(edition, NOW_PAGE)) if NOW_PAGE in edition.pages else ()


def danger_calls(edition: Edition, heard: Iterable[str]) -> tuple[CompiledCall, ...]:
    """Whom the check-in would name first if these dangers were so; nobody for none."""
    facts = frozenset(heard)
    if not facts or OUTCOME_PAGE not in edition.pages:
        return ()
    _, outline = outline_outcome(edition, Responses(facts))
    return prominent_calls(outline)


def outline_now(edition: Edition) -> Outline:
    """What the page of whom to call says beside its first calls."""
    if NOW_PAGE not in edition.pages:
        return ()
    return tuple(
        section
        for section in outline_page(edition, NOW_PAGE)
        if not any(block.block.prominent and block.calls for block in section.blocks)
    )


def noticeable(edition: Edition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that may be asked about, and the dangers that may be heard, in this pack."""
    known = (label for label in labels() if label in edition.kinds)
    return tuple(known), dangers(edition)


def dangers_together(each: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Every choice of dangers; its place in the list is the sum of 1 for the first, 2, 4 ..."""
    choices = product((False, True), repeat=len(each))
    return tuple(tuple(compress(each, reversed(choice))) for choice in choices)
