"""A served Hearthlight."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hearthlight.compiled.storing import stored_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from hearthlight.compiled.edition import Edition


class Served(NamedTuple):
    """A running server: its address, and the file that holds all it printed."""

    url: str
    log: Path
    folder: Path


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Ending(NamedTuple):
    """A running server that a test may end."""

    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Ending]:
    """`hearthlight serve`, for one test, which may end it."""
    with serving([sys.executable, "-m", "hearthlight", "serve", "--port"], tmp_path) as opened:
        yield opened


@pytest.fixture
def stored(tmp_path: Path, compiled_store: Path, edition: Edition) -> Path:
    """A fresh folder with the shipped pack in its store: a server starts there at once."""
    compiled = stored_path(compiled_store, edition.fingerprint)
    (tmp_path / "store").mkdir()
    shutil.copy(compiled, tmp_path / "store")
    return tmp_path


@contextmanager
def serving(command: list[str], folder: Path) -> Iterator[Ending]:
    """A server by a command that ends with its port; its log is `server.log` in the folder."""
    port, log = free_port(), folder / "server.log"
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, str(port)], stdout=out, stderr=subprocess.STDOUT, cwd=folder
        )
    try:
        wait_until_served(url, process, log)
        yield Ending(url, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`hearthlight serve`, as a caregiver's browser meets it."""
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "hearthlight", "serve", "--port"]
    with serving(command, folder) as opened:
        yield Served(opened.url, folder / "server.log", folder)


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again until something is so. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


def wait_until_served(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log when it does not."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


def open_part(page: Page) -> dict[str, str]:
    """Open the part that takes one's own words, and wait for what reads them: its addresses."""
    page.locator("details.own > summary").click()
    page.wait_for_function(
        "() => { const { told } = window; return told.textContent === told.dataset.stays; }"
    )
    found: dict[str, str] = page.evaluate("({ ...document.querySelector('.own').dataset })")
    return found
