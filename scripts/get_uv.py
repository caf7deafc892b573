"""
Puts uv on a machine that has only Python, and prints where it is.

A fresh Debian has neither pip nor venv, so the wheel is fetched from PyPI with the standard
library, checked against the hash that PyPI names, and unpacked under .cache/. Nothing is installed
on the system.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

VERSION = "0.13.9"
INDEX = "https://pypi.org/simple/uv/"
INDEX_JSON = "application/vnd.pypi.simple.v1+json"  # PEP 691
OLDEST_PYTHON = (3, 11)
CACHE = Path(__file__).resolve().parent.parent / ".cache" / "uv"


def main() -> int:
    """Print the path of a usable uv, fetching it if there is none."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.stderr.write(f"Python {found} is too old: install Python 3.11 or newer.\n")
        return 1
    uv = CACHE / f"uv-{VERSION}"
    here = shutil.which("uv")
    if here and _version(here) == VERSION:
        print(here)  # noqa: T201 - the Makefile reads it
        return 0
    if not uv.exists():
        try:
            _fetch(uv)
        except (OSError, KeyError, StopIteration) as error:
            sys.stderr.write(
                f"uv {VERSION} could not be fetched from PyPI ({error}).\n"
                "Check the network, or install it yourself: https://docs.astral.sh/uv/\n"
            )
            return 1
    print(uv)  # noqa: T201 - the Makefile reads it
    return 0


def _version(uv: str) -> str:
    done = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.split()[1] if done.returncode == 0 else ""


def _fetch(uv: Path) -> None:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine()
    )
    asking = urllib.request.Request(INDEX, headers={"Accept": INDEX_JSON})
    with urllib.request.urlopen(asking, timeout=60) as reply:  # noqa: S310 - https, written above
        files = json.load(reply)["files"]
    wheel = next(
        file
        for file in files
        if file["filename"].startswith(f"uv-{VERSION}-")
        and "manylinux" in file["filename"]
        and file["filename"].endswith(f"_{machine}.whl")
    )
    address = urljoin(INDEX, wheel["url"])
    with urllib.request.urlopen(address, timeout=300) as reply:  # noqa: S310 - named by PyPI
        content = reply.read()
    if hashlib.sha256(content).hexdigest() != wheel["hashes"]["sha256"]:
        raise OSError("the downloaded file is damaged")
    CACHE.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        part = uv.with_suffix(".part")
        part.write_bytes(archive.read(inside))
    part.chmod(0o755)
    part.replace(uv)


if __name__ == "__main__":
    raise SystemExit(main())
