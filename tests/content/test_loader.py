"""Reading layers: merged by id, fingerprinted by every byte, every mistake collected."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.content.layers import Layer, find_layers
from hearthlight.content.loader import fingerprint_layers, load_pack
from hearthlight.content.model import FILES, KINDS, Contact, Pack
from hearthlight.content.problems import BrokenPackError, Problem
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.documents.opening import open_edition

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = """
id        = "agency"
title     = "An agency's own layer"
licence   = "CC-BY-4.0"
builds_on = "kitchen-sink"
"""


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """An agency's folder on top of the smallest pack, empty but for its header."""
    folder = tmp_path / "agency"
    folder.mkdir()
    (folder / "pack.toml").write_text(AGENCY, "utf-8")
    return folder


@pytest.fixture
def copied(tmp_path: Path, kitchen_sink: Path) -> Path:
    """A copy of the smallest pack that a test may change."""
    folder = tmp_path / "kitchen-sink"
    shutil.copytree(kitchen_sink, folder)
    return folder


def _write(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _stacked(kitchen_sink: Path, *folders: Path) -> tuple[Layer, ...]:
    return find_layers([kitchen_sink, *folders], shipped=None)


def test_an_override_changes_the_fields_it_names_and_keeps_the_others(
    kitchen_sink: Path, agency: Path
) -> None:
    """An agency corrects what it knows better without copying the entry."""
    _write(agency, "contacts.toml", '[[contact]]\nid = "contact-lamp-line"\ngood_for = 30\n')
    before = load_pack(_stacked(kitchen_sink)).all(Contact)
    after = load_pack(_stacked(kitchen_sink, agency)).all(Contact)
    assert after["contact-lamp-line"] == msgspec.structs.replace(
        before["contact-lamp-line"], good_for=30
    )
    assert after["contact-more"] == before["contact-more"]
    assert list(after) == list(before)
    open_edition(_stacked(kitchen_sink, agency))


def test_a_layer_adds_rows_by_a_new_id(kitchen_sink: Path, agency: Path) -> None:
    """A new id is a new row, after those that were there."""
    _write(
        agency,
        "contacts.toml",
        '[[contact]]\nid = "contact-ours"\nphone = "911"\njurisdiction = "US"\n'
        'confidence = "one-source"\nread_on = "2026-11-22"\nsources = ["source-lamp-makers"]\n',
    )
    _write(
        agency, "calls.toml", '[[call]]\nid = "call-ours"\ncontact = "contact-ours"\norder = 15\n'
    )
    _write(
        agency,
        "words/en/ours.toml",
        '[contact-ours]\nname = "Ours"\npurpose = "Helps."\n\n[call-ours]\nreason = "Near."\n',
    )
    pack = load_pack(_stacked(kitchen_sink, agency))
    assert list(pack.all(Contact)) == ["contact-lamp-line", "contact-more", "contact-ours"]
    edition = open_edition(_stacked(kitchen_sink, agency))
    assert [call.id for call in edition.calls] == ["call-lamp-line", "call-ours", "call-more"]


def test_words_are_overridden_one_text_at_a_time(kitchen_sink: Path, agency: Path) -> None:
    """An agency rewrites one sentence and keeps all others."""
    _write(agency, "words/en/ours.toml", '[outcome-act]\ntitle = "Act today"\n')
    before = load_pack(_stacked(kitchen_sink)).words["en"]
    after = load_pack(_stacked(kitchen_sink, agency)).words["en"]
    assert after == {**before, "outcome-act.title": "Act today"}


def test_a_problem_names_the_layer_that_spoke_last(kitchen_sink: Path, agency: Path) -> None:
    """An editor is sent to their own file, not to ours."""
    _write(agency, "contacts.toml", '[[contact]]\nid = "contact-lamp-line"\nphone = "+1"\n')
    pack = load_pack(_stacked(kitchen_sink, agency))
    assert pack.files["contact-lamp-line"] == "agency/contacts.toml"
    assert pack.files["contact-more"] == "kitchen-sink/contacts.toml"


def test_a_file_may_be_a_folder_of_files(copied: Path) -> None:
    """A long file can be split without anything else changing."""
    before = load_pack(find_layers([copied], shipped=None))
    text = (copied / "blocks.toml").read_text("utf-8")
    (copied / "blocks.toml").unlink()
    _write(copied, "blocks/outcome.toml", text)
    after = load_pack(find_layers([copied], shipped=None))
    assert after.rows == before.rows
    assert after.fingerprint != before.fingerprint


def test_later_layers_win(kitchen_sink: Path, tmp_path: Path) -> None:
    """Of two agency folders, the one that is named later has the last word."""
    folders = []
    for name, phone in (("first", "+18004224453"), ("second", "+18008435678")):
        header = AGENCY.replace('"agency"', f'"{name}"')
        _write(tmp_path / name, "pack.toml", header)
        _write(
            tmp_path / name,
            "contacts.toml",
            f'[[contact]]\nid = "contact-lamp-line"\nphone = "{phone}"\n',
        )
        folders.append(tmp_path / name)
    for order in (folders, folders[::-1]):
        pack = load_pack(_stacked(kitchen_sink, *order))
        assert pack.all(Contact)["contact-lamp-line"].phone == (
            "+18008435678" if order[-1].name == "second" else "+18004224453"
        )


def test_the_fingerprint_needs_no_parsing(layers: tuple[Layer, ...], pack: Pack) -> None:
    """The cache's key is found without reading TOML, and is the loaded pack's own."""
    assert fingerprint_layers(layers) == pack.fingerprint
    assert fingerprint_layers(layers) == fingerprint_layers(find_layers())


def test_every_byte_is_in_the_fingerprint(copied: Path) -> None:
    """Whatever changes in whichever file, the pack is another pack."""
    before = fingerprint_layers(find_layers([copied], shipped=None))
    seen = {before}
    for file in sorted(copied.rglob("*.toml")):
        content = file.read_bytes()
        file.write_bytes(content + b"\n")
        seen.add(fingerprint_layers(find_layers([copied], shipped=None)))
        file.write_bytes(content)
    assert len(seen) == 1 + len(list(copied.rglob("*.toml")))
    assert fingerprint_layers(find_layers([copied], shipped=None)) == before


def test_names_and_order_are_in_the_fingerprint(copied: Path, agency: Path) -> None:
    """A renamed file and another order of layers are another pack; bytes cannot move unseen."""
    before = fingerprint_layers(find_layers([copied], shipped=None))
    (copied / "words/es/rows.toml").rename(copied / "words/es/texts.toml")
    assert fingerprint_layers(find_layers([copied], shipped=None)) != before
    layers = find_layers([copied, agency], shipped=None)
    assert fingerprint_layers(layers) != fingerprint_layers(layers[::-1])


def test_where_a_pack_lies_is_not_in_the_fingerprint(copied: Path, kitchen_sink: Path) -> None:
    """The same folder is the same pack on every machine."""
    assert fingerprint_layers(find_layers([copied], shipped=None)) == fingerprint_layers(
        find_layers([kitchen_sink], shipped=None)
    )


def test_every_kind_has_a_file(kitchen_sink: Path) -> None:
    """Each table has one file to stand in, and the smallest pack uses each."""
    assert sorted(kind for kinds in FILES.values() for kind in kinds) == sorted(KINDS)
    pack = load_pack(find_layers([kitchen_sink], shipped=None))
    assert all(pack.rows[kind] for kind in KINDS)


def test_without_layers_the_shipped_ones_are_read(pack: Pack) -> None:
    """The plain call is the shipped pack."""
    assert load_pack() == pack


def test_groups_stand_for_the_facts_they_name(kitchen_sink: Path) -> None:
    """Tiers, kinds and groups are names for facts; events make two facts one entry."""
    vocabulary = read_vocabulary(load_pack(find_layers([kitchen_sink], shipped=None)))
    assert vocabulary.members("tier-bright") == ("sign-lamp", "sign-candle", "sign-torch")
    assert vocabulary.members("any-form") == ("form-fire",)
    assert vocabulary.members("group-light") == (*vocabulary.members("tier-bright"), "form-fire")
    assert vocabulary.members("us-xx") == ("us-xx",)
    assert vocabulary.members("no-such-fact") == ()
    assert vocabulary.unsure == {"unsure-light"}


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=5))
def test_problems_are_told_once_and_in_order(said: list[tuple[str, str]]) -> None:
    """However they were found, problems are sorted, and none is repeated."""
    problems = [Problem(file, "id", message, "Mend it") for file, message in said]
    error = BrokenPackError(problems)
    assert error.problems == tuple(sorted(set(problems)))
    assert str(error).count("Mend it.") == len(set(problems))


def test_a_problem_reads_as_a_sentence() -> None:
    """File, id, what is wrong, what to do."""
    problem = Problem("a/rules.toml", "rule-x", "is redundant", "Delete it")
    assert str(problem) == "a/rules.toml: rule-x: is redundant. Delete it."
    whole = Problem("a/rules.toml", "", "is not TOML", "Mend it")
    assert str(whole) == "a/rules.toml: is not TOML. Mend it."
