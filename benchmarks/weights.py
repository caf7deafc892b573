"""
What every page and every outcome weighs on the wire.

Why: a first round trip carries about ten packets, 14,336 bytes. A page that fits is there after
one, on the worst line, and costs little on prepaid data.

How: the running server is asked for each page as a browser would, without compression, with gzip
and with brotli, and the bytes of the body are counted as sent. Outcomes are the heaviest that any
scenario of the packs leads to, and one with every box ticked. Where a kind of compression is not
offered, what comes instead counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.forms import everything, scenario_forms
from benchmarks.result import Aim, MeasureError, Result, Series
from benchmarks.served import OURS

if TYPE_CHECKING:
    from benchmarks.served import Server
    from hearthlight.compiled.edition import Edition

FORM_PATH = "/check"
AIM = 14_336


@dataclass(frozen=True, kw_only=True)
class Weight:
    """One page's bytes; None where that kind of compression is not offered."""

    name: str
    plain: int
    gzip: int | None
    brotli: int | None

    @property
    def sent(self) -> int:
        """What a browser that accepts gzip receives."""
        return self.plain if self.gzip is None else self.gzip


def weigh_all(edition: Edition, server: Server) -> tuple[Weight, ...]:
    """Every page, an address that is not there, and the heaviest of each outcome."""
    paths = [page.path for page in edition.pages.values() if page.path]
    weights = [_weigh(server, f"GET {path}", path) for path in paths]
    weights.append(_weigh(server, "an address that is not there", "/not-there", status=404))
    for outcome, forms in scenario_forms(edition).items():
        if not forms:
            continue
        heaviest = max(forms, key=lambda form: len(server.ask(FORM_PATH, form=form).body))
        name = f"{outcome}, heaviest of {len(forms)} scenarios"
        weights.append(_weigh(server, name, FORM_PATH, form=heaviest))
    weights.append(_weigh(server, "every box ticked", FORM_PATH, form=everything(edition)))
    return tuple(weights)


def weight_result(weights: tuple[Weight, ...]) -> Result:
    """The heaviest of them against the aim."""
    heaviest = max(weights, key=lambda weight: weight.sent)
    return Result(
        key="weight",
        what="The heaviest page, gzip",
        unit="bytes",
        series=(Series(name=OURS, rounds=(heaviest.sent,)),),
        aim=Aim(bound="at most", value=AIM, unit="bytes"),
        notes=(
            f"It is {heaviest.name}. Bodies only; headers are the same few hundred bytes for all.",
        ),
    )


def _weigh(
    server: Server, name: str, path: str, *, form: str | None = None, status: int = 200
) -> Weight:
    plain = server.ask(path, form=form)
    if plain.status != status:
        raise MeasureError(f"{name} answers {plain.status}")
    sizes: dict[str, int | None] = {}
    for encoding in ("gzip", "br"):
        reply = server.ask(path, form=form, accept=encoding)
        offered = reply.headers.get("content-encoding", "") == encoding
        sizes[encoding] = len(reply.body) if offered else None
    return Weight(name=name, plain=len(plain.body), gzip=sizes["gzip"], brotli=sizes["br"])
