"""What can be wrong with drawings and logos: missing, too large, or more than lines and shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zlib import crc32

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hearthlight.content.model import AMBER, Block, Pack, Section
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_BYTES = 4_096
MOST_LOGO_BYTES = 65_536

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
    if logo.startswith(_PNG):
        if not _is_whole(logo):
            yield f"has the logo {name!r}, a PNG that is broken off or damaged", "Save it again"
        return
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


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_whole(png: bytes) -> bool:
    """Whether each part of a PNG is there as it was written: a typesetter refuses it otherwise."""
    at, kinds = len(_PNG), []
    while b"IEND" not in kinds:
        head = png[at : at + _HEAD]
        size = int.from_bytes(head[:4])
        told, summed = png[at + 4 : at + _HEAD + size], png[at + _HEAD + size :][:4]
        if len(summed) < 4 or int.from_bytes(summed) != crc32(told):  # noqa: PLR2004 - its bytes
            return False
        kinds.append(head[4:])
        at += _HEAD + size + 4
    return kinds[0] == b"IHDR" and b"IDAT" in kinds


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
