"""
Whether the words of a pack are plain enough, sentence by sentence, and what to change.

What is plain is the pack's to say (`plain_words.toml`): limits for each language and page, words
to avoid, letters to spell out. Every finding names the file, the row and the sentence.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from hearthlight.content.locales import COMMANDS
from hearthlight.content.model import (
    Acronym,
    Avoid,
    Contact,
    Duty,
    Limit,
    Name,
    Page,
    Place,
    Source,
)
from hearthlight.wording.passages import read_passages
from hearthlight.wording.phrases import compile_phrases
from hearthlight.wording.reading_level import (
    count_sentences,
    hardest,
    is_too_hard,
    long_words,
    read_score,
)
from hearthlight.wording.sentences import (
    compile_names,
    plain_text,
    split_paragraphs,
    split_sentences,
    split_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hearthlight.content.model import AllowedUse, Pack
    from hearthlight.wording.passages import Passage

Kind = Literal[
    "page-too-hard",
    "block-too-hard",
    "average-too-long",
    "sentence-too-long",
    "paragraph-too-long",
    "list-too-long",
    "avoided",
    "acronym",
    "no-limit",
]

_WITH_PARAGRAPHS = frozenset({"text"})
_LETTERS = re.compile(r"(?<![\w-])(?:[A-Z\u00c0-\u00dd]{2,}(?=s?(?!\w))|(?:[A-Z]\.){2,})")


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that is not plain: where it stands, the sentence, and what to do about it."""

    file: str
    id: str
    """The row whose words these are, or the page."""
    language: str
    kind: Kind
    sentence: str
    message: str
    remedy: str

    def __str__(self) -> str:
        quoted = f"\n  \u201c{self.sentence}\u201d" if self.sentence else ""
        return f"{self.file}: {self.id}: {self.message}.{quoted}\n  {self.remedy}."


class PageFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How a page reads, with all that it can show."""

    page: str
    language: str
    formula: str
    score: float
    """Of what is scored; 0 where no formula was tried, or nothing is scored."""
    limit: float
    words: int
    """Words that count for the score."""
    average_words: float
    longest_sentence: int
    """In words, numbers and names among them."""


class Plainness(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of every page, and all that was found."""

    format: int = 1
    """The number of this layout. 1: first version."""
    pages: tuple[PageFigures, ...]
    findings: tuple[Finding, ...]


def measure_plainness(pack: Pack, languages: Sequence[str] = ()) -> Plainness:
    """
    Measure a checked pack, in these languages or in all that it has words in.

    A text that is missing in a language is not measured there, whatever stands in for it.
    """
    pages: list[PageFigures] = []
    findings: set[Finding] = set()
    for language in languages or [tag.tag for tag in pack.languages if tag.tag in pack.words]:
        measuring = _Measuring(pack, language)
        if measuring.everywhere is None:
            findings.add(
                Finding(
                    "plain_words.toml",
                    "",
                    language,
                    "no-limit",
                    "",
                    f"nothing says how plain {language!r} must be",
                    "Write a [[limit]] for the language, without pages",
                )
            )
            continue
        findings.update(measuring.find())
        pages.extend(measuring.figures())
    return Plainness(pages=tuple(pages), findings=tuple(sorted(findings)))


class _Avoided(NamedTuple):
    row: Avoid
    phrases: re.Pattern[str]
    fine_with: re.Pattern[str] | None


