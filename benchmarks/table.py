"""What rounds of load become: rates, and sentences that say how good the rounds were."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.result import Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.load import Rounds

FULL = 0.95
"""The share of its core from which the asker, not the server, may have set the rate."""


def rates(taken: Sequence[Rounds]) -> tuple[Series, ...]:
    """Replies a second, round by round."""
    return tuple(
        Series(name=each.name, rounds=tuple(one.rate for one in each.rounds)) for each in taken
    )


def count_disturbed(taken: Sequence[Rounds]) -> int:
    """In how many rounds other programs took part of our cores, on whichever side."""
    together = zip(*(each.rounds for each in taken), strict=True)
    return sum(any(one.disturbed for one in sides) for sides in together)


def load_notes(taken: Sequence[Rounds]) -> Iterator[str]:
    """Cost and latency of each server, and whether the asker was the narrow place."""
    for each in taken:
        cost = median(one.cost for one in each.rounds)
        p50 = median(one.p50 for one in each.rounds)
        p99 = median(one.p99 for one in each.rounds)
        busy = median(one.server_busy for one in each.rounds)
        asker = median(one.asker_busy for one in each.rounds)
        yield (
            f"{each.name}: {cost:,.0f} µs of processor time a reply; half within {p50:.2f} ms, "
            f"99 % within {p99:.2f} ms; it had {busy:.0%} of its core, wrk {asker:.0%} of the other"
            + (": wrk may have been the limit." if asker >= FULL else ".")
        )
