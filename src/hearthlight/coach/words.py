"""Words as the coach compares them: folded, shortened where drawn out, and spelled in one way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
"""Two of a letter are a spelling, three are a voice."""


def fold(text: str, folds: Mapping[str, str]) -> str:
    """Each character by the table; one that is not in it stays."""
    return "".join(folds.get(one, one) for one in text)


class Folding:
    """Folds a text by a table, and knows where each folded character stood in it."""

    def __init__(self, folds: Mapping[str, str]) -> None:
        self._folds = folds
        self._codes = str.maketrans(dict(folds))
        self._uneven = frozenset(one for one, folded in folds.items() if len(folded) != 1)
        """What does not become one character."""

    def fold(self, text: str) -> tuple[str, Sequence[int]]:
        """The folded text; for each of its characters the place in `text`, and where that ends."""
        if self._uneven.isdisjoint(text):
            return text.translate(self._codes), range(len(text) + 1)
        places = [at for at, one in enumerate(text) for _ in range(len(self._folds.get(one, one)))]
        return text.translate(self._codes), [*places, len(text)]


def shorten(word: str) -> str:
    """A letter that stands three times or more stands once: `soooo` is `so`."""
    # Looking first takes a tenth of the time, and few words are drawn out.
    return _DRAWN_OUT.sub(r"\1", word) if _DRAWN_OUT.search(word) else word


def respell(
    word: str,
    spellings: Mapping[str, tuple[str, ...]],
    endings: Iterable[tuple[str, tuple[str, ...]]],
) -> tuple[str, ...]:
    """The words that a folded word stands for: `didn't` is `did not`."""
    word = shorten(word.strip("'")) if not word.isdigit() else word
    if word in spellings:
        return spellings[word]
    if "'" in word:
        for ending, meant in endings:
            if word.endswith(ending) and word != ending:
                stem = word[: -len(ending)].replace("'", "")
                return (*spellings.get(stem, (stem,)), *meant)
        word = word.replace("'", "")
        if word in spellings:
            return spellings[word]
    return (word,) if word else ()
