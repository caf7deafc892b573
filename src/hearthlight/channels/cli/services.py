"""The commands about the directory of services: import, check, export."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.finding_services import add_find
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from hearthlight.compiled.edition import Edition
    from hearthlight.directory.importing import Imported
    from hearthlight.directory.sources import Note
    from hearthlight.directory.stores import Store

DONE, NO = 0, 1
SHOWN = 20
"""Notes that are printed; the rest are counted, and all are written where --report says."""


def add_services(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `hearthlight services` and its commands."""
    services = commands.add_parser("services", help="the directory of services (HSDS)")
    what = services.add_subparsers(required=True, metavar="COMMAND")
    taking = what.add_parser(
        "import",
        help="read a folder, zip or JSON of HSDS 1.1, 2.0 or 3.0 into the directory",
        description="The directory is replaced at the end, whole or not at all. What could lead "
        "to a hidden place is not kept.",
    )
    checking = what.add_parser(
        "check", help="the same, without keeping anything; exit 1 if a row is rejected"
    )
    for parser in (taking, checking):
        parser.add_argument("source", type=Path, metavar="SOURCE")
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write every note here as JSON Lines"
        )
    taking.add_argument(
        "--name",
        default="",
        help="what this source is called; an import replaces what came under the same name",
    )
    taking.set_defaults(run=_guarded(_import))
    checking.set_defaults(run=_guarded(_check))
    giving = what.add_parser("export", help="write the directory as HSDS 3.0")
    giving.add_argument("target", type=Path, metavar="OUT", help="NAME.json, NAME.zip or a folder")
    giving.add_argument(
        "--shipped", action="store_true", help="the services that Hearthlight itself knows, instead"
    )
    giving.set_defaults(run=_guarded(_export))
    add_find(what)


def _guarded(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def guarded(options: argparse.Namespace) -> int:
        from hearthlight.directory.sources import SourceError  # noqa: PLC0415 - only these commands
        from hearthlight.directory.stores import StoreError  # noqa: PLC0415

        try:
            return run(options)
        except (SourceError, StoreError) as error:
            print(error, file=sys.stderr)
            return NO

    return guarded


def _import(options: argparse.Namespace) -> int:
    from hearthlight.directory.opening import open_store  # noqa: PLC0415 - only this command pays

    store = open_store(read_settings().directory)
    try:
        done = _run(options, store, options.name or options.source.stem)
    finally:
        store.close()
    count = f"{done.summary.services} services, {done.summary.entries} of them at a place or alone"
    print(f"The directory holds {count}." if done.changed else f"Nothing changed: {count}.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from hearthlight.directory.sqlite_store import SqliteStore  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="hearthlight-") as folder:
        store = SqliteStore(Path(folder) / "directory.sqlite")
        counts: dict[str, int] = {}
        _run(options, store, options.source.stem, counts)
        store.close()
    return NO if counts.get("rejected") else DONE


def _run(
    options: argparse.Namespace, store: Store, name: str, counts: dict[str, int] | None = None
) -> Imported:
    from tqdm import tqdm  # noqa: PLC0415

    from hearthlight.directory.importing import import_source  # noqa: PLC0415
    from hearthlight.documents.service_sources import kinds_of, locate_in  # noqa: PLC0415

    edition = _open_edition()
    counts = {} if counts is None else counts
    report = options.report.open("w", encoding="utf-8") if options.report else None
    bar = tqdm(unit=" rows", desc=options.source.name, file=sys.stderr, disable=None)

    def note(each: Note) -> None:
        counts[each.kind] = counts.get(each.kind, 0) + 1
        if report:
            report.write(msgspec.json.encode(each).decode() + "\n")
        if sum(counts.values()) <= SHOWN:
            bar.write(str(each), file=sys.stderr)

    def progress(rows: int) -> None:
        bar.update(rows)

    try:
        done = import_source(
            options.source,
            name,
            store,
            kinds_of(edition),
            locate_in(edition),
            note,
            progress,
        )
    finally:
        bar.close()
        if report:
            report.close()
    if (more := sum(counts.values()) - SHOWN) > 0:
        hint = "" if options.report else "; --report FILE writes them all"
        print(f"… and {more} more{hint}", file=sys.stderr)
    for table, read in sorted(done.read.items()):
        print(f"{table:<24} {read:>9} read  {done.kept.get(table, 0):>9} in the directory")
    print(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "no notes")
    return done


def _export(options: argparse.Namespace) -> int:
    from hearthlight.directory.exporting import export_directory  # noqa: PLC0415
    from hearthlight.directory.opening import open_store  # noqa: PLC0415

    if options.shipped:
        return _export_shipped(options.target)
    store = open_store(read_settings().directory)
    try:
        written = export_directory(store, options.target)
    finally:
        store.close()
    _print_written(options.target, written)
    return DONE


def _export_shipped(target: Path) -> int:
    from hearthlight.directory.exporting import export_directory  # noqa: PLC0415
    from hearthlight.directory.importing import import_rows  # noqa: PLC0415
    from hearthlight.directory.sqlite_store import SqliteStore  # noqa: PLC0415
    from hearthlight.documents.service_sources import (  # noqa: PLC0415
        SHIPPED,
        kinds_of,
        locate_in,
        shipped_rows,
    )

    edition = _open_edition()
    with tempfile.TemporaryDirectory(prefix="hearthlight-") as folder:
        store = SqliteStore(Path(folder) / "shipped.sqlite")
        kinds, locate = kinds_of(edition), locate_in(edition)
        import_rows(shipped_rows(edition), SHIPPED, store, kinds, locate, lambda _: None)
        written = export_directory(store, target)
        store.close()
    _print_written(target, written)
    return DONE


def _print_written(target: Path, written: dict[str, int]) -> None:
    print(f"{target}: " + ", ".join(f"{count} {table}" for table, count in written.items()))


def _open_edition() -> Edition:
    settings = read_settings()
    return open_edition(find_layers(settings.packs), settings.store)
