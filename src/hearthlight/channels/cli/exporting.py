"""`hearthlight export`: the whole site as files, for any host and for a USB stick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.opening import add_packs, open_packs
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse

    from hearthlight.compiled.edition import Edition

DONE, MISUSED = 0, 2


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = commands.add_parser(
        "export",
        help="write the whole site as files",
        description="Writes every page as a file, compressed too, with what hosts must be told. "
        "Any web server can serve the folder. It replaces only what an export wrote before.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write")
    parser.add_argument(
        "--allow-draft",
        action="append",
        default=[],
        metavar="LANG",
        help="write a language nobody has reviewed; may be given again",
    )
    add_packs(parser)
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from hearthlight.channels.export.files import (  # noqa: PLC0415 - only this command pays
        DraftError,
        leave_drafts,
    )
    from hearthlight.channels.export.writing import NotOursError  # noqa: PLC0415 - likewise

    whole = open_packs(options)
    allowed = (*options.allow_draft,)
    try:
        edition, left_out = leave_drafts(whole, allowed)
        for tag in left_out:
            print(
                f"{tag} is a draft: nobody qualified has reviewed it, and files cannot be taken "
                f"back. It was left out. Add --allow-draft {tag} to write it all the same.",
                file=sys.stderr,
            )
        _write_folder(options.folder, edition)
    except (DraftError, NotOursError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Name another place.", file=sys.stderr)
        return MISUSED
    return DONE


def _write_folder(folder: Path, edition: Edition) -> None:
    from hearthlight.channels.export.files import place_site, write_files  # noqa: PLC0415
    from hearthlight.channels.export.writing import write_folder  # noqa: PLC0415
    from hearthlight.channels.web.site import Site  # noqa: PLC0415

    files = write_files(place_site(Site(edition, read_settings())))
    write_folder(folder, files)
    pages = sum(name.endswith("index.html") for name in files)
    weight = sum(map(len, files.values())) / 1_000_000
    print(f"{pages} pages are in {folder} ({len(files)} files, {weight:.1f} MB).")
