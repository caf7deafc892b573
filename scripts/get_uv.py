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

VERSION = "0.13.9"
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
    with urllib.request.urlopen(f"https://pypi.org/pypi/uv/{VERSION}/json", timeout=60) as reply:
        files = json.load(reply)["urls"]
    wheel = next(
        file
        for file in files
        if file["filename"].endswith(".whl")
        and "manylinux" in file["filename"]
        and machine in file["filename"]
    )
    with urllib.request.urlopen(wheel["url"], timeout=300) as reply:  # noqa: S310 - https, from PyPI
        content = reply.read()
    if hashlib.sha256(content).hexdigest() != wheel["digests"]["sha256"]:
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
