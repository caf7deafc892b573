"""Known answers: syllables that a dictionary gives, and grades worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hearthlight.wording.reading_level import (
    Counts,
    count_english,
    count_sentences,
    count_spanish,
    hardest,
    is_too_hard,
    long_words,
    read_score,
)
from hearthlight.wording.sentences import compile_names, split_sentences

if TYPE_CHECKING:
    from hearthlight.content.model import Formula

# From the CMU Pronouncing Dictionary.
ENGLISH = {
    "a": 1,
    "about": 2,
    "abused": 2,
    "agency": 3,
    "answered": 2,
    "anyone": 3,
    "call": 1,
    "child's": 1,
    "children": 2,
    "confidential": 4,
    "didn't": 2,
    "don't": 1,
    "exploitation": 4,
    "every": 2,
    "getting": 2,
    "hides": 1,
    "immediately": 5,
    "noticed": 2,
    "people": 2,
    "pictures": 2,
    "police": 2,
    "scared": 1,
    "sexual": 3,
    "someone": 2,
    "staying": 2,
    "suicide": 3,
    "the": 1,
    "trades": 1,
    "using": 2,
    "wanted": 2,
    "worries": 2,
    "you're": 1,
    "caregivers": 3,
    "bullying": 3,
}

SPANISH = {
    "y": 1,
    "muy": 1,
    "ley": 1,
    "leyes": 2,
    "yo": 1,
    "niño": 2,
    "que": 1,
    "quién": 1,
    "guitarra": 3,
    "pingüino": 3,
    "ciudad": 2,
    "cuídate": 3,
    "familia": 3,
    "policía": 4,
    "día": 2,
    "reír": 2,
    "leer": 2,
    "ahora": 3,
    "teléfono": 4,
    "línea": 3,
    "héroe": 3,
    "aéreo": 4,
    "país": 2,
    "caía": 3,
    "vehículo": 4,
    "prohíbe": 3,
    "búho": 2,
    "huir": 1,
    "huevo": 2,
    "cambiáis": 2,
    "chiita": 3,
    "agua": 2,
    "averiguar": 4,
    "explotación": 4,
    "adolescente": 5,
    "tiíto": 3,
    "construir": 2,
    "situación": 3,
    "mediodía": 4,
    "averigüe": 4,
    "actúa": 3,
    "hacia": 2,
    "hacía": 3,
    "guion": 1,
    "Uruguay": 3,
    "desaparecido": 6,
    "cooperar": 4,
    "aunque": 2,
    "huida": 2,
    "confianza": 3,
    "playa": 2,
    "paranoia": 4,
    "adiós": 2,
    "reunión": 2,
    "PADRE": 2,
}


@pytest.mark.parametrize("word", sorted(ENGLISH))
def test_english_syllables_are_what_the_dictionary_says(word: str) -> None:
    """Listed words, regular endings of them, and the few that we had to add."""
    assert count_english(word) == ENGLISH[word]
    assert count_english(word.upper()) == ENGLISH[word]


@pytest.mark.parametrize("word", sorted(SPANISH))
def test_spanish_syllables_follow_the_spelling_rules(word: str) -> None:
    """Diphthongs join, accents and strong vowels part, an h between vowels does neither."""
    assert count_spanish(word) == SPANISH[word]


def test_a_word_without_vowels_is_one_syllable() -> None:
    """Nothing that is read aloud counts as nothing."""
    assert count_english("hmm") >= 1
    assert count_spanish("brr") == 1


def test_the_flesch_kincaid_grade_is_the_formula() -> None:
    """The cat sat on the mat: 6 words of one syllable in 1 sentence give -1.45."""
    counts = count_sentences(["The cat sat on the mat."], "flesch-kincaid")
    assert counts == Counts(1, 6, 6)
    assert read_score("flesch-kincaid", counts) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert read_score("flesch-kincaid", Counts(2, 40, 60)) == pytest.approx(9.91)


def test_the_spanish_ease_is_the_formula() -> None:
    """El niño come pan: 4 words of 6 syllables in 1 sentence give 109.4."""
    counts = count_sentences(["El niño come pan."], "szigriszt-pazos")
    assert counts == Counts(1, 4, 6)
    assert read_score("szigriszt-pazos", counts) == pytest.approx(206.835 - 62.3 * 1.5 - 4)


def test_a_spanish_page_is_counted_as_by_hand() -> None:
    """
    15 + 11 + 18 + 5 + 10 syllables in 8 + 6 + 7 + 2 + 5 words.

    textstat finds 55 syllables and four sentences there: it hyphenates (`aho-ra`), and leaves out
    a sentence of two words.
    """
    page = (
        "Si el niño está en peligro, llame ahora. Usted no tiene que estar seguro. Una persona "
        "capacitada le ayuda a decidir. ¿Nadie contesta? Llame a la segunda línea."
    )
    counts = count_sentences(split_sentences(page), "szigriszt-pazos")
    assert counts == Counts(5, 28, 59)
    assert round(read_score("szigriszt-pazos", counts), 1) == 70.0


@pytest.mark.parametrize(
    ("formula", "limit", "plain", "legal"),
    [
        (
            "flesch-kincaid",
            6.0,
            ["Call us.", "You do not need to be sure."],
            [
                "Mandated reporters immediately communicate suspicions to the authorities.",
            ],
        ),
        (
            "szigriszt-pazos",
            65.0,
            ["Llame al 911 si su hijo está en peligro.", "No tiene que estar seguro."],
            [
                "Los denunciantes comunicarán inmediatamente toda sospecha a las autoridades.",
            ],
        ),
    ],
)
def test_plain_words_pass_and_legal_words_do_not(
    formula: Formula, limit: float, plain: list[str], legal: list[str]
) -> None:
    """The limits of the shipped pack tell one from the other."""
    for sentences, too_hard in ((plain, False), (legal, True)):
        score = read_score(formula, count_sentences(sentences, formula))
        assert is_too_hard(formula, score, limit) == too_hard


def test_a_score_at_its_limit_passes() -> None:
    """Both are shown to one decimal, and compared so: nobody is told that 6.0 is over 6.0."""
    assert not is_too_hard("flesch-kincaid", 6.04, 6.0)
    assert is_too_hard("flesch-kincaid", 6.06, 6.0)
    assert not is_too_hard("szigriszt-pazos", 64.96, 65.0)
    assert is_too_hard("szigriszt-pazos", 64.94, 65.0)


def test_numbers_and_names_leave_no_trace_in_the_counts() -> None:
    """A sentence of a name and a number is no sentence."""
    names = compile_names(["International Organization"])
    told = ["International Organization: 911.", "Call now."]
    assert count_sentences(told, "flesch-kincaid", names) == Counts(1, 2, 2)


def test_the_sentence_to_mend_first_is_named_with_its_long_words() -> None:
    """The one that weighs most, not a hard word that stands alone."""
    told = [
        "Call us.",
        "Communicate immediately with appropriate organizations about exploitation.",
        "Confidentiality.",
    ]
    assert hardest(told, "flesch-kincaid", 6.0) == told[1]
    assert long_words(told[1], "flesch-kincaid")[0] == "immediately"
    assert "about" not in long_words(told[1], "flesch-kincaid")
    assert hardest(["911"], "flesch-kincaid", 6.0) == ""


def test_only_the_gate_reads_the_list_of_syllables() -> None:
    """Serving and checking in do not pay for what an editor needs."""
    code = (
        "import sys\n"
        "import hearthlight.channels.cli.commands, hearthlight.channels.web.serving\n"
        "assert 'syllapy' not in sys.modules\n"
        "assert not any(name.startswith('hearthlight.wording') for name in sys.modules)\n"
        "import hearthlight.wording.plainness\n"
        "assert 'syllapy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
