"""
Makes `src/hearthlight/notice/model.json` from the packs' phrases: `make model`.

Teachers, larger than what is shipped, learn the phrases; the model learns the phrases and what the
teachers make of them, keeps the rows that matter most, and is written in whole numbers. Thresholds
are set on lines that were not learned from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from hearthlight.content.loader import load_pack
from hearthlight.evaluation.signs import SignRow, evaluate_signs
from hearthlight.notice.model import ModelFile, build_model
from hearthlight.notice.noticing import DANGER
from training.calibrate import GATE, calibrate
from training.features import FOLD, Features, line_features
from training.network import Network
from training.phrases import PHRASES, make_lines, read_phrases
from training.vectors import encoder_name
from training.whole import whole_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.network import Array
    from training.phrases import Line, Phrase

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "src/hearthlight/notice/model.json"
VALIDATION = HERE / "data/validation.jsonl"
HELD_OUT = HERE / "data/held_out.jsonl"
SEED = 11
UNITS = 40
TEACHERS = 3
TEACHER_UNITS = 48
TAUGHT = 0.7
"""How much of what the model learns is the teachers' word, beside the phrases' own labels."""
MOST_LINES = 30
EPOCHS = 10
AGAIN = 4
"""Epochs after the rows that matter least are gone."""
RATE = 3e-3
ROWS = 11_200
OTHERS = 2_200
"""Rows of words that no phrase has, by their meaning alone."""
ORDINARY_WEIGHT = 2.0
DANGER_WEIGHT = 1.3


def main() -> None:
    """Make the model, write it, and print how it does."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    out = parser.parse_args().out
    started = time.monotonic()
    made_from = _made_from()
    phrases = read_phrases()
    labels = _labels(phrases)
    held = [each for number, each in enumerate(phrases) if number % 5 == 0]
    trial = _make([each for number, each in enumerate(phrases) if number % 5], labels, 1)
    _say(started, "trial model learned")
    file = _make(phrases, labels)
    _say(started, "model learned")
    rows = [json.loads(line) for line in VALIDATION.read_text("utf-8").splitlines()]
    file = msgspec.structs.replace(file, made_from=made_from | file.made_from)
    file = calibrate(file, trial, make_lines(held, 2, SEED + 1), rows)
    out.write_bytes(msgspec.json.encode(file) + b"\n")
    _say(started, f"{out.name} written, {out.stat().st_size:,} bytes")
    for name in (VALIDATION, HELD_OUT):
        _report(file, name)


def _say(started: float, what: str) -> None:
    sys.stderr.write(f"{time.monotonic() - started:6.1f} s  {what}\n")


def _labels(phrases: list[Phrase]) -> list[str]:
    pack = load_pack()
    known = {row_id for kind in ("sign", "form", "fact") for row_id in pack.rows[kind]}
    used = {label for phrase in phrases for label in phrase.labels} - {"-", "?"}
    if wrong := sorted(used - known):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {PHRASES}.")
    return [*sorted(used), GATE]


def _make(phrases: list[Phrase], labels: list[str], teachers: int = TEACHERS) -> ModelFile:
    measured = _measured()
    lines = [
        line for line in make_lines(phrases, MOST_LINES, SEED) if _plain(line.text) not in measured
    ]
    said = [line_features(line.text) for line in lines]
    features = Features(said)
    matrix = features.matrix(said)
    wanted, weight = _wanted(lines, labels)

    def learner(units: int, seed: int) -> Network:
        made = Network(features.vectors, features.learned, units, len(labels), seed)
        made.learn(matrix, taught, weight, EPOCHS, RATE)
        return made

    taught = wanted
    scores = sum(learner(TEACHER_UNITS, SEED + 1 + n).scores(matrix) for n in range(teachers))
    taught = (1 - TAUGHT) * wanted + TAUGHT / (1 + np.exp(-scores / teachers))
    network = learner(UNITS, SEED)
    # A row matters as much as it moves the units, over all the lines that it stands in.
    norms = np.sqrt((network.whole_rows() ** 2).sum(1))
    often = np.array([features.counts[feature] for feature in features.names])
    kept = np.sort(np.argsort(-norms * often, kind="stable")[:ROWS])
    features.keep(kept)
    network.keep(kept)
    network.learn(features.matrix(said), taught, weight, AGAIN, RATE / 3)
    rows = dict(zip(features.names, network.whole_rows(), strict=True))
    others = network.whole_rows(features.others.vectors)
    matter = np.log(np.sqrt((others**2).sum(1))) + features.others.common
    for place in np.argsort(-matter, kind="stable")[:OTHERS]:
        rows[features.others.features[place]] = others[place]
    return whole_model(network, rows, labels, {"phrases": len(phrases), "lines": len(lines)})


def _measured() -> set[str]:
    """What is measured on is not learned, even where a phrase happens to say the same."""
    return {
        _plain(json.loads(line)["text"])
        for file in (VALIDATION, HELD_OUT)
        for line in file.read_text("utf-8").splitlines()
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.translate(FOLD)))


def _wanted(lines: list[Line], labels: list[str]) -> tuple[Array, Array]:
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels:
            wanted[place, labels.index(label)] = 1
        wanted[place, -1] = not line.is_ordinary
    return wanted, np.array([line.weight * _importance(line) for line in lines], np.float32)


def _importance(line: Line) -> float:
    if line.is_ordinary:
        return ORDINARY_WEIGHT
    return DANGER_WEIGHT if any(label.startswith(DANGER) for label in line.labels) else 1.0


def _made_from() -> dict[str, str | int]:
    """Read first, so that it tells of what is learned, whatever is written meanwhile."""
    return {
        "phrases_sha256": _digest(PHRASES.glob("*/*.txt")),
        "training_sha256": _digest(HERE.glob("*.py")),
        "validation_sha256": _digest([VALIDATION]),
        "word_vectors": encoder_name(),
        "seed": SEED,
    }


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _report(file: ModelFile, name: Path) -> None:
    lines: list[Any] = name.read_text("utf-8").splitlines()
    found = evaluate_signs(build_model(file), [msgspec.json.decode(x, type=SignRow) for x in lines])
    true = found.overall.true
    sys.stderr.write(
        f"{name.stem}: at 3 {found.overall.at_3 / true:.3f}, at 5 {found.overall.at_5 / true:.3f},"
        f" offered {found.overall.offered / true:.3f} ({found.overall.wrong} wrong);"
        f" ordinary {found.ordinary_offered} of {found.ordinary}"
        f" (forms {found.ordinary_offered_a_form}),"
        f" look-alikes {found.alike_offered_danger} of {found.alike},"
        f" danger {found.danger_caught} of {found.danger}\n"
    )


if __name__ == "__main__":
    main()
