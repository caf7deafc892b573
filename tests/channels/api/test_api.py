"""What each address of the API answers, refuses and never says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from hearthlight.channels.api.answers import Answers
from hearthlight.channels.api.app import OPENAPI, TO_DOCS, Api
from hearthlight.channels.api.messages import FIND_LONGEST
from hearthlight.channels.api.operations import BASE, BODY_LIMIT, OPERATIONS, Operation
from hearthlight.channels.api.problems import DOCS, KINDS
from hearthlight.channels.web.headers import page_headers
from hearthlight.checkin.responses import Responses
from hearthlight.coach.walking import LONGEST as COACH_LONGEST
from hearthlight.documents.blocks import Document
from hearthlight.documents.hearing import LONGEST as NOTICE_LONGEST
from hearthlight.documents.outcome import compose_outcome
from hearthlight.documents.services import ServiceFinder
from hearthlight.documents.wanted import Wanted
from hearthlight.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from httpx2 import Response

    from hearthlight.compiled.edition import Edition

CANARY = "canary7f3a9"
JSON = {"content-type": "application/json"}
SAID = [operation for operation in OPERATIONS if operation.takes]
TOLD = [operation for operation in OPERATIONS if not operation.takes]


@pytest.fixture(scope="module")
def client(edition: Edition) -> TestClient:
    """The API, called directly."""
    return TestClient(Api(edition, Settings()), follow_redirects=False)


@pytest.fixture(scope="module")
def document(client: TestClient) -> Any:
    """The OpenAPI document as it is served."""
    return client.get(OPENAPI).json()


def ask(client: TestClient, operation: Operation) -> Response:
    """One right request to an operation."""
    path = BASE + operation.path.replace("{page}", "page-now")
    return client.post(path, json=operation.example) if operation.takes else client.get(path)


def problem_of(reply: Response) -> dict[str, Any]:
    """The problem that a reply tells of."""
    assert reply.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = reply.json()
    assert told["status"] == reply.status_code
    assert told["remedy"]
    return told


def test_the_document_is_accepted_by_a_validator_of_others(document: Any) -> None:
    """openapi-spec-validator finds nothing wrong with it."""
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_every_example_is_answered_as_the_document_says(
    client: TestClient, document: Any, operation: Operation
) -> None:
    """The body that the document shows is taken, and the answer has the shape that it tells."""
    reply = ask(client, operation)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    schema = {
        "$ref": f"#/components/schemas/{operation.gives.__name__}",
        "components": document["components"],
    }
    jsonschema.Draft202012Validator(schema).validate(reply.json())


def test_every_address_that_is_served_is_in_the_document(document: Any) -> None:
    """And no other."""
    told = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    assert told == {(each.method, BASE + each.path) for each in OPERATIONS}


def test_every_limit_is_in_the_document(document: Any) -> None:
    """Lengths, counts and the ids that are taken stand in the schema, and the size in words."""
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith("Asked"):
            assert schema["additionalProperties"] is False
    assert schemas["FindAsked"]["properties"]["text"]["maxLength"] == FIND_LONGEST
    assert schemas["CheckAsked"]["properties"]["facts"]["maxItems"] > len(schemas["FactId"]["enum"])
    assert f"{BODY_LIMIT:,}" in document["info"]["description"]


def test_a_check_in_is_the_same_document_as_elsewhere(edition: Edition, client: TestClient) -> None:
    """Decision, reasons and document for facts and a place, in either language."""
    facts = ["sign-controlled", "sign-gifts", "role-foster"]
    said = Responses(frozenset(facts), "us-ca-san-francisco")
    for language in ("en", "es"):
        body = {"facts": facts, "place": "us-ca-san-francisco", "language": language}
        told = client.post(f"{BASE}/check", json=body).json()
        assert told["outcome"] == "outcome-report"
        assert told["urgency"] == "urgent"
        assert msgspec.convert(told["document"], Document) == compose_outcome(
            edition, said, language
        )
        assert {"rule-controlled-with", "rule-duty-strong"} <= {
            reason["rule"] for reason in told["because"]
        }
        assert bool(told["draft"]) == (language == "es")


def test_nothing_said_is_an_outcome_too(client: TestClient) -> None:
    """An empty check-in is not refused, and is no all-clear: it names a line to call."""
    told = client.post(f"{BASE}/check", json={}).json()
    assert told["outcome"] == "outcome-prevent"
    assert "tel:+18883737888" in json.dumps(told["document"])


def test_a_place_may_be_written_as_iso_does(client: TestClient) -> None:
    """US-CA-San-Francisco is the same place."""
    told = client.post(
        f"{BASE}/contacts", json={"situation": "situation-report", "place": "US-CA-San-Francisco"}
    ).json()
    assert told["calls"][0]["id"].startswith("contact-sf-")


@pytest.mark.parametrize(
    ("name", "longest"),
    [("notice", NOTICE_LONGEST), ("coach", COACH_LONGEST), ("find", FIND_LONGEST)],
)
def test_a_text_is_read_whole_or_refused(client: TestClient, name: str, longest: int) -> None:
    """One letter too many, and nothing of it is read; nobody takes the answer for all of it."""
    text = ("we ate " * longest)[: longest - 1] + "x"
    assert client.post(f"{BASE}/{name}", json={"text": text}).status_code == 200
    refused = client.post(f"{BASE}/{name}", json={"text": text + "x"})
    assert refused.status_code == 422
    assert refused.json()["where"] == "text"


def test_danger_in_ones_own_words_brings_whom_to_call(client: TestClient) -> None:
    """The same as in the terminal: 911 first, and nothing is ticked."""
    told = client.post(f"{BASE}/notice", json={"text": "she is missing since last night"}).json()
    assert told["noticing"]["danger"] == ["danger-missing"]
    assert told["noticing"]["calls"][0]["id"] == "contact-911"


def test_a_duty_has_its_deadline(client: TestClient) -> None:
    """36 hours in California, counted from when they learned of it."""
    body = {"place": "us-ca", "role": "role-foster", "child": "placed"}
    told = client.post(f"{BASE}/duty", json=body | {"learned": "2026-11-24T21:30"}).json()
    assert told["standing"] == "must"
    assert "November 26" in json.dumps(told["document"])


def test_services_are_the_same_list_as_elsewhere(edition: Edition, client: TestClient) -> None:
    """What a young person would like, with why it is there, and whom to call in any case."""
    kind = next(iter(edition.service_kinds))
    body = {"kinds": [kind], "place": "us-ca", "age": 15}
    told = client.post(f"{BASE}/services", json=body).json()["services"]
    wanted = Wanted(kinds=(kind,), place="us-ca", age=15)
    found = ServiceFinder(edition).find(wanted, "en", datetime.now(UTC))
    assert [each["id"] for each in told["services"]] == [each.id for each in found.services]
    assert told["calls"]


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        ("/check", b"{", "not-json"),
        ("/check", b"\xff", "not-json"),
        ("/check", b'{"facts":["\\ud800"]}', "not-json"),
        ("/check", b"[" * 60_000, "invalid"),
        ("/check", b"[]", "invalid"),
        ("/check", b'{"facts":"sign-gifts"}', "invalid"),
        ("/check", b'{"facts":[1]}', "invalid"),
        ("/check", b'{"fact":["sign-gifts"]}', "invalid"),
        ("/check", b'{"facts":["sign-nothing"]}', "unknown"),
        ("/check", b'{"facts":["us-ca"]}', "unknown"),
        ("/check", b'{"facts":["outcome-prevent"]}', "unknown"),
        ("/check", b'{"place":""}', "unknown"),
        ("/check", b'{"language":"xx"}', "unknown"),
        ("/contacts", b"{}", "invalid"),
        ("/contacts", b'{"situation":"situation-report","by":"pigeon"}', "invalid"),
        ("/duty", b'{"role":"sign-gifts"}', "unknown"),
        ("/duty", b'{"learned":"2026-02-30T10:00"}', "invalid"),
        ("/duty", b'{"learned":"9999-02-01T10:00"}', "invalid"),
        ("/duty", b'{"learned":"yesterday"}', "invalid"),
        ("/notice", b'{"text":""}', "invalid"),
        ("/find", b'{"text":"' + b"a" * (FIND_LONGEST + 1) + b'"}', "invalid"),
        ("/places", b'{"zip_code":"9411"}', "invalid"),
        ("/services", b'{"zip_code":"00000"}', "zip-code"),
        ("/services", b'{"kinds":["sign-gifts"]}', "unknown"),
        ("/services", b'{"speaks":""}', "unknown"),
        ("/services", b'{"age":121}', "invalid"),
        ("/check", b" " * (BODY_LIMIT + 1), "large"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    client: TestClient, path: str, content: bytes, kind: str
) -> None:
    """Each mistake has its status, its kind with an address that says more, and its remedy."""
    reply = client.post(BASE + path, content=content, headers=JSON)
    told = problem_of(reply)
    assert told["type"] == f"{DOCS}#problem-{kind}"
    assert reply.status_code == KINDS[kind].status


@pytest.mark.parametrize("operation", SAID, ids=lambda each: each.name)
def test_a_field_that_is_not_known_is_answered_with_those_that_are(
    client: TestClient, operation: Operation
) -> None:
    """Whoever guesses a name learns the names, and which of them are needed."""
    told = problem_of(client.post(BASE + operation.path, json={"when": CANARY}))
    assert operation.takes
    fields = msgspec.structs.fields(operation.takes)
    assert [each.name for each in fields if f"`{each.name}`" not in told["remedy"]] == []
    for needed in (each.name for each in fields if each.required):
        lacking = problem_of(client.post(BASE + operation.path, json={}))
        assert f"Needed: `{needed}`" in lacking["remedy"]
        assert lacking["where"] == needed


@pytest.mark.parametrize(
    ("path", "body", "where", "near"),
    [
        ("/contacts", {"situation": "report"}, "situation", "situation-report, "),
        ("/duty", {"role": "foster"}, "role", "role-foster, "),
        ("/check", {"facts": ["sign-gifts", "sign-gift"]}, "facts[1]", "sign-gifts"),
        ("/check", {"place": "us-xa"}, "place", "us-"),
        ("/services", {"kinds": ["music"]}, "kinds[0]", "service-kind-music"),
        ("/services", {"speaks": "e"}, "speaks", "en, es, "),
    ],
)
def test_an_id_that_is_not_known_is_answered_with_the_nearest(
    client: TestClient, path: str, body: dict[str, Any], where: str, near: str
) -> None:
    """First the one that it lacks only the kind of; all are the pack's own."""
    told = problem_of(client.post(BASE + path, json=body))
    assert told["where"] == where
    assert f"Did you mean one of these? {near}" in told["remedy"]


