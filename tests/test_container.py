"""
The container files are sound, as far as that can be known without an engine to build them.

Linters that others wrote read them; what they promise about rights, the network and logs is held
here. Nothing here builds an image.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.test_documentation import fences

from hearthlight.settings import Settings, write_settings

ROOT = Path(__file__).parent.parent
BIN = Path(sys.prefix) / "bin"
CONTAINERFILE = (ROOT / "Containerfile").read_text("utf-8")


def run(*command: str) -> tuple[int, str]:
    """A linter's exit status, and what it says."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def compose() -> Any:
    """The Compose file as a program reads it."""
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def test_the_container_file_passes_hadolint() -> None:
    """Not one finding, at any level."""
    assert run(str(BIN / "hadolint"), "--failure-threshold", "style", "Containerfile") == (0, "")


def test_the_compose_file_is_one_by_its_specification() -> None:
    """By the schema of the Compose specification that check-jsonschema carries."""
    command = (str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec")
    status, said = run(*command, "compose.yaml")
    assert (status, "validation done" in said) == (0, True), said


def test_each_compose_file_in_the_documents_is_one_too(tmp_path: Path) -> None:
    """What an agency is told to write, and each setting in it is one that is read."""
    written = list(fences(ROOT / "docs/agencies.md", "yaml"))
    assert written
    for number, code in enumerate(written):
        file = tmp_path / f"{number}.yaml"
        file.write_text(code, "utf-8")
        command = (str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec")
        assert run(*command, str(file))[0] == 0
        for service in yaml.safe_load(code)["services"].values():
            assert set(service["environment"]) <= set(write_settings(Settings()))


def test_the_image_runs_as_a_user_of_no_rights_and_asks_its_own_health() -> None:
    """The last user is not root, and what starts is our own command on the port that is exposed."""
    users = re.findall(r"^USER (\d+):\d+$", CONTAINERFILE, re.MULTILINE)
    assert users
    assert int(users[-1]) > 1000
    command = json.loads(re.findall(r"^CMD (\[.*\])$", CONTAINERFILE, re.MULTILINE)[-1])
    assert command[0] == "serve"
    exposed = re.findall(r"^EXPOSE (\d+)$", CONTAINERFILE, re.MULTILINE)
    assert exposed == [command[command.index("--port") + 1]]
    assert f"127.0.0.1:{exposed[0]}/health" in CONTAINERFILE


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    """Each file that is copied from here exists, and the ignore file lets it through."""
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", CONTAINERFILE, re.MULTILINE)
        for name in line.split()[:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name.removeprefix('./')}" in ignored


def test_the_image_is_made_with_the_same_uv() -> None:
    """The one that `make setup` takes."""
    pinned = re.search(
        r'^VERSION = "([\d.]+)"$', (ROOT / "scripts/get_uv.py").read_text("utf-8"), re.MULTILINE
    )
    assert pinned
    assert f"uv=={pinned[1]}" in CONTAINERFILE


def test_the_program_has_no_more_rights_than_it_needs(compose: Any) -> None:
    """Nothing to write to, no capability, no new ones; and only this machine reaches it."""
    web = compose["services"]["web"]
    assert web["read_only"] is True
    assert web["cap_drop"] == ["ALL"]
    for service in compose["services"].values():
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["read_only"] is True
    assert [port.startswith("127.0.0.1:") for port in web["ports"]] == [True]
    assert "ports" not in compose["services"]["directory"]
    inside = compose["services"]["directory"]["networks"]
    assert [compose["networks"][name]["internal"] for name in inside] == [True]


def test_no_secret_and_no_unknown_setting_stands_in_the_compose_file(compose: Any) -> None:
    """The password comes from outside, and must; each setting is one that is read."""
    known = set(write_settings(Settings()))
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            assert name in known or not name.startswith("HEARTHLIGHT_")
            if "PASSWORD" in name:
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value)


def test_statements_of_the_database_are_not_logged(compose: Any) -> None:
    """A search says what someone looks for."""
    said = compose["services"]["directory"]["command"]
    assert {"log_statement=none", "log_min_error_statement=panic"} <= set(said)
