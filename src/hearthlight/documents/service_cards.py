"""One service as it is shown: what it is, why it is on the list, and what happens when you call."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from hearthlight.contacts.numbers import call_link, text_link
from hearthlight.directory.query import ANYWHERE, AROUND, NEAR
from hearthlight.documents.blocks import Line
from hearthlight.documents.service_hours import open_now, tell_hours, zones_of
from hearthlight.documents.writing import Writer
from hearthlight.places.opening_hours import is_open

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hearthlight.compiled.edition import CompiledCall, Edition
    from hearthlight.content.model import Service
    from hearthlight.directory.entries import Card, Phone
    from hearthlight.directory.query import Found
    from hearthlight.documents.wanted import Wanted

STALE_AFTER = 180
"""Days after which what a list says of a service is called old."""
_MILE = 1.609344
_LONGEST = 280
"""Letters of a description; more is behind the service's own address."""
_PHONES = 3


class ServiceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A service on the list. What a source does not say is empty."""

    id: str
    name: str
    organization: str = ""
    text: str = ""
    reasons: tuple[str, ...]
    """Why it is on the list, in words."""
    kilometres: int | None = None
    """How far it is; None where that is not known or not shown."""
    calling: str
    """What happens when someone calls."""
    lines: tuple[Line, ...]
    facts: tuple[str, ...]
    """Ages, cost, languages, how to begin, and where it is if that is public."""
    hours: tuple[str, ...] = ()
    open_now: str = ""
    """Whether someone is there now, in a sentence; only where it was asked."""
    passes_on: str = ""
    checked: str
    """When it was last checked, and what to think of that."""
    stale: bool = False
    """Whether that is long ago, or not known."""
    source: str = ""
    """The source that it was imported from; empty for what is shipped."""


class CardWriter:
    """Words of one language for services."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._edition = edition
        self._writer = Writer(edition, language)
        self._words = self._writer.wording
        self._calls: dict[str, CompiledCall] = {}
        for call in edition.calls:
            self._calls.setdefault(call.contact, call)

    def card(self, found: Found, card: Card, wanted: Wanted, now: datetime) -> ServiceCard:
        """A service that was found, for what was asked."""
        zones = zones_of(card.counties, self._edition.clocks)
        made = ServiceCard(
            id=found.id,
            name=card.name,
            organization="" if card.organization == card.name else card.organization,
            text=_short(card.description),
            reasons=tuple(self._reasons(found, card, wanted)),
            kilometres=found.kilometres,
            calling=self._calling(card, wanted),
            lines=tuple(self._lines(card)),
            facts=tuple(self._facts(card)),
            hours=tell_hours(card.hours, now, zones, self._words),
            open_now=open_now(card.hours, now, zones, self._words) if wanted.open_now else "",
            checked=self._checked(card.assured_date, now.date()),
            stale=_is_stale(card.assured_date, now.date()),
            source=card.origin,
        )
        shipped = self._edition.services.get(card.service_id)
        return self._shipped(made, shipped) if shipped else made

    def is_open(self, card: Card, now: datetime) -> bool | None:
        """Whether someone is there; None where that cannot be told."""
        return is_open(card.hours, now, zones_of(card.counties, self._edition.clocks))

    def _shipped(self, made: ServiceCard, service: Service) -> ServiceCard:
        """The pack's own words for what the pack itself knows, in this language."""
        words = self._words
        call = self._calls.get(service.contact)
        if call is None:
            return msgspec.structs.replace(
                made,
                name=words.text(service.id, "name"),
                text=words.text(service.id, "text"),
                lines=(),
                calling=words.interface("services_no_line"),
                checked="",
                source="",
            )
        known = self._writer.card(call)
        facts = [fact for fact in made.facts if fact]
        facts += [each for each in (known.languages, known.access) if each]
        spoken = self._speaks(service.languages)
        return msgspec.structs.replace(
            made,
            name=known.name,
            text=known.purpose,
            lines=known.lines,
            facts=tuple(fact for fact in facts if fact != spoken or not known.languages),
            hours=(known.hours,) if known.hours else (),
            passes_on=known.passes_on,
            checked=known.checked,
            stale=False,
            source="",
        )

    def _reasons(self, found: Found, card: Card, wanted: Wanted) -> Iterator[str]:
        words = self._words
        met = [kind for kind in card.kinds if kind in wanted.kinds] or card.kinds[:2]
        for kind in met:
            if kind in self._edition.service_kinds:
                yield words.text(kind, "label")
        if found.how == NEAR and found.kilometres is not None:
            miles = round(found.kilometres / _MILE)
            yield (
                words.interface("services_far").format(miles=miles)
                if miles > 1
                else words.interface("services_here")
            )
        elif found.how == AROUND:
            hidden = not card.address and card.service_id not in self._edition.services
            yield words.interface("services_hidden" if hidden else "services_county")
        else:
            how = "services_anywhere" if found.how == ANYWHERE else "services_elsewhere"
            yield words.interface(how)
        if wanted.free:
            yield words.interface("services_free")
        if wanted.language in card.languages:
            yield self._edition.spoken[words.language].get(wanted.language, wanted.language)

    def _calling(self, card: Card, wanted: Wanted) -> str:
        """By the kind that was asked for, or the first that it is of."""
        kinds = [kind for kind in card.kinds if kind in wanted.kinds] or list(card.kinds)
        for kind in kinds:
            if said := self._words.optional(kind, "call"):
                return said
        return self._words.interface("services_call")

    def _lines(self, card: Card) -> Iterator[Line]:
        shown = [line for phone in card.phones if (line := self._line(phone))][:_PHONES]
        yield from shown
        if card.url:
            bare = card.url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
            yield Line(
                kind="web", label=self._words.interface("line_web"),
                shown=bare if len(bare) <= 60 else bare.split("/")[0], link=card.url,  # noqa: PLR2004 - a line
            )  # fmt: skip

    def _line(self, phone: Phone) -> Line | None:
        kind = phone.type.lower()
        if "fax" in kind:
            return None
        import phonenumbers  # noqa: PLC0415 - slow to import, and few pages need it

        number, _, extension = phone.number.partition(" ext. ")
        try:
            parsed = phonenumbers.parse(number, "US")
        except phonenumbers.NumberParseException:
            return None
        form = phonenumbers.PhoneNumberFormat.E164
        short = "".join(filter(str.isdigit, number))
        dialled = short if len(short) < 7 else phonenumbers.format_number(parsed, form)  # noqa: PLR2004 - short codes
        if kind in ("sms", "text"):
            label = self._words.interface("line_text")
            if phone.description.isupper():
                label = self._words.interface("line_text_keyword").format(keyword=phone.description)
            return Line(kind="text", label=label, shown=number, link=text_link(dialled))
        if kind in ("tty", "tdd"):
            return Line(
                kind="tty", label=self._words.interface("line_tty"), shown=number,
                link=call_link(dialled),
            )  # fmt: skip
        link = call_link(dialled) + (f";ext={extension}" if extension else "")
        return Line(
            kind="call", label=self._words.interface("line_call"), shown=phone.number, link=link
        )

    def _facts(self, card: Card) -> Iterator[str]:
        words = self._words
        if card.alert:
            yield words.interface("services_alert").format(text=_short(card.alert))
        least, most = card.minimum_age, card.maximum_age
        if least and most is not None:
            yield words.interface("services_ages_both").format(least=f"{least:g}", most=f"{most:g}")
        elif least:
            yield words.interface("services_ages_from").format(least=f"{least:g}")
        elif most is not None:
            yield words.interface("services_ages_to").format(most=f"{most:g}")
        if card.cost:
            yield words.interface("services_cost").format(text=_short(card.cost))
        if spoken := self._speaks(card.languages):
            yield spoken
        if card.application:
            yield words.interface("services_begin").format(text=_short(card.application))
        if card.address:
            yield words.interface("services_where").format(text=card.address)

    def _speaks(self, languages: tuple[str, ...]) -> str:
        names = self._edition.spoken[self._words.language]
        said = [names[tag] for tag in languages if tag in names]
        return (
            self._words.interface("services_speaks").format(languages=", ".join(said))
            if said
            else ""
        )

    def _checked(self, assured: str, today: date) -> str:
        from babel.dates import format_date  # noqa: PLC0415 - slow to import, and few pages need it

        if not assured:
            return self._words.interface("services_not_assured")
        locale = self._words.language.replace("-", "_")
        day = format_date(date.fromisoformat(assured), "long", locale=locale)
        word = "services_stale" if _is_stale(assured, today) else "services_assured"
        return self._words.interface(word).format(date=day)


def _is_stale(assured: str, today: date) -> bool:
    return not assured or (today - date.fromisoformat(assured)).days > STALE_AFTER


def _short(text: str) -> str:
    """The text up to the end of a sentence, or of a word, before it gets too long to read out."""
    flat = " ".join(text.split())
    if len(flat) <= _LONGEST:
        return flat
    cut = flat[:_LONGEST]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    return cut[: end + 1] if end > _LONGEST // 3 else f"{cut[: cut.rfind(' ')]}\u2026"
