"""
Compiles patterns, cues, classes and spellings to one table that two small walkers read.

The walkers are `coach.walking` and `channels/web/device/coach.js`. All that is particular to a
language or to a jurisdiction is in the table.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from hearthlight.coach.cues import CueError, Reader
from hearthlight.coach.words import Folding, fold, respell
from hearthlight.content.model import (
    Cues,
    DangerCues,
    Pattern,
    PatternKind,
    Spellings,
    TextWords,
    WordClass,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.coach.cues import Choice
    from hearthlight.content.model import Pack

CUE, GUARD = 0, 1
DENIAL, BREAK, ABBREVIATION = "NOT", "BREAK", "ABBREVIATION"
"""Classes that the walkers themselves ask for; a language may be without them."""

LOOKS_BACK = 3
"""Words before a cue in which a denial takes it back, where nothing else is said."""

_SHORTEST = 2
"""Letters that a beginning of words has at least, or nothing begins with it."""

CompiledElement = tuple[int, int, int]
"""A class, or a code below zero; the least and the most words that it takes."""
CompiledSequence = tuple[int, int, int, tuple[CompiledElement, ...]]
"""Pattern, CUE or GUARD, whether it stands after a denial, elements."""


class CompiledPattern(msgspec.Struct, frozen=True, kw_only=True):
    """A pattern; its place in the list is its index, the gravest first."""

    id: str
    kind: PatternKind
    name: str
    """What files of examples call it."""
    least: int
    yields_to: tuple[int, ...]
    beside: tuple[int, ...]
    rewrite: bool
    calls: bool
    sources: tuple[str, ...]
    covers: tuple[str, ...]


class LanguageTable(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The cues of one language."""

    spellings: dict[str, tuple[str, ...]]
    endings: tuple[tuple[str, tuple[str, ...]], ...]
    words: dict[str, tuple[int, ...]]
    """Word to its classes."""
    beginnings: dict[str, tuple[int, ...]]
    """Beginning of words to its classes."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]
    """First word to the words after it, and the classes of the phrase."""
    denial: int
    looks_back: int
    """Words before a cue in which a denial takes it back."""
    breaks: int
    abbreviations: int
    sequences: tuple[CompiledSequence, ...]

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """For each sequence, the class that it begins with."""
        return tuple(
            next(what for what, _, _ in elements if what >= 0)
            for _, _, _, elements in self.sequences
        )

    @cached_property
    def needs(self) -> tuple[int, ...]:
        """For each sequence, a bit for every class without which it cannot match."""
        return tuple(_bits(_needed(one)) for one in self.sequences)

    @cached_property
    def pairs(self) -> dict[tuple[str, str], tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]:
        """The first two words of a phrase to the words after them, and its classes."""
        found: dict[tuple[str, str], list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
        for first, phrases in self.phrases.items():
            for (second, *rest), classes in phrases:
                found.setdefault((first, second), []).append((tuple(rest), classes))
        return {pair: tuple(phrases) for pair, phrases in found.items()}

    @cached_property
    def known(self) -> dict[str, frozenset[int]]:
        """Every word of the table to all its classes."""
        return {
            word: frozenset(numbers) | self._begun(word) for word, numbers in self.words.items()
        }

    def classes_of(self, word: str) -> frozenset[int]:
        """The classes of a word, whether the table has it or only how it begins."""
        found = self.known.get(word)
        if found is None:
            found = self._begun(word)
        if "0" <= word[0] <= "9":
            found |= self.known.get("#", frozenset())
        return found

    def _begun(self, word: str) -> frozenset[int]:
        return frozenset(
            number
            for beginning, numbers in self._beginnings.get(word[:_SHORTEST], ())
            if word.startswith(beginning)
            for number in numbers
        )

    @cached_property
    def _beginnings(self) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
        """The first letters of beginnings, to each beginning and its classes."""
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for beginning, numbers in self.beginnings.items():
            if len(beginning) >= _SHORTEST:
                found.setdefault(beginning[:_SHORTEST], []).append((beginning, numbers))
        return found

    @cached_property
    def reached(self) -> dict[int, tuple[tuple[int, tuple[int, ...]], ...]]:
        """
        The sequences, by the class that they need and that is said most seldom.

        Those of one class stand together by a bit for the next; where one class is all that they
        need, by that one's.
        """
        # Without a count of speech: a word that many classes hold is a word that people say often.
        said: dict[int, int] = {}
        for classes in self.known.values():
            for what in classes:
                said[what] = said.get(what, 0) + len(classes)
        for word, phrases in self.phrases.items():
            for _, numbers in phrases:
                for what in numbers:
                    said[what] = said.get(what, 0) + len(self.known.get(word, ())) // 8
        found: dict[int, dict[int, list[int]]] = {}
        for number, one in enumerate(self.sequences):
            first, *rest = sorted(_needed(one), key=lambda what: (said.get(what, 0), what))
            then = 1 << (rest[0] if rest else first)
            found.setdefault(first, {}).setdefault(then, []).append(number)
        return {
            first: tuple((then, tuple(numbers)) for then, numbers in its.items())
            for first, its in found.items()
        }

    def reach(self, word: str, classes: frozenset[int]) -> tuple[int, frozenset[int]]:
        """A bit for each class of a word; and of the classes, the rarest of some sequence."""
        if word in self._reach and not "0" <= word[0] <= "9":
            return self._reach[word]
        return self._reached(classes)

    @cached_property
    def _reach(self) -> dict[str, tuple[int, frozenset[int]]]:
        return {word: self._reached(classes) for word, classes in self.known.items()}

    def _reached(self, classes: frozenset[int]) -> tuple[int, frozenset[int]]:
        return _bits(classes), frozenset(what for what in classes if what in self.reached)


def _bits(classes: Iterable[int]) -> int:
    return sum(1 << what for what in classes)


def _needed(sequence: CompiledSequence) -> set[int]:
    return {what for what, least, _ in sequence[3] if what >= 0 and least}


class CoachTable(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All that the walkers know."""

    folds: dict[str, str]
    """A character to what stands for it. What is neither here nor plain parts words."""
    patterns: tuple[CompiledPattern, ...]
    languages: dict[str, LanguageTable]

    @cached_property
    def folding(self) -> Folding:
        """What folds a text."""
        return Folding(self.folds)


