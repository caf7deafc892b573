"""Which file and row hold a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.layers import find_layers
from hearthlight.wording.whereabouts import find_words

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.layers import Layer


@pytest.mark.parametrize(
    "said", ["Not yet checked by phone.", "not yet  CHECKED\nby phone", "yet checked by"]
)
def test_a_sentence_leads_to_its_file_row_field_and_language(
    layers: tuple[Layer, ...], said: str
) -> None:
    """As it is read: case and line breaks do not matter, and a part of it is enough."""
    (found,) = find_words(layers, said)
    assert (found.file, found.id) == ("csec/words/en/interface.toml", "interface")
    assert (found.field, found.language) == ("not_assured", "en")
    assert found.text == "Not yet checked by phone."
    assert not found.replaced_in


def test_words_of_one_language_can_be_asked_for(layers: tuple[Layer, ...]) -> None:
    """A name that is the same in both is found in both, or in one."""
    assert {each.language for each in find_words(layers, "Childhelp")} == {"en", "es"}
    assert {each.language for each in find_words(layers, "Childhelp", "es")} == {"es"}


def test_a_sentence_with_a_day_filled_in_leads_to_the_text_that_gives_it(
    layers: tuple[Layer, ...],
) -> None:
    """What stands on the page is not what stands in the file."""
    found = find_words(layers, "Read November 22, 2026.", "en")
    assert ("interface", "read_on") in {(each.id, each.field) for each in found}


def test_a_text_that_a_layer_says_anew_is_named_with_the_one_that_is_shown(
    tmp_path: Path,
) -> None:
    """An editor who opens the lower file would change nothing."""
    (tmp_path / "words" / "en").mkdir(parents=True)
    (tmp_path / "pack.toml").write_text('id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\n')
    (tmp_path / "words" / "en" / "ours.toml").write_text(
        '[interface]\nnot_assured = "Not yet checked by phone by us."\n'
    )
    lower, upper = find_words(find_layers([tmp_path]), "not yet checked by phone")
    assert lower.replaced_in == upper.file == f"{tmp_path.name}/words/en/ours.toml"
    assert not upper.replaced_in


def test_words_that_nothing_says_lead_nowhere(layers: tuple[Layer, ...]) -> None:
    """No guess; an empty question has no answer either."""
    assert find_words(layers, "a sentence that nobody wrote") == ()
    assert find_words(layers, " ") == ()
