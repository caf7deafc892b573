"""The check-in measured on vignettes: too soft, too strong, silent, or unreadable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hearthlight.evaluation.rows import MalformedRowsError, read_rows
from hearthlight.evaluation.triage import Finding, Report, Vignette, evaluate_triage

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition


def _line(row_id: str, least: str, facts: dict[str, Any], **fields: Any) -> str:
    return json.dumps({"id": row_id, "facts": facts, "expected_min_level": least, **fields})


def _evaluate(edition: Edition, *lines: str) -> Report:
    return evaluate_triage(edition, read_rows(lines, Vignette))


def test_a_row_that_comes_out_as_expected_has_no_finding(edition: Edition) -> None:
    """Least level, highest level and what must be shown are all kept."""
    report = _evaluate(
        edition,
        _line(
            "one",
            "advice",
            {"signs": ["sign-hotels"], "caregiver_role": "parent"},
            expected_max_level="advice",
            expected_must_show=["caution-not-proof", "contact-nhth"],
        ),
    )
    assert report.findings == ()
    assert (report.rows, report.rows_with_maximum) == (1, 1)
    assert report.predictions[0].outcome == "advice"
    assert "contact-nhth" in report.predictions[0].shown


def test_too_soft_is_counted_as_below_the_minimum(edition: Edition) -> None:
    """An outcome softer than the least allowed is a finding that names both."""
    report = _evaluate(edition, _line("soft", "report", {"signs": ["sign-gifts"]}))
    assert report.findings == (Finding("soft", "below minimum", "report", "support"),)
    assert (report.below_minimum, report.above_maximum, report.must_show_missing) == (1, 0, 0)


def test_too_strong_is_counted_as_above_the_maximum(edition: Edition) -> None:
    """An alarm over what should be calm is a finding as well."""
    report = _evaluate(
        edition, _line("loud", "support", {"disclosure": True}, expected_max_level="advice")
    )
    assert report.findings == (Finding("loud", "above maximum", "advice", "report"),)
    assert (report.below_minimum, report.above_maximum, report.must_show_missing) == (0, 1, 0)


def test_what_is_not_shown_is_counted_one_by_one(edition: Edition) -> None:
    """Each statement or line that must be shown and is not is a finding of its own."""
    report = _evaluate(
        edition,
        _line(
            "silent",
            "prevent",
            {"nothing": True},
            expected_must_show=["contact-hsi", "caution-not-proof", "caution-mandated"],
        ),
    )
    assert report.findings == (
        Finding("silent", "not shown", "contact-hsi", "prevent"),
        Finding("silent", "not shown", "caution-mandated", "prevent"),
    )
    assert report.must_show_missing == 2


def test_counts_and_confusion_add_up(edition: Edition) -> None:
    """Every row stands in the confusion once, under the level that was expected."""
    report = _evaluate(
        edition,
        _line("a", "emergency", {"immediate_danger": True}),
        _line("b", "emergency", {"disclosure": True}),
        _line("c", "support", {"only_vulnerabilities": True}, expected_max_level="support"),
    )
    assert sum(count for row in report.confusion.values() for count in row.values()) == report.rows
    assert report.confusion["emergency"]["emergency"] == 1
    assert report.confusion["emergency"]["report"] == 1
    assert report.confusion["support"]["support"] == 1
    assert list(report.confusion) == ["emergency", "report", "advice", "support", "prevent"]
    assert (report.below_minimum, report.rows_with_maximum) == (1, 1)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, "prevent"),
        ({"immediate_danger": False, "nothing": True}, "prevent"),
        ({"missing_now": True}, "emergency"),
        ({"sexual_images": True}, "report"),
        ({"self_harm": True}, "advice"),
        ({"not_sure_danger": True}, "advice"),
        ({"only_vulnerabilities": True}, "support"),
        ({"signs": ["sign-gifts"], "under_13": True}, "advice"),
        ({"signs": ["sign-hotels", "sign-frightened"], "caregiver_role": "foster"}, "report"),
        (
            {
                "signs": ["sign-hotels", "sign-frightened"],
                "caregiver_role": "kin",
                "mandated_reporter": True,
            },
            "report",
        ),
        ({"signs": ["sign-hotels", "sign-frightened"], "caregiver_role": "kin"}, "advice"),
    ],
)
def test_a_files_facts_are_heard_as_the_packs(
    facts: dict[str, Any], level: str, edition: Edition
) -> None:
    """Each word of the format reaches the facts that the pack says it stands for."""
    assert _evaluate(edition, _line("x", level, facts)).predictions[0].outcome == level


def test_a_place_in_the_file_brings_the_local_line(edition: Edition) -> None:
    """A family in San Francisco is given the county's hotline."""
    row = {"signs": ["sign-hotels"], "in_san_francisco": True}
    assert (
        "contact-sf-hotline-800"
        in _evaluate(edition, _line("x", "advice", row)).predictions[0].shown
    )
    row["in_san_francisco"] = False
    shown = _evaluate(edition, _line("x", "advice", row)).predictions[0].shown
    assert "contact-sf-hotline-800" not in shown


