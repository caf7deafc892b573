"""/report: who asks is told the duty, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hearthlight.channels.web.app import App
from hearthlight.channels.web.duty import show_duty
from hearthlight.channels.web.reading import FORM_TYPE, FormError, read_duty_form
from hearthlight.compiled.edition import Edition  # noqa: TC001 - hypothesis reads it at run time
from hearthlight.duty.answer import Asked

if TYPE_CHECKING:
    from httpx2 import Response

    from hearthlight.channels.web.site import Site

ONE_ROUND_TRIP = 14_336


@pytest.fixture(scope="module")
def client(site: Site) -> TestClient:
    """The application, called directly."""
    return TestClient(App(site), raise_server_exceptions=False)


def send(client: TestClient, path: str, **fields: str) -> Response:
    """The reply to the form."""
    return client.post(path, content=urlencode(fields), headers={"content-type": FORM_TYPE})


def test_the_page_asks_and_the_answer_tells_a_day_and_an_hour(client: TestClient) -> None:
    """Without a script: a form, then a page made for what was told."""
    form = client.get("/report").text
    assert 'name="place"' in form
    assert 'name="when"' in form
    reply = send(
        client,
        "/report",
        place="us-ma",
        role="role-foster",
        child="placed",
        when="2026-11-24T21:30",
    )
    assert reply.status_code == 200
    assert "Thursday, November 26, 2026" in reply.text
    assert "you must report" in reply.text
    assert 'value="us-ma" selected' in reply.text


def test_nothing_that_was_told_is_kept(client: TestClient) -> None:
    """No cookie, no address with an answer, and not to be stored or listed."""
    reply = send(client, "/report", place="us-ma", role="role-foster")
    assert "set-cookie" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"
    assert "noindex" in reply.headers["x-robots-tag"]
    assert str(reply.url).endswith("/report")


def test_only_a_duty_known_to_be_theirs_is_called_one(client: TestClient) -> None:
    """A parent in Ohio is asked to report, and is not told that the law makes them."""
    reply = send(client, "/report", place="us-oh", role="role-parent").text
    assert "you must report" not in reply
    assert "We read nothing that gives you one." in reply


def test_an_empty_form_is_answered_too(client: TestClient) -> None:
    """Every question can be skipped."""
    reply = send(client, "/report", place="", role="", child="unsaid", when="")
    assert reply.status_code == 200
    assert "Report at once all the same" in reply.text


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"when": "soon"}, "error_when"),
        ({"when": "0001-01-01T00:00"}, "error_when"),
        ({"place": "us-atlantis"}, "error_unknown"),
        ({"role": "sign-gifts"}, "error_unknown"),
        ({"child": "twin"}, "error_unknown"),
        ({"story": "told"}, "error_unknown"),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_word_and_the_rest_kept(
    client: TestClient, edition: Edition, fields: dict[str, str], word: str
) -> None:
    """The form again, what could be read still chosen, and how to go on."""
    kept = {} if "role" in fields else {"role": "role-kin"}
    reply = send(client, "/report", **kept, **fields)
    assert reply.status_code == 400
    assert edition.wording("en").interface(word).replace("'", "&#39;") in reply.text
    if kept:
        assert 'value="role-kin" checked' in reply.text


def test_the_same_question_twice_is_refused(edition: Edition) -> None:
    """Nobody is two people."""
    _, wrong = read_duty_form(edition, b"role=role-kin&role=role-parent")
    assert wrong == "error_twice"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_raw_goes_further(
    edition: Edition, body: bytes
) -> None:
    """What comes out is known to the pack, whatever came in."""
    try:
        asked, _ = read_duty_form(edition, body)
    except FormError:
        return
    assert asked.place in ("", *edition.places)
    assert edition.kinds.get(asked.role, "role") == "role"


def test_the_longest_answer_fits_the_first_round_trip(edition: Edition, site: Site) -> None:
    """In every language, place and role."""
    for pages in site.pages.values():
        for place in edition.places:
            for role in ("", "role-foster", "role-professional"):
                html = show_duty(pages, Asked(place=place, role=role, child="placed"))
                assert len(site.compose(200, html, b"gzip").body) <= ONE_ROUND_TRIP
