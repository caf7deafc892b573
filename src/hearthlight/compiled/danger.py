"""Compiles how people say that a child is in danger: one list for every door that hears words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hearthlight.coach.table import CUE, GUARD, LanguageTable, compile_cues, make_folds
from hearthlight.coach.words import Folding
from hearthlight.content.model import DangerCues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import Pack


LOOKS_BACK = 1
"""Only a denial right before a cue takes it back: "two men I never saw are at the door"."""


class DangerTable(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The cues of danger, as Python and a browser walk them."""

    folds: dict[str, str]
    facts: tuple[str, ...]
    """The dangers; a cue names one by its place."""
    languages: dict[str, LanguageTable]

    @cached_property
    def folding(self) -> Folding:
        """What folds a text."""
        return Folding(self.folds)


def compile_danger(pack: Pack) -> DangerTable:
    """Compile a checked pack. The same pack always compiles to the same table."""
    rows = pack.all(DangerCues).values()
    facts = tuple(dict.fromkeys(row.fact for row in rows if row.fact))
    return DangerTable(
        folds=make_folds() if facts else {},
        facts=facts,
        languages={
            tag: compile_cues(
                pack,
                tag,
                (cue for row in rows if row.language == tag for cue in _cues_of(row, facts)),
                LOOKS_BACK,
            )
            for tag in dict.fromkeys(row.language for row in rows)
        },
    )


def _cues_of(row: DangerCues, facts: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    its = (facts.index(row.fact),) if row.fact else range(len(facts))
    for number in its:
        yield from ((number, CUE, cue) for cue in row.cues)
        yield from ((number, GUARD, guard) for guard in row.guards)
