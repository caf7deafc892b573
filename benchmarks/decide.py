"""
One decision, timed.

Why: deciding is the part that must never be the reason for waiting, in any channel, and it is run
thousands of times by the proof and by evaluations.

How: the rules' minimal sets are the states that just reach a rule. Every so-many-th of them, always
the same ones, is decided in turn on one core, with the garbage collector off as timeit has it.
"""

from __future__ import annotations

import os
from itertools import islice
from timeit import Timer
from typing import TYPE_CHECKING

from benchmarks.machine import core
from benchmarks.result import Aim, Result, Series
from benchmarks.served import OURS
from hearthlight.checkin.decision import decide
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.compiled.edition import read_condition

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

STRIDE = 37
"""Every so-many-th minimal set: prime, so that it does not fall in step with the rules."""
ROUND = 0.5
"""Seconds that a round takes at least."""


def fact_sets(edition: Edition) -> tuple[int, ...]:
    """The fixed sample, as masks."""
    every = (facts for rule in edition.rules for facts in minimal_sets(read_condition(rule.when)))
    return tuple(islice(every, 0, None, STRIDE))


def measure_decide(edition: Edition, *, rounds: int) -> Result:
    """Microseconds a decision."""
    sample = fact_sets(edition)
    table = edition.table

    def decide_all() -> None:
        for facts in sample:
            decide(table, facts)

    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core(0)})
    try:
        timer = Timer(decide_all)
        once = timer.timeit(3) / 3
        times = max(1, round(ROUND / once))
        taken = tuple(timer.timeit(times) / times / len(sample) * 1e6 for _ in range(rounds))
    finally:
        os.sched_setaffinity(0, allowed)
    return Result(
        key="decide",
        what="One decision",
        unit="µs",
        series=(Series(name=OURS, rounds=taken),),
        aim=Aim(bound="at most", value=10, unit="µs"),
        notes=(
            f"{len(sample)} fact sets: every {STRIDE}th of the rules' minimal sets.",
            f"{times * len(sample):,} decisions a round.",
        ),
    )
