"""
The walk: from a text to the patterns that its words match, and where.

`channels/web/device/coach.js` makes the same walk over the same table; both are held to the same
lines by `tests/channels/web/test_coach.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hearthlight.coach.cues import ANY, ASKS, BEGINS, ENDS
from hearthlight.coach.table import CUE
from hearthlight.coach.words import respell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.coach.table import CoachTable, CompiledElement, LanguageTable

LONGEST = 2000
"""Characters that are read; what comes after is left alone."""
_LOOK_BACK = 3
"""Words before a cue in which a denial takes it back."""
_HOLDS = frozenset({"stop", "reconsider"})
"""Kinds of which a word is shown under one pattern only, the gravest."""
_SENTENCE_ENDS = frozenset(".!?;\n\r…¡¿")
_CLAUSE_ENDS = frozenset(",:()—–")  # noqa: RUF001 - dashes are what is meant


class Match(NamedTuple):
    """A pattern, by its index, and the characters of the text that matched it."""

    pattern: int
    start: int
    end: int


class _Token(NamedTuple):
    word: str
    classes: frozenset[int]
    start: int
    end: int
    begins: bool
    """Whether it begins a clause."""


class _Sentence(NamedTuple):
    tokens: list[_Token]
    asks: bool


def find_patterns(table: CoachTable, text: str) -> tuple[Match, ...]:
    """
    The patterns in a text, in the order of the table, each with every place where it stands.

    Every language of the table is tried, because people mix them.
    """
    text = text[:LONGEST]
    found: set[Match] = set()
    for language in table.languages.values():
        for sentence in _Reader(text, table.folds, language).sentences():
            found |= _matches(language, sentence)
    kept: list[Match] = []
    held: list[Match] = []
    present: set[int] = set()
    for number, pattern in enumerate(table.patterns):
        its = _apart(sorted(match for match in found if match.pattern == number))
        if pattern.kind in _HOLDS and pattern.least == 1:
            its = [match for match in its if not _is_held(match, held, pattern.beside)]
        if len(its) >= pattern.least:
            present.add(number)
            kept.extend(its)
            if pattern.kind in _HOLDS:
                held.extend(its)
    gone = {number for number in present if present.intersection(table.patterns[number].yields_to)}
    return tuple(match for match in kept if match.pattern not in gone)


def _is_held(match: Match, held: list[Match], beside: tuple[int, ...]) -> bool:
    """Whether a graver pattern has some of these words: nobody is told the same thing twice."""
    return any(
        match.start < other.end and other.start < match.end and other.pattern not in beside
        for other in held
    )


def find_cues(language: LanguageTable, folds: dict[str, str], text: str) -> frozenset[int]:
    """What the cues of one language find in a text, by its number."""
    found: set[Match] = set()
    for sentence in _Reader(text[:LONGEST], folds, language).sentences():
        found |= _matches(language, sentence)
    return frozenset(match.pattern for match in found)


def find_whole(language: LanguageTable, folds: dict[str, str], text: str) -> frozenset[int]:
    """Of what the cues of one language are, where one of them is the whole text and no less."""
    sentences = tuple(_Reader(text[:LONGEST], folds, language).sentences())
    tokens = [
        token._replace(begins=not (number or place))
        for number, sentence in enumerate(sentences)
        for place, token in enumerate(sentence.tokens)
    ]
    if not tokens:
        return frozenset()
    walk = _Walk(tokens, _lengths(tokens, language), any(sentence.asks for sentence in sentences))
    to_the_end = (ENDS, 0, 0)
    return frozenset(
        pattern
        for pattern, _, _, elements in language.sequences
        if walk.match((*elements, to_the_end), 0, 0) == len(tokens)
    )


def _apart(matches: list[Match]) -> list[Match]:
    """Matches of one pattern that overlap are one."""
    apart: list[Match] = []
    for match in matches:
        if apart and match.start < apart[-1].end:
            apart[-1] = apart[-1]._replace(end=max(apart[-1].end, match.end))
        else:
            apart.append(match)
    return apart


class _Reader:
    """Reads a text character by character, and keeps the sentence it is in."""

    def __init__(self, text: str, folds: dict[str, str], language: LanguageTable) -> None:
        self._text = text
        self._folds = folds
        self._language = language
        self._tokens: list[_Token] = []
        self._word, self._start = "", 0
        self._begins, self._asked = True, False

    def sentences(self) -> Iterator[_Sentence]:
        for at, character in enumerate(self._text):
            for one in self._folds.get(character, character):
                if ("a" <= one <= "z") or ("0" <= one <= "9") or (one == "'" and self._word):
                    if not self._word:
                        self._start = at
                    self._word += one
                    continue
                self._end_word(at)
                if one in _SENTENCE_ENDS and not (one == "." and self._goes_on(at)):
                    if self._tokens:
                        yield _Sentence(self._tokens, self._asked or one == "?")
                        self._tokens = []
                    self._asked = one == "¿"
                    self._begins = True
                elif one in _CLAUSE_ENDS:
                    self._begins = True
        self._end_word(len(self._text))
        if self._tokens:
            yield _Sentence(self._tokens, self._asked)

    def _end_word(self, end: int) -> None:
        if not self._word:
            return
        language = self._language
        for part in respell(self._word, language.spellings, language.endings):
            classes = _classes(part, language)
            breaks = language.breaks in classes
            self._tokens.append(_Token(part, classes, self._start, end, self._begins or breaks))
            self._begins = breaks
        self._word = ""

    def _goes_on(self, at: int) -> bool:
        """Whether a full stop ends no sentence: after `Mr`, or inside `3.30`."""
        if self._tokens and self._language.abbreviations in self._tokens[-1].classes:
            return True
        following = self._text[at + 1 : at + 2]
        return "0" <= self._folds.get(following, following)[:1] <= "9"


def _classes(word: str, language: LanguageTable) -> frozenset[int]:
    found = set(language.words.get(word, ()))
    if "0" <= word[0] <= "9":
        found.update(language.words.get("#", ()))
    for length in range(2, len(word) + 1):
        found.update(language.beginnings.get(word[:length], ()))
    return frozenset(found)


def _lengths(tokens: list[_Token], language: LanguageTable) -> list[dict[int, list[int]]]:
    """For each word, the classes that a phrase begun there has, and how many words it takes."""
    found: list[dict[int, list[int]]] = []
    for at, token in enumerate(tokens):
        here: dict[int, list[int]] = {what: [1] for what in token.classes}
        for rest, classes in language.phrases.get(token.word, ()):
            end = at + 1 + len(rest)
            if end <= len(tokens) and all(
                tokens[at + 1 + number].word == word for number, word in enumerate(rest)
            ):
                for what in classes:
                    here.setdefault(what, []).append(len(rest) + 1)
        found.append(here)
    return found


def _matches(language: LanguageTable, sentence: _Sentence) -> set[Match]:
    tokens = sentence.tokens
    walk = _Walk(tokens, _lengths(tokens, language), sentence.asks)
    cues: list[tuple[int, int, int]] = []
    guarded: dict[int, set[int]] = {}
    places: dict[int, list[int]] = {}
    for at, lengths in enumerate(walk.lengths):
        for what in lengths:
            places.setdefault(what, []).append(at)
    here = sum(1 << what for what in places)
    for what in places:  # a sequence is looked at only where its rarest class is
        for number in language.rarest.get(what, ()):
            if language.needs[number] & ~here:
                continue
            pattern, kind, stands, elements = language.sequences[number]
            for at in places[language.firsts[number]]:
                end = walk.match(elements, 0, at)
                if end < 0:
                    continue
                if kind != CUE:
                    whole = range(len(tokens)) if stands else range(at, end)
                    guarded.setdefault(pattern, set()).update(whole)
                elif stands or not _is_denied(tokens, at, language.denial):
                    cues.append((pattern, at, end))
    return {
        Match(pattern, tokens[at].start, tokens[end - 1].end)
        for pattern, at, end in cues
        if guarded.get(pattern, set()).isdisjoint(range(at, end))
    }


def _is_denied(tokens: list[_Token], at: int, denial: int) -> bool:
    for before in range(at, max(0, at - _LOOK_BACK), -1):
        if tokens[before].begins:
            return False
        if denial in tokens[before - 1].classes:
            return True
    return False


class _Walk(NamedTuple):
    tokens: list[_Token]
    lengths: list[dict[int, list[int]]]
    asks: bool

    def match(self, elements: tuple[CompiledElement, ...], number: int, at: int) -> int:
        """Where the elements from `number` on end, begun at `at`; -1 if they do not match."""
        if number == len(elements):
            return at
        for end in self._ends(elements[number], at):
            if (found := self.match(elements, number + 1, end)) >= 0:
                return found
        return -1

    def _ends(self, element: CompiledElement, at: int) -> Iterator[int]:
        """Where this element may end, the nearest first."""
        what, least, most = element
        count = len(self.tokens)
        if what == ANY:
            yield from range(at + least, min(at + most, count) + 1)
        elif what < 0:
            if (
                (what == BEGINS and at < count and self.tokens[at].begins)
                or (what == ENDS and (at == count or self.tokens[at].begins))
                or (what == ASKS and self.asks)
            ):
                yield at
        else:
            if not least:
                yield at
            for length in self.lengths[at].get(what, ()) if at < count else ():
                yield at + length
