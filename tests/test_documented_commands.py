"""
Every command in README and the documents is run, or has a stated check of another kind.

A block marked `sh` can be copied into a terminal, and is run as it stands. What would never end,
or would test everything once more, is checked in another way, which is listed here.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.channels.web.conftest import free_port, wait_for, wait_until_served
from tests.test_documentation import DOCUMENTS, FENCE, ROOT, fences

from hearthlight.channels.api.app import Api
from hearthlight.channels.cli.commands import build_parser, main
from hearthlight.serving.doors import PAGES, Doors
from hearthlight.serving.health import Health
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition

FENCED = {"sh", "toml", "text", "json", "xml", "yaml"}
"""Languages of code blocks. What is typed into a terminal is `sh`, and is called nothing else."""
PROGRAM = re.compile(r"(?<![\w./-])(?:\.venv/bin/)?hearthlight (?=[a-z])")
HOME = "home"
"""Of whoever copies commands into a terminal: a folder of the workplace."""
STANDS_IN = f'hearthlight() {{ "{sys.executable}" -m hearthlight "$@"; }}\nset -eu\n'
"""The documents call the command by its name; the tests run it with their own Python."""
EXECUTES = f'exec_hearthlight() {{ exec "{sys.executable}" -m hearthlight "$@"; }}\n'
"""The server takes the place of its shell, so that it is the one told to stop."""
SERVE = re.compile(r"(?:[A-Z_]+=\S* )*hearthlight (?:serve|preview)\b")
CONTAINER = re.compile(r"docker compose (?:up(?: --[a-z]+)*|run --rm .*? web (?P<ours>.+))$")
PLAIN = re.compile(r"(?:[A-Z_]+=(?:'[^']*'|[^\s'$])* )*hearthlight [^|<>&;$`*?\"\\]*")
"""A line that means the same without a shell."""
MAKE = re.compile(r"make [a-z]+(?: [A-Z]+=(?:'[^']*'|\S+))*$")
CURL = re.compile(r"curl ")
OTHERWISE = {
    SERVE: "test_every_server_in_the_documents_starts_and_answers",
    MAKE: "test_every_make_target_in_the_documents_exists",
    re.compile(r"\. \.venv/bin/activate$"): "test_what_setup_makes_can_be_activated",
    CONTAINER: "test_every_container_command_has_its_file_and_is_called_untried",
    CURL: "test_every_request_in_the_documents_is_answered",
}
"""Lines that are not run where they stand, and the test that checks them instead."""


def lines_of(code: str) -> list[str]:
    """The lines of a block; one that ends in a backslash goes on in the next."""
    return PROGRAM.sub("hearthlight ", code.replace("\\\n", "")).splitlines()


def otherwise(line: str) -> bool:
    """Whether a line is checked in another way than by running it where it stands."""
    return any(pattern.match(line) for pattern in OTHERWISE)


def runnable(code: str) -> str:
    """What of a block is run as it stands; empty if nothing is."""
    return "\n".join(line for line in lines_of(code) if not otherwise(line)).strip()


BLOCKS = [(document, code) for document in DOCUMENTS for code in fences(document, "sh")]
COMMANDS = {
    script: document.relative_to(ROOT) for document, code in BLOCKS if (script := runnable(code))
}
"""Each block of commands once, with a document that it stands in."""


def servers() -> dict[str, str]:
    """Each server, and what stands before it in its block; of several blocks, in the longest."""
    found: dict[str, str] = {}
    for _, code in BLOCKS:
        lines = lines_of(code)
        for number, line in enumerate(lines):
            if SERVE.match(line):
                before = "\n".join(each for each in lines[:number] if not otherwise(each))
                found[line] = max(found.get(line, ""), before, key=len)
    return found


SERVERS = servers()


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A fresh folder with the agency pack of docs/packs.md, its files as they stand there."""
    for code in fences(ROOT / "docs/packs.md", "toml"):
        if named := re.match(r"# (agency/\S+)\n", code):
            file = tmp_path / named[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "script", sorted(COMMANDS), ids=lambda script: f"{COMMANDS[script]}: {script.splitlines()[0]}"
)
def test_every_command_in_the_documents_runs(
    script: str,
    workplace: Path,
    compiled_store: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """
    Copied into a terminal, each command does its work and ends with status 0.

    Where no shell is needed, it runs in this process, which has read the packs already.
    """
    if all(PLAIN.fullmatch(line) for line in script.splitlines()):
        monkeypatch.chdir(workplace)
        monkeypatch.setattr("sys.stdin", io.StringIO())
        for name, value in environment(workplace, compiled_store).items():
            monkeypatch.setenv(name, value)
        for line in script.splitlines():
            with monkeypatch.context() as its_own:
                words = shlex.split(line)
                while (said := words.pop(0)) != "hearthlight":
                    its_own.setenv(*said.split("=", 1))
                assert (main(words), line) == (0, line), capsys.readouterr().err
        assert_ignored(workplace)
        return
    done = subprocess.run(
        ["/bin/sh", "-c", STANDS_IN + script],
        cwd=workplace,
        env=environment(workplace, compiled_store),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")
    assert "Traceback" not in done.stderr
    assert_ignored(workplace)


def environment(workplace: Path, store: Path) -> dict[str, str]:
    """Ours, but that nothing is kept outside the workplace: its home lies in it."""
    home = workplace / HOME
    kept = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "HEARTHLIGHT_STORE": str(store)}
    return os.environ | kept


def assert_ignored(workplace: Path) -> None:
    """
    Git does not take what a reader is told to make where the repository lies.

    A secret or a pack of one's own is not committed by a slip.
    """
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    made = {f"/{each.name}{'/' if each.is_dir() else ''}" for each in workplace.iterdir()}
    assert made - {f"/{HOME}/"} - set(ignored) == set()


def test_what_may_be_secret_is_ignored_by_git() -> None:
    """The password of the containers, and where a reader may put keys all the same."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/.env", "/keys/", "/lists/", "/compose.override.yaml"} <= set(ignored)
    told = (ROOT / "docs/sms.md").read_text("utf-8")
    written = re.findall(r"> *(\S+)$", "\n".join(fences(ROOT / "docs/sms.md", "sh")), re.MULTILINE)
    assert written
    assert [each for each in written if not each.startswith('"$HOME/')] == []
    assert set(re.findall(r"_(?:FILE|OUTS)=(.)", told)) == {'"'}


def test_the_agency_pack_is_whole(workplace: Path) -> None:
    """The example has the five files that the text promises."""
    assert len(list((workplace / "agency").rglob("*.toml"))) == 5


@pytest.mark.parametrize("line", SERVERS)
def test_every_server_in_the_documents_starts_and_answers(
    line: str, workplace: Path, compiled_store: Path
) -> None:
    """After what stands before it in its block, it answers, and stops when it is told to."""
    port = str(free_port())
    said = re.search(r"--port (\d+)", line)
    command = line.replace(said[0], f"--port {port}") if said else f"{line} --port {port}"
    script = f"{SERVERS[line]}\n{command.replace('hearthlight ', 'exec_hearthlight ')}"
    log = workplace / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"{STANDS_IN}{EXECUTES}{script}"],
            cwd=workplace,
            env=environment(workplace, compiled_store),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_served(f"http://127.0.0.1:{port}/now", process, log)
        wait_for(lambda: f" is on http://127.0.0.1:{port} " in log.read_text("utf-8"), seconds=5)
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_every_container_command_has_its_file_and_is_called_untried() -> None:
    """
    There is no engine here, and the document that tells of it says so.

    tests/test_container.py reads the files with linters.
    """
    told = [document for document, code in BLOCKS if any(map(CONTAINER.match, lines_of(code)))]
    assert told
    assert (ROOT / "compose.yaml").is_file()
    ran = [
        found["ours"]
        for _, code in BLOCKS
        for line in lines_of(code)
        if (found := CONTAINER.match(line)) and found["ours"]
    ]
    assert [_mistake(f"hearthlight {command}") for command in ran] == [""] * len(ran)
    for document in told:
        assert "never built by an engine" in document.read_text("utf-8")


EXTRAS = sorted(
    {
        (target, extras.strip("'"))
        for document in DOCUMENTS
        for target, extras in re.findall(
            r"make (install|run) EXTRAS=('[^']*'|[a-z]+)", document.read_text("utf-8")
        )
    }
)


@pytest.mark.parametrize(("target", "extras"), EXTRAS)
def test_every_extra_in_the_documents_can_be_installed(target: str, extras: str) -> None:
    """Make hands it to uv; it is one of the project's, and is in the same lock file."""
    known = set(metadata.metadata("hearthlight").get_all("Provides-Extra") or ())
    assert set(extras.split()) <= known
    told = subprocess.run(
        ["make", "--dry-run", target, f"EXTRAS={extras}"],  # noqa: S607 - the reader's own make
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [each for each in extras.split() if f"--extra {each}" not in told] == []
    assert "--frozen --no-dev" in told


def test_what_our_messages_tell_to_install_is_an_extra() -> None:
    """A remedy that names `make install EXTRAS=...` works as it stands."""
    known = set(metadata.metadata("hearthlight").get_all("Provides-Extra") or ())
    source = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    assert set(re.findall(r"make install EXTRAS=([a-z]+)", source)) == known


REQUESTS = sorted({line for _, code in BLOCKS for line in lines_of(code) if CURL.match(line)})


@pytest.fixture(scope="module")
def client(edition: Edition) -> TestClient:
    """The doors for programs. Pages are asked for by the servers above."""
    api, health = Api(edition, Settings()), Health(edition, Settings())
    return TestClient(Doors({"api": api, "health": health, PAGES: api}), follow_redirects=False)


@pytest.mark.parametrize("line", REQUESTS)
def test_every_request_in_the_documents_is_answered(line: str, client: TestClient) -> None:
    """What curl is told to send to the server of the documents gets an answer, and no error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    parser.add_argument("address")
    said = parser.parse_args(shlex.split(line)[1:])
    path = said.address.removeprefix("http://127.0.0.1:8000")
    assert path.startswith("/")
    headers = {"content-type": "application/json"}
    reply = client.post(path, content=said.json, headers=headers) if said.json else client.get(path)
    assert reply.status_code == 200


def test_every_make_target_in_the_documents_exists() -> None:
    """What a reader is told to make, make knows."""
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        (str(document.relative_to(ROOT)), target)
        for document in DOCUMENTS
        for target in re.findall(r"(?:`|^ *)make ([a-z]+)", _code(document), re.MULTILINE)
    }
    assert len(named) > 10
    assert {each for each in named if each[1] not in known} == set()


def _code(document: Path) -> str:
    """What stands in a document as code: its blocks, and its spans with their marks."""
    text = document.read_text("utf-8")
    return "\n".join((*fences(document, "sh"), *re.findall(r"`[^`\n]+`", text)))


def test_what_setup_makes_can_be_activated() -> None:
    """`make setup` has uv make `.venv`, and what is in it begins with a file to open."""
    assert "uv sync" in (ROOT / "Makefile").read_text("utf-8").replace("$(UV)", "uv")
    assert (Path(sys.prefix) / "bin/activate").is_file()


def test_each_other_way_of_checking_is_a_test_here() -> None:
    """A line that is not run names a test that there is, and is in some document."""
    assert {name for name in OTHERWISE.values() if name not in globals()} == set()
    lines = [line for _, code in BLOCKS for line in lines_of(code)]
    assert [pattern for pattern in OTHERWISE if not any(map(pattern.match, lines))] == []


def test_every_block_says_what_it_is() -> None:
    """So that no command hides in a block that is not run."""
    languages = {
        (str(document.relative_to(ROOT)), language)
        for document in DOCUMENTS
        for _, language, _ in FENCE.findall(document.read_text("utf-8"))
    }
    assert {each for each in languages if each[1] not in FENCED} == set()
    hidden = [
        code
        for document in DOCUMENTS
        for language in FENCED - {"sh"}
        for code in fences(document, language)
        if re.search(r"^(\$ )?(hearthlight|make) ", code, re.MULTILINE)
    ]
    assert hidden == []


SPANS = sorted(
    {
        (document, span)
        for document in DOCUMENTS
        for span in re.findall(
            r"`((?:\.venv/bin/)?hearthlight [^`\n]+)`", document.read_text("utf-8")
        )
    }
)


def test_every_command_named_in_a_sentence_is_one() -> None:
    """Its words lead to a command, and each of its options is one of that command's."""
    assert len(SPANS) > 30
    wrong = [
        (str(document.relative_to(ROOT)), span, mistake)
        for document, span in SPANS
        if (mistake := _mistake(PROGRAM.sub("hearthlight ", span)))
    ]
    assert wrong == []


def _mistake(span: str) -> str:
    """What is wrong with a command in a sentence; empty if nothing is."""
    parser, rest = build_parser(argparse.ArgumentParser), shlex.split(span)[1:]
    while groups := [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]:
        if not rest:
            return ""  # a group of commands, named as a whole
        word = rest.pop(0)
        if word not in groups[0].choices:
            return f"there is no {word}"
        parser = groups[0].choices[word]
    known = {option for action in parser._actions for option in action.option_strings}
    unknown = [word for word in rest if word.startswith("-") and word not in known | {"-"}]
    return f"there is no {unknown[0]}" if unknown else ""


def test_every_command_is_in_the_readme() -> None:
    """Whoever reads the first page knows what there is."""
    text = (ROOT / "README.md").read_text("utf-8")
    commands = list(_commands(build_parser(argparse.ArgumentParser), "hearthlight"))
    assert len(commands) > 5
    assert [command for command in commands if command not in text] == []


def _commands(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """Each command by its whole name."""
    groups = [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]
    if not groups:
        yield name
    for group in groups:
        for word, under in group.choices.items():
            yield from _commands(under, f"{name} {word}")
