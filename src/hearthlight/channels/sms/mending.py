"""
Mends words that were mistyped, so that "stop texing me" is heard as what it is.

Only words that nothing of ours knows are changed, and only to a word that some cue looks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hearthlight.coach.words import fold, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.coach.table import LanguageTable
    from hearthlight.compiled.edition import Edition

_SHORT, _LONG = 5, 9
"""A word of so many letters may be mistyped in one place, or in two."""
_WORD = re.compile(r"[a-z]+")


class Mender:
    """The words that one edition knows, and those that its cues look for."""

    def __init__(self, edition: Edition) -> None:
        self._folds = edition.coach.folds
        self._wanted = sorted(
            {
                word
                for language in edition.texts.languages.values()
                for table in (language.whole, language.within)
                for word in _words(table)
                if len(word) >= _SHORT
            }
        )
        self._known = set(self._wanted)
        for language in edition.texts.languages.values():
            self._known.update(_words(language.within), language.within.spellings)
        for index in edition.search.values():
            self._known.update(index.forms)
        for words in edition.words.values():
            for text in words.values():
                self._known.update(_WORD.findall(fold(str(text), self._folds)))

    def mend(self, text: str) -> str:
        """The text in small letters without marks, with mistyped words mended."""
        return _WORD.sub(self._mend, fold(text, self._folds))

    def _mend(self, found: re.Match[str]) -> str:
        word = shorten(found[0])
        if word in self._known or len(word) < _SHORT:
            return word
        near = process.extractOne(
            word,
            [wanted for wanted in self._wanted if wanted[0] == word[0]],
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < _LONG else 2,
        )
        return near[0] if near else word


def _words(table: LanguageTable) -> Iterator[str]:
    yield from (word for word in table.words if word.isalpha())
    for first, phrases in table.phrases.items():
        yield first
        yield from (word for rest, _ in phrases for word in rest)
