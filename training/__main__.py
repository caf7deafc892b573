"""
Makes `src/hearthlight/notice/model.json` from the packs' phrases: `make model`.

Learns a network over the features that the walkers read, keeps the rows that matter most, writes
all numbers as whole ones, and sets the thresholds on lines that were not learned from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
from scipy import sparse

from hearthlight.content.loader import load_pack
from hearthlight.notice.model import FORMAT, MIDDLE, REACH, ModelFile, build_model
from hearthlight.notice.noticing import DANGER, notice
from hearthlight.notice.reading import Fold, pair_feature, tokens, windows, word_features
from training.network import Network
from training.phrases import PHRASES, make_lines, read_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.network import Array
    from training.phrases import Line, Phrase

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "src/hearthlight/notice/model.json"
VALIDATION = HERE / "data/validation.jsonl"
SEED = 11
UNITS = 32
MOST_LINES = 30
EPOCHS = 12
AGAIN = 4
"""Epochs after the rows that matter least are gone."""
RARE = 4
"""A feature that stands in fewer lines is not learned."""
ROWS = 14_500
GATE = "any"
ORDINARY_OFFERED = 0.06
"""The share of validation's ordinary lines on which anything may be offered."""
NEAR_OFFERED = 0.2
"""Likewise of held-out phrases of ordinary life; most of those were written to be near a sign."""
ALIKE_OFFERED = 0.025
"""Likewise of all these, for danger."""
NEGATORS = """
no not never isnt arent wasnt werent dont doesnt didnt cant cannot wont hasnt havent hadnt
aint nobody none nothing without neither nor nunca jamas nadie ningun ninguna nada ni sin
tampoco
""".split()  # noqa: SIM905 - easier to read
BREAKERS = "but just pero sino though yet only solo nomas".split()  # noqa: SIM905 - easier to read
_LONGEST = 1023
_FINE = 1 << 10
"""The whole number that stands for 1 in units and scores."""


class Lines(NamedTuple):
    """Lines as numbers."""

    features: Array
    wanted: Array
    weight: Array


