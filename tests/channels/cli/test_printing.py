"""`hearthlight print`: real PDFs, read back."""

from __future__ import annotations

import json
import stat
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.channels.paper import checking
from hearthlight.content.starting import start_pack
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack
    from hearthlight.documents.blocks import Document

SHEETS = ("brochure", "guide", "first-day", "now", "talk", "notes", "card", "poster")
HSI = "347-2423"


def _print(folder: Path, name: str, *options: str) -> int:
    return main(["print", name, "--out", str(folder), *options])


def _text(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize(("size", "ink"), [("letter", "colour"), ("a4", "black")])
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


def test_a_place_adds_its_child_abuse_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the card, for whoever lives there; a place that nobody knows is said to be none."""
    assert _print(tmp_path, "card", "--place", "us-ca-san-francisco") == 0
    (page,) = _text(tmp_path / "card-en.pdf")
    assert page.count("(800) 856-5553") == 10
    assert _print(tmp_path, "card", "--place", "us-nowhere") == 2
    assert "us-nowhere" in capsys.readouterr().err


def test_a_draft_says_so_on_every_sheet(tmp_path: Path) -> None:
    """Whoever holds it knows that nobody qualified has read it."""
    assert _print(tmp_path, "all", "--lang", "es", "--allow-draft", "es") == 0
    for path in tmp_path.iterdir():
        assert "Borrador" in " ".join(_text(path))


def _full(folder: Path) -> Path:
    """An agency's folder with too many words for its card."""
    pack = folder / "ours"
    (pack / "words" / "en").mkdir(parents=True)
    (pack / "pack.toml").write_text(
        'id = "ours"\ntitle = "Ours"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'
        'agency = "Ours"\n'
    )
    words = "We are here for you and yours. " * 30
    (pack / "words" / "en" / "card.toml").write_text(f'[block-card-text]\ntext = "{words}"\n')
    return pack


def _plain(folder: Path) -> Path:
    """An agency's folder with its name alone."""
    pack = _full(folder)
    (pack / "words" / "en" / "card.toml").unlink()
    return pack


def test_too_much_for_a_card_is_said_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An agency that adds words is told where there are too many; no card is cut off."""
    pack = _full(tmp_path)
    assert _print(tmp_path / "out", "card", "--pack", str(pack)) == 1
    assert "too much under 'Worried about a child?'" in capsys.readouterr().err


def test_one_sheet_that_is_too_full_keeps_no_other_from_being_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All others are written, and the one that is not is named."""
    assert _print(tmp_path / "out", "all", "--pack", str(_full(tmp_path))) == 1
    made = {path.stem.removesuffix("-en") for path in (tmp_path / "out").iterdir()}
    assert made == {*SHEETS} - {"card"}
    assert "card-en.pdf was not written. There is too much" in capsys.readouterr().err


def test_the_check_of_a_pack_says_which_words_no_sheet_can_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file and the row that an editor opens, how long it is, and on which sheet."""
    assert main(["pack", "check", str(_full(tmp_path))]) == 1
    said = capsys.readouterr().err
    assert "ours/words/en/card.toml: block-card-text: has 929 letters" in said
    assert "of sheet-card in en" in said
    assert "Letter and A4" in said
    *told, last = said.splitlines()
    assert all("block-card-text" in line and "sheet-card" in line for line in told)
    assert "The pack is served all the same" in last


def test_the_check_of_a_pack_says_when_an_agency_has_too_long_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no other words of the folder stand on the sheet, in pack.toml."""
    pack = _plain(tmp_path)
    header = (pack / "pack.toml").read_text()
    (pack / "pack.toml").write_text(header.replace('"Ours"\n', f'"{"Our agency. " * 60}"\n'))
    assert main(["pack", "check", str(pack)]) == 1
    said = capsys.readouterr().err
    assert "ours/pack.toml: ours: has 720 letters under 'Worried about a child?'" in said


def test_the_check_of_a_new_pack_tries_its_sheets_with_its_own_place(
    pack: Pack, layers: tuple[Layer, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its county's line is on them; a line of another place may be shorter."""
    ours, tried = tmp_path / "ours", set[str]()

    def see(edition: Edition, page: str, language: str, place: str = "") -> Document:
        tried.add(place)
        return compose_page(edition, page, language, place)

    monkeypatch.setattr(checking, "compose_page", see)
    monkeypatch.setattr(checking, "set_sheet", lambda *_: b"")
    start_pack(pack, layers, "us-wa-king", ours)
    assert main(["pack", "check", str(ours)]) == 0
    assert tried == {"", "us-wa-king"}
    tried.clear()
    assert main(["pack", "check", str(_plain(tmp_path / "theirs"))]) == 0
    assert tried == {"", "us-ca-san-francisco"}


def _unreadable() -> bytes:
    """A PNG that is whole, with lines in a way that none is written in."""

    def part(kind: bytes, told: bytes) -> bytes:
        return len(told).to_bytes(4) + kind + told + zlib.crc32(kind + told).to_bytes(4)

    header = b"\0\0\0\x28\0\0\0\x14\x08\x02\0\0\0"
    lines = zlib.compress(b"\x07" * (20 * 121))
    parts = part(b"IHDR", header) + part(b"IDAT", lines) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_a_logo_that_cannot_be_set_is_told_by_its_name_and_keeps_no_one_from_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback at any door: the check says it, printing too, and an outcome goes without."""
    pack = _plain(tmp_path)
    with (pack / "pack.toml").open("a") as header:
        header.write('logo = "logo.png"\n')
    (pack / "logo.png").write_bytes(_unreadable())
    assert main(["pack", "check", str(pack)]) == 1
    told, last = capsys.readouterr().err.splitlines()
    assert told.startswith("ours/pack.toml: ours: has the logo 'logo.png', with which no sheet")
    assert last.startswith("1 problem.")
    assert _print(tmp_path / "out", "poster", "--pack", str(pack)) == 1
    assert "poster-en.pdf was not written. The typesetter refused it" in capsys.readouterr().err
    own = tmp_path / "own.pdf"
    assert main(["check", "--fact", "known-told", "--pdf", str(own), "--pack", str(pack)]) == 0
    assert own.read_bytes().startswith(b"%PDF-")


def test_the_check_of_a_folder_called_like_one_of_ours_names_the_agencys_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words of ours on the same sheet are not taken for the agency's, however long they are."""
    pack = _full(tmp_path).rename(tmp_path / "csec")
    assert main(["pack", "check", str(pack)]) == 1
    *told, _ = capsys.readouterr().err.splitlines()
    assert told
    own = f"{tmp_path.name}/csec/words/en/card.toml: block-card-text: has 929 letters"
    assert all(line.startswith(own) for line in told)


def test_an_export_with_a_sheet_too_full_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback: which sheet, under which words, and what to do next."""
    site = tmp_path / "site"
    assert main(["export", str(site), "--pack", str(_full(tmp_path))]) == 1
    said = capsys.readouterr().err
    assert "sheets/card-letter.pdf: There is too much under 'Worried about a child?'" in said
    assert "Nothing was written" in said
    assert "pack check" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours"]


def test_an_outcome_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """The same outcome as in the terminal, tagged, and readable by nobody else."""
    path = tmp_path / "page.pdf"
    assert main(["check", "--fact", "known-told", "--pdf", str(path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = " ".join(_text(path))
    assert "Make a report today" in told
    assert "373-7888" in told
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_an_outcome_says_of_each_contact_once_when_it_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the contact, and not again at the foot, where nobody knows of whom it is said."""
    path = tmp_path / "page.pdf"
    place = ("--place", "us-ca-san-francisco")
    assert main(["check", "--sign", "sign-gifts", *place, "--pdf", str(path)]) == 0
    told = " ".join(" ".join(_text(path)).split())
    assert main(["check", "--sign", "sign-gifts", *place, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    cards = [
        card
        for section in document["sections"]
        for block in section["blocks"]
        for card in block.get("calls", ())
    ]
    assert cards
    for checked in ("Read November", "Not yet checked by phone."):
        assert told.count(checked) == sum(checked in card["checked"] for card in cards) > 0


def test_an_outcome_never_takes_the_place_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there stays, and it is said what to do."""
    path = tmp_path / "page.pdf"
    path.write_bytes(b"mine")
    assert main(["check", "--fact", "known-told", "--pdf", str(path)]) == 2
    assert path.read_bytes() == b"mine"
    assert "Name a new file" in capsys.readouterr().err
    gone = tmp_path / "nowhere" / "page.pdf"
    assert main(["check", "--fact", "known-told", "--pdf", str(gone)]) == 2
    assert "Name a file to write" in capsys.readouterr().err


def test_whose_worry_is_at_home_keeps_no_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They read it on the screen, and nothing is written that could be found."""
    path = tmp_path / "page.pdf"
    assert main(["check", "--fact", "home-involved", "--pdf", str(path)]) == 1
    assert not path.exists()
    said = capsys.readouterr()
    assert "Tell nobody at home" in said.out
    assert "Someone at home could find it" in said.err


def test_a_wrong_name_or_address_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The names there are; how an address begins."""
    assert _print(tmp_path, "flyer") == 2
    assert "There is no sheet 'flyer'" in capsys.readouterr().err
    assert _print(tmp_path, "card", "--address", "example.org") == 2
    assert "Begin it with https" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert _print(tmp_path / "file", "card") == 2
    assert "Name another folder" in capsys.readouterr().err
