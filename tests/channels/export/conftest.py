"""An exported site, written once, and a plain file server over it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.channels.web.conftest import Ending, Served, serving

from hearthlight.channels.cli.commands import main
from hearthlight.channels.export import files
from hearthlight.channels.export.files import Placed, place_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthlight.channels.web.site import Site


FILE_SERVER = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
"""It takes its port last."""


class Exported(NamedTuple):
    """What `hearthlight export` wrote, and the replies that it wrote down."""

    folder: Path
    placed: tuple[Placed, ...]


@pytest.fixture(scope="session")
def exporting(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """One export, in every language."""
    folder, placed = tmp_path_factory.mktemp("export") / "site", list[Placed]()

    def place(site: Site) -> tuple[Placed, ...]:
        placed[:] = place_site(site)
        return tuple(placed)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(files, "place_site", place)
        assert main(["export", str(folder), "--allow-draft", "es"]) == 0
    return Exported(folder, tuple(placed))


@pytest.fixture(scope="session")
def exported(exporting: Exported) -> Path:
    """The folder that `hearthlight export` writes."""
    return exporting.folder


@pytest.fixture(scope="session")
def served(exported: Path) -> Iterator[Served]:
    """
    The folder behind `python -m http.server`, which knows nothing of us.

    Under the name by which the tests of the served site know where they look.
    """
    with serving(FILE_SERVER, exported) as opened:
        yield Served(opened.url, exported / "server.log", exported)


@pytest.fixture
def ending(exported: Path, tmp_path: Path) -> Iterator[Ending]:
    """The same for one test, which may end it, over a folder that it may change."""
    shutil.copytree(exported, tmp_path / "site")
    with serving(FILE_SERVER, tmp_path / "site") as opened:
        yield opened
