"""Opens an edition: load, inspect, compile; or, where nothing has changed, read what was stored."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from hearthlight.compiled.storing import read_stored, stored_path, write_stored
from hearthlight.content.loader import fingerprint_layers, load_pack
from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack
    from hearthlight.content.problems import Problem


def open_edition(layers: Sequence[Layer], store: Path | None = None) -> Edition:
    """
    The edition of these layers. With a `store`, an unchanged pack is not inspected twice.

    Raises BrokenPackError with every problem; a broken pack never reaches a channel, and is never
    stored.
    """
    path = stored_path(store, fingerprint_layers(layers)) if store else None
    if path and (stored := _stored(path)):
        return stored
    return _inspect(load_pack(layers), layers, path)


def inspect_apart(layers: Sequence[Layer], store: Path | None) -> None:
    """
    Where these layers are not stored yet, inspect and store them in a process of its own.

    An inspection leaves some 60 MB behind, and a server's workers are copies of who started them.
    Where nothing can be stored, whoever opens these layers inspects them, once.
    Raises BrokenPackError with every problem.
    """
    if store is None or _stored(stored_path(store, fingerprint_layers(layers))):
        return
    if not _can_be_written(store):
        return
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as apart:
        problems = apart.submit(_find_problems, layers, store).result()
    if problems:
        raise BrokenPackError(problems)


def _can_be_written(folder: Path) -> bool:
    """Whether this user can make files there, or the folder itself."""
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _find_problems(layers: Sequence[Layer], store: Path) -> tuple[Problem, ...]:
    try:
        open_edition(layers, store)
    except BrokenPackError as broken:
        return broken.problems
    return ()


def open_pack(layers: Sequence[Layer], store: Path | None = None) -> Pack:
    """
    The rows and words of these layers, found whole: by an inspection, or by the one that stored it.

    Raises BrokenPackError with every problem.
    """
    pack = load_pack(layers)
    path = stored_path(store, pack.fingerprint) if store else None
    if not (path and _stored(path)):
        _inspect(pack, layers, path)
    return pack


def _stored(path: Path) -> Edition | None:
    """What is stored there. The last one is kept: a worker is a copy of who opened it first."""
    try:
        return _read(path)
    except LookupError:
        return None


@lru_cache(maxsize=1)
def _read(path: Path) -> Edition:
    if stored := read_stored(path):
        return stored
    raise LookupError(path)  # so that what is not there yet is looked for again


def _inspect(pack: Pack, layers: Sequence[Layer], path: Path | None) -> Edition:
    # Only a pack that is not stored needs the proof, and what it imports.
    from hearthlight.documents.inspection import inspect_pack  # noqa: PLC0415

    edition = inspect_pack(pack, layers)
    if path:
        write_stored(path, edition)
    return edition
