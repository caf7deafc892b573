"""
What each address answers: the documents of the other doors, and the pack's own texts.

Nothing here is kept from one request to the next but what everyone gets alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from hearthlight.channels.api import messages as m
from hearthlight.channels.api.problems import DOCS, ApiError
from hearthlight.checkin.responses import Responses
from hearthlight.content.locales import is_draft
from hearthlight.documents.coaching import compose_coaching
from hearthlight.documents.duty import compose_duty
from hearthlight.documents.finding import Finder
from hearthlight.documents.nearest import find_nearest
from hearthlight.documents.noticing import compose_noticing
from hearthlight.documents.outcome import compose_outcome, compose_page, explain_rules
from hearthlight.documents.outline import OUTCOME_PAGE
from hearthlight.documents.routing import route_cards
from hearthlight.documents.services import ServiceFinder
from hearthlight.documents.wanted import UnknownWishError, Wanted
from hearthlight.documents.writing import Writer
from hearthlight.duty.answer import Asked, answer_duty
from hearthlight.duty.deadlines import read_time
from hearthlight.places.places import normalise_place
from hearthlight.places.zip_codes import find_by_zip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording

_NOT_KNOWN = "This pack has no such id."
_NEAR = 5
"""Ids that are named to who sent one that is not known."""


class Answers:
    """Answers over one edition."""

    def __init__(self, edition: Edition, services: ServiceFinder | None = None) -> None:
        self.edition = edition
        self._services = services or ServiceFinder(edition)
        self._finder = cache(lambda language: Finder(edition, language))

    # What a caregiver says.

    def check(self, asked: m.CheckAsked) -> m.CheckAnswer:
        """What to do now."""
        said, language = self._said(asked), self._language(asked.language)
        explained = explain_rules(self.edition, said, language)
        document = compose_outcome(self.edition, said, language)
        return m.CheckAnswer(
            language=language,
            draft=self.draft(language),
            outcome=document.outcome,
            urgency=self.edition.urgencies[document.outcome],
            because=explained.because,
            also=explained.also,
            document=document,
        )

    def explain(self, asked: m.CheckAsked) -> m.ExplainAnswer:
        """Which rules lead there."""
        language = self._language(asked.language)
        explained = explain_rules(self.edition, self._said(asked), language)
        return m.ExplainAnswer(
            language=language,
            draft=self.draft(language),
            outcome=explained.outcome,
            because=explained.because,
            also=explained.also,
        )

    def route(self, asked: m.ContactsAsked) -> m.ContactsAnswer:
        """Whom to call, in order."""
        language, place = self._language(asked.language), self._place(asked.place)
        situation = _known(asked.situation, self.edition.situations, "situation")
        return m.ContactsAnswer(
            language=language,
            draft=self.draft(language),
            situation=situation,
            name=self.edition.wording(language).text(situation, "name"),
            calls=route_cards(self.edition, situation, language, place, asked.by),
        )

    def duty(self, asked: m.DutyAsked) -> m.DutyAnswer:
        """What the law asks."""
        language, edition = self._language(asked.language), self.edition
        roles = [fact for fact, kind in edition.kinds.items() if kind == "role"]
        try:
            learned = read_time(asked.learned) if asked.learned else None
        except ValueError:
            raise ApiError("invalid", "This is no day and hour.", "learned") from None
        who = Asked(
            place=self._place(asked.place),
            role=_known(asked.role, roles, "role") if asked.role is not None else "",
            child=asked.child,
            learned=learned,
        )
        return m.DutyAnswer(
            language=language,
            draft=self.draft(language),
            standing=answer_duty(edition.duties, edition.clocks, edition.places, who).standing,
            document=compose_duty(edition, who, language),
        )

    def notice(self, asked: m.NoticeAsked) -> m.NoticeAnswer:
        """What to ask about."""
        language = self._language(asked.language)
        return m.NoticeAnswer(
            language=language,
            draft=self.draft(language),
            noticing=compose_noticing(self.edition, asked.text, language),
        )

    def coach(self, asked: m.CoachAsked) -> m.CoachAnswer:
        """What the words may do."""
        language = self._language(asked.language)
        return m.CoachAnswer(
            language=language,
            draft=self.draft(language),
            coaching=compose_coaching(self.edition, asked.text, language),
        )

    def find(self, asked: m.FindAsked) -> m.FindAnswer:
        """What is said about it."""
        language = self._language(asked.language)
        return m.FindAnswer(
            language=language,
            draft=self.draft(language),
            finding=self._finder(language).find(asked.text),
        )

    def locate(self, asked: m.PlacesAsked) -> m.PlacesAnswer:
        """Where a ZIP code lies."""
        language = self._language(asked.language)
        return self._places(language, find_by_zip(self.edition.zip_codes, asked.zip_code))

    def services(self, asked: m.ServicesAsked) -> m.ServicesAnswer:
        """What a young person would like."""
        language = self._language(asked.language)
        wanted = Wanted(
            kinds=asked.kinds,
            words=asked.words,
            place=self._place(asked.place),
            zip_code=asked.zip_code or "",
            age=None if asked.age is None else int(asked.age),
            language=asked.speaks or "",
            free=asked.free,
            remote=asked.remote,
            open_now=asked.open_now,
        )
        for number, kind in enumerate(asked.kinds):
            _known(kind, self.edition.service_kinds, f"kinds[{number}]")
        if asked.speaks is not None:
            _known(asked.speaks, self.edition.spoken[language], "speaks")
        try:
            found = self._services.find(wanted, language, datetime.now(UTC))
        except UnknownWishError as error:
            if error.field == "zip_code":
                raise ApiError("zip-code", "It may be new.", error.field) from None
            raise ApiError("unknown", _NOT_KNOWN, error.field) from None
        return m.ServicesAnswer(language=language, draft=self.draft(language), services=found)

    # What is the same for everyone.

    def pack(self, _language: str) -> m.PackAnswer:
        """The pack that answers."""
        edition = self.edition
        return m.PackAnswer(
            fingerprint=edition.fingerprint,
            languages=tuple(
                m.LanguageName(
                    tag=one.tag, name=one.name, draft=is_draft(edition.languages, one.tag)
                )
                for one in edition.languages
            ),
            layers=edition.layers,
        )

    def pages(self, language: str) -> m.PagesAnswer:
        """The pages there are."""
        words = self.edition.wording(language)
        return m.PagesAnswer(
            language=language,
            draft=self.draft(language),
            pages=tuple(
                m.PageName(
                    id=page,
                    path=self.edition.pages[page].path,
                    title=words.text(page, "title"),
                    heading=words.text(page, "heading"),
                    description=words.text(page, "description"),
                )
                for page in self.page_ids
            ),
        )

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Pages that depend on nothing said."""
        return tuple(page for page in self.edition.pages if page != OUTCOME_PAGE)

    def page(self, language: str, page: str) -> m.PageAnswer:
        """One page."""
        document = compose_page(self.edition, page, language)
        return m.PageAnswer(language=language, draft=self.draft(language), document=document)

    def questions(self, language: str) -> m.QuestionsAnswer:
        """The check-in."""
        words = self.edition.wording(language)
        return m.QuestionsAnswer(
            language=language,
            draft=self.draft(language),
            steps=tuple(
                m.AskedStep(
                    id=step.id,
                    title=words.text(step.id, "title"),
                    questions=tuple(
                        m.AskedQuestion(
                            id=question.id,
                            legend=words.text(question.id, "legend"),
                            hint=words.optional(question.id, "hint"),
                            pick=question.pick,
                            facts=question.of,
                        )
                        for question in step.questions
                    ),
                )
                for step in self.edition.steps
            ),
        )

    def facts(self, language: str) -> m.FactsAnswer:
        """Everything that can be said."""
        words = self.edition.wording(language)
        return m.FactsAnswer(
            language=language,
            draft=self.draft(language),
            facts=tuple(
                m.FactName(
                    id=fact,
                    kind=self.edition.kinds[fact],
                    label=_label(words, fact, self.edition.kinds[fact]),
                    hint=words.optional(fact, "hint"),
                    innocent=words.optional(fact, "innocent"),
                    covers=self.edition.fact_covers.get(fact, ()),
                )
                for fact in self.edition.asked
            ),
        )

    def contacts(self, language: str) -> m.DirectoryAnswer:
        """Everyone there is to call."""
        writer = Writer(self.edition, language)
        first = {call.contact: call for call in reversed(self.edition.calls)}
        entries = []
        for contact, row in self.edition.contacts.items():
            card = writer.card(first[contact])
            entries.append(
                m.ContactEntry(
                    id=contact,
                    name=card.name,
                    purpose=card.purpose,
                    passes_on=card.passes_on,
                    hours=card.hours,
                    languages=card.languages,
                    access=card.access,
                    lines=card.lines,
                    enforcement=row.enforcement,
                    place=row.place,
                    jurisdiction=row.jurisdiction,
                    read_on=row.read_on,
                    assured_date=row.assured_date,
                    never_tried=row.never_tried,
                    confidence=row.confidence,
                    checked=card.checked,
                    sources=card.sources,
                )
            )
        return m.DirectoryAnswer(
            language=language, draft=self.draft(language), contacts=tuple(entries)
        )

    def kinds(self, language: str) -> m.KindsAnswer:
        """What can be looked for."""
        words = self.edition.wording(language)
        spoken = self.edition.spoken[language]
        return m.KindsAnswer(
            language=language,
            draft=self.draft(language),
            kinds=tuple(
                m.KindName(id=kind, label=words.text(kind, "label"))
                for kind in self.edition.service_kinds
            ),
            spoken=tuple(m.SpokenName(tag=tag, name=name) for tag, name in spoken.items()),
        )

    def places(self, language: str) -> m.PlacesAnswer:
        """Every place."""
        return self._places(language, self.edition.places)

    def situations(self, language: str) -> m.SituationsAnswer:
        """Reasons to call."""
        words = self.edition.wording(language)
        return m.SituationsAnswer(
            language=language,
            draft=self.draft(language),
            situations=tuple(
                m.SituationName(id=situation, name=words.text(situation, "name"))
                for situation in self.edition.situations
            ),
        )

    def outcomes(self, language: str) -> m.OutcomesAnswer:
        """Every outcome."""
        words = self.edition.wording(language)
        return m.OutcomesAnswer(
            language=language,
            draft=self.draft(language),
            outcomes=tuple(
                m.OutcomeName(
                    id=outcome.id,
                    urgency=outcome.urgency,
                    title=words.text(outcome.id, "title"),
                    answer=words.text(outcome.id, "answer"),
                    brief=words.text(outcome.id, "brief"),
                )
                for outcome in self.edition.outcomes
            ),
        )

    def sources(self, language: str) -> m.SourcesAnswer:
        """Every source."""
        writer = Writer(self.edition, language)
        return m.SourcesAnswer(
            language=language,
            draft=self.draft(language),
            sources=writer.sources(tuple(self.edition.sources)),
        )

    # What several need.

    def draft(self, language: str) -> str:
        """What must be said of a draft language; else empty."""
        if not is_draft(self.edition.languages, language):
            return ""
        return self.edition.wording(language).interface("draft_notice")

    def _said(self, asked: m.CheckAsked) -> Responses:
        for number, fact in enumerate(asked.facts):
            _known(fact, self.edition.kinds, f"facts[{number}]")
        return Responses(frozenset(asked.facts), self._place(asked.place))

    def _place(self, place: str | None) -> str:
        if place is None:
            return ""
        return _known(normalise_place(place), self.edition.places, "place")

    def _language(self, tag: str | None) -> str:
        tags = [language.tag for language in self.edition.languages]
        return tags[0] if tag is None else _known(tag, tags, "language")

    def _places(self, language: str, places: Iterable[str]) -> m.PlacesAnswer:
        words = self.edition.wording(language)
        return m.PlacesAnswer(
            language=language,
            draft=self.draft(language),
            places=tuple(
                m.PlaceName(
                    id=place, name=words.text(place, "name"), within=self.edition.places[place]
                )
                for place in places
            ),
        )


def _label(words: Wording, fact: str, kind: str) -> str:
    return words.interface("unsure_option") if kind == "unsure" else words.text(fact, "label")


def _known(said: str, known: Iterable[str], where: str) -> str:
    if said not in known:
        raise _unknown(said, known, where)
    return said


def _unknown(said: str, known: Iterable[str], where: str) -> ApiError:
    """Names the nearest ids of the pack, and not what was sent."""
    near = ", ".join(find_nearest(said, known)[:_NEAR]) if said else ""
    remedy = f"Did you mean one of these? {near}. {DOCS} lists every id." if near else ""
    return ApiError("unknown", _NOT_KNOWN, where, remedy=remedy)
