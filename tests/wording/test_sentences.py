"""Splitting: where a sentence ends, what a word is, and what a reading score leaves out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.wording.sentences import (
    compile_names,
    plain_text,
    scored_words,
    split_paragraphs,
    split_sentences,
    split_words,
)

MARKED = st.text(alphabet="aBñÉI019 .!?…\"'“”¿¡()\n-U.S", max_size=60)
WORDS = st.lists(st.sampled_from(["ask", "call", "now", "it's", "niño", "24"]), min_size=1)
PLAIN = st.builds(
    lambda words, end: " ".join(words).capitalize() + end, WORDS, st.sampled_from(".!?…")
)


@given(MARKED)
def test_nothing_is_lost_in_splitting(text: str) -> None:
    """Joined again, the sentences are the text, but for the spaces between them."""
    assert re.sub(r"\s", "", "".join(split_sentences(text))) == re.sub(r"\s", "", text)


@given(MARKED)
def test_no_sentence_is_empty_or_has_loose_ends(text: str) -> None:
    """What is counted is there, without spaces around it."""
    assert all(sentence == sentence.strip() != "" for sentence in split_sentences(text))


@given(MARKED)
def test_a_sentence_is_one_sentence(text: str) -> None:
    """Splitting what was split changes nothing."""
    for sentence in split_sentences(text):
        assert split_sentences(sentence) == (sentence,)


@given(MARKED, MARKED)
def test_paragraphs_part_sentences(first: str, second: str) -> None:
    """No sentence reaches over an empty line."""
    assert split_sentences(f"{first}\n\n{second}") == split_sentences(first) + split_sentences(
        second
    )


@given(st.lists(PLAIN, min_size=1, max_size=6))
def test_plain_sentences_come_back_as_they_were(sentences: list[str]) -> None:
    """Sentences that begin large and end with a mark are found again, each by itself."""
    assert split_sentences(" ".join(sentences)) == tuple(sentences)


@given(MARKED)
def test_words_of_the_sentences_are_words_of_the_text(text: str) -> None:
    """Splitting never cuts through a word."""
    parts = [word for sentence in split_sentences(text) for word in split_words(sentence)]
    assert tuple(parts) == split_words(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Call 911. Then wait.", ("Call 911.", "Then wait.")),
        ("Is it so? Yes!", ("Is it so?", "Yes!")),
        ("Say: “I believe you.” Do not ask.", ("Say: “I believe you.”", "Do not ask.")),
        ("“What next?” you can ask.", ("“What next?” you can ask.",)),
        ("Dr. Lee is here. Go in.", ("Dr. Lee is here.", "Go in.")),
        ("The U.S. Department knows.", ("The U.S. Department knows.",)),
        ("Come at 5 p.m. or later.", ("Come at 5 p.m. or later.",)),
        ("Help, e.g. food. Ask.", ("Help, e.g. food.", "Ask.")),
        ("You and I. We can.", ("You and I.", "We can.")),
        ("It costs 3.50 or more.", ("It costs 3.50 or more.",)),
        ("Wait… Then call.", ("Wait…", "Then call.")),
        ("¿Está bien? ¡Llame ya!", ("¿Está bien?", "¡Llame ya!")),
        ("Viva en EE. UU. o fuera. Llame.", ("Viva en EE. UU. o fuera.", "Llame.")),
        ("Vea la pág. 3. Es corta.", ("Vea la pág. 3.", "Es corta.")),
        ("Hable con la Dra. Gil o con Ud. mismo.", ("Hable con la Dra. Gil o con Ud. mismo.",)),
        ("Llame a las 10 p. m. Hable claro.", ("Llame a las 10 p. m.", "Hable claro.")),
        ("Tiene 18.5 años. Pesa 3,5 kilos.", ("Tiene 18.5 años.", "Pesa 3,5 kilos.")),
        ("Es tarde… ¿no? Llame.", ("Es tarde… ¿no?", "Llame.")),
        ("“¿Qué pasó?” —preguntó. Luego calló.", ("“¿Qué pasó?” —preguntó.", "Luego calló.")),
        ("La Sra. Paz escucha. Llame.", ("La Sra. Paz escucha.", "Llame.")),
        ("one line\nand its end", ("one line\nand its end",)),
        ("no end\n\nAnother", ("no end", "Another")),
    ],
)
def test_a_stop_ends_a_sentence_where_a_reader_stops(text: str, sentences: tuple[str, ...]) -> None:
    """Titles, initials, times and numbers end nothing; quoted speech ends with its mark."""
    assert split_sentences(text) == sentences


def test_paragraphs_are_parted_by_empty_lines() -> None:
    """A line that only ends is no new paragraph."""
    assert split_paragraphs("one\ntwo\n\n  \nthree\n") == ("one\ntwo", "three")


def test_marks_and_parts_are_not_read() -> None:
    """Bold is how a text looks, and a part in braces is filled in later."""
    assert plain_text("**Tell nobody** at home\u2019s door on {date}.") == (
        "Tell nobody at home's door on ."
    )


def test_numbers_and_names_do_not_count_for_the_score() -> None:
    """A long name is not the writer's doing; it is called by its name."""
    names = compile_names(["National Human Trafficking Hotline", "Hearthlight"])
    sentence = "The National Human Trafficking Hotline says: call 988 within 24 hours."
    assert scored_words(sentence, names) == ("The", "says", "call", "within", "hours")
    assert scored_words("Hearthlights shine.", names) == ("Hearthlights", "shine")


def test_the_longest_name_is_left_out_first() -> None:
    """A name inside a longer one does not leave the rest behind."""
    names = compile_names(["Child Line", "National Child Line"])
    assert scored_words("Call the National Child Line.", names) == ("Call", "the")


def test_no_names_leave_out_nothing() -> None:
    """A pack without contacts can be scored too."""
    assert compile_names([]) is None
    assert compile_names(["", " "]) is None
    assert scored_words("Call now.") == ("Call", "now")


def test_hyphens_part_words_and_apostrophes_do_not() -> None:
    """As readers count them."""
    assert split_words("Don\u2019t use step-by-step.") == ("Don't", "use", "step", "by", "step")
