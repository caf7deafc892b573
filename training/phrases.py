"""Reads the packs' phrases and writes many lines from each: `(a|b)` either, `{slot}` filled."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

from training.folding import FOLD

PACK = Path(__file__).resolve().parent.parent / "src/hearthlight/packs/csec"
PHRASES, SAYINGS = PACK / "phrases", PACK / "sayings"
"""What caregivers notice, and what they mean to say to a child."""
DANGER_PHRASES = PACK / "danger_phrases"
"""What tells of danger, and what does not; whether it is a sign is not said."""
ORDINARY, WORRY = "-", "?"
"""Headings of lines without a sign: ordinary life, and a worry that no sign fits."""
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_SUBJECT = re.compile(r"^(she|he|they|my \w+|ella|él|mi \w+) (is |was |has |)", re.IGNORECASE)
_TYPOS = 0.16
_WRAPPED = 0.4
_DROPPED = 0.15
_JOINED = 0.22


class Phrase(NamedTuple):
    """One line of a phrase file."""

    language: str
    labels: tuple[str, ...]
    """Ids; or ORDINARY, or WORRY."""
    template: str


class Line(NamedTuple):
    """One line to learn from."""

    language: str
    text: str
    labels: frozenset[str]
    is_ordinary: bool
    weight: float


Slots = dict[tuple[str, ...], list[tuple[str, ...]]]


def read_phrases(folder: Path = PHRASES) -> list[Phrase]:
    """
    Every phrase of every language.

    Raises ValueError for a phrase before the first heading.
    """
    phrases = []
    for file in sorted(folder.glob("*/*.txt")):
        if file.stem == "slots":
            continue
        labels: tuple[str, ...] = ()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            text = line.strip()
            if text.startswith("["):
                labels = tuple(text.strip("[]").split())
            elif text and not text.startswith("#"):
                if not labels:
                    raise ValueError(f"{file}:{number}: put a heading such as [sign-gifts] first")
                phrases.append(Phrase(file.parent.name, labels, text))
    return phrases


def read_slots(language: str, folder: Path = PHRASES) -> Slots:
    """Names of slots to what fills them together."""
    slots: Slots = {}
    for line in (folder / language / "slots.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        names, _, values = line.partition(" = ")
        slots[tuple(names.split())] = [
            tuple(part.strip() for part in value.split("/")) for value in values.split(" | ")
        ]
    return slots


def plain(text: str) -> str:
    """A text by its words alone, without marks and accents."""
    return " ".join(re.findall(r"[a-z0-9]+", text.translate(FOLD)))


def expand(template: str, slots: Slots, chance: random.Random) -> str:
    """One way to say a phrase."""
    while found := _CHOICE.search(template):
        chosen = chance.choice(found[1].split("|"))
        template = template[: found.start()] + chosen + template[found.end() :]
    filled: dict[str, str] = {}
    for names, values in slots.items():
        filled.update(zip(names, chance.choice(values), strict=True))
    return " ".join(_SLOT.sub(lambda slot: filled[slot[1]], template).split())


def combinations(template: str) -> int:
    """About how many ways there are to say a phrase."""
    count = 1
    while found := _CHOICE.search(template):
        count *= len(found[1].split("|"))
        template = template[: found.start()] + template[found.end() :]
    return count * (3 if "{" in template else 1)


def make_lines(
    phrases: list[Phrase], most: int, seed: int, folder: Path = PHRASES, dropped: float = _DROPPED
) -> list[Line]:
    """
    At most so many lines from each phrase, plainly and as people type.

    `dropped` is the share of lines from which the person is left out.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    languages = {each.language for each in phrases}
    slots = {language: read_slots(language, folder) for language in languages}
    plain: list[tuple[Phrase, str]] = []
    for phrase in phrases:
        count = min(most, 2 + combinations(phrase.template))
        plain.extend(
            (phrase, text)
            for text in sorted(
                {expand(phrase.template, slots[phrase.language], chance) for _ in range(count)}
            )
        )
    by_language: dict[str, list[tuple[Phrase, str]]] = {}
    for each in plain:
        by_language.setdefault(each[0].language, []).append(each)
    per_phrase: dict[Phrase, int] = {}
    for phrase, _ in plain:
        per_phrase[phrase] = per_phrase.get(phrase, 0) + 1
    lines = []
    for phrase, text in plain:
        weight = (4 / (3 + per_phrase[phrase])) ** 0.5
        labels = set(phrase.labels)
        said = _as_typed(text, slots[phrase.language], chance, dropped)
        if chance.random() < _JOINED:
            other, more = chance.choice(by_language[phrase.language])
            labels |= set(other.labels)
            joint = chance.choice([". ", ", ", " and ", ". also ", "; ", " but ", "\n"])
            if phrase.language == "es":
                joint = joint.replace("and", "y").replace("also", "además").replace("but", "pero")
            first, second = (said, more) if chance.random() < 0.5 else (more, said)
            said = f"{first}{joint}{second}"
        lines.append(
            Line(
                phrase.language,
                said,
                frozenset(labels - {ORDINARY, WORRY}),
                labels == {ORDINARY},
                weight,
            )
        )
    return lines


def _as_typed(text: str, slots: Slots, chance: random.Random, dropped: float) -> str:
    if chance.random() < dropped:
        text = _SUBJECT.sub("", text) or text
    if chance.random() < _WRAPPED:
        where = "before" if chance.random() < 0.5 else "after"
        (extra,) = chance.choice(slots[where,])
        joint = "" if extra[0] in ",.!" else " "
        text = f"{extra} {text}" if where == "before" else f"{text}{joint}{extra}"
    if chance.random() < _TYPOS:
        for _ in range(1 + (len(text) > 50)):
            text = _mistype(text, chance)
    return text


def _mistype(text: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(text) - 1))
    if not text[at : at + 2].isalpha():
        return text
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + chance.choice("aeiourstn") + text[at + 1 :]
