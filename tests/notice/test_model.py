"""The tables that text is matched with come out as they went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.notice.model import (
    DANGERS,
    FORMAT,
    REACH,
    ROW_SIGNS,
    SAYINGS,
    SIGNS,
    ModelFile,
    build_model,
    gather,
    load_model,
)
from hearthlight.notice.reading import tokens
from hearthlight.notice.weighing import weigh

UNITS, GROUP = 8, 4
BOOK = st.lists(
    st.tuples(*[st.integers(-REACH, REACH)] * GROUP), min_size=3, max_size=len(ROW_SIGNS)
)
BOOKS = st.tuples(*[BOOK] * (UNITS // GROUP))
SENTENCES = (
    "no new phone or anything",
    "She has never told anybody that he hits her, not once!",
    "nadie le dijo nada, ni su tía ni la maestra",
    "zzzyx qwrtp 1500 dollars?",
)


@given(BOOKS, st.data())
def test_a_row_comes_out_as_its_books_say(
    books: tuple[list[tuple[int, ...]], ...], data: st.DataObject
) -> None:
    """Each shape of each group, doubled up to nine times, next to any other."""
    place = st.tuples(*(st.integers(0, len(book) - 1) for book in books))
    rows = data.draw(st.lists(st.tuples(place, st.integers(0, 9)), min_size=1, max_size=5))
    names = [f"=word{'x' * number}" for number in range(len(rows))]
    model = build_model(
        ModelFile(
            format=FORMAT,
            made_from={},
            fold=("a", "a"),
            negators=(),
            breakers=(),
            features="\n".join(names),
            units=UNITS,
            books=tuple(map(tuple, books)),
            rows="".join(ROW_SIGNS[one] for places, _ in rows for one in places),
            shifts="".join(str(shift) for _, shift in rows),
            inverse=(0, 65536),
            offsets=(0,) * UNITS,
            labels=("any",),
            weights=((1,) * UNITS,),
            biases=(0,),
            thresholds=(0,),
        )
    )
    for name, (places, shift) in zip(names, rows, strict=True):
        shape = [one for book, at in zip(books, places, strict=True) for one in book[at]]
        assert list(gather(model.rows[name], UNITS)) == [one << shift for one in shape]


def test_no_sign_of_a_row_is_escaped_in_json() -> None:
    """A sign that JSON escapes would be two characters on the wire."""
    assert len(set(ROW_SIGNS)) == len(ROW_SIGNS)
    assert not set(ROW_SIGNS) & {'"', "\\"}
    assert all(" " < sign < "\x7f" for sign in ROW_SIGNS)


@pytest.mark.parametrize("name", [SIGNS, DANGERS, SAYINGS])
@pytest.mark.parametrize("text", SENTENCES)
def test_known_words_weigh_what_their_parts_weigh(name: str, text: str) -> None:
    """What is looked up at once is what would be looked up one by one, denied or not."""
    model = load_model(name)
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    (known,) = weigh(model, sentences)
    (looked_up,) = weigh(model._replace(words={}), sentences)
    assert known == looked_up
