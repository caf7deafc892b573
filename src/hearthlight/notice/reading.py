"""
Text as the model reads it: folded, cut into windows of words, each word with its features.

`channels/web/device/network.js` does the same, step by step. Change both;
`tests/channels/web/test_notice.py` compares them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WINDOW = 40
"""Words at most in one window; what is longer is cut."""
STRIDE = 30
"""Words from the start of one cut to the next, so that nothing is said only across a cut."""
_SCOPE = 5
"""Words that a "no" reaches."""
_TOKEN = re.compile(r"[a-z']+|[0-9]+|[$.,?]")
COMMA = ","
ASKED = "?"
"""The word that a question ends with."""
_PART = 4
"""Letters in a part of a word; the space before or after the word is one."""
_NUMBERS = (5, 13, 18, 21, 70, 101, 1001)
"""Where one class of numbers ends: small, child, youth, barely grown, grown, many, more, most."""
_LONGEST_NUMBER = 9


Said = TypeVar("Said")
"""A word, weighed or not."""


class Fold(dict[int, int]):
    """A table for `str.translate`: code point to code point of ASCII, all others to a space."""

    def __missing__(self, _point: int) -> int:
        return 32


class Token(NamedTuple):
    """A word, and where it stands in what was typed, in code points."""

    word: str
    start: int
    end: int
    negated: bool
    begins: bool
    """Whether a sentence begins with it."""


def tokens(
    text: str, fold: Fold, negators: Collection[str], breakers: Collection[str]
) -> list[list[Token]]:
    """The sentences of a text, each a list of words; a comma is a word."""
    sentences: list[list[Token]] = [[]]
    scope = 0
    for found in _TOKEN.finditer(text.translate(fold)):
        word = found[0].replace("'", "")
        if word in (".", ASKED):
            if sentences[-1]:
                if word == ASKED:
                    sentences[-1].append(Token(word, found.start(), found.end(), False, False))
                sentences.append([])
            scope = 0
            continue
        if not word:
            continue
        if word == COMMA or word in breakers:
            scope = 0
        begins = not sentences[-1]
        sentences[-1].append(Token(_number(word), found.start(), found.end(), scope > 0, begins))
        scope = _SCOPE if word in negators else scope - 1
    return [sentence for sentence in sentences if sentence]


def _number(word: str) -> str:
    if not "0" <= word[0] <= "9":
        return word
    if len(word) > _LONGEST_NUMBER:
        return f"#{len(_NUMBERS)}"
    value = int(word)
    return f"#{sum(1 for end in _NUMBERS if value >= end)}"


def windows(sentences: list[list[Said]]) -> Iterator[list[Said]]:
    """Sentences together, as long as they fit; a longer one in cuts that overlap."""
    window: list[Said] = []
    for sentence in sentences:
        if window and len(window) + len(sentence) > WINDOW:
            yield window
            window = []
        window = [*window, *sentence]
        while len(window) > WINDOW:
            yield window[:WINDOW]
            window = window[STRIDE:]
    if window:
        yield window


def word_features(word: str) -> Iterator[str]:
    """
    The features of a word by itself: the word, and parts of it.

    A part has a space where the word begins or ends; a word has none, so that the two never meet.
    """
    yield f"={word}"
    if word.isalpha():
        padded = f" {word} "
        for start in range(len(padded) - _PART + 1):
            yield padded[start : start + _PART]


def context_features(window: list[Token], place: int) -> Iterator[str]:
    """
    The features of a word where it stands: that it is denied, and its pair with the one before it.

    A word that begins a sentence is paired with that; one that a cut has parted from the word
    before it has no pair.
    """
    token = window[place]
    if token.negated:
        yield f"!{token.word}"
    if token.begins:
        yield f"=. {token.word}"
    elif place:
        yield f"={window[place - 1].word} {token.word}"
