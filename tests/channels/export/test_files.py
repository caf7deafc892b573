"""The exported folder: whole, the same every time, and told to hosts as the server tells it."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import brotli
import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.channels.export.hosts import tell_hosts
from hearthlight.channels.export.writing import MARK, NotOursError, write_folder
from hearthlight.channels.web.site import ONE_ROUND_TRIP, Site
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.channels.export.conftest import Exported

    from hearthlight.channels.export.files import Placed
    from hearthlight.compiled.edition import Edition

OWN = re.compile(r'<details hidden class="own".*?<div class="answers"></div></details>', re.DOTALL)
"""The part that takes one's own words, which a script shows where it can read them."""
TRANSPORT = {"content-length", "content-encoding", "vary"}


@pytest.fixture(scope="module")
def site(edition: Edition) -> Site:
    """The shipped site, as it is served."""
    return Site(edition, Settings(print_drafts=("es",)))


@pytest.fixture
def placed(exporting: Exported) -> tuple[Placed, ...]:
    """The replies that were written down as files, and that hosts are told of."""
    return exporting.placed


class Seen(HTMLParser):
    """Links, names of parts, and forms that are to be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.forms: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads somewhere."""
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        for name in (
            "href",
            "src",
            "data-table",
            "data-worker",
            "data-then",
            "data-reads",
            "data-model",
        ):
            if address := found.get(name):
                self.links.append(address)
        if tag == "form" and found.get("method") == "post" and "hidden" not in found:
            self.forms.append(found.get("action") or "")


def read_page(path: Path) -> Seen:
    """What a page leads to."""
    seen = Seen()
    seen.feed(path.read_text("utf-8"))
    return seen


def pages_of(folder: Path) -> Iterator[Path]:
    """Every page of an exported folder."""
    return folder.rglob("*.html")


def test_every_address_of_the_site_is_a_file_in_every_encoding(site: Site, exported: Path) -> None:
    """Pages, scripts, icon, tables, and the pages for what goes wrong."""
    for path, prepared in site.replies.items():
        page = dict(prepared[b""].headers)[b"content-type"].startswith(b"text/html")
        file = exported / path.strip("/") / "index.html" if page else exported / path.strip("/")
        plain = file.read_bytes()
        assert gzip.decompress((file.parent / f"{file.name}.gz").read_bytes()) == plain
        assert brotli.decompress((file.parent / f"{file.name}.br").read_bytes()) == plain
        if path not in site.forms and not path.endswith("w.js"):
            assert plain == prepared[b""].body, path
    for name in ("404.html", "500.html", "es/404.html", "es/500.html"):
        assert "tel:911" in (exported / name).read_text()


def test_exporting_twice_gives_the_same_bytes(tmp_path: Path, exported: Path) -> None:
    """Every file, by name and by byte."""
    again = tmp_path / "again"
    assert main(["export", str(again), "--allow-draft", "es"]) == 0
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (exported, again)
    )
    assert one == two
    assert len(one) > 100


def test_no_link_leads_nowhere(exported: Path) -> None:
    """Each address that a page names is a file, and each part of a page is on that page."""
    seen = {path: read_page(path) for path in pages_of(exported)}
    followed = 0
    for page, found in seen.items():
        for link in found.links:
            if not link.startswith(("/", "#")):
                assert link.startswith(("tel:", "sms:", "https://", "http://")), (page, link)
                continue
            path, _, part = link.partition("#")
            target = exported / path.strip("/") if path else page
            if target.is_dir():
                target /= "index.html"
            assert target.is_file(), (page, link)
            assert not part or part in seen[target].ids, (page, link)
            followed += 1
    assert followed > 500


def test_links_of_the_table_for_the_device_lead_somewhere_too(exported: Path) -> None:
    """What an outcome made on the device links to, and what is said of one's own words."""
    tables = list(exported.glob("[tab].*.json"))
    assert len(tables) == 6
    for table in tables:
        links = set(re.findall(r'"(?:href|formaction)":"(/[^"#]*)', table.read_text()))
        assert len(links) > 3 or not table.name.startswith("t.")  # an answer links to few pages
        for link in links:
            assert (exported / link.strip("/") / "index.html").is_file(), link


