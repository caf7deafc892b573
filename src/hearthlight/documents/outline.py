"""
The walk: which blocks and calls are shown, in which order, for what is known.

It knows ids only. The script in the page makes the same walk over the same tables
(`channels/web/device/check.js`); both are held to the same test vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hearthlight.checkin.conditions import holds
from hearthlight.checkin.decision import Decision, decide
from hearthlight.duty.answer import answer_duty
from hearthlight.places.places import chain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import CompiledBlock, CompiledCall, CompiledSection, Edition
    from hearthlight.duty.answer import Answer, Asked, ToldLine

OUTCOME_PAGE = "page-outcome"
NOTHING = Decision(outcome="", because=(), also=())


class OutlinedBlock(NamedTuple):
    """A block that is shown, and what fills it."""

    block: CompiledBlock
    calls: tuple[CompiledCall, ...] = ()
    reasons: tuple[str, ...] = ()
    """Rules, by id."""
    ticks: tuple[str, ...] = ()
    """Facts, and the place, by id."""
    duties: tuple[ToldLine, ...] = ()


class OutlinedFold(NamedTuple):
    """What a section says to one reader besides; whoever reads opens it."""

    reader: str
    blocks: tuple[OutlinedBlock, ...]


class OutlinedSection(NamedTuple):
    """A section with at least one block."""

    id: str
    blocks: tuple[OutlinedBlock, ...]
    mark: str = ""
    """The drawing beside its heading on paper."""
    folds: tuple[OutlinedFold, ...] = ()


Outline = tuple[OutlinedSection, ...]


def outline_outcome(edition: Edition, responses: Responses) -> tuple[Decision, Outline]:
    """
    The decision, and what the outcome shows.

    Raises KeyError for a fact or a place that the pack does not know.
    """
    table = edition.table
    said = edition.said(responses.facts)
    decision = decide(table, said)
    known = {decision.outcome, OUTCOME_PAGE, *chain_of(responses.place, edition.places)}
    walk = _Walk(edition, said | table.mask(frozenset(known)), decision, responses)
    return decision, tuple(walk.sections(OUTCOME_PAGE))


def outline_page(
    edition: Edition, page: str, place: str = "", readers: frozenset[str] = frozenset()
) -> Outline:
    """
    What a page shows that depends on nothing said.

    What it says to `readers` stands in its place; without any, what it says to each is folded.
    Raises KeyError for a page, a place or a reader that the pack does not know.
    """
    if unknown := readers.difference(edition.readers):
        raise KeyError(*unknown)
    known = edition.table.mask(frozenset({page, *readers, *chain_of(place, edition.places)}))
    walk = _Walk(edition, known, NOTHING, None)
    return tuple(walk.sections(page, folded=() if readers else edition.readers))


def prominent_calls(outline: Outline) -> tuple[CompiledCall, ...]:
    """Whom an outline names first; empty where it names nobody."""
    return next(
        (
            outlined.calls
            for section in outline
            for outlined in section.blocks
            if outlined.block.prominent and outlined.calls
        ),
        (),
    )


def outline_calls(  # noqa: PLR0913 - each part of what is known has a name of its own
    edition: Edition, facts: frozenset[str], place: str, *, page: str, also: str, outcome: str
) -> tuple[str, tuple[CompiledCall, ...]]:
    """
    The outcome, and whom a page shows for these facts, a place and one derived fact more.

    An `outcome` stands in for that of the facts; a page that is no outcome has none. Raises
    KeyError for anything that the pack does not know.
    """
    said = edition.said(facts)
    if not outcome and page == OUTCOME_PAGE:
        outcome = decide(edition.table, said).outcome
    known = {page, also, *chain_of(place, edition.places), *([outcome] if outcome else [])}
    walk = _Walk(edition, said | edition.table.mask(frozenset(known)), NOTHING, None)
    return outcome, walk.calls


def outline_duty(edition: Edition, page: str, asked: Asked) -> tuple[Answer, Outline]:
    """
    What the law asks of one who asks, and what the page shows for it.

    Raises KeyError for a page, a place or a role that the pack does not know.
    """
    answer = answer_duty(edition.duties, edition.clocks, edition.places, asked)
    table = edition.table
    said = edition.said(frozenset({asked.role} if asked.role else ()))
    known = said | table.mask(frozenset({page, *chain_of(asked.place, edition.places)}))
    return answer, tuple(_Walk(edition, known, NOTHING, None, answer).sections(page))


class _Walk:
    def __init__(
        self,
        edition: Edition,
        known: int,
        decision: Decision,
        responses: Responses | None,
        duty: Answer | None = None,
    ) -> None:
        self._edition = edition
        self._known = known
        self._decision = decision
        self._responses = responses
        self._duty = duty
        self._visibility = edition.visibility
        self._calls = tuple(self._visible_calls())

    @property
    def calls(self) -> tuple[CompiledCall, ...]:
        return self._calls

    def sections(self, page: str, folded: tuple[str, ...] = ()) -> Iterator[OutlinedSection]:
        for section in self._edition.pages[page].sections:
            blocks = tuple(
                filled
                for block in section.blocks
                if self._is_visible(block.id) and (filled := self._fill(block))
            )
            if blocks:
                folds = tuple(self._folds(section, folded))
                yield OutlinedSection(section.id, blocks, section.mark, folds)

    def _folds(self, section: CompiledSection, readers: tuple[str, ...]) -> Iterator[OutlinedFold]:
        """For each reader, what a section shows only to them."""
        for reader in readers:
            also = self._edition.table.facts[reader]
            blocks = tuple(
                OutlinedBlock(block)
                for block in section.blocks
                if self._is_visible(block.id, also) and not self._is_visible(block.id)
            )
            if blocks:
                yield OutlinedFold(reader, blocks)

    def _is_visible(self, row_id: str, also: int = 0) -> bool:
        when, unless = self._visibility[row_id]
        known = self._known | also
        return (not when or holds(when, known)) and not (unless and holds(unless, known))

    def _fill(self, block: CompiledBlock) -> OutlinedBlock | None:
        """The block with what fills it; None for a list that would be empty."""
        if block.kind == "calls":
            calls = tuple(call for call in self._calls if call.prominent == block.prominent)
            return OutlinedBlock(block, calls=calls) if calls else None
        if block.kind == "reasons":
            reasons = self._decision.because
            return OutlinedBlock(block, reasons=reasons) if reasons else None
        if block.kind in ("ticks", "unsure"):
            ticks = tuple(self._ticks(unsure=block.kind == "unsure"))
            return OutlinedBlock(block, ticks=ticks) if ticks else None
        if block.kind == "duty":
            duties = self._duty.of(block.part) if self._duty and block.part else ()
            return OutlinedBlock(block, duties=duties) if duties else None
        return OutlinedBlock(block)

    def _visible_calls(self) -> Iterator[CompiledCall]:
        """The first visible row for a contact wins, in whichever half it stands."""
        # `_is_visible`, written out: dozens of rows are asked for every page and every outcome.
        known, visibility = self._known, self._visibility
        seen: set[str] = set()
        for call in self._edition.calls:
            if call.contact not in seen:
                when, unless = visibility[call.id]
                if (not when or holds(when, known)) and not (unless and holds(unless, known)):
                    seen.add(call.contact)
                    yield call

    def _ticks(self, *, unsure: bool) -> Iterator[str]:
        if self._responses is None:
            return
        said = self._responses.facts
        for fact in self._edition.asked:
            if fact in said and (self._edition.kinds[fact] == "unsure") == unsure:
                yield fact
        if not unsure and self._responses.place:
            yield self._responses.place
