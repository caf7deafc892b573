"""
The sections of a page, joined from their pieces.

`device/check.js` joins the same pieces in the same order: whoever changes one changes both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.channels.web.addresses import CHECK_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.channels.web.addresses import Addresses
    from hearthlight.channels.web.pieces import Pieces
    from hearthlight.channels.web.theme import Theme
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording
    from hearthlight.documents.outline import Outline, OutlinedBlock, OutlinedSection

_SECTION_CLOSE = b"</section>"
_STEPS_OPEN, _STEPS_CLOSE = b'<ol class="steps">', b"</ol>"
_STEP_CLOSE = b"</li>"
_CALLS_OPEN = b'<ul class="calls">'
_TICKS_OPEN = b'<ul class="ticks">'
_LIST_OPEN, _LIST_CLOSE = b"<ul>", b"</ul>"
_FOLD_CLOSE = b"</details>"
_SOURCES_CLOSE = b"</ul></details>"


class Sections:
    """What joins the sections of one language of one edition."""

    def __init__(
        self, edition: Edition, theme: Theme, words: Wording, pieces: Pieces, addresses: Addresses
    ) -> None:
        self._rules = edition.rules_by_id
        self._pieces = pieces
        macros, ui = theme.macros, words.interface
        self._sources_open = str(macros.sources_open(ui("sources_heading"))).encode()
        self._change_open = str(macros.change_open(addresses.path(CHECK_PAGE))).encode()
        self._change_close = str(macros.change_close(ui)).encode()

    def join(self, outline: Outline) -> Iterator[bytes]:
        """The pieces of an outline, one after the other; only what tells a time is made anew."""
        pieces = self._pieces
        for number, section in enumerate(outline):
            yield pieces.section_opens[section.id]
            in_steps = False
            for outlined in section.blocks:
                kind = outlined.block.kind
                if kind == "step":
                    yield _STEP_CLOSE if in_steps else _STEPS_OPEN
                    in_steps = True
                elif in_steps and kind != "say":
                    yield _STEP_CLOSE
                    yield _STEPS_CLOSE
                    in_steps = False
                yield pieces.blocks[outlined.block.id]
                yield from self._filling(outlined, leads=number == 0)
            if in_steps:
                yield _STEP_CLOSE
                yield _STEPS_CLOSE
            for fold in section.folds:
                yield pieces.fold_opens[fold.reader]
                for outlined in fold.blocks:
                    yield pieces.blocks[outlined.block.id]
                yield _FOLD_CLOSE
            if said := [fact for outlined in section.blocks for fact in outlined.ticks]:
                yield self._change_open
                yield " ".join(said).encode()  # ids: letters, digits and hyphens
                yield self._change_close
            yield from self._sources(section)
            yield _SECTION_CLOSE

    def _filling(self, outlined: OutlinedBlock, *, leads: bool) -> Iterator[bytes]:
        pieces = self._pieces
        if outlined.calls:
            yield _CALLS_OPEN
            first, *others = outlined.calls
            cards = pieces.brief_cards if outlined.block.folded else pieces.cards
            yield (pieces.first_cards if leads else cards)[first.id]
            for call in others:
                yield cards[call.id]
            yield _LIST_CLOSE
        if outlined.reasons:
            yield _LIST_OPEN
            for rule in outlined.reasons:
                yield pieces.reasons[rule]
            yield _LIST_CLOSE
        if outlined.ticks:
            yield _TICKS_OPEN
            for fact in outlined.ticks:
                yield pieces.ticks[fact]
            yield _LIST_CLOSE
        if outlined.duties:
            yield _LIST_OPEN
            for line in outlined.duties:
                yield pieces.duty(line).encode()
            yield _LIST_CLOSE

    def _sources(self, section: OutlinedSection) -> Iterator[bytes]:
        """What a section's words rest on, each source once."""
        ids: dict[str, None] = {}
        folded = (outlined for fold in section.folds for outlined in fold.blocks)
        for outlined in (*section.blocks, *folded):
            ids.update(dict.fromkeys(outlined.block.sources))
            for rule in outlined.reasons:
                ids.update(dict.fromkeys(self._rules[rule].sources))
        if ids:
            yield self._sources_open
            for source in ids:
                yield self._pieces.source_notes[source]
            yield _SOURCES_CLOSE
