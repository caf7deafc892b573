"""What can be wrong with danger.toml: cues of nothing, or in no language of the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.model import DangerCues, Pack
from hearthlight.content.problems import Problem, language_problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.vocabulary import Vocabulary


def check_danger(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each cue tells of a fact, in a language of the pack."""
    for row in pack.all(DangerCues).values():
        if row.fact and row.fact not in vocabulary.kinds:
            yield row_problem(
                pack, row.id, f"names {row.fact!r}, which is no fact", "Correct the id"
            )
        if row.cues and not row.fact:
            yield row_problem(
                pack,
                row.id,
                "has cues, and names no fact that they tell of",
                "Name the fact, or keep only guards",
            )
        yield from language_problem(pack, row.id, row.language)
