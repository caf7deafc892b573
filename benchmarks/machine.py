"""
The machine and what runs on it, named so that a figure can be judged and taken again.

Also the two cores that the measures pin to, and how busy others kept them: on a shared machine a
round is worth little without that.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.result import MeasureError

PACKAGES = (
    "hearthlight",
    "granian",
    "starlette",
    "uvloop",
    "jinja2",
    "fastapi",
    "pydantic",
    "uvicorn",
    "httptools",
    "playwright",
)


def core(place: int) -> int:
    """
    The first (0) or second (1) core that we may use.

    Raises MeasureError where there is no such core, or nothing to pin with.
    """
    ours = sorted(os.sched_getaffinity(0))
    if not shutil.which("taskset"):
        raise MeasureError("taskset is not here: on Debian it is in the package util-linux")
    if place >= len(ours):
        raise MeasureError("two cores are needed: one serves, the other asks")
    return ours[place]


def pinned(place: int) -> list[str]:
    """The front of a command that is to stay on one core."""
    return ["taskset", "--cpu-list", str(core(place))]


def machine_facts() -> dict[str, str]:
    """What this machine is."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = platform.system()
    memory = int(_field("/proc/meminfo", "MemTotal").split()[0]) / 1024**2
    kind = " (virtual machine)" if "hypervisor" in _field("/proc/cpuinfo", "flags").split() else ""
    return {
        "Processor": f"{_field('/proc/cpuinfo', 'model name')}{kind}",
        "Cores": str(len(os.sched_getaffinity(0))),
        "Memory": f"{memory:.1f} GiB",
        "System": f"{system}, Linux {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Date": datetime.now(UTC).date().isoformat(),
    }


def version_facts(nginx: str, wrk: str, chromium: str) -> dict[str, str]:
    """What was measured, with what; programs that are not here are left out."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    for name, program, option in (
        ("nginx", nginx, "-v"),
        ("wrk", wrk, "-v"),
        ("chromium", chromium, "--version"),
    ):
        if program:
            found[name] = _program_version(program, option)
    return found


def _program_version(program: str, option: str) -> str:
    done = subprocess.run(
        [program, option],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found.group() if found else "unknown"


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text("utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"


class Quiet:
    """How quiet the machine was while we measured: the load before, and the time taken from us."""

    def __init__(self) -> None:
        self._load = os.getloadavg()[0]
        self._stolen, self._all = _ticks()

    def facts(self) -> dict[str, str]:
        """In words, for the report."""
        stolen, every = _ticks()
        share = 100 * (stolen - self._stolen) / max(every - self._all, 1)
        return {
            "Load before": f"{self._load:.2f} (1-minute average; above 0.5 others were at work)",
            "Stolen": f"{share:.1f} % of the processor time went to other virtual machines",
        }


def _ticks() -> tuple[int, int]:
    """Stolen time and all time since the start of the machine."""
    first = Path("/proc/stat").read_text("utf-8").split("\n", 1)[0]
    ticks = [int(word) for word in first.split()[1:9]]
    return ticks[7], sum(ticks)


def require_linux() -> None:
    """Raises MeasureError elsewhere: the measures read /proc and pin to cores."""
    if sys.platform != "linux":
        raise MeasureError("the benchmarks run on Linux only")
