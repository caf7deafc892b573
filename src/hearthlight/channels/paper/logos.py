"""A logo for a printer without colour: the same picture in greys."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterable

_PNG = b"\x89PNG\r\n\x1a\n"
_SIZE = slice(16, 24)
"""Where a PNG tells its width and its height, four bytes each."""
_SVG = "http://www.w3.org/2000/svg"
_LINKS = "http://www.w3.org/1999/xlink"
_HIGH = 120
"""How high the logo is called, in pixels. What has a filter is drawn at four times that."""


def is_png(logo: bytes) -> bool:
    """Whether a logo is a PNG; it is an SVG otherwise."""
    return logo.startswith(_PNG)


def in_grey(logo: bytes) -> str:
    """An SVG of the logo in greys, as light and as see-through as it was."""
    register_namespace("", _SVG)
    register_namespace("xlink", _LINKS)
    root = _framed(logo) if is_png(logo) else _sized(fromstring(logo))
    children = list(root)
    for child in children:
        root.remove(child)
    grey = SubElement(
        root,
        f"{{{_SVG}}}filter",
        {
            "id": "in-grey",
            "color-interpolation-filters": "sRGB",
            "x": "-50%",
            "y": "-50%",
            "width": "200%",
            "height": "200%",
        },
    )
    SubElement(grey, f"{{{_SVG}}}feColorMatrix", {"type": "saturate", "values": "0"})
    SubElement(root, f"{{{_SVG}}}g", {"filter": "url(#in-grey)"}).extend(children)
    return tostring(root, encoding="unicode")


def _framed(png: bytes) -> Element:
    """A PNG as the one picture of an SVG."""
    size = png[_SIZE]
    width, height = int.from_bytes(size[:4]), int.from_bytes(size[4:])
    root = Element(f"{{{_SVG}}}svg", _frame((0, 0, width, height)))
    picture = {"width": str(width), "height": str(height)}
    data = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    SubElement(root, f"{{{_SVG}}}image", {**picture, f"{{{_LINKS}}}href": data})
    return root


def _sized(root: Element) -> Element:
    """An SVG at the size at which greys are drawn, where it tells what it shows."""
    try:
        box = [float(side) for side in root.get("viewBox", "").replace(",", " ").split()]
    except ValueError:
        box = []
    if len(box) == 4 and box[2] > 0 and box[3] > 0:  # noqa: PLR2004 - corner, width and height
        root.attrib.update(_frame(box))
    return root


def _frame(box: Iterable[float]) -> dict[str, str]:
    left, top, width, height = box
    return {
        "viewBox": f"{left:g} {top:g} {width:g} {height:g}",
        "width": f"{width * _HIGH / height:g}",
        "height": str(_HIGH),
    }
