"""
Measures the directory of services, and writes the figures into docs/scale.md.

`--sizes 10000,100000` is quick enough to try; the page is written with `--write`, and for all sizes
only. `make bench SCALE="--sizes 10000"` hands such options on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, TypeVar

import msgspec

from benchmarks.directory.measuring import (
    STORES,
    Imported,
    Measured,
    measure_import,
    measure_store,
    write_answers,
    write_entries,
)
from benchmarks.machine import machine_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scale.md"
START, END = "<!-- figures: begin -->", "<!-- figures: end -->"
SIZES = "10000,100000,1000000"
MOST_IMPORTED = 10_000
"""Services whose import from tables is measured; its rate does not depend on more."""
AIM_P50, AIM_P99 = 10.0, 40.0

MadeT = TypeVar("MadeT", Measured, Imported)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and perhaps write. An aim that does not hold is said."""
    options = _parser().parse_args(arguments)
    if options.part:
        return _one(options)
    sizes = [int(size) for size in options.sizes.split(",")]
    stores = options.stores.split(",")
    found: list[Measured] = []
    imported: list[Imported] = []
    with tempfile.TemporaryDirectory(prefix="hearthlight-scale-") as folder:
        for size in sizes:
            entries, answers = Path(folder) / f"{size}.entries", Path(folder) / f"{size}.answers"
            _tell(f"{size:,}: generating, and looking at every service")
            write_entries(entries, size)
            write_answers(entries, answers, options.queries)
            for store in stores:
                _tell(f"{size:,}: {store}")
                parts = ("store", store, str(entries), str(answers), str(options.queries))
                found.append(_apart(Measured, *parts))
                _tell(_summary(found[-1]))
            if size <= MOST_IMPORTED:
                imported.append(_apart(Imported, "import", folder, str(size)))
            entries.unlink()
    text = "\n".join(_tables(found, imported, options.queries))
    print(text)
    if options.write and options.sizes == SIZES:
        page = PAGE.read_text("utf-8")
        before, after = page.split(START)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", "utf-8")
        _tell(f"Written to {PAGE.relative_to(ROOT)}")
    wrong = sum(not each.same for one in found if one.store != "tantivy" for each in one.asked)
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help="default %(default)s")
    parser.add_argument("--stores", default=",".join(STORES), help="default %(default)s")
    parser.add_argument("--queries", type=int, default=60, help="of each class (%(default)s)")
    parser.add_argument("--write", action="store_true", help="write docs/scale.md")
    parser.add_argument("part", nargs="*", help=argparse.SUPPRESS)
    return parser


def _one(options: argparse.Namespace) -> int:
    """A part of the whole, in a process of its own, so that its memory is its own."""
    what, *rest = options.part
    made: Measured | Imported
    if what == "store":
        store, entries, answers, count = rest
        made = measure_store(store, Path(entries), Path(answers), int(count))
    else:
        folder, size = rest
        made = measure_import(Path(folder), int(size))
    sys.stdout.write(msgspec.json.encode(made).decode())
    return 0


def _apart(kind: type[MadeT], *parts: str) -> MadeT:
    command = [sys.executable, "-m", "benchmarks.directory", *parts]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=kind)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    cut = quantiles(values, n=100, method="inclusive")
    return cut[49], cut[98]


def _summary(one: Measured) -> str:
    p50, p99 = _percentiles([each.wall for each in one.asked])
    same = sum(each.same for each in one.asked)
    return (
        f"    built in {one.build:.0f} s, {one.size:.0f} MiB; p50 {p50:.1f} ms, p99 {p99:.1f} ms; "
        f"{same} of {len(one.asked)} as looking at all answers"
    )


def _tables(found: Sequence[Measured], imported: Sequence[Imported], queries: int) -> Iterator[str]:
    facts = machine_facts()
    yield "; ".join(f"{name}: {fact}" for name, fact in facts.items()) + "."
    yield ""
    yield f"{queries} questions of each class, warm, one after the other. In milliseconds."
    yield ""
    yield "| Services | Store | p50 | p99 | p50 of processor time | p99 | Same as looking at all |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for one in found:
        p50, p99 = _percentiles([each.wall for each in one.asked])
        own50, own99 = _percentiles([each.processor for each in one.asked])
        own = ("", "") if one.store == "postgresql" else (f"{own50:.1f}", f"{own99:.1f}")
        same = sum(each.same for each in one.asked)
        yield (
            f"| {one.services:,} | {one.store} | {p50:.1f} | {p99:.1f} | {own[0]} | {own[1]} | "
            f"{same} of {len(one.asked)} |"
        )
    yield ""
    yield "By class, at the largest size:"
    yield ""
    yield "| Class | Store | p50 | p99 |"
    yield "| --- | --- | --- | --- |"
    largest = max(one.services for one in found)
    for one in (each for each in found if each.services == largest):
        for name in dict.fromkeys(each.kind for each in one.asked):
            p50, p99 = _percentiles([each.wall for each in one.asked if each.kind == name])
            yield f"| {name} | {one.store} | {p50:.1f} | {p99:.1f} |"
    yield ""
    yield "| Services | Store | Built in | Services a second | On disk | Memory at the most |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in found:
        yield (
            f"| {one.services:,} | {one.store} | {one.build:.0f} s | "
            f"{one.services / one.build:,.0f} | {one.size:.0f} MiB | {one.memory:.0f} MiB |"
        )
    yield ""
    for done in imported:
        yield (
            f"Imported from tables: {done.services:,} services in {done.rows:,} rows, "
            f"{done.seconds:.0f} s, {done.rows / done.seconds:,.0f} rows a second, "
            f"{done.memory:.0f} MiB of memory, a file of {done.size:.0f} MiB."
        )
        yield ""
    for store in dict.fromkeys(one.store for one in found):
        its = [one for one in found if one.store == store]
        small, large = its[0], its[-1]
        first, _ = _percentiles([each.wall for each in small.asked])
        last, _ = _percentiles([each.wall for each in large.asked])
        yield (
            f"{store}: {large.services / small.services:,.0f} times the services, "
            f"{last / first:.1f} times the p50."
        )
    at_most = [one for one in found if one.services == largest and one.store != "tantivy"]
    yield ""
    for one in at_most:
        p50, p99 = _percentiles([each.wall for each in one.asked])
        holds = "holds" if p50 <= AIM_P50 and p99 <= AIM_P99 else "does not hold"
        yield (
            f"At {largest:,}, p50 at most {AIM_P50:.0f} and p99 at most {AIM_P99:.0f} ms: "
            f"{one.store} {holds}."
        )


if __name__ == "__main__":
    raise SystemExit(main())
