"""The coach measured on sentences of our own, and held to a floor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthlight.evaluation.coach import CoachRow, evaluate_coach
from hearthlight.evaluation.rows import read_rows

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

OURS = Path(__file__).parent.parent / "data" / "coach.jsonl"
FLAGGED, CAUGHT, F1 = 0.05, 0.95, 0.85


@pytest.mark.parametrize("language", ["en", "es"])
def test_fine_sentences_are_left_alone_and_grave_ones_are_not(
    edition: Edition, language: str
) -> None:
    """Of our own sentences, which were written with the cues at hand."""
    with OURS.open(encoding="utf-8") as lines:
        report = evaluate_coach(edition, read_rows(lines, CoachRow))
    group = report.groups[language]
    assert group.fine_flagged <= FLAGGED * group.fine
    assert group.stop_caught >= CAUGHT * group.stop
    assert group.labels.f1 >= F1


def test_counts_follow_from_the_labels_and_doubt_counts_neither_way(edition: Edition) -> None:
    """One right, one missed, one wrong; and a doubted name in none of them."""
    rows = [
        CoachRow("a", "Why are you so quiet?", "en", labels=("why", "blame")),
        CoachRow("b", "Why are you so quiet?", "en"),
        CoachRow("c", "Why are you so quiet?", "en", note="doubt: why"),
    ]
    report = evaluate_coach(edition, rows)
    assert (report.patterns["why"].right, report.patterns["why"].wrong) == (1, 1)
    assert report.patterns["blame"].missed == 1
    assert report.flagged == ("b",)
    assert report.predictions[0].labels == ("why",)
    assert report.groups["all"].exact == 1
