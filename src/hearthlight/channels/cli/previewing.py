"""`hearthlight preview`: pages that reload when a pack is saved, on this machine only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import claim_port, read_port
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse

HOST = "127.0.0.1"
"""A preview may be broken, and shows what is being written: nobody else should reach it."""


def add_preview(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `preview`."""
    parser = commands.add_parser(
        "preview",
        help="look at a pack while you write it: it reloads on save, and shows its problems",
        description="Serves the pages on this machine only. Each save is checked and shown; where "
        "the pack is broken, its problems are shown instead.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="packs, in order")
    parser.add_argument("--port", type=read_port, default=8000)
    parser.set_defaults(run=_preview)


def _preview(options: argparse.Namespace) -> int:
    from hearthlight.channels.web.serving import PREVIEW, serve  # noqa: PLC0415 - only here

    settings = read_settings()
    packs = (*settings.packs, *options.folders)
    # Nobody can text to it, so it needs no token and no list.
    settings = msgspec.structs.replace(settings, packs=packs, sms_address="")
    claim_port(HOST, options.port)
    serve(settings, HOST, options.port, workers=1, application=PREVIEW)
    return 0
