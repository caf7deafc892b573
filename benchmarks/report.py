"""
Writes docs/performance.md: the machine, the figures, the aims and whether each holds.

Every word about a figure is made from the figures. The one thing written by hand is HELD_BACK: what
keeps an aim from holding, shown only while it does not hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.result import ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.result import Result
    from benchmarks.weights import Weight

HELD_BACK: Mapping[str, str] = {
    "page": (
        "each reply crosses from the HTTP server in Rust into one Python call and back, about "
        "15 microseconds of processor time against about 4 for nginx. A bare application with "
        "nothing behind it on the same server is no more than a seventh faster, so what holds "
        "the page back is not ours to speed up in Python; where it matters, let nginx or a CDN "
        "serve the prepared pages."
    ),
    "start": (
        "most of it is reading code: the command's and its worker's own, and libraries for "
        "templates, text and structures."
    ),
    "memory": (
        "about 30 MB are Python and the server in Rust; the rest words, cues and templates of two "
        "languages, the pages in three encodings, and the tables for phones. The models come on "
        "top in a worker that reads a caregiver's words itself, some 30 MB."
    ),
    "own-notice-slow-line": (
        "the first lines, before the browser has compiled the script, and its own housekeeping "
        "between others."
    ),
    "own-coach-slow-line": (
        "the first lines, before the browser has compiled the script, and its own housekeeping "
        "between others."
    ),
}
"""By a measure's key (`page`, `outcome`, `decide`, `start`, `memory`, `weight`, ...)."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One module's measures, and the module's own words about them."""

    doc: str
    results: tuple[Result, ...]
    weights: tuple[Weight, ...] = ()

    @property
    def title(self) -> str:
        """The first line of the module's docstring."""
        return self.doc.strip().split("\n", 1)[0].rstrip(".")


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that one run found."""

    machine: Mapping[str, str]
    versions: Mapping[str, str]
    rounds: int
    seconds: float
    chapters: tuple[Chapter, ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """Every measure, in order."""
        return tuple(result for chapter in self.chapters for result in chapter.results)


def figure(value: float, unit: str) -> str:
    """A figure with as many digits as it deserves, without its unit."""
    if value == float("inf"):
        return "never"
    digits = {"replies/s": 0, "bytes": 0, "MB": 1, "ratio": 2, "%": 1, "µs": 2, "ms": 1, "s": 2}[
        unit
    ]
    return f"{value:,.{digits}f}"


def summary(report: Report) -> str:
    """The figures as plain text, for a terminal."""
    lines = []
    for result in report.results:
        lines.append(f"{result.what}: {result.verdict.replace('*', '')}")
        lines.append(f"    {result.missing or _told(result)}")
    return "\n".join(lines)


def write_markdown(report: Report, picture: str) -> str:
    """The whole page. `picture` is the plot's address, as seen from the page."""
    text = "\n".join((*_page(report, picture), ""))
    return re.sub(r"\n{3,}", "\n\n", text)


