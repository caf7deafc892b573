"""
An index: what a language's topics are asked by, as integers that are added up.

It is made when a pack is compiled. A topic weighs most by the ways in which people ask for it,
less by what the pages say about it, and each word by how few topics it belongs to (BM25).
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.search.tokens import make_stemmer, read_tokens, stemming_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

STEM, CONCEPT, PAIR = 10, 8, 8
"""Tenths that one occurrence counts: of a word, of what it is a synonym of, of two in a row."""
_PAGE = 3
"""Tenths that a word of a page counts, shared among the statements that its row says."""
_SATURATION, _LENGTH = 1.2, 0.4
"""BM25's k1 and b."""
_PRECISION = 100
"""Weights are kept in hundredths, as whole numbers: sums are the same on every machine."""
_COMMON = 0.5
"""A word that a topic holds less of than this, in pages only, does not make the word common."""


class Asked(NamedTuple):
    """What one topic is found by."""

    id: str
    phrases: Sequence[str]
    """How people ask for it, and its title."""
    pages: Sequence[tuple[str, int]]
    """What pages say about it, and among how many statements that is shared."""


class SearchIndex(msgspec.Struct, frozen=True, kw_only=True):
    """One language's topics, ready to be searched."""

    algorithm: str
    """The Snowball algorithm; empty where the language has none."""
    topics: tuple[str, ...]
    weights: dict[str, tuple[tuple[int, int], ...]]
    """Term to the topics that it speaks for, each by its place, and how much."""
    forms: dict[str, str]
    """Each known word without accents, to its stem."""
    shown: dict[str, str]
    """Stem, or stems with spaces, to how the pack writes it."""
    concepts: dict[str, str]
    """Stems with spaces to the synonyms that they are one of."""
    longest: int
    """The most stems that one of them has."""
    fillers: tuple[str, ...] = ()
    """Forms of words that say nothing of what is looked for, in order."""
    whole: dict[str, tuple[int, ...]] = {}
    """The stems of a whole phrasing of fillers alone, to the places of its topics."""


MEANT = "@"
"""Stands before the id of synonyms, in the key of a term."""


class Term(NamedTuple):
    """Something that a text is known by."""

    key: str
    """A stem; two stems with a space; or MEANT and the id of synonyms."""
    counts: int
    stems: str
    """The stems that it stands for."""


def build_index(
    language: str,
    topics: Iterable[Asked],
    synonyms: Mapping[str, Sequence[str]],
    fillers: Iterable[str] = (),
) -> SearchIndex:
    """The index of a language. The same rows always give the same index."""
    building = _Building(stemming_of(language))
    for group, words in synonyms.items():
        building.add_synonyms(group, words)
    topics = tuple(topics)
    counted = {topic.id: building.count(topic) for topic in topics}
    forms = {token.form for word in fillers for token in read_tokens(word)}
    whole: dict[str, list[int]] = {}
    for place, topic in enumerate(topics):
        for phrase in topic.phrases:
            if {token.form for token in read_tokens(phrase)} <= forms:
                said = " ".join(building.read(phrase))
                building.shown.setdefault(said, phrase)
                whole.setdefault(said, []).append(place)
    return SearchIndex(
        algorithm=building.algorithm,
        topics=tuple(counted),
        weights=_weigh(tuple(counted.values())),
        forms=building.forms,
        shown=building.shown,
        concepts=building.concepts,
        longest=building.longest,
        fillers=tuple(sorted(forms)),
        whole={said: tuple(dict.fromkeys(places)) for said, places in whole.items()},
    )


class _Building:
    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self._stem = cache(make_stemmer(algorithm))
        self._read_page = cache(self._terms_of_page)  # one text may be about several topics
        self.forms: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.concepts: dict[str, str] = {}
        self.longest = 1

    def read(self, text: str) -> tuple[str, ...]:
        """The stems of what people type, and how each is written at its shortest."""
        stems: list[str] = []
        for token in read_tokens(text):
            stem = self.forms.setdefault(token.form, self._stem(token.form))
            if stem not in self.shown or len(token.written) < len(self.shown[stem]):
                self.shown[stem] = token.written
            stems.append(stem)
        return tuple(stems)

    def add_synonyms(self, group: str, words: Sequence[str]) -> None:
        for word in words:
            stems = self.read(word)
            said = " ".join(stems)
            self.concepts.setdefault(said, group)
            self.longest = max(self.longest, len(stems))
            self.shown.setdefault(said, word)

    def count(self, topic: Asked) -> Counter[str]:
        """How often a topic holds each term, in tenths of tenths."""
        counted: Counter[str] = Counter()
        for phrase in topic.phrases:
            for term in read_terms(self.read(phrase), self):
                counted[term.key] += term.counts * 10
        for text, shared in topic.pages:
            for term in self._read_page(text):
                counted[term.key] += term.counts * _PAGE // shared
        return counted

    def _terms_of_page(self, text: str) -> tuple[Term, ...]:
        """Words of pages are found, but not offered for a word that was mistyped."""
        stems = [self._stem(token.form) for token in read_tokens(text)]
        return tuple(read_terms(stems, self))


def read_terms(stems: Sequence[str], known: SearchIndex | _Building) -> Iterator[Term]:
    """The terms of a text, each once: words, pairs of words, and what words are synonyms of."""
    for stem in dict.fromkeys(stems):
        yield Term(stem, STEM, stem)
    for one, other in dict.fromkeys(pairwise(stems)):
        yield Term(f"{one} {other}", PAIR, "")
    seen: set[str] = set()
    for said, group in _find_concepts(stems, known.concepts, known.longest):
        if group not in seen:
            seen.add(group)
            yield Term(f"{MEANT}{group}", CONCEPT, said)


def _find_concepts(
    stems: Sequence[str], concepts: Mapping[str, str], longest: int
) -> Iterator[tuple[str, str]]:
    """From left to right, the longest that is known: "blow up" before "blow"."""
    at = 0
    while at < len(stems):
        for length in range(min(longest, len(stems) - at), 0, -1):
            said = " ".join(stems[at : at + length])
            if said in concepts:
                yield said, concepts[said]
                at += length
                break
        else:
            at += 1


def _weigh(counted: Sequence[Counter[str]]) -> dict[str, tuple[tuple[int, int], ...]]:
    # Hundredths become whole occurrences, as the formula counts them.
    held = [{term: count / 100 for term, count in topic.items()} for topic in counted]
    spread = Counter(term for topic in held for term, count in topic.items() if count >= _COMMON)
    lengths = [sum(topic.values()) for topic in held]
    average = sum(lengths) / len(lengths) if lengths else 1.0
    weights: dict[str, list[tuple[int, int]]] = {}
    for place, (topic, length) in enumerate(zip(held, lengths, strict=True)):
        slack = _SATURATION * (1 - _LENGTH + _LENGTH * length / average)
        for term, count in topic.items():
            if term not in spread:
                continue
            rarity = math.log(1 + (len(held) - spread[term] + 0.5) / (spread[term] + 0.5))
            weight = round(_PRECISION * rarity * count * (_SATURATION + 1) / (count + slack))
            if weight:
                weights.setdefault(term, []).append((place, weight))
    return {term: tuple(weights[term]) for term in sorted(weights)}
