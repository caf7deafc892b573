"""
Makes the models in `src/hearthlight/notice` from the packs' phrases and sayings: `make model`.

Thresholds are set on lines that were not learned from.
"""

from __future__ import annotations

import argparse
import hashlib
from typing import TYPE_CHECKING

import msgspec

from hearthlight.content.layers import find_layers
from hearthlight.documents.hearing import labels
from hearthlight.documents.opening import open_edition
from hearthlight.evaluation.signs import SignRow, evaluate_signs
from hearthlight.notice.model import DANGERS, SAYINGS, SIGNS, load_model
from training import dangers, phrases, sayings, signs
from training.learning import HERE, say
from training.vectors import encoder_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.model import ModelFile

MODELS = HERE.parent / "src/hearthlight/notice"


def main() -> None:
    """Make the models that are asked for, write them, and print how they do."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("models", nargs="*", default=[SIGNS, DANGERS, SAYINGS], metavar="MODEL")
    names = parser.parse_args().models
    edition = open_edition(find_layers())
    if SIGNS in names:
        made_from = _made_from(phrases.PHRASES, signs.VALIDATION, seed=signs.SEED)
        _write(SIGNS, signs.make_signs(), made_from)
    if DANGERS in names:
        made_from = _made_from(phrases.PHRASES, signs.VALIDATION, seed=dangers.SEED)
        _write(DANGERS, dangers.make_dangers(edition), made_from)
    if SAYINGS in names:
        made_from = _made_from(phrases.SAYINGS, seed=sayings.SEED)
        _write(SAYINGS, sayings.make_sayings(edition), made_from)
    for name in (signs.VALIDATION, signs.HELD_OUT):
        _report(edition, name)


def _write(name: str, file: ModelFile, made_from: dict[str, str | int]) -> None:
    path = MODELS / f"{name}.json"
    file = msgspec.structs.replace(file, made_from=made_from | file.made_from)
    path.write_bytes(msgspec.json.encode(file) + b"\n")
    load_model.cache_clear()
    labels.cache_clear()
    say(f"{path.name} written, {path.stat().st_size:,} bytes")


def _made_from(folder: Path, *lines: Path, seed: int) -> dict[str, str | int]:
    """Read first, so that it tells of what is learned, whatever is written meanwhile."""
    return {
        "phrases_sha256": _digest(folder.glob("*/*.txt")),
        "training_sha256": _digest(HERE.glob("*.py")),
        "validation_sha256": _digest(lines),
        "word_vectors": encoder_name(),
        "seed": seed,
    }


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _report(edition: Edition, name: Path) -> None:
    lines = name.read_text("utf-8").splitlines()
    found = evaluate_signs(edition, [msgspec.json.decode(line, type=SignRow) for line in lines])
    true = found.overall.true
    say(
        f"{name.stem}: at 3 {found.overall.at_3 / true:.3f}, at 5 {found.overall.at_5 / true:.3f},"
        f" offered {found.overall.offered / true:.3f} ({found.overall.wrong} wrong);"
        f" ordinary {found.ordinary_offered} of {found.ordinary}"
        f" (forms {found.ordinary_offered_a_form}),"
        f" look-alikes {found.alike_offered_danger} of {found.alike},"
        f" danger {found.danger_caught} of {found.danger}"
    )


if __name__ == "__main__":
    main()
