"""
Letters that a terminal cannot show, and bytes that it cannot mean.

An old terminal, or one that was set up for ASCII alone, must not end a command: a number to call
stands after the first accent. What it lacks is written with the letters that it has.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

_PLAIN = "hearthlight-plain"
_JSON = "hearthlight-json"
_INSTEAD = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u2018\u2019", "'"),  # quotes, and the apostrophe
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212·", "-"),  # hyphens and dashes
        **dict.fromkeys("¿¡", ""),
        "•": "*",
        "†": "+",
        "→": "->",
        "\u2044": "/",  # in a fraction such as ½
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "Ł": "L",
    }
)


def fit_streams() -> None:
    """
    Have standard output and errors show every text, and standard input take every byte.

    A terminal that says it is ASCII sends other bytes all the same where someone types an accent,
    and those are nearly always UTF-8.
    """
    for out in (sys.stdout, sys.stderr):
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors=_PLAIN)
    if isinstance(sys.stdin, io.TextIOWrapper):
        given = codecs.lookup(sys.stdin.encoding).name
        encoding = "utf-8" if given == "ascii" else given
        if (encoding, "replace") != (given, sys.stdin.errors):  # once: not after it was read from
            sys.stdin.reconfigure(encoding=encoding, errors="replace")


def fit_json() -> None:
    """Have standard output write what it lacks as JSON does, so that a program gets it whole."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_JSON)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Without the accent, or in other letters; a question mark where there is nothing like it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_write(letter) for letter in lacking), error.end


def _write(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter).translate(_INSTEAD)
    written = "".join(part for part in parts if not unicodedata.combining(part))
    return written if written.isascii() else "?"


def _escape(error: UnicodeError) -> tuple[str, int]:
    """As JSON writes it within a text, where alone it can stand."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    escaped = (f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    return "".join(escaped), error.end


codecs.register_error(_PLAIN, _plain)
codecs.register_error(_JSON, _escape)
