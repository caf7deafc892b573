"""Which folders make up a pack, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.layers import find_layers
from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    from pathlib import Path


def _layer(parent: Path, folder: str, builds_on: str = "", layer_id: str = "") -> Path:
    path = parent / folder
    path.mkdir()
    (path / "pack.toml").write_text(
        f'id = "{layer_id or folder}"\ntitle = "T"\nlicence = "L"\n'
        + (f'builds_on = "{builds_on}"\n' if builds_on else ""),
        "utf-8",
    )
    return path


def test_the_shipped_layers_lie_from_the_country_to_the_county() -> None:
    """Each layer stands on the one that it builds on."""
    ids = [layer.header.id for layer in find_layers()]
    assert ids == ["csec", "us", "us-ca", "us-ca-san-francisco"]


def test_layers_are_ordered_by_what_they_build_on_and_not_by_name(tmp_path: Path) -> None:
    """The alphabet decides nothing."""
    _layer(tmp_path, "a", "b")
    _layer(tmp_path, "b", "c")
    _layer(tmp_path, "c")
    assert [layer.header.id for layer in find_layers(shipped=tmp_path)] == ["c", "b", "a"]


def test_an_agencys_folders_lie_on_top_in_the_order_given(tmp_path: Path) -> None:
    """An agency's layer may build on ours, or on another of its own."""
    one = _layer(tmp_path, "agency", "us-ca")
    two = _layer(tmp_path, "branch", "agency")
    ids = [layer.header.id for layer in find_layers([one, two])]
    assert ids[-2:] == ["agency", "branch"]


def test_folders_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """An editor reads as much of the path as it takes to open the right one; ours keep theirs."""
    folders = []
    for parent, folder in (("north", "us"), ("south", "us"), ("north", "csec"), ("north", "own")):
        (tmp_path / parent).mkdir(exist_ok=True)
        folders.append(_layer(tmp_path / parent, folder, layer_id=f"{parent}-{folder}"))
    (tmp_path / "north" / "more").mkdir()
    folders.append(_layer(tmp_path / "north" / "more", "own", layer_id="more-own"))
    layers = find_layers(folders)
    shown = [layer.shown(layer.folder / "pack.toml") for layer in layers]
    assert shown[:4] == [
        f"{name}/pack.toml" for name in ("csec", "us", "us-ca", "us-ca-san-francisco")
    ]
    assert shown[4:] == [
        "north/us/pack.toml",
        "south/us/pack.toml",
        "north/csec/pack.toml",
        "own/pack.toml",
        "more/own/pack.toml",
    ]


def test_a_layer_under_the_one_it_builds_on_is_refused(tmp_path: Path) -> None:
    """Folders given in the wrong order are named, not sorted behind the editor's back."""
    one = _layer(tmp_path, "agency", "us-ca")
    two = _layer(tmp_path, "branch", "agency")
    with pytest.raises(BrokenPackError) as refused:
        find_layers([two, one])
    (problem,) = refused.value.problems
    assert (problem.file, problem.id) == ("branch/pack.toml", "branch")
    assert "builds on 'agency'" in problem.message


def test_layers_that_build_on_each_other_are_refused(tmp_path: Path) -> None:
    """A circle has no bottom: each layer in it is named."""
    _layer(tmp_path, "ground")
    _layer(tmp_path, "hen", "egg")
    _layer(tmp_path, "egg", "hen")
    _layer(tmp_path, "chick", "hen")
    with pytest.raises(BrokenPackError) as refused:
        find_layers(shipped=tmp_path)
    assert [(problem.file, problem.id) for problem in refused.value.problems] == [
        ("chick/pack.toml", "chick"),
        ("egg/pack.toml", "egg"),
        ("hen/pack.toml", "hen"),
    ]
    assert all("missing or builds on it" in problem.message for problem in refused.value.problems)


def test_a_layer_that_builds_on_itself_is_refused(tmp_path: Path) -> None:
    """The smallest circle."""
    _layer(tmp_path, "snake", "snake")
    with pytest.raises(BrokenPackError, match=r"snake/pack\.toml: snake: builds on 'snake'"):
        find_layers(shipped=tmp_path)


def test_a_folder_without_a_header_is_refused(tmp_path: Path) -> None:
    """A folder that is no pack is named with where it was looked for."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenPackError, match=r"empty/pack\.toml: is not there"):
        find_layers([tmp_path / "empty"])
    with pytest.raises(BrokenPackError, match=r"gone/pack\.toml: is not there"):
        find_layers([tmp_path / "gone"])


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    """It is named, with what to name instead."""
    (tmp_path / "pack.zip").write_text("not a folder")
    with pytest.raises(BrokenPackError, match=r"cannot be read: .*Name a folder of packs"):
        find_layers([tmp_path / "pack.zip"])


def test_two_shipped_layers_of_one_id_are_refused(tmp_path: Path) -> None:
    """No folder is dropped because another has its name."""
    _layer(tmp_path, "one", layer_id="same")
    _layer(tmp_path, "two", layer_id="same")
    with pytest.raises(BrokenPackError):
        find_layers(shipped=tmp_path)


def test_an_empty_builds_on_is_the_lowest_layer(tmp_path: Path) -> None:
    """The header may say outright that it stands on nothing, as the field's own words promise."""
    folder = _layer(tmp_path, "ground")
    with (folder / "pack.toml").open("a", encoding="utf-8") as header:
        header.write('builds_on = ""\n')
    assert [layer.header.id for layer in find_layers(shipped=tmp_path)] == ["ground"]


def test_headers_are_all_read_before_one_is_refused(tmp_path: Path) -> None:
    """Three broken headers are three problems."""
    folders = [_layer(tmp_path, name, "nowhere") for name in ("a", "b", "c")]
    with pytest.raises(BrokenPackError) as refused:
        find_layers(folders)
    assert len(refused.value.problems) == 3
