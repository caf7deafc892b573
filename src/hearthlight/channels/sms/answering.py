"""
From one text message to the one or two that answer it. The same message always gets the same.

No message depends on one before it. The order of looking: an opt-out word that is the whole
message; alarms, the gravest first; other wording of an opt-out; then what is asked for; letters;
and what is left, in which the model of `notice` may still hear danger. What the one ear for danger
hears is answered here as at every other door.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.channels.sms.mending import Mender
from hearthlight.checkin.decision import decide
from hearthlight.coach.walking import LONGEST, find_cues, find_whole
from hearthlight.documents.hearing import hear_cues, hear_danger
from hearthlight.documents.texting import MOST, compose_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition
    from hearthlight.compiled.texts import CompiledReply
    from hearthlight.content.model import TextKind

_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_SENTENCES = re.compile(r"[.!?;\n]+")
_ALARM: TextKind = "alarm"
_CALM = "non-urgent"
_NOT_ASKED_FOR = ("stop", "alarm", "outcome")
"""Kinds of replies that are looked for before, or that nobody asks for by name."""


class Answer(NamedTuple):
    """What is sent, and what kind of message it answers."""

    kind: TextKind
    texts: tuple[str, ...]
    replies: tuple[str, ...]
    """The ids of the replies, for tests and for `--simulate`."""
    outcome: str = ""
    """The outcome that it is as firm as; empty where it says none."""
    is_urgent: bool = False
    """Whether it says what to do in an emergency or at once."""


class _Heard(NamedTuple):
    reply: CompiledReply
    languages: tuple[str, ...]


def _answers(edition: Edition) -> dict[str, CompiledReply]:
    """Outcome to the reply that says it; where none does, the one of the next graver outcome."""
    said = {reply.outcome: reply for reply in edition.texts.replies if reply.kind == "outcome"}
    answers: dict[str, CompiledReply] = {}
    graver = said[edition.outcomes[0].id]
    for outcome in edition.outcomes:
        graver = answers[outcome.id] = said.get(outcome.id, graver)
    return answers


class Guide:
    """The keyword guide over one edition. It keeps nothing of what it hears."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._texts = edition.texts
        self._mender = Mender(edition)
        self._answers = _answers(edition)
        self._by_id = {reply.id: reply for reply in self._texts.replies}
        self._ranks = {outcome.id: rank for rank, outcome in enumerate(edition.outcomes)}
        """Outcomes, the gravest first."""
        self._default = tuple(self._texts.languages)[:MOST]

    def answer(self, message: str, pictures: int = 0) -> Answer:
        """What to send for a message, and for how many pictures came with it."""
        text = self._mender.mend(message[:LONGEST])
        heard = self._whole(text, "stop") or self._alarm(message, text) or self._opt_out(text)
        if heard is None and pictures:
            heard = _Heard(self._only("picture"), self._default)
        heard = heard or self._asked(text) or self._letters(text) or self._ear(message)
        heard = heard or _Heard(self._only("unknown"), self._default)
        return self._compose(heard)

    def outcome_of(self, keys: Iterable[str]) -> str:
        """What the decision table says to all facts of these letters, taken together."""
        facts = frozenset(fact for key in keys for fact in self._texts.letters[key].facts)
        return decide(self._edition.table, self._edition.said(facts)).outcome

    def _whole(self, text: str, kind: TextKind) -> _Heard | None:
        """A reply of this kind that the whole message asks for; one language is enough."""
        for tag, language in self._texts.languages.items():
            for number in sorted(find_whole(language.whole, self._edition.coach.folding, text)):
                if self._texts.replies[number].kind == kind:
                    return _Heard(self._texts.replies[number], (tag,))
        return None

    def _alarm(self, message: str, text: str) -> _Heard | None:
        """
        The gravest alarm of what the cues find; then the model may make it graver.

        What only the model hears never makes it softer: who says "he tried to kill me" is sent to
        911, though the model also hears suicide in it.
        """
        raised: dict[str, list[str]] = {}
        folding = self._edition.coach.folding
        for tag, language in self._texts.languages.items():
            found = find_cues(language.within, folding, text) | find_whole(
                language.whole, folding, text
            )
            heard = {self._texts.replies[number].id for number in found}
            heard |= self._replies_to(hear_cues(self._edition, message, tag))
            for reply_id in heard:
                raised.setdefault(reply_id, []).append(tag)
        alarms = [reply for reply in self._texts.replies if reply.kind == _ALARM]
        firm = [self._ranks[reply.outcome] for reply in alarms if reply.id in raised]
        if not firm:
            return None
        known = self._replies_to(hear_danger(self._edition, message))
        for reply in alarms:
            graver = reply.id in known and self._ranks[reply.outcome] <= min(firm)
            if reply.id in raised or graver:
                spoken = [tag for tags in raised.values() for tag in tags]
                return _Heard(reply, tuple(raised.get(reply.id, dict.fromkeys(spoken))))
        return None

    def _replies_to(self, facts: Iterable[str]) -> set[str]:
        wanted = set(facts)
        return {reply.id for reply in self._texts.replies if wanted & set(reply.facts)}

    def _opt_out(self, text: str) -> _Heard | None:
        # Read as one sentence, so that who is meant is not lost: "Stop! He is here."
        text = _SENTENCES.sub(",", text)
        for tag, language in self._texts.languages.items():
            for number in find_cues(language.within, self._edition.coach.folding, text):
                if self._texts.replies[number].kind == "stop":
                    return _Heard(self._texts.replies[number], (tag,))
        return None

    def _asked(self, text: str) -> _Heard | None:
        for reply in self._texts.replies:
            if reply.kind not in _NOT_ASKED_FOR and (heard := self._whole(text, reply.kind)):
                return heard
        return None

    def _letters(self, text: str) -> _Heard | None:
        """Letters, with the key of a language before them, or without, for each language."""
        words = _TOKEN.findall(text)
        languages = self._default
        if words:
            for tag, language in self._texts.languages.items():
                if words[0] in language.keys:
                    languages = (tag,)
                    words = words[1:]
                    break
        joins = {join for language in self._texts.languages.values() for join in language.joins}
        runs = [word.upper() for word in words if word not in joins]
        if not runs or not all(self._is_run(run) for run in runs):
            return None
        keys = {key for run in runs for key in run}
        return _Heard(self._answers[self.outcome_of(keys)], languages)

    def _is_run(self, run: str) -> bool:
        """Letters of ours, in the order of the alphabet, none twice: ACF, not DAD or BAD."""
        return all(key in self._texts.letters for key in run) and all(
            one < other for one, other in pairwise(run)
        )

    def _ear(self, message: str) -> _Heard | None:
        """Danger in words that no cue has. What is left over can only gain by it."""
        replies = self._replies_to(hear_danger(self._edition, message))
        for reply in self._texts.replies:
            if reply.id in replies:
                return _Heard(reply, self._default)
        return None

    def _only(self, kind: TextKind) -> CompiledReply:
        return next(reply for reply in self._texts.replies if reply.kind == kind)

    def _compose(self, heard: _Heard) -> Answer:
        """One reply in each language, or one and what follows it: never more than two."""
        reply = heard.reply
        if reply.kind in ("stop", "start", "help"):
            sent = [(reply, heard.languages[0])]
        elif reply.then:
            language = heard.languages[0]
            sent = [(reply, language), (self._by_id[reply.then], language)]
        else:
            sent = [(reply, language) for language in heard.languages]
        return Answer(
            reply.kind,
            tuple(compose_text(self._edition, each, language) for each, language in sent[:MOST]),
            tuple(each.id for each, _ in sent[:MOST]),
            reply.outcome,
            self._edition.urgencies.get(reply.outcome, _CALM) != _CALM,
        )
