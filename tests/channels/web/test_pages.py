"""What each address answers, without a browser."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hearthlight.channels.web.app import App
from hearthlight.channels.web.reading import BODY_LIMIT, FORM_TYPE
from hearthlight.channels.web.rendering import Pages
from hearthlight.channels.web.site import Site
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.checkin.responses import Responses
from hearthlight.compiled.edition import read_condition
from hearthlight.documents.outcome import compose_outcome
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.blocks import Document

PAGES = (
    *("/", "/check", "/find", "/now", "/about", "/private", "/clear"),
    *("/learn", "/talk", "/heal", "/you", "/services", "/first-day", "/home-again", "/after"),
    *("/report", "/notes", "/keep"),
)


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """The application, called directly; our own mistakes become pages, not exceptions."""
    return TestClient(App(site), raise_server_exceptions=False)


class Links(HTMLParser):
    """Links with their visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link."""
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
            self.found.append((self._href, ""))

    def handle_data(self, data: str) -> None:
        """Add to the open link."""
        if self._href is not None:
            href, text = self.found[-1]
            self.found[-1] = (href, text + data)

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag == "a":
            self._href = None


def links_of(page: str) -> list[tuple[str, str]]:
    """Every link of a page."""
    parser = Links()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("root", ["", "/es"])
def test_every_page_has_a_number_to_call_and_a_way_to_the_others(
    client: TestClient, root: str, path: str
) -> None:
    """At its foot, in the same place everywhere; no caregiver is more than one tap from it."""
    reply = client.get(root + path)
    assert reply.status_code == 200
    foot = links_of(reply.text[reply.text.index("<footer>") :])
    assert [href for href, _ in foot][:2] == ["tel:911", f"{root}/now"]
    assert "911" in foot[0][1]


@pytest.mark.parametrize("path", PAGES)
def test_an_address_of_another_site_opens_beside_the_page(client: TestClient, path: str) -> None:
    """So that what a caregiver was reading, and an outcome, is not lost."""
    page = client.get(path).text
    page = page[page.index("<main") : page.index("</main>")]
    for link in re.findall(r'<a href="http[^>]*>', page):
        assert 'target="_blank"' in link
        assert 'rel="noopener noreferrer"' in link


def test_the_hotline_is_two_taps_from_home(client: TestClient) -> None:
    """From home, /now is one tap and the number is the second."""
    assert "/now" in [href for href, _ in links_of(client.get("/").text)]
    assert "tel:+18883737888" in [href for href, _ in links_of(client.get("/now").text)]


def test_the_number_in_the_link_is_the_number_shown(edition: Edition, client: TestClient) -> None:
    """Every tel: and sms: link shows the digits that it dials, and comes from the pack."""
    known = {
        line.link: line.shown for contact in edition.contacts.values() for line in contact.lines
    }
    everything = {"question-danger": ["danger-missing", "danger-suicide", "danger-pictures"]}
    pages = [client.get(path).text for path in PAGES]
    pages.append(client.post("/check", data={**everything, "question-place": "us"}).text)
    seen = 0
    for page in pages:
        for href, text in links_of(page):
            if href.startswith(("tel:", "sms:")):
                seen += 1
                assert known[href] in text
    assert seen > 12


def test_a_foster_caregiver_in_san_francisco_is_told_to_report(client: TestClient) -> None:
    """The whole way through the web door: report, the county's line first, then the duty."""
    data = {
        "question-people": "sign-controlled",
        "question-money": "sign-gifts",
        "question-role": "role-foster",
        "question-place": "us-ca-san-francisco",
    }
    page = client.post("/check", data=data).text
    assert "Make a report today</h1>" in page
    order = [
        page.index(part)
        for part in ("(800) 856-5553", "(415) 558-2650", "(888) 373-7888", "Your duty to report")
    ]
    assert order == sorted(order)
    assert "You must report what you suspect" in page


