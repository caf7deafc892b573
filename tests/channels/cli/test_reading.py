"""The command that prints a page for reading, and errors in the caregiver's own language."""

from __future__ import annotations

import io
import json
import re
import sys
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


FRENCH = """id = "ours-fr"
title = "Ours"
licence = "CC-BY-4.0"
builds_on = "us-ca-san-francisco"
[[languages]]
tag = "fr"
name = "Français"
"""
"""A header is all the code that a new language takes."""


def test_a_new_language_is_a_folder_and_what_it_lacks_is_said_in_english_and_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No code: a header that names it, and words. No sentence is of two languages."""
    (tmp_path / "words/fr").mkdir(parents=True)
    (tmp_path / "pack.toml").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "words/fr/ours.toml").write_text(
        '[page-first-day]\nheading = "Les premières 24 heures"\n'
        '[block-first-day-note]\ntitle = "Notez"\ntext = "Qui vous avez appelé, et quand."\n',
        encoding="utf-8",
    )
    assert main(["pack", "check", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(["read", "first-day", "--lang", "fr", "--pack", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert "has not reviewed" in shown.err
    assert "Les premières 24 heures\n" in shown.out
    assert "6. Notez\n   Qui vous avez appelé, et quand.\n" in shown.out
    assert "call the line for missing children. [en]" in " ".join(shown.out.split())
    assert " * Do not ask the child for details. [en]\n" in shown.out
    assert main(["pack", "translate", "fr", "--pack", str(tmp_path)]) == 1
    assert "3 stale" in capsys.readouterr().out


def test_cards_headings_and_questions_in_another_language_are_marked_as_on_a_web_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text by itself: a line whose name is translated does not say so of the others."""
    (tmp_path / "words/fr").mkdir(parents=True)
    (tmp_path / "pack.toml").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "words/fr/ours.toml").write_text(
        '[contact-nhth]\nname = "La ligne nationale"\npurpose = "On vous écoute."\n'
        '[role-kin]\nlabel = "De la famille"\n',
        encoding="utf-8",
    )

    def shown(*command: str) -> str:
        assert main([*command, "--lang", "fr", "--pack", str(tmp_path)]) == 0
        said = capsys.readouterr()
        return " ".join((said.out + said.err).split())

    said = shown("check", "--sign", "sign-controlled", "--place", "us-ca", "--role", "foster")
    assert "Talk it over with someone trained [en] ---" in said
    assert "Whom to call [en] ---" in said
    assert "La ligne nationale " in said
    assert "La ligne nationale [en]" not in said
    assert "On vous écoute. Day and night, every day. English and Spanish." in said
    assert "languages by interpreter. [en]" in said
    assert "someone trained, at any hour. [en]" in said
    assert "California: another county [en]" in said
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    asked = shown("check")
    assert "Step 1 of 10: Danger now [en]" in asked
    assert "The child is hurt, or about to be hurt [en]" in asked
    assert re.search(r"De la famille (?!\[)", asked)
    duty = shown("duty", "--place", "us-ca", "--role", "foster", "--child", "placed")
    assert "In writing within 36 hours of learning of it. [en]" in duty
    assert "A sheet for the call [en]: /notes" in duty
    monkeypatch.setattr(sys, "stdin", io.StringIO("Why did you go? I love you."))
    coached = shown("coach")
    assert "It asks “why” [en] In your words: “Why did you”" in coached
    assert re.search(r"You could say: “[^”]+” \[en\]", coached)
    monkeypatch.setattr(sys, "stdin", io.StringIO("she has a second phone"))
    assert "afraid of not being reached [en]" in shown("notice")
    assert "now: Call for help now [en]" in shown("read")
    assert " [en]" not in shown("contacts", "list", "--situation", "report", "--json")
