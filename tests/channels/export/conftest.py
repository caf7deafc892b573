"""An exported site, written once, and a plain file server over it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.channels.web.conftest import Served, free_port, wait_until_served

from hearthlight.channels.cli.commands import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `hearthlight export` writes, in every language."""
    folder = tmp_path_factory.mktemp("export") / "site"
    assert main(["export", str(folder), "--allow-draft", "es"]) == 0
    return folder


@pytest.fixture(scope="session")
def hosted(exported: Path) -> Iterator[Served]:
    """The folder behind `python -m http.server`, which knows nothing of us."""
    log = exported.parent / "host.log"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--directory", str(exported)], stdout=out, stderr=subprocess.STDOUT
        )
    try:
        wait_until_served(url, process, log)
        yield Served(url, log, exported)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def served(hosted: Served) -> Served:
    """Under the name by which the tests of the served site know where they look."""
    return hosted
