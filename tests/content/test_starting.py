"""A new local pack passes its checks and invents nothing, and its examples can be filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.channels.web.site import Site
from hearthlight.content.checks import check_pack
from hearthlight.content.layers import Layer, find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.starting import CannotStartError, start_pack
from hearthlight.documents.opening import open_edition
from hearthlight.settings import read_settings
from hearthlight.wording.translation import narrow_translation, read_translation

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.model import Pack


@pytest.mark.parametrize(
    ("place", "beneath"),
    [
        ("us-wa-king", "us"),
        ("us-wa", "us"),
        ("US-CA-San-Francisco", "us-ca-san-francisco"),
        ("us-ca-made-up", "us-ca"),
    ],
)
def test_a_new_pack_has_no_problem(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path, place: str, beneath: str
) -> None:
    """For a county, a state, a place with a layer of its own, and a county that is new."""
    folder = tmp_path / "new"
    start_pack(pack, layers, place, folder)
    stacked = find_layers([folder])
    assert stacked[-1].header.builds_on == beneath
    loaded = load_pack(stacked)
    assert tuple(check_pack(loaded)) == ()
    assert set(loaded.rows["contact"]) == set(pack.rows["contact"])
    assert place.lower() in loaded.rows["place"]


def test_a_new_pack_serves_and_its_examples_stand_once_filled_in(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path
) -> None:
    """Whoever takes the comment marks away and fills in has a pack that is served."""
    folder = tmp_path / "king"
    start_pack(pack, layers, "us-wa-king", folder)
    for file in folder.rglob("*.toml"):
        text = re.sub(r"(?m)^# (?=\[|[a-z_]+ +=)", "", file.read_text("utf-8"))
        text = re.sub(r"(?m)^#$", "", text).replace("+1 AND TEN DIGITS", "+14155550132")
        text = text.replace("YYYY-MM-DD", "2026-11-22").replace("00000", "53033")
        text = re.sub(r"(?m)^logo .*\n|^\[\[languages\]\]\ntag .*\nname .*\n", "", text)
        file.write_text(text, "utf-8")
    edition = open_edition(find_layers([folder]))
    assert "contact-us-wa-king-local-line" in edition.contacts
    assert "us-wa-king" in edition.places
    site = Site(edition, read_settings({}))
    assert "Washington: King" in site.replies["/check"][b""].body.decode()
    assert "Washington: King" in site.replies["/es/check"][b""].body.decode()


@pytest.mark.parametrize("place", ["us-wa-king", "us-wa"])
def test_a_new_pack_has_nothing_left_to_translate(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path, place: str
) -> None:
    """Each of its words was made from what it says in the source language, and is held to it."""
    start_pack(pack, layers, place, tmp_path / "new")
    stacked = find_layers([tmp_path / "new"])
    loaded = load_pack(stacked)
    for language in loaded.languages[1:]:
        translation = read_translation(loaded, stacked, language.tag)
        assert narrow_translation(translation, stacked[-1:]).to_do == ()


def test_no_number_and_no_day_is_made_up(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path
) -> None:
    """Placeholders cannot be taken for facts."""
    for file in start_pack(pack, layers, "us-wa-king", tmp_path / "new"):
        text = file.read_text("utf-8")
        assert not re.search(r"\+?\d{7,}|20\d\d-\d\d-\d\d", text), file


@pytest.mark.parametrize(
    ("place", "told"),
    [("us-zz-king", "Known: us-ak"), ("king", "us-wa-king"), ("us/wa", "no id")],
)
def test_a_place_that_is_not_known_is_told(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path, place: str, told: str
) -> None:
    """With the places that are."""
    with pytest.raises(CannotStartError, match=told):
        start_pack(pack, layers, place, tmp_path / "new")


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody's work is written over, and the command says where to look next."""
    out = tmp_path / "new"
    assert main(["pack", "new", "us-wa", "--out", str(out)]) == 0
    assert "it says what to edit next" in capsys.readouterr().out
    readme = (out / "README.md").read_text("utf-8")
    assert "hearthlight preview new" in readme
    assert "$" not in readme
    assert main(["pack", "new", "us-wa", "--out", str(out)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where a folder should be: the system's word, and what to name instead."""
    (tmp_path / "file").write_text("in the way")
    assert main(["pack", "new", "us-wa", "--out", str(tmp_path / "file" / "new")]) == 2
    assert "Name a folder where you may write." in capsys.readouterr().err
