"""What is missing or stale in a language, and the way to a translator and back."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.wording.po_files import MisreadFileError, read_po_file, write_po_file
from hearthlight.wording.translation import (
    UnknownTextError,
    accept_translations,
    read_translation,
    write_translations,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel.messages.catalog import Catalog

    from hearthlight.wording.translation import Text, Translation


@pytest.fixture
def pack(kitchen_sink: Path, tmp_path: Path) -> Path:
    """The smallest pack, to write in."""
    return Path(shutil.copytree(kitchen_sink, tmp_path / "pack"))


def _read(*folders: Path, language: str = "es") -> Translation:
    layers = find_layers(folders, shipped=None)
    return read_translation(load_pack(layers), layers, language)


def _po(translation: Translation) -> bytes:
    out = BytesIO()
    write_po_file(translation, out)
    return out.getvalue()


def _translated(content: bytes, translate: Callable[[str, str], str]) -> bytes:
    """A translator's work: every entry that is empty or fuzzy, from its context and its source."""
    catalog: Catalog = read_po(BytesIO(content))
    for message in catalog:
        if message.id and (not message.string or message.fuzzy):
            message.string = translate(str(message.context), str(message.id))
            message.flags.discard("fuzzy")
    out = BytesIO()
    write_po(out, catalog)
    return out.getvalue()


def _take(content: bytes, *folders: Path, language: str = "es", into: str = "") -> tuple[str, ...]:
    layers = find_layers(folders, shipped=None)
    translation = read_translation(load_pack(layers), layers, language)
    back = read_po_file(translation, BytesIO(content), "es.po")
    return write_translations(layers, translation, back.words, into)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def _state(translation: Translation, key: str) -> Text:
    return next(text for text in translation.texts if text.key == key)


def test_what_has_no_words_is_missing_and_what_nobody_vouched_for_is_stale(pack: Path) -> None:
    """Each source text is one of three things."""
    translation = _read(pack)
    assert _state(translation, "block-text.text").state == "stale"
    assert _state(translation, "sign-lamp.label").state == "missing"
    assert sum(row.texts for row in translation.files) == len(translation.texts)


def test_accepting_holds_a_translation_to_its_source_until_that_changes(pack: Path) -> None:
    """A changed source text makes its translation stale, and no other."""
    layers = find_layers([pack], shipped=None)
    assert accept_translations(layers, _read(pack)) == 4
    assert {text.state for text in _read(pack).texts if text.translation} == {"translated"}
    words = pack / "words" / "en" / "rows.toml"
    source = _state(_read(pack), "block-say.say").source[0]
    words.write_text(words.read_text().replace(source, f"{source} Look."))
    assert [text.key for text in _read(pack).texts if text.state == "stale"] == ["block-say.say"]


def test_one_row_is_accepted_by_its_id_and_an_unknown_one_is_refused(pack: Path) -> None:
    """A row, or a row and a field."""
    layers = find_layers([pack], shipped=None)
    assert accept_translations(layers, _read(pack), ["block-text", "outcome-act.title"]) == 2
    with pytest.raises(UnknownTextError, match="'block-nothing'"):
        accept_translations(layers, _read(pack), ["block-nothing"])


@pytest.mark.parametrize("accepted", [True, False])
def test_a_file_read_back_unchanged_changes_no_byte(pack: Path, accepted: bool) -> None:
    """Whatever was accepted before."""
    if accepted:
        accept_translations(find_layers([pack], shipped=None), _read(pack))
    before = _bytes(pack)
    assert _take(_po(_read(pack)), pack) == ()
    assert _bytes(pack) == before


def test_a_whole_translation_comes_back_with_comments_and_order_kept(pack: Path) -> None:
    """Nothing is left to do, the rows stand as the source's do, and the pack still loads."""
    _take(_translated(_po(_read(pack)), lambda _, source: f"¡{source}!"), pack)
    after = _read(pack)
    assert not after.to_do
    written = (pack / "words" / "es" / "rows.toml").read_text()
    assert written.startswith("# A language with gaps")
    told = list(tomllib.loads((pack / "words" / "en" / "rows.toml").read_text()))
    assert list(tomllib.loads(written)) == told
    before = _bytes(pack)
    assert _take(_po(after), pack) == ()
    assert _bytes(pack) == before


