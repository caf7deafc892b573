"""The door for the provider: what is signed is answered, nothing else is, nothing is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

from hearthlight.channels.sms.door import TextDoor
from hearthlight.serving.doors import PAGES, Doors
from hearthlight.settings import SettingsError, read_settings, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response

    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings

ADDRESS = "https://example.org/sms"
TOKEN = "token-of-the-provider"  # noqa: S105 - made up
NUMBER = "+15005550006"
CANARY = "canary-7431"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A deployment that answers text messages."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "key").write_text("k" * 64)
    return read_settings(
        {
            "HEARTHLIGHT_SMS_ADDRESS": ADDRESS,
            "HEARTHLIGHT_SMS_TOKEN_FILE": str(tmp_path / "token"),
            "HEARTHLIGHT_SMS_KEY_FILE": str(tmp_path / "key"),
            "HEARTHLIGHT_SMS_OPT_OUTS": str(tmp_path / "list" / "opt-outs.sqlite"),
        }
    )


@pytest.fixture
def client(edition: Edition, settings: Settings) -> TestClient:
    """The server's doors, with that of text messages."""
    door = TextDoor(edition, settings)
    return TestClient(Doors({PAGES: door, "sms": door}))


def post(client: TestClient, said: dict[str, str], signature: str = "") -> Response:
    """A message as the provider sends it."""
    signed = signature or RequestValidator(TOKEN).compute_signature(ADDRESS, said)
    return client.post("/sms", data=said, headers={"X-Twilio-Signature": signed})


def sent(response: Response) -> list[str]:
    """The messages in a TwiML reply."""
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 - our own reply
    return [message.text or "" for message in root.findall("Message")]


def test_a_signed_message_is_answered(client: TestClient) -> None:
    """Text, letters, pictures, and an opt-out that holds."""
    assert "1 signs" in sent(post(client, {"From": NUMBER, "Body": "hi", "NumMedia": "0"}))[0]
    assert len(sent(post(client, {"From": NUMBER, "Body": "1"}))) == 2
    assert "pictures" in sent(post(client, {"From": NUMBER, "Body": "", "NumMedia": "2"}))[0]
    assert "opted out" in sent(post(client, {"From": NUMBER, "Body": "stop texting me"}))[0]
    assert sent(post(client, {"From": NUMBER, "Body": "hi"})) == []
    assert len(sent(post(client, {"From": NUMBER, "Body": "START"}))) == 1


def test_what_the_provider_did_not_sign_is_refused(client: TestClient) -> None:
    """Nobody else can ask in its name, or sign a number out."""
    assert post(client, {"From": NUMBER, "Body": "STOP"}, "bm8=").status_code == 403
    assert client.post("/sms", data={"From": NUMBER, "Body": "STOP"}).status_code == 403
    assert len(sent(post(client, {"From": NUMBER, "Body": "hi"}))) == 1


def test_only_a_form_by_post_is_taken(client: TestClient) -> None:
    """Of a size that a message has."""
    assert client.get("/sms").status_code == 405
    assert client.get("/sms").headers["allow"] == "POST"
    assert client.post("/sms/more", data={}).status_code == 404
    assert client.post("/sms", json={}).status_code == 415
    assert client.post("/sms", data={"Body": "x" * 40_000}).status_code == 413


def test_nothing_that_is_texted_is_logged_or_stored(
    client: TestClient, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not the number, not the words; also not where our own code breaks."""
    post(client, {"From": NUMBER, "Body": f"stop texting me {CANARY}"})
    client.app.opened["sms"]._guide = None  # type: ignore[attr-defined] # as if it had broken
    assert post(client, {"From": NUMBER, "Body": CANARY}).status_code == 500
    written = "".join(capfd.readouterr())
    assert "AttributeError in converse" in written
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (CANARY, NUMBER, NUMBER[1:]):
        assert secret not in written
        assert secret.encode() not in kept


def test_its_replies_are_not_kept_by_anyone_between(client: TestClient) -> None:
    """As every other reply of ours."""
    headers = post(client, {"From": NUMBER, "Body": "hi"}).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


def test_settings_reach_the_worker_processes(settings: Settings) -> None:
    """Paths only: no token and no key is put into the environment."""
    written = write_settings(settings)
    assert read_settings(written).sms_address == ADDRESS
    assert read_settings(written).sms_key_file == settings.sms_key_file
    assert TOKEN not in str(written)
    assert read_settings(write_settings(read_settings({}))).sms_address == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"HEARTHLIGHT_SMS_ADDRESS": "http://example.org/sms"}, "https://"),
        ({"HEARTHLIGHT_SMS_KEY_FILE": ""}, "HEARTHLIGHT_SMS_KEY_FILE must be set too"),
        ({"HEARTHLIGHT_SMS_KEY_FILE": "/list/key"}, "Keep the key apart"),
    ],
)
def test_a_setting_that_is_missing_or_unsafe_is_named(changed: dict[str, str], told: str) -> None:
    """Before anything is served."""
    given = {
        "HEARTHLIGHT_SMS_ADDRESS": ADDRESS,
        "HEARTHLIGHT_SMS_TOKEN_FILE": "/secrets/token",
        "HEARTHLIGHT_SMS_KEY_FILE": "/secrets/key",
        "HEARTHLIGHT_SMS_OPT_OUTS": "/list/opt-outs.sqlite",
    }
    with pytest.raises(SettingsError, match=told):
        read_settings(given | changed)


def test_a_token_that_is_not_there_is_named(edition: Edition, settings: Settings) -> None:
    """With what to write into the file."""
    settings.sms_token_file.unlink()
    with pytest.raises(SettingsError, match="Write the provider's auth token into it"):
        TextDoor(edition, settings)
