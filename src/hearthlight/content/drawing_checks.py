"""What can be wrong with drawings and logos: missing, too large, or more than lines and shapes."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hearthlight.content.model import AMBER, Block, Pack, Section
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_BYTES = 4_096
MOST_LOGO_BYTES = 65_536
MOST_LOGO_PIXELS = 4_000
"""To a side: 11 millimeters at 600 dots an inch are 260."""
MOST_LOGO_DEPTH = 64
"""Elements within each other. Who reads a picture may go one call deeper for each."""

_SVG = "{http://www.w3.org/2000/svg}"
_ANY = frozenset({"transform", "stroke-width", "stroke-dasharray", "fill", "stroke"})
_SHAPES: dict[str, frozenset[str]] = {
    "svg": frozenset({"viewBox", "stroke-linecap", "stroke-linejoin"}),
    "g": frozenset(),
    "path": frozenset({"d"}),
    "circle": frozenset({"cx", "cy", "r"}),
}
"""What a drawing is made of. The script in the page can grow these and no others."""
_COLOURS = frozenset({"none", "currentColor", AMBER})
_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = 8
"""Bytes before what a part of a PNG holds: its length and its kind. Four more sum it up."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type of a PNG to the numbers of a pixel."""
_BY_PALETTE = 3
_INTERLACED = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
_PASSES = {0: ((0, 0, 1, 1),), 1: (*_INTERLACED, (0, 1, 1, 2))}
"""Way of interlacing to its passes: the first column and row of each, and the steps."""
_LENGTH = re.compile(r"([\d.]+(?:e[+-]?\d+)?)(px|pt|pc|mm|cm|in|em|ex)?")
"""A width or height that an SVG tells. A share such as 100 % is taken of its viewBox."""
_SIDES = f"Save it anew, each side 1 to {MOST_LOGO_PIXELS} pixels"
_LOGO_BANS = re.compile(r"script|foreignObject|iframe|animate|set$")


def check_drawings(pack: Pack) -> Iterator[Problem]:
    """Every drawing that is named is there, and each file is small and holds lines only."""
    for block in pack.all(Block).values():
        if block.kind == "drawing" and block.drawing not in pack.drawings:
            yield _not_there(pack, block.id, block.drawing, "drawing")
        elif block.kind != "drawing" and block.drawing:
            yield row_problem(
                pack,
                block.id,
                f"is of kind {block.kind!r} and names a drawing that it would not show",
                'Write kind = "drawing", or take the drawing out',
            )
    for section in pack.all(Section).values():
        if section.mark and section.mark not in pack.drawings:
            yield _not_there(pack, section.id, section.mark, "mark")
    yield from _files_are_drawings(pack)


def _files_are_drawings(pack: Pack) -> Iterator[Problem]:
    for name, drawing in pack.drawings.items():
        for what, remedy in _wrong_drawing(drawing):
            yield Problem(pack.files[f"drawings/{name}"], name, what, remedy)
    for layer in pack.layers:
        if layer.logo:
            for what, remedy in _wrong_logo(layer.logo, pack.logos.get(layer.id)):
                yield Problem(pack.files[f"logos/{layer.id}"], layer.id, what, remedy)


def _not_there(pack: Pack, row_id: str, name: str, field: str) -> Problem:
    return row_problem(
        pack,
        row_id,
        f"names {name!r} in {field!r}, and there is no such drawing",
        f"Put the file drawings/{name or 'NAME'}.svg into the layer, or correct the name",
    )


def _wrong_drawing(drawing: str) -> Iterator[tuple[str, str]]:
    size = len(drawing.encode())
    if size > MOST_BYTES:
        yield f"is {size} bytes", f"Draw it with fewer lines: at most {MOST_BYTES} bytes"
    root = _parse(drawing)
    if root is None or root.tag != f"{_SVG}svg" or not drawing.startswith("<svg "):
        yield (
            "is not an SVG",
            "Save it as plain SVG that begins with <svg xmlns=... and no prologue",
        )
        return
    for wanted in ("viewBox", "stroke", "fill"):
        if wanted not in root.attrib:
            yield (
                f"has no {wanted!r} on its <svg>",
                f"Write {wanted} there; docs/packs.md shows how",
            )
    for element in root.iter():
        tag = str(element.tag).removeprefix(_SVG)
        if tag not in _SHAPES:
            yield f"has a <{tag}>", f"Use only {', '.join(f'<{name}>' for name in _SHAPES)}"
            continue
        for name, value in element.attrib.items():
            if name not in _SHAPES[tag] | _ANY:
                yield (
                    f"has {name!r} on a <{tag}>",
                    "Take it out; docs/packs.md lists what may stand",
                )
            elif name in ("fill", "stroke") and value not in _COLOURS:
                yield f"has the {name} {value!r}", f"Use one of {', '.join(sorted(_COLOURS))}"


