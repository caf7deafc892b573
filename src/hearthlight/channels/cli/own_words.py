"""
Someone's own words, from standard input: all that will be read of them, and whether there was more.

Nobody may believe that the end of a text was read when it was not. In a terminal a text that is
pasted has several lines, of which a program reads one: what is left would go to the shell, which
remembers it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.channels.cli.terminal import Page

if TYPE_CHECKING:
    from typing import TextIO

    from hearthlight.content.locales import Wording

_LONGEST_LINE = 4095
"""Bytes that a terminal keeps of one line; it drops the others before any program sees them."""
_CHUNK = 4096
_WAITS = 2
"""Tenths of a second without another letter, after which a text that was pasted has arrived."""
_SHOWN = 40
"""Letters that show where the reading ended."""


class OwnWords(NamedTuple):
    """What was typed, as far as it is read."""

    text: str
    whole: bool
    """Whether nothing was left out."""

    def tell(self, wording: Wording, out: TextIO) -> None:
        """Say where the reading ended, if there was more."""
        if self.whole:
            return
        end = self.text.rstrip()[-_SHOWN:]
        words = " ".join(end.split(maxsplit=1)[-1].split())  # the first may be half a word
        page = Page(out)
        page.blank()
        page.strong(wording.interface("own_cut").format(words=words))


def read_own(answers: TextIO, longest: int) -> OwnWords:
    """What stands in the input, up to so many letters; of a terminal, all that came at once."""
    if not answers.isatty():
        text = answers.read(longest)
        rest = iter(lambda: answers.read(_CHUNK), "")
        return OwnWords(text, not any(more.strip() for more in rest))
    line = answers.readline()
    pasted = _read_pasted(answers) if line else ""
    if len(line.encode("utf-8", "replace")) > _LONGEST_LINE:
        return OwnWords(line[:longest], whole=False)  # its end may be lost: nothing is put behind
    text = line + pasted
    return OwnWords(text[:longest], not text[longest:].strip())


def _read_pasted(terminal: TextIO) -> str:
    """What arrived after the first line, its last line too, which no Enter ends."""
    try:
        import termios  # noqa: PLC0415 - not every system has it
    except ImportError:
        return ""
    try:
        keyboard = terminal.fileno()
        before, by_letter = termios.tcgetattr(keyboard), termios.tcgetattr(keyboard)
    except (OSError, termios.error):
        return ""
    by_letter[3] &= ~termios.ICANON
    by_letter[6][termios.VMIN], by_letter[6][termios.VTIME] = 0, _WAITS
    arrived = b""
    try:
        termios.tcsetattr(keyboard, termios.TCSANOW, by_letter)
        while chunk := os.read(keyboard, _CHUNK):
            arrived += chunk
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    return arrived.decode("utf-8", "replace")
