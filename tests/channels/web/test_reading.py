"""What a form may hold, and what becomes of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.channels.web.reading import BODY_LIMIT, FormError, read_form

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition


def form(*pairs: tuple[str, str]) -> bytes:
    """A form's body, as a browser sends it."""
    return urlencode(pairs).encode()


def test_every_tick_at_once_is_read_and_fits_the_limit(edition: Edition) -> None:
    """A caregiver may tick everything; the body stays below half of the limit."""
    pairs = [
        (question.id, fact)
        for step in edition.steps
        for question in step.questions
        if question.pick == "any"
        for fact in question.of
    ]
    body = form(*pairs, ("question-role", "role-kin"), ("question-place", "us-ca"))
    responses, change = read_form(edition, body)
    assert responses.facts == {fact for _, fact in pairs} | {"role-kin"}
    assert responses.place == "us-ca"
    assert not change
    assert len(body) < BODY_LIMIT / 2


def test_an_empty_form_is_an_answer_too(edition: Edition) -> None:
    """Nothing has to be filled in."""
    responses, _ = read_form(edition, b"")
    assert not responses.facts
    assert not responses.place


def test_rather_not_say_is_no_answer(edition: Edition) -> None:
    """The empty choice of a single-choice question says nothing."""
    responses, _ = read_form(edition, form(("question-role", ""), ("question-place", "")))
    assert not responses.facts
    assert not responses.place


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (form(("question-people", "sign-nothing")), "error_unknown"),
        (form(("question-people", "sign-gifts")), "error_unknown"),
        (form(("question-people", "")), "error_unknown"),
        (form(("narrative", "hello")), "error_unknown"),
        (form(("question-place", "us-zz")), "error_unknown"),
        (form(("question-money", "sign-gifts"), ("question-money", "sign-gifts")), "error_twice"),
        (form(("question-role", "role-kin"), ("question-role", "role-foster")), "error_twice"),
        (form(("question-place", "us"), ("question-place", "us-ca")), "error_twice"),
        (form(("change", "us"), ("change", "us-ca")), "error_unknown"),
        (form(("change", "sign-nothing")), "error_unknown"),
        (form(("change", "us us-ca")), "error_twice"),
        (b"question-people", "error_malformed"),
        (b"\xff\xfe=1", "error_malformed"),
        (b"question-people=%ff", "error_malformed"),
        (b"&".join(b"a=b" for _ in range(300)), "error_malformed"),
    ],
)
def test_what_cannot_be_taken_is_explained(edition: Edition, body: bytes, word: str) -> None:
    """Each mistake has its own words, and is never silently dropped."""
    with pytest.raises(FormError) as raised:
        read_form(edition, body)
    assert raised.value.word == word
    assert raised.value.status == 400


@pytest.mark.parametrize(
    ("pairs", "place"),
    [
        ((("zip", "94110"),), "us-ca-san-francisco"),
        ((("zip", " 94110 "), ("question-place", "")), "us-ca-san-francisco"),
        ((("zip", "94303"), ("question-place", "us-ca-san-mateo")), "us-ca-san-mateo"),
        ((("zip", ""),), ""),
    ],
)
def test_a_zip_code_gives_the_place(
    edition: Edition, pairs: tuple[tuple[str, str], ...], place: str
) -> None:
    """What is chosen from the list counts before it."""
    assert read_form(edition, form(*pairs))[0].place == place


@pytest.mark.parametrize(
    ("code", "word", "places"),
    [
        ("94303", "error_zip_several", ("us-ca-san-mateo", "us-ca-santa-clara")),
        ("99999", "error_zip_unknown", ()),
        ("nine", "error_zip_unknown", ()),
    ],
)
def test_a_zip_code_that_does_not_lead_to_one_place_asks(
    edition: Edition, code: str, word: str, places: tuple[str, ...]
) -> None:
    """Which of them, or any; nothing else that was said is lost."""
    with pytest.raises(FormError) as raised:
        read_form(edition, form(("zip", code), ("question-money", "sign-gifts")))
    assert (raised.value.word, raised.value.places) == (word, places)
    assert raised.value.kept.facts == {"sign-gifts"}


def test_what_could_be_read_is_kept(edition: Edition) -> None:
    """One wrong answer loses none of the others."""
    body = form(("question-money", "sign-gifts"), ("x", "y"), ("question-place", "us-ca"))
    with pytest.raises(FormError) as raised:
        read_form(edition, body)
    assert raised.value.kept.facts == {"sign-gifts"}
    assert raised.value.kept.place == "us-ca"


@given(body=st.binary(max_size=600))
def test_no_bytes_break_the_reader(edition: Edition, body: bytes) -> None:
    """Hostile bytes are answered with a FormError or read; nothing else is raised."""
    try:
        responses, _ = read_form(edition, body)
    except FormError as error:
        responses = error.kept
    assert responses.facts <= set(edition.kinds)


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                ["question-money", "question-role", "question-place", "change", "zip", "x"]
            ),
            st.sampled_from(["sign-gifts", "role-kin", "us", "", "sign-gifts us x", "é<script>"]),
        ),
        max_size=8,
    )
)
def test_no_form_lets_an_unknown_word_through(
    edition: Edition, pairs: list[tuple[str, str]]
) -> None:
    """Past the door there are only ids of the pack."""
    try:
        responses, _ = read_form(edition, form(*pairs))
    except FormError as error:
        responses = error.kept
    assert responses.facts <= set(edition.kinds)
    assert responses.place in ("", *edition.places)
