"""
The outcome by POST, against FastAPI with Jinja2; and the memory of a worker.

Why: the outcome is the one page that cannot be prepared, so it sets how many people one small
machine can answer at once. FastAPI with Jinja2 is what a new service of this kind is usually
written in.

How: the same forms in turn, the same engine and headers, gzip on both sides, byte for byte the
same HTML, one worker each on the first core, wrk on the second. FastAPI is measured on granian and
on uvicorn, and ours is compared with the faster. Without compression it is measured too, so that a
compressor's setting cannot be the whole difference. Memory is read after each round.
"""

from __future__ import annotations

import gzip
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from benchmarks.load import Load, Rounds, take_rounds
from benchmarks.result import Aim, MeasureError, Result, Series
from benchmarks.served import HOST, OURS, free_port, serving
from benchmarks.table import count_disturbed, load_notes, rates
from benchmarks.yardsticks.fastapi_app import GZIP_LEVEL
from benchmarks.yardsticks.nginx import TRANSPORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.served import Reply, Server

PATH = "/check"
APP = "benchmarks.yardsticks.fastapi_app:create_app"
MEGABYTE = 1e6
_OWN = TRANSPORT | {"vary"}
"""Headers that a server, or what compresses for it, writes by itself."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The rounds of one load, and what was sent in them."""

    load: Load
    sizes: dict[str, float]
    """Mean bytes of an answer's body, by server."""
    taken: tuple[Rounds, ...]


@contextmanager
def fastapi_on_granian(folder: Path) -> Iterator[Server]:
    """The yardstick on the server that Hearthlight uses."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", APP]
    command += ["--host", HOST, "--port", str(port), "--workers", "1", "--log-level", "warning"]
    with serving("FastAPI on granian", command, port, folder, ready=PATH, status=405) as server:
        yield server


@contextmanager
def fastapi_on_uvicorn(folder: Path) -> Iterator[Server]:
    """The yardstick on the server that FastAPI's documentation uses."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", APP, "--factory", "--host", HOST]
    command += ["--port", str(port), "--no-access-log", "--log-level", "warning"]
    command += ["--loop", "uvloop", "--http", "httptools"]
    with serving("FastAPI on uvicorn", command, port, folder, ready=PATH, status=405) as server:
        yield server


def load_outcome(load: Load, servers: Sequence[Server], rounds: int) -> Loaded:
    """The load on each server. Raises MeasureError where it cannot be fair."""
    if not load.wrk:
        raise MeasureError("wrk is not here")
    sizes = _same_answers(load, servers)
    return Loaded(load=load, sizes=sizes, taken=take_rounds(load, servers, rounds))


def outcome_result(loaded: Loaded) -> Result:
    """Replies a second. Only the compressed outcome has an aim: it is what browsers ask for."""
    accept = loaded.load.accept
    sizes = ", ".join(f"{name} {size:,.0f}" for name, size in loaded.sizes.items())
    return Result(
        key="outcome" if accept else "outcome-plain",
        what=f"POST {PATH}, {accept or 'not compressed'}, against FastAPI",
        unit="replies/s",
        series=rates(loaded.taken),
        aim=Aim(bound="at least", value=4.0) if accept else None,
        is_ratio=True,
        disturbed=count_disturbed(loaded.taken),
        notes=(
            f"{len(loaded.load.forms)} forms in turn; the same HTML and headers come back.",
            f"Mean bytes of an answer: {sizes}.",
            *([f"gzip level of the yardstick: {GZIP_LEVEL}."] if accept else []),
            *load_notes(loaded.taken),
        ),
    )


def memory_result(loaded: Loaded) -> Result:
    """What our worker held after each round of the load."""
    held = {each.name: [one.memory for one in each.rounds] for each in loaded.taken}
    ours, *others = held.values()
    return Result(
        key="memory",
        what="Memory of a worker after the load (RSS)",
        unit="MB",
        series=(
            Series(name=OURS, rounds=tuple(one.resident / MEGABYTE for one in ours)),
            Series(name="of that, its share (PSS)", rounds=tuple(m.share / MEGABYTE for m in ours)),
            *(
                Series(name=name, rounds=tuple(one.resident / MEGABYTE for one in other))
                for name, other in zip(list(held)[1:], others, strict=True)
            ),
        ),
        aim=Aim(bound="at most", value=90, unit="MB"),
        notes=(
            f"With the process that watches it: {ours[-1].together / MEGABYTE:.0f} MB (PSS).",
            "A MB is a million bytes.",
        ),
    )


def _same_answers(load: Load, servers: Sequence[Server]) -> dict[str, float]:
    """Mean bytes of an answer on each server. Raises MeasureError when any answer differs."""
    totals = dict.fromkeys((server.name for server in servers), 0)
    for form in load.forms:
        replies = {
            server.name: server.ask(PATH, form=form, accept=load.accept) for server in servers
        }
        ours = next(iter(replies.values()))
        for name, reply in replies.items():
            totals[name] += len(reply.body)
            if reply.status != HTTPStatus.OK:
                raise MeasureError(f"{name} answers {reply.status}")
            if html_of(reply) != html_of(ours):
                raise MeasureError(f"{name} {_first_difference(html_of(reply), html_of(ours))}")
            if reply.headers.get("content-encoding", "") != load.accept:
                raise MeasureError(f"{name} does not answer in {load.accept or 'plain HTML'}")
            if differing := _headers(reply) ^ _headers(ours):
                raise MeasureError(f"{name} sends other headers: {sorted(differing)}")
    return {name: total / len(load.forms) for name, total in totals.items()}


def _first_difference(theirs: bytes, ours: bytes) -> str:
    pairs = zip(theirs, ours, strict=False)
    place = next((n for n, (one, other) in enumerate(pairs) if one != other), len(ours))
    around = slice(max(0, place - 40), place + 40)
    return f"does not send the same HTML: {theirs[around]!r}, ours {ours[around]!r}"


def html_of(reply: Reply) -> bytes:
    """The page, decompressed."""
    compressed = reply.headers.get("content-encoding", "") == "gzip"
    return gzip.decompress(reply.body) if compressed else reply.body


def _headers(reply: Reply) -> set[tuple[str, str]]:
    return {(name, value) for name, value in reply.headers.items() if name not in _OWN}
