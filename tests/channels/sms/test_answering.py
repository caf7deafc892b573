"""What is answered to a message: the same every time, and never softer than the decision table."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.decision import outcome_of
from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.documents.texting import MOST

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.channels.sms.answering import Answer, Guide
    from hearthlight.compiled.edition import Edition

SOFT = {"outcome-support", "outcome-prevent", ""}


def lines(file: Path) -> list[str]:
    """The messages of a file."""
    return file.read_text("utf-8").splitlines()


@pytest.mark.parametrize("language", ["en", "es"])
def test_danger_is_never_taken_for_an_opt_out_and_is_heard(
    guide: Guide, said: Path, language: str
) -> None:
    """So is "make him stop", and "when will it end": hundreds are answered with whom to call."""
    messages = lines(said / f"dangers-{language}.txt")
    assert len(messages) > 300
    assert [text for text in messages if guide.answer(text).kind != "alarm"] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_way_to_say_stop_is_missed(guide: Guide, said: Path, language: str) -> None:
    """Misspelled, shouted, polite or angry: it is an opt-out."""
    messages = lines(said / f"opt-outs-{language}.txt")
    assert len(messages) > 300
    assert [text for text in messages if guide.answer(text).kind != "stop"] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_talk_of_suicide_is_answered_with_the_lifeline(
    guide: Guide, said: Path, language: str
) -> None:
    """Before any other danger."""
    messages = lines(said / f"self-harm-{language}.txt")
    assert len(messages) > 100
    assert [text for text in messages if "988" not in guide.answer(text).texts[0]] == []


@pytest.mark.parametrize(
    "text",
    [
        "mi papá me va a matar si hablo",
        "mi papá dijo que me va a matar si le digo a alguien",
        "mi mamá me mata si hablo",
        "me va a matar",
        "me quiere matar",
        "me quiso matar",
        "mi novio quiere matarme",
        "mi papá intentó matarme",
        "él trató de ahorcarme",
        "quieren quitarme la vida",
        "me va a lastimar",
        "my dad will kill me if i talk",
    ],
)
def test_who_is_threatened_is_not_answered_as_if_they_spoke_of_suicide(
    guide: Guide, text: str
) -> None:
    """Whoever would kill is another; 911 comes first, also where the model hears suicide in it."""
    assert guide.answer(text).replies[0] == "reply-danger"


@pytest.mark.parametrize(
    "text",
    [
        "me voy a matar",
        "me quiero matar",
        "se va a matar",
        "se me va a matar mi hija",
        "quiero matarme",
        "intenté matarme",
        "intento matarme",
        "traté de ahorcarme",
        "mi hija intentó matarse",
        "mi papá se quiso matar",
        "se tiró del puente",
        "se lanzó al tren",
        "saltó de la azotea",
        "she threw herself off the bridge",
    ],
)
def test_an_act_of_suicide_is_answered_as_one_that_may_happen_now(guide: Guide, text: str) -> None:
    """Whoever would kill is the one who would die."""
    assert guide.answer(text).replies[0] == "reply-self-harm-now"


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_ordinary_message_raises_no_alarm_and_opts_nobody_out(
    guide: Guide, said: Path, language: str
) -> None:
    """It is told what there is to ask for, and whom to call."""
    messages = lines(said / f"ordinary-{language}.txt")
    assert [text for text in messages if guide.answer(text).kind in ("alarm", "stop")] == []


@pytest.mark.parametrize(
    "text",
    [
        "la estranguló",
        "encontré fotos de mi hija desnuda en internet",
        "un hombre le paga por sexo",
        "cambia sexo por un lugar donde dormir",
        "a man pays her for sex",
        "she's on an escort site",
    ],
)
def test_violence_and_direct_evidence_are_never_not_understood(guide: Guide, text: str) -> None:
    """What leads to an urgent outcome everywhere else is as urgent in a message."""
    heard = guide.answer(text)
    assert (heard.kind, heard.is_urgent) == ("alarm", True)


def test_case_marks_and_pictures_in_letters_change_nothing(guide: Guide, said: Path) -> None:
    """A message means the same in capitals, with an exclamation, or with a smiley."""
    for name in ("opt-outs-en", "dangers-en", "opt-outs-es", "dangers-es"):
        for text in lines(said / f"{name}.txt")[::12]:
            heard = guide.answer(text).kind
            for other in (text.upper(), f"  {text}!!", f"{text} \U0001f64f"):
                assert guide.answer(other).kind == heard, other


def test_no_answer_to_letters_is_softer_than_the_table(guide: Guide, edition: Edition) -> None:
    """For every set of letters, in every language, whatever facts among them are true."""
    letters = edition.texts.letters
    ranks = {outcome.id: rank for rank, outcome in enumerate(edition.outcomes)}
    checked = 0
    for count in range(1, len(letters) + 1):
        for keys in combinations(letters, count):
            facts = frozenset(fact for key in keys for fact in letters[key].facts)
            asked = outcome_of(edition.table, edition.said(facts))
            assert ranks[guide.outcome_of(keys)] <= asked
            checked += 1
    assert checked == 2 ** len(letters) - 1


def test_every_letter_is_answered_as_its_outcome_says(guide: Guide, edition: Edition) -> None:
    """One letter or two, with the key of a language or without, in each spelling."""
    replies = {
        reply.outcome: reply.id for reply in edition.texts.replies if reply.kind == "outcome"
    }
    keys = tuple(edition.texts.letters)
    for one in keys:
        for written in (one, one.lower(), f"1{one}", f"6 {one}", f"{one}."):
            assert guide.answer(written).replies[0] == replies[guide.outcome_of(one)]
    for one, other in combinations(keys, 2):
        wanted = replies[guide.outcome_of((one, other))]
        for written in (f"1{one}{other}", f"1 {other}, {one}", f"6 {one} y {other}"):
            assert guide.answer(written).replies[0] == wanted, written


def test_every_minimal_set_that_letters_can_say_is_answered_in_full(
    guide: Guide, edition: Edition
) -> None:
    """Letters that hold all facts of a minimal set are answered no softer than that set."""
    ranks = {outcome.id: rank for rank, outcome in enumerate(edition.outcomes)}
    letters = edition.texts.letters
    sayable = {fact for letter in letters.values() for fact in letter.facts}
    checked = 0
    for _, mask in all_minimal_sets(edition.table):
        names = set(edition.table.names(mask))
        if names <= sayable:
            keys = [key for key, letter in letters.items() if names & set(letter.facts)]
            answer = guide.answer(f"1{''.join(sorted(keys))}")
            assert ranks[answer.outcome] <= outcome_of(edition.table, mask), names
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("1A", "outcome-emergency"),
        ("1B", "outcome-emergency"),
        ("1C", "outcome-report"),
        ("1E", "outcome-advice"),
        ("1J", "outcome-support"),
        ("1N", "outcome-prevent"),
        ("1DM", "outcome-advice"),
        ("1DJM", "outcome-report"),
    ],
)
def test_letters_stand_for_what_they_say(guide: Guide, text: str, outcome: str) -> None:
    """Gone now, or hurt: 911. An older partner alone: a call. A foster child: sooner a report."""
    assert guide.answer(text).outcome == outcome


def test_what_is_not_understood_offers_the_letters(guide: Guide) -> None:
    """In each language by the key that answers with them; whoever noticed something has a way."""
    told = guide.answer("my kid has a new phone and an older boyfriend")
    assert told.replies == ("reply-unknown", "reply-unknown")
    for text, key, language in zip(told.texts, ("1", "6"), ("en", "es"), strict=True):
        assert f"{'Reply' if language == 'en' else 'Responda'} {key}." in text
        assert guide.answer(key).replies[0] == "reply-letters"


@pytest.mark.parametrize("text", ["DAD", "BAD", "1DAD", "AA", "CAB", "FED", "ABZ"])
def test_a_word_is_not_taken_for_letters(guide: Guide, text: str) -> None:
    """Letters run together count only in the order of the alphabet, none twice."""
    assert guide.answer(text).kind == "unknown"


def test_a_key_has_one_meaning_whatever_came_before(guide: Guide) -> None:
    """Nothing is remembered: each answer is the same after any other."""
    keys = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "HI", "ES", "HELP", "AYUDA", "1DF")
    first = {key: guide.answer(key) for key in keys}
    for before in keys:
        for key in keys:
            guide.answer(before)
            assert guide.answer(key) == first[key]


def test_the_key_chooses_the_language(guide: Guide) -> None:
    """What the Spanish menu offers is answered in Spanish, and letters without a key in both."""
    assert "Peligro" in guide.answer("7").texts[0]
    spanish, both = guide.answer("6DF"), guide.answer("DF")
    assert len(spanish.texts) == 1
    assert len(both.texts) == 2
    assert both.texts[1] == spanish.texts[0]


def test_start_returns_and_yes_does_not(guide: Guide) -> None:
    """Nobody is signed up again by a word that may mean anything."""
    assert [guide.answer(text).kind for text in ("START", "unstop", "YES", "yes")] == [
        "start",
        "start",
        "unknown",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "picture"), ("look at this", "picture"), ("he has a gun", "alarm"), ("STOP", "stop")],
)
def test_a_picture_has_its_own_answer(guide: Guide, text: str, kind: str) -> None:
    """Unless its words are danger, or an opt-out."""
    assert guide.answer(text, pictures=1).kind == kind


def answers(guide: Guide, said: Path) -> list[Answer]:
    """One answer to everything in the files."""
    return [guide.answer(text) for file in sorted(said.glob("*.txt")) for text in lines(file)[::7]]


def test_never_more_than_two_messages_and_always_a_number_to_call(guide: Guide, said: Path) -> None:
    """Whatever is texted."""
    for answer in answers(guide, said):
        assert 1 <= len(answer.texts) <= MOST
        assert "911" in "".join(answer.texts)


def test_nothing_that_should_not_stand_on_a_phone_is_sent(guide: Guide, edition: Edition) -> None:
    """No word that names the subject, no address, and never the line of the ICE."""
    hsi = edition.contacts["contact-hsi"].lines[0].shown
    for key in ("HI", "1", "2", "3", "4", "5", "ES", "6", "7", "8", "9", "0", "HELP", "AYUDA"):
        for text in guide.answer(key).texts:
            assert hsi not in text
            assert not {"sex", "trafficking", "trata", "http", "www"} & set(text.lower().split())


def test_menu_says_to_erase_this_chat_and_not_the_childs(guide: Guide) -> None:
    """Messages on a child's phone may be needed."""
    assert "Erase this chat, not the child's messages" in guide.answer("hi").texts[0]
    assert "Borre este chat, no los del ni\u00f1o" in guide.answer("hola").texts[0]
