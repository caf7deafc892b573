"""The gate: every broken example is found, named and given a remedy; plain words pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Acronym, Avoid, Block, Limit
from hearthlight.wording.passages import read_passages
from hearthlight.wording.plainness import Finding, measure_plainness

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.model import Pack, Words

LONG = "Lamp " + " ".join(["lamp"] * 20) + "."
HARD = (
    "Immediately communicate reasonable suspicions regarding exploitation to appropriate "
    "authorities, organizations, administrators and responsible professionals everywhere."
)


@pytest.fixture(scope="module")
def small(kitchen_sink: Path) -> Pack:
    """The smallest pack."""
    return load_pack(find_layers([kitchen_sink], shipped=None))


def said(pack: Pack, language: str, **texts: str | tuple[str, ...]) -> Pack:
    """The pack with some texts of one language changed: `block_text__text="..."`."""
    words: Words = dict(pack.words[language])
    for name, text in texts.items():
        row_id, field = name.split("__")
        words[f"{row_id.replace('_', '-')}.{field}"] = text
    return msgspec.structs.replace(pack, words={**pack.words, language: words})


def found(pack: Pack, language: str = "en") -> list[Finding]:
    """What the gate says about one language."""
    return list(measure_plainness(pack, (language,)).findings)


def test_plain_words_pass(small: Pack) -> None:
    """Nothing is found where nothing is wrong."""
    assert found(small) == []


@pytest.mark.parametrize(
    ("text", "kind", "sentence", "phrase"),
    [
        (f"It is late. {LONG}", "sentence-too-long", LONG, "21 words; the most is 20"),
        ("One. Two. Three. Four. Five.", "paragraph-too-long", "Four.", "5 sentences"),
        ("It is dark. There is darkness.", "avoided", "There is darkness.", "'darkness'"),
        ("Ask. The ABC knows.", "acronym", "The ABC knows.", "'ABC'"),
        ("Ask. The A.B.C. knows.", "acronym", "The A.B.C. knows.", "'A.B.C.'"),
        (f"{HARD} {HARD}", "block-too-hard", HARD, "the highest is 6"),
    ],
)
def test_what_is_not_plain_is_named_with_its_sentence(
    small: Pack, text: str, kind: str, sentence: str, phrase: str
) -> None:
    """File, row, sentence, what is wrong and what to do."""
    findings = found(said(small, "en", block_text__text=text))
    named = [each for each in findings if each.kind == kind]
    assert [(each.file, each.id, each.sentence) for each in named] == [
        ("kitchen-sink/words/en/rows.toml", "block-text", sentence)
    ]
    assert phrase in named[0].message
    assert named[0].remedy
    shown = str(named[0])
    assert all(part in shown for part in ("rows.toml", "block-text", sentence, named[0].remedy))


def test_a_long_list_is_told_from_its_first_item_too_many(small: Pack) -> None:
    """Seven items can be kept in mind."""
    items = tuple(f"Lamp {name}." for name in ("one", "two", "three", "four", "five", "six", "so"))
    assert found(said(small, "en", block_list__items=items)) == []
    (finding,) = found(said(small, "en", block_list__items=(*items, "And one more.")))
    assert (finding.kind, finding.id, finding.sentence) == (
        "list-too-long",
        "block-list",
        "And one more.",
    )


def test_a_paragraph_may_end_where_the_text_allows_it(small: Pack) -> None:
    """Four sentences in two paragraphs are fine; a hint has no paragraphs, so it must say less."""
    assert found(said(small, "en", block_text__text="One. Two.\n\nThree. Four.")) == []
    (finding,) = found(said(small, "en", sign_lamp__hint="One. Two. Three. Four."))
    assert "Say less" in finding.remedy


def test_a_page_has_the_limit_that_names_it(small: Pack) -> None:
    """What passes elsewhere can be too hard for a page that must be easier."""
    pages = {page.page: page for page in measure_plainness(small, ("en",)).pages}
    assert pages["page-home"].limit == 5.0
    assert pages["page-outcome"].limit == 6.0


def test_a_hard_page_is_named_with_the_sentence_to_mend(small: Pack) -> None:
    """The page's own file and id, and the sentence that weighs most."""
    broken = said(small, "en", block_text__text=HARD, block_list__items=(HARD, "Look."))
    (page,) = [each for each in found(broken) if each.kind == "page-too-hard"]
    assert (page.file, page.id, page.sentence) == (
        "kitchen-sink/pages.toml",
        "page-outcome",
        HARD,
    )


