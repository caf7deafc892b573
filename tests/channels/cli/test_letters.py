"""A terminal that lacks letters gets readable text, and never a traceback."""

from __future__ import annotations

import io
import json
import sys

import pytest

from hearthlight.channels.cli.commands import main

COMMANDS = (
    "check --sign sign-gifts --place us-ca",
    "explain --sign sign-controlled --sign sign-gifts",
    "duty --place us-ca --role foster --child placed",
    "duty --table",
    "notice",
    "notes",
    "find",
    "coach",
    "read",
    "read talk",
    "read nothing",
    "check",
    "contacts list --situation missing --place us-ca",
    "contacts table",
    "services find",
    "sms --simulate",
    "doctor",
    "pack coverage",
    "pack translate es",
)


class Terminal:
    """What was written to it, by its encoding."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str, typed: bytes) -> None:
        self._bytes = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
        self.encoding = encoding
        for name, into in self._bytes.items():
            monkeypatch.setattr(sys, name, io.TextIOWrapper(into, encoding, write_through=True))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding))

    def shown(self, name: str = "stdout") -> str:
        """All of it as it is read there."""
        return self._bytes[name].getvalue().decode(self.encoding)


def _run(
    monkeypatch: pytest.MonkeyPatch, encoding: str, command: str, typed: str = ""
) -> tuple[int, Terminal]:
    terminal = Terminal(monkeypatch, encoding, typed.encode())
    language = [] if command.startswith(("pack", "doctor", "sms")) else ["--lang", "es"]
    try:
        return main([*language, *command.split()]), terminal
    except SystemExit as ended:
        return int(ended.code or 0), terminal


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_speaks_spanish_on_a_terminal_that_is_ascii_only(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """It ends as it does elsewhere, and says as much: no letter became a question mark."""
    typed = "¿Se escapó anoche?\n"
    status, able = _run(monkeypatch, "utf-8", command, typed)
    assert status in (0, 1, 2)
    same, poor = _run(monkeypatch, "ascii", command, typed)
    assert same == status
    for name in ("stdout", "stderr"):
        assert poor.shown(name).count("?") == able.shown(name).count("?")
        assert len(poor.shown(name).splitlines()) == len(able.shown(name).splitlines())


def test_help_and_mistakes_are_told_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any command runs."""
    status, terminal = _run(monkeypatch, "ascii", "check --help")
    assert status == 0
    assert "escribe la hoja aqui; solo usted" in " ".join(terminal.shown().split())
    status, terminal = _run(monkeypatch, "ascii", "--niño")
    assert status == 2
    assert "falta escribir" in terminal.shown("stderr")


def test_what_is_lacking_is_written_with_the_letters_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only what is lacking: a terminal of western Europe keeps its accents."""
    _, terminal = _run(monkeypatch, "ascii", "coach", "¿Por qué fuiste?\n")
    said = " ".join(terminal.shown().split())
    assert 'En sus palabras: "Por que fuiste"' in said
    _, terminal = _run(monkeypatch, "latin-1", "coach", "why did you go?\n")
    assert 'En sus palabras: "why did you"' in (said := " ".join(terminal.shown().split()))
    assert "niño" in said


def test_a_program_gets_json_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaped as JSON escapes, so that nothing is lost."""
    _, able = _run(monkeypatch, "utf-8", "read talk --json")
    _, poor = _run(monkeypatch, "ascii", "read talk --json")
    assert not able.shown().isascii()
    assert json.loads(poor.shown()) == json.loads(able.shown())


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_bytes_that_are_no_text_stop_nobody(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """An accent typed on an ASCII terminal is understood; a broken one is read over."""
    _, terminal = _run(monkeypatch, encoding, "notice --json", "se escapó anoche\n")
    assert json.loads(terminal.shown())["danger"] == ["danger-missing"]
    terminal = Terminal(
        monkeypatch, encoding, "mi hija no aparece, ¿dónde está?\n".encode("latin-1")
    )
    assert main(["notice", "--json"]) == 0
    assert json.loads(terminal.shown())["danger"] == ["danger-missing"]
