"""What the documents say is so: all that they name is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.api.replies import PREFLIGHT
from hearthlight.channels.web.headers import CLEAR, asset_headers, page_headers
from hearthlight.channels.web.site import ENCODINGS, Resource
from hearthlight.settings import read_settings
from hearthlight.transport.headers import NOT_INDEXED

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
IN_TRANSPORT = {"date", "server"}
BY_THE_APPLICATION = {"location", "allow", "access-control-allow-origin"}


def fences(document: Path, language: str) -> Iterator[str]:
    """The code blocks of a document in one language, without their indent."""
    for indent, marked, code in FENCE.findall(document.read_text("utf-8")):
        if marked == language:
            yield "".join(line.removeprefix(indent) for line in code.splitlines(keepends=True))


def test_every_relative_link_resolves() -> None:
    """To a file that is there, and to a heading that is in it."""
    broken = []
    links = 0
    for document in DOCUMENTS:
        text = FENCE.sub("", document.read_text("utf-8"))
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            links += 1
            path, _, heading = target.partition("#")
            file = (document.parent / path) if path else document
            if not file.exists() or (heading and heading not in _anchors(file)):
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert links > 30
    assert broken == []


def _anchors(document: Path) -> set[str]:
    """The names of a document's headings, as they are linked to."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Asked(dict[str, str]):
    """An environment without variables that remembers which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override] # one use of it is enough here
        """Remember the name, and answer as an empty environment does."""
        self.names.add(name)
        return default


def test_every_setting_has_its_heading_and_no_other_is_told_of() -> None:
    """docs/settings.md names exactly the variables that are read."""
    asked = Asked()
    read_settings(asked)
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    headings = set(re.findall(r"^#+ (HEARTHLIGHT_\w+)$", text, re.MULTILINE))
    assert headings == {name for name in asked.names if name.startswith("HEARTHLIGHT_")}
    assert set(re.findall(r"HEARTHLIGHT_[A-Z_]+", text)) == headings
    assert {name for name in asked.names if name not in text} == set()


def test_every_header_is_in_the_table_and_no_other() -> None:
    """docs/headers.md names exactly what is sent, with the values that never change."""
    text = (ROOT / "docs/headers.md").read_text("utf-8")
    fixed = dict((*page_headers("", "", hsts_preload=False), *asset_headers("image/svg+xml")))
    fixed |= dict((CLEAR, NOT_INDEXED, *PREFLIGHT))
    empty = Resource(200, (), bytes)
    made = {name for encoding in ENCODINGS for name, _ in empty[encoding].headers}
    sent = {name.decode() for name in {*fixed, *made}} | BY_THE_APPLICATION | IN_TRANSPORT
    tables = re.split(r"^## Never sent$", text, flags=re.MULTILINE)[0]
    cells = [row.split("|")[1:3] for row in tables.splitlines() if row.startswith("|")]
    told = {name for row in cells for cell in row for name in re.findall(r"`([a-z-]+)`", cell)}
    assert sent <= told
    assert told - sent <= {"no-store", "nosniff", "no-referrer", "same-origin", "br", "gzip"} | {
        "accept-encoding",
        "granian",
        "origin",
    }
    del fixed[b"content-security-policy"]  # the hash in it is of the style sheet
    values = {f"`{value.decode()}`" for value in fixed.values()}
    assert {value for value in values if value not in text} == set()


def test_the_policy_in_the_table_is_the_one_sent() -> None:
    """The content security policy, but for the hash of the style sheet."""
    sent = dict(page_headers("", "", hsts_preload=False))[b"content-security-policy"].decode()
    text = (ROOT / "docs/headers.md").read_text("utf-8")
    assert re.sub(r"'sha256-[^']+'", "'sha256-STYLE'", sent) in text


def test_every_test_that_is_named_exists() -> None:
    """A promise that names its test is held by one."""
    named = [
        (file, name)
        for document in DOCUMENTS
        for file, name in re.findall(
            r"`(tests/[\w/.-]+\.py)(?:::(\w+))?`", document.read_text("utf-8")
        )
    ]
    assert len(named) > 10
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file()
        or (name and f"\ndef {name}(" not in (ROOT / file).read_text("utf-8"))
    ]
    assert missing == []


def test_every_promise_of_privacy_names_its_test() -> None:
    """No row of PRIVACY.md stands on its word alone."""
    rows = [row for row in (ROOT / "PRIVACY.md").read_text("utf-8").splitlines() if row[:2] == "| "]
    promises = [row for row in rows[1:] if not row.startswith("| ---")]
    assert len(promises) > 8
    assert [row for row in promises if "`tests/" not in row.split("|")[3]] == []
