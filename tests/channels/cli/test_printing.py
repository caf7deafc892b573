"""`hearthlight print`: real PDFs, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from hearthlight.channels.cli.commands import main

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = ("first-day", "now", "talk", "notes", "card", "poster")
HSI = "347-2423"


def _print(folder: Path, name: str, *options: str) -> int:
    return main(["print", name, "--out", str(folder), *options])


def _text(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("ink", ["colour", "black"])
def test_every_sheet_in_every_language_is_tagged_and_the_same_to_the_byte(
    tmp_path: Path, size: str, ink: str
) -> None:
    """PDF/UA-1 with a title and a language; nothing tells when or by whom it was made."""
    options = ("--size", size, "--ink", ink, "--address", "https://help.example.org")
    for folder in ("one", "two"):
        assert _print(tmp_path / folder, "all", *options) == 0
        spanish = ("--lang", "es", "--allow-draft", "es")
        assert _print(tmp_path / folder, "all", *options, *spanish) == 0
    made = sorted((tmp_path / "one").iterdir())
    assert [path.name for path in made] == sorted(
        f"{name}-{language}.pdf" for name in SHEETS for language in ("en", "es")
    )
    for path in made:
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        with pikepdf.open(path) as pdf:
            assert pdf.Root.Lang == path.stem[-2:]
            assert pdf.Root.MarkInfo.Marked
            assert "Hearthlight" in str(pdf.docinfo["/Title"])
            with pdf.open_metadata() as told:
                assert told["pdfuaid:part"] == "1"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", ["letter", "a4"])
def test_cards_and_poster_are_one_page_with_numbers_and_the_day_they_were_read(
    tmp_path: Path, size: str, language: str
) -> None:
    """Ten whole cards; and no line that immigration enforcement answers."""
    options = ("--size", size, "--lang", language, "--allow-draft", language)
    for name in ("card", "poster"):
        assert _print(tmp_path, name, *options) == 0
        (page,) = _text(tmp_path / f"{name}-{language}.pdf")
        copies = 10 if name == "card" else 1
        assert page.count("(888) 373-7888") == copies
        assert page.count("2026") == copies
        assert HSI not in page


def test_no_card_runs_over_its_edge(tmp_path: Path) -> None:
    """In the language with the longest words: what is read last still stands above the next."""
    assert _print(tmp_path, "card", "--lang", "es", "--allow-draft", "es") == 0
    with pypdfium2.PdfDocument(tmp_path / "card-es.pdf") as pdf:
        text = pdf[0].get_textpage()
        headings: list[tuple[float, ...]] = []
        lasts: list[tuple[float, ...]] = []
        for words, places in (("preocupa", headings), ("cerca del", lasts)):
            found = text.search(words)
            while at := found.get_next():
                places.append(text.get_charbox(at[0]))
        feet = []
        found = text.search("2026")
        while at := found.get_next():
            feet.append(text.get_charbox(at[0]))
    assert len(headings) == len(lasts) == len(feet) == 10
    for heading, last, foot in zip(headings, lasts, feet, strict=True):
        assert heading[1] > last[3] > last[1] > foot[3]


def test_a_draft_language_is_printed_only_when_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Paper cannot be taken back."""
    assert _print(tmp_path, "card", "--lang", "es") == 2
    assert "--allow-draft es" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_name_or_address_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The names there are; how an address begins."""
    assert _print(tmp_path, "flyer") == 2
    assert "first-day, now, talk, notes, card, poster, or all" in capsys.readouterr().err
    assert _print(tmp_path, "card", "--address", "example.org") == 2
    assert "https://" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert _print(tmp_path / "file", "card") == 2
    assert "Name another folder" in capsys.readouterr().err