class _Measuring:
    """One language of one pack."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._pack = pack
        self._language = language
        limits = [row for row in pack.all(Limit).values() if row.language == language]
        self.everywhere = next((row for row in limits if not row.pages), None)
        self._limits = {page: row for row in limits for page in row.pages}
        self._passages = read_passages(pack, language)
        words = pack.words[language]
        told = [
            str(words[f"{row_id}.name"])
            for row_id in (*pack.all(Contact), *pack.all(Place))
            if f"{row_id}.name" in words
        ]
        told += [name for row in pack.all(Name).values() for name in row.names]
        self._names = compile_names(told)
        self._avoided = [
            _Avoided(
                row,
                compile_phrases(row.phrases),
                compile_phrases(row.fine_with) if row.fine_with else None,
            )
            for row in pack.all(Avoid).values()
            if row.language == language
        ]
        self._acronyms = {
            row.letters: row for row in pack.all(Acronym).values() if row.language == language
        }
        self._keywords = {
            row.text.keyword for row in pack.all(Contact).values() if row.text is not None
        }

    def find(self) -> Iterator[Finding]:
        """Everything that is not plain."""
        for passage in self._passages:
            yield from self._find_lengths(passage)
            yield from self._find_avoided(passage)
            yield from self._find_acronyms(passage)
        yield from self._find_long_lists()
        yield from self._find_hard_rows()
        yield from self._find_hard_pages()

    def figures(self) -> Iterator[PageFigures]:
        """How each page reads that has words."""
        for page in self._pack.all(Page):
            limit = self._limit((page,))
            shown = [passage for passage in self._passages if page in passage.pages]
            if not shown:
                continue
            scored = self._scored_on_page[page]
            counts = count_sentences(scored, limit.formula, self._names)
            score = read_score(limit.formula, counts) if counts.words and limit.formula else 0.0
            lengths = [
                len(split_words(sentence))
                for passage in shown
                for sentence in split_sentences(passage.text)
            ]
            yield PageFigures(
                page=page,
                language=self._language,
                formula=limit.formula,
                score=round(score, 1),
                limit=limit.score,
                words=counts.words,
                average_words=round(counts.words / counts.sentences, 1) if counts.words else 0.0,
                longest_sentence=max(lengths, default=0),
            )

    @cached_property
    def _scored_on_page(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {page: [] for page in self._pack.all(Page)}
        for passage in self._passages:
            for page in passage.pages if passage.scored else ():
                found[page].extend(split_sentences(passage.text))
        return found

    def _limit(self, pages: tuple[str, ...]) -> Limit:
        """The limit of these pages; the strictest, where they have several."""
        limits = [self._limits.get(page, self._default) for page in pages] or [self._default]
        lowest_is_strictest = limits[0].formula == "flesch-kincaid"
        return min(limits, key=lambda row: row.score if lowest_is_strictest else -row.score)

    @property
    def _default(self) -> Limit:
        if self.everywhere is None:  # measure_plainness has said so
            raise KeyError(self._language)
        return self.everywhere

    # ---- lengths

    def _find_lengths(self, passage: Passage) -> Iterator[Finding]:
        limit = self._limit(passage.pages)
        for sentence in split_sentences(passage.text):
            if (length := len(split_words(sentence))) > limit.sentence_words:
                yield self._at(
                    passage,
                    "sentence-too-long",
                    sentence,
                    f"has a sentence of {length} words; the most is {limit.sentence_words}",
                    "Make two sentences of it, or leave out what the reader does not need",
                )
        if passage.field in ("brief", "message"):
            return  # a short message: its letters are counted, not its sentences
        for paragraph in split_paragraphs(passage.text):
            sentences = split_sentences(paragraph)
            if len(sentences) > limit.paragraph_sentences:
                yield self._at(
                    passage,
                    "paragraph-too-long",
                    sentences[limit.paragraph_sentences],
                    f"has a paragraph of {len(sentences)} sentences; "
                    f"the most is {limit.paragraph_sentences}",
                    "Begin a new paragraph before this sentence, or say less"
                    if passage.field in _WITH_PARAGRAPHS
                    else "Say less: only a block's text can have paragraphs",
                )

    def _find_long_lists(self) -> Iterator[Finding]:
        lists: dict[tuple[str, str], list[Passage]] = {}
        for passage in self._passages:
            lists.setdefault((passage.id, passage.field), []).append(passage)
        for items in lists.values():
            limit = self._limit(items[0].pages)
            if len(items) > limit.list_items:
                first = items[limit.list_items]
                yield self._at(
                    first,
                    "list-too-long",
                    first.text,
                    f"has a list of {len(items)} items; the most is {limit.list_items}",
                    "Make two lists of it, each with its own title, or leave items out",
                )

    # ---- words

    def _find_avoided(self, passage: Passage) -> Iterator[Finding]:
        for row, phrases, fine_with in self._avoided:
            if fine_with and fine_with.search(passage.text):
                continue
            if row.fine_sourced and self._is_sourced(passage.id):
                continue
            for sentence in split_sentences(passage.text):
                open_to = sentence
                for use in row.allowed:
                    if _may_stand(use, passage.id):
                        open_to = open_to.replace(plain_text(use.text), " ")
                if found := phrases.search(open_to):
                    yield self._at(
                        passage,
                        "avoided",
                        sentence,
                        f"says {found[0]!r}, which we avoid ({row.id})",
                        row.instead.rstrip("."),
                    )

    def _is_sourced(self, row_id: str) -> bool:
        duties = [duty for duty in self._pack.all(Duty).values() if duty.text == row_id]
        if duties:  # one text for many places: none of them may make it say more than it knows
            return all(duty.standing == "must" for duty in duties)
        named = (
            source
            for rows in self._pack.rows.values()
            if row_id in rows
            for source in getattr(rows[row_id], "sources", ())
        )
        # The seeds and our own judgment have no address, and no law to name.
        return any(self._pack.all(Source)[source].url for source in named)

    def _find_acronyms(self, passage: Passage) -> Iterator[Finding]:
        if passage.id == COMMANDS:
            return  # formats, and names in capitals as every command line has them
        for sentence in split_sentences(passage.text):
            for letters in dict.fromkeys(_LETTERS.findall(sentence)):
                if letters in self._keywords or self._is_spelled_out(letters, passage):
                    continue
                row = self._acronyms.get(letters)
                yield self._at(
                    passage,
                    "acronym",
                    sentence,
                    f"says {letters!r} and does not spell it out",
                    f"Write {' or '.join(repr(told) for told in row.spelled)} with it"
                    if row
                    else "Say it in words, or say in plain_words.toml how it is spelled out",
                )

    def _is_spelled_out(self, letters: str, passage: Passage) -> bool:
        row = self._acronyms.get(letters)
        if row is None:
            return False
        if row.because:
            return True
        spelled = compile_phrases(row.spelled)
        pages = passage.pages or ("",)
        return bool(spelled.search(passage.text)) or all(
            any(spelled.search(text) for text in self._texts_on_page.get(page, ()))
            for page in pages
        )

    @cached_property
    def _texts_on_page(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for passage in self._passages:
            for page in passage.pages:
                found.setdefault(page, []).append(passage.text)
        return found

    # ---- reading ease

    def _find_hard_rows(self) -> Iterator[Finding]:
        rows: dict[str, list[Passage]] = {}
        for passage in self._passages:
            if passage.scored:
                rows.setdefault(passage.id, []).append(passage)
        for passages in rows.values():
            limit = self._limit(passages[0].pages)
            sentences = [each for passage in passages for each in split_sentences(passage.text)]
            yield from self._find_hard(
                "block-too-hard", passages[0].file, passages[0].id, sentences, limit
            )

    def _find_hard_pages(self) -> Iterator[Finding]:
        for page, sentences in self._scored_on_page.items():
            limit, file = self._limit((page,)), self._pack.files[page]
            yield from self._find_hard("page-too-hard", file, page, sentences, limit)
            counts = count_sentences(sentences, limit.formula, self._names)
            if counts.words and counts.words / counts.sentences > limit.average_words:
                longest = max(sentences, key=lambda each: len(split_words(each)))
                yield Finding(
                    file,
                    page,
                    self._language,
                    "average-too-long",
                    longest,
                    f"has sentences of {counts.words / counts.sentences:.1f} words on average; "
                    f"the most is {limit.average_words}",
                    "Shorten the longest; this is one",
                )

    def _find_hard(
        self, kind: Kind, file: str, row_id: str, sentences: list[str], limit: Limit
    ) -> Iterator[Finding]:
        if not limit.formula:
            return
        counts = count_sentences(sentences, limit.formula, self._names)
        if counts.words < (limit.measured_words if kind == "block-too-hard" else 1):
            return
        score = read_score(limit.formula, counts)
        if not is_too_hard(limit.formula, score, limit.score):
            return
        sentence = hardest(sentences, limit.formula, limit.score, self._names)
        words = ", ".join(long_words(sentence, limit.formula, self._names)[:4])
        measure, most = (
            ("reads at grade", "the highest is")
            if limit.formula == "flesch-kincaid"
            else ("reads at an ease of", "the lowest is")
        )
        yield Finding(
            file,
            row_id,
            self._language,
            kind,
            sentence,
            f"{measure} {score:.1f}; {most} {limit.score:g}",
            "Shorten this sentence first"
            + (f", and find shorter words for: {words}" if words else ""),
        )

    def _at(
        self, passage: Passage, kind: Kind, sentence: str, message: str, remedy: str
    ) -> Finding:
        return Finding(passage.file, passage.id, self._language, kind, sentence, message, remedy)


def _may_stand(use: AllowedUse, row_id: str) -> bool:
    return not use.rows or row_id in use.rows