def test_a_new_language_is_a_new_folder(pack: Path) -> None:
    """With no folder yet, everything is missing and the file holds it all."""
    assert {text.state for text in _read(pack, language="vi").texts} == {"missing"}
    content = _translated(
        _po(_read(pack, language="vi")),
        lambda _, source: source.upper() if "{" not in source else source,
    )
    changed = _take(content, pack, language="vi")
    assert "pack/words/vi/rows.toml" in changed
    assert "pack/made_from/vi.toml" in changed
    assert not _read(pack, language="vi").to_do


def test_a_layer_that_says_it_anew_makes_the_translation_beneath_stale(
    pack: Path, tmp_path: Path
) -> None:
    """And the new words go to that layer, or to the layer that is named."""
    accept_translations(find_layers([pack], shipped=None), _read(pack))
    agency = tmp_path / "agency"
    (agency / "words" / "en").mkdir(parents=True)
    (agency / "pack.toml").write_text(
        'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "kitchen-sink"\n'
    )
    (agency / "words" / "en" / "own.toml").write_text('[block-text]\ntext = "Ours."\n')
    assert _state(_read(pack, agency), "block-text.text").state == "stale"
    content = _translated(_po(_read(pack, agency)), lambda _, source: source)
    beneath = _bytes(pack)
    _take(content, pack, agency, into="agency")
    assert _bytes(pack) == beneath
    assert not _read(pack, agency).to_do
    assert tomllib.loads((agency / "words/es/own.toml").read_text()) == {
        "block-text": {"text": "Ours."}
    }


def test_what_is_empty_fuzzy_or_outdated_stays_as_it_was(pack: Path) -> None:
    """And so does a list of which one item is in doubt."""
    content = _po(_read(pack))
    words = pack / "words" / "en" / "rows.toml"
    words.write_text(words.read_text().replace('"A lamp is lit"', '"A lamp is on"'))
    content = content.replace(
        b'msgid "A lamp is lit"\nmsgstr ""', b'msgid "A lamp is lit"\nmsgstr "Luz"'
    )
    translation = _read(pack)
    back = read_po_file(translation, BytesIO(content), "es.po")
    assert back.words == {}
    assert back.outdated == 1
    assert back.fuzzy == 4
    assert back.empty > 4


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgctxt "block-x.text"\nmsgid "x"\nmsgstr "y"', "block-x.text: is no text of this pack"),
        (
            'msgctxt "interface.step_of"\nmsgid "Step {number} of {count}"\nmsgstr "Paso {number}"',
            "interface.step_of: does not keep the parts in braces",
        ),
        ('msgid "x', "is no PO"),
    ],
)
def test_what_may_not_be_taken_is_named_with_its_line_and_nothing_is_written(
    pack: Path, entry: str, said: str
) -> None:
    """A lost part, an unknown text, a file that is no PO."""
    before = _bytes(pack)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    with pytest.raises(MisreadFileError, match=r"es\.po:\d+") as caught:
        _take(f"{head}{entry}\n".encode(), pack)
    assert said in str(caught.value)
    assert _bytes(pack) == before


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t")
).filter(lambda text: text.strip())


@given(st.lists(_TEXTS, min_size=1, max_size=4))
@settings(deadline=None, max_examples=20)
def test_any_words_come_back_as_they_were_written(parts: list[str]) -> None:
    """Quotes, backslashes, line breaks and letters of any script."""
    kept = str.maketrans("", "", "{}*`")
    parts = [part.translate(kept).strip().replace("http", "") or "x" for part in parts]
    items = iter(parts * 1000)
    kitchen_sink = Path(__file__).parent.parent / "packs" / "kitchen-sink"
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(shutil.copytree(kitchen_sink, Path(folder) / "pack"))
        shutil.rmtree(pack / "words" / "es")
        given_words: dict[str, str] = {}

        def translate(context: str, source: str) -> str:
            text = source if set(source) & set("{*`") or "http" in source else next(items)
            return given_words.setdefault(context, text)

        _take(_translated(_po(_read(pack)), translate), pack)
        for text in _read(pack).texts:
            keys = [
                f"{text.key}.{number + 1}" if text.is_list else text.key
                for number in range(len(text.source))
            ]
            assert text.translation == tuple(given_words[key] for key in keys)
        before = _bytes(pack)
        assert _take(_po(_read(pack)), pack) == ()
        assert _bytes(pack) == before
