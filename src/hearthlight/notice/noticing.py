"""
From a text to the few signs that it may be about, and to the dangers that it may tell of.

A sign comes with the words that led to it. It asks; it never decides. Nothing here is kept, and
nothing is said about what was not found. `channels/web/device/notice.js` is the same walk over the
same tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.notice.reading import COMMA, tokens, windows
from hearthlight.notice.weighing import Window, reaching, weigh

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from hearthlight.notice.model import Model
    from hearthlight.notice.weighing import Cue, Word

MOST = 5
"""Suggestions at most."""
DANGER = "danger-"
_LEAST = 3
"""Words at least in which the model hears danger; fewer are no more than a word to it."""
_BRIEF, _BRIEF_MORE = 5, 320
"""In so few words so much more is asked of the gate, in 1,024ths: they say too little."""
_DENIED_MORE, _GUARDED_MORE = 2048, 512
"""And so much where something is denied, or a guard matches, and nothing else is heard."""
_FEW = 8
"""In a sentence of so few words, marks among them, a cue is not doubted."""
_AROUND = 2
"""So many words on either side of a cue are looked at by themselves: people type on without end."""
_CLAUSE = 4
"""Words at least in a clause that is looked at by itself; fewer go with those before them."""
_CLAUSE_LESS, _CLAUSE_GATE_LESS = 1536, 512
"""What a sign, and the gate, count less in a clause by itself, in 1,024ths: half is left out."""


class Suggestion(msgspec.Struct, frozen=True):
    """A sign or form to ask about."""

    id: str
    words: tuple[str, ...]
    """What led to it, as it was typed, in the order it was typed."""


class Noticed(msgspec.Struct, frozen=True):
    """What a text may be about."""

    ranked: tuple[str, ...]
    """The five ids that come nearest, whatever their score. To measure by, never to show."""
    offered: tuple[Suggestion, ...]
    """What a caregiver is asked about; the nearest first."""


def notice(model: Model, text: str, known: Container[str] | None = None) -> Noticed:
    """
    What a text may be about; the same text always gives the same result.

    `known` are the ids that the pack at hand has; without it, all that the model has.
    """
    file = model.file
    found = find_parts(model, text)
    if not found:
        return Noticed((), ())
    gate = len(file.labels) - 1
    best = [max(found, key=lambda part: part.scores[label]) for label in range(gate)]
    order = [
        label
        for label in sorted(range(gate), key=lambda label: (-best[label].scores[label], label))
        if known is None or file.labels[label] in known
    ]
    offered = [
        label
        for label in order
        if best[label].scores[label] >= file.thresholds[label]
        and best[label].scores[gate] >= file.thresholds[gate]
    ]
    return Noticed(
        tuple(file.labels[label] for label in order[:MOST]),
        tuple(
            Suggestion(file.labels[label], _words(best[label].window, label, text))
            for label in offered[:MOST]
        ),
    )


class Part(NamedTuple):
    """Some words of a text, and how much they speak for each label: the gate is the last."""

    window: Window
    scores: tuple[int, ...]


def find_parts(model: Model, text: str) -> list[Part]:
    """
    What is looked at for signs: all of a text, and each of several clauses by itself.

    Who tells of three things in one sentence says too little of each for all the words together. A
    clause by itself must say more.
    """
    sentences = _sentences(model, text)
    parts = [Part(one, one.scores) for one in (Window(model, cut) for cut in windows(sentences))]
    clauses = [clause for one in sentences for clause in _clauses(one, model.breakers)]
    if len(clauses) > 1:
        for cut in (cut for clause in clauses for cut in windows([clause])):
            window = Window(model, cut)
            *labels, gate = window.scores
            less = (*(score - _CLAUSE_LESS for score in labels), gate - _CLAUSE_GATE_LESS)
            parts.append(Part(window, less))
    return parts


def _clauses(sentence: list[Word], breakers: Container[str]) -> list[list[Word]]:
    """A sentence cut at its commas, and before words that end what a "no" reaches."""
    clauses: list[list[Word]] = [[]]
    for word in sentence:
        said = word.token.word
        if (said == COMMA or said in breakers) and len(clauses[-1]) >= _CLAUSE:
            clauses.append([])
            if said == COMMA:
                continue
        clauses[-1].append(word)
    if len(clauses) > 1 and len(clauses[-1]) < _CLAUSE:
        last = clauses.pop()
        clauses[-1] = [*clauses[-1], *last]
    return clauses


def notice_danger(
    model: Model, text: str, taken: Collection[Cue], denied: Collection[Cue], *, named: bool = False
) -> tuple[str, ...]:
    """
    The dangers that a text may tell of, as the model weighs its words and what is `taken` back.

    Of that, `denied` are the cues that are denied; the others are guards. The gate says whether it
    is danger. Which one is every danger that reaches its own level; where none does, the nearest,
    unless one is `named` otherwise.
    """
    file = model.file
    gate = len(file.labels) - 1
    dangers: set[int] = set()
    for cut in windows(_sentences(model, text)):
        window = Window(model, cut, taken)
        scores = window.scores
        asked = file.thresholds[gate]
        if len(window.tokens) <= _BRIEF:
            asked += _BRIEF_MORE
        if not named and reaching(window.tokens, taken):
            asked += _DENIED_MORE if reaching(window.tokens, denied) else _GUARDED_MORE
        if len(window.tokens) >= _LEAST and scores[gate] >= asked:
            reached = {label for label in range(gate) if scores[label] >= file.thresholds[label]}
            if not reached and not named:
                reached = {max(range(gate), key=scores.__getitem__)}
            dangers |= reached
    return tuple(file.labels[label] for label in sorted(dangers))


def doubts_danger(model: Model, text: str, heard: Collection[Cue], taken: Collection[Cue]) -> bool:
    """
    Whether the model hears so little danger that cues which heard it are not believed.

    They are where one stands in a sentence of few words. Else no part of the text may be near to
    danger: not all of it, no sentence by itself, and not the words around a cue.
    """
    sentences = weigh(model, tokens(text, model.fold, model.negators, model.breakers))
    parts = [*windows(sentences), *(window for one in sentences for window in windows([one]))]
    for one in sentences:
        for cue in heard:
            places = [at for at, word in enumerate(one) if reaching([word.token], [cue])]
            if not places:
                continue
            if len(one) <= _FEW:
                return False
            parts.append(one[max(0, places[0] - _AROUND) : places[-1] + 1 + _AROUND])
    level = model.file.cued[-1]
    return all(Window(model, part, taken).scores[-1] < level for part in parts)


def _sentences(model: Model, text: str) -> list[list[Word]]:
    """Every sentence, weighed; none where nothing is said, or numbers alone."""
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    if not any(token.word[0].isalpha() for sentence in sentences for token in sentence):
        return []
    return weigh(model, sentences)


def _words(window: Window, label: int, text: str) -> tuple[str, ...]:
    named = (window.tokens[place] for place in window.places(label))
    return tuple(text[token.start : token.end] for token in named)
