"""The page of services, without a browser: what it asks, what it finds, and what it keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.directory.making import import_into, music_at

from hearthlight.channels.web.app import App
from hearthlight.channels.web.site import ONE_ROUND_TRIP, Site
from hearthlight.documents.services import SHOWN
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition

CANARY = "zq7canary9xw"


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """The application, called directly."""
    return TestClient(App(site), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def listed(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The application over a directory with bands around San Francisco."""
    folder = tmp_path_factory.mktemp("listed")
    path = folder / "directory.sqlite"
    import_into(edition, path, music_at(folder / "in", edition))
    return TestClient(App(Site(edition, Settings(directory=str(path)))))


def ask(client: TestClient, path: str = "/services", **said: str | list[str]) -> str:
    """The page that answers."""
    reply = client.post(path, data=said or {"words": ""})
    assert reply.status_code == 200
    return reply.text.split("<main", 1)[1].split("</main>", maxsplit=1)[0]


@pytest.mark.parametrize("path", ["/services", "/es/services"])
def test_the_page_asks_in_plain_words_and_needs_no_answer(client: TestClient, path: str) -> None:
    """Every kind of service can be ticked; nothing is required; the answers go by POST."""
    page = client.get(path).text
    assert page.count('name="kind"') == 12
    assert 'method="post"' in page
    assert " required" not in page
    assert "geolocation" not in page
    for name in ("zip", "place", "age", "language", "free", "remote", "open", "words"):
        assert f'name="{name}"' in page


def test_without_a_directory_the_shipped_lines_are_shown(client: TestClient) -> None:
    """Each with why it is there, what happens on the phone, and how old what we say is."""
    page = ask(client, kind="service-kind-talk")
    assert "No list of local services is set up here." in page
    assert "National Human Trafficking Hotline" in page
    assert page.count("Why it is here: ") == SHOWN
    assert page.count("When you call:") == SHOWN
    assert page.count("Not yet checked by phone.") >= SHOWN


def test_the_organizations_of_the_first_guide_are_named_where_they_are(
    client: TestClient,
) -> None:
    """In San Francisco only; without a number, since none was borne out."""
    there = ask(client, place="us-ca-san-francisco", words="jasmine")
    assert "I am Jasmine Strong" in there
    assert "We have no checked number for them." in there
    assert "tel:" not in there.split("I am Jasmine Strong")[1].split("</li>")[0]
    assert "I am Jasmine Strong" not in ask(client, place="us-ca-alameda", words="jasmine")


@pytest.mark.parametrize(
    "said",
    [
        {"words": "zzqx"},
        {"kind": "service-kind-animals", "zip": "99553"},
        {"age": "130", "language": "ase", "free": "1", "remote": "1", "open": "1"},
        {"place": "us-hi", "kind": "service-kind-bed", "words": "zzqx", "open": "1"},
    ],
)
@pytest.mark.parametrize("path", ["/services", "/es/services"])
def test_there_is_always_someone_to_call(
    client: TestClient, path: str, said: dict[str, str]
) -> None:
    """Whatever is asked; and what was left out of it is said."""
    page = ask(client, path, **said)
    assert "tel:+18883737888" in page
    assert page.count('class="note"') >= 2


def test_near_comes_first_with_its_distance_and_the_way_there(listed: TestClient) -> None:
    """By ZIP code: how far in miles, the address of a public place, the date it was checked."""
    page = ask(listed, kind="service-kind-music", zip="94110")
    names = re.findall(r"<h2>(.*?)</h2>", page)
    assert names[:3] == ["Band 0", "Band 1", "Band 2"]
    assert "about 4 miles away" in page or "about 3 miles away" in page
    assert "Where: 1 Music Way, San Francisco, CA 94110" in page
    assert "No list of local services" not in page
    assert "that it was last checked on January 5, 2020. That is long ago" in page
    assert "does not say when it was last checked" in page


