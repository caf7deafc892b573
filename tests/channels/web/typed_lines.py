"""
Lines that people may type, and that nobody would: to hold two walks over one table to each other.

The same seed always gives the same lines. Most hold words that the tables know, so that there is
something to find; then come typos, capitals, several sentences, marks and letters of every kind.
"""

from __future__ import annotations

import base64
import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

COUNT = 5_000
LONG = 10_000
_MARKS = (
    *(
        " ",
        "  ",
        ", ",
        ". ",
        "! ",
        "? ",
        "\n",
        "\r\n",
        "; ",
        " - ",
        "…",
        " — ",
        "¿",
        "¡",
        "(",
        ") ",
    ),
    *(
        "\t",
        "\x00",
        "\x1c",
        "\x85",
        "\xa0",
        "\u2028",
        "\u3000",
        "\ufeff",
        "\xad",
        "\u200b",
        "\u200d",
    ),
    *("\u202e", "\u2066", "\u0301", "\u0327", "\u2019", "\u2018", "`", "'", "''", '"', "$", "€"),
    *("%s", "{words}", "\U0001f600", "\U0001f469\u200d\U0001f467", "\U0001f44d\U0001f3fd"),
    *(
        "\U0001d59c\U0001d58d\U0001d59e",
        "\uff57\uff48\uff59",
        "\ufb01",
        "ß",
        "ø",
        "\u0130",
        "\u0131",
    ),
    *("Ω", "中文", "日本", "한국", "שלום", "مرحبا", "नमस्ते"),
    *("\ud800", "\udfff", "\udc00\ud800", "\ufffe", "\uffff", "\U0010ffff"),
)
"""What stands between and inside words; lone halves of pairs among it."""
_NAMES = ("constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "prototype", "then")
"""Words that every object of a script knows."""
_STRANGE = ("", " ", "\n", "'", "'" * 90, ".", "...", "?" * 50, "$$$", "$&", "$1", "\\", "0", "007")
_NUMBERS = ("3", "12", "13", "17", "20", "21", "45", "70", "100", "1000", "1001", "123456789")
_LATER_NUMBERS = ("1234567890", "00000000000", "3.30", "5,000", "1st", "2nite", "h8", "x2")


def typed_lines(words: Sequence[str], lines: Sequence[str], seed: int) -> list[str]:
    """5,000 lines from words and whole lines that the tables know."""
    chance = random.Random(seed)  # noqa: S311 - a sample, the same every time
    every = (*_MARKS, *_NAMES, *_NUMBERS, *_LATER_NUMBERS)
    made = [
        *_STRANGE,
        *every,
        *(mark * LONG for mark in ("a", "why ", "\U0001f600", "\ud800", "a.", "1")),
    ]
    for step in (7, 11):
        made.append(" ".join(lines[at % len(lines)] for at in range(0, step * 60, step))[:LONG])
        made.append("".join(chance.choice(every) for _ in range(LONG // 4))[:LONG])
    while len(made) < COUNT:
        made.append(_line(chance, words, lines, every))
    return made[:COUNT]


def _line(
    chance: random.Random, words: Sequence[str], lines: Sequence[str], every: Sequence[str]
) -> str:
    kind = chance.random()
    if kind < 0.1:
        return "".join(chance.choice(every) for _ in range(chance.randint(1, 30)))
    if kind < 0.4:
        line = " ".join(chance.choice(words) for _ in range(chance.choice((2, 5, 9, 14, 60))))
    else:
        parts = [chance.choice(lines) for _ in range(chance.choice((1, 1, 1, 2, 2, 4)))]
        line = chance.choice((". ", ", ", " and ", "\n", " ")).join(parts)
    for _ in range(chance.choice((0, 0, 1, 2, 8))):
        line = _changed(chance, line, every)
    return line


def _changed(chance: random.Random, line: str, every: Sequence[str]) -> str:
    at = chance.randint(0, len(line))
    way = chance.randrange(6)
    if way == 0:
        return line.upper()
    if way == 1:
        return line[:at] + line[at + 1 :]
    if way == 2:
        return line[:at] + line[at : at + 1] * chance.randint(2, 5) + line[at + 1 :]
    return line[:at] + chance.choice(every) + line[at:]


WALK = """async ([script, table, encoded]) => {
  const walker = await import(script), model = walker.build(await (await fetch(table)).json());
  const raw = atob(encoded), bytes = Uint8Array.from(raw, (each) => each.charCodeAt(0));
  const units = new Uint16Array(bytes.buffer), lines = [];
  for (let at = 0; at < units.length;) {
    let line = '';
    const end = at + 2 + units[at] + units[at + 1] * 65536;
    for (at += 2; at < end; at += 1) line += String.fromCharCode(units[at]);
    lines.push(line);
  }
  const walk = CODE;
  return JSON.stringify(lines.map((line) => walk(walker, model, line)));
}"""


def walk_there(page: Page, paths: tuple[str, str], code: str, lines: Sequence[str]) -> list[Any]:
    """
    What a walker on the device makes of each line, all of them at once.

    Lines go there as the very code units that a field would hold, since lone halves of pairs
    survive no other way. `code` is a function of walker, table and line.
    """
    packed = bytearray()
    for line in lines:
        units = line.encode("utf-16-le", "surrogatepass")
        packed += (len(units) // 2).to_bytes(4, "little") + units
    encoded = base64.b64encode(packed).decode()
    walk = WALK.replace("CODE", code)
    told: list[Any] = json.loads(page.evaluate(walk, [*paths, encoded]))
    return told
