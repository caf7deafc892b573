"""
The one ear for danger: every door that takes a person's own words hears by it.

It hears what the pack's cues say and what the model of `notice` makes of a text, in every
language, whichever the page speaks: who is frightened types their own. In many words that are far
from any danger a cue alone is not believed (decision 0078). The same text has the same dangers at
every door; text messages listen to their own words beside these. They put whom to call first, and
decide nothing. Nothing is kept.

`channels/web/device/notice.js` is the same ear on the device.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.coach.walking import find_heard
from hearthlight.notice.model import DANGERS, SIGNS, load_file, load_model
from hearthlight.notice.noticing import doubts_danger, notice, notice_danger
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
    listened = _listen(edition, text)
    denied = [cue for one in listened.values() for cue in one.denied]
    taken = [cue for one in listened.values() for cue in (*one.guarded, *one.denied)]
    model = load_model(DANGERS)
    heard: set[str] = set()
    doubtful: list[Cue] = []
    for tag, one in listened.items():
        for cue in one.found:
            # Of other languages and of other things the model has learned nothing: those stand.
            if tag in model.file.languages and cue.id in model.file.doubts:
                doubtful.append(cue)
            else:
                heard.add(cue.id)
    if doubtful and not doubts_danger(model, text, doubtful, taken):
        heard.update(cue.id for cue in doubtful)
    heard.update(notice_danger(model, text, taken, denied, named=bool(heard)))
    return tuple(danger for danger in dangers(edition) if danger in heard)


def hear_cues(edition: Edition, text: str, language: str = "") -> frozenset[str]:
    """The dangers that the cues alone hear, in one language or in all."""
    listened = _listen(edition, text[:LONGEST], language)
    return frozenset(cue.id for one in listened.values() for cue in one.found)


def find_taken(edition: Edition, text: str) -> list[Cue]:
    """Where guards match, and denied cues: what the model weighs beside the words."""
    listened = _listen(edition, text).values()
    return [cue for one in listened for cue in (*one.guarded, *one.denied)]


class _Listened(NamedTuple):
    found: list[Cue]
    guarded: list[Cue]
    denied: list[Cue]


def _listen(edition: Edition, text: str, language: str = "") -> dict[str, _Listened]:
    """By language what its cues hear, by fact, and where a guard or a denial takes it back."""
    table = edition.danger
    languages = {tag: cues for tag, cues in table.languages.items() if language in ("", tag)}
    return {
        tag: _Listened(
            [Cue(table.facts[number], start, end) for number, start, end in heard.found],
            [Cue(TAKEN, start, end) for _, start, end in heard.guarded],
            [Cue(TAKEN, start, end) for _, start, end in heard.denied],
        )
        for tag, heard in find_heard(languages, table.folding, text).items()
    }


def dangers(edition: Edition) -> tuple[str, ...]:
    """Every danger that may be heard in this pack, in the order in which they are told."""
    learned = (label for label in load_file(DANGERS).labels if label in edition.kinds)
    return tuple(dict.fromkeys((*edition.danger.facts, *learned)))


@cache
def labels() -> tuple[str, ...]:
    """The signs and forms that the model knows."""
    return load_file(SIGNS).labels[:-1]  # the last is the gate, which stands for no one thing
