"""The search on the web, without a browser: what is found, what is offered, and what is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hearthlight.channels.web.app import App
from hearthlight.channels.web.finding import show_finding
from hearthlight.channels.web.reading import FORM_TYPE, MOST_LETTERS

if TYPE_CHECKING:
    from hearthlight.channels.web.site import Site
    from hearthlight.compiled.edition import Edition

CANARY = "zq7canary9xw"
ONE_ROUND_TRIP = 14_336
DANGER = (
    "she is missing, her pimp has a gun, she is bleeding, she took all her pills, "
    "she wants to die, they threaten to post nude pictures"
)


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """The application, called directly."""
    return TestClient(App(site), raise_server_exceptions=False)


def find(client: TestClient, words: str, path: str = "/find") -> str:
    """The page that answers these words."""
    reply = client.post(path, data={"words": words})
    assert reply.status_code == 200
    return reply.text


def main_of(page: str) -> str:
    """What stands between header and footer."""
    return page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]


@pytest.mark.parametrize("path", ["/", "/check", "/now", "/talk", "/es/heal", "/find", "/nowhere"])
def test_the_search_is_one_tap_from_every_page(client: TestClient, path: str) -> None:
    """In the language of the page."""
    root = "/es" if path.startswith("/es") else ""
    assert f'<a href="{root}/find">' in client.get(path).text


def test_a_result_links_to_the_part_of_a_page_that_says_it(client: TestClient, site: Site) -> None:
    """The link's anchor is there, and the page says where it leads and why it was found."""
    page = main_of(find(client, "my teen screams and throws things"))
    pages = site.pages["en"]
    href = f"/talk#{pages.addresses.anchor('section-talk-anger')}"
    assert f'<a href="{href}">When they shout or fight</a>' in page
    assert f'id="{href.split("#")[1]}"' in client.get("/talk").text
    assert "Talking with the child: When there is anger." in page
    assert "Found by: " in page


NIGHT = (
    ("", "can i look through her phone", "topic-child-phone"),
    ("", "should I check his phone", "topic-child-phone"),
    ("", "will they take my kids", "topic-losing-child"),
    ("", "can CPS take my other children if I call", "topic-losing-child"),
    ("/es", "puedo ver su celular", "topic-child-phone"),
    ("/es", "me van a quitar a mis hijos", "topic-losing-child"),
)


@pytest.mark.parametrize(("root", "words", "topic"), NIGHT)
def test_what_is_asked_on_a_bad_night_leads_to_the_passage_that_answers_it(
    client: TestClient, edition: Edition, root: str, words: str, topic: str
) -> None:
    """First of all that is found, and at the very part of its page."""
    page = main_of(find(client, words, f"{root}/find"))
    first = re.search(r'<h3[^>]*><a href="([^"#]*)#([^"]*)">([^<]*)</a>', page)
    assert first
    assert first[1] == root + {"topic-child-phone": "/next", "topic-losing-child": "/after"}[topic]
    assert first[3] == edition.wording(root.strip("/") or "en").text(topic, "title")
    assert f'id="{first[2]}"' in client.get(first[1]).text


@pytest.mark.parametrize("path", ["/find", "/es/find"])
def test_no_result_rests_on_a_filler_or_names_one(
    client: TestClient, edition: Edition, path: str
) -> None:
    """“Found by: about, i” tells nobody why."""
    tag, asked = (
        ("es", "¿qué tan estricta debo ser con la hora de llegada?")
        if path.startswith("/es")
        else ("en", "how strict should I be about curfew")
    )
    page = find(client, asked, path)
    because = edition.wording(tag).interface("find_because").split("{")[0]
    named = re.findall(rf"{because}([^<]*)</p>", page)
    assert 0 < page.count('<li class="call"><h3') == len(named)
    fillers = edition.search[tag].fillers
    assert not {word for words in named for word in words.split(", ")}.intersection(fillers)


def test_spanish_is_searched_in_spanish_with_or_without_accents(client: TestClient) -> None:
    """The same words find the same topics."""
    with_accents = find(client, "¿cómo pongo límites?", "/es/find")
    assert with_accents == find(client, "como pongo limites", "/es/find")
    assert "Reglas y límites justos" in with_accents


def test_words_of_danger_bring_whom_to_call_first(client: TestClient) -> None:
    """988 for suicide, 911 for harm now; what was found comes after, and nothing is decided."""
    page = main_of(find(client, "he wants to kill himself and shouts at me"))
    order = [page.index(part) for part in ("Call first", "tel:988", "Nearest to your words")]
    assert order == sorted(order)
    assert page.count('class="call first') == 1
    hurt = main_of(find(client, "someone is beating her, is it my fault"))
    assert hurt.index("tel:911") < hurt.index("Nearest to your words")


