"""`hearthlight notes`: the sheet for the call, as a person fills it in a terminal."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.content.layers import find_layers
from hearthlight.documents.opening import open_edition
from hearthlight.documents.outcome import compose_page
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "zq7canary9xw"


def _notes(monkeypatch: pytest.MonkeyPatch, typed: str, *options: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main(["notes", *options])


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_field_is_asked_for_and_none_is_shown_as_an_option(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """An empty line goes on; what was typed stands on the sheet; the rest is room to write in."""
    settings = read_settings()
    sheet = compose_page(
        open_edition(find_layers(settings.packs), settings.store), "page-notes", language
    )
    fields = [block for block in sheet.blocks() if block.kind == "field"]
    assert len(fields) > 10
    assert _notes(monkeypatch, f"\n{CANARY}\n", "--lang", language) == 0
    shown = capsys.readouterr()
    assert all(field.title in " ".join(shown.err.split()) for field in fields)
    assert f" * {CANARY}\n" in shown.out
    assert shown.out.count("_\n") == sum(field.rows for field in fields[1:])
    with pytest.raises(SystemExit, match="2"):
        main(["notes", CANARY])


def test_who_worries_about_someone_in_the_home_gets_no_sheet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Paper could be found: another phone is named instead, and no file is written."""
    path = tmp_path / "sheet.pdf"
    assert _notes(monkeypatch, "y\n", "--pdf", str(path)) == 1
    shown = capsys.readouterr()
    assert "another phone" in shown.err
    assert shown.out == ""
    assert not path.exists()


def test_the_pdf_is_its_owners_alone_and_tagged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Mode 0600, PDF/UA, a neutral title, and no date or name of who made it."""
    path = tmp_path / "sheet.pdf"
    assert _notes(monkeypatch, f"\n{CANARY}\n", "--pdf", str(path), "--lang", "es") == 0
    assert path.stat().st_mode & 0o777 == 0o600
    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == "es"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
        assert str(pdf.docinfo.get("/Title", "")).endswith("Hearthlight")
        assert "/Author" not in pdf.docinfo
        assert len(pdf.pages) <= 4


def test_a_file_that_is_there_is_never_written_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said before a single question is asked."""
    path = tmp_path / "sheet.pdf"
    path.write_text("mine")
    assert _notes(monkeypatch, "\n", "--pdf", str(path)) == 2
    assert path.read_text() == "mine"
    assert "Name a new file" in capsys.readouterr().err
    assert _notes(monkeypatch, "\n", "--pdf", str(tmp_path / "no" / "sheet.pdf")) == 2
    assert "No such file" in capsys.readouterr().err


def test_what_is_typed_is_never_markup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Marks of the typesetter's language, stars and bytes that are no text come out as typed."""
    path = tmp_path / "sheet.pdf"
    hostile = '#read("/etc/passwd") **x** $1$ @label <b>'
    assert _notes(monkeypatch, f"\n{hostile}\n\udcff\n", "--pdf", str(path)) == 0
    with pypdfium2.PdfDocument(path) as pdf:
        assert hostile in pdf[0].get_textpage().get_text_range()
