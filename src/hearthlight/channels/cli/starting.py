"""`hearthlight pack new`: a local pack to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.starting import CannotStartError, start_pack
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse


def add_pack_new(packs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `pack new`."""
    new = packs.add_parser("new", help="write a local pack to begin with; it passes its checks")
    new.add_argument("place", metavar="PLACE", help="such as us-wa, or us-wa-king for a county")
    new.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a folder that is not there yet"
    )
    new.set_defaults(run=_start)


def _start(options: argparse.Namespace) -> int:
    layers = find_layers(read_settings().packs)
    try:
        written = start_pack(load_pack(layers), layers, options.place, options.out)
    except CannotStartError as error:
        raise UnknownAnswerError(str(error)) from None
    for file in written:
        print(file)
    print(f"{len(written)} files. Read {options.out / 'README.md'}: it says what to edit next.")
    return 0
