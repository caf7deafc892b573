"""From a caregiver's words to what to ask about: what it promises, on any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthlight.documents.hearing import hear_danger
from hearthlight.notice.model import (
    DANGERS,
    SAYINGS,
    SIGNS,
    build_model,
    gather,
    load_model,
    spread,
)
from hearthlight.notice.noticing import MOST, notice
from hearthlight.notice.reading import tokens, windows

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.model import Model


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped model."""
    return load_model(SIGNS)


def test_a_second_phone_is_asked_about_with_the_words_that_led_there(model: Model) -> None:
    """The sign is offered, and its words are those that were typed."""
    text = "I found a SECOND phone under her mattress"
    offered = {suggestion.id: suggestion.words for suggestion in notice(model, text).offered}
    assert "sign-extra-phone" in offered
    assert all(word in text for word in offered["sign-extra-phone"])
    assert {"SECOND", "phone"} & set(offered["sign-extra-phone"])


def test_spanish_without_accents_is_read_as_spanish_with_them(model: Model) -> None:
    """People type as their keyboard lets them."""
    with_accents = notice(model, "No llegó a dormir y se escapó otra vez del hogar")
    without = notice(model, "no llego a dormir y se escapo otra vez del hogar")
    assert with_accents.ranked == without.ranked
    assert "sign-goes-missing" in with_accents.ranked[:3]


@pytest.mark.parametrize(
    "text",
    [
        "we had pancakes and went to soccer practice",
        "grandma gave her new shoes for her birthday",
        "my phone died on the bus",
        "no new phone or anything",
        "hicimos la tarea y fuimos a la iglesia",
        "se le murió el celular",
    ],
)
def test_ordinary_life_is_met_with_silence(model: Model, edition: Edition, text: str) -> None:
    """Nothing is offered, and no danger."""
    assert notice(model, text).offered == ()
    assert hear_danger(edition, text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "she is missing right now and nobody knows where she is",
        "he says he wants to kill himself",
        "no sé dónde está mi hija, no contesta desde anoche",
        "dice que se quiere morir",
    ],
)
def test_danger_is_heard_in_both_languages(edition: Edition, text: str) -> None:
    """Whom to call now is offered."""
    assert hear_danger(edition, text)


def test_a_long_story_is_read_to_its_end(model: Model) -> None:
    """A sign in the last sentence of a long text is still found."""
    story = "We had a quiet week and went to school and to church. " * 40
    story += "Then I found a second phone hidden under her mattress."
    assert "sign-extra-phone" in notice(model, story).ranked


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        (
            "she hides a second phone and came home with new shoes, an older guy picks her up",
            {"sign-extra-phone", "sign-gifts", "sign-older-relationships"},
        ),
        (
            (
                "he has money he can't explain, skips school most days, and a man we don't know "
                "drops him off at night"
            ),
            {"sign-unexplained-money", "sign-missing-school", "sign-unknown-cars"},
        ),
        (
            "tiene un celular que esconde, ya no va a la escuela y un hombre mayor la recoge",
            {"sign-extra-phone", "sign-missing-school", "sign-older-relationships"},
        ),
    ],
)
def test_who_tells_of_several_things_at_once_is_asked_about_each(
    model: Model, text: str, signs: set[str]
) -> None:
    """More that is told hides nothing of what was told."""
    assert signs <= {suggestion.id for suggestion in notice(model, text).offered}


def test_only_what_the_pack_at_hand_knows_is_offered(model: Model) -> None:
    """An agency's pack may have fewer signs."""
    noticed = notice(model, "I found a second phone under her mattress", {"sign-gifts"})
    assert noticed.ranked == ("sign-gifts",)


@pytest.mark.parametrize("name", [SIGNS, DANGERS])
def test_the_models_know_only_ids_that_the_shipped_pack_has(edition: Edition, name: str) -> None:
    """No suggestion leads nowhere."""
    assert set(load_model(name).file.labels[:-1]) <= set(edition.kinds)


def test_the_sayings_know_only_patterns_of_the_shipped_pack(edition: Edition) -> None:
    """What is learned under a name that no pattern has would never be said."""
    patterns = {pattern.id for pattern in edition.coach.patterns}
    assert set(load_model(SAYINGS).file.labels) <= patterns


def test_every_sign_and_form_can_be_asked_about(model: Model, edition: Edition) -> None:
    """The model has learned each of the shipped pack's."""
    signs = {fact for fact, kind in edition.kinds.items() if kind in ("sign", "form")}
    assert signs <= set(model.file.labels)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_at_most_five_suggestions_and_words_that_were_typed(text: str) -> None:
    """No text breaks it, and nothing is made up."""
    noticed = notice(load_model(SIGNS), text)
    assert len(noticed.ranked) <= MOST
    assert len(noticed.offered) <= MOST
    for suggestion in noticed.offered:
        assert all(word in text for word in suggestion.words)
    assert noticed == notice(load_model(SIGNS), text)


@given(st.lists(st.lists(st.integers(-(2**20), 2**20), min_size=7, max_size=7), max_size=50))
def test_sums_in_lanes_are_the_sums_of_the_numbers(rows: list[list[int]]) -> None:
    """One addition of whole numbers adds all units at once, exactly."""
    total = sum(spread(tuple(row)) for row in rows)
    assert gather(total, 7) == tuple(sum(row[place] for row in rows) for place in range(7))


@given(st.text(alphabet=st.sampled_from("ab .,1"), max_size=600))
def test_every_word_stands_in_a_window(text: str) -> None:
    """Cutting loses nothing."""
    model = load_model(SIGNS)
    sentences = tokens(text, model.fold, model.negators, model.breakers)
    places = {token.start for sentence in sentences for token in sentence}
    assert {token.start for window in windows(sentences) for token in window} == places


@pytest.mark.parametrize("name", [SIGNS, DANGERS, SAYINGS])
def test_the_tables_fit_each_other(name: str) -> None:
    """Every feature has a row and a shift; every label has weights, a bias and a threshold."""
    file = load_model(name).file
    count = file.features.count("\n") + 1
    assert len(file.rows) == count * len(file.books)
    assert sum(len(book[0]) for book in file.books) == file.units
    assert {len(shape) for book in file.books for shape in book} == {len(file.books[0][0])}
    assert len(file.shifts) == count
    assert len(file.fold[0]) == len(file.fold[1])
    sizes = {len(file.labels), len(file.weights), len(file.biases), len(file.thresholds)}
    assert len(sizes) == 1
    assert {len(weights) for weights in file.weights} == {file.units} == {len(file.offsets)}
    assert build_model(file).rows.keys() == set(file.features.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "he wants to kill himself, he hides a second phone and an older boyfriend",
        "She has a second phone. New clothes too. She says she wants to die.",
        "he's been gone since friday, new shoes, older friends",
        "My son cut his wrists last night, and he also has a lot of cash",
        "Mi hija tiene dos celulares. Dice que se quiere morir.",
        "le pegaron ayer, trae ropa nueva y no va a la escuela",
        "her charger is gone, her backpack is gone, and so is she",
        "a man picked her up saying he was her uncle, we dont know where they went",
    ],
)
def test_danger_is_heard_whatever_else_is_told(edition: Edition, text: str) -> None:
    """A second phone or a new coat in the same breath never drowns it."""
    assert hear_danger(edition, text)
