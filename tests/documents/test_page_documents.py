"""Pages that depend on nothing said, and the languages that documents are in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.checkin.responses import Responses
from hearthlight.compiled.compiling import compile_pack
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.documents.blocks import Document
from hearthlight.documents.opening import open_edition
from hearthlight.documents.outcome import compose_outcome, compose_page
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

FIRE = Responses(frozenset({"form-fire", "unsure-light"}), "us")


def test_every_page_has_its_words(edition: Edition) -> None:
    """Each page opens without anything said, and none is empty but the outcome's."""
    for page in edition.pages:
        document = compose_page(edition, page, "en")
        assert document.title
        assert document.heading
        assert document.sections


@pytest.mark.parametrize("page", ["page-home", "page-now", "page-not-found", "page-failed"])
def test_a_page_of_need_shows_911_first(page: str, edition: Edition) -> None:
    """Even an error page says whom to call."""
    assert compose_page(edition, page, "en").contacts()[0] == "contact-911"


def test_a_page_says_nothing_of_an_outcome(edition: Edition) -> None:
    """A page that nothing was said on has decided nothing."""
    document = compose_page(edition, "page-now", "en", "us-ca-san-francisco")
    assert document.outcome == ""
    assert not [tick for block in document.blocks() for tick in block.ticks]
    assert not [reason for block in document.blocks() for reason in block.reasons]
    assert "contact-sf-hotline-800" in document.contacts()


def test_an_unknown_page_stops_at_the_door(edition: Edition) -> None:
    """A page that the pack does not know raises."""
    with pytest.raises(KeyError):
        compose_page(edition, "page-nowhere", "en")


def test_a_document_survives_json(edition: Edition) -> None:
    """What the API sends can be read back as the same document."""
    document = compose_outcome(edition, Responses(frozenset({"sign-hotels"}), "us-ca"), "en")
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document


def test_the_smallest_pack_passes_its_inspection(kitchen_sink: Path) -> None:
    """A pack can stand on nothing of ours: any country, any language, any lines."""
    edition = open_edition(find_layers([kitchen_sink], shipped=None))
    assert [outcome.id for outcome in edition.outcomes] == ["outcome-act", "outcome-wait"]
    assert sum(1 for _ in all_minimal_sets(edition.table)) == 3


def test_a_missing_translation_falls_back_and_says_so(kitchen_edition: Edition) -> None:
    """A gap is shown in the source language, and the block names that language."""
    blocks = {block.id: block for block in compose_outcome(kitchen_edition, FIRE, "es").blocks()}
    assert blocks["block-text"].text == "Una luz no es una prueba."
    assert blocks["block-text"].language == ""
    assert blocks["block-say"].say == ("Veo una luz.",)
    assert blocks["block-say"].language == ""
    assert blocks["block-list"].items[0] == "Do not confront a lamp."
    assert blocks["block-list"].language == "en"
    assert blocks["block-step"].text == "Look again."
    assert blocks["block-step"].language == "en"
    assert blocks["block-unsure"].language == "en"


def test_nothing_is_marked_in_the_source_language(kitchen_edition: Edition) -> None:
    """Only a gap is marked."""
    document = compose_outcome(kitchen_edition, FIRE, "en")
    assert {block.language for block in document.blocks()} == {""}
    assert document.heading == "Act"


def test_headings_speak_the_language_where_they_can(kitchen_edition: Edition) -> None:
    """What is translated is used, and what is not is still there."""
    document = compose_outcome(kitchen_edition, FIRE, "es")
    assert document.language == "es"
    assert document.heading == "Actúe"
    assert document.answer == "Act now."
    assert [section.heading for section in document.sections] == ["Uno", "Two"]


