"""The command line speaks the caregiver's language: help, usage and mistakes."""

from __future__ import annotations

import argparse
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import build_parser, main
from hearthlight.channels.cli.speaking import asked_language, make_say, speaking
from hearthlight.content.layers import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

CAREGIVER = ("check", "explain", "duty", "notice", "notes", "find", "coach", "print", "read")
WITHIN = ("services find", "contacts list")


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks no language of its own."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def helped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What --help says, in one line."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_every_text_of_a_caregivers_command_can_be_said_in_every_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each help, each option and each command's line has words in the pack, and its translation."""
    tables = {
        tag: tomllib.loads((SHIPPED / f"csec/words/{tag}/commands.toml").read_text())["commands"]
        for tag in ("en", "es")
    }
    assert set(tables["en"]) == set(tables["es"])
    heard: set[str] = set()

    def listen(text: str) -> str:
        heard.add(text.strip() if text else "")
        return text

    for command in ("", *CAREGIVER, *WITHIN, "services", "contacts"):
        with speaking(listen) as kind, pytest.raises(SystemExit):
            build_parser(kind).parse_args([*command.split(), "--help"])
    capsys.readouterr()
    known = set(tables["en"].values())
    # What is made while the parser is built is heard too: only what these commands show counts.
    shown = " ".join(
        helped(capsys, *command.split()) for command in ("", *CAREGIVER, *WITHIN, "services")
    )
    silent = {
        text
        for text in heard - known
        if " ".join(text.split()) in shown
        and re.search("[a-z]", text, re.IGNORECASE)
        and not re.fullmatch(r"ID|URL|\{.*\}|\w*,?\w*|[A-Z_]+", text)
    }
    assert silent == set()


def test_help_is_whole_in_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    """No line of English is left where a caregiver looks."""
    english = tomllib.loads((SHIPPED / "csec/words/en/commands.toml").read_text())["commands"]
    longer = [text for text in english.values() if " " in text and "," in text]
    assert len(longer) > 20
    same = {"parent, kin, foster, professional or other"}
    for command in ("", *CAREGIVER, *WITHIN):
        said = helped(capsys, "--lang", "es", *command.split())
        assert said.startswith("uso: hearthlight")
        assert "opciones:" in said
        assert [text for text in longer if text not in same and text in said] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "--lang", "es", "--nothing"), "error: no se conoce: --nothing"),
        (("--lang=es",), "falta escribir: COMANDO"),
        (("duty", "--child", "x", "--lang", "es"), "en --child: 'x' no vale"),
        (("contacts", "list", "--lang=es", "--by"), "en --by: hace falta un valor"),
    ],
)
def test_a_mistake_is_told_in_spanish(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """With what to write instead; and the next command speaks English again."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "--nothing"])
    assert "unrecognized arguments: --nothing" in capsys.readouterr().err


def test_the_terminals_language_is_spoken_but_never_printed_for_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """LANG=es_MX.UTF-8 is enough; --lang is stronger; a sheet for others stays as it was."""
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    assert helped(capsys).startswith("uso:")
    assert helped(capsys, "--lang", "en").startswith("usage:")
    assert main(["read"]) == 0
    assert "talk: " in (listed := capsys.readouterr().out)
    assert "Las primeras 24 horas" in listed
    assert main(["print", "card", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["card-en.pdf"]


def test_which_language_is_asked_for() -> None:
    """The option, before the terminal's; the terminal's, without its country."""
    assert asked_language(["check", "--lang", "es"], {"LANG": "de_DE"}) == "es"
    assert asked_language(["--lang=es", "check"], {}) == "es"
    assert asked_language(["check"], {"LC_ALL": "es_US.UTF-8", "LANG": "en_US"}) == "es"
    assert asked_language(["check", "--lang"], {"LANG": "C.UTF-8"}) == "C"
    assert asked_language([], {}) == ""


@pytest.mark.parametrize("option", ["--lang", "--lan", "--la", "--l"])
def test_a_shortened_option_names_the_language_too(
    capsys: pytest.CaptureFixture[str], option: str
) -> None:
    """It is taken, and so help is told in that language; of two, the last is meant."""
    assert helped(capsys, option, "es").startswith("uso:")
    assert helped(capsys, f"{option}=es", "check").startswith("uso:")
    assert helped(capsys, option, "es", "check", "--lang", "en").startswith("usage:")


def test_help_in_a_language_that_is_not_there_says_which_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, in the terminal's language; not where help speaks the language, or none was named."""
    told = "--help has no words in 'xx'. Try: en, es.\n"
    for arguments in (["--lang", "xx", "--help"], ["check", "--la=xx", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        shown = capsys.readouterr()
        assert (shown.out[:6], shown.err) == ("usage:", told)
    for arguments in (["--lang", "es", "--help"], ["--lang", "en", "--help"], ["--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        assert capsys.readouterr().err == ""
    with pytest.raises(SystemExit, match="2"):
        main(["--lang", "xx", "check", "--nothing"])
    assert capsys.readouterr().err.endswith(told)
    assert main(["--lang", "xx", "read"]) == 2
    assert capsys.readouterr().err == "There is no language 'xx'. Try: en, es.\n"
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    with pytest.raises(SystemExit):
        main(["--lang", "xx", "--help"])
    assert capsys.readouterr().err == "La ayuda no está en 'xx'. Pruebe: en, es.\n"


def test_a_translation_that_lost_a_part_is_not_used(tmp_path: Path) -> None:
    """English stands in: a mistake is always told whole."""
    for name, text in {
        "pack.toml": (
            'id = "ours"\ntitle = "Ours"\nlicence = "CC-BY-4.0"\n'
            '[[languages]]\ntag = "en"\nname = "English"\n'
            '[[languages]]\ntag = "es"\nname = "Español"\n'
        ),
        "words/en/commands.toml": '[commands]\none = "needed: %s"\ntwo = "help"\n',
        "words/es/commands.toml": '[commands]\none = "falta"\ntwo = "ayuda"\n',
    }.items():
        file = tmp_path / "ours" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    say = make_say("es", tmp_path)
    assert say("needed: %s") == "needed: %s"
    assert say("help\n") == "ayuda\n"
    assert say("nobody wrote this") == "nobody wrote this"
    assert make_say("fr", tmp_path)("help") == "help"


def test_argparse_is_left_as_it_was() -> None:
    """Whatever else parses in this process is told nothing in Spanish."""
    with speaking(make_say("es")):
        pass
    assert argparse.ArgumentParser(prog="x").format_usage().startswith("usage:")
