"""In the caregiver's own words: `notice`, and how well that does: `evaluate signs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.terminal import Page, print_document
from hearthlight.documents.outcome import compose_page
from hearthlight.evaluation.rows import MalformedRowsError, read_rows
from hearthlight.evaluation.signs import SignRow, evaluate_signs
from hearthlight.notice.model import load_model
from hearthlight.notice.noticing import notice

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording
    from hearthlight.evaluation.signs import Score, SignReport
    from hearthlight.notice.noticing import Noticed

_NOW = "page-now"
_LONGEST = 10_000
"""Characters that are read; nobody types more, and a file given by mistake ends here."""


def add_notice(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """The options of `notice`. The words themselves are never an option."""
    parser = commands.add_parser(
        "notice",
        help="say what you noticed in your own words, and be asked which signs it may be",
        description="Reads your words from standard input, or asks for them. What you type is not "
        "kept, and is not an option, since options may stay in your shell's history.",
    )
    parser.add_argument("--lang", default="", help="such as en")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    return parser


def run_notice(options: argparse.Namespace, edition: Edition, language: str) -> int:
    """Read the words, and ask which signs they may be."""
    wording = edition.wording(language)
    if sys.stdin.isatty():
        Page(sys.stdout).text(wording.interface("notice_ask"))
        sys.stdout.write("> ")
        sys.stdout.flush()
        text = sys.stdin.readline()
    else:
        text = sys.stdin.read(_LONGEST)
    noticed = notice(load_model(), text[:_LONGEST], edition.kinds)
    if options.json:
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(noticed), indent=2).decode() + "\n"
        )
        return 0
    _print_noticed(noticed, wording, sys.stdout)
    if noticed.danger:
        print_document(compose_page(edition, _NOW, language), wording, sys.stdout)
    return 0


def _print_noticed(noticed: Noticed, wording: Wording, out: TextIO) -> None:
    page = Page(out)
    page.blank()
    if noticed.danger:
        page.strong(wording.interface("notice_danger"))
        page.blank()
    if noticed.offered:
        page.heading(wording.interface("notice_could"))
        for suggestion in noticed.offered:
            page.text(wording.text(suggestion.id, "label"), " * ", "   ")
            if suggestion.words:
                words = ", ".join(f"“{word}”" for word in suggestion.words)
                page.text(wording.interface("notice_led").format(words=words), "     ")
        page.blank()
        page.text(wording.interface("notice_not_ticked"))
    else:
        page.text(wording.interface("notice_else"))
    page.text(wording.interface("notice_list"))


def add_evaluate_signs(
    evaluations: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """The options of `evaluate signs`."""
    parser = evaluations.add_parser("signs", help="does `notice` ask about the right signs?")
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON Lines; - for standard input")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--predictions", type=Path, metavar="OUT", help="write JSON Lines here")
    parser.set_defaults(run=_evaluate_signs)


def _evaluate_signs(options: argparse.Namespace) -> int:
    report = evaluate_signs(load_model(), _read(options.file))
    if options.predictions:
        with options.predictions.open("wb") as out:
            for prediction in report.predictions:
                out.write(msgspec.json.encode(prediction) + b"\n")
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n")
    else:
        _print_report(report, sys.stdout)
    return 0


def _read(file: Path) -> tuple[SignRow, ...]:
    if str(file) == "-":
        return read_rows(sys.stdin, SignRow)
    try:
        with file.open(encoding="utf-8") as lines:
            return read_rows(lines, SignRow)
    except OSError as error:
        why = f"{file}: {error.strerror}. Name a file that can be read."
        raise MalformedRowsError([why]) from None


def _print_report(report: SignReport, out: TextIO) -> None:
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
