"""
What a sentence meant for a child may do, at every door: what cues point at, and what was learned.

Cues find how a thing is usually said, at its words. A model has learned other ways to say it, and
weighs what the cues found with all the words of a sentence. A pattern that it never learned, as an
agency's own, is found by its cues alone. Nothing is kept.

`channels/web/device/coach.js` finds the same on the device.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hearthlight.coach.walking import LONGEST, Match, find_said
from hearthlight.notice.model import SAYINGS, load_model
from hearthlight.notice.reading import tokens, windows
from hearthlight.notice.weighing import Cue, Window, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.reading import Token

_PRAISE, _GRAVE = "praise", frozenset({"stop", "limit"})
_SHORT = 8
"""In a sentence of so few words a cue of something grave stands, whatever the model makes of it. In
so few words in all only a cue praises: "it's your fault" is near to "it's not your fault"."""
_DENIED = 0
"""What is denied is found by the model alone only where that is likelier than not."""
_MARKS = frozenset({",", "?"})


def find_in_saying(edition: Edition, text: str) -> tuple[Match, ...]:
    """
    The patterns in a text, in the order of the pack's table, each with the places it stands at.

    The first 2,000 characters are read.
    """
    table, text = edition.coach, text[:LONGEST]
    matches, denied = find_said(table, text)
    cues = tuple(Cue(table.patterns[number].id, start, end) for number, start, end in matches)
    model = load_model(SAYINGS)
    file = model.file
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    weighed = weigh(model, sentences)
    whole = [Window(model, cut, cues) for cut in windows(weighed)]
    # Each sentence by itself too: kind words do not undo what another sentence does.
    alone = whole
    if len(sentences) > 1:
        alone = [Window(model, cut, cues) for one in weighed for cut in windows([one])]
    if not whole:
        return matches
    words = sum(map(_count, sentences))
    grave = {number for number, pattern in enumerate(table.patterns) if pattern.kind in _GRAVE}
    stopped = any(match.pattern in grave for match in matches)
    of_whole, of_part = _highest(whole), _highest(alone)
    cued: dict[int, list[Match]] = {}
    for match in matches:
        cued.setdefault(match.pattern, []).append(match)
    present: dict[int, list[Match]] = {}
    places = _places(file.labels)
    for number, pattern in enumerate(table.patterns):
        its, label = cued.get(number, []), places.get(pattern.id)
        if label is not None:
            highest = max(of_whole[label], of_part[label])
            least = _DENIED if number in denied and not its else highest
            stands = highest >= least and (
                of_whole[label] >= file.thresholds[label] or of_part[label] >= file.alone[label]
            )
            if its and not stands:
                stands = highest >= file.cued[label] or (
                    number in grave and _in_few(its, sentences)
                )
            if not stands or (pattern.kind == _PRAISE and not its and words <= _SHORT):
                continue
            if not its:
                best = next(one for one in (*whole, *alone) if one.scores[label] == highest)
                its = [Match(number, *span) for span in _spans(best, label)]
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


def _in_few(matches: list[Match], sentences: list[list[Token]]) -> bool:
    """Whether one stands in a sentence of few words."""
    return any(
        _count(one) <= _SHORT and one[0].start < match.end and match.start < one[-1].end
        for one in sentences
        for match in matches
    )


def _count(sentence: list[Token]) -> int:
    return sum(token.word not in _MARKS for token in sentence)


@cache
def _places(labels: tuple[str, ...]) -> dict[str, int]:
    return {label: place for place, label in enumerate(labels)}


def _highest(windows: list[Window]) -> tuple[int, ...]:
    """For each label the highest score of any window."""
    return tuple(map(max, zip(*(one.scores for one in windows), strict=True)))


def _spans(window: Window, label: int) -> Iterator[tuple[int, int]]:
    """The words that raised a label, those that follow each other as one; or else all words."""
    words = window.tokens
    places = window.places(label) or range(len(window.tokens))
    start = places[0]
    for place, following in zip(places, (*places[1:], -1), strict=True):
        if following != place + 1:
            yield words[start].start, words[place].end
            start = following
