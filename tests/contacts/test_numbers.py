"""How numbers are shown and dialled, and which numbers a pack may hold."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.contacts.numbers import call_link, shown_number, text_link
from hearthlight.content.contact_checks import is_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+18883737888", "(888) 373-7888"),
        ("+14155582650", "(415) 558-2650"),
        ("+442079460958", "020 7946 0958"),
        ("911", "911"),
        ("233733", "233733"),
    ],
)
def test_a_number_is_shown_as_people_read_it(number: str, shown: str) -> None:
    """A national form for whole numbers; a short code as it is."""
    assert shown_number(number) == shown


@pytest.mark.parametrize("number", ["+18883737888", "911", "233733"])
def test_a_link_dials_the_very_number(number: str) -> None:
    """Links carry the number as the pack holds it."""
    assert call_link(number) == f"tel:{number}"
    assert text_link(number) == f"sms:{number}"


@pytest.mark.parametrize("number", ["+18883737888", "+442079460958", "911", "988", "711", "233733"])
def test_a_real_number_passes(number: str) -> None:
    """Whole numbers of any country, emergency numbers and text codes."""
    assert is_number(number, "US")


@pytest.mark.parametrize(
    "number",
    [
        *("+1888373788", "+188837378888", "+1 888 373 7888", "+1-888-373-7888", "8883737888"),
        *("(888) 373-7888", "+15550000000", "+", "+abc", "1-800-THE-LOST", "2337331", "91 1"),
    ],
)
def test_a_number_that_cannot_be_dialled_does_not_pass(number: str) -> None:
    """One form only, so that a link never dials something else than what is shown."""
    assert not is_number(number, "US")


@given(st.text(max_size=12) | st.from_regex(r"\+?[0-9]{1,12}", fullmatch=True))
def test_whatever_is_typed_is_judged_and_never_crashes(number: str) -> None:
    """The check answers yes or no to any text, and yes only to plain digits."""
    if is_number(number, "US"):
        assert number.removeprefix("+").isascii()
        assert number.removeprefix("+").isdecimal()


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_an_example_of_every_country_passes(region: str) -> None:
    """Nothing about numbers is American but the data."""
    example = phonenumbers.example_number(region)
    assert example is not None
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert is_number(number, region)
    assert shown_number(number)
