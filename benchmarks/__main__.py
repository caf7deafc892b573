"""
Measures everything, prints it, and writes docs/performance.md with its plot. Run by `make bench`.

`--short` tries the command in about a minute and writes to .cache/benchmarks: its figures are
noise. `--only` takes some measures and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import (
    decide,
    noticing,
    outcomes,
    own_words,
    pages,
    sheets,
    slow_phone,
    start,
    weights,
)
from benchmarks.forms import load_forms
from benchmarks.load import Load
from benchmarks.machine import Quiet, machine_facts, require_linux, version_facts
from benchmarks.plot import draw
from benchmarks.report import Chapter, Report, summary, write_markdown
from benchmarks.result import ROUNDS, MeasureError, Result
from benchmarks.served import OURS, ROOT, Server, free_port, hearthlight_command, serving
from benchmarks.tools import Tools, find_tools
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from hearthlight.compiled.edition import Edition

SECONDS = 5.0
NAMES = ("page", "outcome", "decide", "notice", "start", "weight", "phone", "words", "sheet")
"""Chapters, in the order of the report."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run has at hand."""

    tools: Tools
    edition: Edition
    folder: Path
    rounds: int
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report. An aim that does not hold is said, and is no failure of the command."""
    options = _parser().parse_args(arguments)
    rounds, seconds = (2, 1.0) if options.short else (options.rounds, options.seconds)
    try:
        require_linux()
        tools = find_tools()
        quiet = Quiet()
        with tempfile.TemporaryDirectory(prefix="hearthlight-bench-") as folder:
            run = Run(
                tools=tools,
                edition=open_edition(find_layers()),
                folder=Path(folder),
                rounds=rounds,
                seconds=seconds,
            )
            chapters = dict(_measure(run, options.only or NAMES))
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 1
    report = Report(
        machine={**machine_facts(), **quiet.facts()},
        versions=version_facts(tools.nginx, tools.wrk, tools.chromium),
        rounds=rounds,
        seconds=seconds,
        chapters=tuple(chapters[name] for name in NAMES if name in chapters),
    )
    print(summary(report))
    if not options.only:
        out = ROOT / ".cache" / "benchmarks" if options.short else ROOT / "docs"
        draw(report.results, out / "images" / "performance.svg")
        page = out / "performance.md"
        page.write_text(write_markdown(report, "images/performance.svg"), "utf-8")
        print(f"\nWritten to {page.relative_to(ROOT)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="2 rounds of 1 s, written elsewhere")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="default %(default)s")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="default %(default)s")
    parser.add_argument("--only", action="append", choices=NAMES, help="may be given again")
    return parser


def _measure(run: Run, chosen: Sequence[str]) -> Iterator[tuple[str, Chapter]]:
    """The chosen chapters; first those for which nothing else may run."""
    alone: dict[str, tuple[ModuleType, Callable[[], tuple[Result, ...]]]] = {
        "sheet": (sheets, lambda: sheets.measure_sheets(run.edition, rounds=run.rounds)),
    }
    yield from ((name, _attempt(*alone[name])) for name in alone if name in chosen)
    if "decide" in chosen:
        yield (
            "decide",
            _attempt(decide, lambda: (decide.measure_decide(run.edition, rounds=run.rounds),)),
        )
    if "notice" in chosen:
        yield (
            "notice",
            _attempt(noticing, lambda: noticing.measure_noticing(rounds=run.rounds)),
        )
    if "start" in chosen:
        yield (
            "start",
            _attempt(start, lambda: start.measure_start(run.folder, rounds=run.rounds)),
        )
    if not {"page", "outcome", "weight", "phone", "words"}.intersection(chosen):
        return
    port = free_port()
    with serving(OURS, hearthlight_command(port), port, run.folder, ready="/now") as ours:
        if "weight" in chosen:
            yield "weight", _weights(run, ours)
        if "page" in chosen:
            yield "page", _attempt(pages, lambda: (_page(run, ours),))
        if "outcome" in chosen:
            yield "outcome", _attempt(outcomes, lambda: tuple(_outcomes(run, ours)))
        if "phone" in chosen:
            yield "phone", _phone(run, ours)
        if "words" in chosen:
            yield "words", _own_words(run, ours)


def _phone(run: Run, ours: Server) -> Chapter:
    chromium, rounds = run.tools.chromium, run.rounds
    return _attempt(
        slow_phone, lambda: slow_phone.measure_slow_phone(chromium, ours, rounds=rounds)
    )


def _own_words(run: Run, ours: Server) -> Chapter:
    chromium, rounds = run.tools.chromium, run.rounds
    return _attempt(own_words, lambda: own_words.measure_own_words(chromium, ours, rounds=rounds))


def _attempt(module: ModuleType, measure: Callable[[], tuple[Result, ...]]) -> Chapter:
    """A chapter. What cannot be measured, or not fairly, is said in it instead."""
    doc = module.__doc__ or ""
    title = doc.strip().split("\n", 1)[0].rstrip(".")
    print(f"... {title}", file=sys.stderr, flush=True)
    try:
        results = measure()
    except MeasureError as error:
        print(f"    not measured: {error}", file=sys.stderr)
        results = (Result(key=module.__name__, what=title, unit="", missing=str(error)),)
    return Chapter(doc=doc, results=results)


def _page(run: Run, ours: Server) -> Result:
    return pages.measure_page(run.tools, ours, run.folder, rounds=run.rounds, seconds=run.seconds)


def _outcomes(run: Run, ours: Server) -> Iterator[Result]:
    """With gzip, without, and what the worker then weighs."""
    with (
        outcomes.fastapi_on_granian(run.folder) as granian,
        outcomes.fastapi_on_uvicorn(run.folder) as uvicorn,
    ):
        for accept in ("gzip", ""):
            load = Load(
                wrk=run.tools.wrk,
                path=outcomes.PATH,
                accept=accept,
                seconds=run.seconds,
                forms=load_forms(run.edition),
            )
            loaded = outcomes.load_outcome(load, (ours, granian, uvicorn), run.rounds)
            yield outcomes.outcome_result(loaded)
    yield outcomes.memory_result(loaded)


def _weights(run: Run, ours: Server) -> Chapter:
    weighed: list[weights.Weight] = []

    def weigh() -> tuple[Result, ...]:
        weighed.extend(weights.weigh_all(run.edition, ours))
        return (weights.weight_result(tuple(weighed)),)

    chapter = _attempt(weights, weigh)
    return Chapter(doc=chapter.doc, results=chapter.results, weights=tuple(weighed))


if __name__ == "__main__":
    raise SystemExit(main())