def test_the_table_of_the_document_names_every_field() -> None:
    """docs/api.md names the fields of each address, in bold what is needed, and no other."""
    text = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
    rows = [row.split("|") for row in text.splitlines() if row.startswith(f"| `{BASE}/")]
    told = {
        row[1].strip().strip("`"): set(re.findall(r"(?:\*\*)?`\w+`(?:\*\*)?", row[2]))
        for row in rows
    }
    assert told == {
        BASE + each.path: {
            f"**`{field.name}`**" if field.required else f"`{field.name}`"
            for field in msgspec.structs.fields(each.takes)
            if field.name != "language"
        }
        for each in SAID
        if each.takes
    }


def test_every_kind_of_problem_is_on_the_page(client: TestClient) -> None:
    """The address that a problem names leads somewhere."""
    page = client.get(DOCS).text
    assert [kind for kind in KINDS if f'id="problem-{kind}"' not in page] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "text/plain"},
        {},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_only_plain_json_is_read(client: TestClient, headers: dict[str, str]) -> None:
    """A form of another site cannot send here without being asked first."""
    reply = client.post(f"{BASE}/check", content=b"{}", headers=headers)
    assert reply.status_code == 415
    assert problem_of(reply)["type"].endswith("#problem-type")


@pytest.mark.parametrize(("method", "path"), [("GET", "/check"), ("PUT", "/contacts")])
def test_another_method_is_told_which_there_are(client: TestClient, method: str, path: str) -> None:
    """405, and the Allow header."""
    reply = client.request(method, BASE + path)
    assert problem_of(reply)["type"].endswith("#problem-method")
    assert "POST" in reply.headers["allow"]


