"""An edition is inspected once, and where that leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.layers import find_layers
from hearthlight.content.problems import BrokenPackError
from hearthlight.documents import inspection, opening

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = 'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'


def test_what_was_inspected_apart_is_read_and_not_inspected_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that serves never pays for the inspection, in time or in memory."""
    layers, store = find_layers(()), tmp_path / "store"
    opening.inspect_apart(layers, store)
    assert list(store.glob("*.json"))

    def refuse(*_: object) -> None:
        pytest.fail("inspected again")

    monkeypatch.setattr(inspection, "inspect_pack", refuse)
    opening.inspect_apart(layers, store)
    assert opening.open_edition(layers, store).pages


def test_every_problem_that_was_found_apart_is_told(tmp_path: Path) -> None:
    """With file, row and remedy, and nothing is stored."""
    folder, store = tmp_path / "agency", tmp_path / "store"
    folder.mkdir()
    (folder / "pack.toml").write_text(AGENCY, "utf-8")
    (folder / "calls.toml").write_text(
        '[[call]]\nid = "call-nhth"\ncontact = "contact-nobody"\n', "utf-8"
    )
    with pytest.raises(BrokenPackError) as told:
        opening.inspect_apart(find_layers((folder,)), store)
    assert [(one.file, one.id) for one in told.value.problems] == [
        ("agency/calls.toml", "call-nhth")
    ]
    assert not store.exists()


def test_where_nothing_can_be_stored_nothing_is_inspected_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the layers next must inspect them anyhow."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(opening, "ProcessPoolExecutor", refuse)
    file = tmp_path / "file"
    file.touch()
    opening.inspect_apart(find_layers(()), file / "store")
    monkeypatch.setattr("os.access", lambda *_: False)
    opening.inspect_apart(find_layers(()), tmp_path / "no" / "store")
