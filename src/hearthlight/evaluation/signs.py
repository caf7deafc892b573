"""
Measures the matcher on labeled lines: true signs near the top, and ordinary life left in peace.

A file has one JSON object a line (`id`, `text`, `lang`, `labels`, `note`). docs/evaluation.md tells
the format.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from hearthlight.documents.hearing import dangers, hear, hear_danger, labels
from hearthlight.evaluation.rows import MalformedRowsError
from hearthlight.notice.noticing import DANGER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition

_DOUBT = re.compile(r"doubt:\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")
_FORM = "form-"


class SignRow(msgspec.Struct, frozen=True):
    """One line. Fields that are not listed are allowed and ignored."""

    id: str
    text: str
    lang: str
    labels: tuple[str, ...]
    note: str = ""

    def doubtful(self) -> frozenset[str]:
        """Ids that count neither as right nor as wrong."""
        found = _DOUBT.search(self.note)
        return frozenset(re.split(r"\s*,\s*", found[1])) if found else frozenset()

    def is_ordinary(self) -> bool:
        """Ordinary life: nothing should be offered."""
        return not self.labels and ("ordinary life" in self.note or self.note == "negation")

    def is_alike(self) -> bool:
        """It sounds like danger, and is none."""
        return not self.labels and "look-alike" in self.note

    def is_danger(self) -> bool:
        """Whom to call now should be offered."""
        return any(label.startswith(DANGER) for label in self.labels)


class Prediction(msgspec.Struct, frozen=True):
    """What the product says to one line."""

    id: str
    ranked: tuple[str, ...]
    """The five nearest, whatever their score."""
    offered: tuple[str, ...]
    """What the caregiver is asked about."""
    danger: bool
    """Whether whom to call now is offered."""


class Score(msgspec.Struct, frozen=True):
    """How one label, or one group of lines, came out. Counts are pairs of a line and a label."""

    true: int
    at_3: int
    at_5: int
    offered: int
    """True ones that were offered."""
    wrong: int
    """Offered ones that are neither true nor doubtful."""
    precision: float
    f1: float


class SignReport(msgspec.Struct, frozen=True):
    """The result over a file."""

    rows: int
    overall: Score
    languages: dict[str, Score]
    labels: dict[str, Score]
    ordinary: int
    ordinary_offered: int
    ordinary_offered_a_form: int
    alike: int
    alike_offered_danger: int
    quiet_offered_danger: int
    """Lines without danger, look-alikes apart, on which danger was offered."""
    danger: int
    danger_caught: int
    predictions: tuple[Prediction, ...]


def evaluate_signs(edition: Edition, rows: Iterable[SignRow]) -> SignReport:
    """
    Compare every row with what the product says.

    Raises MalformedRowsError for labels that neither the model nor the cues know.
    """
    rows = tuple(rows)
    known = {*labels(), *dangers(edition)}
    if wrong := [
        f"{row.id}: label {label!r} is not one that is listened for."
        for row in rows
        for label in row.labels
        if label not in known
    ]:
        raise MalformedRowsError(wrong)
    counts: dict[str, Counter[str]] = {}
    predictions: list[Prediction] = []
    totals = Counter[str]()
    for row in rows:
        noticed = hear(edition, row.text)
        said = Prediction(
            row.id,
            noticed.ranked,
            tuple(suggestion.id for suggestion in noticed.offered),
            bool(hear_danger(edition, row.text)),
        )
        predictions.append(said)
        for label, what in _outcomes(row, said):
            for group in ("overall", f"language {row.lang}", f"label {label}"):
                counts.setdefault(group, Counter())[what] += 1
        totals.update(_totals(row, said))
    return SignReport(
        rows=len(rows),
        overall=_score(counts.get("overall", Counter())),
        languages=_scores(counts, "language "),
        labels=_scores(counts, "label "),
        ordinary=totals["ordinary"],
        ordinary_offered=totals["ordinary offered"],
        ordinary_offered_a_form=totals["ordinary form"],
        alike=totals["alike"],
        alike_offered_danger=totals["alike danger"],
        quiet_offered_danger=totals["quiet danger"],
        danger=totals["danger"],
        danger_caught=totals["danger caught"],
        predictions=tuple(predictions),
    )


def _outcomes(row: SignRow, said: Prediction) -> Iterable[tuple[str, str]]:
    doubtful = row.doubtful()
    for label in row.labels:
        if label.startswith(DANGER) or label in doubtful:
            continue
        yield label, "true"
        if label in said.ranked[:3]:
            yield label, "at 3"
        if label in said.ranked:
            yield label, "at 5"
        if label in said.offered:
            yield label, "offered"
    for label in said.offered:
        if label not in row.labels and label not in doubtful:
            yield label, "wrong"


def _totals(row: SignRow, said: Prediction) -> Iterable[str]:
    if row.is_ordinary():
        yield "ordinary"
        if said.offered:
            yield "ordinary offered"
        if any(label.startswith(_FORM) for label in said.offered):
            yield "ordinary form"
    if row.is_alike():
        yield "alike"
        if said.danger:
            yield "alike danger"
    elif row.is_danger():
        yield "danger"
        if said.danger:
            yield "danger caught"
    elif said.danger:
        yield "quiet danger"


def _scores(counts: dict[str, Counter[str]], group: str) -> dict[str, Score]:
    return {
        name.removeprefix(group): _score(each)
        for name, each in sorted(counts.items())
        if name.startswith(group)
    }


def _score(count: Counter[str]) -> Score:
    shown = count["offered"] + count["wrong"]
    both = count["true"] + shown
    return Score(
        true=count["true"],
        at_3=count["at 3"],
        at_5=count["at 5"],
        offered=count["offered"],
        wrong=count["wrong"],
        precision=round(count["offered"] / shown, 3) if shown else 0.0,
        f1=round(2 * count["offered"] / both, 3) if both else 0.0,
    )
