"""Ranks the topics of an index by what was typed. The same words always give the same ranks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.search.index import MEANT, read_terms
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
    """
    The topics that any telling word speaks for, the best first. Nothing of the text is kept.

    Fillers tell topics apart, as "he" tells a person from a thing, and find none by themselves.
    Several of them together do, where a pack says what they mean: as synonyms ("no puedo más"), or
    as a whole question ("is it something I did").
    """
    fillers = frozenset(index.fillers)
    words = list(_read_words(index, text))
    stems = [stem for _, stem in words]
    telling = {stem for form, stem in words if form not in fillers}
    scores: defaultdict[int, int] = defaultdict(int)
    reasons: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    said = " ".join(stems)
    found: set[int] = set(() if telling else index.whole.get(said, ()))
    for place in found:
        reasons[place][index.shown[said]] = 1
    for term in read_terms(stems, index):
        meant = term.key.startswith(MEANT) and " " in term.stems
        tells = meant or any(stem in telling for stem in (term.stems or term.key).split(" "))
        for place, weight in index.weights.get(term.key, ()):
            scores[place] += term.counts * weight
            if tells:
                found.add(place)
            if tells and term.stems:
                reasons[place][index.shown.get(term.stems, "")] += term.counts * weight
    ranked = sorted(found, key=lambda place: (-scores[place], place))[:MOST_FOUND]
    return tuple(
        Ranked(index.topics[place], scores[place], _telling(reasons[place])) for place in ranked
    )


def _read_words(index: SearchIndex, text: str) -> Iterator[tuple[str, str]]:
    """Each word as it is typed, or as it was meant, and its stem."""
    make_stem = make_stemmer(index.algorithm)
    for token in read_tokens(text)[:MOST_WORDS]:
        form, known = token.form, index.forms.get(token.form)
        if known is None:
            known = make_stem(form)
            if known not in index.shown:
                form = _mend(form, index.forms)
                known = index.forms.get(form, known)
        yield form, known


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
    """The words that weigh most."""
    told: list[str] = []
    most = max(reasons.values(), default=0)
    for word in sorted(reasons, key=lambda word: (-reasons[word], -len(word), word)):
        if len(told) == _NAMED or reasons[word] * _TELLING < most:
            break
        if word and not any(f" {word} " in f" {other} " for other in told):
            told.append(word)
    return tuple(told)
