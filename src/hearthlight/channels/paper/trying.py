"""
Tries whether sheets can be set, in a process of its own.

A typesetter that has set a few sheets holds some 80 MB, and a server's worker would keep them.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.channels.paper.full import SheetError
from hearthlight.channels.paper.sheets import set_told

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATIENCE = 120
"""Seconds; setting a sheet takes about a tenth of one."""


def try_apart(sheets: Sequence[dict[str, Any]]) -> list[str]:
    """
    For each sheet, as `tell` gives it, why it cannot be set; empty where it can.

    Raises OSError, SubprocessError and MsgspecError where it cannot be tried.
    """
    ran = subprocess.run(  # noqa: S603 - this very module, by this very interpreter
        [sys.executable, "-P", "-m", __name__],
        input=msgspec.json.encode(sheets),
        stdout=subprocess.PIPE,
        timeout=_PATIENCE,
        check=True,
    )
    return msgspec.json.decode(ran.stdout, type=list[str])


def _try(sheet: dict[str, Any]) -> str:
    try:
        set_told(sheet)
    except SheetError as error:
        return str(error)
    return ""


def main() -> None:
    """Read sheets as JSON, and write what is said of each."""
    sheets = msgspec.json.decode(sys.stdin.buffer.read(), type=list[dict[str, Any]])
    sys.stdout.buffer.write(msgspec.json.encode([_try(sheet) for sheet in sheets]))


if __name__ == "__main__":
    main()
