"""Every store answers every question as `find_all` does, service by service."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest

from hearthlight.directory.distance import cell, spot
from hearthlight.directory.query import (
    ANYWHERE,
    AROUND,
    NEAR,
    Entry,
    Query,
    find_all,
    tokens_of_places,
)

if TYPE_CHECKING:
    from hearthlight.directory.stores import Store

WORDS = ("art", "music", "legal", "horses", "school", "bed", "談", "joven", "talk", "north")
COUNTIES = ("us-ca-san-francisco", "us-ca-alameda", "us-wa-king")
AROUND_THE_WORLD = [
    (37.77, -122.42), (37.80, -122.27), (37.70, -122.42), (0.0, 179.99), (0.0, -179.99),
    (89.95, 10.0), (89.96, -170.0), (-89.9, 0.0), (64.8, -147.7),
]  # fmt: skip


def make_entry(number: int, chance: random.Random) -> Entry:
    """A service with words, kinds, ages and a place of its own, or hidden, or anywhere."""
    kinds = sum(1 << bit for bit in range(6) if chance.random() < 0.3)
    words = chance.sample(WORDS, chance.randint(1, 5))
    tokens = {f"w_{word.encode().hex() if not word.isascii() else word}" for word in words}
    tokens |= {f"k_{bit}" for bit in range(6) if kinds >> bit & 1}
    tokens |= {f"l_{tag}" for tag in ("en", "es", "vi") if chance.random() < 0.4}
    place = None
    where = chance.random()
    if where < 0.6:
        latitude, longitude = chance.choice(AROUND_THE_WORLD)
        latitude = max(-90.0, min(90.0, latitude + chance.uniform(-0.3, 0.3)))
        longitude = (longitude + chance.uniform(-0.3, 0.3) + 180) % 360 - 180
        place = spot(latitude, longitude)
        tokens |= {"placed", cell(latitude, longitude)}
    if where < 0.85:
        tokens |= {"somewhere", *tokens_of_places([chance.choice(COUNTIES)])}
    else:
        tokens.add(chance.choice(("anywhere", "nowhere")))
    tokens |= {fact for fact in ("free", "remote") if chance.random() < 0.3}
    bounded = chance.random() < 0.5
    return Entry(
        id=f"s{number}",
        sort_name=chance.choice(("a", "b", "b c", "ä")),
        tokens=tuple(sorted(tokens)),
        kinds=kinds,
        minimum_age=float(chance.choice((0, 12, 14.5))) if bounded else 0.0,
        maximum_age=float(chance.choice((18, 24))) if bounded else math.inf,
        spot=place,
        card=f'{{"service_id":"s{number}","name":"x"}}'.encode(),
    )


def make_query(chance: random.Random) -> Query:
    """A question that asks for some of what may be asked."""
    latitude, longitude = chance.choice(AROUND_THE_WORLD)
    point = chance.random() < 0.6
    return Query(
        words=tuple(
            (chance.choice(WORDS[:6]), "school") if chance.random() < 0.3 else (word,)
            for word in chance.sample(WORDS[:6], chance.choice((0, 0, 1, 2)))
        ),
        kinds=tuple(chance.sample(range(6), chance.choice((0, 0, 1, 2)))),
        wishes=tuple(chance.sample(range(6), chance.choice((0, 1, 3)))),
        languages=(chance.choice(("en", "es")),) if chance.random() < 0.3 else (),
        age=chance.choice((None, 11.0, 14.0, 17.0, 30.0)),
        free=chance.random() < 0.2,
        remote=chance.random() < 0.2,
        latitude=latitude if point else None,
        longitude=longitude if point else None,
        radius=chance.choice((0.5, 10.0, 25.0, 300.0, 30000.0)),
        counties=(chance.choice(COUNTIES),) if chance.random() < 0.5 else (),
        within=("us-ca",) if chance.random() < 0.2 else (),
        limit=chance.choice((1, 5, 20, 500)),
    )


@pytest.mark.parametrize("seed", range(2))
def test_every_store_answers_as_looking_at_each_service_would(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The same services, in the same order, with the same reasons; 80 questions a directory.

    Once as a small directory is searched, once as if it were too large to sort or to scan.
    """
    if seed:
        monkeypatch.setattr("hearthlight.directory.sqlite_store.SORTED", 4)
        monkeypatch.setattr("hearthlight.directory.narrowing.RARE", 30)
    chance = random.Random(seed)  # noqa: S311 - the same questions each time
    entries = [make_entry(number, chance) for number in range(300)]
    store.replace((), entries, ())
    answered = 0
    for _ in range(80):
        query = make_query(chance)
        expected = find_all(entries, query)
        assert store.find(query) == expected
        answered += bool(expected)
    assert answered > 20


def test_the_order_is_distance_then_wishes_then_name_then_id() -> None:
    """Whole kilometres first; among equals the one that meets more of the wishes."""

    def at(entry_id: str, name: str, kinds: int, latitude: float) -> Entry:
        tokens = ("placed", cell(latitude, 0.0))
        return Entry(entry_id, name, tokens, kinds, 0.0, math.inf, spot(latitude, 0.0), b"{}")

    entries = [
        at("1", "z", 0b01, 0.0050), at("2", "a", 0b00, 0.0051), at("3", "a", 0b11, 0.0200),
        at("5", "b", 0b01, 0.0052), at("4", "b", 0b01, 0.0053),
    ]  # fmt: skip
    query = Query(latitude=0.0, longitude=0.0, wishes=(0, 1))
    found = find_all(entries, query)
    assert [(each.id, each.kilometres, each.wishes) for each in found] == [
        ("4", 1, 1), ("5", 1, 1), ("1", 1, 1), ("2", 1, 0), ("3", 3, 2),
    ]  # fmt: skip


def test_what_is_near_comes_first_then_the_county_then_what_helps_anywhere(store: Store) -> None:
    """What is hidden, or serves the county from further off, comes after all with a distance."""

    def entry(entry_id: str, *tokens: str, place: float | None = None) -> Entry:
        where = None if place is None else spot(place, -122.4)
        return Entry(entry_id, "n", tuple(sorted(tokens)), 0, 0.0, math.inf, where, b"{}")

    county = "p_us_ca_san_francisco"
    store.replace(
        (),
        [
            entry("hidden", county, "somewhere"),
            entry("further", county, "placed", "somewhere", cell(39.7, -122.4), place=39.7),
            entry("near", county, "placed", "somewhere", cell(37.7, -122.4), place=37.7),
            entry("line", "anywhere"),
            entry("elsewhere", "p_us_wa_king", "somewhere"),
        ],
        (),
    )
    query = Query(latitude=37.71, longitude=-122.41, counties=("us-ca-san-francisco",))
    assert [(each.id, each.how) for each in store.find(query)] == [
        ("near", NEAR), ("further", AROUND), ("hidden", AROUND), ("line", ANYWHERE),
    ]  # fmt: skip
