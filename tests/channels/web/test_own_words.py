"""One's own words without scripts: what is asked and said, what carries on, and what is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hearthlight.channels.web.app import App
from hearthlight.channels.web.reading import MOST_TYPED
from hearthlight.channels.web.theme import Theme

if TYPE_CHECKING:
    from hearthlight.channels.web.site import Site

CANARY = "zq7canary9xw"
ONE_ROUND_TRIP = 14_336
READER = 12 * 1024
MODEL = 400 * 1024
DANGER = "she is missing right now and nobody knows where she is"


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """The application, called directly."""
    return TestClient(App(site), raise_server_exceptions=False)


def main_of(page: str) -> str:
    """What stands between header and footer."""
    return page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]


def tell(client: TestClient, path: str, words: str) -> str:
    """The page that answers these words."""
    reply = client.post(path, data={"words": words})
    assert reply.status_code == 200
    return main_of(reply.text)


def test_what_was_noticed_is_asked_about_and_nothing_is_ticked(client: TestClient) -> None:
    """Each as the check-in asks it, in the language of the page."""
    page = tell(client, "/check", "I found a second phone under her mattress")
    assert "Could it be one of these?" in page
    assert 'name="question-phones" value="sign-extra-phone"' in page
    assert not re.search(r"<input[^>]* checked", page)
    assert "full list" in page
    spanish = tell(client, "/es/check", "I found a second phone under her mattress")
    assert "¿Puede ser algo de esto?" in spanish
    assert 'value="sign-extra-phone"' in spanish


def test_what_is_ticked_there_is_ticked_in_the_check_in(client: TestClient) -> None:
    """The button leads to the form itself, with these boxes ticked and no others."""
    asked = tell(client, "/check", "she hides a second phone and older men pick her up")
    boxes = re.findall(r'type="checkbox" name="([\w-]+)" value="([\w-]+)"', asked)
    assert boxes
    name, fact = boxes[0]
    form = client.post("/check", data={name: fact, "change": ""}).text
    assert re.findall(r'value="([\w-]+)" checked', form.split('id="check"')[1]) == [fact]


def test_words_of_danger_bring_whom_to_call_first(client: TestClient) -> None:
    """911 for a child who is missing, 988 for suicide; then what to do now."""
    page = tell(client, "/check", DANGER)
    order = [page.index(part) for part in ("start here", "tel:911", "full list", "Call the police")]
    assert order == sorted(order)
    assert page.count('class="call first') == 1
    suicide = tell(client, "/es/check", "dice que se quiere morir")
    assert suicide.index("tel:988") < suicide.index("tel:911")


@pytest.mark.parametrize("words", ["we baked a cake", "zzqx", "12", "¿¡a"])
def test_nothing_to_ask_about_is_never_an_all_clear(client: TestClient, words: str) -> None:
    """It says so, and leads to the list."""
    page = tell(client, "/check", words)
    assert "That is no answer about the child." in page
    assert 'name="change"' in page
    assert 'href="tel:911"' in page


def test_a_sentence_gets_why_and_a_better_form(client: TestClient) -> None:
    """What it may do, why, what to say instead, where it comes from; and what is good."""
    page = tell(client, "/talk", "Why did you go there?")
    assert "You could say:" in page
    assert "<blockquote>" in page
    assert "Where this comes from" in page
    assert "This is to stay close, not to find out." in page
    praised = tell(client, "/talk", "I'm so glad you told me. I love you.")
    assert "This is good about it" in praised
    assert "Before you say it" not in praised


def test_where_no_wording_helps_there_are_contacts_only(client: TestClient) -> None:
    """No better form for anything in the text, and whom to call."""
    for path, words in (
        ("/talk", "Why did you go? I promise I won't tell anyone."),
        ("/es/talk", "¿Por qué te fuiste? No se lo voy a contar a nadie."),
    ):
        page = tell(client, path, words)
        assert "<blockquote>" not in page
        assert 'class="call first' in page
        assert "tel:" in page


@pytest.mark.parametrize("path", ["/check", "/talk", "/es/check", "/es/talk"])
@pytest.mark.parametrize(
    ("words", "status"),
    [("", 400), (" ?! ", 400), (CANARY * 200, 413), (CANARY * 900, 413)],
)
def test_what_cannot_be_read_comes_back_with_a_way_on(
    client: TestClient, path: str, words: str, status: int
) -> None:
    """An error and the field, and nothing of what was sent: it is read whole, or not at all."""
    reply = client.post(path, data={"words": words})
    assert reply.status_code == status
    unread = "none of it was read" in reply.text or "no se leyó nada" in reply.text
    assert unread == (status == 413)
    assert 'role="alert"' in reply.text
    assert '<textarea name="words"' in reply.text
    assert CANARY not in reply.text


@pytest.mark.parametrize("path", ["/check", "/talk", "/es/check", "/es/talk"])
def test_what_was_typed_is_in_no_part_of_the_reply(
    client: TestClient, capfd: pytest.CaptureFixture[str], path: str
) -> None:
    """Not on the page, in a header, an address, a cookie or a log."""
    for words in (CANARY, f"she hides a SECOND phone {CANARY}", f"Whyyyy did you {CANARY} go"):
        reply = client.post(path, data={"words": words})
        sent = f"{reply.headers} {reply.url} {reply.text}"
        assert reply.status_code == 200
        assert not {CANARY, "SECOND", "Whyyyy"} & set(re.findall(r"\w+", sent))
        assert "set-cookie" not in reply.headers
        assert reply.headers["cache-control"] == "no-store"
        assert "noindex" in reply.headers["x-robots-tag"]
    assert CANARY not in "".join(capfd.readouterr())


@pytest.mark.parametrize("path", ["/check", "/talk", "/es/check", "/es/talk"])
def test_the_field_says_that_the_words_are_sent_and_is_offered_no_history(
    client: TestClient, path: str
) -> None:
    """Until a script says otherwise; a browser is asked not to keep, correct or complete."""
    page = client.get(path).text
    field = page.split('<textarea name="words"', 1)[1].split(">")[0]
    for part in (
        'autocomplete="off"',
        'autocorrect="off"',
        'autocapitalize="off"',
        'spellcheck="false"',
        f'maxlength="{MOST_TYPED}"',
    ):
        assert part in field
    sent = "van a nuestro servidor" if path.startswith("/es") else "go to our server"
    assert sent in page.split('id="told"', 1)[1].split("</p>")[0]


def test_every_answer_fits_the_first_round_trip(site: Site, client: TestClient) -> None:
    """With every danger at once, five questions and two findings, in each language."""
    noticed = (
        f"{DANGER}. He wants to kill himself. Dad is beating her. She hides a second phone. Older "
        "men pick her up in cars we do not know. She has a new tattoo. She has cash and clothes."
    )
    said = "I promise I won't tell anyone. Who else have you told? What is the shelter address?"
    assert set(site.own) == set(site.pages)
    for root in ("", "/es"):
        for path, words in (("/check", noticed), ("/talk", said)):
            reply = client.post(
                root + path, data={"words": words}, headers={"accept-encoding": "gzip"}
            )
            assert int(reply.headers["content-length"]) <= ONE_ROUND_TRIP, (root, path)


def test_what_is_fetched_on_demand_is_small(site: Site) -> None:
    """Each reader at most 12 KB as sent before compression, each table at most 400 KB after."""
    theme = Theme()
    for script in (
        theme.cues_script,
        theme.network_script,
        theme.notice_script,
        theme.coach_script,
    ):
        assert len(script.content) <= READER
    for path, reply in site.replies.items():
        if path.startswith(("/m.", "/p.")):
            assert len(reply[b"gzip"].body) <= MODEL, path
            assert len(reply[b"br"].body) <= MODEL, path
