"""Lines as the walkers read them, and as numbers to learn from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from hearthlight.notice.reading import context_features, tokens, windows, word_features
from hearthlight.notice.weighing import CUE, cue_features
from training.folding import BREAKERS, FOLD, NEGATORS
from training.vectors import WIDTH, common_words, word_vectors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hearthlight.notice.weighing import Cue
    from training.network import Array

_RARE = 4
"""A feature that stands in fewer lines has no row of its own."""
_PART = 4


def line_features(text: str, cues: Collection[Cue] = ()) -> list[str]:
    """The features of a line, as often as each stands in it; of what cues found, each once."""
    found: list[str] = []
    cued: set[str] = set()
    for window in windows(tokens(text, FOLD, set(NEGATORS), set(BREAKERS))):
        cued |= cue_features(window, cues)
        for place, token in enumerate(window):
            found.extend(word_features(token.word))
            found.extend(context_features(window, place))
    return [*found, *sorted(cued)]


class Others(NamedTuple):
    """Words that no line has, with their vectors and the logarithm of how common they are."""

    features: list[str]
    vectors: Array
    common: Array


class Features:
    """The features to learn, with vectors for those that are words."""

    def __init__(self, lines: Iterable[list[str]]) -> None:
        self.counts = Counter(feature for line in lines for feature in set(line))
        words = sorted(_word(feature) for feature in self.counts if _is_word(feature))
        parts = {feature for feature in self.counts if feature[0] not in f"=!{CUE}"}
        common = common_words(parts, _PART)
        others = sorted(set(common) - set(words))
        vectors = word_vectors([*words, *others])
        index = dict(zip(words, vectors, strict=False))
        own = sorted(feature for feature, count in self.counts.items() if count >= _RARE)
        rare = sorted({f"={word}" for word in words} - set(own))
        self.names = [*own, *rare]
        self.learned = len(own)
        # One half of the columns for words as they are, one for words denied.
        self.vectors: Array = np.zeros((len(self.names), 2 * WIDTH), np.float32)
        for place, feature in enumerate(self.names):
            if feature[0] in "=!" and (vector := index.get(_word(feature))) is not None:
                half = 0 if feature[0] == "=" else WIDTH
                self.vectors[place, half : half + WIDTH] = vector
        rest: Array = np.zeros((len(others), 2 * WIDTH), np.float32)
        rest[:, :WIDTH] = vectors[len(words) :]
        self.others = Others(
            [f"={word}" for word in others], rest, np.array([common[word] for word in others])
        )

    def keep(self, places: Array) -> None:
        """Forget all features but these."""
        self.names = [self.names[place] for place in places]
        self.vectors = self.vectors[places]

    def matrix(self, lines: list[list[str]]) -> Array:
        """
        A row for each line, divided by the root of how many features it has.

        What a cue found is no word: it counts as one, whatever the length of the line.
        """
        index = {feature: place for place, feature in enumerate(self.names)}
        found: list[int] = []
        ends = [0]
        for line in lines:
            found.extend(index[feature] for feature in line if feature in index)
            ends.append(len(found))
        matrix = sparse.csr_matrix(
            (np.ones(len(found), np.float32), found, ends), (len(lines), len(self.names))
        )
        matrix.sum_duplicates()
        words = np.array([name[0] != CUE for name in self.names], np.float32)
        size = np.maximum(matrix @ words, 1)
        of_words = sparse.diags((size**-0.5).astype(np.float32)) @ matrix @ sparse.diags(words)
        return (of_words + matrix @ sparse.diags(1 - words)).tocsr().astype(np.float32)


def _is_word(feature: str) -> bool:
    return feature[0] == "=" and feature[1:].isalpha()


def _word(feature: str) -> str:
    return feature[1:]
