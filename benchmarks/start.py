"""
From `hearthlight serve` to the first page.

Why: a small host stops what nobody asks and starts it again for the next caller, who is waiting;
and a server that was killed must be back at once.

How: the command is spawned as an operator would, on all cores, and asked for /now every 2 ms until
it answers 200. Warm: it ran here before, so bytecode and whatever it caches are there. Cold: the
first start after installing, with neither; the files themselves are in the system's memory both
times.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.result import Aim, Result, Series
from benchmarks.served import (
    OURS,
    environment,
    free_port,
    hearthlight_command,
    spawned,
    wait_for,
)

PATH = "/now"


def measure_start(folder: Path, *, rounds: int) -> tuple[Result, Result]:
    """Seconds to the first answer, warm and cold, in turn."""
    warm: list[float] = []
    cold: list[float] = []
    kept = folder / "warm"
    _start(kept)
    for _ in range(rounds):
        warm.append(_start(kept))
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            cold.append(_start(Path(fresh)))
    return (
        Result(
            key="start",
            what=f"Start to the first answer to GET {PATH}, warm",
            unit="s",
            series=(Series(name=OURS, rounds=tuple(warm)),),
            aim=Aim(bound="at most", value=0.6, unit="s"),
        ),
        Result(
            key="start-cold",
            what="The same, cold: the first start after installing",
            unit="s",
            series=(Series(name=OURS, rounds=tuple(cold)),),
        ),
    )


def _start(folder: Path) -> float:
    """Seconds of one start whose bytecode and caches live in `folder`."""
    env = environment(folder)
    port = free_port()
    log = folder / "start.log"
    begun = time.perf_counter()
    with spawned(hearthlight_command(port), env, log) as process:
        wait_for(port, PATH, process, log)
        return time.perf_counter() - begun
