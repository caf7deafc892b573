"""
From a text to the few signs that it may be about, each with the words that led to it.

It asks; it never decides. Nothing here is kept, and nothing is said about what was not found.
`channels/web/device/notice.js` is the same walk over the same tables.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hearthlight.notice.model import gather
from hearthlight.notice.reading import pair_feature, parts, tokens, windows, word_features

if TYPE_CHECKING:
    from collections.abc import Container

    from hearthlight.notice.model import Model
    from hearthlight.notice.reading import Token

MOST = 5
"""Suggestions at most."""
_MOST_WORDS = 4
"""Words named for one suggestion at most."""
_SHARE = 3
"""A word is named when it says at least a third of what the strongest word says."""
DANGER = "danger-"


class Suggestion(msgspec.Struct, frozen=True):
    """A sign or form to ask about."""

    id: str
    words: tuple[str, ...]
    """What led to it, as it was typed, in the order it was typed."""


class Noticed(msgspec.Struct, frozen=True):
    """What a text may be about."""

    ranked: tuple[str, ...]
    """The five ids that come nearest, whatever their score. To measure by, never to show."""
    offered: tuple[Suggestion, ...]
    """What a caregiver is asked about; the nearest first."""
    danger: tuple[str, ...]
    """Dangers that the text may tell of. Each is a reason to offer whom to call now."""


class _Window:
    """One window: the sums of its words, and the scores of its labels."""

    def __init__(self, model: Model, window: list[Token]) -> None:
        rows = model.rows
        self._file = model.file
        self.window = window
        self.sums = [0] * len(window)
        count = 0
        for place, token in enumerate(window):
            total = 0
            for feature in word_features(token):
                row = rows.get(feature)
                if row is not None:
                    total += row
                    count += 1
            if place:
                row = rows.get(pair_feature(window[place - 1], token))
                if row is not None:
                    total += row
                    count += 1
            self.sums[place] = total
        file = model.file
        inverse = file.inverse[min(count, len(file.inverse) - 1)]
        units = gather(sum(self.sums), file.units)
        self.units = [
            max(0, (unit * inverse >> 16) + offset)
            for unit, offset in zip(units, file.offsets, strict=True)
        ]
        self._live = [(place, unit) for place, unit in enumerate(self.units) if unit]

    def score(self, label: int) -> int:
        """How much the window speaks for a label."""
        weights = self._file.weights[label]
        return (sum(weights[place] * unit for place, unit in self._live) >> 8) + self._file.biases[
            label
        ]

    @cached_property
    def scores(self) -> list[int]:
        """How much it speaks for each label."""
        return [self.score(label) for label in range(len(self._file.labels))]

    def words(self, model: Model, label: int, text: str) -> tuple[str, ...]:
        """The words that raised a label most."""
        weights = model.file.weights[label]
        shares = []
        for total in self.sums:
            units = gather(total, model.file.units)
            shares.append(sum(weights[place] * units[place] for place, _ in self._live))
        most = max(shares)
        if most <= 0:
            return ()
        strongest = sorted(range(len(shares)), key=lambda place: (-shares[place], place))
        named = [place for place in strongest[:_MOST_WORDS] if shares[place] * _SHARE >= most]
        return tuple(
            text[self.window[place].start : self.window[place].end] for place in sorted(named)
        )


def notice(model: Model, text: str, known: Container[str] | None = None) -> Noticed:
    """
    What a text may be about; the same text always gives the same result.

    `known` are the ids that the pack at hand has; without it, all that the model has.
    """
    file = model.file
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    if not any(token.word[0].isalpha() for sentence in sentences for token in sentence):
        return Noticed((), (), ())  # nothing, or numbers alone
    found = [_Window(model, window) for window in windows(sentences)]
    gate = len(file.labels) - 1
    best = [max(range(len(found)), key=lambda w: (found[w].scores[n], -w)) for n in range(gate)]
    scores = [found[where].scores[label] for label, where in enumerate(best)]
    dangers = [label for label in range(gate) if file.labels[label].startswith(DANGER)]
    for window in parts(sentences):
        part = _Window(model, window)
        for label in dangers:
            scores[label] = max(scores[label], part.score(label))
    order = [
        label
        for label in sorted(range(gate), key=lambda label: (-scores[label], label))
        if known is None or file.labels[label] in known
    ]
    asked = [label for label in order if label not in dangers]
    offered = [
        label
        for label in asked
        if scores[label] >= file.thresholds[label]
        and found[best[label]].scores[gate] >= file.thresholds[gate]
    ]
    return Noticed(
        tuple(file.labels[label] for label in asked[:MOST]),
        tuple(
            Suggestion(file.labels[label], found[best[label]].words(model, label, text))
            for label in offered[:MOST]
        ),
        tuple(
            file.labels[label]
            for label in order
            if label in dangers and scores[label] >= file.thresholds[label]
        ),
    )