def test_long_sentences_on_average_are_told(small: Pack) -> None:
    """Each may be short enough, and the page still tire its reader."""
    rows = {
        key: msgspec.structs.replace(row, average_words=2) for key, row in small.all(Limit).items()
    }
    pack = msgspec.structs.replace(small, rows={**small.rows, "limit": rows})
    told = said(pack, "en", block_list__items=("Do not confront a lamp that is lit.", "Look."))
    (page,) = [each for each in found(told) if each.id == "page-outcome"]
    assert (page.kind, page.sentence) == (
        "average-too-long",
        "Do not confront a lamp that is lit.",
    )


def test_a_short_block_is_not_measured_by_itself(small: Pack) -> None:
    """One long word in five would decide; the page still counts it."""
    assert found(said(small, "en", block_text__text="Organizations communicate immediately.")) == []


def test_an_exception_holds_for_its_text_and_its_row_only(small: Pack) -> None:
    """The same words in another row, or other words in the same row, are found."""
    allowed = "It is not darkness."
    assert found(said(small, "en", block_text__text=allowed)) == []
    assert [each.kind for each in found(said(small, "en", block_step__text=allowed))] == ["avoided"]
    more = "It is not darkness, but darkness."
    assert [each.kind for each in found(said(small, "en", block_text__text=more))] == ["avoided"]


def _with_avoid(pack: Pack, **fields: object) -> Pack:
    row = msgspec.convert(
        {"id": "avoid-en-dim", "language": "en", "phrases": ["dim"], "instead": "Dark", **fields},
        Avoid,
    )
    return msgspec.structs.replace(
        pack, rows={**pack.rows, "avoid": {**pack.rows["avoid"], row.id: row}}
    )


def test_a_promise_may_stand_beside_its_limit(small: Pack) -> None:
    """`fine_with`: the limit must be in the same text."""
    pack = _with_avoid(small, fine_with=["but"])
    assert found(said(pack, "en", block_text__text="It is dim, but not dark.")) == []
    assert [each.kind for each in found(said(pack, "en", block_text__text="It is dim."))] == [
        "avoided"
    ]


def test_a_word_of_the_law_may_stand_where_a_source_is_named(small: Pack) -> None:
    """`fine_sourced`: a row with a source of its own may say it, and no other."""
    pack = _with_avoid(small, fine_sourced=True)
    assert found(said(pack, "en", block_text__text="It is dim.")) == []
    assert [each.kind for each in found(said(pack, "en", block_step__text="It is dim."))] == [
        "avoided"
    ]


def test_letters_are_fine_when_they_are_spelled_out_or_need_not_be(small: Pack) -> None:
    """On the same page is near enough; a word to text is typed as it stands."""
    acronym = {"id": "acronym-en-abc", "language": "en", "letters": "ABC"}
    row = msgspec.convert({**acronym, "spelled": ["a big candle"]}, Acronym)
    pack = msgspec.structs.replace(
        small, rows={**small.rows, "acronym": {**small.rows["acronym"], row.id: row}}
    )
    (finding,) = found(said(pack, "en", block_text__text="Ask the ABC."))
    assert "'a big candle'" in finding.remedy
    assert found(said(pack, "en", block_text__text="Ask a big candle, the ABC.")) == []
    spelled = said(pack, "en", block_text__text="Ask the ABC.", block_step__text="A big candle.")
    assert found(spelled) == []
    assert found(said(pack, "en", block_text__text="Go to XX.")) == []


def test_a_language_without_a_limit_is_told_of(small: Pack) -> None:
    """Words that nothing measures would pass unseen."""
    rows = {key: row for key, row in small.all(Limit).items() if row.language != "es"}
    pack = msgspec.structs.replace(small, rows={**small.rows, "limit": rows})
    assert [(each.kind, each.language) for each in measure_plainness(pack).findings] == [
        ("no-limit", "es")
    ]


def test_a_language_without_a_formula_is_held_to_lengths_and_words(small: Pack) -> None:
    """No grade is invented where no formula was tried."""
    rows = {
        key: msgspec.structs.replace(row, formula="")
        for key, row in small.all(Limit).items()
        if row.language == "es"
    }
    pack = msgspec.structs.replace(small, rows={**small.rows, "limit": rows})
    assert found(said(pack, "es", block_text__text=HARD), "es") == []
    long = found(said(pack, "es", block_text__text=LONG), "es")
    assert "sentence-too-long" in {each.kind for each in long}
    assert {page.score for page in measure_plainness(pack, ("es",)).pages} == {0.0}


def test_spanish_is_too_hard_below_its_ease(small: Pack) -> None:
    """The higher the easier, and the message says so."""
    hard = (
        "Comunique inmediatamente cualquier sospecha razonable de explotación a las autoridades "
        "competentes correspondientes. Proporcione documentación administrativa complementaria "
        "necesaria, debidamente autenticada. Comuníquela inmediatamente."
    )
    findings = found(said(small, "es", block_text__text=hard), "es")
    (block,) = [each for each in findings if each.kind == "block-too-hard"]
    assert "the lowest is 65" in block.message


