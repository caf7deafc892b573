"""Places by id, however they are typed, and what they lie within."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.places.places import chain_of, normalise_place

WITHIN = {"us": "", "us-ca": "us", "us-ca-san-francisco": "us-ca", "us-nv": "us"}


@pytest.mark.parametrize(
    "said",
    [
        "us-ca-san-francisco",
        "US-CA-San-Francisco",
        "us_ca_san francisco",
        "  US CA  San\tFrancisco ",
        "us--ca-_san-francisco-",
    ],
)
def test_a_place_is_taken_however_it_is_typed(said: str) -> None:
    """Capitals, underscores and spaces are all understood."""
    assert normalise_place(said) == "us-ca-san-francisco"


@given(st.text())
def test_normalising_twice_is_normalising_once(said: str) -> None:
    """What has been put right stays as it is."""
    assert normalise_place(normalise_place(said)) == normalise_place(said)


@pytest.mark.parametrize("place", sorted(WITHIN))
def test_the_id_of_a_place_is_its_own_normal_form(place: str) -> None:
    """An id from the pack passes unchanged."""
    assert normalise_place(place) == place


@pytest.mark.parametrize(
    ("place", "chain"),
    [
        ("", ()),
        ("us", ("us",)),
        ("us-nv", ("us-nv", "us")),
        ("us-ca-san-francisco", ("us-ca-san-francisco", "us-ca", "us")),
    ],
)
def test_a_place_lies_within_its_state_and_country(place: str, chain: tuple[str, ...]) -> None:
    """The chain starts with the place and ends with the country."""
    assert chain_of(place, WITHIN) == chain


@pytest.mark.parametrize("circle", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "b"}])
def test_a_circle_ends(circle: dict[str, str]) -> None:
    """An editor's mistake never hangs a page."""
    assert chain_of("a", circle) == tuple(circle)


@pytest.mark.parametrize("place", ["us-tx", "US", " "])
def test_an_unknown_place_raises(place: str) -> None:
    """A place that nobody named is not guessed at."""
    with pytest.raises(KeyError):
        chain_of(place, WITHIN)


def test_a_place_within_nothing_known_raises() -> None:
    """A chain that breaks off is not quietly shortened."""
    with pytest.raises(KeyError):
        chain_of("us-ca", {"us-ca": "us"})
