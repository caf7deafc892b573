"""What each sheet says, as the data that its template sets."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from xml.etree.ElementTree import ParseError

from hearthlight.channels.paper.full import FullSheetError, SheetError
from hearthlight.channels.paper.logos import in_grey, is_png
from hearthlight.channels.paper.typesetting import typeset
from hearthlight.content.locales import is_draft
from hearthlight.content.model import AMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import SheetLayout
    from hearthlight.documents.blocks import Block, ContactCard, Document

Size = Literal["us-letter", "a4"]
Ink = Literal["colour", "black"]

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_SITES = frozenset({"web", "chat"})
"""Lines whose label says that another site opens; paper opens none."""
_FULL = re.compile(r"full: (all|[\d ]+)")
_ONWARD = frozenset({"links", "unsure"})
"""Kinds of block that lead to another page. Paper has none."""


class Stock(NamedTuple):
    """What a sheet is printed on and with."""

    size: Size = "us-letter"
    ink: Ink = "colour"


PLAIN = Stock()
_INKS: dict[Ink, tuple[str, str]] = {"colour": ("#1E2A2B", AMBER), "black": ("#000000", "#ffffff")}

_TEMPLATES: dict[SheetLayout, str] = {
    "pages": "page.typ",
    "cards": "cards.typ",
    "poster": "poster.typ",
    "brochure": "folded.typ",
    "guide": "folded.typ",
}

CAN_BE_FULL = frozenset(_TEMPLATES) - {"pages"}
"""Layouts of a fixed size. Full pages go on to the next one."""


class Maker(NamedTuple):
    """Whose sheet it is, and where its newest version is. All of it may be empty."""

    agency: str = ""
    logo: bytes = b""
    """An SVG or a PNG."""
    address: str = ""
    """Printed, and as a QR code beside it."""
    newest: str = ""
    """What stands above the address."""
    note: str = ""
    """What must be known of the whole sheet, such as that nobody has reviewed its words."""


NOBODY = Maker()


def maker_of(edition: Edition, language: str, address: str = "") -> Maker:
    """The agency that the pack names, and what is said of it all in this language."""
    words = edition.wording(language)
    draft = is_draft(edition.languages, language)
    return Maker(
        agency=edition.agency,
        logo=edition.logo,
        address=address,
        newest=words.interface("print_newest"),
        note=words.interface("print_draft") if draft else "",
    )


def set_sheet(
    document: Document,
    layout: SheetLayout = "pages",
    stock: Stock = PLAIN,
    maker: Maker = NOBODY,
) -> bytes:
    """
    A document on paper: a tagged PDF, the same to the byte for the same words.

    Raises FullSheetError where a panel, a card or a poster cannot hold its words, and SheetError
    where it cannot be set for another reason, such as a logo that the typesetter cannot read.
    """
    return set_told(tell(document, layout, stock, maker))


def set_own(document: Document, maker: Maker = NOBODY) -> bytes:
    """A caregiver's own sheet on full pages, without the logo where that cannot be read."""
    try:
        return set_sheet(document, maker=maker)
    except SheetError:
        return set_sheet(document, maker=maker._replace(logo=b""))


def set_told(told: dict[str, Any]) -> bytes:
    """The same, of a document as `tell` gives it."""
    try:
        return typeset(_TEMPLATES[told["layout"]], told)
    except RuntimeError as error:
        if found := _FULL.search(str(error)):
            raise _full(found[1], told) from None
        said = str(error).splitlines()
        raise SheetError(f"The typesetter refused it: {said[0] if said else 'no word'}.") from error


def _full(panels: str, told: dict[str, Any]) -> FullSheetError:
    """What the template found too long: panels by their place, or the sheet as a whole."""
    sections = told["sections"]
    if panels == "all":
        return FullSheetError((told["heading"],), [one["id"] for one in sections])
    full = [sections[int(at)] for at in panels.split()]
    return FullSheetError([one["heading"] for one in full], [one["id"] for one in full])


def tell(document: Document, layout: SheetLayout, stock: Stock, maker: Maker) -> dict[str, Any]:
    """
    A document as the templates read it. A section that only leads onward is left out.

    Raises SheetError for a logo that cannot be drawn in this ink.
    """
    every = layout == "pages"
    sections = [
        {
            "id": section.id,
            "heading": section.heading,
            "mark": _ink(section.mark, stock),
            "blocks": [
                _block(block, stock, every=every)
                for block in section.blocks
                if block.kind not in _ONWARD and not (block.folded and block.drawing)
            ],
        }
        for section in document.sections
        if not section.folds  # on paper nothing can be opened
    ]
    sections = [section for section in sections if section["blocks"]]
    # On a full page each contact says by itself when it was read.
    read = () if every else _read_when(sections, "reason" if layout == "cards" else "name")
    return {
        "layout": layout,
        "title": document.title,
        "heading": document.heading,
        "answer": document.answer,
        "language": document.language,
        "paper": stock.size,
        "ink": stock.ink,
        "foot": " ".join((*read, *([maker.note] if maker.note else ()))),
        "agency": maker.agency,
        "logo": _logo(maker.logo, stock),
        "address": maker.address.removeprefix("https://"),
        "newest": maker.newest,
        "code": _code(maker.address) if maker.address else None,
        "sections": sections,
    }


