"""
Composes documents: from what was said to what is shown.

Nothing here knows a sentence or a jurisdiction: `outline` says which ids, `writing` says them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.checkin.decision import decide
from hearthlight.documents.blocks import Document, Reason
from hearthlight.documents.outline import OUTCOME_PAGE, outline_outcome, outline_page
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import Edition


def compose_outcome(edition: Edition, responses: Responses, language: str) -> Document:
    """
    What to do now, for what was said.

    Raises KeyError for a fact or a place that the pack does not know.
    """
    decision, outline = outline_outcome(edition, responses)
    writer = Writer(edition, language)
    words = writer.wording
    return Document(
        page=OUTCOME_PAGE,
        language=language,
        title=words.text(OUTCOME_PAGE, "title"),
        description=words.text(OUTCOME_PAGE, "description"),
        heading=words.text(decision.outcome, "title"),
        answer=words.text(decision.outcome, "answer"),
        brief=words.text(decision.outcome, "brief"),
        outcome=decision.outcome,
        urgency=edition.urgencies[decision.outcome],
        sections=writer.sections(outline),
    )


def compose_page(
    edition: Edition,
    page: str,
    language: str,
    place: str = "",
    readers: frozenset[str] = frozenset(),
) -> Document:
    """
    A page that depends on nothing said; `readers` are whom it is read by, if that was chosen.

    Raises KeyError for a page, a place or a reader that the pack does not know.
    """
    writer = Writer(edition, language)
    words = writer.wording
    return Document(
        page=page,
        language=language,
        title=words.text(page, "title"),
        description=words.text(page, "description"),
        heading=words.text(page, "heading"),
        answer="",
        brief=words.optional(page, "brief"),
        sections=writer.sections(outline_page(edition, page, place, readers)),
    )


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome, and the rules that matched, with their words and sources."""

    outcome: str
    because: tuple[Reason, ...]
    """Rules that ask for this very outcome."""
    also: tuple[Reason, ...]
    """Rules that matched and ask for less."""


def explain_rules(edition: Edition, responses: Responses, language: str) -> Explanation:
    """
    Which rules lead to the outcome, and where each comes from.

    Raises KeyError for a fact that the pack does not know.
    """
    decision = decide(edition.table, edition.said(responses.facts))
    writer = Writer(edition, language)
    return Explanation(
        outcome=decision.outcome,
        because=tuple(writer.reason(rule) for rule in decision.because),
        also=tuple(writer.reason(rule) for rule in decision.also),
    )