def test_where_nothing_is_near_it_says_so_and_looks_further(listed: TestClient) -> None:
    """Within 50 miles; and then at what helps from anywhere."""
    further = ask(listed, kind="service-kind-music", zip="94952")  # Petaluma
    assert "looked up to 50 miles away" in further
    assert "Band 0" in further
    nowhere = ask(listed, kind="service-kind-music", zip="99553")
    assert "We know of nothing within 50 miles that fits." in nowhere


def test_words_of_both_languages_ask_for_the_same(listed: TestClient) -> None:
    """A word stands for the kind that it asks for, and for what means the same."""
    english = re.findall(r"<h2>(.*?)</h2>", ask(listed, words="some drums", zip="94110"))
    spanish = re.findall(
        r"<h2>(.*?)</h2>", ask(listed, "/es/services", words="unos TAMBORES", zip="94110")
    )
    assert english[0] == spanish[0] == "Band 0"
    assert english[:SHOWN] == spanish[:SHOWN]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"zip": "1"}, "We do not know that ZIP code."),
        ({"age": "old"}, "We could not read the age."),
        ({"kind": "kind-of-nothing"}, "error"),
        ({"place": "nowhere"}, "error"),
        ({"language": "xx"}, "error"),
        ({"free": ["1", "1"]}, "error"),
        ({"words": CANARY * 40}, "error"),
        ({"words": CANARY, "age": "x"}, "error"),
        ({CANARY: "1"}, "error"),
    ],
)
def test_what_cannot_be_read_brings_the_form_back_with_the_rest(
    client: TestClient, said: dict[str, str | list[str]], word: str
) -> None:
    """And with whom to call; what could not be read is not on it."""
    reply = client.post("/services", data={"kind": "service-kind-music", **said})
    assert reply.status_code == 400
    assert word in reply.text
    assert 'role="alert"' in reply.text
    assert "tel:" in reply.text
    assert CANARY not in reply.text


def test_what_is_asked_is_in_no_address_header_or_log(
    listed: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the place nor the words; not on the list either."""
    reply = listed.post("/services", data={"zip": "94952", "words": CANARY, "age": "14"})
    sent = f"{reply.headers} {reply.url} {reply.text}"
    assert CANARY not in sent
    assert "94952" not in sent
    assert "set-cookie" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert "noindex" in reply.headers["x-robots-tag"]
    said = "".join(capfd.readouterr())
    assert CANARY not in said
    assert "94952" not in said
    bare = listed.get("/services?zip=94952", follow_redirects=False)
    assert (bare.status_code, bare.headers["location"]) == (303, "/services")


def test_a_directory_that_cannot_be_read_leaves_the_shipped_lines(
    edition: Edition, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The page answers, says so, and tells those who run it; not what was asked."""
    broken = tmp_path / "directory.sqlite"
    broken.write_bytes(b"no directory at all" * 99)
    for address in (str(broken), "postgresql://127.0.0.1:1/none"):
        app = App(Site(edition, Settings(directory=address)))
        page = ask(TestClient(app), words=CANARY, zip="94110")
        assert "Our list of services cannot be read right now." in page
        assert "tel:+18883737888" in page
        log = "".join(capfd.readouterr())
        assert "StoreError" in log
        assert CANARY not in log
        assert "94110" not in log


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_the_list_and_the_form_fit_the_first_round_trip(
    site: Site, listed: TestClient, client: TestClient, encoding: str
) -> None:
    """Each language, the longest list, and the form with an error."""
    for path in site.forms:
        if not path.endswith("/services"):
            continue
        for asked in (listed, client):
            for said in (
                {"kind": "service-kind-talk"},
                {"zip": "94110"},
                {"zip": "x", "words": "a b " * 70},
            ):
                reply = asked.post(path, data=said, headers={"accept-encoding": encoding})
                assert int(reply.headers["content-length"]) <= ONE_ROUND_TRIP, (path, said)
