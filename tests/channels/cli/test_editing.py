"""`pack plain` and `pack coverage`, as an editor runs them."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po, write_po

from hearthlight.channels.cli.commands import main
from hearthlight.content.layers import SHIPPED, find_layers

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """An agency's layer that says one long sentence and one word that hurts."""
    folder = tmp_path / "agency"
    (folder / "words" / "en").mkdir(parents=True)
    (folder / "pack.toml").write_text(
        'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'
    )
    long = "Call " + " ".join(["today"] * 20)
    (folder / "words" / "en" / "blocks.toml").write_text(
        f'[block-step-close]\ntext = "{long}. The victim waits."\n'
    )
    return folder


def _bytes(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _name_language(folder: Path, tag: str = "vi") -> None:
    with (folder / "pack.toml").open("a", encoding="utf-8") as header:
        header.write(f'[[languages]]\ntag = "{tag}"\nname = "{tag}"\n')


def _translated(po: Path, words: dict[str, str]) -> None:
    """A translator's work: words under their source texts."""
    with po.open("rb") as file:
        catalog: Catalog = read_po(file)
    for message in catalog:
        if isinstance(message.id, str) and message.id in words:
            message.string = words[message.id]
            message.flags.discard("fuzzy")
    with po.open("wb") as file:
        write_po(file, catalog)


def test_plain_names_file_row_sentence_and_remedy(
    agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything that is needed to mend it, and exit status 1."""
    assert main(["pack", "plain", str(agency)]) == 1
    shown = capsys.readouterr().out
    assert "agency/words/en/blocks.toml: block-step-close: has a sentence of 21 words" in shown
    assert "“The victim waits.”\n  Write “child” or “young person”." in shown
    assert "page-now" in shown
    assert shown.rstrip().endswith("findings.")


def test_plain_gives_json_with_figures_for_each_page(
    agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same as data."""
    assert main(["pack", "plain", "--json", "--lang", "en", str(agency)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == 1
    found = {(each["id"], each["kind"]) for each in report["findings"]}
    assert {("block-step-close", "sentence-too-long"), ("block-step-close", "avoided")} <= found
    now = next(page for page in report["pages"] if page["page"] == "page-now")
    assert now["score"] <= now["limit"] == 5.0


def test_plain_ends_well_where_nothing_is_found(
    kitchen_sink: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 0, and the figures are still shown."""
    alone = find_layers([kitchen_sink], shipped=None)
    monkeypatch.setattr("hearthlight.channels.cli.commands.find_layers", lambda _: alone)
    assert main(["pack", "plain", str(kitchen_sink)]) == 0
    shown = capsys.readouterr().out
    assert "no findings." in shown
    assert "en: grade, at most" in shown
    assert "es: ease, at least" in shown


def test_an_unknown_language_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is measured in a language without words."""
    assert main(["pack", "plain", "--lang", "xx"]) == 2
    assert "no words in 'xx'. Try: en" in capsys.readouterr().err


def test_coverage_prints_each_statement_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """A line a statement, a line a language, exit status 0 while all is said."""
    assert main(["pack", "coverage"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = [each for each in lines if each.startswith("define-value ")]
    assert line.split()[1:5] == ["en", "es", "page-learn:", "block-learn-what;"]
    assert "en: 99 of 99" in lines


def test_coverage_fails_for_a_language_that_is_no_draft(
    agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reviewed language with gaps is told of, and so is each statement that it lacks."""
    with (agency / "pack.toml").open("a") as header:
        header.write('[[languages]]\ntag = "fr"\nname = "Français"\n')
    assert main(["pack", "coverage", str(agency)]) == 0
    assert "fr: 0 of 99, a draft" in capsys.readouterr().out
    with (agency / "pack.toml").open("a") as header:
        header.write('reviewed_by = "A reader"\n')
    assert main(["pack", "coverage", str(agency)]) == 1
    assert "  missing: define-value" in capsys.readouterr().out


def test_coverage_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as data."""
    assert main(["pack", "coverage", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == 1
    assert report["languages"][0]["said"] == len(report["statements"])
    assert all(row["said"] for row in report["statements"])


@pytest.mark.parametrize("command", ["plain", "coverage"])
def test_a_broken_pack_is_not_measured(
    agency: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its problems are told first."""
    (agency / "calls.toml").write_text(
        '[[call]]\nid = "call-nobody"\ncontact = "contact-nobody"\norder = 1\n'
    )
    assert main(["pack", command, str(agency)]) == 1
    assert "agency/calls.toml: call-nobody" in capsys.readouterr().err


def test_translate_lists_what_is_to_do_and_takes_it_back(
    agency: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1 while anything is to do; a file goes out and comes back unchanged."""
    assert main(["pack", "translate", "vi", "--pack", str(agency)]) == 1
    shown = capsys.readouterr().out
    assert "missing: agency/words/en/blocks.toml: block-step-close.text: Call today" in shown
    assert " 0 stale." in shown
    assert main(["pack", "translate", "vi", "--json", "--pack", str(agency)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["language"] == "vi"
    assert {text["state"] for text in report["texts"]} == {"missing"}
    out = tmp_path / "vi.po"
    assert main(["pack", "translate", "vi", "--pack", str(agency), "--out", str(out)]) == 0
    assert 'msgctxt "block-step-close.text"' in out.read_text("utf-8")
    _name_language(agency)
    assert main(["pack", "translate", "vi", "--pack", str(agency), "--read", str(out)]) == 0
    assert "no files changed" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["vi", "es"])
def test_an_agencys_translation_is_written_in_its_own_folder_alone(
    agency: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """
    What the shipped packs say goes there too, and only what is new; theirs stays byte for byte.

    A shipped copy of Spanish is stale wherever the agency says the English anew.
    """
    shipped = _bytes(SHIPPED)
    _name_language(agency, language)
    out = tmp_path / "back.po"
    translate = ["pack", "translate", language, "--pack", str(agency)]
    assert main([*translate, "--out", str(out)]) == 0
    _translated(
        out, {"Get help now": "Una", "Has hotel keys or key cards": "Otra", "Call": "Tercera"}
    )
    assert main([*translate, "--read", str(out)]) == 0
    assert _bytes(SHIPPED) == shipped
    written = sorted(str(file.relative_to(agency)) for file in agency.rglob(f"*{language}*/*.toml"))
    assert f"words/{language}/outcomes.toml" in written
    said = (agency / "words" / language / "outcomes.toml").read_text("utf-8")
    assert tomllib.loads(said) == {"outcome-emergency": {"title": "Una"}}
    assert "agency/made_from" in capsys.readouterr().out
    assert main([*translate, "--read", str(out)]) == 0
    assert "no files changed" in capsys.readouterr().out
    assert main(["pack", "check", str(agency)]) == 0
    assert main(["read", "--lang", language, "--pack", str(agency)]) == 0
    # What is accepted is accepted there too, and what is theirs is not to be accepted.
    assert main([*translate, "--accept-all"]) == 0
    assert main([*translate, "--accept", "sign-gifts"]) == 2
    assert "in your own words/" in capsys.readouterr().err
    assert main([*translate, "--read", str(out), "--layer", "csec"]) == 2
    assert "There is no layer 'csec' to write in. Try: agency." in capsys.readouterr().err
    assert _bytes(SHIPPED) == shipped


def test_a_language_that_no_pack_names_is_not_written(
    agency: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody would be shown it. What to do is said: an agency's language is for its own folder."""
    before = _bytes(SHIPPED) | _bytes(agency)
    out = tmp_path / "vi.po"
    assert main(["pack", "translate", "vi", "--out", str(out)]) == 0
    _translated(out, {"Get help now": "Một"})
    for more, told in (
        ([], "a folder of your own is where it belongs"),
        (["--pack", str(agency)], f"Name it in {agency / 'pack.toml'}, under [[languages]]."),
    ):
        assert main(["pack", "translate", "vi", *more, "--read", str(out)]) == 2
        assert told in capsys.readouterr().err
    assert _bytes(SHIPPED) | _bytes(agency) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["qqq"], "There is no language 'qqq'"),
        (["en"], "is what is translated from"),
        (["es", "--read", "nowhere.po"], "nowhere.po: No such file"),
        (["es", "--accept", "block-nowhere"], "There is no 'block-nowhere'"),
    ],
)
def test_translate_says_what_cannot_be_done(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and what to write instead."""
    assert main(["pack", "translate", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_pack_check_names_what_a_layer_leaves_untranslated_and_is_content(
    agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A note and no failure: which text, in which language, and whether it is stale or missing."""
    (agency / "words" / "en" / "outcomes.toml").write_text(
        '[outcome-report]\nanswer = "Call the county today."\n'
    )
    (agency / "words" / "en" / "places.toml").write_text(
        '[us-ca]\nname = "California, our state"\n'
    )
    assert main(["pack", "check", str(agency)]) == 0
    shown = capsys.readouterr().out
    assert ": no problems" in shown
    assert "Note: es: 3 texts without a translation of today's words; en is shown instead:" in shown
    assert "stale: agency/words/en/outcomes.toml: outcome-report.answer" in shown
    assert "hearthlight pack translate es --pack DIR" in shown
    assert main(["check", "--lang", "es", "--fact", "known-told", "--pack", str(agency)]) == 0
    assert "Call the county today. [en]" in capsys.readouterr().out
    # An agency's own translation of words that were changed later is still shown, and said to be.
    translated = agency / "words" / "es"
    translated.mkdir()
    (translated / "outcomes.toml").write_text('[outcome-report]\nanswer = "Llame hoy."\n')
    assert main(["pack", "check", str(agency)]) == 0
    shown = capsys.readouterr().out
    assert "Note: es: 1 text translated from other words than today's en, and still shown:" in shown


def test_pack_check_has_nothing_to_say_of_the_shipped_packs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All that they say in English is said in Spanish, from today's words."""
    assert main(["pack", "check"]) == 0
    assert "Note" not in capsys.readouterr().out


def test_a_translators_file_of_an_agency_holds_its_own_open_texts_alone(
    agency: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of Spanish, which we ship; read back, nothing is left to do. `--all` gives everything."""
    (agency / "words" / "en" / "outcomes.toml").write_text(
        '[outcome-report]\nanswer = "Call the county today."\n'
    )
    out = tmp_path / "es.po"
    translate = ["pack", "translate", "es", "--pack", str(agency)]
    assert main([*translate, "--out", str(out)]) == 0
    assert "2 texts to translate, 0 missing and 2 stale" in capsys.readouterr().out
    assert out.read_text("utf-8").count("msgctxt") == 2
    assert main(translate) == 1
    assert "es: 2 texts of your own folders, 0 missing, 2 stale." in capsys.readouterr().out
    long = next(message for message in _read(out) if message.context == "block-step-close.text")
    _translated(out, {str(long.id): "Llame hoy.", "Call the county today.": "Llame al condado."})
    assert main([*translate, "--read", str(out)]) == 0
    assert "es now: 2 texts of your own folders, 0 missing, 0 stale." in capsys.readouterr().out
    assert main(translate) == 0
    assert main([*translate, "--out", str(out)]) == 0
    assert main([*translate, "--all", "--out", str(out)]) == 0
    assert out.read_text("utf-8").count("msgctxt") > 1000


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file)


def test_where_names_file_row_field_and_language_of_a_sentence(
    agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As words or as JSON; exit status 1 where nothing says it."""
    assert main(["pack", "where", "The victim", "waits.", "--pack", str(agency)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("agency/words/en/blocks.toml: block-step-close: text: en\n  Call today")
    assert main(["pack", "where", "Haga un reporte hoy", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"file", "id", "field", "language", "text", "replaced_in"} == set(found[0])
    assert ("csec/words/es/outcomes.toml", "outcome-report", "title", "es") in {
        (each["file"], each["id"], each["field"], each["language"]) for each in found
    }
    assert main(["pack", "where", "nobody says this"]) == 1
    assert "Try fewer" in capsys.readouterr().out


def test_a_refused_pack_is_told_what_was_not_done(
    agency: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check starts nothing and a server writes nothing: each says what it did not do."""
    (agency / "contacts.toml").write_text(
        '[[contact]]\nid = "contact-nhth"\nsources = ["source-nowhere"]\n'
        'confidence = "one-source"\n'
    )
    pack = ["--pack", str(agency)]
    for command, told in (
        (["pack", "check", str(agency)], "1 problem. Until it is mended, this pack is not served."),
        (["serve", *pack], "1 problem. Nothing was started."),
        (
            ["pack", "translate", "es", *pack, "--out", str(tmp_path / "es.po")],
            "1 problem. Nothing was written.",
        ),
        (["pack", "plain", str(agency)], "1 problem."),
    ):
        assert main(command) == 1
        assert capsys.readouterr().err.splitlines()[-1] == told
