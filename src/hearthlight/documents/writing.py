"""Puts words to ids: one writer for a language, the same words wherever an id is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.locales import INTERFACE
from hearthlight.documents.blocks import (
    Block,
    ContactCard,
    DutyLine,
    Fold,
    Line,
    Onward,
    Reason,
    Section,
    SourceNote,
    Tick,
)
from hearthlight.documents.outline import OutlinedBlock
from hearthlight.documents.times import tell_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hearthlight.compiled.edition import CompiledCall, CompiledContact, Edition
    from hearthlight.content.model import Confidence
    from hearthlight.documents.outline import Outline
    from hearthlight.duty.answer import Asked, ToldLine

_FILLED = frozenset({"calls", "reasons", "ticks", "unsure", "duty"})
"""Kinds of block whose words depend on who asks, or on what was said."""
_WORDS_OF = {"list": "items", "say": "say", "drawing": "alt"}
"""Where a kind of block keeps its words, if not in `text`."""


def _filled_by_nothing(edition: Edition) -> Iterator[tuple[str, OutlinedBlock]]:
    for block in edition.blocks.values():
        if block.kind not in _FILLED:
            yield block.id, OutlinedBlock(block)


def _told_of_use(contact: CompiledContact) -> dict[str, str]:
    """Whether a person has used the line, and when. Of one that is never tried, nothing is open."""
    if contact.never_tried:
        return {}
    return {"assured" if contact.assured_date else "not_assured": contact.assured_date}


class Writer:
    """
    Words of one language for everything that an edition can show.

    A contact, and a block that nothing fills, read the same whatever was said: all of them are
    written at once, for each edition. What was said is never kept, nor what was shown for it.
    """

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self.wording = edition.wording(language)
        self._cards: dict[str, ContactCard]
        self._blocks: dict[str, Block]
        if language not in edition.written:
            edition.written[language] = (
                {call.id: self._card(call) for call in edition.calls},
                {block_id: self._block(block) for block_id, block in _filled_by_nothing(edition)},
            )
        self._cards, self._blocks = edition.written[language]

    def sections(self, outline: Outline) -> tuple[Section, ...]:
        """Outlined sections with their words."""
        return tuple(
            Section(
                id=section.id,
                heading=self.wording.text(section.id, "heading"),
                blocks=tuple(self.block(block) for block in section.blocks),
                mark=self._edition.drawings.get(section.mark, ""),
                folds=tuple(
                    Fold(
                        reader=fold.reader,
                        label=self.wording.text(fold.reader, "label"),
                        blocks=tuple(self.block(block) for block in fold.blocks),
                    )
                    for fold in section.folds
                ),
            )
            for section in outline
        )

    def block(self, outlined: OutlinedBlock) -> Block:
        """A block with its words, and the words of what fills it."""
        return self._blocks.get(outlined.block.id) or self._block(outlined)

    def _block(self, outlined: OutlinedBlock) -> Block:
        words, block = self.wording, outlined.block
        field = _WORDS_OF.get(block.kind, "text")
        translated = not words.items(block.id, field) or words.is_translated(block.id, field)
        return Block(
            id=block.id,
            kind=block.kind,
            title=words.optional(block.id, "title"),
            text=words.optional(block.id, "text"),
            items=words.items(block.id, "items"),
            say=words.items(block.id, "say"),
            calls=tuple(self.card(call) for call in outlined.calls),
            reasons=tuple(self.reason(rule) for rule in outlined.reasons),
            ticks=tuple(self.tick(fact) for fact in outlined.ticks),
            links=tuple(
                Onward(
                    path=path,
                    label=words.text(text, "label"),
                    language=self._other(text, "label"),
                )
                for path, text in block.links
            ),
            covers=block.covers,
            duties=tuple(self.duty(line) for line in outlined.duties),
            rows=block.rows,
            carries=block.carries,
            drawing=self._edition.drawings.get(block.drawing, ""),
            alt=words.optional(block.id, "alt"),
            folded=block.folded,
            sources=self.sources(block.sources),
            language="" if translated else self._edition.languages[0].tag,
        )

    def _other(self, row_id: str, field: str) -> str:
        """The language of a text, where it is not the writer's own."""
        language = self.wording.language_of(row_id, field)
        return "" if language == self.wording.language else language

    def card(self, call: CompiledCall) -> ContactCard:
        """A contact as this call shows it: why this one, its lines, and what it passes on."""
        return self._cards[call.id]

    def _card(self, call: CompiledCall) -> ContactCard:
        words = self.wording
        contact = self._edition.contacts[call.contact]
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
        hours = words.optional(contact.id, "hours").removesuffix(".")
        checked = self._checked(contact.read_on, contact.confidence, _told_of_use(contact))
        return ContactCard(
            id=contact.id,
            call=call.id,
            name=words.text(contact.id, "name"),
            reason=words.text(call.id, "reason"),
            purpose=words.text(contact.id, "purpose"),
            passes_on=words.optional(contact.id, "passes_on"),
            run_by=words.optional(contact.id, "run_by"),
            hours=words.interface("always_open") if contact.always_open else hours,
            languages=words.optional(contact.id, "languages"),
            access=words.optional(contact.id, "access"),
            lines=lines,
            checked=" ".join(checked),
            checked_parts=checked,
            covers=contact.covers,
            sources=self.sources(contact.sources),
        )

    def _checked(
        self, read_on: str, confidence: Confidence, more: Mapping[str, str]
    ) -> tuple[str, ...]:
        """One paragraph in one language, by sentence: where any of them is missing, so are all."""
        said = {"read_on": read_on}
        if confidence == "one-source":
            said["one_source"] = ""
        said.update(more)
        words = self.wording
        if not all(words.is_translated(INTERFACE, field) for field in said):
            words = self._edition.wording(words.source_language)
        dates = self._edition.dates[words.language]
        return tuple(
            words.interface(field).format(date=dates.get(day, "")) for field, day in said.items()
        )

    def duty(self, line: ToldLine) -> DutyLine:
        """A line of a duty, with the day and the hour where a time was told."""
        duty = line.duty
        words, dated = self.wording, self._edition.wording(self.wording.language)
        if not words.is_translated(INTERFACE, "due"):
            dated = self._edition.wording(words.source_language)
        times = tell_times(line.due, dated.language) if line.due else ()
        due = " ".join(dated.interface("due").format(time=time) for time in times)
        return DutyLine(
            duty=duty.id,
            text=words.text(duty.text, "text"),
            due=due,
            language=self._other(duty.text, "text"),
            checked=" ".join(self._checked(duty.read_on, duty.confidence, {})),
            sources=self.sources(duty.sources),
        )

    def asked(self, asked: Asked) -> str:
        """What was told, in one line."""
        words = self.wording
        said = [words.text(asked.place, "name")] if asked.place else []
        if asked.role:
            said.append(words.text(asked.role, "label"))
        if asked.child != "unsaid":
            said.append(words.interface(f"duty_child_{asked.child}"))
        return " · ".join(said) or words.interface("duty_nothing_told")

    def reason(self, rule: str) -> Reason:
        """A rule's reason and where it comes from."""
        return Reason(
            rule=rule,
            text=self.wording.text(rule, "because"),
            sources=self.sources(self._edition.rules_by_id[rule].sources),
        )

    def tick(self, fact: str) -> Tick:
        """What was said, as it was asked."""
        step, question = self._edition.asked_in[fact]
        field = "name" if fact in self._edition.places else "label"
        label = self.wording.text(fact, field)
        return Tick(fact=fact, question=question, step=step, label=label)

    def sources(self, ids: tuple[str, ...]) -> tuple[SourceNote, ...]:
        """Sources by id, in this order."""
        return tuple(self.source(source_id) for source_id in ids)

    def source(self, source_id: str) -> SourceNote:
        """Where something comes from, and when that place was read."""
        source = self._edition.sources[source_id]
        return SourceNote(
            id=source.id,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            # It stands in a sentence of the interface, and is written in that one's language.
            read_on=self._edition.dates[self.wording.language_of(INTERFACE, "source_read")][
                source.read_on
            ],
        )
