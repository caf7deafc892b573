"""
What a model makes of one window of words: the score of each label, and the words that raised it.

`channels/web/device/network.js` is the same walk over the same tables.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.notice.model import WIDE, gather, sum_rows
from hearthlight.notice.reading import context_features, word_features

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.notice.model import Model
    from hearthlight.notice.reading import Token

CUE = ">"
"""Stands before the id of what a cue found, in the model's features."""
_MOST_WORDS = 4
"""Words named for one label at most."""
_SHARE = 3
"""A word is named when it says at least a third of what the strongest word says."""


class Cue(NamedTuple):
    """What a cue of the pack found in a text, and where: an id, and places in code points."""

    id: str
    start: int
    end: int


class Word(NamedTuple):
    """A word where it stands: the sum of the rows of its features, and how many they are."""

    token: Token
    total: int
    features: int


def weigh(model: Model, sentences: list[list[Token]]) -> list[list[Word]]:
    """Every word of some sentences, weighed once for all windows that it will stand in."""
    return [
        [_weigh(model, sentence, place) for place in range(len(sentence))] for sentence in sentences
    ]


def _weigh(model: Model, tokens: list[Token], place: int) -> Word:
    rows, token = model.rows, tokens[place]
    total, count = model.words.get(token.word) or sum_rows(rows, word_features(token.word))
    for feature in context_features(tokens, place):
        row = rows.get(feature)
        if row is not None:
            total += row
            count += 1
    return Word(token, total, count)


class Window:
    """One window: the sums of its words and of what cues found in it; the scores of its labels."""

    def __init__(self, model: Model, words: list[Word], cues: Iterable[Cue] = ()) -> None:
        self._file, self._columns = model.file, model.columns
        self.tokens = tokens = [word.token for word in words]
        if not tokens[0].begins:  # a cut parted it from the word before it
            words = [_weigh(model, tokens[:1], 0), *words[1:]]
        self._sums = [word.total for word in words]
        count = sum([word.features for word in words])
        file, rows = model.file, model.rows
        inverse = file.inverse[min(count, len(file.inverse) - 1)]
        units = gather(sum(self._sums), file.units)
        # What a cue found counts as one word alone would, however long the window.
        found = gather(sum(rows.get(cue, 0) for cue in cue_features(tokens, cues)), file.units)
        self._live = [
            (place, value)
            for place, (unit, cued, offset) in enumerate(
                zip(units, found, file.offsets, strict=True)
            )
            if (value := (unit * inverse + cued * file.inverse[1] >> 16) + offset) > 0
        ]

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """How much it speaks for each label."""
        columns, biases = self._columns, self._file.biases
        lanes = sum([columns[place] * unit for place, unit in self._live])
        return tuple(
            [
                (number >> 8) + bias
                for number, bias in zip(gather(lanes, len(biases), WIDE), biases, strict=True)
            ]
        )

    @cached_property
    def _of_words(self) -> list[tuple[int, ...]]:
        """What each word adds to the units."""
        return [gather(total, self._file.units) for total in self._sums]

    def places(self, label: int) -> list[int]:
        """Where in `tokens` the words stand that raised a label most; none if none did."""
        weights = self._file.weights[label]
        live = [(place, weights[place]) for place, _ in self._live]
        shares = [
            sum([units[place] * weight for place, weight in live]) for units in self._of_words
        ]
        most = max(shares)
        if most <= 0:
            return []
        strongest = sorted(range(len(shares)), key=lambda place: (-shares[place], place))
        return sorted(place for place in strongest[:_MOST_WORDS] if shares[place] * _SHARE >= most)


def cue_features(tokens: list[Token], cues: Iterable[Cue]) -> set[str]:
    """The features of what cues found that reaches into a window, each once."""
    return {f"{CUE}{cue.id}" for cue in reaching(tokens, cues)}


def reaching(tokens: list[Token], cues: Iterable[Cue]) -> list[Cue]:
    """What cues found in these words, or partly in them."""
    start, end = tokens[0].start, tokens[-1].end
    return [cue for cue in cues if cue.start < end and start < cue.end]
