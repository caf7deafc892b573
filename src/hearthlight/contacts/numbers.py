"""How a number is shown and dialled. Formatting is left to the phonenumbers library."""

from __future__ import annotations


def shown_number(number: str) -> str:
    """
    The digits as people read them: `(888) 373-7888`, or `911` as it is.

    `number` is E.164 or a short code that the pack's checks have passed.
    """
    if not number.startswith("+"):
        return number
    import phonenumbers  # noqa: PLC0415 - slow to import, and most commands format no number

    return phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL
    )


def call_link(number: str) -> str:
    """A `tel:` address: global numbers as E.164, short codes as they are (RFC 3966)."""
    return f"tel:{number}"


def text_link(number: str) -> str:
    """An `sms:` address (RFC 5724), without the message: some phones show it in a list."""
    return f"sms:{number}"
