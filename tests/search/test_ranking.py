"""What words find: the right topic, whatever their endings, accents and typing mistakes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.content.model import Phrasing, Synonyms
from hearthlight.search.index import Asked, SearchIndex, build_index
from hearthlight.search.ranking import MOST_WORDS, search
from hearthlight.search.tokens import read_tokens, stemming_of

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack

TOPICS = (
    Asked(
        "topic-lamps",
        ("keeping a lamp burning", "who makes lamps"),
        (("Oil and a wick.", 1), ("Trim the wick.", 1)),
    ),
    Asked("topic-doors", ("locking doors at night", "my door is open"), ()),
    Asked("topic-angry", ("they are angry",), ()),
)


FILLERS = ("my", "is", "are", "at", "they", "who", "a", "should")


def index_of(language: str = "en", *topics: Asked) -> SearchIndex:
    """A small index with one group of synonyms."""
    synonyms = {"synonyms-en-anger": ("angry", "blows up", "furious")}
    return build_index(language, topics or TOPICS, synonyms, FILLERS)


def first(text: str, index: SearchIndex | None = None) -> str:
    """The topic that is found first; empty when none is."""
    ranked = search(index or index_of(), text)
    return ranked[0].topic if ranked else ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("lamps", "topic-lamps"),
        ("LAMP?", "topic-lamps"),
        ("does it burn", "topic-lamps"),
        ("buy a wick", "topic-lamps"),
        ("the doorz are lokced", "topic-doors"),
        ("so furious", "topic-angry"),
        ("when he blows up", "topic-angry"),
    ],
)
def test_a_topic_is_found_by_endings_pages_synonyms_and_mistyped_words(
    text: str, topic: str
) -> None:
    """Case, plural, past, a word of the page, a typing mistake, one word or two for another."""
    assert first(text) == topic


def test_accents_may_be_left_out_or_added() -> None:
    """In Spanish many type without them."""
    index = index_of("es", Asked("topic-corazon", ("corazón roto", "la niña está sola"), ()))
    assert [first(text, index) for text in ("corazon", "CORAZÓN", "nina", "ésta")] == [
        "topic-corazon"
    ] * 4


def test_nothing_is_found_for_words_that_nothing_holds() -> None:
    """No topic is given only so that something is."""
    assert search(index_of(), "zzqx 12 !?") == ()
    assert search(index_of(), "") == ()


def test_what_was_found_says_by_which_words_in_our_spelling() -> None:
    """A word that was mistyped is not shown back; the word it was taken for is."""
    (found,) = search(index_of(), "the lampz, and my fury")[:1]
    assert found.topic == "topic-lamps"
    assert found.words == ("lamp",)


@pytest.mark.parametrize("text", ["who is at my", "They are", "shuold they?", "is my"])
def test_fillers_find_nothing_by_themselves_however_many_there_are(text: str) -> None:
    """Each stands in a topic, and so do pairs of them; none says what is looked for."""
    assert search(index_of(), text) == ()


def test_fillers_are_no_reason_and_still_tell_topics_apart() -> None:
    """Of two topics with the same telling word, the one that is asked as this was comes first."""
    topics = (Asked("topic-thing", ("a lamp",), ()), Asked("topic-person", ("they lamp",), ()))
    found = search(index_of("en", *topics), "are they lamps")
    assert [one.topic for one in found] == ["topic-person", "topic-thing"]
    assert {one.words for one in found} == {("lamp",)}


def test_fillers_together_mean_what_a_pack_says_they_mean() -> None:
    """A whole question of fillers finds its topic, and so do several that are synonyms."""
    topics = (Asked("topic-me", ("is they my",), ()), Asked("topic-angry", ("angry",), ()))
    synonyms = {"synonyms-en-anger": ("angry", "at my")}
    index = build_index("en", topics, synonyms, FILLERS)
    assert [one.topic for one in search(index, "Is they my?")] == ["topic-me"]
    assert search(index, "they is my") == ()
    assert [one.topic for one in search(index, "who are at my")] == ["topic-angry"]


def test_whatever_the_packs_say_that_people_ask_finds_something(
    edition: Edition, pack: Pack
) -> None:
    """Every title, every phrasing and every synonym of several words, typed word for word."""
    for language in edition.languages:
        index, words = edition.search[language.tag], edition.wording(language.tag)
        assert index.fillers
        typed = [words.text(topic.id, "title") for topic in edition.topics]
        for phrasing in pack.all(Phrasing).values():
            if phrasing.language == language.tag:
                typed += phrasing.phrases
        for synonyms in pack.all(Synonyms).values():
            if synonyms.language == language.tag:
                typed += [text for text in synonyms.words if " " in text]
        assert [text for text in typed if not search(index, text)] == []


def test_only_the_first_words_of_a_long_text_are_looked_at() -> None:
    """However much is typed, the work has an end."""
    assert first("x " * MOST_WORDS + "lamp") == ""
    assert first("x " * (MOST_WORDS - 1) + "lamp") == "topic-lamps"


def test_the_same_rows_give_the_same_index_and_whole_numbers() -> None:
    """Sums are the same on every machine, so that ranks are."""
    assert index_of() == index_of()
    weights = [weight for found in index_of().weights.values() for _, weight in found]
    assert weights
    assert {type(weight) for weight in weights} == {int}
    assert min(weights) > 0


def test_a_language_that_no_stemmer_knows_is_searched_by_whole_words() -> None:
    """Adding a language needs no code."""
    assert (stemming_of("en-GB"), stemming_of("es"), stemming_of("zh-Hant")) == (
        "english",
        "spanish",
        "",
    )
    assert first("灯 lamp", index_of("zh-Hant", Asked("topic-deng", ("灯", "lamp"), ()))) != ""


@given(st.text(max_size=400))
def test_any_text_can_be_searched_for(text: str) -> None:
    """No letter of any script breaks it, and every reason is a word that the pack knows."""
    index = index_of()
    found = search(index, text)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    known = set(index.shown.values())
    assert all(word in known for one in found for word in one.words)


@given(st.text(max_size=80))
def test_a_form_has_no_accent_no_apostrophe_and_no_capital(text: str) -> None:
    """Whatever the script."""
    for token in read_tokens(text):
        assert token.form
        assert "'" not in token.form
        assert token.form == token.form.casefold()
        assert not any(unicodedata.combining(letter) for letter in token.form)


def test_the_pack_can_be_searched_in_each_of_its_languages(edition: Edition) -> None:
    """Every topic is found first by the very words of one of its phrasings or its title."""
    for language in edition.languages:
        index = edition.search[language.tag]
        assert set(index.topics) == {topic.id for topic in edition.topics}
        words = edition.wording(language.tag)
        found = [
            topic.id
            for topic in edition.topics
            if topic.id in [one.topic for one in search(index, words.text(topic.id, "title"))[:3]]
        ]
        assert len(found) == len(edition.topics), set(index.topics) - set(found)
