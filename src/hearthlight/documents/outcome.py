"""
Composes documents: from what was said to what is shown.

The walk is the same for every page: facts, with the place and the outcome among them, decide which
blocks and calls are visible. Nothing here knows a sentence or a jurisdiction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.checkin.conditions import holds
from hearthlight.checkin.decision import Decision, decide
from hearthlight.documents.blocks import (
    Block,
    ContactCard,
    Document,
    Line,
    Onward,
    Reason,
    Section,
    SourceNote,
    Tick,
)
from hearthlight.places.places import chain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import CompiledBlock, CompiledContact, Edition
    from hearthlight.content.locales import Wording

OUTCOME_PAGE = "page-outcome"


def decide_for(edition: Edition, responses: Responses) -> tuple[Decision, int]:
    """
    The decision, and the mask of all that now holds: what was said, the place, the outcome.

    Raises KeyError for a fact or a place that the pack does not know.
    """
    table = edition.table
    facts = table.mask(responses.facts)
    decision = decide(table, facts)
    where = frozenset(chain_of(responses.place, edition.places))
    where |= {decision.outcome, OUTCOME_PAGE}
    return decision, facts | table.mask(where)


def compose_outcome(edition: Edition, responses: Responses, language: str) -> Document:
    """
    What to do now, for what was said.

    Raises KeyError for a fact or a place that the pack does not know.
    """
    decision, facts = decide_for(edition, responses)
    wording = edition.wording(language)
    composing = _Composing(edition, wording, facts, decision, responses)
    urgency = next(row.urgency for row in edition.outcomes if row.id == decision.outcome)
    return Document(
        page=OUTCOME_PAGE,
        language=language,
        title=wording.text(OUTCOME_PAGE, "title"),
        description=wording.text(OUTCOME_PAGE, "description"),
        heading=wording.text(decision.outcome, "title"),
        answer=wording.text(decision.outcome, "answer"),
        brief=wording.text(decision.outcome, "brief"),
        outcome=decision.outcome,
        urgency=urgency,
        sections=composing.sections(OUTCOME_PAGE),
    )


def compose_page(edition: Edition, page: str, language: str, place: str = "") -> Document:
    """
    A page that depends on nothing said.

    Raises KeyError for a page or a place that the pack does not know.
    """
    wording = edition.wording(language)
    where = frozenset((page, *chain_of(place, edition.places)))
    facts = edition.table.mask(where)
    nothing = Decision(outcome="", because=(), also=())
    composing = _Composing(edition, wording, facts, nothing, None)
    return Document(
        page=page,
        language=language,
        title=wording.text(page, "title"),
        description=wording.text(page, "description"),
        heading=wording.text(page, "heading"),
        answer="",
        brief="",
        sections=composing.sections(page),
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

    Raises KeyError for a fact or a place that the pack does not know.
    """
    decision, facts = decide_for(edition, responses)
    composing = _Composing(edition, edition.wording(language), facts, decision, responses)
    return Explanation(
        outcome=decision.outcome,
        because=composing.reasons(decision.because),
        also=composing.reasons(decision.also),
    )


