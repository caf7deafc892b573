"""
The one ear for danger: every door that takes a person's own words hears by it.

It hears what the pack's cues say and what the model of `notice` makes of a text, in every
language, whichever the page speaks: who is frightened types their own. The same text has the same
dangers at every door. They put whom to call first, and decide nothing. Nothing is kept.

`channels/web/device/notice.js` is the same ear on the device.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hearthlight.coach.walking import find_heard
from hearthlight.notice.model import DANGERS, SIGNS, load_model
from hearthlight.notice.noticing import notice, notice_danger
from hearthlight.notice.weighing import Cue

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.noticing import Noticed

LONGEST = 10_000
"""Characters that are read; nobody types more, and a file given by mistake ends here."""


TAKEN = "taken"
"""Stands for what a guard matches, and for a cue that is denied."""


def hear(edition: Edition, text: str) -> Noticed:
    """What a text may be about, dangers aside."""
    return notice(load_model(SIGNS), text[:LONGEST], edition.kinds)


def hear_danger(edition: Edition, text: str) -> tuple[str, ...]:
    """Every danger that a text may tell of. Each is a reason to offer whom to call now."""
    text = text[:LONGEST]
    heard, taken = _listen(edition, text)
    heard.update(notice_danger(load_model(DANGERS), text, taken, named=bool(heard)))
    return tuple(danger for danger in dangers(edition) if danger in heard)


def hear_cues(edition: Edition, text: str, language: str = "") -> frozenset[str]:
    """The dangers that the cues alone hear, in one language or in all."""
    return frozenset(_listen(edition, text[:LONGEST], language)[0])


def find_taken(edition: Edition, text: str) -> tuple[Cue, ...]:
    """Where guards match, and denied cues: what the model weighs beside the words."""
    return _listen(edition, text)[1]


def _listen(edition: Edition, text: str, language: str = "") -> tuple[set[str], tuple[Cue, ...]]:
    """What the cues hear, and where they take something back."""
    table = edition.danger
    heard: set[str] = set()
    taken: list[Cue] = []
    for tag, cues in table.languages.items():
        if language in ("", tag):
            found, back = find_heard(cues, table.folds, text)
            heard.update(table.facts[match.pattern] for match in found)
            taken += [Cue(TAKEN, start, end) for start, end in back]
    return heard, tuple(taken)


def dangers(edition: Edition) -> tuple[str, ...]:
    """Every danger that may be heard in this pack, in the order in which they are told."""
    learned = (label for label in load_model(DANGERS).file.labels if label in edition.kinds)
    return tuple(dict.fromkeys((*edition.danger.facts, *learned)))


@cache
def labels() -> tuple[str, ...]:
    """The signs and forms that the model knows."""
    return load_model(SIGNS).file.labels[:-1]  # the last is the gate, which stands for no one thing
