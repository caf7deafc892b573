"""
Servers started, pinned to one core, asked, weighed and stopped. Loopback only.

Each starts with the same environment: nothing of the caller's settings, and bytecode and caches in
a folder of ours, so that a warm start is warm and a cold one is cold.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import pinned
from benchmarks.result import MeasureError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
OURS = "Hearthlight"
FORM_TYPE = "application/x-www-form-urlencoded"
START_LIMIT = 60.0
"""Seconds. A server that takes longer is not waited for."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server."""

    name: str
    pid: int
    port: int

    def ask(self, path: str, *, form: str | None = None, accept: str = "") -> Reply:
        """One request on a connection of its own: GET, or POST when there is a form."""
        return ask(self.port, path, form=form, accept=accept)


def ask(port: int, path: str, *, form: str | None = None, accept: str = "") -> Reply:
    """One request on a connection of its own: GET, or POST when there is a form."""
    headers = {"Accept-Encoding": accept or "identity"}
    if form is not None:
        headers["Content-Type"] = FORM_TYPE
    with closing(http.client.HTTPConnection(HOST, port, timeout=20)) as connection:
        connection.request("GET" if form is None else "POST", path, body=form, headers=headers)
        reply = connection.getresponse()
        return Reply(
            status=reply.status,
            headers={name.lower(): value for name, value in reply.getheaders()},
            body=reply.read(),
        )


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        return int(listening.getsockname()[1])


def hearthlight_command(port: int) -> list[str]:
    """`hearthlight serve`, as an operator starts it."""
    return [sys.executable, "-m", "hearthlight", "serve", "--host", HOST, "--port", str(port)]


def environment(folder: Path) -> dict[str, str]:
    """The environment of a server whose bytecode and caches live in `folder`."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEARTHLIGHT_", "PYTHON"))
    }
    scratch = folder / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    ours["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    ours["XDG_CACHE_HOME"] = str(folder / "cache")
    ours["TMPDIR"] = str(scratch)
    return ours


@contextmanager
def spawned(
    command: Sequence[str], env: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block, and whose children end with it."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, cwd=ROOT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(
    port: int, path: str, process: subprocess.Popen[bytes], log: Path, status: int = 200
) -> None:
    """Return at the first such answer. Raises MeasureError with the server's log if none comes."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if ask(port, path).status == status:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.002)
    raise MeasureError(f"a server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


@contextmanager
def serving(  # noqa: PLR0913 - what a server is
    name: str, command: Sequence[str], port: int, folder: Path, *, ready: str, status: int = 200
) -> Iterator[Server]:
    """A server on the first core, ready to answer."""
    log = folder / f"{name.replace(' ', '-')}.log"
    with spawned([*pinned(0), *command], environment(folder), log) as process:
        wait_for(port, ready, process, log, status)
        yield Server(name=name, pid=process.pid, port=port)


def family(pid: int) -> tuple[int, ...]:
    """A process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            found.extend(family(int(child)))
    return tuple(found)


def busy_seconds(pid: int) -> float:
    """Processor time that a server's processes have used."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a server's processes hold, in bytes."""

    resident: int
    """Of the worker, the heaviest of them (RSS)."""
    share: int
    """Of the worker, with what it shares counted in part (PSS)."""
    together: int
    """Of all of them (PSS)."""


def memory_of(pid: int) -> Memory:
    """What a server's processes hold now."""
    each = [_memory(member) for member in family(pid)]
    resident, share = max(each)
    return Memory(resident=resident, share=share, together=sum(pss for _, pss in each))


def _memory(pid: int) -> tuple[int, int]:
    found = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name in found:
            found[name] = int(value.split()[0]) * 1024
    return found["Rss"], found["Pss"]
