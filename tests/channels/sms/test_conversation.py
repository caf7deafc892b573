"""Opt-outs hold, nothing else is kept, and whoever floods is answered in danger only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.sms.conversation import Message, converse
from hearthlight.channels.sms.counting import MOST, SPAN, Counter
from hearthlight.channels.sms.opting_out import KeptOptOuts, KeyFileError, read_key

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.channels.sms.answering import Guide

NUMBER = "+15005550006"
KEY = b"k" * 32


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_after_an_opt_out_nothing_is_sent_until_start(guide: Guide, tmp_path: Path) -> None:
    """One confirmation, then silence; and only START returns."""
    file = tmp_path / "list.sqlite"
    kept, counter = KeptOptOuts(file, KEY), Counter(Clock())

    def send(text: str) -> tuple[str, ...]:
        return converse(guide, kept, counter, Message(NUMBER, text))

    assert len(send("please stop texting me")) == 1
    assert [send(text) for text in ("hi", "STOP", "YES", "1A")] == [(), (), (), ()]
    assert not KeptOptOuts(file, KEY).has("+15005550009")
    assert KeptOptOuts(file, KEY).has(NUMBER)
    assert len(send("START")) == 1
    assert len(send("hi")) == 1


def test_the_list_holds_no_number_no_text_and_no_day(tmp_path: Path) -> None:
    """Only a digest, which another key does not find, and which START takes away."""
    file = tmp_path / "list.sqlite"
    kept = KeptOptOuts(file, KEY)
    kept.add(NUMBER)
    with closing(sqlite3.connect(file)) as database:
        ((digest,),) = database.execute("SELECT * FROM opt_out").fetchall()
    assert len(digest) == 32
    content = file.read_bytes()
    assert NUMBER.encode() not in content
    assert NUMBER[1:].encode() not in content
    assert not KeptOptOuts(file, b"other" * 8).has(NUMBER)
    assert file.stat().st_mode & 0o077 == 0
    kept.remove(NUMBER)
    assert digest not in file.read_bytes()


def test_whoever_floods_is_answered_in_danger_only(guide: Guide, tmp_path: Path) -> None:
    """And after ten minutes as before."""
    clock = Clock()
    kept, counter = KeptOptOuts(tmp_path / "list.sqlite", KEY), Counter(clock)
    for _ in range(MOST):
        assert converse(guide, kept, counter, Message(NUMBER, "hi"))
    assert converse(guide, kept, counter, Message(NUMBER, "hi")) == ()
    assert converse(guide, kept, counter, Message(NUMBER, "he has a gun"))
    assert converse(guide, kept, counter, Message("+15005550009", "hi"))
    clock.now = SPAN + 1
    assert converse(guide, kept, counter, Message(NUMBER, "hi"))


def test_the_counter_keeps_no_number_and_forgets() -> None:
    """It counts under a salt of its own, which differs from start to start."""
    clock = Clock()
    one, other = Counter(clock), Counter(clock)
    one.is_too_many(NUMBER)
    other.is_too_many(NUMBER)
    assert set(one._counts).isdisjoint(other._counts)
    assert NUMBER.encode() not in b"".join(one._counts)
    clock.now = SPAN + 1
    one.is_too_many("+15005550009")
    assert len(one._counts) == 1


@pytest.mark.parametrize(
    ("content", "told"), [(None, "Make one"), (b"short", "at least 32 random characters")]
)
def test_a_key_that_cannot_be_used_says_what_to_do(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    """A list under a weak key would be no secret."""
    file = tmp_path / "key"
    if content:
        file.write_bytes(content)
    with pytest.raises(KeyFileError, match=told):
        read_key(file)
