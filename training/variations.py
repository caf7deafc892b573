"""
Lines that nobody wrote, from those that somebody did: what the teachers make of them is learned.

Words give way to words of like meaning, some are left out, and lines run into each other. What
such a line says may differ from what it came from; only teachers are asked what it says.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from training.folding import FOLD
from training.vectors import word_vectors

if TYPE_CHECKING:
    from training.phrases import Line

_PIECE = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|\d+|\n")
_WORD = re.compile(r"[a-z]+")
_SHARES = (0.1, 0.2, 0.3)
"""Of a line's words, about so many give way; a third as many are left out."""
_OFTEN = 3
"""A word that stands in fewer lines is no word to give way to."""
_NEAREST, _NEAR = 8, 0.45
"""So many words at most, as near as this: the cosine of their vectors."""
_BATCH = 1000


def vary(lines: list[Line], seed: int) -> list[tuple[int, str]]:
    """Two lines from each line, each with the number of the one that it came from."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    spoken: dict[str, list[Line]] = {}
    for line in lines:
        spoken.setdefault(line.language, []).append(line)
    near = {language: _neighbours(theirs) for language, theirs in spoken.items()}
    found = []
    for number, line in enumerate(lines):
        found.append((number, _reword(line.text, near[line.language], chance)))
        other = chance.choice(spoken[line.language]).text.split()
        words = line.text.split()
        if chance.random() < 0.5:
            words, other = words[: max(2, len(words) // 2)], other[len(other) // 2 :]
        found.append((number, " ".join([*words, *other])))
    return [each for each in found if _plain(each[1])]


def _neighbours(lines: list[Line]) -> dict[str, list[str]]:
    """Words of like meaning, among those that are said."""
    often = Counter(
        word for line in lines for word in {*map(_plain, _PIECE.findall(line.text))} - {""}
    )
    words = sorted(word for word, count in often.items() if count >= _OFTEN)
    vectors = word_vectors(words)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    near: dict[str, list[str]] = {}
    for start in range(0, len(words), _BATCH):
        alike = vectors[start : start + _BATCH] @ vectors.T
        nearest = np.argsort(-alike, 1, kind="stable")[:, 1 : 1 + _NEAREST]
        for row, places in enumerate(nearest):
            near[words[start + row]] = [words[at] for at in places if alike[row, at] > _NEAR]
    return near


def _reword(text: str, near: dict[str, list[str]], chance: random.Random) -> str:
    share = chance.choice(_SHARES)
    said = []
    for piece in _PIECE.findall(text):
        others = near.get(_plain(piece))
        drawn = chance.random()
        if others and drawn < share:
            said.append(chance.choice(others))
        elif drawn <= 1 - share / 3:
            said.append(piece)
    return " ".join(said)


def _plain(text: str) -> str:
    """The letters of a word, folded; nothing of what is no word."""
    return "".join(_WORD.findall(text.translate(FOLD)))
