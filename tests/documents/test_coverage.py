"""Coverage: every statement is said, and a language counts only where all its words are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Block, Sign, Statement
from hearthlight.documents.coverage import Coverage, Saying, StatementCoverage, cover_statements

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.model import Pack


@pytest.fixture(scope="module")
def small(kitchen_sink: Path) -> Pack:
    """The smallest pack; its second language has gaps."""
    return load_pack(find_layers([kitchen_sink], shipped=None))


def _one(coverage: Coverage, statement: str) -> StatementCoverage:
    return next(row for row in coverage.statements if row.statement == statement)


def _reviewed(pack: Pack, language: str) -> Pack:
    layers = tuple(
        msgspec.structs.replace(
            layer,
            languages=tuple(
                msgspec.structs.replace(row, reviewed_by="A reader") if row.tag == language else row
                for row in layer.languages
            ),
        )
        for layer in pack.layers
    )
    return msgspec.structs.replace(pack, layers=layers)


def _without_covers(pack: Pack, statement: str) -> Pack:
    rows = {
        kind: {
            key: msgspec.structs.replace(
                row, covers=tuple(name for name in row.covers if name != statement)
            )
            if isinstance(row, Block | Sign)
            else row
            for key, row in its.items()
        }
        for kind, its in pack.rows.items()
    }
    return msgspec.structs.replace(pack, rows=rows)


def test_every_statement_is_said_as_shipped(pack: Pack) -> None:
    """99 of 99 in the source language, each by at least one row that is shown."""
    coverage = cover_statements(pack)
    assert coverage.is_whole
    assert len(coverage.statements) == 99
    english = coverage.languages[0]
    assert (english.language, english.said, english.of, english.missing) == ("en", 99, 99, ())


def test_a_block_is_named_with_its_page_and_other_rows_without(pack: Pack) -> None:
    """An editor finds the place; contacts and facts stand on many pages."""
    said = {saying.id: saying for row in cover_statements(pack).statements for saying in row.said}
    assert said["block-learn-what"].page == "page-learn"
    assert said["contact-911"].page == ""
    assert said["sign-gifts"].page == ""


def test_a_block_counts_in_a_language_only_if_its_words_are_there(small: Pack) -> None:
    """The Spanish text of one block is there; the list of the other is not."""
    coverage = cover_statements(small)
    spoken = _one(coverage, "caution-not-proof").said
    assert Saying(id="block-text", page="page-outcome", languages=("en", "es")) in spoken
    assert _one(coverage, "caution-no-confront").languages == ("en",)


def test_half_a_translation_does_not_count(small: Pack) -> None:
    """A title in one language over a text in another says nothing in either."""
    words = {**small.words["en"], "block-text.title": "Not proof"}
    half = msgspec.structs.replace(small, words={**small.words, "en": words})
    assert _one(cover_statements(half), "caution-not-proof").languages == ("en",)


def test_a_draft_may_have_gaps_and_a_reviewed_language_may_not(small: Pack) -> None:
    """What is offered as finished is whole."""
    draft = cover_statements(small)
    assert draft.languages[1].draft
    assert draft.languages[1].missing
    assert draft.is_whole
    assert not cover_statements(_reviewed(small, "es")).is_whole


def test_the_source_language_is_never_excused(small: Pack) -> None:
    """English fails below the whole, draft or not."""
    coverage = cover_statements(_without_covers(small, "caution-not-proof"))
    assert coverage.languages[0].draft
    assert coverage.languages[0].missing == ("caution-not-proof",)
    assert _one(coverage, "caution-not-proof").said == ()
    assert not coverage.is_whole


def test_a_row_without_words_says_nothing(small: Pack) -> None:
    """A list of calls shows the words of others, and covers by them."""
    block = msgspec.structs.replace(small.all(Block)["block-calls"], covers=("caution-not-proof",))
    bare = _without_covers(small, "caution-not-proof")
    rows = {**bare.rows, "block": {**bare.rows["block"], block.id: block}}
    coverage = cover_statements(msgspec.structs.replace(bare, rows=rows))
    assert [saying.id for saying in _one(coverage, "caution-not-proof").said] == ["block-calls"]
    assert coverage.languages[0].missing == ("caution-not-proof",)


def test_all_statements_are_listed_in_the_order_of_the_pack(pack: Pack) -> None:
    """The table can be read beside the seeds."""
    assert [row.statement for row in cover_statements(pack).statements] == list(pack.all(Statement))
