"""Text messages fit, as a counter that others wrote says too, and `pack check` says when not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import smsutil

from hearthlight.compiled.compiling import compile_pack
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.documents.texting import (
    SEGMENT,
    check_replies,
    compose_text,
    count_septets,
)

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition


def texts(edition: Edition) -> list[str]:
    """Every reply in every language, with its numbers."""
    return [
        compose_text(edition, reply, language.tag)
        for reply in edition.texts.replies
        for language in edition.languages
    ]


def test_every_reply_is_one_segment_by_two_counters(edition: Edition) -> None:
    """In GSM-7, in every language."""
    every = texts(edition)
    assert len(every) > 40
    for text in every:
        assert smsutil.is_valid_gsm(text), text
        (part,) = smsutil.split(text).parts
        assert count_septets(text) == part.bytes <= SEGMENT


def test_no_brace_is_left_and_no_number_is_typed_by_hand(edition: Edition) -> None:
    """Each number is the contact's."""
    for text in texts(edition):
        assert "{" not in text
    for words in edition.words.values():
        for key, told in words.items():
            if key.startswith("reply-"):
                typed = re.sub(r"\{[^}]*\}", "", str(told))
                assert not re.search(r"\d{3}", typed), key


WRONG = {
    "reply-report": ("x" * 161, "takes 161 of the 160 characters"),
    "reply-advice": ("Call {contact-911}. \u201cNow\u201d", "a plain text message cannot carry"),
    "reply-help": ("Call {contact-nobody} or {contact-911}", "nothing fills it"),
    "reply-told": ("Call {contact-911}, {contact-hsi}", "a line of immigration enforcement"),
    "reply-support": ("Do not confront anyone.", "names nobody to call"),
}


def test_a_reply_that_cannot_be_sent_is_refused(tmp_path: Path) -> None:
    """With its file, its id and what to do."""
    folder = tmp_path / "local"
    (folder / "words/en").mkdir(parents=True)
    (folder / "pack.toml").write_text('id = "local"\ntitle = "Local"\nlicence = "CC-BY-4.0"\n')
    words = "".join(f'[{reply}]\nmessage = "{text}"\n' for reply, (text, _) in WRONG.items())
    (folder / "words/en/sms.toml").write_text(words, "utf-8")
    pack = load_pack(find_layers([folder]))
    problems = tuple(check_replies(pack, compile_pack(pack)))
    for reply, (_, told) in WRONG.items():
        found = [problem for problem in problems if problem.id == reply]
        assert any(told in problem.message for problem in found), reply
        assert {problem.file for problem in found} == {"local/words/en/sms.toml"}
        assert all(problem.remedy for problem in found)
    assert {problem.id for problem in problems} == set(WRONG)