def test_danger_is_heard_in_every_language_on_every_page(client: TestClient) -> None:
    """Who is frightened types their own language, whatever the page speaks."""
    for path, words in (("/find", "mi hija no aparece"), ("/es/find", "she wants to kill herself")):
        page = client.post(path, data={"words": words}).text
        assert page.index('href="tel:') < page.index('name="words"')


@pytest.mark.parametrize("words", ["zzqx", "¿?!a", "!a", "12 34 56"])
def test_an_empty_result_still_says_whom_to_call(client: TestClient, words: str) -> None:
    """And that these lines take questions."""
    page = main_of(find(client, words))
    if "Nearest to your words" not in page:
        assert "Nothing fits these words." in page
    assert "tel:911" in page
    assert "tel:+18883737888" in page


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"words": ""}, 400),
        ({"words": " ?! "}, 400),
        ({"words": CANARY, "more": CANARY}, 400),
        ({"words": [CANARY, CANARY]}, 400),
        ({"words": CANARY * 40}, 413),
        ({"words": CANARY * 2000}, 413),
    ],
)
def test_what_cannot_be_searched_for_comes_back_with_a_way_on(
    client: TestClient, data: dict[str, str | list[str]], status: int
) -> None:
    """An error, the form and whom to call; and nothing of what was sent."""
    reply = client.post("/find", data=data)
    assert reply.status_code == status
    assert 'role="alert"' in reply.text
    assert '<textarea name="words"' in reply.text
    assert "tel:911" in reply.text
    assert CANARY not in reply.text


def test_an_empty_form_is_told_to_hold_a_word(client: TestClient) -> None:
    """A browser sends nothing at all where the field is missing."""
    reply = client.post("/find", content=b"", headers={"content-type": FORM_TYPE})
    assert reply.status_code == 400
    assert "There was no word to look for." in reply.text


def test_what_was_typed_is_in_no_part_of_the_reply(
    client: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not on the page, in a header, an address, a cookie or a log; mistyped words neither."""
    for words in (CANARY, f"my {CANARY} screams at night", "she shcreams and throws thingz"):
        reply = client.post("/find", data={"words": words})
        sent = f"{reply.headers} {reply.url} {reply.text}"
        assert CANARY not in sent
        assert "shcreams" not in sent
        assert "thingz" not in sent
        assert "set-cookie" not in reply.headers
        assert reply.headers["cache-control"] == "no-store"
        assert "noindex" in reply.headers["x-robots-tag"]
    assert CANARY not in "".join(capfd.readouterr())


def test_words_in_an_address_are_dropped(client: TestClient) -> None:
    """A link cannot search: what is in an address stays in the history."""
    reply = client.get(f"/find?words={CANARY}", follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/find")


def test_the_field_is_offered_no_history_and_no_speller(client: TestClient) -> None:
    """A browser is asked not to keep, correct or complete what is typed."""
    field = client.get("/find").text.split("<textarea", 1)[1].split(">")[0]
    for part in (
        'autocomplete="off"',
        'autocorrect="off"',
        'autocapitalize="off"',
        'spellcheck="false"',
        f'maxlength="{MOST_LETTERS}"',
    ):
        assert part in field


def test_what_was_found_fits_the_first_round_trip(site: Site) -> None:
    """In each language, with five topics, and with every danger at once."""
    for tag, pages in site.pages.items():
        words = pages.words.text("topic-talk-listen", "title")
        for text in (words, f"{DANGER} {words}", "zzqx", "hotline linea 911 texto text"):
            html = show_finding(pages, pages.finder.find(text))
            assert len(site.compose(200, html, b"gzip").body) <= ONE_ROUND_TRIP, (tag, text)


def test_no_page_that_is_found_is_somewhere_else(site: Site, client: TestClient) -> None:
    """Every topic leads to a page that is there, or says itself what there is to say."""
    for tag, pages in site.pages.items():
        wording = pages.words
        seen = 0
        for topic in pages.edition.topics:
            title = wording.text(topic.id, "title")
            for one in pages.finder.find(title).found:
                if one.topic == topic.id:
                    seen += 1
                    assert one.path or one.text or one.card, (tag, topic.id)
                    if one.path:
                        root = "" if tag == "en" else f"/{tag}"
                        assert client.get(root + one.path).status_code == 200
        assert seen > 80
