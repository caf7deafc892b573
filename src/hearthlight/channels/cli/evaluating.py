"""`hearthlight evaluate`: how well an engine does on a labeled file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, open_packs
from hearthlight.evaluation.coach import CoachRow, evaluate_coach
from hearthlight.evaluation.questions import Question, evaluate_questions
from hearthlight.evaluation.rows import MalformedRowsError, RowT, read_rows
from hearthlight.evaluation.signs import SignRow, evaluate_signs
from hearthlight.evaluation.triage import Vignette, evaluate_triage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import TextIO

    from hearthlight.evaluation.coach import CoachReport
    from hearthlight.evaluation.questions import QuestionReport
    from hearthlight.evaluation.signs import Score, SignReport
    from hearthlight.evaluation.triage import Report

_DONE, _NO = 0, 1


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The parsers of `hearthlight evaluate`."""
    evaluate = commands.add_parser("evaluate", help="measure on a labeled file")
    evaluations = evaluate.add_subparsers(required=True, metavar="WHAT")
    triage = evaluations.add_parser("triage", help="vignettes: too soft, too strong, or silent?")
    triage.set_defaults(run=_evaluate_triage)
    signs = evaluations.add_parser("signs", help="does `notice` ask about the right signs?")
    signs.set_defaults(run=_evaluate_signs)
    questions = evaluations.add_parser("questions", help="does `find` find the right topic?")
    questions.set_defaults(run=_evaluate_questions)
    coach = evaluations.add_parser("coach", help="does `coach` leave fine sentences alone?")
    coach.set_defaults(run=_evaluate_coach)
    for evaluation in (triage, signs, questions, coach):
        evaluation.add_argument(
            "file", type=Path, metavar="FILE", help="JSON Lines; - for standard input"
        )
        evaluation.add_argument("--json", action="store_true", help="the report as JSON")
        evaluation.add_argument(
            "--predictions", type=Path, metavar="OUT", help="write JSON Lines here"
        )
        add_packs(evaluation)


def _evaluate_triage(options: argparse.Namespace) -> int:
    report = evaluate_triage(open_packs(options), _rows(options.file, Vignette))
    _write_predictions(options.predictions, report.predictions)
    if options.json:
        _print_json(report)
    else:
        _print_triage(report)
    return _NO if report.findings else _DONE


def _evaluate_signs(options: argparse.Namespace) -> int:
    report = evaluate_signs(open_packs(options), _rows(options.file, SignRow))
    _write_predictions(options.predictions, report.predictions)
    if options.json:
        _print_json(report)
    else:
        _print_signs(report, sys.stdout)
    return _DONE


def _evaluate_questions(options: argparse.Namespace) -> int:
    report = evaluate_questions(open_packs(options), _rows(options.file, Question))
    _write_predictions(options.predictions, report.predictions)
    if options.json:
        _print_json(report)
    else:
        _print_questions(report)
    return _NO if report.missed else _DONE


def _evaluate_coach(options: argparse.Namespace) -> int:
    report = evaluate_coach(open_packs(options), _rows(options.file, CoachRow))
    _write_predictions(options.predictions, report.predictions)
    if options.json:
        _print_json(report)
    else:
        _print_coach(report)
    return _DONE


def _print_json(report: msgspec.Struct) -> None:
    print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


def _rows(file: Path, kind: type[RowT]) -> tuple[RowT, ...]:
    """The rows of a file, or of standard input. Raises MalformedRowsError."""
    if str(file) == "-":
        return read_rows(sys.stdin, kind)
    try:
        with file.open(encoding="utf-8") as lines:
            return read_rows(lines, kind)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise MalformedRowsError([f"{file}: {why}. Name a file that can be read."]) from None


def _write_predictions(path: Path | None, predictions: Sequence[msgspec.Struct]) -> None:
    if path:
        with path.open("wb") as out:
            for prediction in predictions:
                out.write(msgspec.json.encode(prediction) + b"\n")


def _print_questions(report: QuestionReport) -> None:
    print(f"{report.rows} questions, {report.without_labels} of them about something else")
    for language, score in report.scores.items():
        of = max(score.questions, 1)
        print(
            f"  {language:<4} {score.questions:4} questions"
            f"  first {score.first / of:6.1%}"
            f"  in three {score.first_three / of:6.1%}"
            f"  in five {score.first_five / of:6.1%}"
        )
    for row in report.missed:
        print(
            f"{row.id}: expected {', '.join(row.expected)}, got {', '.join(row.got) or 'nothing'}"
        )


def _print_coach(report: CoachReport) -> None:
    for tag, group in report.groups.items():
        print(
            f"{tag:<4} {group.rows:5} lines"
            f"  fine flagged {group.fine_flagged} of {group.fine}"
            f"  stop caught {group.stop_caught} of {group.stop}"
            f"  exact {group.exact}"
            f"  F1 {group.labels.f1:.3f}"
            f"  praise F1 {group.praise.f1:.3f}"
        )
    print(f"\n{'':20}{'right':>7}{'wrong':>7}{'missed':>8}{'F1':>7}")
    for name, score in report.patterns.items():
        print(f"{name:20}{score.right:7}{score.wrong:7}{score.missed:8}{score.f1:7.2f}")
    if report.flagged:
        print(f"fine, and flagged: {', '.join(report.flagged)}")


def _print_triage(report: Report) -> None:
    print(f"{report.rows} vignettes")
    print(f"  below minimum      {report.below_minimum}")
    print(
        f"  above maximum      {report.above_maximum} (of {report.rows_with_maximum} that have one)"
    )
    print(f"  must-show missing  {report.must_show_missing}")
    levels = list(report.confusion)
    width = max(len(level) for level in levels) + 2
    print("\nleast expected (down), given (across)")
    print(" " * width + "".join(level.rjust(width) for level in levels))
    for level in levels:
        row = "".join(str(report.confusion[level][given]).rjust(width) for given in levels)
        print(level.ljust(width) + row)
    for finding in report.findings:
        print(f"{finding.id}: {finding.what}: expected {finding.expected}, got {finding.got}")


def _print_signs(report: SignReport, out: TextIO) -> None:
    def share(count: int, of: int) -> str:
        return f"{count} of {of}" + (f" ({count / of:.1%})" if of else "")

    ordinary, alike = report.ordinary, report.alike
    head = f"{'true':>6}{'at 3':>7}{'at 5':>7}{'offered':>9}{'wrong':>7}{'precision':>11}{'F1':>7}"
    lines = [
        f"{report.rows} lines",
        f"  ordinary life, anything offered  {share(report.ordinary_offered, ordinary)}",
        f"  ordinary life, a form offered    {share(report.ordinary_offered_a_form, ordinary)}",
        f"  look-alikes, danger offered      {share(report.alike_offered_danger, alike)}",
        f"  danger caught                    {share(report.danger_caught, report.danger)}",
        f"  other lines, danger offered      {report.quiet_offered_danger}",
        "",
        f"{'':32}{head}",
    ]
    groups = {"all": report.overall, **report.languages, **report.labels}
    lines.extend(_score_line(name, score) for name, score in groups.items())
    out.write("\n".join(lines) + "\n")


def _score_line(name: str, score: Score) -> str:
    of = score.true or 1
    return (
        f"{name:32}{score.true:6}{score.at_3 / of:7.2f}{score.at_5 / of:7.2f}"
        f"{score.offered / of:9.2f}{score.wrong:7}{score.precision:11.2f}{score.f1:7.2f}"
    )
