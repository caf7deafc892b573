"""The doctor finds what is broken, says how to mend it, and changes nothing."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
import typst
from tests.channels.web.conftest import free_port
from tests.channels.web.test_serving import serving

from hearthlight.channels.cli import examining
from hearthlight.channels.cli.commands import main
from hearthlight.documents import inspection
from hearthlight.documents.inspection import inspect_pack
from hearthlight.documents.services import ServiceFinder
from hearthlight.documents.wanted import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition

HEADER = 'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'
DAY = ("--as-of", "2026-12-05")


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    A deployment of our own, with nothing wrong but that no services were imported.

    The pack is inspected in one test only, since that takes seconds and others prove it.
    """
    monkeypatch.setattr(inspection, "inspect_pack", lambda *_: ())
    monkeypatch.setenv("HEARTHLIGHT_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("HEARTHLIGHT_DIRECTORY", str(tmp_path / "directory.sqlite"))
    for name in ("OPERATOR", "HOSTED_BY", "RECORDS"):
        monkeypatch.setenv(f"HEARTHLIGHT_{name}", "said")


def examine(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """The exit status, and for each check its gravest finding."""
    status = main(["doctor", "--json", "--port", str(free_port()), *DAY, *options])
    found: dict[str, Any] = {}
    for finding in json.loads(capsys.readouterr().out):
        if found.get(finding["check"], {}).get("state", "ok") == "ok":
            found[finding["check"]] = finding
    for finding in found.values():
        assert bool(finding["remedy"]) == (finding["state"] != "ok")
    return status, found


def test_a_whole_installation_is_called_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Exit 0, and all that is left to look at is the directory; nothing is written."""
    status, found = examine(capsys)
    assert status == 0
    assert {check for check, finding in found.items() if finding["state"] != "ok"} == {"directory"}
    assert len(found) > 10
    assert list(tmp_path.iterdir()) == []


def test_it_prints_each_remedy_beneath_its_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """For a person: a line each, what to do beneath, and a count."""
    assert main(["doctor", "--port", str(free_port()), *DAY]) == 0
    out = capsys.readouterr().out
    assert "look    directory" in out
    assert "hearthlight services import" in out
    assert out.endswith("0 broken, 1 to look at.\n")


def test_a_broken_pack_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the first problem, and the command that names all."""
    monkeypatch.setattr(inspection, "inspect_pack", inspect_pack)
    (tmp_path / "pack.toml").write_text(HEADER)
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "rule-hurt"\noutcome = "nothing"\n')
    status, found = examine(capsys, "--pack", str(tmp_path))
    assert status == 1
    assert "rule-hurt" in found["packs"]["said"]
    assert "pack check" in found["packs"]["remedy"]


def test_a_setting_that_cannot_be_read_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the variable; a misspelled one is named too, with what comes near."""
    monkeypatch.setenv("HEARTHLIGHT_HSTS_PRELOAD", "yes")
    monkeypatch.setenv("HEARTHLIGHT_RECORD", "none")
    status = main(["doctor", "--json"])
    told = capsys.readouterr().out
    assert status == 1
    assert "HEARTHLIGHT_HSTS_PRELOAD is 'yes'" in told
    assert "Did you mean HEARTHLIGHT_RECORDS?" in told


def test_sheets_in_a_language_that_no_pack_speaks_are_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Serving would be refused for it."""
    monkeypatch.setenv("HEARTHLIGHT_PRINT_DRAFTS", "xx")
    status, found = examine(capsys)
    assert status == 1
    assert "HEARTHLIGHT_PRINT_DRAFTS has 'xx'" in found["settings"]["said"]


def test_what_is_found_without_a_directory_is_not_called_nothing(
    capsys: pytest.CaptureFixture[str], edition: Edition
) -> None:
    """The packs have services of their own, and a search without a directory finds them."""
    _, found = examine(capsys)
    assert "finds those of the packs" in found["directory"]["said"]
    wanted = Wanted(place="us-ca-san-francisco")
    assert ServiceFinder(edition).find(wanted, "en", datetime.now(UTC)).services


def test_old_contacts_and_a_clock_behind_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Old facts are to look at, and a clock before the packs were read is broken."""
    status, found = examine(capsys, "--as-of", "2029-01-01")
    assert (status, found["contacts"]["state"]) == (0, "look")
    status, found = examine(capsys, "--as-of", "2020-01-01")
    assert (status, found["clock"]["state"]) == (1, "broken")


def test_a_folder_that_others_can_write_to_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Who can write to the store can change what is said."""
    store = tmp_path / "open"
    store.mkdir()
    store.chmod(0o777)
    monkeypatch.setenv("HEARTHLIGHT_STORE", str(store))
    status, found = examine(capsys)
    assert (status, found["permissions"]["state"]) == (0, "look")
    assert f"chmod go-w {store}" in found["permissions"]["remedy"]


@pytest.mark.parametrize("beneath", ["", "/store"])
def test_a_store_that_is_a_file_is_found(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    beneath: str,
) -> None:
    """Nothing can be kept in it, or beneath it; what to name instead is said."""
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("HEARTHLIGHT_STORE", f"{file}{beneath}")
    status, found = examine(capsys)
    assert (status, found["store"]["state"]) == (0, "look")
    assert f"{file} is a file" in found["store"]["said"]
    assert "HEARTHLIGHT_STORE" in found["store"]["remedy"]


def test_a_directory_that_cannot_be_opened_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that is no directory of services."""
    file = tmp_path / "no.sqlite"
    file.write_bytes(b"not a database" * 100)
    monkeypatch.setenv("HEARTHLIGHT_DIRECTORY", str(file))
    status, found = examine(capsys)
    assert (status, found["directory"]["state"]) == (1, "broken")


def test_what_is_not_installed_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library, the typesetter, the tables of notice, the time zones."""

    def missing(name: str) -> str:
        if name == "nh3":
            raise metadata.PackageNotFoundError(name)
        return "1"

    def fails(*_: object, **__: object) -> bytes:
        raise OSError

    monkeypatch.setattr(metadata, "version", missing)
    monkeypatch.setattr(typst, "compile", fails)
    monkeypatch.setattr(examining, "load_file", fails)
    monkeypatch.setattr(examining, "ZoneInfo", fails)
    status, found = examine(capsys)
    assert status == 1
    assert "nh3" in found["libraries"]["said"]
    assert {check for check, finding in found.items() if finding["state"] == "broken"} == {
        "libraries",
        "paper",
        "notice",
        "time zones",
    }


def test_a_port_that_is_taken_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """By something else: broken, with the option that names another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, found = examine(capsys, "--port", str(taken.getsockname()[1]))
    assert (status, found["port"]["state"]) == (1, "broken")
    assert "--port" in found["port"]["remedy"]


@pytest.mark.browser  # no browser, but it starts a server
def test_a_running_hearthlight_is_recognised(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The port is taken by the very server that was meant; or by one with another pack."""
    agency = tmp_path / "agency"
    agency.mkdir()
    (agency / "pack.toml").write_text(HEADER)
    with serving(tmp_path) as (port, _, _log):
        status, found = examine(capsys, "--port", str(port))
        assert (status, found["port"]["state"]) == (0, "ok")
        status, found = examine(capsys, "--port", str(port), "--pack", str(agency))
        assert (status, found["port"]["state"]) == (0, "look")
