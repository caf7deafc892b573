"""A translation of old words never stands for new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.locales import read_wording

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.model import Pack

KEY = "outcome-report.answer"


def saying(folder: Path, language: str, row_id: str, field: str, text: str) -> Pack:
    """The pack, once the agency says a text in a language."""
    file = folder / "words" / language / f"{row_id}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[{row_id}]\n{field} = """{text}"""\n', "utf-8")
    return load_pack(find_layers([folder]))


def test_a_text_that_a_layer_says_anew_is_shown_in_its_language_until_it_is_translated(
    agency: Path, pack: Pack
) -> None:
    """The new English, marked as English; then the layer's own Spanish."""
    changed = saying(agency, "en", "outcome-report", "answer", "Call the county today.")
    wording = read_wording(changed.words, "es", "en")
    assert wording.text("outcome-report", "answer") == "Call the county today."
    assert wording.language_of("outcome-report", "answer") == "en"
    assert set(pack.words["es"]) - set(changed.words["es"]) == {KEY}
    translated = saying(agency, "es", "outcome-report", "answer", "Llame hoy al condado.")
    assert translated.words["es"][KEY] == "Llame hoy al condado."


def test_the_same_words_said_again_keep_their_translation(agency: Path, pack: Pack) -> None:
    """Only other words need another translation."""
    same = str(pack.words["en"][KEY])
    assert saying(agency, "en", "outcome-report", "answer", same).words["es"] == pack.words["es"]


def test_an_agencys_own_translation_of_our_words_stays(agency: Path) -> None:
    """Whoever says it in Spanish alone answers for it: nobody has said it anew above them."""
    changed = saying(agency, "es", "outcome-report", "answer", "Llame hoy.")
    assert changed.words["es"][KEY] == "Llame hoy."


def test_what_a_line_says_of_itself_is_not_told_by_words_that_lines_share(
    agency: Path, pack: Pack
) -> None:
    """A state's line with a purpose of its own does not get the shared one in Spanish."""
    line = "contact-us-nv"
    assert f"{line}.purpose" in pack.words["es"]
    changed = saying(agency, "en", line, "purpose", "Takes reports by day.")
    wording = read_wording(changed.words, "es", "en")
    assert wording.text(line, "purpose") == "Takes reports by day."
    assert wording.language_of(line, "purpose") == "en"