def test_empty_lines_are_passed_over_and_unknown_fields_ignored() -> None:
    """A file may hold reasons and notes for people."""
    (row,) = read_rows(["", "  ", _line("x", "advice", {}, why="because", note={"a": 1})], Vignette)
    assert row.id == "x"


def test_every_line_that_cannot_be_read_is_named_at_once() -> None:
    """The message says which line, and where the format is described."""
    lines = [
        _line("fine", "advice", {}),
        "{not json",
        "",
        '{"id": "x", "facts": {}}',
        '{"id": 7, "facts": {}, "expected_min_level": "advice"}',
        '["a list"]',
    ]
    with pytest.raises(MalformedRowsError) as refused:
        read_rows(lines, Vignette)
    messages = refused.value.messages
    assert [message.split(":", 1)[0] for message in messages] == [
        *("line 2", "line 4", "line 5", "line 6"),
    ]
    assert "expected_min_level" in messages[1]
    assert all("docs/evaluation.md" in message for message in messages)
    assert str(refused.value).splitlines() == list(messages)


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        (_line("x", "panic", {}), "level 'panic' is not one of emergency, report"),
        (_line("x", "advice", {}, expected_max_level="calm"), "level 'calm'"),
        (_line("x", "advice", {"signs": ["sign-gift"]}), "sign 'sign-gift' is not a fact"),
        (_line("x", "advice", {"caregiver_role": "uncle"}), "role 'uncle' is not one of parent"),
        (_line("x", "advice", {"kidnapped": True}), "fact 'kidnapped' is true"),
    ],
)
def test_a_word_that_the_pack_does_not_know_is_refused_by_row(
    line: str, phrase: str, edition: Edition
) -> None:
    """Nothing in a labelled file is dropped without a word."""
    with pytest.raises(MalformedRowsError) as refused:
        _evaluate(edition, _line("fine", "advice", {}), line)
    (message,) = refused.value.messages
    assert message.startswith("x: ")
    assert phrase in message


@pytest.mark.parametrize(
    "facts",
    [
        {"signs": None},
        {"signs": "sign-gifts"},
        {"signs": [["sign-gifts"]]},
        {"signs": [7]},
        {"caregiver_role": ["parent"]},
    ],
)
def test_facts_of_the_wrong_shape_are_refused_and_never_crash(
    facts: dict[str, Any], edition: Edition
) -> None:
    """A labelled file made by others may hold anything; the answer is a message."""
    with pytest.raises(MalformedRowsError):
        _evaluate(edition, _line("x", "advice", facts))


def test_every_unknown_word_is_told_at_once(edition: Edition) -> None:
    """Two wrong rows are two messages."""
    with pytest.raises(MalformedRowsError) as refused:
        _evaluate(edition, _line("x", "panic", {"fog": True}), _line("y", "alarm", {}))
    assert len(refused.value.messages) == 3


def test_bytes_that_are_no_text_are_told_by_line() -> None:
    """As they come from standard input, which keeps them as half a character."""
    with pytest.raises(MalformedRowsError, match="line 1: is not UTF-8"):
        read_rows(["\udcff\udcfe"], Vignette)
