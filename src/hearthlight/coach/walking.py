"""
The walk: from a text to the patterns that its words match, and where.

`channels/web/device/coach.js` makes the same walk over the same table; both are held to the same
lines by `tests/channels/web/test_coach.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.coach.cues import ANY, ASKS, BEGINS, ENDS
from hearthlight.coach.table import CUE
from hearthlight.coach.words import respell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hearthlight.coach.table import CoachTable, CompiledElement, LanguageTable
    from hearthlight.coach.words import Folding

LONGEST = 2000
"""Characters that are read; what comes after is left alone."""
_HOLDS = frozenset({"stop", "reconsider"})
"""Kinds of which a word is shown under one pattern only, the gravest."""
_SENTENCE_ENDS = frozenset(".!?;\n\r…¡¿")
_CLAUSE_ENDS = frozenset(",:()—–")  # noqa: RUF001 - dashes are what is meant
_PIECES = re.compile(f"[a-z0-9][a-z0-9']*|[{re.escape(''.join(_SENTENCE_ENDS | _CLAUSE_ENDS))}]")
"""A folded word, or what ends a sentence or a clause."""


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
    return find_said(table, text)[0]


def find_said(table: CoachTable, text: str) -> tuple[tuple[Match, ...], frozenset[int]]:
    """The patterns in a text, as `find_patterns` says; and those that it denies somewhere."""
    text = text[:LONGEST]
    found: dict[int, set[Match]] = {}
    denied: set[int] = set()
    reader = _Reader(text, table.folding)
    for language in table.languages.values():
        for sentence in reader.sentences(language):
            heard = _heard(language, sentence)
            denied.update(match.pattern for match in heard.denied)
            for match in heard.found:
                found.setdefault(match.pattern, set()).add(match)
    kept: list[Match] = []
    held: list[Match] = []
    present: set[int] = set()
    for number in sorted(found):
        pattern = table.patterns[number]
        its = _apart(sorted(found[number]))
        if pattern.kind in _HOLDS and pattern.least == 1:
            its = [match for match in its if not _is_held(match, held, pattern.beside)]
        if len(its) >= pattern.least:
            present.add(number)
            kept.extend(its)
            if pattern.kind in _HOLDS:
                held.extend(its)
    gone = {number for number in present if present.intersection(table.patterns[number].yields_to)}
    return tuple(match for match in kept if match.pattern not in gone), frozenset(denied)


def _is_held(match: Match, held: list[Match], beside: tuple[int, ...]) -> bool:
    """Whether a graver pattern has some of these words: nobody is told the same thing twice."""
    return any(
        match.start < other.end and other.start < match.end and other.pattern not in beside
        for other in held
    )


def find_cues(language: LanguageTable, folding: Folding, text: str) -> frozenset[int]:
    """What the cues of one language find in all of a text, by its number."""
    found: set[Match] = set()
    for sentence in _Reader(text, folding).sentences(language):
        found |= _heard(language, sentence).found
    return frozenset(match.pattern for match in found)


class Listened(NamedTuple):
    """What the cues of one language find in all of a text, and what is taken back."""

    found: tuple[Match, ...]
    guarded: tuple[Match, ...]
    """What guards match."""
    denied: tuple[Match, ...]
    """Cues that are denied."""


def find_heard(
    languages: Mapping[str, LanguageTable], folding: Folding, text: str
) -> dict[str, Listened]:
    """By language, what its cues find in all of a text."""
    reader = _Reader(text, folding)
    return {tag: _listen(language, reader) for tag, language in languages.items()}


def _listen(language: LanguageTable, reader: _Reader) -> Listened:
    found: set[Match] = set()
    guarded: set[Match] = set()
    denied: set[Match] = set()
    for sentence in reader.sentences(language):
        heard = _heard(language, sentence)
        found |= heard.found
        guarded |= heard.guarded
        denied |= heard.denied
    return Listened(tuple(sorted(found)), tuple(sorted(guarded)), tuple(sorted(denied)))


def find_whole(language: LanguageTable, folding: Folding, text: str) -> frozenset[int]:
    """Of what the cues of one language are, where one of them is the whole text and no less."""
    sentences = tuple(_Reader(text[:LONGEST], folding).sentences(language))
    tokens = [
        token._replace(begins=not (number or place))
        for number, sentence in enumerate(sentences)
        for place, token in enumerate(sentence.tokens)
    ]
    if not tokens:
        return frozenset()
    walk = _Walk(language, tokens, asks=any(sentence.asks for sentence in sentences))
    return frozenset(
        pattern
        for pattern, _, _, elements in language.sequences
        if walk.ends(elements, 1) >> len(tokens)
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
    """Reads a text: its pieces once, their words for each language."""

    def __init__(self, text: str, folding: Folding) -> None:
        folded, places = folding.fold(text)
        self._text = text
        self._pieces = [
            (piece[0], places[piece.start()], places[piece.end()])
            for piece in _PIECES.finditer(folded)
        ]

    def sentences(self, language: LanguageTable) -> Iterator[_Sentence]:
        tokens: list[_Token] = []
        begins, asked = True, False
        for one, start, end in self._pieces:
            if one in _CLAUSE_ENDS:
                begins = True
            elif one not in _SENTENCE_ENDS:
                for part in respell(one, language.spellings, language.endings):
                    classes = language.classes_of(part)
                    breaks = language.breaks in classes
                    tokens.append(_Token(part, classes, start, end, begins or breaks))
                    begins = breaks
            elif not (one == "." and self._goes_on(start, tokens, language)):
                if tokens:
                    yield _Sentence(tokens, asked or one == "?")
                    tokens = []
                asked = one == "¿"
                begins = True
        if tokens:
            yield _Sentence(tokens, asked)

    def _goes_on(self, at: int, tokens: list[_Token], language: LanguageTable) -> bool:
        """Whether a full stop ends no sentence: after `Mr`, or inside `3.30`."""
        if tokens and language.abbreviations in tokens[-1].classes:
            return True
        return "0" <= self._text[at + 1 : at + 2] <= "9"


class _Heard(NamedTuple):
    found: set[Match]
    guarded: set[Match]
    """What guards match: all of the sentence where they take back all of it."""
    denied: set[Match]
    """The cues that are denied."""


def _heard(language: LanguageTable, sentence: _Sentence) -> _Heard:
    tokens = sentence.tokens
    guarded: set[Match] = set()
    denied: set[Match] = set()
    walk = _Walk(language, tokens, asks=sentence.asks)
    cues: list[tuple[int, int, int]] = []
    covers: dict[int, int] = {}

    def match(pattern: int, at: int, end: int) -> Match:
        return Match(pattern, tokens[at].start, tokens[end - 1].end)

    for number in walk.reached(language):
        pattern, kind, stands, elements = language.sequences[number]
        starts = walk.starts(language.firsts[number])
        if not walk.ends(elements, starts):
            continue
        for at in _places(starts):
            if not (ends := walk.ends(elements, 1 << at)):
                continue
            end = _lowest(ends)
            if kind != CUE:
                begin, end = (0, len(tokens)) if stands else (at, end)
                covers[pattern] = covers.get(pattern, 0) | ((1 << end) - (1 << begin))
                guarded.add(match(pattern, begin, end))
            elif stands or not _is_denied(tokens, at, language):
                cues.append((pattern, at, end))
            else:
                denied.add(match(pattern, at, end))
    found = {
        match(pattern, at, end)
        for pattern, at, end in cues
        if not covers.get(pattern, 0) & ((1 << end) - (1 << at))
    }
    return _Heard(found, guarded, denied)


def _is_denied(tokens: list[_Token], at: int, language: LanguageTable) -> bool:
    for before in range(at, max(0, at - language.looks_back), -1):
        if tokens[before].begins:
            return False
        if language.denial in tokens[before - 1].classes:
            return True
    return False


def _lowest(places: int) -> int:
    return (places & -places).bit_length() - 1


def _places(places: int) -> Iterator[int]:
    while places:
        yield _lowest(places)
        places &= places - 1


class _Walk:
    """
    Walks through one sentence at all its places at once.

    A set of places is an integer with a bit for each; place `n` is before word `n`, and the last
    is after all words.
    """

    def __init__(self, language: LanguageTable, tokens: list[_Token], *, asks: bool) -> None:
        count = len(tokens)
        self._asks = asks
        self._begins = 0
        self.every = (1 << count) - 1
        """Every word."""
        self._words: dict[str, tuple[int, frozenset[int]]] = {}
        self._phrases: dict[int, list[tuple[int, int]]] = {}
        self._classes: dict[int, tuple[tuple[int, int], ...]] = {}
        self._present = 0
        """A bit for each class of which something is there."""
        self._reached: set[int] = set()
        """Of the classes that are there, those that are the rarest of a sequence."""
        for at, token in enumerate(tokens):
            word, here = token.word, 1 << at
            if token.begins:
                self._begins |= here
            if word in self._words:
                self._words[word] = (self._words[word][0] | here, token.classes)
            else:
                self._words[word] = (here, token.classes)
                bits, reached = language.reach(word, token.classes)
                self._present |= bits
                self._reached |= reached
            if at + 1 == count:
                break
            for rest, classes in language.pairs.get((word, tokens[at + 1].word), ()):
                if tuple(one.word for one in tokens[at + 2 : at + 2 + len(rest)]) == rest:
                    for what in classes:
                        self._phrases.setdefault(what, []).append((len(rest) + 2, here))
                        self._present |= 1 << what
                        if what in language.reached:
                            self._reached.add(what)
        self._ends = self._begins | 1 << count
        self._all = (1 << count + 1) - 1

    def reached(self, language: LanguageTable) -> Iterator[int]:
        """The sequences of which every class that they need is there."""
        reached, needs, present = language.reached, language.needs, self._present
        for first in self._reached:
            for then, numbers in reached[first]:
                if present & then:
                    for number in numbers:
                        if needs[number] & present == needs[number]:
                            yield number

    def _of(self, what: int) -> tuple[tuple[int, int], ...]:
        """The lengths of what is of a class, each with the places where it begins."""
        if what not in self._classes:
            places = 0
            for here, classes in self._words.values():
                if what in classes:
                    places |= here
            self._classes[what] = (
                *(((1, places),) if places else ()),
                *self._phrases.get(what, ()),
            )
        return self._classes[what]

    def starts(self, what: int) -> int:
        """The places where something of a class begins."""
        found = 0
        for _, places in self._of(what):
            found |= places
        return found

    def ends(self, elements: tuple[CompiledElement, ...], places: int) -> int:
        """The places where the elements may end that begin at one of `places`."""
        for what, least, most in elements:
            if what >= 0:
                after = 0 if least else places
                for length, begun in self._of(what):
                    after |= (places & begun) << length
                places = after
            elif what == ANY:
                after = 0
                for count in range(least, most + 1):
                    after |= places << count
                places = after & self._all
            elif what == BEGINS:
                places &= self._begins
            elif what == ENDS:
                places &= self._ends
            elif what == ASKS and not self._asks:
                return 0
            if not places:
                return 0
        return places