def test_a_text_that_is_missing_in_a_language_is_not_measured_there(small: Pack) -> None:
    """English that stands in for Spanish is measured as English, once."""
    told = {passage.id for passage in read_passages(small, "es")}
    assert told
    assert told < {passage.id for passage in read_passages(small, "en")}


HURTFUL = (
    "Prostitution of a child.",
    "A sex worker.",
    "A sex-worker.",
    "Child porn.",
    "A pimp.",
    "The johns.",
    "Rescue the child.",
    "The suspect left.",
    "A suspected trafficker.",
    "The perpetrators.",
    "You are a victim.",
    "The child may disclose.",
    "An indicator.",
    "Red flags.",
    "At-risk youth.",
    "The risk score.",
    "A promiscuous child.",
    "A runaway.",
    "Their lifestyle.",
    "You should have called.",
    "You shouldn\u2019t have.",
    "Why didn\u2019t you ask?",
    "Just call.",
    "Don\u2019t worry.",
    "Do not worry.",
    "You are safe.",
    "The child will be safe.",
    "We keep you safe.",
    "You will not be charged.",
    "They won\u2019t be arrested.",
    "The call is confidential.",
    "The call is anonymous.",
    "Calls them daddy.",
    "In the life.",
    "He may be afraid.",
    "Ask her.",
    "Your daughter.",
    "They must call.",
)


PLAIN = (
    "Other people see this.",
    "What must you pass on?",
    "A worker may call.",
    "It is confidential, but they may pass on danger.",
    "Adjust the lamp.",
    "You can suspect much and know little.",
    "A boyfriend or girlfriend.",
    "The National Runaway Safeline helps.",
    "The child's person of trust.",
)


@pytest.fixture(scope="module")
def kinds(pack: Pack) -> dict[str, list[str]]:
    """
    Each of these sentences to what the gate finds in it.

    Each stands in a block of its own, like "block-step-close" in all but its words, so that the
    shipped pack is measured once and not for each sentence.
    """
    blocks, files, words = dict(pack.rows["block"]), dict(pack.files), dict(pack.words["en"])
    step = pack.all(Block)["block-step-close"]
    ids = {f"block-step-close-{number}": each for number, each in enumerate((*HURTFUL, *PLAIN))}
    for row_id, sentence in ids.items():
        blocks[row_id] = msgspec.structs.replace(step, id=row_id)
        files[row_id] = pack.files[step.id]
        files[f"words/en/{row_id}"] = pack.files[f"words/en/{step.id}"]
        words |= {
            f"{row_id}.{key.split('.')[1]}": text
            for key, text in pack.words["en"].items()
            if key.split(".")[0] == step.id
        }
        words[f"{row_id}.text"] = sentence
    findings = found(
        msgspec.structs.replace(
            pack,
            rows={**pack.rows, "block": blocks},
            files=files,
            words={**pack.words, "en": words},
        )
    )
    return {
        sentence: [each.kind for each in findings if each.id == row_id]
        for row_id, sentence in ids.items()
    }


@pytest.mark.parametrize("sentence", HURTFUL)
def test_the_shipped_list_knows_each_word_that_hurts(
    sentence: str, kinds: dict[str, list[str]]
) -> None:
    """Words that blame, frighten or promise too much, and ruling 22: no sex, no "must"."""
    assert kinds[sentence] == ["avoided"]


@pytest.mark.parametrize("sentence", PLAIN)
def test_the_shipped_list_leaves_plain_words_alone(
    sentence: str, kinds: dict[str, list[str]]
) -> None:
    """A gate that cries wolf is switched off."""
    assert kinds[sentence] == []


def test_pages_are_within_their_limits_as_shipped(pack: Pack) -> None:
    """Every English page, with all that it can show: grade, average and longest sentence."""
    pages = measure_plainness(pack, ("en",)).pages
    assert len(pages) > 10
    assert [page.page for page in pages if page.score > page.limit] == []
    assert [page.page for page in pages if page.average_words > 12] == []
    assert [page.page for page in pages if page.longest_sentence > 20] == []
    limits = {page.page: page.limit for page in pages}
    assert [limits[page] for page in ("page-now", "page-you", "page-first-day")] == [5.0] * 3
    assert {limits[page] for page in limits} == {5.0, 6.0}


def test_a_page_is_measured_with_the_lines_that_it_can_show(pack: Pack) -> None:
    """What a contact says is read on the page, wherever its words stand."""
    told = {passage.id: passage.pages for passage in read_passages(pack, "en")}
    assert "page-now" in told["contact-911"]
    assert told["block-you-start"] == ("page-you",)
    assert told["link-talk"]
    assert "page-check" in told["sign-gifts"]
    assert told["rule-home"] == ("page-outcome",)
    assert "page-now" not in told["call-911-you"]