def test_without_scripts_no_page_shows_a_form_that_goes_nowhere(exported: Path) -> None:
    """In its place stands whom to call for what; hidden, the form waits for its script."""
    forms = 0
    for page in pages_of(exported):
        text = page.read_text()
        assert read_page(page).forms == [], f"{page}: see channels/export/files.py"
        shown = OWN.sub("", text)
        if "<form hidden " in shown:
            forms += 1
            before = shown.split("<form hidden ")[0]
            assert 'id="alone"' in before, page
            assert "tel:+18883737888" in text, page
            assert "tel:911" in text, page
    assert forms >= 6


def test_every_page_fits_the_first_round_trip(exported: Path) -> None:
    """As served: by gzip and by Brotli."""
    for page in pages_of(exported):
        for ending in (".gz", ".br"):
            assert (page.parent / f"{page.name}{ending}").stat().st_size <= ONE_ROUND_TRIP, page


def test_a_draft_is_left_out_unless_it_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ruling 23: it is said, no page of it is written, and no page leads to it."""
    folder = tmp_path / "site"
    assert main(["export", str(folder)]) == 0
    assert "es is a draft" in capsys.readouterr().err
    assert not (folder / "es").exists()
    assert all('hreflang="es"' not in page.read_text() for page in pages_of(folder))
    assert main(["export", str(folder), "--allow-draft", "xx"]) == 2
    assert "There is no language 'xx'" in capsys.readouterr().err


def test_a_folder_that_no_export_wrote_is_never_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a folder with something in it, nor a file; an export of ours is replaced whole."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("keep me")
    assert main(["export", str(theirs)]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert [path.name for path in theirs.iterdir()] == ["letter.txt"]
    with pytest.raises(NotOursError, match="is a file"):
        write_folder(theirs / "letter.txt", {})
    ours = tmp_path / "ours"
    write_folder(ours, {"a/one.txt": b"1"})
    write_folder(ours, {"two.txt": b"2"})
    assert {path.name for path in ours.rglob("*")} == {MARK, "two.txt"}
    assert {path.name for path in tmp_path.iterdir()} == {"theirs", "ours"}


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    """A name that cannot be a file stops it before anything is replaced."""
    ours = tmp_path / "ours"
    write_folder(ours, {"one.txt": b"1"})
    with pytest.raises(OSError, match="one"):
        write_folder(ours, {"one": b"1", "one/two": b"2"})
    assert (ours / "one.txt").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


# ---- what hosts are told


def netlify(rules: str, path: str) -> list[tuple[str, str]]:
    """The headers that a `_headers` file gives a path, as Netlify and Cloudflare join them."""
    given: list[tuple[str, str]] = []
    fits = False
    for line in rules.splitlines():
        if line.startswith("/"):
            fits = path == line or (line.endswith("*") and path.startswith(line[:-1]))
        elif line.startswith("  ") and fits:
            name, value = line.strip().split(": ", 1)
            given.append((name.lower(), value))
    return given


def as_served(one: Placed) -> dict[str, str]:
    """The headers of a reply of the server, without those of transport and without the type."""
    return {
        name.decode(): value.decode()
        for name, value in one.headers
        if name.decode() not in TRANSPORT | {"content-type"}
    }


def test_netlify_and_cloudflare_send_what_the_server_sends(placed: tuple[Placed, ...]) -> None:
    """To the character on every page; each name once, since what is said twice is joined."""
    rules = tell_hosts(placed)["_headers"].decode()
    assert sum(line.startswith("/") for line in rules.splitlines()) <= 100
    for one in placed:
        for path in {
            one.path,
            one.path.rstrip("/") + "/" if one.file.endswith("index.html") else one.path,
        }:
            given = netlify(rules, path)
            assert len(dict(given)) == len(given), path
            if one.file.endswith("index.html"):
                assert dict(given) == as_served(one), path
            else:
                # Files carry the page's policy too: it asks nothing of them.
                missing = as_served(one).items() - dict(given).items()
                assert missing <= {("cache-control", "no-store")}, path
    assert all(len(line) < 2000 for line in rules.splitlines())


@pytest.mark.parametrize("name", ["_nginx.conf", ".htaccess"])
def test_nginx_and_apache_are_told_every_header(placed: tuple[Placed, ...], name: str) -> None:
    """Each value, as it is served, stands in the file; quotes are escaped."""
    told = tell_hosts(placed)[name].decode()
    for one in placed:
        for header, value in as_served(one).items():
            escaped = value.replace('"', '\\"')
            assert f'{header.title()} "{escaped}"' in told, (one.path, header)


def test_robots_may_list_the_pages(exported: Path) -> None:
    """People search for help; what must not be listed says so by itself."""
    assert (exported / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
