"""The search measured on questions, and held to a floor on ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hearthlight.evaluation.questions import (
    Missed,
    Prediction,
    Question,
    QuestionReport,
    Score,
    evaluate_questions,
)
from hearthlight.evaluation.rows import MalformedRowsError, read_rows

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

OURS = Path(__file__).parent.parent / "data" / "questions.jsonl"
HELD = OURS.with_name("questions-held.jsonl")
"""Questions that nobody looked at while phrasings were written, and nobody may."""
FIRST, FIRST_THREE, APART = 0.66, 0.88, 0.06
"""How often a right topic is first, and in the first three; how far two languages may differ."""


def _line(row_id: str, text: str, labels: list[str], **fields: Any) -> str:
    return json.dumps({"id": row_id, "lang": "en", "text": text, "labels": labels, **fields})


def _evaluate(edition: Edition, *lines: str) -> QuestionReport:
    return evaluate_questions(edition, read_rows(lines, Question))


def test_a_prediction_names_the_five_nearest_statements(edition: Edition) -> None:
    """The right one is first, and none stands twice."""
    report = _evaluate(edition, _line("one", "am I a mandated reporter", ["caution-mandated"]))
    (prediction,) = report.predictions
    assert prediction.ranked[0] == "caution-mandated"
    assert len(set(prediction.ranked)) == 5
    assert report.scores["en"] == Score(questions=1, first=1, first_three=1, first_five=1)
    assert report.scores["all"] == report.scores["en"]
    assert report.missed == ()


def test_a_question_that_finds_nothing_right_is_named(edition: Edition) -> None:
    """With what was expected and what came instead."""
    report = _evaluate(edition, _line("odd", "zzqx", ["talk-listen"]))
    assert report.missed == (Missed("odd", ("talk-listen",), ()),)
    assert report.predictions == (Prediction("odd", ()),)


def test_a_question_without_labels_is_counted_and_not_scored(edition: Edition) -> None:
    """What we do not speak of has no right answer."""
    report = _evaluate(edition, _line("out", "how do I renew a passport", []))
    assert (report.rows, report.without_labels, report.scores["all"].questions) == (1, 1, 0)


def test_a_doubted_statement_is_neither_right_nor_wrong(edition: Edition) -> None:
    """It is passed over in the ranks, but stays in the prediction."""
    text = "am I a mandated reporter"
    plain = _evaluate(edition, _line("one", text, ["caution-mandated"]))
    second = plain.predictions[0].ranked[1]
    doubted = _evaluate(edition, _line("one", text, [second], note="doubt: caution-mandated"))
    assert doubted.scores["all"].first == 1
    assert doubted.predictions == plain.predictions


def test_an_unknown_label_and_an_unknown_language_are_refused_together(edition: Edition) -> None:
    """Each is named with its row."""
    with pytest.raises(MalformedRowsError) as refused:
        _evaluate(edition, _line("a", "x", ["talk-louder"]), _line("b", "x", [], lang="tlh"))
    assert [message.split(":")[0] for message in refused.value.messages] == ["a", "b"]


def test_our_questions_find_their_topics_in_both_languages(edition: Edition) -> None:
    """The floor that the search is held to, on questions written apart from the phrasings."""
    with OURS.open(encoding="utf-8") as lines:
        report = evaluate_questions(edition, read_rows(lines, Question))
    scores = [report.scores[language.tag] for language in edition.languages]
    assert all(score.questions >= 100 for score in scores)
    for score in scores:
        assert score.first >= FIRST * score.questions, report.scores
        assert score.first_three >= FIRST_THREE * score.questions, report.scores
    shares = [score.first_three / score.questions for score in scores]
    assert max(shares) - min(shares) <= APART


def test_questions_that_nobody_wrote_for_find_their_topics_too(edition: Edition) -> None:
    """First for three in four, and in the first three for more than nine in ten."""
    with HELD.open(encoding="utf-8") as lines:
        scores = evaluate_questions(edition, read_rows(lines, Question)).scores
    assert scores["all"].questions > 100
    assert scores["all"].first >= 0.75 * scores["all"].questions, scores
    assert scores["all"].first_three >= 0.92 * scores["all"].questions, scores
    for language in edition.languages:
        score = scores[language.tag]
        assert score.first_three >= 0.88 * score.questions, scores
