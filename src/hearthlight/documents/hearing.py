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

import msgspec

from hearthlight.coach.walking import find_heard
from hearthlight.notice.model import load_model
from hearthlight.notice.noticing import DANGER, notice

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.noticing import Noticed

LONGEST = 10_000
"""Characters that are read; nobody types more, and a file given by mistake ends here."""


def hear(edition: Edition, text: str) -> Noticed:
    """What a text may be about, with every danger that it may tell of."""
    text = text[:LONGEST]
    noticed = notice(load_model(), text, edition.kinds)
    heard, taken = _listen(edition, text)
    learned = noticed.danger
    if learned and taken and not heard:
        # What a guard knows better, and what is denied, the model does not hear.
        learned = notice(load_model(), _without(text, taken), edition.kinds).danger
    heard.update(learned)
    return msgspec.structs.replace(
        noticed, danger=tuple(danger for danger in dangers(edition) if danger in heard)
    )


def hear_danger(edition: Edition, text: str) -> tuple[str, ...]:
    """The dangers alone."""
    return hear(edition, text).danger


def hear_cues(edition: Edition, text: str, language: str = "") -> frozenset[str]:
    """The dangers that the cues alone hear, in one language or in all."""
    heard, _ = _listen(edition, text[:LONGEST], language)
    return frozenset(heard)


def _listen(
    edition: Edition, text: str, language: str = ""
) -> tuple[set[str], list[tuple[int, int]]]:
    """What the cues hear, and the characters of what they take back."""
    table = edition.danger
    heard: set[str] = set()
    taken: list[tuple[int, int]] = []
    for tag, cues in table.languages.items():
        if language in ("", tag):
            found, back = find_heard(cues, table.folds, text)
            heard.update(table.facts[number] for number in found)
            taken.extend(back)
    return heard, taken


def _without(text: str, taken: list[tuple[int, int]]) -> str:
    """The text with spaces in place of these characters."""
    letters = list(text)
    for start, end in taken:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def dangers(edition: Edition) -> tuple[str, ...]:
    """Every danger that may be heard in this pack, in the order in which they are told."""
    learned = (label for label in labels() if label.startswith(DANGER) and label in edition.kinds)
    return tuple(dict.fromkeys((*edition.danger.facts, *learned)))


@cache
def labels() -> tuple[str, ...]:
    """What the model knows by name."""
    return load_model().file.labels[:-1]  # the last is the gate, which stands for no one thing