def main() -> None:
    """Make the model, write it, and print how it does."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    out = parser.parse_args().out
    started = time.monotonic()
    phrases = read_phrases()
    labels = _labels(phrases)
    fold = make_fold()
    rows = [json.loads(line) for line in VALIDATION.read_text("utf-8").splitlines()]

    held = [each for number, each in enumerate(phrases) if number % 5 == 0]
    learned = [each for number, each in enumerate(phrases) if number % 5]
    trial = _make(learned, labels, fold)
    _say(started, "trial model learned")
    file = _make(phrases, labels, fold)
    _say(started, "model learned")
    apart = [line for line in make_lines(held, 2, SEED + 1) if line.is_ordinary]
    file = _calibrate(file, trial, [line.text for line in apart], rows[0::2])
    out.write_bytes(msgspec.json.encode(file) + b"\n")
    _say(started, f"{out.name} written, {out.stat().st_size:,} bytes")
    _report(file, rows[1::2])


def _say(started: float, what: str) -> None:
    sys.stderr.write(f"{time.monotonic() - started:6.1f} s  {what}\n")


def _labels(phrases: list[Phrase]) -> list[str]:
    pack = load_pack()
    known = {row_id for kind in ("sign", "form", "fact") for row_id in pack.rows[kind]}
    used = {label for phrase in phrases for label in phrase.labels} - {"-", "?"}
    if wrong := sorted(used - known):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {PHRASES}.")
    return [*sorted(used), GATE]


def make_fold() -> dict[int, int]:
    """Latin letters without their marks, in lower case; marks that end a clause; apostrophes."""
    table: dict[int, int] = {}
    for point in (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        plain = unicodedata.normalize("NFKD", chr(point).casefold())[:1]
        if plain.isascii() and (plain.isalnum() or plain in "$.,'"):
            table[point] = ord(plain)
    for sign in "!?;\n\r.…":
        table[ord(sign)] = ord(".")
    for sign in ",:()":
        table[ord(sign)] = ord(",")
    for point in (
        *map(ord, "'\u2019\u2018\u00b4`\u200b\u200c\u200d\ufeff\u00ad"),
        *range(0x300, 0x370),
    ):
        table[point] = ord("'")
    return dict(sorted(table.items()))


def _features(text: str, fold: Fold) -> list[str]:
    found: list[str] = []
    for window in windows(tokens(text, fold, set(NEGATORS), set(BREAKERS))):
        for place, token in enumerate(window):
            found.extend(word_features(token))
            if place:
                found.append(pair_feature(window[place - 1], token))
    return found


def _make(phrases: list[Phrase], labels: list[str], table: dict[int, int]) -> ModelFile:
    lines = make_lines(phrases, MOST_LINES, SEED)
    fold = Fold(table)
    said = [_features(line.text, fold) for line in lines]
    counts = Counter(feature for each in said for feature in set(each))
    features = sorted(feature for feature, count in counts.items() if count >= RARE)
    network = Network(len(features), UNITS, len(labels), SEED)
    made = _numbers(lines, said, features, labels)
    network.learn(*made, EPOCHS, 3e-3)
    # A row matters as much as it moves the units, over all the lines that it stands in.
    norms = np.sqrt((network.rows**2).sum(1))
    often = np.array([counts[feature] for feature in features])
    kept = np.sort(np.argsort(-norms * often, kind="stable")[:ROWS])
    features = [features[place] for place in kept]
    network.keep(kept)
    network.learn(*_numbers(lines, said, features, labels), AGAIN, 1e-3)
    return _whole(network, features, labels, table, phrases, len(lines))


def _numbers(
    lines: list[Line], said: list[list[str]], features: list[str], labels: list[str]
) -> Lines:
    index = {feature: place for place, feature in enumerate(features)}
    found: list[int] = []
    ends = [0]
    for each in said:
        found.extend(index[feature] for feature in each if feature in index)
        ends.append(len(found))
    matrix = sparse.csr_matrix(
        (np.ones(len(found), np.float32), found, ends), (len(lines), len(features))
    )
    matrix.sum_duplicates()
    size = np.maximum(np.asarray(matrix.sum(1)).ravel(), 1)
    matrix = (sparse.diags((size**-0.5).astype(np.float32)) @ matrix).tocsr()
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels:
            wanted[place, labels.index(label)] = 1
        wanted[place, -1] = not line.is_ordinary
    weight = np.array([line.weight for line in lines], np.float32)
    return Lines(matrix.astype(np.float32), wanted, weight)


def _whole(  # noqa: PLR0913, PLR0917 - all that the file holds
    network: Network,
    features: list[str],
    labels: list[str],
    fold: dict[int, int],
    phrases: list[Phrase],
    lines: int,
) -> ModelFile:
    """The network in whole numbers."""
    peak = np.abs(network.rows).max(1)
    step = float(np.quantile(peak, 0.5)) / REACH
    shifts = np.clip(np.ceil(np.log2(np.maximum(peak / (step * REACH), 1))), 0, 9).astype(int)
    signs = np.rint(network.rows / (step * 2.0 ** shifts[:, None])).clip(-REACH, REACH).astype(int)
    inverse = [0, *(round(step * _FINE * 65536 / size**0.5) for size in range(1, _LONGEST + 1))]
    return ModelFile(
        format=FORMAT,
        made_from={
            "phrases": len(phrases),
            "lines": lines,
            "phrases_sha256": _digest(PHRASES.glob("*/*.txt")),
            "training_sha256": _digest(HERE.glob("*.py")),
            "seed": SEED,
        },
        fold=("".join(map(chr, fold)), "".join(map(chr, fold.values()))),
        negators=tuple(NEGATORS),
        breakers=tuple(BREAKERS),
        features="\n".join(features),
        units=UNITS,
        rows="".join(chr(MIDDLE + sign) for row in signs.tolist() for sign in row),
        shifts="".join(map(str, shifts)),
        inverse=tuple(inverse),
        offsets=tuple(np.rint(network.offsets * _FINE).astype(int).tolist()),
        labels=tuple(labels),
        weights=tuple(map(tuple, np.rint(network.weights.T * 256).astype(int).tolist())),
        biases=tuple(np.rint(network.biases * _FINE).astype(int).tolist()),
        thresholds=(0,) * len(labels),
    )


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _with_thresholds(file: ModelFile, sign: int, form: int, danger: int, gate: int) -> ModelFile:
    levels = {"sign": sign, "form": form, "danger": danger, GATE: gate}
    return msgspec.structs.replace(
        file, thresholds=tuple(levels[label.split("-")[0]] for label in file.labels)
    )


def _calibrate(
    file: ModelFile, trial: ModelFile, apart: list[str], rows: list[dict[str, Any]]
) -> ModelFile:
    """
    Thresholds at which few ordinary lines are met with an offer.

    The gate is the lowest at which that holds both for phrases that the trial model has not seen,
    and for the first half of the validation lines.
    """
    ordinary = [row["text"] for row in rows if row["note"] in ("ordinary life", "look-alike")]
    never = 1 << 30
    sign, form = -2 * _FINE, 0
    danger = next(
        level
        for level in range(-4 * _FINE, never, _FINE // 8)
        if all(
            sum(bool(notice(model, text).danger) for text in texts) <= ALIKE_OFFERED * len(texts)
            for model, texts in _pairs(
                _with_thresholds(file, never, never, level, never),
                _with_thresholds(trial, never, never, level, never),
                ordinary,
                apart,
            )
        )
    )
    gate = next(
        level
        for level in range(-2 * _FINE, never, _FINE // 4)
        if all(
            sum(bool(notice(model, text).offered) for text in texts) <= most * len(texts)
            for most, (model, texts) in zip(
                (ORDINARY_OFFERED, NEAR_OFFERED),
                _pairs(
                    _with_thresholds(file, sign, form, never, level),
                    _with_thresholds(trial, sign, form, never, level),
                    ordinary,
                    apart,
                ),
                strict=True,
            )
        )
    )
    return _with_thresholds(file, sign, form, danger, gate)


def _pairs(file: ModelFile, trial: ModelFile, ordinary: list[str], apart: list[str]) -> Any:  # noqa: ANN401
    yield build_model(file), ordinary
    yield build_model(trial), apart


def _report(file: ModelFile, rows: list[dict[str, Any]]) -> None:
    model = build_model(file)
    pairs = Counter[str]()
    for row in rows:
        noticed = notice(model, row["text"])
        offered = {each.id for each in noticed.offered}
        kind = row["note"] if not row["labels"] else "signs"
        pairs[f"{kind}: lines"] += 1
        pairs[f"{kind}: offered"] += bool(offered)
        pairs[f"{kind}: danger"] += bool(noticed.danger)
        for label in row["labels"]:
            if not label.startswith(DANGER):
                pairs["true"] += 1
                pairs["true at 3"] += label in noticed.ranked[:3]
                pairs["true at 5"] += label in noticed.ranked
                pairs["true offered"] += label in offered
            else:
                pairs["dangers"] += 1
                pairs["dangers caught"] += bool(noticed.danger)
    for name, count in sorted(pairs.items()):
        _say(time.monotonic(), f"{name}: {count}")


if __name__ == "__main__":
    main()
