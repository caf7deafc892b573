"""What text messages need is looked for before anything is started, and named where it lacks."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from hearthlight.channels.cli import previewing
from hearthlight.channels.cli.commands import main
from hearthlight.channels.sms.readiness import LIBRARY, make_ready, see_readiness
from hearthlight.channels.web import serving
from hearthlight.documents import inspection
from hearthlight.settings import SettingsError, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a token and a key, and settings that name them and a list."""
    for name in ("keys", "lists"):
        (tmp_path / name).mkdir()
    for name in ("token", "key"):
        file = tmp_path / "keys" / name
        file.write_text("k" * 64)
        file.chmod(0o600)
    for name, value in {
        "ADDRESS": "https://example.org/sms",
        "TOKEN_FILE": str(tmp_path / "keys/token"),
        "KEY_FILE": str(tmp_path / "keys/key"),
        "OPT_OUTS": str(tmp_path / "lists/opt-outs.sqlite"),
    }.items():
        monkeypatch.setenv(f"HEARTHLIGHT_SMS_{name}", value)
    return tmp_path


def spoil(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away one thing that is needed."""
    if name == "library":
        monkeypatch.setitem(sys.modules, LIBRARY, None)
    elif name == "list":
        monkeypatch.setenv("HEARTHLIGHT_SMS_OPT_OUTS", str(folder / "lists"))
    elif name == "damaged list":
        (folder / "lists/opt-outs.sqlite").write_bytes(b"not a database" * 100)
    elif name == "empty token":
        (folder / "keys/token").write_text("\n")
    else:
        (folder / "keys" / name).unlink()


LACKS = {
    "library": ("HEARTHLIGHT_SMS_ADDRESS is set", "`make install EXTRAS=sms`"),
    "token": ("HEARTHLIGHT_SMS_TOKEN_FILE names", "Write the provider's auth token into it"),
    "empty token": ("HEARTHLIGHT_SMS_TOKEN_FILE names", "which is empty"),
    "key": ("HEARTHLIGHT_SMS_KEY_FILE", "Make one: `python3 -c"),
    "list": ("HEARTHLIGHT_SMS_OPT_OUTS names", "Name a file in a folder of its own"),
    "damaged list": ("HEARTHLIGHT_SMS_OPT_OUTS names", "Name a file in a folder of its own"),
}


@pytest.mark.parametrize("lacks", LACKS)
def test_what_text_messages_lack_stops_the_server_before_a_worker_starts(
    lacks: str,
    deployed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit 2, with the variable and what to do; nobody is told that something is served."""
    monkeypatch.setattr(serving, "serve", lambda *_: pytest.fail("it was served"))
    spoil(lacks, deployed, monkeypatch)
    assert main(["serve"]) == 2
    told = capsys.readouterr()
    assert [said for said in LACKS[lacks] if said not in told.err] == []
    assert "Traceback" not in told.err
    assert not told.out


@pytest.mark.parametrize("lacks", ["", *LACKS])
def test_the_doctor_says_whether_text_messages_can_be_answered(
    lacks: str,
    deployed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same look, which makes nothing: no list stands there afterwards."""
    if lacks:
        spoil(lacks, deployed, monkeypatch)
    before = sorted(deployed.rglob("*"))
    found = examine(monkeypatch, capsys)["text messages"]
    assert found["state"] == ("broken" if lacks else "ok")
    assert [said for said in LACKS.get(lacks, ()) if said not in found["said"]] == []
    assert sorted(deployed.rglob("*")) == before


def test_a_secret_that_others_can_read_is_found(
    deployed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the command that shuts it."""
    (deployed / "keys/key").chmod(0o644)
    found = examine(monkeypatch, capsys)["permissions"]
    assert found["state"] == "look"
    assert f"chmod 600 {deployed / 'keys/key'}" in found["remedy"]


@pytest.mark.usefixtures("deployed")
def test_a_list_that_is_there_is_looked_at_and_left_as_it_is() -> None:
    """After the first start, too."""
    settings = read_settings()
    make_ready(settings).opt_outs.add("+15005550006")
    before = settings.sms_opt_outs.read_bytes()
    see_readiness(settings)
    assert settings.sms_opt_outs.read_bytes() == before


def _use_up(folder: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it so that nothing can be written into a list, whoever runs this."""
    file = folder / "lists/opt-outs.sqlite"
    if how == "link":
        file.symlink_to(folder / "gone/opt-outs.sqlite")
        return
    make_ready(read_settings())
    if how == "folder":
        monkeypatch.setattr("os.access", lambda place, _: place != file.parent)
    elif how == "owner":
        monkeypatch.setattr("os.geteuid", lambda: file.stat().st_uid + 1)
    else:
        # No file can be made beside the list where its folder cannot be written to.
        (folder / "lists/opt-outs.sqlite-journal").mkdir()


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("how", ["link", "folder", "owner", "journal"])
def test_a_list_into_which_nothing_can_be_written_is_found_before_someone_writes_stop(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is one that can be read, or seems not to be there yet."""
    _use_up(tmp_path, how, monkeypatch)
    with pytest.raises(SettingsError, match="where no list can be kept"):
        see_readiness(read_settings())


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("how", ["link", "journal"])
def test_no_server_starts_with_a_list_into_which_nothing_can_be_written(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the list is there already, with its table, proves nothing."""
    _use_up(tmp_path, how, monkeypatch)
    with pytest.raises(SettingsError, match="where no list can be kept"):
        make_ready(read_settings())


@pytest.mark.usefixtures("deployed")
def test_a_preview_needs_nothing_of_text_messages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody can text to it; with the settings of a server it starts all the same."""
    opened: list[Any] = []
    monkeypatch.setattr(serving, "serve", lambda settings, *_, **__: opened.append(settings))
    monkeypatch.setattr(previewing, "claim_port", lambda *_: None)
    monkeypatch.setitem(sys.modules, LIBRARY, None)
    assert main(["preview", str(tmp_path), "--port", "8001"]) == 0
    assert [settings.sms_address for settings in opened] == [""]


def examine(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The last finding of each of the doctor's checks. Packs are inspected by other tests."""
    with monkeypatch.context() as patching:
        patching.setattr(inspection, "inspect_pack", lambda *_: ())
        main(["doctor", "--json"])
    return {finding["check"]: finding for finding in json.loads(capsys.readouterr().out)}