def _wrong_logo(name: str, logo: bytes | None) -> Iterator[tuple[str, str]]:
    if logo is None:
        yield f"names the logo {name!r}, which is not there", "Put the file beside pack.toml"
        return
    if len(logo) > MOST_LOGO_BYTES:
        yield f"has a logo of {len(logo)} bytes", f"Make it smaller: at most {MOST_LOGO_BYTES}"
    yield from _wrong_png(name, logo) if logo.startswith(_PNG) else _wrong_svg(name, logo)


def _wrong_png(name: str, logo: bytes) -> Iterator[tuple[str, str]]:
    parts = _parts_of(logo)
    if not parts:
        yield f"has the logo {name!r}, a PNG that is broken off or damaged", "Save it again"
        return
    width, height = _png_sides(parts)
    if not (0 < width <= MOST_LOGO_PIXELS and 0 < height <= MOST_LOGO_PIXELS):
        yield f"has the logo {name!r}, a PNG of {width} by {height} pixels", _SIDES
    elif not _holds_picture(parts):
        yield f"has the logo {name!r}, a PNG without its whole picture", "Save it again"


def _wrong_svg(name: str, logo: bytes) -> Iterator[tuple[str, str]]:
    root = _parse(logo)
    if root is None or root.tag != f"{_SVG}svg":
        yield f"has the logo {name!r}, which is neither SVG nor PNG", "Save it as SVG or PNG"
    elif found := next(_active_parts(root), ""):
        yield (
            f"has a logo with {found}",
            "Save it as plain SVG: no scripts, style sheets, links or pictures from elsewhere",
        )
    elif not _is_utf8(logo):
        yield f"has the logo {name!r}, which is not text in UTF-8", "Save it as plain SVG"
    elif _is_deep(root):
        yield (
            f"has the logo {name!r}, whose elements lie within more than {MOST_LOGO_DEPTH} others",
            "Save it as plain SVG, without groups in groups",
        )
    elif found := next(_wrong_sides(root), ""):
        yield f"has the logo {name!r}, an SVG with the {found}", _SIDES


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parts_of(png: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and content of each part of a PNG; none where one is not there as it was written."""
    at, parts = len(_PNG), [(b"", b"")]
    while parts[-1][0] != b"IEND":
        head = png[at : at + _HEAD]
        size = int.from_bytes(head[:4])
        told, summed = png[at + 4 : at + _HEAD + size], png[at + _HEAD + size :][:4]
        if len(summed) < 4 or int.from_bytes(summed) != zlib.crc32(told):  # noqa: PLR2004 - its bytes
            return []
        parts.append((told[:4], told[4:]))
        at += _HEAD + size + 4
    del parts[0]
    kind, header = parts[0]
    # Width and height, four bytes each; then depth, colours, packing, filter and interlacing.
    return parts if kind == b"IHDR" and len(header) == 13 else []  # noqa: PLR2004 - its bytes


def _png_sides(parts: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    header = parts[0][1]
    return int.from_bytes(header[:4]), int.from_bytes(header[4:8])


def _holds_picture(parts: list[tuple[bytes, bytes]]) -> bool:
    """Whether a PNG has every line of its picture, and the colours that they name."""
    width, height = _png_sides(parts)
    depth, colours, _, _, way = parts[0][1][8:]
    if colours not in _CHANNELS or way not in _PASSES:
        return False
    if colours == _BY_PALETTE and b"PLTE" not in dict(parts):
        return False
    wanted = 0
    for column, row, right, down in _PASSES[way]:
        wide, high = -(-(width - column) // right), -(-(height - row) // down)
        if wide > 0 and high > 0:
            wanted += high * (1 + -(-wide * _CHANNELS[colours] * depth // 8))
    packed = b"".join(content for kind, content in parts if kind == b"IDAT")
    try:
        return len(zlib.decompressobj().decompress(packed, wanted)) == wanted
    except zlib.error:
        return False


def _is_deep(root: Element) -> bool:
    within, depth = [root], 0
    while within:
        within, depth = [child for one in within for child in one], depth + 1
    return depth > MOST_LOGO_DEPTH


def _wrong_sides(root: Element) -> Iterator[str]:
    """What an SVG tells of its size, where no picture has that."""
    for side in ("width", "height"):
        told = root.get(side, "").strip()
        length = _LENGTH.fullmatch(told)
        if told and not told.endswith("%") and not (length and _is_side(length[1])):
            yield f"{side} {told!r}"


def _is_side(told: str) -> bool:
    try:
        return 0 < float(told) <= MOST_LOGO_PIXELS
    except ValueError:
        return False


def _active_parts(root: Element) -> Iterator[str]:
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if _LOGO_BANS.match(tag):
            yield f"a <{tag}>"
        for name, value in element.attrib.items():
            short = name.rpartition("}")[2]
            elsewhere = short in ("href", "src") and not value.startswith(("#", "data:image/"))
            if short.startswith("on") or elsewhere:
                yield f"{short!r} on a <{tag}>"


def _parse(svg: str | bytes) -> Element | None:
    try:
        return fromstring(svg)
    except (ParseError, DefusedXmlException, ValueError):
        return None
