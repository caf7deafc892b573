"""
Makes the models in `src/hearthlight/notice` from the packs' phrases and sayings: `make model`.

Thresholds of signs are set on lines that were not learned from; levels of dangers and sayings are
constants, chosen on sets of lines by other authors.
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
from hearthlight.notice.model import DANGERS, SAYINGS, SIGNS, load_file, load_model
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
        digests = made_from(SIGNS)  # read first: it tells of what is learned
        _write(SIGNS, signs.make_signs(), digests)
    if DANGERS in names:
        digests = made_from(DANGERS)
        _write(DANGERS, dangers.make_dangers(edition), digests)
    if SAYINGS in names:
        digests = made_from(SAYINGS)
        _write(SAYINGS, sayings.make_sayings(edition), digests)
    for name in (signs.VALIDATION, signs.HELD_OUT):
        _report(edition, name)


def _write(name: str, file: ModelFile, digests: dict[str, str | int]) -> None:
    path = MODELS / f"{name}.json"
    file = msgspec.structs.replace(file, made_from=digests | file.made_from)
    path.write_bytes(msgspec.json.encode(file) + b"\n")
    load_file.cache_clear()
    load_model.cache_clear()
    labels.cache_clear()
    say(f"{path.name} written, {path.stat().st_size:,} bytes")


def made_from(name: str) -> dict[str, str | int]:
    """The digests of what a model learns from, and of what sets its thresholds."""
    learned, cues, seed = {
        SIGNS: ((phrases.PHRASES,), None, signs.SEED),
        DANGERS: (
            (phrases.PHRASES, phrases.DANGER_PHRASES),
            phrases.PACK / "danger",
            dangers.SEED,
        ),
        SAYINGS: ((phrases.SAYINGS,), phrases.PACK / "cues", sayings.SEED),
    }[name]
    said: dict[str, str | int] = {
        "phrases_sha256": _digest(file for folder in learned for file in folder.glob("*/*.txt")),
        "training_sha256": _digest(HERE.glob("*.py")),
        "word_vectors": encoder_name(),
        "seed": seed,
    }
    if cues:
        said["cues_sha256"] = _digest(cues.glob("*.toml"))
    if name == SIGNS:
        said["validation_sha256"] = _digest([signs.VALIDATION])
    return said


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
