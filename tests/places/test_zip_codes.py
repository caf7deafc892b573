"""From a ZIP code to the place whose line is called, offline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.content.zip_tables import read_zip_table
from hearthlight.places.zip_codes import find_by_zip, is_zip_code, place_zip_codes

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

RUNS = ((94102, 94110, ("us-ca-san-francisco",)),)
PLACES = {"06075": "us-ca-san-francisco", "06": "us-ca", "32": "us-nv"}


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("94110", ("us-ca-san-francisco",)),
        ("94110-1234", ("us-ca-san-francisco",)),
        ("10001", ("us-ny",)),
        ("89109", ("us-nv-clark",)),
        ("96701", ("us-hi-honolulu",)),
        ("00901", ("us-pr",)),
        ("20001", ("us-dc",)),
        ("94303", ("us-ca-san-mateo", "us-ca-santa-clara")),  # East Palo Alto and Palo Alto
        ("59221", ("us-mt", "us-nd")),  # over a state line
        ("96910", ("us",)),  # Guam: in the country, and no local line is known
        ("99999", ()),
        ("00000", ()),
    ],
)
def test_a_code_leads_to_where_it_lies(
    edition: Edition, code: str, places: tuple[str, ...]
) -> None:
    """To its county where the pack has that one, else to its state; to several, to choose from."""
    assert find_by_zip(edition.zip_codes, code) == places


def test_every_place_but_the_country_can_be_found_by_a_code(edition: Edition) -> None:
    """No county and no state is out of reach; runs stand in order and do not overlap."""
    reached = {place for _, _, places in edition.zip_codes for place in places}
    assert reached == set(edition.places)
    last = -1
    for first, end, places in edition.zip_codes:
        assert last < first <= end
        assert places
        last = end


@given(said=st.text(max_size=12))
def test_only_the_form_of_a_code_is_looked_up(said: str) -> None:
    """Five digits, or five and four: whatever else is said is no code."""
    shaped = re.fullmatch(r"\s*[0-9]{5}(-[0-9]{4})?\s*", said)
    assert is_zip_code(said) == bool(shaped)
    if shaped:
        find_by_zip(RUNS, said)
    else:
        with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
            find_by_zip(RUNS, said)


def test_a_code_that_nobody_uses_lies_where_its_neighbours_do() -> None:
    """If both agree and share three digits; at a border it is not known."""
    runs = place_zip_codes("06075 94102 94110\n06001 94201\n", PLACES, "us")
    assert find_by_zip(runs, "94105") == ("us-ca-san-francisco",)
    assert find_by_zip(runs, "94199") == ()
    assert find_by_zip(runs, "94201") == ("us-ca",)


def test_a_county_that_the_pack_does_not_have_is_its_state_or_the_country() -> None:
    """And a code in two of these is one place."""
    runs = place_zip_codes("06001+06013 94707\n32003+06071 92364\n36001 12201\n", PLACES, "us")
    assert find_by_zip(runs, "94707") == ("us-ca",)
    assert find_by_zip(runs, "92364") == ("us-ca", "us-nv")
    assert find_by_zip(runs, "12201") == ("us",)


@pytest.mark.parametrize("line", ["6075 94102", "06075", "06075 9410", "06075 94102-", "x 94102"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    """As it stands, so that an editor finds it."""
    with pytest.raises(ValueError, match=re.escape(line)):
        list(read_zip_table(f"06075 94103\n{line}\n"))
