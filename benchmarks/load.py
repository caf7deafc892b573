"""
Load from wrk on the second core: 32 connections that always have a question open, for seconds.

A round counts only if every reply was good. Beside the rate it keeps how busy both cores were
(when the asker was the busy one, the rate says little of the server) and the server's processor
time per reply, which neighbors on the machine disturb least.
"""

from __future__ import annotations

import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from benchmarks.machine import pinned
from benchmarks.result import MeasureError
from benchmarks.served import HOST, Memory, busy_seconds, memory_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.served import Server

CONNECTIONS = 32
WARM_UP = 1.0
"""Seconds of the same load before the first round, not counted."""
OURS_IN_FULL = 0.85
"""The share of a core below which other programs had a part in it."""
SCRIPT = Path(__file__).with_name("load.lua")


class _Said(msgspec.Struct, frozen=True):
    replies: int
    bytes: int
    seconds: float
    failed: int
    p50: float
    p99: float


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round of load on one server."""

    rate: float
    """Replies a second."""
    p50: float
    p99: float
    """Milliseconds."""
    asker_busy: float
    server_busy: float
    """Shares of a core, 0 to 1."""
    cost: float
    """Microseconds of the server's processor time per reply."""
    memory: Memory
    """What the server held when the round was over."""

    @property
    def disturbed(self) -> bool:
        """Whether neither core was ours in full: then others set the rate, not the server."""
        return max(self.server_busy, self.asker_busy) < OURS_IN_FULL


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """Every round on one server."""

    name: str
    rounds: tuple[Round, ...]


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is asked, for how long."""

    wrk: str
    path: str
    accept: str
    """The Accept-Encoding header; empty for none of it."""
    seconds: float
    """Of one round."""
    forms: tuple[str, ...] = ()
    """Posted in turn; with none, the path is asked for with GET."""


def take_round(load: Load, server: Server, seconds: float) -> Round:
    """One round. Raises MeasureError when any reply failed."""
    command = [
        *pinned(1),
        load.wrk,
        "--threads=1",
        f"--connections={CONNECTIONS}",
        f"--duration={max(1, round(seconds))}s",
        f"--script={SCRIPT}",
        f"--header=Accept-Encoding: {load.accept or 'identity'}",
        f"http://{HOST}:{server.port}{load.path}",
        *(["--", *load.forms] if load.forms else []),
    ]
    asker, served = _children_seconds(), busy_seconds(server.pid)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=seconds + 30
    )
    asker, served = _children_seconds() - asker, busy_seconds(server.pid) - served
    if done.returncode:
        raise MeasureError(f"wrk failed: {done.stderr.strip() or done.stdout.strip()}")
    said = msgspec.json.decode(done.stdout.strip().rpartition("\n")[2], type=_Said)
    if said.failed or not said.replies:
        raise MeasureError(f"{said.failed} of {said.replies} requests to {server.name} failed")
    return Round(
        rate=said.replies / said.seconds,
        p50=said.p50,
        p99=said.p99,
        asker_busy=asker / said.seconds,
        server_busy=served / said.seconds,
        cost=1e6 * served / said.replies,
        memory=memory_of(server.pid),
    )


def take_rounds(load: Load, servers: Sequence[Server], rounds: int) -> tuple[Rounds, ...]:
    """Rounds on each server, interleaved A B A B: a slow minute of the machine meets them all."""
    for server in servers:
        take_round(load, server, WARM_UP)
    taken: dict[str, list[Round]] = {server.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            taken[server.name].append(take_round(load, server, load.seconds))
    return tuple(Rounds(name=name, rounds=tuple(each)) for name, each in taken.items())


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
