"""The compiled pack: the same every time, writable as JSON, and deciding as the pack does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.checkin.decision import decide
from hearthlight.checkin.proof import all_minimal_sets
from hearthlight.checkin.table import build_table
from hearthlight.compiled.compiling import compile_pack
from hearthlight.compiled.edition import FORMAT, Edition
from hearthlight.content.model import Block, Call, Contact, Pack, Place

if TYPE_CHECKING:
    from hearthlight.content.layers import Layer


def test_the_same_pack_compiles_to_the_same_bytes(pack: Pack, edition: Edition) -> None:
    """Two machines that read the same pack serve the same edition."""
    assert msgspec.json.encode(compile_pack(pack)) == msgspec.json.encode(edition)


def test_an_edition_survives_json(edition: Edition) -> None:
    """A cached edition is the edition: reading it back decides nothing anew."""
    again = msgspec.json.decode(msgspec.json.encode(edition), type=Edition)
    assert again == edition
    assert again.table == edition.table
    assert again.visibility == edition.visibility


def test_an_edition_says_what_it_is_made_of(
    pack: Pack, edition: Edition, layers: tuple[Layer, ...]
) -> None:
    """Format, fingerprint and layers travel with the data."""
    assert edition.format == FORMAT
    assert edition.fingerprint == pack.fingerprint
    assert edition.layers == tuple(layer.header for layer in layers)
    assert edition.languages[0].tag == "en"


def test_the_edition_decides_as_the_pack_does(pack: Pack, edition: Edition) -> None:
    """Compiling changes no decision: the same bits, the same rules, the same outcome."""
    table = build_table(pack)
    assert edition.table == table
    for _, facts in all_minimal_sets(table):
        assert decide(edition.table, facts) == decide(table, facts)


def test_nothing_of_the_pack_is_lost(pack: Pack, edition: Edition) -> None:
    """Every block, call, contact and place is in the edition, once."""
    blocks = [
        block.id
        for page in edition.pages.values()
        for section in page.sections
        for block in section.blocks
    ]
    assert sorted(blocks) == sorted(pack.all(Block))
    assert sorted(call.id for call in edition.calls) == sorted(pack.all(Call))
    assert set(edition.contacts) == set(pack.all(Contact))
    assert set(edition.places) == set(pack.all(Place))
    assert set(edition.visibility) == {*pack.all(Block), *pack.all(Call)}


def test_every_fact_has_one_index(edition: Edition) -> None:
    """Asked facts come first, and no fact stands twice."""
    assert len(set(edition.facts)) == len(edition.facts)
    assert edition.facts[: len(edition.kinds)] == tuple(edition.kinds)
    assert set(edition.fact_covers) == set(edition.kinds)


def test_rows_stand_in_the_order_in_which_they_are_shown(pack: Pack, edition: Edition) -> None:
    """Sorting is done once, here, so that no walker needs to."""
    order = {call.id: (call.order, call.id) for call in pack.all(Call).values()}
    assert [call.id for call in edition.calls] == sorted(order, key=lambda call: order[call])
    blocks = {block.id: (block.order, block.id) for block in pack.all(Block).values()}
    for page in edition.pages.values():
        for section in page.sections:
            ids = [block.id for block in section.blocks]
            assert ids == sorted(ids, key=lambda block: blocks[block])
    assert [rule.outcome for rule in edition.rules] == sorted(
        rule.outcome for rule in edition.rules
    )


def test_places_are_offered_from_the_nearest_to_the_widest(edition: Edition) -> None:
    """The county that the pack knows best comes first."""
    places = list(edition.places)
    assert places[0] == "us-ca-san-francisco"
    assert places[-1] == "us"
    assert places.index("us-ca-los-angeles") < places.index("us-ca") < places.index("us-al")
    assert edition.places["us-ca-san-francisco"] == "us-ca"


def test_every_question_stands_in_a_step_and_asks_known_facts(edition: Edition) -> None:
    """All that is asked can be decided on, and all that can be decided on is asked."""
    asked = [fact for step in edition.steps for question in step.questions for fact in question.of]
    assert sorted(asked) == sorted(edition.kinds)
