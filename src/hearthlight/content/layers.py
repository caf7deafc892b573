"""
Which folders make up a pack, and in what order they lie on each other.

The shipped layers come first, each on the one it builds on; an agency's folders go on top in the
order given.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from hearthlight.content.model import PackHeader
from hearthlight.content.problems import BrokenPackError, Problem
from hearthlight.content.shapes import say_what_fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHIPPED = Path(__file__).resolve().parent.parent / "packs"


class Layer(msgspec.Struct, frozen=True):
    """A folder of TOML files and its header."""

    folder: Path
    header: PackHeader
    name: str = ""
    """How the folder is called among the others; empty where its own name is enough."""

    def shown(self, file: Path) -> str:
        """The path an editor would recognise: the layer's folder name and what follows."""
        return str(Path(self.name or self.folder.name) / file.relative_to(self.folder))


def find_layers(extra: Sequence[Path] = (), shipped: Path | None = SHIPPED) -> tuple[Layer, ...]:
    """
    The shipped layers from the bottom up, then the extra folders in the order given.

    `shipped=None` stands the extra folders on nothing, for packs that are complete by themselves.

    Raises BrokenPackError when a folder has no readable header, or builds on a layer that is not
    beneath it.
    """
    problems: list[Problem] = []
    beneath: list[Layer] = []
    if shipped is not None:
        folders = sorted(path.parent for path in shipped.glob("*/pack.toml"))
        beneath = _bottom_up(_read_headers(folders, problems), problems)
    on_top = _named_apart(beneath, _read_headers([Path(folder) for folder in extra], problems))
    known = {layer.header.id for layer in beneath}
    for layer in on_top:
        header = layer.header
        if header.builds_on and header.builds_on not in known:
            problems.append(
                Problem(
                    layer.shown(layer.folder / "pack.toml"),
                    header.id,
                    f"builds on {header.builds_on!r}, which is not beneath it",
                    f"Name one of: {', '.join(sorted(known))}",
                )
            )
        if header.id in known:
            problems.append(
                Problem(
                    layer.shown(layer.folder / "pack.toml"),
                    header.id,
                    "has the id of another layer",
                    "Give the layer an id of its own",
                )
            )
        known.add(header.id)
    if problems:
        raise BrokenPackError(problems)
    return (*beneath, *on_top)


def _named_apart(beneath: Iterable[Layer], on_top: Iterable[Layer]) -> list[Layer]:
    """Those on top, each with as much of its path as tells it from every other folder."""
    taken = {layer.folder.name for layer in beneath}
    named: list[Layer] = []
    for layer in on_top:
        parts = layer.folder.parts
        ends = (str(Path(*parts[-count:])) for count in range(1, len(parts) + 1))
        name = next((end for end in ends if end not in taken), "")
        taken.add(name)
        named.append(layer if name == parts[-1] else msgspec.structs.replace(layer, name=name))
    return named


def count_shipped(layers: Sequence[Layer]) -> int:
    """
    So many layers from the bottom are ours, where someone's own folders lie on them; else none.

    Those are not written: what an agency wrote there would be gone with the next version, and was
    never its own.
    """
    shipped = sum(layer.folder.is_relative_to(SHIPPED) for layer in layers)
    return shipped if shipped < len(layers) else 0


def _read_headers(folders: Iterable[Path], problems: list[Problem]) -> list[Layer]:
    layers: list[Layer] = []
    for folder in folders:
        file = folder / "pack.toml"
        shown = str(Path(folder.name) / "pack.toml")
        try:
            table = tomllib.loads(file.read_text("utf-8"))
            header = msgspec.convert(table, PackHeader)
        except FileNotFoundError:
            problems.append(
                Problem(
                    shown,
                    "",
                    f"is not there (looked in {folder})",
                    "Name a folder that has a pack.toml, with at least id, title and licence",
                )
            )
        except OSError as error:  # a file in place of the folder, or one that may not be read
            problems.append(
                Problem(
                    shown,
                    "",
                    f"cannot be read: {error.strerror}",
                    f"Name a folder of packs that you may read, not {folder}",
                )
            )
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(shown, "", f"is not TOML: {error}", "Mend the line it names"))
        except msgspec.ValidationError as error:
            told = say_what_fits(str(error), table, "See `hearthlight pack schema pack`")
            problems.append(Problem(shown, "", *told))
        else:
            layers.append(Layer(folder.resolve(), header))
    return layers


def _bottom_up(layers: list[Layer], problems: list[Problem]) -> list[Layer]:
    waiting = {layer.header.id: layer for layer in layers}
    problems.extend(
        Problem(
            layer.shown(layer.folder / "pack.toml"),
            layer.header.id,
            "has the id of another layer",
            "Give the layer an id of its own",
        )
        for layer in layers
        if waiting[layer.header.id] is not layer
    )
    ordered: list[Layer] = []
    placed = {""}
    while waiting:
        ready = [layer for layer in waiting.values() if layer.header.builds_on in placed]
        if not ready:
            problems.extend(
                Problem(
                    layer.shown(layer.folder / "pack.toml"),
                    layer.header.id,
                    f"builds on {layer.header.builds_on!r}, which is missing or builds on it",
                    "Name a layer that is there",
                )
                for layer in waiting.values()
            )
            break
        for layer in ready:
            ordered.append(layer)
            placed.add(layer.header.id)
            del waiting[layer.header.id]
    return ordered
