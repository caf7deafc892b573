"""The command that prints a page for reading, and errors in the caregiver's own language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_printed_with_what_is_for_each_reader(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each under its label; with a reader, only what is for that one, and no label."""
    assert main(["read", "talk"]) == 0
    said = capsys.readouterr().out
    assert "[You work with children]" in said
    assert "[Native families]" in said
    assert main(["read", "talk", "--reader", "professional"]) == 0
    said = capsys.readouterr().out
    assert "[You work with children]" not in said
    assert "An elder" not in said
    assert "Do not interview" in said


def test_without_a_page_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With the heading of each, in the language asked for."""
    assert main(["read", "--lang", "es"]) == 0
    assert "after: Después de llamar" in capsys.readouterr().out


def test_a_page_as_json_is_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    """With its brief, and folds where no reader was named."""
    assert main(["read", "/next", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["page"] == "page-next"
    assert document["brief"]
    assert any(section["folds"] for section in document["sections"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--sign", "sign-nada"], "No hay ninguna respuesta 'sign-nada'. Pruebe:"),
        (["check", "--role", "rey"], "No hay ningún papel 'role-rey'"),
        (["explain", "--place", "us-zz"], "No hay ningún lugar 'us-zz'"),
        (["check", "--place", "99999"], "No conocemos el código postal 99999"),
        (["contacts", "list", "--situation", "nada"], "Diga por qué con --situation"),
        (["read", "nada"], "No hay ninguna página 'nada'"),
        (["read", "talk", "--reader", "nadie"], "No hay ningún lector 'nadie'"),
        (["duty", "--when", "ayer"], "'ayer' no es un día y una hora"),
        (["print", "first-day", "--out", "OUT"], "es un borrador"),
        (["print", "nada", "--out", "OUT", "--allow-draft", "es"], "No hay ninguna hoja 'nada'"),
        (
            ["print", "all", "--out", "OUT", "--allow-draft", "es", "--address", "x"],
            "Debe empezar con https",
        ),
        (["notes", "--blank", "--pdf", "OUT"], "ya existe. Nombre otro archivo."),
    ],
)
def test_what_goes_wrong_is_said_in_the_language_asked_for(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do next; the command ends with status 2 and prints no document."""
    named = [str(tmp_path) if each == "OUT" else each for each in arguments]
    assert main([*named, "--lang", "es"]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
