"""An exported site, written once, and a plain file server over it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from tests.channels.web.conftest import Ending, Served, serving

from hearthlight.channels.cli.commands import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FILE_SERVER = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
"""It takes its port last."""


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `hearthlight export` writes, in every language."""
    folder = tmp_path_factory.mktemp("export") / "site"
    assert main(["export", str(folder), "--allow-draft", "es"]) == 0
    return folder


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
