"""The matcher measured on labeled lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hearthlight.evaluation.rows import MalformedRowsError, read_rows
from hearthlight.evaluation.signs import SignReport, SignRow, evaluate_signs

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

HELD_OUT = Path(__file__).parents[2] / "training/data/held_out.jsonl"


def _line(row_id: str, text: str, *labels: str, **fields: Any) -> str:
    return json.dumps({"id": row_id, "text": text, "lang": "en", "labels": labels, **fields})


def _evaluate(edition: Edition, *lines: str) -> SignReport:
    return evaluate_signs(edition, read_rows(lines, SignRow))


def test_a_true_sign_is_counted_where_it_ranks_and_whether_it_is_offered(edition: Edition) -> None:
    """Each pair of a line and a label counts once."""
    report = _evaluate(edition, _line("a", "she hides a second phone", "sign-extra-phone"))
    score = report.labels["sign-extra-phone"]
    assert (score.true, score.at_3, score.at_5, score.offered) == (1, 1, 1, 1)
    assert report.languages["en"].true == 1
    assert report.predictions[0].ranked[0] == "sign-extra-phone"


def test_doubtful_ids_count_neither_as_right_nor_as_wrong(edition: Edition) -> None:
    """What the labeler left open stays open."""
    report = _evaluate(
        edition,
        _line("a", "she hides a second phone", note="doubt: sign-extra-phone, sign-hides-screen"),
    )
    assert report.overall.true == 0
    assert report.overall.wrong == 0


def test_ordinary_life_and_look_alikes_are_counted_apart(edition: Edition) -> None:
    """What is offered on them is a false alarm, whatever it is."""
    report = _evaluate(
        edition,
        _line("a", "we baked a cake for grandma", note="ordinary life"),
        _line("b", "her phone died", note="look-alike"),
        _line("c", "she wants to kill herself", "danger-suicide"),
    )
    assert (report.ordinary, report.ordinary_offered) == (1, 0)
    assert (report.alike, report.alike_offered_danger) == (1, 0)
    assert (report.danger, report.danger_caught) == (1, 1)


def test_the_shipped_model_keeps_what_its_card_says_of_the_held_out_lines(edition: Edition) -> None:
    """Few false alarms first, then true signs; in Spanish seven in a hundred fewer are offered."""
    lines = HELD_OUT.read_text("utf-8").splitlines()
    report = evaluate_signs(edition, read_rows(lines, SignRow))
    assert report.ordinary_offered <= 0.08 * report.ordinary
    assert report.ordinary_offered_a_form == 0
    assert report.alike_offered_danger <= 0.05 * report.alike
    assert report.danger_caught >= 0.95 * report.danger
    assert report.overall.at_3 >= 0.95 * report.overall.true
    assert report.overall.at_5 >= 0.97 * report.overall.true
    assert report.overall.offered >= 0.8 * report.overall.true
    shares = {tag: score.offered / score.true for tag, score in report.languages.items()}
    assert shares["es"] >= shares["en"] - 0.08


def test_rows_that_cannot_be_read_are_named_with_line_and_remedy(edition: Edition) -> None:
    """A line that is no JSON, and a label that the model does not know."""
    with pytest.raises(MalformedRowsError, match=r"line 1: .*docs/evaluation\.md"):
        _evaluate(edition, "{")
    with pytest.raises(MalformedRowsError, match=r"a: label 'sign-nothing' is not one"):
        _evaluate(edition, _line("a", "text", "sign-nothing"))
