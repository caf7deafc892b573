"""The same words have the same danger at every door: the search, one's own words, text messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from starlette.testclient import TestClient

from hearthlight.channels.sms.answering import Guide
from hearthlight.channels.web.app import App
from hearthlight.channels.web.site import Site
from hearthlight.documents.finding import Finder
from hearthlight.documents.hearing import dangers, hear_cues, hear_danger
from hearthlight.documents.noticing import compose_noticing, danger_calls
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

DATA = Path(__file__).parent / "data"


class Said(NamedTuple):
    """Something that people say, and the danger in it."""

    text: str
    lang: str
    danger: str


def read(name: str) -> list[Said]:
    """The lines of a file."""
    rows = map(json.loads, (DATA / name).read_text("utf-8").splitlines())
    return [Said(row["text"], row["lang"], row.get("danger", "")) for row in rows]


PEACE = {
    "en": (
        "we had pancakes on Saturday and then we all went to the park with the dog",
        "her brother passed his spelling test and her aunt is knitting a blue scarf",
    ),
    "es": (
        "el domingo fuimos a misa, comimos tamales y vimos el partido con los abuelos",
        "su hermano pasó la prueba de lectura y su tía está tejiendo una bufanda azul",
    ),
}


@pytest.fixture(scope="module")
def said() -> list[Said]:
    """Ways to say danger, in both languages."""
    found = read("dangers.jsonl")
    assert len(found) > 70
    return found


def test_a_danger_is_heard_as_what_it_is(edition: Edition, said: list[Said]) -> None:
    """In both languages, and of every kind that the ear knows."""
    assert [one for one in said if one.danger not in hear_danger(edition, one.text)] == []
    assert {one.danger for one in said} >= {*dangers(edition)} - {"known-pictures"}


def test_every_door_hears_the_same_danger(edition: Edition, said: list[Said]) -> None:
    """What is found, what is asked, and a text message: whichever language the page speaks."""
    guide = Guide(edition)
    firmness = [outcome.id for outcome in edition.outcomes]
    finders = {tag: Finder(edition, tag) for tag in ("en", "es")}
    for one in said:
        heard = hear_danger(edition, one.text)
        first = danger_calls(edition, heard)[0].id
        for tag, finder in finders.items():
            finding = finder.find(one.text)
            noticing = compose_noticing(edition, one.text, tag)
            assert finding.danger == noticing.danger == heard, one.text
            assert finding.calls[0].call == noticing.calls[0].call == first, one.text
        answer = guide.answer(one.text)
        assert answer.kind == "alarm", one.text
        # A message answers the gravest of them, or one that is firmer than it: no door hears more
        # than the one that answers it.
        facts = [
            reply.facts
            for reply in edition.texts.replies
            if reply.kind == "alarm" and set(reply.facts) & set(heard)
        ]
        gravest = next(reply for reply in edition.texts.replies if reply.id == answer.replies[0])
        order = [reply.id for reply in edition.texts.replies]
        wanted = next(reply for reply in edition.texts.replies if reply.facts == facts[0])
        if order.index(gravest.id) > order.index(wanted.id):
            assert firmness.index(gravest.outcome) < firmness.index(wanted.outcome), one.text


def test_the_pages_show_whom_to_call_first(edition: Edition, said: list[Said]) -> None:
    """On /find and on /check, before anything that was found or asked."""
    client = TestClient(App(Site(edition, Settings())))
    form = {"content-type": "application/x-www-form-urlencoded"}
    for one in said[::9]:
        found = client.post("/find", data={"words": one.text}, headers=form).text
        asked = client.post("/check", data={"words": one.text}, headers=form).text
        assert "Is this happening now? Call first" in found, one.text
        assert 'class="urgent"' in asked, one.text


def test_what_only_sounds_like_danger_is_left_in_peace(edition: Edition) -> None:
    """At most four lines in a hundred, in each language."""
    for tag in ("en", "es"):
        lines = [one.text for one in read("look-alikes.jsonl") if one.lang == tag]
        assert len(lines) > 100
        assert len([text for text in lines if hear_danger(edition, text)]) <= 0.04 * len(lines)


@pytest.mark.parametrize(
    ("danger", "calm"),
    [
        ("she is suicidal", "she isn't suicidal, her doctor asked her"),
        ("he hit her", "nobody is hitting her"),
        ("se quiere morir", "no se quiere morir ni nada de eso"),
        ("she ran away last night", "the dog ran away last night"),
        ("a girl was kidnapped", "in the movie a girl was kidnapped"),
    ],
)
def test_what_is_denied_or_told_of_a_story_is_no_danger(
    edition: Edition, danger: str, calm: str
) -> None:
    """The cues hear nothing that a guard takes back, and the model weighs that it stands there."""
    assert hear_danger(edition, danger)
    assert hear_danger(edition, calm) == ()


@pytest.mark.parametrize(
    "danger",
    [
        "nothing's broken but he squeezed her neck until she passed out",
        "he didn't kill himself but he swallowed every pill in the house",
        "she is not suicidal she says, she just gave me her cat and said sorry for everything",
        "I am not hurt yet but he is coming up the stairs with a bat",
        "no es nada grave, solo que desde el viernes nadie sabe de ella",
        "no se quiere morir dice, pero se cortó los brazos otra vez",
    ],
)
def test_a_denial_does_not_hide_the_danger_that_is_told_after_it(
    edition: Edition, danger: str
) -> None:
    """People soften what they are about to say; half of these no cue hears."""
    assert hear_danger(edition, danger)


@pytest.mark.parametrize(
    ("story", "danger"),
    [
        (
            "Our teacher told us of a president who was shot in a theater, then came a quiz.",
            "My grandson was shot outside of the theater and the ambulance is not here.",
        ),
        (
            "la película de anoche es de una chica secuestrada que se escapa, muy divertida",
            "a mi sobrino lo secuestraron saliendo de la escuela y piden dinero a su papá",
        ),
    ],
)
def test_in_many_words_a_cue_is_believed_where_the_rest_bears_it_out(
    edition: Edition, story: str, danger: str
) -> None:
    """A cue stands in both; what is told around it says which is danger now."""
    assert hear_cues(edition, story)
    assert hear_danger(edition, story) == ()
    assert hear_danger(edition, danger)


def test_peaceful_words_beside_danger_do_not_hide_it(edition: Edition, said: list[Said]) -> None:
    """Before it or after it, as a sentence of its own."""
    for one in said:
        told = one.text.rstrip(".")
        for peace in PEACE[one.lang]:
            assert hear_danger(edition, f"{told}. {peace}."), (told, peace)
            assert hear_danger(edition, f"{peace}. {told}."), (told, peace)


def test_danger_told_without_end_is_heard(edition: Edition, said: list[Said]) -> None:
    """In one breath with peaceful words; at most five in a hundred are lost in them."""
    told = [
        text
        for one in said
        for peace in PEACE[one.lang]
        for joint in (" and " if one.lang == "en" else " y ",)
        for text in (f"{one.text.rstrip('.')}{joint}{peace}", f"{peace}{joint}{one.text}")
    ]
    lost = [text for text in told if not hear_danger(edition, text)]
    assert len(lost) <= 0.05 * len(told), lost


def test_danger_beside_a_story_is_still_heard(edition: Edition) -> None:
    """A guard takes back its own words, and nothing that is told beside them."""
    text = "We watched the movie about a kidnapping. She has not come home and her phone is off."
    assert "danger-missing" in hear_danger(edition, text)


def test_all_of_a_long_text_is_heard(edition: Edition) -> None:
    """Danger at the end of four thousand characters is danger."""
    text = "We had dinner and she did her homework. " * 100 + "Then he choked her."
    assert hear_danger(edition, text) == ("danger-hurt",)
