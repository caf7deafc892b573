"""Which file and row hold a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.wording.whereabouts import find_words

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack


@pytest.mark.parametrize(
    "said", ["Not yet checked by phone.", "not yet  CHECKED\nby phone", "yet checked by"]
)
def test_a_sentence_leads_to_its_file_row_field_and_language(
    pack: Pack, layers: tuple[Layer, ...], said: str
) -> None:
    """As it is read: case and line breaks do not matter, and a part of it is enough."""
    (found,) = find_words(pack, layers, said)
    assert (found.file, found.id) == ("csec/words/en/interface.toml", "interface")
    assert (found.field, found.language) == ("not_assured", "en")
    assert found.text == "Not yet checked by phone."
    assert not found.replaced_in


def test_words_of_one_language_can_be_asked_for(pack: Pack, layers: tuple[Layer, ...]) -> None:
    """A name that is the same in both is found in both, or in one."""
    assert {each.language for each in find_words(pack, layers, "Childhelp")} == {"en", "es"}
    assert {each.language for each in find_words(pack, layers, "Childhelp", "es")} == {"es"}


def test_a_sentence_with_a_day_filled_in_leads_to_the_text_that_gives_it(
    pack: Pack,
    layers: tuple[Layer, ...],
) -> None:
    """What stands on the page is not what stands in the file."""
    found = find_words(pack, layers, "Read November 22, 2026.", "en")
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
    layers = find_layers([tmp_path])
    lower, upper = find_words(load_pack(layers), layers, "not yet checked by phone")
    assert lower.replaced_in == upper.file == f"{tmp_path.name}/words/en/ours.toml"
    assert not upper.replaced_in


def test_a_translation_that_is_set_aside_is_named_with_the_text_that_stands_in_for_it(
    pack: Pack, tmp_path: Path
) -> None:
    """Spanish of other English is shown to nobody, whichever language was asked for."""
    (tmp_path / "words" / "en").mkdir(parents=True)
    (tmp_path / "pack.toml").write_text('id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\n')
    (tmp_path / "words" / "en" / "ours.toml").write_text(
        '[contact-911]\nname = "Dial 911 for an emergency"\n'
    )
    layers = find_layers([tmp_path])
    spanish = str(pack.words["es"]["contact-911.name"])
    for language in ("", "es"):
        found = find_words(load_pack(layers), layers, spanish, language)
        (old,) = (each for each in found if (each.id, each.field) == ("contact-911", "name"))
        assert old.language == "es"
        assert old.replaced_in == f"{tmp_path.name}/words/en/ours.toml"


def test_a_folder_that_is_called_like_one_of_ours_is_not_taken_for_it(tmp_path: Path) -> None:
    """Even where the file is called alike, too: the lower text is not shown, the upper one is."""
    folder = tmp_path / "csec"
    (folder / "words" / "en").mkdir(parents=True)
    (folder / "pack.toml").write_text('id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\n')
    (folder / "words" / "en" / "interface.toml").write_text(
        '[interface]\nnot_assured = "Not yet checked by phone by us."\n'
    )
    layers = find_layers([folder])
    lower, upper = find_words(load_pack(layers), layers, "not yet checked by phone")
    assert lower.file == "csec/words/en/interface.toml"
    assert lower.replaced_in == upper.file == f"{tmp_path.name}/csec/words/en/interface.toml"
    assert not upper.replaced_in


def test_words_that_nothing_says_lead_nowhere(pack: Pack, layers: tuple[Layer, ...]) -> None:
    """No guess; an empty question has no answer either."""
    assert find_words(pack, layers, "a sentence that nobody wrote") == ()
    assert find_words(pack, layers, " ") == ()
