"""The tables that text is matched with come out as they went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.notice.model import (
    DANGERS,
    PACKED,
    REACH,
    SAYINGS,
    SIGNS,
    SIGNS_OF_FOUR,
    STEPS,
    ModelFile,
    build_model,
    gather,
    load_model,
)
from hearthlight.notice.reading import tokens
from hearthlight.notice.weighing import weigh

UNITS = 8
ROWS = st.lists(
    st.tuples(
        st.lists(st.integers(-REACH, REACH), min_size=UNITS, max_size=UNITS), st.integers(0, 9)
    ),
    min_size=1,
    max_size=5,
)
SENTENCES = (
    "no new phone or anything",
    "She has never told anybody that he hits her, not once!",
    "nadie le dijo nada, ni su tía ni la maestra",
    "zzzyx qwrtp 1500 dollars?",
)


def _sign(four: tuple[int, ...]) -> str:
    place = 0
    for number in four:
        place = place * STEPS + number + REACH
    return SIGNS_OF_FOUR[place]


def _file(rows: list[tuple[list[int], int]]) -> ModelFile:
    return ModelFile(
        format=2,
        made_from={},
        fold=("a", "a"),
        negators=(),
        breakers=(),
        features="\n".join(f"=word{'x' * number}" for number in range(len(rows))),
        units=UNITS,
        rows="".join(
            _sign(tuple(row[at : at + PACKED])) for row, _ in rows for at in range(0, UNITS, PACKED)
        ),
        shifts="".join(str(shift) for _, shift in rows),
        inverse=(0, 65536),
        offsets=(0,) * UNITS,
        labels=("any",),
        weights=((1,) * UNITS,),
        biases=(0,),
        thresholds=(0,),
    )


@given(ROWS)
def test_four_numbers_in_a_sign_come_out_as_they_went_in(
    rows: list[tuple[list[int], int]],
) -> None:
    """Each number, doubled up to nine times, next to any other."""
    model = build_model(_file(rows))
    for number, (row, shift) in enumerate(rows):
        lanes = model.rows[f"=word{'x' * number}"]
        assert list(gather(lanes, UNITS)) == [value << shift for value in row]


def test_no_sign_of_four_numbers_is_escaped_in_json() -> None:
    """A sign that JSON escapes would be two characters on the wire."""
    assert len(SIGNS_OF_FOUR) == STEPS**PACKED
    assert not set(SIGNS_OF_FOUR) & {'"', "\\"}
    assert all(" " < sign < "\x7f" for sign in SIGNS_OF_FOUR)


@pytest.mark.parametrize("name", [SIGNS, DANGERS, SAYINGS])
@pytest.mark.parametrize("text", SENTENCES)
def test_known_words_weigh_what_their_parts_weigh(name: str, text: str) -> None:
    """What is looked up at once is what would be looked up one by one, denied or not."""
    model = load_model(name)
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    (known,) = weigh(model, sentences)
    (looked_up,) = weigh(model._replace(words={}), sentences)
    assert known == looked_up
