"""
Services that nobody offers, in the shape of those that somebody does: the same each time.

400 centres whose sizes fall as those of cities do, words whose frequency falls as that of words
does (the six commonest are each in a third to over half of all), one to three of twelve kinds, one
to three of eight languages. 85 of 100 have a place, 10 only a county, 5 help from anywhere.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.directory.distance import cell, spot
from hearthlight.directory.entries import Card, Phone
from hearthlight.directory.query import Entry, Query, tokens_of_places

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = tuple(f"kind-{number}" for number in range(12))
LANGUAGES = ("en", "es", "zh", "vi", "tl", "ko", "ru", "ar")
CENTRES = 400
VOCABULARY = 20_000
WORDS = 24
"""Words of a description."""
PLACED, COUNTED, FREE, BOUNDED = 0.85, 0.95, 0.4, 0.5
"""Shares: of those with a place; with a place or a county; free; with ages."""


class Centre(NamedTuple):
    """Somewhere that people live."""

    latitude: float
    longitude: float
    county: str


def _choose(weights: list[float], chance: random.Random) -> int:
    return bisect.bisect(weights, chance.random() * weights[-1])


def _falling(count: int, power: float) -> list[float]:
    return list(itertools.accumulate((rank + 3) ** -power for rank in range(count)))


_SIZES, _WORDS = _falling(CENTRES, 0.9), _falling(VOCABULARY, 1.0)
_SEEDED = random.Random(7)  # noqa: S311 - the same country each time
PLACES = tuple(
    Centre(_SEEDED.uniform(26, 48), _SEEDED.uniform(-123, -70), f"us-s{n % 50}-{n:05}")
    for n in range(CENTRES)
)


def generate(count: int, seed: int = 1) -> Iterator[Entry]:
    """So many services; the first ones of a larger number are those of a smaller."""
    chance = random.Random(seed)  # noqa: S311 - the same services each time
    for number in range(count):
        yield _make(number, chance)


def _make(number: int, chance: random.Random) -> Entry:
    words = {f"w{_choose(_WORDS, chance)}" for _ in range(WORDS)}
    mask = 0
    for _ in range(chance.randint(1, 3)):
        mask |= 1 << chance.randrange(len(KINDS))
    kinds = tuple(kind for bit, kind in enumerate(KINDS) if mask >> bit & 1)
    spoken = tuple(sorted({"en", *chance.sample(LANGUAGES, chance.randint(0, 2))}))
    tokens = {f"w_{word}" for word in words}
    tokens |= {f"k_{bit}" for bit in range(len(KINDS)) if mask >> bit & 1}
    tokens |= {f"l_{tag}" for tag in spoken}
    centre, where = PLACES[_choose(_SIZES, chance)], chance.random()
    point = None
    if where < PLACED:
        away = abs(chance.gauss(0, 0.15))
        turn = chance.uniform(0, 2 * math.pi)
        point = (
            round(centre.latitude + away * math.sin(turn), 5),
            round(centre.longitude + away * math.cos(turn), 5),
        )
        tokens |= {"placed", cell(*point)}
    if where < COUNTED:
        tokens |= {"somewhere", *tokens_of_places([centre.county])}
    else:
        tokens |= {"anywhere", "remote"}
    if chance.random() < FREE:
        tokens.add("free")
    bounded = chance.random() < BOUNDED
    least, most = (float(chance.choice((0, 5, 12, 14))), float(chance.choice((18, 21, 24, 65))))
    name = f"w{chance.randrange(VOCABULARY)} w{chance.randrange(VOCABULARY)} {number % 97}"
    card = Card(
        service_id=f"s{number}", name=name, organization=f"organization {number // 3}",
        description=" ".join(sorted(words)), kinds=kinds,
        phones=(Phone(f"(415) 555-{number % 10000:04}"),), languages=spoken,
        latitude=point[0] if point else None, longitude=point[1] if point else None,
        counties=(centre.county,) if where < COUNTED else (), url=f"https://example.org/{number}",
    )  # fmt: skip
    return Entry(
        id=f"s{number}",
        sort_name=name,
        tokens=tuple(sorted(tokens)),
        kinds=mask,
        minimum_age=least if bounded else 0.0,
        maximum_age=most if bounded else math.inf,
        spot=spot(*point) if point else None,
        card=msgspec.json.encode(card),
    )


def make_queries(count: int, seed: int = 2) -> dict[str, list[Query]]:
    """So many questions of each class: 20 services around a place, as much asked as a form asks."""
    chance = random.Random(seed)  # noqa: S311 - the same questions each time
    classes: dict[str, list[Query]] = {
        "a common word": [], "two words": [], "a rare word": [], "no words": [],
    }  # fmt: skip
    for _ in range(count):
        for name, its in classes.items():
            centre = PLACES[_choose(_SIZES, chance)]
            common = f"w{chance.randrange(6)}"
            words: tuple[tuple[str, ...], ...] = {
                "a common word": ((common,),),
                "two words": ((common,), (f"w{chance.randrange(6, 200)}",)),
                "a rare word": ((f"w{chance.randrange(2000, VOCABULARY)}",),),
                "no words": (),
            }[name]
            kinds = tuple(sorted(chance.sample(range(len(KINDS)), chance.choice((1, 1, 2)))))
            its.append(
                Query(
                    words=words,
                    kinds=kinds,
                    wishes=kinds,
                    languages=(chance.choice(LANGUAGES[:4]),),
                    age=float(chance.randint(11, 19)),
                    latitude=round(centre.latitude + chance.gauss(0, 0.1), 2),
                    longitude=round(centre.longitude + chance.gauss(0, 0.1), 2),
                    radius=25.0,
                    counties=(centre.county, centre.county.rpartition("-")[0], "us"),
                )
            )
    return classes