def test_change_my_answers_brings_the_form_back_with_every_tick(client: TestClient) -> None:
    """Nothing is lost by going back, and nothing is kept to make that so."""
    data = {"question-money": ["sign-gifts", "unsure-money"], "question-place": "us-ca"}
    outcome = client.post("/check", data=data).text
    said = re.findall(r'<input type="hidden" name="change" value="([^"]+)">', outcome)
    assert len(said) == 1
    form = client.post("/check", data={"change": said[0]})
    ticked = set(re.findall(r'value="([^"]+)" (?:checked|selected)', form.text))
    assert {"sign-gifts", "unsure-money", "us-ca"} <= ticked


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"question-people=sign-nothing", FORM_TYPE, 400),
        (b"\xff", FORM_TYPE, 400),
        (b"question-money=sign-gifts&question-money=sign-gifts", FORM_TYPE, 400),
        (b"a" * (BODY_LIMIT + 1), FORM_TYPE, 413),
        (b"{}", "application/json", 415),
        (b"--x--", "multipart/form-data; boundary=x", 415),
        (b"question-money=sign-gifts", "", 415),
    ],
)
def test_bad_input_gets_a_clear_page_and_a_next_step(
    client: TestClient, content: bytes, content_type: str, status: int
) -> None:
    """The form comes back, says what was wrong, and names where help is."""
    reply = client.post("/check", content=content, headers={"content-type": content_type})
    assert reply.status_code == status
    assert 'role="alert"' in reply.text
    assert "<title>Error:" in reply.text
    assert 'href="/now"' in reply.text
    assert "sign-nothing" not in reply.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/check/more", "/%ff", "/es/nothing", "/..%2f", "/x" * 900]
)
def test_an_unknown_address_still_says_whom_to_call(client: TestClient, path: str) -> None:
    """404 keeps the frame and the numbers, and repeats nothing of the address."""
    reply = client.get(path)
    assert reply.status_code == 404
    assert "tel:911" in reply.text
    assert "nothing" not in reply.text.lower().replace("nothing was lost", "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_the_same_page(client: TestClient, method: str) -> None:
    """405 is a page too."""
    reply = client.request(method, "/check")
    assert reply.status_code == 405
    assert "tel:911" in reply.text


def test_our_own_mistake_still_says_whom_to_call(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 names 911 and the hotline, and shows nothing of what went wrong."""
    app = App(site)

    def broken(*_: object) -> str:
        raise ValueError("secret-of-ours")

    monkeypatch.setattr(Pages, "outcome", broken)
    data = {"question-money": "sign-gifts"}
    reply = TestClient(app, raise_server_exceptions=False).post("/check", data=data)
    assert reply.status_code == 500
    assert "tel:911" in reply.text
    assert "tel:+18883737888" in reply.text
    assert "secret-of-ours" not in reply.text
    logged = capsys.readouterr().err
    assert "ValueError in broken" in logged
    assert "secret-of-ours" not in logged
    assert "sign-gifts" not in logged


def test_about_shows_what_the_deployment_declares(edition: Edition, client: TestClient) -> None:
    """Who runs it, where, and what is recorded, as they say it; and that it is not told, if not."""
    declared = Settings(
        operator="Harbor County <Families>", hosted_by="Example Host", records="nothing"
    )
    page = TestClient(App(Site(edition, declared))).get("/about").text
    assert "Run by: Harbor County &lt;Families&gt;" in page
    assert "On machines of: Example Host" in page
    assert "Not all of this has been told" not in page
    bare = client.get("/about").text
    assert "Not all of this has been told" in bare


def test_a_query_never_leads_to_another_host(client: TestClient) -> None:
    """The bare path of `//elsewhere` is a path of ours."""
    for path in ("//elsewhere.example/?a=b", "/\\elsewhere.example/?a=b", "///x.example?a"):
        reply = client.get(f"http://testserver{path}", follow_redirects=False)
        assert reply.status_code == 303
        assert not reply.headers["location"].startswith(("//", "/\\"))


def words_of(document: Document) -> list[str]:
    """Every text of a document, in order."""
    return [
        text
        for block in document.blocks()
        for text in (block.title, *block.items, *block.say, *(card.name for card in block.calls))
        if text
    ]


def test_the_page_shows_the_whole_document_in_its_order(edition: Edition, site: Site) -> None:
    """For one minimal set of every rule, each text of the document is on the page, in order."""
    pages = site.pages["en"]
    for rule in edition.rules:
        facts = edition.table.names(next(iter(minimal_sets(read_condition(rule.when)))))
        responses = Responses(frozenset(facts), "us-ca")
        document = compose_outcome(edition, responses, "en")
        page = pages.outcome(responses).decode()
        bare = re.sub(r"<[^>]+>", "", page.split("<main", 1)[1])
        text = re.sub(r"\s+", " ", html.unescape(bare))
        at = 0
        for words in words_of(document):
            shown = words.replace("**", "")
            found = text.find(shown, at)
            assert found >= 0, (rule.id, words)
            at = found
