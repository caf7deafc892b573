"""
Measures the coach: whether fine sentences are left alone, and what may hurt is found.

A file has one JSON object a line (`id`, `text`, `lang`, `labels`, `praise`, `note`). No label means
that the sentence is fine. Names are those of the patterns, without their `pattern-` or `praise-`.
What is part of another pattern counts as that one. Limits, which bring no wording, are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from hearthlight.documents.saying import find_in_saying

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition

_DOUBT = re.compile(r"doubt:([^;]*)")
_HURTS = frozenset({"stop", "reconsider"})


class CoachRow(msgspec.Struct, frozen=True):
    """One sentence. Fields that are not listed are allowed and ignored."""

    id: str
    text: str
    lang: str
    labels: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()
    note: str = ""
    """May hold `doubt: ID, ...`: names that count neither as right nor as wrong."""

    def doubtful(self) -> frozenset[str]:
        """Names that count neither way."""
        found = _DOUBT.search(self.note)
        return frozenset(found[1].replace(",", " ").split()) if found else frozenset()


class Prediction(msgspec.Struct, frozen=True):
    """What the coach finds in one sentence."""

    id: str
    labels: tuple[str, ...]
    praise: tuple[str, ...]


class Score(msgspec.Struct, frozen=True):
    """How one pattern, or a group of sentences, came out. Counts are of sentence and pattern."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found; 0 where nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Both in one number."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class CoachGroup(msgspec.Struct, frozen=True):
    """The result over the sentences of one language, or over all."""

    rows: int
    fine: int
    fine_flagged: int
    stop: int
    """Sentences with a label whose pattern is grave."""
    stop_caught: int
    """Those in which the coach found something grave."""
    exact: int
    """Sentences in which all labels and no others were found."""
    labels: Score
    praise: Score


class CoachReport(msgspec.Struct, frozen=True):
    """The result over a file."""

    groups: dict[str, CoachGroup]
    """Language to its result; `all` for the whole file."""
    patterns: dict[str, Score]
    flagged: tuple[str, ...]
    """Ids of fine sentences in which something was found."""
    predictions: tuple[Prediction, ...]


class _Judged(msgspec.Struct, frozen=True):
    row: CoachRow
    wanted: frozenset[str]
    found: frozenset[str]
    praise: frozenset[str]
    grave: bool


def evaluate_coach(edition: Edition, rows: Iterable[CoachRow]) -> CoachReport:
    """Coach every sentence, and compare what is found with its labels."""
    # A name has the severity of the pattern that bears it, not of one that is part of it.
    grave = {
        pattern.name
        for pattern in edition.coach.patterns
        if pattern.kind == "stop" and pattern.id.endswith(f"-{pattern.name}")
    }
    called: dict[str, tuple[str, ...]] = {
        pattern.id.removeprefix("pattern-"): () if pattern.kind == "limit" else (pattern.name,)
        for pattern in edition.coach.patterns
    }
    judged = [_judge(edition, row, called) for row in rows]
    names = sorted({name for one in judged for name in one.found | one.wanted})
    tags = sorted({one.row.lang for one in judged})
    return CoachReport(
        groups={
            tag: _group([one for one in judged if tag in ("all", one.row.lang)], grave)
            for tag in ("all", *tags)
        },
        patterns={
            name: _score(
                (one.found & {name}, one.wanted & {name}, one.row.doubtful()) for one in judged
            )
            for name in names
        },
        flagged=tuple(one.row.id for one in judged if _is_flagged(one)),
        predictions=tuple(
            Prediction(one.row.id, tuple(sorted(one.found)), tuple(sorted(one.praise)))
            for one in judged
        ),
    )


def _judge(edition: Edition, row: CoachRow, called: dict[str, tuple[str, ...]]) -> _Judged:
    wanted = frozenset(name for label in row.labels for name in called.get(label, (label,)))
    found = [edition.coach.patterns[match.pattern] for match in find_in_saying(edition, row.text)]
    return _Judged(
        row,
        wanted,
        frozenset(pattern.name for pattern in found if pattern.kind in _HURTS),
        frozenset(pattern.name for pattern in found if pattern.kind == "praise"),
        any(pattern.kind == "stop" for pattern in found),
    )


def _is_flagged(one: _Judged) -> bool:
    return not one.row.labels and bool(one.found - one.row.doubtful())


def _group(judged: list[_Judged], grave: set[str]) -> CoachGroup:
    stop = [one for one in judged if grave & one.wanted]
    return CoachGroup(
        rows=len(judged),
        fine=sum(1 for one in judged if not one.row.labels),
        fine_flagged=sum(1 for one in judged if _is_flagged(one)),
        stop=len(stop),
        stop_caught=sum(1 for one in stop if one.grave),
        exact=sum(
            1 for one in judged if one.found - one.row.doubtful() == one.wanted - one.row.doubtful()
        ),
        labels=_score((one.found, one.wanted, one.row.doubtful()) for one in judged),
        praise=_score(
            (one.praise, frozenset(one.row.praise), one.row.doubtful()) for one in judged
        ),
    )


def _score(pairs: Iterable[tuple[frozenset[str], frozenset[str], frozenset[str]]]) -> Score:
    counts: Counter[str] = Counter()
    for found, wanted, doubted in pairs:
        counts["right"] += len(found & wanted - doubted)
        counts["wrong"] += len(found - wanted - doubted)
        counts["missed"] += len(wanted - found - doubted)
    return Score(counts["right"], counts["wrong"], counts["missed"])