def test_every_kind_of_block_is_filled(kitchen_edition: Edition) -> None:
    """Each kind fills the fields that it promises, and a links block leads onward."""
    blocks = {
        block.kind: block
        for block in (
            *compose_outcome(kitchen_edition, FIRE, "en").blocks(),
            *compose_page(kitchen_edition, "page-home", "en").blocks(),
        )
        if block.id != "block-calls-more"
    }
    assert set(blocks) == {
        *("text", "step", "list", "say", "calls", "reasons", "ticks", "unsure", "links"),
    }
    assert [reason.rule for reason in blocks["reasons"].reasons] == ["rule-fire"]
    assert [tick.fact for tick in blocks["ticks"].ticks] == ["form-fire", "us"]
    assert [tick.fact for tick in blocks["unsure"].ticks] == ["unsure-light"]
    assert [(link.path, link.label) for link in blocks["links"].links] == [("/", "Check")]
    assert [note.id for note in blocks["text"].sources] == ["source-lamp-makers"]


def test_a_card_says_how_to_reach_when_and_how_sure_we_are(kitchen_edition: Edition) -> None:
    """Each way to reach a contact has a label and a link; dates and publishers are said."""
    document = compose_outcome(kitchen_edition, FIRE, "en")
    first, more = (card for block in document.blocks() for card in block.calls)
    assert [(line.kind, line.shown, line.link) for line in first.lines] == [
        ("call", "(888) 373-7888", "tel:+18883737888"),
        ("text", "233733", "sms:233733"),
        ("tty", "711", "tel:711"),
        ("web", "example.org", "https://www.example.org/"),
    ]
    assert first.lines[1].label == "Text LAMP to"
    assert first.hours == "Always open"
    assert first.checked == "Read on November 22, 2026. Not yet called."
    assert more.hours == "In daylight"
    assert more.checked == (
        "Read on November 22, 2026. One publisher only. Called on November 23, 2026."
    )


@pytest.mark.parametrize(
    ("facts", "place", "shown"),
    [
        ({"form-fire"}, "us", True),
        ({"form-fire"}, "us-xx", True),
        ({"form-fire", "role-keeper"}, "us", True),
        ({"form-fire", "role-keeper"}, "us-xx", False),
        ({"role-keeper"}, "us-xx", False),
    ],
)
def test_a_block_hides_only_when_all_of_unless_holds(
    facts: set[str], place: str, shown: bool, kitchen_edition: Edition
) -> None:
    """`when` must hold whole; `unless` hides only when it holds whole."""
    document = compose_outcome(kitchen_edition, Responses(frozenset(facts), place), "en")
    assert ("block-step" in document.shown()) == shown


def test_blocks_with_nothing_in_them_are_left_out(kitchen_edition: Edition) -> None:
    """No heading stands over an empty list."""
    kinds = {block.kind for block in compose_outcome(kitchen_edition, Responses(), "en").blocks()}
    assert kinds == {"calls", "text", "list", "say"}


_CHECKED = ("read_on", "one_source", "assured", "not_assured", "source_read")


@given(st.sets(st.sampled_from(_CHECKED)))
def test_a_sentence_with_a_date_is_of_one_language_whatever_is_missing(untold: set[str]) -> None:
    """Where a sentence of a contact's check is missing, all are English, and so are the dates."""
    edition = _whole_kitchen()
    spanish = edition.words["es"] | {
        f"interface.{field}": f"En español {edition.words['en'][f'interface.{field}']}"
        for field in _CHECKED
        if field not in untold
    }
    edition = msgspec.structs.replace(edition, words=edition.words | {"es": spanish})
    writer = Writer(edition, "es")
    for call in edition.calls:
        checked = writer.card(call).checked
        assert ("En español" in checked) == (" de " in checked)
        assert checked.count("En español") in (0, checked.count("."))
    for source in edition.sources:
        assert (" de " in writer.source(source).read_on) == ("source_read" not in untold)


@cache
def _whole_kitchen() -> Edition:
    folder = Path(__file__).parent.parent / "packs" / "kitchen-sink"
    return compile_pack(load_pack(find_layers([folder], shipped=None)))