def _page(report: Report, picture: str) -> Iterator[str]:
    yield "# Performance"
    yield ""
    yield (
        "Written by `make bench`, which measures on the machine it runs on; only the aims and "
        "what holds one back come from us. Run it again to see your own figures."
    )
    yield ""
    if report.rounds < ROUNDS:
        yield f"**A short run of {report.rounds} rounds, to try the command. Do not quote it.**"
        yield ""
    yield "## The figures"
    yield ""
    yield (
        f"Medians of {report.rounds} rounds, the yardstick's rounds between ours; rounds of load "
        f"last {report.seconds:g} s. A ratio is ours divided by the yardstick's of the same "
        "round. In brackets: the lowest and the highest round."
    )
    yield ""
    yield from _table(
        ("What", "Ours", "Yardstick", "Ratio", "Aim", "Does it hold?"),
        (_row(result) for result in report.results),
    )
    yield ""
    yield f"![{_alt(report.results)}]({picture})"
    yield ""
    yield from _failures(report.results)
    yield "## The machine"
    yield ""
    yield from _table(("What", "This one"), report.machine.items())
    yield ""
    yield "Versions: " + ", ".join(f"{name} {number}" for name, number in report.versions.items())
    for chapter in report.chapters:
        yield ""
        yield from _chapter(chapter)
    yield ""
    yield "## Measure again"
    yield ""
    yield "```sh"
    yield "make bench"
    yield "```"
    yield ""
    yield (
        "takes about five minutes and two cores. Close other programs first: both cores are used "
        "in full. As root on Debian or Ubuntu it installs nginx and wrk with apt; otherwise it "
        "says which command to run, and leaves out what needs them. nginx runs with a "
        "configuration, a folder and a port of its own. All traffic stays on the loopback address."
    )


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"## {chapter.title}"
    yield ""
    yield chapter.doc.strip().partition("\n")[2].strip()
    yield ""
    for result in chapter.results:
        if result.missing:
            yield f"Not measured: {result.what}. {result.missing}"
            yield ""
            continue
        yield from _rounds(result)
        yield ""
        if result.notes:
            yield from (f"- {note}" for note in result.notes)
            yield ""
    if chapter.weights:
        yield from _table(
            ("Bytes", "not compressed", "gzip", "brotli"),
            (
                (
                    weight.name,
                    f"{weight.plain:,}",
                    *("not offered" if size is None else f"{size:,}" for size in compressed),
                )
                for weight in chapter.weights
                for compressed in ((weight.gzip, weight.brotli),)
            ),
        )


def _rounds(result: Result) -> Iterator[str]:
    count = len(result.series[0].rounds)
    rows = [
        (series.name, *(figure(one, result.unit) for one in series.rounds))
        for series in result.series
    ]
    if result.is_ratio:
        rows.append(("ratio", *(figure(one, "ratio") for one in result.judged)))
    if count > 1:
        head = (f"{result.what} ({result.unit})", *(f"round {n}" for n in range(1, count + 1)))
        yield from _table(head, rows)
    else:
        yield f"{result.what}: {rows[0][1]} {result.unit}."


def _row(result: Result) -> tuple[str, ...]:
    aim = str(result.aim) if result.aim else "none"
    if result.missing:
        return (result.what, "not measured", "", "", aim if result.aim else "", result.verdict)
    ours = f"{figure(result.series[0].middle, result.unit)} {result.unit}"
    if not result.is_ratio or result.yardstick is None:
        return (result.what, ours + _spread(result), "", "", aim, result.verdict)
    theirs = result.yardstick
    return (
        result.what,
        ours,
        f"{figure(theirs.middle, result.unit)} {result.unit} ({theirs.name})",
        f"{figure(median(result.judged), 'ratio')}{_spread(result)}",
        aim,
        result.verdict,
    )


def _spread(result: Result) -> str:
    if len(result.judged) == 1:
        return ""
    unit = "ratio" if result.is_ratio else result.unit
    return f" ({figure(min(result.judged), unit)}..{figure(max(result.judged), unit)})"


def _told(result: Result) -> str:
    _, ours, theirs, ratio, aim, _ = _row(result)
    return "; ".join(
        part
        for part in (
            ours,
            theirs and f"yardstick {theirs}",
            ratio and f"ratio {ratio}",
            f"aim {aim}",
        )
        if part
    )


def _failures(results: Sequence[Result]) -> Iterator[str]:
    failed = [result for result in results if result.holds is False]
    if not failed:
        return
    yield "## What holds it back"
    yield ""
    for result in failed:
        yield f"- {result.what}: {HELD_BACK.get(result.key, 'not yet looked into.')}"
    yield ""


def _alt(results: Sequence[Result]) -> str:
    told = [
        f"{result.what}: {_told(result)}"
        for result in results
        if result.key in ("page", "outcome") and not result.missing
    ]
    return "Every round as a dot. " + ". ".join(told)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
