"""Writing a whole folder at once: aside first, then in the place of the one before."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARK = ".hearthlight-export"
"""The file by which a folder is known to be ours, so that no other is ever replaced."""
_HEAD = 1024
_SAID = b"Made by `hearthlight export`, which replaces this folder whole. Keep nothing else here.\n"


class NotOursError(Exception):
    """There is something that was not written by an export. The message says what to do."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write files by their names below a folder, in the place of what an export wrote before.

    What was there stays until all is written. Raises NotOursError and OSError.
    """
    folder = folder.resolve()
    ask_whether_ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        for name, content in {MARK: _SAID, **files}.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _swap(folder, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def ask_whether_ours(folder: Path) -> None:
    """Raises NotOursError for a folder that an export may not replace."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOursError(f"{folder} is a file. Name a folder.")
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise NotOursError(
            f"{folder} holds something that no export wrote, so nothing was changed. "
            "Name an empty folder, or one that is not there yet."
        )


def _swap(folder: Path, aside: Path) -> None:
    if not folder.exists():
        aside.rename(folder)
        return
    before = folder.with_name(f"{aside.name}.before")
    folder.rename(before)
    try:
        aside.rename(folder)
    except OSError:
        before.rename(folder)
        raise
    shutil.rmtree(before)


def write_file(path: Path, content: bytes, mark: bytes) -> None:
    """
    Write one file, in the place of one that an export wrote before: `mark` stands in those.

    Raises NotOursError and OSError.
    """
    path = path.resolve()
    if path.exists() and not (path.is_file() and mark in path.read_bytes()[:_HEAD]):
        raise NotOursError(
            f"{path} was not written by an export, so nothing was changed. Name another file."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
