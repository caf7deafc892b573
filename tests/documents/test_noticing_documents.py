"""What is asked about, from words: questions, whom to call, and nothing more of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.documents.noticing import (
    compose_noticing,
    danger_calls,
    dangers_together,
    noticeable,
)

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

CANARY = "zq7canary9xw"


def test_a_question_is_worded_as_in_the_check_in_and_names_the_words(edition: Edition) -> None:
    """In the language of the page, whatever the language that was typed."""
    noticing = compose_noticing(edition, "I found a SECOND phone under her mattress", "es")
    (question,) = [one for one in noticing.questions if one.fact == "sign-extra-phone"]
    assert question.label == edition.wording("es").text("sign-extra-phone", "label")
    assert (question.step, question.question) == edition.asked_in["sign-extra-phone"]
    assert {"SECOND", "phone"} & set(question.words)
    assert (noticing.danger, noticing.now) == ((), ())
    assert noticing.calls[0].id == "contact-911"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("she is missing right now and nobody knows where she is", "contact-911"),
        ("he says he wants to kill himself", "contact-988"),
        ("dice que se quiere morir", "contact-988"),
    ],
)
def test_danger_brings_whom_the_check_in_would_name_first(
    edition: Edition, text: str, first: str
) -> None:
    """And what else to do now, without naming the same lines again."""
    noticing = compose_noticing(edition, text, "en")
    assert noticing.danger
    assert noticing.calls[0].id == first
    assert "section-now-missing" in {section.id for section in noticing.now}
    assert "section-now-calls" not in {section.id for section in noticing.now}


def test_nothing_of_the_text_is_held_but_the_words_that_led(edition: Edition) -> None:
    """No other word of it, and nothing past the characters that are read."""
    told = msgspec.json.encode(
        compose_noticing(edition, f"{CANARY} she hides a second phone {CANARY}", "en")
    )
    assert b"phone" in told
    assert CANARY.encode() not in told
    late = "we baked a cake. " * 700 + "she hides a second phone"
    assert compose_noticing(edition, late, "en").questions == ()


def test_every_choice_of_dangers_has_whom_to_call(edition: Edition) -> None:
    """As the device looks them up: 1 for the first danger, 2 for the second, 4 for the third."""
    asked, dangers = noticeable(edition)
    assert "sign-gifts" in asked
    assert "danger-missing" in dangers
    together = dangers_together(dangers)
    assert together[0] == ()
    assert together[1] == (dangers[0],)
    assert together[3] == dangers[:2]
    assert together[-1] == dangers
    assert danger_calls(edition, ()) == ()
    assert all(danger_calls(edition, choice) for choice in together[1:])
