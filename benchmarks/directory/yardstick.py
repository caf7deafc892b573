"""
tantivy as the yardstick: the quickest that was tried, without an order by distance.

It finds the 2,000 best by its own score, and these are then sorted as ours. In a dense city some
near ones may be missed: it is a measure of speed, not of the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import tantivy

from hearthlight.directory.distance import cells
from hearthlight.directory.query import Entry, clauses, find_all

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hearthlight.directory.query import Found, Query

_MOST = 2000


class Yardstick:
    """An index of the same tokens, each entry stored whole."""

    def __init__(self, folder: Path, entries: Iterable[Entry]) -> None:
        folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("tokens", stored=False, tokenizer_name="whitespace")
        schema.add_bytes_field("entry", stored=True, indexed=False)
        self._schema = schema.build()
        index = tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for entry in entries:
            document = tantivy.Document()
            document.add_text("tokens", " ".join(entry.tokens))
            document.add_bytes("entry", msgspec.msgpack.encode(entry))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index, self._searcher = index, index.searcher()
        self._entries = msgspec.msgpack.Decoder(Entry)

    def find(self, query: Query) -> list[Found]:
        """The nearest of the 2,000 that score best."""
        asked = clauses(query)
        grid = cells(query.latitude or 0.0, query.longitude or 0.0, query.radius)
        if grid:
            asked.append(tuple(grid))
        parts = [
            (
                tantivy.Occur.Must,
                tantivy.Query.boolean_query(
                    [
                        (
                            tantivy.Occur.Should,
                            tantivy.Query.term_query(self._schema, "tokens", token, "basic"),
                        )
                        for token in clause
                    ]
                ),
            )
            for clause in asked
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), _MOST).hits
        found = (self._searcher.doc(address)["entry"][0] for _, address in hits)
        return find_all((self._entries.decode(bytes(each)) for each in found), query)