def compile_coach(pack: Pack) -> CoachTable:
    """Compile a checked pack. The same pack always compiles to the same table."""
    patterns = sorted(pack.all(Pattern).values(), key=lambda row: (row.order, row.id))
    index = {row.id: number for number, row in enumerate(patterns)}
    grave = tuple(row.id for row in patterns if row.kind == "stop")
    folds = make_folds()
    tags = dict.fromkeys(row.language for row in pack.all(Cues).values())
    return CoachTable(
        folds=folds,
        patterns=tuple(
            CompiledPattern(
                id=row.id,
                kind=row.kind,
                name=(row.part_of or row.id).split("-", 1)[1],
                least=row.least,
                yields_to=tuple(index[other] for other in (*row.yields_to, *_graver(row, grave))),
                beside=tuple(index[other] for other in row.beside),
                rewrite=row.rewrite,
                calls=row.calls,
                sources=row.sources,
                covers=row.covers,
            )
            for row in patterns
        ),
        languages={tag: compile_cues(pack, tag, _cues_of(pack, tag, index)) for tag in tags},
    )


def _graver(row: Pattern, grave: tuple[str, ...]) -> tuple[str, ...]:
    """No praise beside what may do harm: it would sound like leave to say it."""
    return grave if row.kind == "praise" else ()


def compile_cues(
    pack: Pack, tag: str, cues: Iterable[tuple[int, int, str]], looks_back: int = LOOKS_BACK
) -> LanguageTable:
    """
    Cues of one language, each with what it is a cue of, and CUE or GUARD.

    The language's classes and spellings are those of the pack. Raises CueError.
    """
    compiler = _Compiler(_language_of(pack, tag))
    for pattern, kind, cue in cues:
        compiler.add(pattern, kind, cue)
    return compiler.table(looks_back)


