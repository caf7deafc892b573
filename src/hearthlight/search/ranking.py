"""Ranks the topics of an index by what was typed. The same words always give the same ranks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.search.index import read_terms
from hearthlight.search.tokens import make_stemmer, read_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.search.index import SearchIndex

MOST_WORDS = 60
"""Words that are looked at; what comes after them is let go."""
MOST_FOUND = 20
"""Topics that are named; nobody reads on further."""
_MENDED = ((5, 1), (8, 2))
"""A word of so many letters may be mistyped in so many."""
_NAMED = 3
"""Words, at most, that say why a topic was found."""
_TELLING = 3
"""A word says why if it weighs at least a third of the one that weighs most."""


class Ranked(NamedTuple):
    """A topic that was found."""

    topic: str
    score: int
    words: tuple[str, ...]
    """What it was found by, in the pack's spelling, the weightiest first."""


def search(index: SearchIndex, text: str) -> tuple[Ranked, ...]:
    """The topics that any word speaks for, the best first. Nothing of the text is kept."""
    stems = list(_read_stems(index, text))
    scores: defaultdict[int, int] = defaultdict(int)
    reasons: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for term in read_terms(stems, index):
        for place, weight in index.weights.get(term.key, ()):
            scores[place] += term.counts * weight
            if term.stems:
                reasons[place][index.shown.get(term.stems, "")] += term.counts * weight
    ranked = sorted(scores, key=lambda place: (-scores[place], place))[:MOST_FOUND]
    return tuple(
        Ranked(index.topics[place], scores[place], _telling(reasons[place])) for place in ranked
    )


def _read_stems(index: SearchIndex, text: str) -> Iterator[str]:
    make_stem = make_stemmer(index.algorithm)
    for token in read_tokens(text)[:MOST_WORDS]:
        known = index.forms.get(token.form)
        if known is None:
            known = make_stem(token.form)
            if known not in index.shown:
                known = index.forms.get(_mend(token.form, index.forms), known)
        yield known


def _mend(form: str, known: dict[str, str]) -> str:
    """The known word that a mistyped one is nearest to; the word itself if none is near."""
    most = max((typos for letters, typos in _MENDED if len(form) >= letters), default=0)
    if not most or not form.isalpha():
        return form
    from rapidfuzz import process  # noqa: PLC0415 - slow to import, and most words are known
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - likewise

    near = process.extract(form, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    same_start = [(typos, word) for word, typos, _ in near if word[0] == form[0]]
    return min(same_start)[1] if same_start else form


def _telling(reasons: dict[str, int]) -> tuple[str, ...]:
    """The words that weigh most; the child and small words weigh next to nothing."""
    told: list[str] = []
    most = max(reasons.values(), default=0)
    for word in sorted(reasons, key=lambda word: (-reasons[word], -len(word), word)):
        if len(told) == _NAMED or reasons[word] * _TELLING < most:
            break
        if word and not any(f" {word} " in f" {other} " for other in told):
            told.append(word)
    return tuple(told)
