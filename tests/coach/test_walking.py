"""The coach's walk over the shipped table and over a table of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.coach.walking import LONGEST, find_patterns
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from hearthlight.coach.table import CoachTable
    from hearthlight.compiled.edition import Edition


@pytest.fixture(scope="module")
def table() -> CoachTable:
    """The shipped table."""
    settings = read_settings()
    return open_edition(find_layers(settings.packs), settings.store).coach


def found(table: CoachTable, text: str) -> set[str]:
    """Ids of the patterns in a text."""
    return {table.patterns[match.pattern].id for match in find_patterns(table, text)}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Why did you go there?", "pattern-why"),
        ("whyd u go there", "pattern-why"),
        ("WHYYYY did you go back", "pattern-why"),
        ("¿Por qué te fuiste?", "pattern-why"),
        ("por que te fuiste", "pattern-why"),
        ("I promise I won't tell anyone", "pattern-secrecy"),
        ("No se lo voy a contar a nadie", "pattern-secrecy"),
        ("¿Cuántas veces fue?", "pattern-investigate"),
        ("I'm proud of you. What is the shelter address?", "pattern-whereabouts"),
        ("what's your passcode", "pattern-phone-entry"),
        ("Who else have you told?", "pattern-told-others"),
        ("I'll call immigration on you", "pattern-immigration"),
        ("Tell the judge you made it up", "pattern-recant"),
        ("I put a tracker in your phone", "pattern-surveillance"),
    ],
)
def test_what_may_hurt_is_found_however_it_is_typed(
    table: CoachTable, text: str, pattern: str
) -> None:
    """With and without accents, capitals, apostrophes and question marks, in both languages."""
    assert pattern in found(table, text)


@pytest.mark.parametrize(
    "text",
    [
        "You don't have to tell me why.",
        "You are not a prostitute. What they did was wrong.",
        "I can't promise to keep it secret, but I'll tell you before I call.",
        "I'm not going to contact him.",
        "No tienes que decirme por qué.",
        "No voy a buscarlo.",
        "Are you safe right now?",
        "¿Has pensado en hacerte daño?",
    ],
)
def test_a_denial_a_duty_and_a_question_about_danger_are_left_alone(
    table: CoachTable, text: str
) -> None:
    """What is said the other way round is no fault, and safety may be asked about outright."""
    kinds = {pattern.id: pattern.kind for pattern in table.patterns}
    assert {kinds[one] for one in found(table, text)} <= {"praise"}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Nobody made you get on that bus.", "pattern-blame"),
        ("Hand me my keys, I'm going to that hotel.", "pattern-confront"),
        ("We can leave the caseworker out of this one.", "pattern-secrecy"),
        ("No one at the agency needs to hear about this.", "pattern-secrecy"),
        ("Run again and I'm done.", "pattern-threat"),
        ("Walk out that door again and I'm calling the cops on you.", "pattern-threat"),
        ("Tu mamá no tiene por qué enterarse.", "pattern-secrecy"),
        ("Tú solita te metiste en esto.", "pattern-blame"),
        ("Borra esos mensajes y no se los enseñes a nadie.", "pattern-silencing"),
    ],
)
def test_frames_find_what_nobody_wrote_down(table: CoachTable, text: str, pattern: str) -> None:
    """A frame names the kind of a word, so that other words of that kind are found too."""
    assert pattern in found(table, text)


@pytest.mark.parametrize(
    "text",
    [
        "Don't tell your brother, I hid the good cookies behind the oatmeal.",
        "I'm going to find him a new collar, this one's all chewed up.",
        "What hotel is your volleyball team staying at so I can book a room?",
        "Es sorpresa, no le cuentes a tu hermana del pastel.",
        "Te mato si te acabas mi helado, jaja.",
    ],
)
def test_a_thing_of_every_day_and_a_joke_take_back_a_whole_sentence(
    table: CoachTable, text: str
) -> None:
    """Such a guard stands anywhere in the sentence, not only where it shares a word."""
    kinds = {pattern.id: pattern.kind for pattern in table.patterns}
    assert {kinds[one] for one in found(table, text)} <= {"praise"}


def test_words_are_shown_under_the_gravest_pattern_only(table: CoachTable) -> None:
    """Nobody is told the same words twice; why and blame say two things, and stand together."""
    harmful = [
        match
        for match in find_patterns(table, "Break up with him or pack your bags and get out.")
        if table.patterns[match.pattern].kind == "stop"
    ]
    assert len({match.pattern for match in harmful}) == 1
    assert found(table, "Why did you let him do that?") >= {"pattern-why", "pattern-blame"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_better_forms_are_left_alone(edition: Edition, language: str) -> None:
    """Nobody who takes our words is told that they may hurt."""
    words = edition.wording(language)
    kinds = {pattern.id: pattern.kind for pattern in edition.coach.patterns}
    for pattern in edition.coach.patterns:
        for form in words.items(pattern.id, "say"):
            assert {kinds[one] for one in found(edition.coach, form)} <= {"praise"}, form


def test_nothing_is_praised_beside_what_may_do_harm(table: CoachTable) -> None:
    """Praise would sound like leave to say the rest."""
    kinds = {pattern.id: pattern.kind for pattern in table.patterns}
    said = found(table, "Set up a meeting with him, I'll be there instead.")
    assert {kinds[one] for one in said} == {"stop"}


def test_an_invitation_about_the_harm_itself_is_not_praised(table: CoachTable) -> None:
    """It asks for the details, however open it is."""
    asked = found(table, "Tell me more about exactly what he did to you, every detail")
    assert "pattern-investigate" in asked
    assert "praise-open-invitation" not in asked


@given(st.text(max_size=300))
def test_any_text_has_matches_that_point_into_it(text: str) -> None:
    """Hostile Unicode included; the same text gives the same matches."""
    settings = read_settings()
    table = _cached(settings.packs)
    matches = find_patterns(table, text)
    assert matches == find_patterns(table, text)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)


def test_only_the_first_characters_of_a_long_text_are_read(table: CoachTable) -> None:
    """So that no text takes long."""
    assert found(table, "x " * LONGEST + "Why did you go?") == set()
    assert found(table, "Why did you go? " + "x " * LONGEST) >= {"pattern-why"}


_TABLES: dict[tuple[object, ...], CoachTable] = {}


def _cached(packs: tuple[object, ...]) -> CoachTable:
    if packs not in _TABLES:
        settings = read_settings()
        _TABLES[packs] = open_edition(find_layers(settings.packs), settings.store).coach
    return _TABLES[packs]
