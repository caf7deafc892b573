"""
What a sentence meant for a child may do, at every door: what cues point at, and what was learned.

Cues find how a thing is usually said, at its words. A model has learned other ways to say it, and
weighs what the cues found with all the words of a sentence. A pattern that it never learned, as an
agency's own, is found by its cues alone. Nothing is kept.

`channels/web/device/coach.js` finds the same on the device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.coach.walking import LONGEST, Match, find_patterns
from hearthlight.notice.model import SAYINGS, load_model
from hearthlight.notice.reading import tokens, windows
from hearthlight.notice.weighing import Cue, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition

_PRAISE, _GRAVE = "praise", frozenset({"stop", "limit"})
_SHORT = 8
"""In so few words a cue of something grave stands, whatever the model makes of them; and only a cue
praises: "it's your fault" is near to "it's not your fault"."""
_MARKS = frozenset({",", "?"})


def find_in_saying(edition: Edition, text: str) -> tuple[Match, ...]:
    """
    The patterns in a text, in the order of the pack's table, each with the places it stands at.

    The first 2,000 characters are read.
    """
    table, text = edition.coach, text[:LONGEST]
    matches = find_patterns(table, text)
    cues = tuple(Cue(table.patterns[number].id, start, end) for number, start, end in matches)
    model = load_model(SAYINGS)
    file = model.file
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    whole = [Window(model, cut, cues) for cut in windows(sentences)]
    # Each sentence by itself too: kind words do not undo what another sentence does.
    alone = whole
    if len(sentences) > 1:
        alone = [Window(model, cut, cues) for one in sentences for cut in windows([one])]
    if not whole:
        return matches
    words = sum(token.word not in _MARKS for one in sentences for token in one)
    grave = {number for number, pattern in enumerate(table.patterns) if pattern.kind in _GRAVE}
    stopped = any(match.pattern in grave for match in matches)
    present: dict[int, list[Match]] = {}
    for number, pattern in enumerate(table.patterns):
        its = [match for match in matches if match.pattern == number]
        if pattern.id in file.labels:
            label = file.labels.index(pattern.id)
            best, part = (max(each, key=lambda one: one.scores[label]) for each in (whole, alone))
            highest = max(best, part, key=lambda one: one.scores[label])
            learned = (
                best.scores[label] >= file.thresholds[label]
                or part.scores[label] >= file.alone[label]
            )
            short = number in grave and words <= _SHORT
            stands = learned or (its and (short or highest.scores[label] >= file.cued[label]))
            if pattern.kind == _PRAISE and not (its or words > _SHORT):
                stands = False
            if not stands:
                continue
            its = its or [Match(number, *span) for span in _spans(highest, label)]
        if its:
            present[number] = its
    # Where a cue of something grave was outvoted, nothing is praised: it may have been right.
    outvoted = stopped and not present.keys() & grave
    return tuple(
        match
        for number, its in present.items()
        if not present.keys() & table.patterns[number].yields_to
        and not (outvoted and table.patterns[number].kind == _PRAISE)
        for match in its
    )


def _spans(window: Window, label: int) -> Iterator[tuple[int, int]]:
    """The words that raised a label, those that follow each other as one; or else all words."""
    words = window.tokens
    places = window.places(label) or range(len(window.tokens))
    start = places[0]
    for place, following in zip(places, (*places[1:], -1), strict=True):
        if following != place + 1:
            yield words[start].start, words[place].end
            start = following
