"""A preview reloads on save and shows what is broken; pages that are served stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hearthlight.content.problems import Problem
from hearthlight.serving.doors import Doors, make_doors
from hearthlight.serving.preview import Preview, show_problems
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition

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


def test_pages_are_the_served_ones_with_one_script_more(
    edition: Edition, local: Path, tmp_path: Path
) -> None:
    """The preview adds a tag as a page leaves, and the door that serves never has it."""
    settings = read_settings(
        {"HEARTHLIGHT_PACK": str(local), "HEARTHLIGHT_STORE": str(tmp_path / "store")}
    )
    preview = Preview(settings)
    client = TestClient(Doors(preview.open()))
    page = client.get("/")
    assert "A heading of ours" in page.text
    assert page.text.count('<script src="/preview/reload.js" defer></script></body>') == 1
    assert int(page.headers["content-length"]) == len(page.content)
    assert client.get("/preview/version").text == "1"
    assert "location.replace" in client.get("/preview/reload.js").text
    assert client.get("/preview/other").status_code == 404
    posted = client.post("/find", data={"words": "curfew"})
    assert "/preview/reload.js" in posted.text
    served = TestClient(Doors(make_doors(edition, settings)))
    assert "preview" not in served.get("/").text
    assert served.get("/preview/version").status_code == 404

    (local / "words/en/pages.toml").write_text("[page-nowhere]\nheading = 'x'\n")
    broken = TestClient(Doors(preview.open()))
    told = broken.get("/check")
    assert told.status_code == 500
    assert "<code>local/words/en/pages.toml</code> <strong>page-nowhere</strong>" in told.text
    assert "Correct the id or the field, or delete them." in told.text
    assert broken.get("/preview/version").text == "2"
    assert "/preview/reload.js" in told.text


def test_what_an_editor_wrote_is_shown_as_text() -> None:
    """A mistake cannot become a part of the page."""
    shown = show_problems([Problem("a<b>.toml", "x", "has '<script>'", "Write & mend it")])
    assert b"<script>" not in shown
    assert b"a&lt;b&gt;.toml" in shown
    assert b"1 problem in the pack" in shown