@pytest.mark.parametrize(
    "path", [f"{BASE}/nothing", f"{BASE}/pages/page-outcome", f"{BASE}/pages/{{page}}", "/api/v2"]
)
def test_an_unknown_address_is_a_problem(client: TestClient, path: str) -> None:
    """404, with where to look."""
    assert problem_of(client.get(path))["type"].endswith("#problem-not-there")


def test_whoever_looks_around_is_led_to_the_page(client: TestClient) -> None:
    """/api and /api/v1 lead to the page that describes it."""
    for path in TO_DOCS:
        reply = client.get(path)
        assert (reply.status_code, reply.headers["location"]) == (303, DOCS)


@pytest.mark.parametrize("operation", TOLD, ids=lambda each: each.name)
def test_an_address_takes_a_language_and_no_other_query(
    client: TestClient, operation: Operation
) -> None:
    """Spanish is asked for by name; anything else is refused, and not repeated."""
    path = BASE + operation.path.replace("{page}", "page-talk")
    spanish = client.get(f"{path}?language=es")
    assert spanish.status_code == 200
    assert spanish.json().get("language", "es") == "es"
    for query in (CANARY, f"sign={CANARY}", "language=xx", "language=en&language=es", "%ff"):
        reply = client.get(f"{path}?{query}")
        assert problem_of(reply)["type"].endswith("#problem-query")
        assert CANARY not in reply.text


@pytest.mark.parametrize("operation", SAID, ids=lambda each: each.name)
def test_what_is_said_is_refused_in_an_address(client: TestClient, operation: Operation) -> None:
    """A POST with a query is not answered, so that no program learns to do so."""
    reply = client.post(f"{BASE}{operation.path}?text={CANARY}", json=operation.example)
    assert problem_of(reply)["type"].endswith("#problem-query")


