"""Sheets as they come out of the typesetter: nothing cut off, folds free, numbers large, tagged."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdfua import validate
from PIL import Image

from hearthlight.channels.paper.full import FullSheetError
from hearthlight.channels.paper.sheets import (
    Maker,
    Stock,
    maker_of,
    set_sheet,
    tell,
)
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.channels.paper.sheets import Ink, Size
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import SheetLayout
    from hearthlight.documents.blocks import ContactCard, Document

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
    for maker in (Maker(), Maker(agency="Example County Family Services", logo=SVG)):
        with pypdfium2.PdfDocument(set_sheet(document, "pages", Stock(size), maker)) as pdf:
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


def _png() -> bytes:
    """A logo six times as wide as high, in two colours."""
    picture = Image.new("RGBA", (480, 80), (200, 30, 40, 255))
    picture.paste((30, 120, 220, 128), (20, 20, 240, 60))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<rect width="40" height="20" fill="#b3202a"/>'
    b'<circle cx="10" cy="10" r="6" fill="gold"/></svg>'
)
AGENCIES = (
    Maker(agency="Example County Family Services", logo=SVG, address=ADDRESS),
    Maker(agency="Example County Family Services"),
    Maker(
        agency="The Department of Children, Youth and Family Services of Example County and "
        "the Cities of the Bay",
        logo=_png(),
        address="https://help.family-services.example-county-and-cities.org/hearthlight/families",
    ),
)
"""A logo and an address, neither, and more of each than anyone should have."""


def _theirs(edition: Edition, sheet: str, language: str, stock: Stock, maker: Maker) -> bytes:
    """A sheet of an agency, in its longest form: with a place, and the note of a draft."""
    row = edition.sheets[sheet]
    document = compose_page(edition, row.page, language, "us-ca-san-francisco")
    told = maker_of(edition, language)
    return set_sheet(
        document, row.layout, stock, maker._replace(newest=told.newest, note=told.note)
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("maker", AGENCIES)
def test_an_agency_and_what_stands_beside_it_have_each_their_room(
    edition: Edition, maker: Maker, size: Size, language: str
) -> None:
    """No letter lies on a picture or leaves the paper, and the name is there, whole."""
    for sheet in edition.sheets:
        with pypdfium2.PdfDocument(_theirs(edition, sheet, language, Stock(size), maker)) as pdf:
            told = ""
            for page in pdf:
                wide, high = page.get_size()
                pictures = [
                    one.get_bounds() for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
                ]
                for one in letters(page):
                    assert one.left > 4 * MM
                    assert one.right < wide - 4 * MM
                    assert one.bottom > 4 * MM
                    assert one.top < high - 4 * MM
                    for left, bottom, right, top in pictures:
                        beside = one.right <= left or one.left >= right
                        assert beside or one.top <= bottom or one.bottom >= top, (sheet, one)
                told += page.get_textpage().get_text_range() + " "
            assert maker.agency in " ".join(told.split())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_an_agency_has_the_foot_of_the_poster_beside_it(
    edition: Edition, size: Size, language: str
) -> None:
    """When the numbers were read is a few lines, and not a column of words."""
    for maker in AGENCIES:
        made = _theirs(edition, "sheet-poster", language, Stock(size), maker)
        with pypdfium2.PdfDocument(made) as pdf:
            small = [one for one in letters(pdf[0]) if one.size < 9.5]
            lines = {round(one.bottom) for one in small if one.text == "e"}
        assert 1 <= len(lines) <= 3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_list_is_torn_and_what_not_to_say_stands_under_what_to_say(
    edition: Edition, size: Size, language: str
) -> None:
    """A page does not begin with "Not this", and no list goes on from the one before."""
    for maker in (Maker(), *AGENCIES):
        for sheet in ("sheet-talk", "sheet-now", "sheet-first-day"):
            made = _theirs(edition, sheet, language, Stock(size), maker)
            with pypdfium2.PdfDocument(made) as pdf:
                if sheet == "sheet-talk":
                    assert len(pdf) == 3  # as the page that offers it says
                for page in list(pdf)[1:]:
                    first = page.get_textpage().get_text_range().strip()
                    assert not first.startswith(("•", "Not this", "Así no"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_long_address_breaks_where_nobody_misreads_it_and_stays_in_its_panel(
    edition: Edition, size: Size, language: str
) -> None:
    """Before a dot or after a slash, and never at a hyphen; no letter comes near a fold."""
    maker = AGENCIES[-1]
    for sheet, parts in (("sheet-brochure", 3), ("sheet-guide", 2)):
        with pypdfium2.PdfDocument(_theirs(edition, sheet, language, Stock(size), maker)) as pdf:
            page = pdf[0]
            wide, _ = page.get_size()
            tuck = 2 * MM if parts == 3 else 0
            column = (wide + tuck) / parts
            for one in letters(page):
                for edge in (column - tuck, 2 * column - tuck)[: parts - 1]:
                    assert one.right < edge - 7 * MM or one.left > edge + 7 * MM
            lines = page.get_textpage().get_text_range().split("\r\n")
        first = next(at for at, line in enumerate(lines) if line.startswith("help"))
        said = lines[first].strip()
        address = maker.address.removeprefix("https://")
        while said != address:
            first += 1
            assert said.endswith("/") or lines[first].startswith("."), (said, lines[first])
            said += lines[first].strip()
            assert address.startswith(said)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
def test_a_number_is_said_once_and_never_torn(made: Make, size: Size, language: str) -> None:
    """No "Emergency: 911" above "911", and 1-800-THE-LOST is one word."""
    for sheet in ("sheet-brochure", "sheet-guide", "sheet-poster", "sheet-now"):
        with pypdfium2.PdfDocument(made(sheet, language, size)) as pdf:
            text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        assert {"en": "Emergency", "es": "Emergencia"}[language] in text
        assert not re.search(r"Emergenc\w+: 911", text)
        if sheet != "sheet-poster":
            assert "(1-800-THE-LOST)" in text


def test_where_numbers_were_read_differently_the_foot_names_which(edition: Edition) -> None:
    """What holds for all of them is said once, and anything else by the name that stands there."""
    document = compose_page(edition, "page-poster", "en")
    (cards,) = [block.calls for block in document.blocks() if block.calls]
    read = "Gelesen am 1. Mai. Zuletzt"
    checked = ((read,), (read, "One publisher only."), (read, "Tried."))
    given = tuple(_read(card, said) for card, said in zip(cards, checked, strict=True))
    layouts: tuple[tuple[SheetLayout, str], ...] = (("poster", "name"), ("cards", "reason"))
    for layout, named in layouts:
        foot = tell(_with_calls(document, given), layout, Stock(), Maker())["foot"]
        one, other = (getattr(card, named) for card in given[1:])
        assert foot == f"{read} {one}: One publisher only. {other}: Tried."
    alike = tuple(_read(card, checked[1]) for card in cards)
    foot = tell(_with_calls(document, alike), "poster", Stock(), Maker())["foot"]
    assert foot == f"{read} One publisher only."
    # On a full page each contact says it by itself.
    assert tell(_with_calls(document, given), "pages", Stock(), Maker())["foot"] == ""


def test_two_numbers_of_one_name_keep_each_its_own_day(edition: Edition) -> None:
    """The later one is not said to have been read with the first."""
    document = compose_page(edition, "page-poster", "en")
    (cards,) = [block.calls for block in document.blocks() if block.calls]
    first, second, third = (msgspec.structs.replace(card, name="Help") for card in cards)
    given = (
        _read(first, ("Read May 1.",)),
        _read(second, ("Read May 2.", "Tried.")),
        _read(third, ("Read May 1.",)),
    )
    foot = tell(_with_calls(document, given), "poster", Stock(), Maker())["foot"]
    assert foot == f"Read May 1. Help ({second.lines[0].shown}): Read May 2. Tried."


def _read(card: ContactCard, said: tuple[str, ...]) -> ContactCard:
    return msgspec.structs.replace(card, checked=" ".join(said), checked_parts=said)


def _with_calls(document: Document, calls: tuple[ContactCard, ...]) -> Document:
    sections = tuple(
        msgspec.structs.replace(
            section,
            blocks=tuple(
                msgspec.structs.replace(block, calls=calls) if block.calls else block
                for block in section.blocks
            ),
        )
        for section in document.sections
    )
    return msgspec.structs.replace(document, sections=sections)


@pytest.mark.parametrize("logo", [SVG, _png()], ids=["svg", "png"])
def test_black_ink_holds_no_colour_of_a_logo_and_still_shows_it(
    edition: Edition, logo: bytes
) -> None:
    """In greys, as light and dark as it was."""
    maker = Maker(agency="Example County", logo=logo)
    for sheet in edition.sheets:
        made = _theirs(edition, sheet, "en", Stock("us-letter", "black"), maker)
        with pypdfium2.PdfDocument(made) as pdf:
            for page in pdf:
                shown = page.render(scale=1).to_pil().convert("RGB")
                red, green, blue = shown.split()
                assert red.tobytes() == green.tobytes() == blue.tobytes()
            if sheet == "sheet-poster":
                greys = [
                    grey
                    for grey, count in enumerate(red.histogram())
                    if count > 200 and 40 < grey < 250
                ]
                assert len(greys) >= 2


def test_an_agency_has_its_name_and_logo_on_each_sheet(edition: Edition) -> None:
    """An SVG with a description."""
    maker = Maker(agency="Example County Family Services", logo=SVG)
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
