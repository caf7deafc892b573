"""
Finds services on the young person's own terms: a short list, each with why it is there.

What is asked for is a `Wanted`. Where nothing fits all of it, something is left out, and that is
said; whatever comes of it, there is someone to call. Nothing of what is asked is kept.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.directory.entries import Card
from hearthlight.directory.opening import open_store
from hearthlight.directory.query import NEAR, Query, find_all
from hearthlight.directory.stores import StoreError
from hearthlight.directory.tokens import fold, phrase_of, words_of
from hearthlight.documents.blocks import ContactCard  # noqa: TC001 - msgspec reads it at run time
from hearthlight.documents.outline import outline_page, prominent_calls
from hearthlight.documents.service_cards import CardWriter, ServiceCard
from hearthlight.documents.service_sources import shipped_entries
from hearthlight.documents.wanted import SERVICES_PAGE, UnknownWishError, Wanted
from hearthlight.documents.writing import Writer
from hearthlight.places.places import chain_of
from hearthlight.places.zip_codes import find_zip_point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from hearthlight.compiled.edition import Edition
    from hearthlight.directory.query import Entry, Found
    from hearthlight.directory.stores import Store
    from hearthlight.places.zip_codes import ZipPoint

SHOWN = 6
"""Services on the list: as many as can be read out."""
HOTLINES = 2
_LOOKED_AT = 60
"""Services that are looked at where some fall away because they are closed."""
_NEAR, _FAR = 25.0, 80.0
"""Kilometres around a place, and around it where nothing is near."""
_MILE = 1.609344


class ServicesFound(msgspec.Struct, frozen=True, kw_only=True):
    """The list, and who else can be asked. What was typed is not in it."""

    format: int = 1
    """The number of this layout. 1: first version."""
    language: str
    heading: str
    notes: tuple[str, ...]
    """What the list rests on, and what was left out so that it is not empty."""
    services: tuple[ServiceCard, ...]
    calls: tuple[ContactCard, ...]
    """Whom to call in any case."""


class _Step(NamedTuple):
    """Something that is left out so that something is found, and the word that says so."""

    word: str
    wanted: Wanted
    radius: float


class _Looked(NamedTuple):
    found: list[tuple[Found, Card]]
    away: bool
    """The directory could not be read."""
    empty: bool
    """There is none."""


class ServiceFinder:
    """Finds services in a directory, if there is one, and among those that are shipped."""

    def __init__(
        self,
        edition: Edition,
        store: Store | None = None,
        tell: Callable[[Exception], None] = lambda _: None,
    ) -> None:
        """`tell` hears why the directory could not be read; what was asked is not in it."""
        self._edition = edition
        self._store = store
        self._tell = tell
        self._writers: dict[str, CardWriter] = {}
        self._small = frozenset(map(fold, edition.small_words))
        self._asked_by: dict[str, set[str]] = {}
        for kind in edition.service_kinds.values():
            for word in (token for said in kind.words for token in words_of(said)):
                self._asked_by.setdefault(word, set()).add(kind.id)

    def find(self, wanted: Wanted, language: str, now: datetime) -> ServicesFound:
        """
        What fits, or comes nearest; never without someone to call.

        `now` is aware; it decides what is open, and how long ago something was checked. Raises
        UnknownWishError for what the pack does not know.
        """
        point = self._check(wanted)
        words = self._edition.wording(language)
        left_out: list[str] = []
        looked = _Looked([], away=False, empty=True)
        for step in self._steps(wanted, point):
            looked = self._look(step, point, now)
            if step.word:
                left_out.append(step.word)
            has_near = not point or any(found.how <= 1 for found, _ in looked.found)
            if left_out and left_out[-1] == "services_wider_far" and not has_near:
                left_out[-1] = "" if looked.empty else "services_not_near"
            if looked.found and (has_near or step.radius > _NEAR or wanted.remote):
                break
        if not looked.found:
            left_out = ["services_none"]
        notes = [
            words.interface(word).format(miles=round(_FAR / _MILE)) for word in left_out if word
        ]
        if looked.away or looked.empty:
            notes.insert(0, words.interface("services_away" if looked.away else "services_shipped"))
        writer = self._writers.setdefault(language, CardWriter(self._edition, language))
        calls = prominent_calls(outline_page(self._edition, SERVICES_PAGE))[:HOTLINES]
        cards = Writer(self._edition, language)
        return ServicesFound(
            language=language,
            heading=words.interface("services_found"),
            notes=tuple(notes),
            services=tuple(
                writer.card(found, card, wanted, now) for found, card in looked.found[:SHOWN]
            ),
            calls=tuple(cards.card(call) for call in calls),
        )

    def _check(self, wanted: Wanted) -> ZipPoint | None:
        edition = self._edition
        for field, said, known in (
            ("kinds", wanted.kinds, edition.service_kinds),
            ("place", (wanted.place,) if wanted.place else (), edition.places),
        ):
            if any(each not in known for each in said):
                raise UnknownWishError(field)
        spoken = next(iter(edition.spoken.values()))
        if wanted.language and wanted.language not in spoken:
            raise UnknownWishError("language")
        if not wanted.zip_code:
            return None
        point = find_zip_point(edition.zip_points, wanted.zip_code)
        if point is None:
            raise UnknownWishError("zip_code")
        return point

    def _steps(self, wanted: Wanted, point: ZipPoint | None) -> Iterator[_Step]:
        """As asked, then with one thing after the other left out."""
        radius = _NEAR
        yield _Step("", wanted, radius)
        if point:
            radius = _FAR
            yield _Step("services_wider_far", wanted, radius)
        for word, asked, without in (
            ("services_wider_words", wanted.words.strip(), {"words": ""}),
            ("services_wider_open", wanted.open_now, {"open_now": False}),
            ("services_wider_free", wanted.free, {"free": False}),
            ("services_wider_language", wanted.language, {"language": ""}),
            ("services_wider_remote", wanted.remote, {"remote": False}),
            ("services_wider_kinds", wanted.kinds, {"kinds": ()}),
        ):
            if asked:
                wanted = msgspec.structs.replace(wanted, **without)
                yield _Step(word, wanted, radius)

    def _look(self, step: _Step, point: ZipPoint | None, now: datetime) -> _Looked:
        wanted, limit = step.wanted, _LOOKED_AT if step.wanted.open_now else SHOWN
        shipped = self._query(step, point, tuple(self._edition.service_kinds), limit)
        found = [(each, _card(each)) for each in find_all(self._shipped, shipped)]
        away, empty = False, True
        if self._store:
            try:
                if summary := self._store.summary():
                    empty = False
                    query = self._query(step, point, summary.kinds, limit)
                    theirs = [(each, _card(each)) for each in self._store.find(query)]
                    known = {phone.number for _, card in theirs for phone in card.phones}
                    found = theirs + [
                        (each, card)
                        for each, card in found
                        if not known.intersection(phone.number for phone in card.phones)
                    ]
            except StoreError as error:
                self._tell(error)
                away = True
        found.sort(key=_order)
        if wanted.open_now:
            said = [(each, card, self._is_open(card, now)) for each, card in found]
            found = [
                (each, card)
                for answer in (True, None)  # where it is not known, the list says so
                for each, card, is_open in said
                if is_open is answer
            ]
        return _Looked(found, away, empty)

    def _is_open(self, card: Card, now: datetime) -> bool | None:
        return self._writers.setdefault(
            self._edition.languages[0].tag,
            CardWriter(self._edition, self._edition.languages[0].tag),
        ).is_open(card, now)

    @cached_property
    def _shipped(self) -> tuple[Entry, ...]:
        return shipped_entries(self._edition)

    def _query(
        self, step: _Step, point: ZipPoint | None, kinds: Sequence[str], limit: int
    ) -> Query:
        """`kinds` are the kinds of whoever is asked, in the order of their bits."""
        wanted = step.wanted
        bits = {kind: number for number, kind in enumerate(kinds)}
        wishes = tuple(bits[kind] for kind in wanted.kinds if kind in bits)
        around: tuple[str, ...] = ()
        if point:
            around = tuple(
                dict.fromkeys(each for county in point.counties for each in self._chain(county))
            )
        elif wanted.place and self._edition.places[wanted.place]:
            around = self._chain(wanted.place)
        return Query(
            words=tuple(self._meant(wanted.words, bits)),
            kinds=wishes or ((len(bits) + 1,) if wanted.kinds else ()),
            wishes=wishes,
            languages=(wanted.language,) if wanted.language else (),
            age=None if wanted.age is None else float(wanted.age),
            free=wanted.free,
            remote=wanted.remote,
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            radius=step.radius,
            counties=around,
            within=() if point or not around else (wanted.place,),
            limit=limit,
        )

    def _chain(self, place: str) -> tuple[str, ...]:
        """A place and what lies around it; a county that is no place of the pack has a state."""
        if place in self._edition.places:
            return chain_of(place, self._edition.places)
        return (place, *chain_of(place.rpartition("-")[0], self._edition.places))

    def _meant(self, text: str, bits: dict[str, int]) -> Iterator[tuple[str, ...]]:
        """Each word that tells something, with what means the same and the kinds it asks for."""
        for word in words_of(text):
            if word in self._small:
                continue
            alike = {word}
            for index in self._edition.search.values():
                group = index.concepts.get(index.forms.get(word, word))
                if group:
                    alike |= {
                        tokens[0]
                        for stem, its in index.concepts.items()
                        if its == group
                        and len(tokens := words_of(index.shown.get(stem, stem))) == 1
                    }
            kinds = {
                kind
                for each in (word, word.removesuffix("s"))
                for kind in self._asked_by.get(each, ())
            }
            yield (
                word,
                *sorted(alike - {word}),
                *sorted(f"k_{bits[kind]}" for kind in kinds if kind in bits),
            )


def open_services(
    edition: Edition, directory: str, tell: Callable[[Exception], None] = lambda _: None
) -> ServiceFinder:
    """A finder over the directory of a deployment: a file, an address, or none."""
    return ServiceFinder(edition, open_store(directory) if directory else None, tell)


def _card(found: Found) -> Card:
    return _CARDS.decode(found.card)


_CARDS = msgspec.json.Decoder(Card)


def _order(each: tuple[Found, Card]) -> tuple[bool, int, float, int, str, str]:
    """The order of every store, over what several gave; whom nobody can reach comes last."""
    found, card = each
    out_of_reach = not (card.phones or card.url or card.email or card.address)
    far = found.kilometres if found.how == NEAR and found.kilometres is not None else -math.inf
    return out_of_reach, found.how, far, -found.wishes, phrase_of(card.name), found.id
