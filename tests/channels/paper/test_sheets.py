"""Sheets as they come out of the typesetter: nothing cut off, folds free, numbers large, tagged."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdfua import validate

from hearthlight.channels.paper.sheets import (
    FullSheetError,
    Maker,
    Stock,
    maker_of,
    set_sheet,
)
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.channels.paper.sheets import Ink, Size
    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.blocks import Document

MM = 72 / 25.4
ADDRESS = "https://help.example-agency.org"
PLACES = ("", "us-ca-san-francisco", "us-md")
"""No place; and those whose names and reservations are the longest."""
ONE_PAGE = {"sheet-card", "sheet-poster"}
TWO_PAGES = {"sheet-brochure", "sheet-guide"}
HSI = ("347-2423", "ICE")
SIZES: tuple[Size, ...] = ("us-letter", "a4")


class Letter(NamedTuple):
    """One character on a page: its box in points from the lower left, and its size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def letters(page: pypdfium2.PdfPage) -> list[Letter]:
    """Every character that can be seen."""
    told = page.get_textpage()
    return [
        Letter._make(
            (
                told.get_text_range(at, 1),
                *told.get_charbox(at),
                pdfium.FPDFText_GetFontSize(told, at),
            )
        )
        for at in range(told.count_chars())
        if told.get_text_range(at, 1).strip()
    ]


class Make(Protocol):
    """Makes a sheet of the shipped pack."""

    def __call__(
        self, sheet: str, language: str, size: Size, place: str = "", ink: Ink = "colour"
    ) -> bytes:
        """The PDF."""


