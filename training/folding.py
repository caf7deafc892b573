"""How text is folded before it is read, and the words that deny; both go into every model."""

from __future__ import annotations

import unicodedata

from hearthlight.notice.reading import Fold

NEGATORS = """
no not never isnt arent wasnt werent dont doesnt didnt cant cannot wont hasnt havent hadnt
aint nobody none nothing without neither nor nunca jamas nadie ningun ninguna nada ni sin
tampoco
""".split()  # noqa: SIM905 - easier to read
BREAKERS = "but just pero sino though yet only solo nomas".split()  # noqa: SIM905 - easier to read


def make_fold() -> dict[int, int]:
    """Latin letters without their marks, in lower case; marks that end a clause; apostrophes."""
    table: dict[int, int] = {}
    for point in (*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        plain = unicodedata.normalize("NFKD", chr(point).casefold())[:1]
        if plain.isascii() and (plain.isalnum() or plain in "$.,'"):
            table[point] = ord(plain)
    for sign in "!;\n\r.…":
        table[ord(sign)] = ord(".")
    table[ord("?")] = ord("?")
    for sign in ",:()":
        table[ord(sign)] = ord(",")
    for point in (
        *map(ord, "'\u2019\u2018\u00b4`\u200b\u200c\u200d\ufeff\u00ad"),
        *range(0x300, 0x370),
    ):
        table[point] = ord("'")
    return dict(sorted(table.items()))


FOLD = Fold(make_fold())
