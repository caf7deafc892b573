"""A preview in a real browser: a save is seen without a key pressed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

from hearthlight.channels.cli.previewing import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

HEADER = 'id = "local"\ntitle = "Local"\nlicence = "CC-BY-4.0"\nbuilds_on = "us"\n'
WORDS = '[page-home]\nheading = "{}"\n'


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A pack that changes one heading."""
    folder = tmp_path / "local"
    (folder / "words/en").mkdir(parents=True)
    (folder / "pack.toml").write_text(HEADER)
    (folder / "words/en/pages.toml").write_text(WORDS.format("A heading of ours"))
    return folder


@pytest.fixture
def previewed(local: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a preview that runs as a person starts it."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port = found.getsockname()[1]
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "hearthlight", "preview", str(local), "--port", str(port)],
        env=os.environ | {"HEARTHLIGHT_STORE": str(tmp_path / "store")},
        stdout=log,
        stderr=log,
    )
    address = f"http://{HOST}:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/preview/version").close()
                break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        log.close()


@pytest.mark.browser
def test_a_page_reloads_on_save_and_shows_problems_until_they_are_mended(
    previewed: str, local: Path, browser: Browser
) -> None:
    """In a real browser, without a key pressed."""
    file = local / "words/en/pages.toml"
    page = browser.new_page()
    page.goto(previewed)
    page.get_by_role("heading", name="A heading of ours").wait_for(timeout=20_000)
    file.write_text("[page-nowhere]\nheading = 'x'\n")
    page.get_by_role("heading", name="1 problem in the pack").wait_for(timeout=60_000)
    assert "page-nowhere" in page.inner_text("main")
    file.write_text(WORDS.format("A heading of ours"))
    page.get_by_role("heading", name="A heading of ours").wait_for(timeout=60_000)
    page.close()