@pytest.fixture(scope="module")
def made(edition: Edition) -> Make:
    """Makes each sheet once."""

    @cache
    def make(sheet: str, language: str, size: Size, place: str = "", ink: Ink = "colour") -> bytes:
        row = edition.sheets[sheet]
        document = compose_page(edition, row.page, language, place)
        return set_sheet(
            document, row.layout, Stock(size, ink), maker_of(edition, language, ADDRESS)
        )

    return make


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_no_word_crosses_a_fold_or_leaves_its_panel(
    made: Make, language: str, size: Size, place: str
) -> None:
    """Folds fall between columns: seven millimeters on either side hold no letter."""
    for sheet, parts in (("sheet-brochure", 3), ("sheet-guide", 2)):
        with pypdfium2.PdfDocument(made(sheet, language, size, place)) as pdf:
            assert len(pdf) == 2
            for at, page in enumerate(pdf):
                wide, high = page.get_size()
                assert wide > high
                tuck = 2 * MM if parts == 3 else 0
                column = (wide + tuck) / parts
                folds = [column - tuck, 2 * column - tuck] if at == 0 else [column, 2 * column]
                shown = letters(page)
                assert len(shown) > 200
                for one in shown:
                    assert one.bottom > 7 * MM
                    assert one.top < high - 7 * MM
                    for edge in (0, wide, *folds[: parts - 1]):
                        assert one.right < edge - 7 * MM or one.left > edge + 7 * MM


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_the_first_day_is_one_side(edition: Edition, language: str, size: Size) -> None:
    """Steps, numbers and what not to do, in each size; a code for the newest may take a second."""
    document = compose_page(edition, "page-first-day", language)
    with pypdfium2.PdfDocument(set_sheet(document, "pages", Stock(size))) as pdf:
        assert len(pdf) == 1
        told = pdf[0].get_textpage().get_text_range()
    assert all(number in told for number in ("911", "373-7888", "843-5678", "422-4453"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_every_sheet_has_its_pages_and_keeps_its_margins(
    made: Make,
    edition: Edition,
    language: str,
    size: Size,
) -> None:
    """Nothing is cut off by a printer, and a poster and a card never run to a second page."""
    for sheet in edition.sheets:
        with pypdfium2.PdfDocument(made(sheet, language, size)) as pdf:
            if sheet in ONE_PAGE:
                assert len(pdf) == 1
            if sheet in TWO_PAGES:
                assert len(pdf) == 2
            for page in pdf:
                wide, high = page.get_size()
                for one in letters(page):
                    assert one.left > 6 * MM
                    assert one.bottom > 6 * MM
                    assert one.right < wide - 6 * MM
                    assert one.top < high - 6 * MM


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_holds_its_words_with_the_local_line(made: Make, language: str, place: str) -> None:
    """Each of the ten is whole: between two cuts stand the heading, the numbers and the date."""
    cards: dict[Size, tuple[float, float]] = {
        "us-letter": (252.0, 144.0),
        "a4": (85 * MM, 54 * MM),
    }
    for size, (wide, high) in cards.items():
        with pypdfium2.PdfDocument(made("sheet-card", language, size, place)) as pdf:
            page = pdf[0]
            across, up = page.get_size()
            cells: dict[tuple[int, int], str] = {}
            for one in letters(page):
                column = (one.left - (across / 2 - wide)) / wide
                row = ((up / 2 + 2.5 * high) - one.top) / high
                assert int(column) == int((one.right - (across / 2 - wide)) / wide)
                assert int(row) == int(((up / 2 + 2.5 * high) - one.bottom) / high)
                at = int(column), int(row)
                cells[at] = cells.get(at, "") + one.text
        assert len(cells) == 10
        assert len(set(cells.values())) == 1
        told = cells[0, 0]
        assert all(number in told for number in ("911", "(888)373-7888", "988", "2026"))


@pytest.mark.parametrize("size", SIZES)
def test_numbers_to_call_are_set_in_fourteen_points_or_more(made: Make, size: Size) -> None:
    """Whoever holds it at arm's length, in a bad light, can read it."""
    for sheet in ("sheet-brochure", "sheet-guide", "sheet-card", "sheet-poster", "sheet-now"):
        with pypdfium2.PdfDocument(made(sheet, "en", size, "us-md")) as pdf:
            found = 0
            for page in pdf:
                shown = letters(page)
                text = "".join(one.text for one in shown)
                at = text.find("(888)373-7888")
                while at >= 0:
                    found += 1
                    assert min(one.size for one in shown[at : at + 13]) > 13.99
                    at = text.find("(888)373-7888", at + 1)
            assert found


def test_no_sheet_to_hand_out_names_the_line_of_immigration_enforcement(
    made: Make,
    edition: Edition,
) -> None:
    """It may be the reason not to call at all."""
    for sheet, row in edition.sheets.items():
        if row.layout == "pages":
            continue
        for place in PLACES:
            with pypdfium2.PdfDocument(made(sheet, "en", "us-letter", place)) as pdf:
                text = " ".join(page.get_textpage().get_text_range() for page in pdf)
                assert "373-7888" in text
                assert "2026" in text
                assert not any(word in text for word in HSI)


@pytest.mark.parametrize("sheet", ["sheet-brochure", "sheet-guide", "sheet-poster"])
def test_the_code_is_25_millimeters_or_more_with_its_address_beside_it(
    made: Make,
    sheet: str,
) -> None:
    """A phone reads it from a hand's breadth."""
    scale = 4
    with pypdfium2.PdfDocument(made(sheet, "en", "us-letter")) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        at = text.search(ADDRESS.removeprefix("https://")).get_next()
        assert at
        left, bottom, _, top = text.get_charbox(at[0])
        picture = page.render(scale=scale, grayscale=True).to_pil()
    middle = picture.height - (bottom + top) / 2 * scale
    reach = int(35 * MM * scale)
    beside = picture.crop(
        (
            max(0, int(left * scale) - reach),
            int(middle) - reach // 2,
            int(left * scale) - 4,
            int(middle) + reach // 2,
        )
    )
    box = beside.point(lambda value: 255 if value < 60 else 0).getbbox()
    assert box
    assert (box[2] - box[0]) / scale / MM >= 24.9


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_independent_checker_finds_no_failure(
    made: Make,
    edition: Edition,
    language: str,
    tmp_path: Path,
) -> None:
    """pdfua, which others wrote; `make sheets` runs a second one over every sheet."""
    for sheet in edition.sheets:
        path = tmp_path / f"{sheet}.pdf"
        path.write_bytes(made(sheet, language, "us-letter"))
        report = validate(str(path))
        assert not report.findings, (sheet, report.findings)


def test_marks_are_no_pictures_to_a_reader_and_drawings_are_described(made: Make) -> None:
    """Each figure has a description; the marks beside headings are left out of the reading."""
    with pikepdf.open(BytesIO(made("sheet-brochure", "en", "us-letter"))) as pdf:
        told = [
            str(item.get("/Alt", ""))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert len(told) == 3  # two drawings and the code
    assert all(len(alt) > 20 for alt in told)


def test_reading_begins_with_the_cover_and_ends_with_the_back(made: Make) -> None:
    """Panels lie where the folds want them; who listens hears headings in the order of use."""
    with pikepdf.open(BytesIO(made("sheet-brochure", "en", "us-letter"))) as pdf:
        levels = [
            str(item["/S"])
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") in (None, "/StructElem")
            and str(item.get("/S", "")).startswith("/H")
        ]
    assert levels.count("/H1") == 1
    assert levels.count("/H2") == 5


def test_black_ink_holds_no_colour(made: Make) -> None:
    """An office printer without colour prints what was looked at."""
    for sheet in ("sheet-brochure", "sheet-poster", "sheet-card", "sheet-first-day"):
        with pypdfium2.PdfDocument(made(sheet, "es", "a4", "", "black")) as pdf:
            for page in pdf:
                red, green, blue = page.render(scale=0.5).to_pil().convert("RGB").split()
                assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_an_agency_has_its_name_and_logo_on_each_sheet(edition: Edition) -> None:
    """An SVG with a description."""
    logo = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        b'<rect width="40" height="20"/></svg>'
    )
    maker = Maker(agency="Example County Family Services", logo=logo)
    for row in edition.sheets.values():
        if row.layout == "cards":
            continue  # a card has room for the name alone
        pdf = set_sheet(compose_page(edition, row.page, "en"), row.layout, maker=maker)
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert any(
                str(item.get("/Alt", "")) == maker.agency
                for item in opened.objects
                if isinstance(item, pikepdf.Dictionary)
            )
        with pypdfium2.PdfDocument(pdf) as read:
            text = " ".join(page.get_textpage().get_text_range() for page in read)
            assert "Example County" in " ".join(text.split())


@pytest.mark.parametrize("layout", ["brochure", "guide", "cards", "poster"])
def test_too_many_words_are_refused_by_name_and_never_cut_off(
    edition: Edition, layout: str
) -> None:
    """The sheet is not made; the panel that is full is named."""
    row = next(row for row in edition.sheets.values() if row.layout == layout)
    document = compose_page(edition, row.page, "en")
    full = _lengthened(document)
    with pytest.raises(FullSheetError, match="too much under"):
        set_sheet(full, row.layout)


def _lengthened(document: Document) -> Document:
    section = document.sections[-1]
    text = next(block for block in document.blocks() if block.kind == "text")
    words = msgspec.structs.replace(text, text="A word more, and one more. " * 200)
    longer = msgspec.structs.replace(section, blocks=(*section.blocks, words))
    return msgspec.structs.replace(document, sections=(*document.sections[:-1], longer))