def test_the_head_alone_has_no_body(client: TestClient) -> None:
    """HEAD is GET without the body, the length told."""
    head, whole = (client.request(method, f"{BASE}/outcomes") for method in ("HEAD", "GET"))
    assert head.content == b""
    assert head.headers == whole.headers


def test_every_reply_keeps_its_headers(client: TestClient) -> None:
    """Never stored, never guessed, never framed; the same as pages, but for their policy."""
    pages = dict(page_headers("", hsts_preload=False))
    same = {
        name.decode(): value.decode()
        for name, value in pages.items()
        if name not in (b"content-type", b"content-security-policy")
    }
    replies = [ask(client, operation) for operation in OPERATIONS]
    replies += [client.get(DOCS), client.get(OPENAPI), client.get("/api"), client.put(OPENAPI)]
    for reply in replies:
        assert same.items() <= dict(reply.headers).items()
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["x-robots-tag"] == "noindex, noarchive, nosnippet"
        assert "set-cookie" not in reply.headers
        assert "access-control-allow-origin" not in reply.headers


def test_error_replies_repeat_nothing_that_was_sent(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not in the body, not in a header, and not in what the server prints."""
    bodies: list[dict[str, Any]] = [
        {CANARY: 1},
        {"facts": [CANARY]},
        {"place": CANARY},
        {"facts": {CANARY: CANARY}},
        {"text": CANARY * 300, "language": CANARY},
        {"situation": CANARY, "by": CANARY},
        {"learned": CANARY},
    ]
    for operation in SAID:
        for body in bodies:
            reply = client.post(BASE + operation.path, json=body)
            assert reply.status_code == 422
            assert CANARY not in reply.text + str(reply.headers)
    assert CANARY not in "".join(capsys.readouterr())


def test_our_own_mistake_still_says_whom_to_call(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 names 911, and neither the reply nor the log says what was sent or went wrong."""
    client = TestClient(Api(edition, Settings()), raise_server_exceptions=False)

    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(Answers, "notice", broken)
    reply = client.post(f"{BASE}/notice", json={"text": f"sign-gifts {CANARY}"})
    assert reply.status_code == 500
    assert "tel:911" in json.dumps(problem_of(reply)["calls"])
    logged = capsys.readouterr().err
    assert "ValueError in broken" in logged
    assert CANARY not in reply.text + logged


def test_no_other_origin_may_ask_unless_it_is_named(edition: Edition) -> None:
    """CORS is off; with the setting, the origins named get it and no other does."""
    named = "https://agency.example"
    client = TestClient(Api(edition, Settings(api_origins=(named,))))
    shut = TestClient(Api(edition, Settings()))
    for method, path in (("OPTIONS", "/check"), ("GET", "/outcomes"), ("GET", "/nothing")):
        allowed = client.request(method, BASE + path, headers={"origin": named})
        assert allowed.headers["access-control-allow-origin"] == named
        assert "origin" in allowed.headers["vary"]
        for asking, origin in ((client, "https://other.example"), (client, "null"), (shut, named)):
            reply = asking.request(method, BASE + path, headers={"origin": origin})
            assert not [name for name in reply.headers if name.startswith("access-control")]
    before = client.options(f"{BASE}/check", headers={"origin": named})
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-headers"] == "content-type"
    assert before.headers["access-control-allow-methods"] == "GET, HEAD, POST"


@pytest.mark.parametrize("said", ["*", "null", "http://agency.example", "https://a.example/path"])
def test_an_origin_that_is_none_is_refused(said: str) -> None:
    """The setting takes origins as browsers send them, over HTTPS."""
    with pytest.raises(SettingsError, match="HEARTHLIGHT_API_ORIGINS"):
        read_settings({"HEARTHLIGHT_API_ORIGINS": said})
    assert read_settings(
        {"HEARTHLIGHT_API_ORIGINS": "https://a.example http://localhost:3000"}
    ).api_origins == ("https://a.example", "http://localhost:3000")


def test_a_large_answer_is_compressed_where_it_is_taken(client: TestClient) -> None:
    """A phone on a slow network gets a tenth of the bytes; a plain client the plain text."""
    packed = client.get(f"{BASE}/contacts", headers={"accept-encoding": "gzip"})
    plain = client.get(f"{BASE}/contacts", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) * 4 < int(plain.headers["content-length"])


def test_the_page_needs_nothing_from_elsewhere(client: TestClient) -> None:
    """No script, no other host, and every address of the API; each link on it leads somewhere."""
    page = client.get(DOCS).text
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert [each for each in OPERATIONS if f"<code>{BASE}{each.path}</code>" not in page] == []
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if link not in ids} == set()
