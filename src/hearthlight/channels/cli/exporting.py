"""`hearthlight export`: the whole site as files, for any host and for a USB stick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.opening import add_packs, open_packs
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse

    from hearthlight.channels.web.site import Site

DONE, NO, MISUSED = 0, 1, 2


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = commands.add_parser(
        "export",
        help="write the whole site as files",
        description="Writes every page as a file, compressed too, with what hosts must be told. "
        "Any web server can serve the folder. It replaces only what an export wrote before.",
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="where to write")
    parser.add_argument(
        "--single", type=Path, metavar="FILE", help="all pages of one language as one HTML file"
    )
    parser.add_argument("--lang", default="", help="the language of --single, such as en")
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
        SheetsError,
        leave_drafts,
    )
    from hearthlight.channels.export.writing import (  # noqa: PLC0415 - likewise
        NotOursError,
        ask_whether_ours,
    )
    from hearthlight.channels.web.site import Site  # noqa: PLC0415 - likewise

    if not options.folder and not options.single:
        raise UnknownAnswerError("Name a folder to write to, or a file after --single.")
    whole = open_packs(options)
    allowed = (*options.allow_draft,)
    try:
        if options.folder:
            ask_whether_ours(options.folder)  # before the work, not after it
        edition, left_out = leave_drafts(whole, allowed)
        for tag in left_out:
            print(
                f"{tag} is a draft: nobody qualified has reviewed it, and files cannot be taken "
                f"back. It was left out. Add --allow-draft {tag} to write it all the same.",
                file=sys.stderr,
            )
        settings = read_settings()
        drafts = (*settings.print_drafts, *allowed)
        site = Site(edition, msgspec.structs.replace(settings, print_drafts=drafts))
        if options.folder:
            _write_folder(options.folder, site)
        if options.single:
            _write_single(options.single, options.lang, site)
    except SheetsError as error:
        print(error, file=sys.stderr)
        print(
            "Nothing was written. `hearthlight pack check`, with the same folders, names the words "
            "that are too long, or the logo that cannot be read. A language that is left out of "
            "--allow-draft needs none of its sheets.",
            file=sys.stderr,
        )
        return NO
    except (DraftError, NotOursError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. Name another place.", file=sys.stderr)
        return MISUSED
    return DONE


def _write_folder(folder: Path, site: Site) -> None:
    from hearthlight.channels.export.files import place_site, write_files  # noqa: PLC0415
    from hearthlight.channels.export.writing import write_folder  # noqa: PLC0415

    files = write_files(place_site(site))
    write_folder(folder, files)
    pages = sum(name.endswith("index.html") for name in files)
    weight = sum(map(len, files.values())) / 1_000_000
    print(f"{pages} pages are in {folder} ({len(files)} files, {weight:.1f} MB).")


def _write_single(path: Path, language: str, site: Site) -> None:
    from hearthlight.channels.export.single import MADE_BY, compose_single  # noqa: PLC0415
    from hearthlight.channels.export.writing import write_file  # noqa: PLC0415

    if language and language not in site.pages:
        known = ", ".join(site.pages)
        raise UnknownAnswerError(f"No pages in {language!r} are written. Try: {known}.")
    content = compose_single(site, site.pages[language or next(iter(site.pages))])
    write_file(path, content, MADE_BY.encode())
    print(f"{path} ({len(content) / 1_000_000:.1f} MB).")
