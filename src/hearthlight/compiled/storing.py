"""
Keeps compiled editions on disk, so that a later start need not inspect the same pack again.

An edition is stored under a hash of every byte of its pack, of the code that inspected and compiled
it, and of the libraries that this code asks: another pack, or another version of any of them, is
another file. Nothing else is ever written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import msgspec

from hearthlight.compiled.edition import Edition

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = (
    "checkin",
    "coach",
    "compiled",
    "contacts",
    "content",
    "directory",
    "documents",
    "duty",
    "notice",
    "places",
    "search",
)
"""The rooms whose code decides what is in an edition, and whether it may be served."""
_LIBRARIES = ("babel", "defusedxml", "gsm0338", "phonenumbers", "snowballstemmer")
"""What decides beside our own code: which numbers are valid, how days are written, and so on."""
_KEPT = 8
"""Editions kept; the oldest go first."""


def stored_path(folder: Path, fingerprint: str) -> Path:
    """Where the edition of this pack, by this code, is kept."""
    digest = hashlib.sha256(fingerprint.encode())
    for room in _ROOMS:
        for file in sorted((_PACKAGE / room).glob("*.py")):
            digest.update(file.read_bytes())
    versions = (sys.version, *map(_version, _LIBRARIES))
    digest.update("\0".join(versions).encode())
    return folder / f"{digest.hexdigest()}.json"


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def read_stored(path: Path) -> Edition | None:
    """The stored edition; None when there is none, or it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Edition)
    except (OSError, msgspec.MsgspecError):
        return None


def write_stored(path: Path, edition: Edition) -> None:
    """
    Store an edition, whole or not at all.

    A disk that is full or read-only costs the next start some time, and nothing else.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(msgspec.json.encode(edition))
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        stored = sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for old in stored[:-_KEPT]:
            old.unlink(missing_ok=True)
