"""One message in, what is sent out: the guide, and who wants no more texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hearthlight.channels.sms.answering import Guide
    from hearthlight.channels.sms.counting import Counter
    from hearthlight.channels.sms.opting_out import OptOuts


class Message(NamedTuple):
    """One message as it arrived. It is never kept."""

    number: str
    text: str
    pictures: int = 0


def converse(
    guide: Guide, opt_outs: OptOuts, counter: Counter, message: Message
) -> tuple[str, ...]:
    """
    The messages to send to a number that sent one; perhaps none.

    After an opt-out nothing is sent until the number asks to start again. A number that sends
    more than a person would is answered only in danger, and when it opts out.
    """
    answer = guide.answer(message.text, message.pictures)
    too_many = counter.is_too_many(message.number)
    if answer.kind == "start":
        opt_outs.remove(message.number)
    elif opt_outs.has(message.number):
        return ()
    if answer.kind == "stop":
        opt_outs.add(message.number)
    elif too_many and not answer.is_urgent:
        return ()
    return answer.texts