class _Composing:
    """One walk over one page."""

    def __init__(
        self,
        edition: Edition,
        wording: Wording,
        facts: int,
        decision: Decision,
        responses: Responses | None,
    ) -> None:
        self._edition = edition
        self._wording = wording
        self._dates = edition.dates[wording.language]
        self._facts = facts
        self._decision = decision
        self._responses = responses

    def sections(self, page: str) -> tuple[Section, ...]:
        return tuple(
            Section(id=section.id, heading=self._wording.text(section.id, "heading"), blocks=blocks)
            for section in self._edition.pages[page].sections
            if (blocks := tuple(self._blocks(section.blocks)))
        )

    def _visible(self, row_id: str) -> bool:
        when, unless = self._edition.visibility[row_id]
        return holds(when, self._facts) and not (unless and holds(unless, self._facts))

    def _blocks(self, blocks: tuple[CompiledBlock, ...]) -> Iterator[Block]:
        for block in blocks:
            if not self._visible(block.id):
                continue
            composed = self._block(block)
            if block.kind == "calls" and not composed.calls:
                continue
            if block.kind == "reasons" and not composed.reasons:
                continue
            if block.kind in ("ticks", "unsure") and not composed.ticks:
                continue
            yield composed

    def _block(self, block: CompiledBlock) -> Block:
        words = self._wording
        field = {"list": "items", "say": "say"}.get(block.kind, "text")
        translated = not words.optional(block.id, field) or words.is_translated(block.id, field)
        return Block(
            id=block.id,
            kind=block.kind,
            title=words.optional(block.id, "title"),
            text=words.optional(block.id, "text"),
            items=words.items(block.id, "items"),
            say=words.items(block.id, "say"),
            calls=self._calls(prominent=block.prominent) if block.kind == "calls" else (),
            reasons=self.reasons(self._decision.because) if block.kind == "reasons" else (),
            ticks=self._ticks(unsure=block.kind == "unsure")
            if block.kind in ("ticks", "unsure")
            else (),
            links=tuple(
                Onward(path=path, label=words.text(text, "label")) for path, text in block.links
            ),
            covers=block.covers,
            sources=self._sources(block.sources),
            language="" if translated else self._edition.languages[0].tag,
        )

    def _calls(self, *, prominent: bool) -> tuple[ContactCard, ...]:
        cards: list[ContactCard] = []
        seen: set[str] = set()
        for call in self._edition.calls:
            if call.contact in seen or not self._visible(call.id):
                continue
            seen.add(call.contact)
            if call.prominent == prominent:
                cards.append(self._card(call.id, self._edition.contacts[call.contact]))
        return tuple(cards)

    def _card(self, call: str, contact: CompiledContact) -> ContactCard:
        words = self._wording
        lines = tuple(
            Line(
                kind=line.kind,
                label=words.interface(f"line_{line.kind}_keyword").format(keyword=line.keyword)
                if line.keyword
                else words.interface(f"line_{line.kind}"),
                shown=line.shown,
                link=line.link,
            )
            for line in contact.lines
        )
        assured = (
            words.interface("assured").format(date=self._dates[contact.assured_date])
            if contact.assured_date
            else words.interface("not_assured")
        )
        read = words.interface("read_on").format(date=self._dates[contact.read_on])
        single = words.interface("one_source") if contact.confidence == "one-source" else ""
        return ContactCard(
            id=contact.id,
            call=call,
            name=words.text(contact.id, "name"),
            reason=words.text(call, "reason"),
            purpose=words.text(contact.id, "purpose"),
            passes_on=words.optional(contact.id, "passes_on"),
            hours=words.interface("always_open")
            if contact.always_open
            else words.optional(contact.id, "hours"),
            languages=words.optional(contact.id, "languages"),
            access=words.optional(contact.id, "access"),
            lines=lines,
            checked=" ".join(part for part in (read, single, assured) if part),
            covers=contact.covers,
            sources=self._sources(contact.sources),
        )

    def reasons(self, rules: tuple[str, ...]) -> tuple[Reason, ...]:
        return tuple(
            Reason(
                rule=rule,
                text=self._wording.text(rule, "because"),
                sources=self._sources(self._edition.rules_by_id[rule].sources),
            )
            for rule in rules
        )

    def _ticks(self, *, unsure: bool) -> tuple[Tick, ...]:
        if self._responses is None:
            return ()
        said = self._responses.facts
        ticks = [
            Tick(fact=fact, question=question.id, label=self._wording.text(fact, "label"))
            for step in self._edition.steps
            for question in step.questions
            for fact in question.of
            if fact in said and (self._edition.kinds[fact] == "unsure") == unsure
        ]
        if not unsure and self._responses.place:
            where = next(
                question.id
                for step in self._edition.steps
                for question in step.questions
                if question.pick == "place"
            )
            place = self._responses.place
            ticks.append(Tick(fact=place, question=where, label=self._wording.text(place, "name")))
        return tuple(ticks)

    def _sources(self, ids: tuple[str, ...]) -> tuple[SourceNote, ...]:
        return tuple(
            SourceNote(
                id=source.id,
                title=source.title,
                publisher=source.publisher,
                url=source.url,
                read_on=self._dates[source.read_on],
            )
            for source in (self._edition.sources[source_id] for source_id in ids)
        )
