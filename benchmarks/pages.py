"""
A page by GET, against nginx with the same bytes.

Why: in a bad hour the page with the numbers must come whatever else the server is doing, and on
the smallest rented machine. nginx sending compressed files is as fast as web servers are in
practice, so "no slower than that" leaves nothing to be gained by a cache in front.

How: one worker each on the first core, wrk on the second, the same `Accept-Encoding`, rounds in
turn. Before it counts, both must send the same body and the same headers (`server`, `date` and
`connection` aside).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.load import Load, take_rounds
from benchmarks.result import Aim, MeasureError, Result
from benchmarks.table import count_disturbed, load_notes, rates
from benchmarks.yardsticks.nginx import SUFFIXES, TRANSPORT, nginx_serving

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.served import Reply, Server
    from benchmarks.tools import Tools

PATH = "/now"
ACCEPT = "gzip, deflate, br"
"""What browsers on secure connections accept, but for zstd, which neither side has."""


def measure_page(
    tools: Tools, ours: Server, folder: Path, *, rounds: int, seconds: float
) -> Result:
    """Replies a second to GET /now. Raises MeasureError where it cannot be fair."""
    if not (tools.nginx and tools.wrk):
        raise MeasureError("nginx or wrk is not here")
    replies = _replies(ours)
    with nginx_serving(tools, folder, PATH, replies) as yardstick:
        mine, theirs = ours.ask(PATH, accept=ACCEPT), yardstick.ask(PATH, accept=ACCEPT)
        if mine.body != theirs.body or _said(mine) != _said(theirs):
            raise MeasureError(f"nginx does not send the same: {_said(mine)} / {_said(theirs)}")
        load = Load(wrk=tools.wrk, path=PATH, accept=ACCEPT, seconds=seconds)
        taken = take_rounds(load, (ours, yardstick), rounds)
    encoding = mine.headers.get("content-encoding", "no compression")
    return Result(
        key="page",
        what=f"GET {PATH}, against nginx",
        unit="replies/s",
        series=rates(taken),
        aim=Aim(bound="at least", value=1.0),
        is_ratio=True,
        disturbed=count_disturbed(taken),
        notes=(
            f"Both send the same {len(mine.body):,} bytes ({encoding}) and the same headers.",
            *load_notes(taken),
        ),
    )


def _replies(server: Server) -> dict[str, Reply]:
    """The page in each encoding that our server has, by the encoding's name."""
    asked = {encoding: server.ask(PATH, accept=encoding) for encoding in SUFFIXES}
    return {
        encoding: reply
        for encoding, reply in asked.items()
        if reply.headers.get("content-encoding", "") == encoding
    }


def _said(reply: Reply) -> dict[str, str]:
    kept = {name: value for name, value in reply.headers.items() if name not in TRANSPORT}
    return kept | {"content-encoding": reply.headers.get("content-encoding", "")}