def _cues_of(pack: Pack, tag: str, index: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    for row in pack.all(Cues).values():
        if row.language == tag:
            yield from ((index[row.pattern], CUE, cue) for cue in row.cues)
            yield from ((index[row.pattern], GUARD, guard) for guard in row.guards)


def find_wrong_cues(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Row, cue and what is wrong with it, for every cue that cannot be compiled."""
    readers: dict[str, Reader] = {}
    rows: tuple[Cues | DangerCues | TextWords, ...] = (
        *pack.all(Cues).values(),
        *pack.all(DangerCues).values(),
        *pack.all(TextWords).values(),
    )
    for row in rows:
        if row.language not in readers:
            readers[row.language] = _language_of(pack, row.language).reader
        whole = row.whole if isinstance(row, TextWords) else ()
        for cue in (*row.cues, *row.guards, *whole):
            try:
                readers[row.language].cue(cue)
            except CueError as error:
                yield row.id, cue, str(error)


def make_folds() -> dict[str, str]:
    """Letters with marks to plain ones, capitals to small ones; quotes to `'`; marks to nothing."""
    folds = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF21, 0xFF5B)):
        plain = unicodedata.normalize("NFKD", chr(code)).lower()
        letters = "".join(one for one in plain if one.isascii() and one.isalpha())
        if letters:
            folds[chr(code)] = letters
    folds |= dict.fromkeys("’‘ʼ′`´＇", "'")  # noqa: RUF001 - they are what is meant
    folds |= {
        chr(code): "" for code in (*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0xFEFF)
    }
    folds |= {
        "$": " dollars ",
        "€": " dollars ",
        "Æ": "ae",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "Ø": "o",
    }
    return folds


class _Language:
    """What the cues of a language are read with: its classes, its spellings, and what was read."""

    def __init__(self, classes: Iterable[WordClass], spellings: Iterable[Spellings]) -> None:
        folds = make_folds()
        self.classes: dict[str, tuple[str, ...]] = {}
        for row in classes:
            self.classes[row.name] = (*self.classes.get(row.name, ()), *row.words)
        self.spellings: dict[str, tuple[str, ...]] = {}
        self.endings: dict[str, tuple[str, ...]] = {}
        for spelling in spellings:
            for written, meant in spelling.words.items():
                self.spellings[fold(written, folds)] = tuple(fold(meant, folds).split())
            for written, meant in spelling.endings.items():
                self.endings[fold(written, folds)] = tuple(fold(meant, folds).split())
        self._folds = folds
        self.reader = Reader(self.classes, self._respell)

    def _respell(self, word: str) -> tuple[str, ...]:
        stem = word.removesuffix("*")
        if stem != word:
            return (f"{fold(stem, self._folds)}*",)
        if word == "#":
            return ("#",)
        return respell(fold(word, self._folds), self.spellings, self.endings.items())


def _language_of(pack: Pack, tag: str) -> _Language:
    classes = [row for row in pack.all(WordClass).values() if row.language == tag]
    spellings = [row for row in pack.all(Spellings).values() if row.language == tag]
    return _read_language(msgspec.json.encode((classes, spellings)))


@lru_cache(maxsize=4)
def _read_language(rows: bytes) -> _Language:
    """
    By the bytes of its rows, since an inspection reads each cue twice: for what is wrong, and here.

    A pack is compiled by coach, danger and texts, and they share classes too.
    """
    return _Language(*msgspec.json.decode(rows, type=_LanguageRows))


_LanguageRows = tuple[tuple[WordClass, ...], tuple[Spellings, ...]]


class _Compiler:
    def __init__(self, language: _Language) -> None:
        self._language = language
        self._numbers: dict[Choice, int] = {}
        self._sequences: dict[CompiledSequence, None] = {}

    def table(self, looks_back: int) -> LanguageTable:
        denial, breaks, abbreviations = (
            self._named(name) for name in (DENIAL, BREAK, ABBREVIATION)
        )
        words: dict[str, list[int]] = {}
        beginnings: dict[str, list[int]] = {}
        phrases: dict[tuple[str, ...], list[int]] = {}
        for choice, number in self._numbers.items():
            for phrase in choice:
                if len(phrase) > 1:
                    phrases.setdefault(phrase, []).append(number)
                elif phrase[0].endswith("*"):
                    beginnings.setdefault(phrase[0][:-1], []).append(number)
                else:
                    words.setdefault(phrase[0], []).append(number)
        begun: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
        for (first, *rest), numbers in sorted(phrases.items()):
            begun.setdefault(first, []).append((tuple(rest), tuple(numbers)))
        return LanguageTable(
            spellings=self._language.spellings,
            endings=tuple(self._language.endings.items()),
            words={word: tuple(numbers) for word, numbers in sorted(words.items())},
            beginnings={word: tuple(numbers) for word, numbers in sorted(beginnings.items())},
            phrases={first: tuple(rest) for first, rest in begun.items()},
            denial=denial,
            looks_back=looks_back,
            breaks=breaks,
            abbreviations=abbreviations,
            sequences=tuple(self._sequences),
        )

    def add(self, pattern: int, kind: int, cue: str) -> None:
        """Add a cue. Raises CueError."""
        sequence = self._language.reader.cue(cue)
        elements = tuple(
            (
                one.what if isinstance(one.what, int) else self._number(one.what),
                one.least,
                one.most,
            )
            for one in sequence.elements
        )
        self._sequences[pattern, kind, int(sequence.stands), elements] = None

    def _named(self, name: str) -> int:
        known = name in self._language.classes
        return self._number(self._language.reader.choice((name,))) if known else -1

    def _number(self, choice: Choice) -> int:
        return self._numbers.setdefault(choice, len(self._numbers))
