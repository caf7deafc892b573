"""
Makes the sheets' sans serif: two weights of Source Sans 3, cut to the letters that packs may need.

    uv run --with fonttools --with fontpkg-source-sans-3==3.52 python scripts/make_fonts.py

Its licence (SIL Open Font License 1.1) reserves the name "Source", so that what is changed bears
another. Run by hand when a language with other letters comes; the result is committed.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found,unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found,unused-ignore]
from fontTools.varLib.instancer import (  # type: ignore[import-not-found,unused-ignore]
    instantiateVariableFont,
)

FOLDER = Path(__file__).resolve().parent.parent / "src/hearthlight/channels/paper/fonts"
FAMILY = "Hearthlight Sans"
WEIGHTS = {"Regular": 400, "Bold": 650}
LETTERS = (
    *(range(0x20, 0x7F), range(0xA0, 0x250)),  # Latin
    *(range(0x300, 0x370), range(0x1E00, 0x1F00)),  # marks, and Vietnamese
    range(0x400, 0x530),  # Cyrillic
    *(range(0x2010, 0x2028), range(0x2030, 0x2040), range(0x20A0, 0x20C0), range(0x2190, 0x2194)),
    *((0x2022, 0x2026, 0x2122, 0x2212, 0x25CB, 0x25CF),),
)


def main() -> None:
    """Write both weights and the licence."""
    source = files("fontpkg_source_sans_3")
    shutil.copy(str(source.joinpath("LICENSE")), FOLDER / "OFL.txt")
    for style, weight in WEIGHTS.items():
        font = TTFont(str(source.joinpath("files/SourceSans3[wght].ttf")), recalcTimestamp=False)
        font = instantiateVariableFont(font, {"wght": weight})
        options = Options(layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl"])
        options.hinting = False
        options.name_IDs = ["*"]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[letter for run in LETTERS for letter in run])
        subsetter.subset(font)
        _rename(font, style)
        font.save(FOLDER / f"HearthlightSans-{style}.ttf")


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (3, 7, 16, 17, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    told = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"HearthlightSans-{style}"}
    for number, name in told.items():
        names.setName(name, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


if __name__ == "__main__":
    main()