def _logo(logo: bytes, stock: Stock) -> str | list[int] | None:
    """Text for an SVG, numbers for the bytes of a PNG: both are bytes to a template."""
    if not logo:
        return None
    if stock.ink == "black":
        try:
            return in_grey(logo)
        except (ArithmeticError, RecursionError, ValueError, ParseError) as error:
            raise SheetError(f"The logo cannot be drawn in greys: {error}.") from error
    return list(logo) if is_png(logo) else logo.decode()


def _read_when(sections: Iterable[dict[str, Any]], named: str) -> Iterator[str]:
    """
    When the numbers were read, in as few words as are true.

    The day that most were read on stands by itself, then by name what else holds of some of them,
    then those of another day.
    """
    cards = _cards_by_name(sections, named)
    if not cards:
        return
    (day, _), *_ = Counter(card["checked_parts"][0] for card in cards.values()).most_common(1)
    yield day
    of_some: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for name, card in cards.items():
        read, *more = card["checked_parts"]
        if read == day:
            for sentence in more:
                of_some.setdefault(sentence, []).append(name)
        else:
            others.setdefault(card["checked"], []).append(name)
    for sentence, names in of_some.items():
        yield sentence if len(names) == len(cards) else f"{', '.join(names)}: {sentence}"
    for told, names in others.items():
        yield f"{', '.join(names)}: {told}"


def _cards_by_name(sections: Iterable[dict[str, Any]], named: str) -> dict[str, dict[str, Any]]:
    """Each card once; where two of a name were read differently, its number tells them apart."""
    alike: dict[str, dict[str, dict[str, Any]]] = {}
    for section in sections:
        for block in section["blocks"]:
            for card in block["cards"]:
                alike.setdefault(card[named].removesuffix("."), {}).setdefault(card["id"], card)
    found: dict[str, dict[str, Any]] = {}
    for name, by_id in alike.items():
        cards = list(by_id.values())
        if all(card["checked_parts"] == cards[0]["checked_parts"] for card in cards):
            found[name] = cards[0]
        else:
            found |= {f"{name} ({card['lines'][0]['shown']})": card for card in cards}
    return found


def _code(address: str) -> str:
    import segno  # noqa: PLC0415 - only a sheet with an address pays for it

    return str(segno.make(address, error="m").svg_inline(border=2))


def _ink(drawing: str, stock: Stock) -> str:
    """A drawing in the inks of this stock: one dark for the lines, and the lamp's amber or none."""
    lines, lamp = _INKS[stock.ink]
    return drawing.replace("currentColor", lines).replace(AMBER, lamp)


def _block(block: Block, stock: Stock, *, every: bool) -> dict[str, Any]:
    calls = block.calls if every else _few(block.calls)
    is_field = block.kind == "field"
    items = () if is_field else (*block.items, *(tick.label for tick in block.ticks))
    return {
        "kind": block.kind,
        "title": block.title,
        "paragraphs": _paragraphs(block.text) + [_runs(reason.text) for reason in block.reasons],
        "items": [_runs(item) for item in items],
        "typed": block.items if is_field else (),
        "say": block.say,
        "cards": [_card(card) for card in calls],
        "lines": [
            {"text": _runs(line.text), "due": line.due, "checked": line.checked}
            for line in block.duties
        ],
        "rows": block.rows,
        "drawing": _ink(block.drawing, stock),
        "alt": block.alt,
    }


def _few(calls: tuple[ContactCard, ...]) -> tuple[ContactCard, ...]:
    """Where room is short: the first to call for each reason, of those with a number to call."""
    found: dict[str, ContactCard] = {}
    for one in calls:
        if any(line.kind == "call" for line in one.lines):
            found.setdefault(one.reason, one)
    return tuple(found.values())


def _card(card: ContactCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": _without_number(card),
        "reason": card.reason,
        "hours": card.hours,
        "passes_on": card.passes_on,
        "checked": card.checked,
        "checked_parts": card.checked_parts,
        "lines": [
            {
                "kind": line.kind,
                "label": "" if line.kind in _SITES else line.label,
                "shown": line.shown,
            }
            for line in card.lines
        ],
    }


def _without_number(card: ContactCard) -> str:
    """The name, without a number at its end that stands large beside it anyhow."""
    name = card.name
    for line in card.lines:
        name = name.removesuffix(f": {line.shown}")
    return name


def _paragraphs(text: str) -> list[list[dict[str, Any]]]:
    return [_runs(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def _runs(text: str) -> list[dict[str, Any]]:
    """Plain and strong runs, in turn: what stands between two `**` is strong."""
    return [
        {"text": run, "strong": bool(number % 2)}
        for number, run in enumerate(_STRONG.split(text))
        if run
    ]
