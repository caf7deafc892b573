"""
Writes a local pack to begin with: it passes its checks, and holds no fact that nobody gave.

What needs a source and a date stands in it as a comment, with what to fill in.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from hearthlight.content.made_from import digest
from hearthlight.content.model import Pack, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hearthlight.content.layers import Layer

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STARTER = Path(__file__).parent / "starter"
_WORDS = ("names.toml", "words.toml")
_MADE_FROM = "made_from.toml"
_ONLY_NEW = ("places.toml", "names.toml", _MADE_FROM)
"""Files that only a place needs which the packs do not have yet."""


class CannotStartError(Exception):
    """A pack that cannot be begun. The message says what to do instead."""


def start_pack(pack: Pack, layers: Sequence[Layer], place: str, folder: Path) -> tuple[Path, ...]:
    """
    Write a pack for a place into a new folder, and name its files.

    Raises CannotStartError for a place that lies in none that is known, and for a folder that has
    something in it or cannot be written.
    """
    place = place.lower()
    if not _ID.fullmatch(place):
        raise CannotStartError(
            f"{place!r} is no id. Write letters and hyphens, without accents: us-wa-king."
        )
    places = pack.all(Place)
    within = places[place].within if place in places else _around(place, places)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotStartError(f"{folder} is not empty. Name a folder that is not there yet.")
    holder = places[place] if place in places else places[within]
    written: list[Path] = []
    for file, text in _fill(pack, layers, place, within, holder, folder):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        except OSError as error:
            raise CannotStartError(
                f"{file}: {error.strerror}. Name a folder where you may write."
            ) from None
        written.append(file)
    return tuple(written)


def _around(place: str, places: dict[str, Place]) -> str:
    """The nearest known place around one that is not known."""
    parts = place.split("-")
    for count in range(len(parts) - 1, 1, -1):  # a country alone says too little
        if (name := "-".join(parts[:count])) in places:
            return name
    known = sorted(name for name, row in places.items() if row.within and name.count("-") == 1)
    raise CannotStartError(
        f"There is no place {place!r}. Write a state such as us-wa, or a county in one such as "
        f"us-wa-king. Known: {', '.join(known)}."
    )


def _fill(  # noqa: PLR0913, PLR0917 - what a template is filled with
    pack: Pack, layers: Sequence[Layer], place: str, within: str, holder: Place, folder: Path
) -> Iterator[tuple[Path, str]]:
    is_new = place not in pack.all(Place)
    names = {tag.tag: _name(pack, place, within, tag.tag) for tag in pack.languages}
    shared = {
        "place": place,
        "within": within,
        "iso": holder.iso,
        "layer": f"{place}-local",
        "short": f"{place}-local",
        "beneath": _beneath(layers, place),
        "folder": folder.name,
    }
    source = pack.languages[0].tag
    for template in sorted(_STARTER.iterdir()):
        if template.name in _ONLY_NEW and not is_new:
            continue
        text = Template(template.read_text("utf-8"))
        if template.name in _WORDS:
            for tag, name in names.items():
                yield folder / "words" / tag / template.name, text.substitute(shared, name=name)
        elif template.name == _MADE_FROM:
            made = digest((names[source].strip(),))
            for tag in names:
                if tag != source:
                    yield folder / "made_from" / f"{tag}.toml", text.substitute(shared, digest=made)
        else:
            yield folder / template.name, text.substitute(shared, name=names[source])


def _name(pack: Pack, place: str, within: str, tag: str) -> str:
    words = {**pack.words[pack.languages[0].tag], **pack.words.get(tag, {})}
    if known := words.get(f"{place}.name"):
        return str(known)
    own = place.removeprefix(f"{within}-").replace("-", " ").title()
    return f"{words[f'{within}.name']}: {own}"


def _beneath(layers: Sequence[Layer], place: str) -> str:
    """The layer of the place, or of what is around it: the longest id that begins the place's."""
    fits = [layer.header.id for layer in layers if f"{place}-".startswith(f"{layer.header.id}-")]
    return max(fits, key=len, default=layers[-1].header.id)
