"""
What is asked and what is answered, as types. The OpenAPI document is made from them.

What a caregiver says stands only in the types that end in `Asked`, which arrive by POST.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from hearthlight.coach.walking import LONGEST as COACH_LONGEST
from hearthlight.content.model import (  # noqa: TC001 - msgspec reads them at run time
    Child,
    Confidence,
    Enforcement,
    PackHeader,
    Pick,
    Standing,
    Urgency,
)
from hearthlight.documents.blocks import (  # noqa: TC001 - msgspec reads them at run time
    ContactCard,
    Document,
    Line,
    Reason,
    SourceNote,
)
from hearthlight.documents.coaching import Coaching  # noqa: TC001 - likewise
from hearthlight.documents.finding import Finding  # noqa: TC001 - likewise
from hearthlight.documents.hearing import LONGEST as NOTICE_LONGEST
from hearthlight.documents.noticing import Noticing  # noqa: TC001 - likewise
from hearthlight.documents.routing import By  # noqa: TC001 - likewise
from hearthlight.documents.services import ServicesFound  # noqa: TC001 - likewise

FIND_LONGEST = 300
"""Characters that a search may have; a question is far shorter."""
MOST_FACTS = 500
"""Facts that may be said at once; there are far fewer."""
ID_LONGEST = 100
SCHEMAS = "#/components/schemas/"

# Which ids there are depends on the pack: the document lists them under these names.
FactId = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}FactId"})
]
RoleId = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}RoleId"})
]
PlaceId = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}PlaceId"})
]
SituationId = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}SituationId"})
]
KindId = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}KindId"})
]
SpokenTag = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}SpokenTag"})
]
LanguageTag = Annotated[
    str, msgspec.Meta(max_length=ID_LONGEST, extra_json_schema={"$ref": f"{SCHEMAS}LanguageTag"})
]
Facts = Annotated[tuple[FactId, ...], msgspec.Meta(max_length=MOST_FACTS)]
ClockTime = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$",
        examples=["2026-11-24T21:30"],
        extra_json_schema={"format": "hearthlight-clock-time"},
    ),
]
ZipCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{5}(-[0-9]{4})?$", examples=["94110"])]


class _Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    language: LanguageTag | None = None
    """The language of the answer. Without one, the pack's first."""


class CheckAsked(_Asked, frozen=True, kw_only=True):
    """What was noticed. Nothing has to be said; what was not noticed is left out."""

    facts: Facts = ()
    """Ids of `GET /questions`. A fact said twice counts once."""
    place: PlaceId | None = None
    """Where the family lives, so that local lines come first."""


class ContactsAsked(_Asked, frozen=True, kw_only=True):
    """Why someone calls, where, and how they can reach someone."""

    situation: SituationId
    place: PlaceId | None = None
    by: By = "call"
    """Lines that can be reached so come first; the others stay."""


class DutyAsked(_Asked, frozen=True, kw_only=True):
    """Who asks, about which child, where, and since when they know."""

    place: PlaceId | None = None
    role: RoleId | None = None
    child: Child = "unsaid"
    """Whether an agency placed the child with them."""
    learned: ClockTime | None = None
    """When they learned of it, by the clock where the child lives; from 1970 to 2999."""


class NoticeAsked(_Asked, frozen=True, kw_only=True):
    """What was noticed, in the caregiver's own words."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=NOTICE_LONGEST)]


class CoachAsked(_Asked, frozen=True, kw_only=True):
    """What a caregiver means to say to the child."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=COACH_LONGEST)]


class FindAsked(_Asked, frozen=True, kw_only=True):
    """A question, or a few words."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=FIND_LONGEST)]


class PlacesAsked(_Asked, frozen=True, kw_only=True):
    """A ZIP code of the United States."""

    zip_code: ZipCode


class ServicesAsked(_Asked, frozen=True, kw_only=True):
    """What a young person would like. What is left out is not asked."""

    kinds: Annotated[tuple[KindId, ...], msgspec.Meta(max_length=MOST_FACTS)] = ()
    """Ids of `GET /kinds`: one of them, and better more."""
    words: Annotated[str, msgspec.Meta(max_length=FIND_LONGEST)] = ""
    place: PlaceId | None = None
    zip_code: ZipCode | None = None
    """Nearer than a place, and goes before it. One that is not known is refused with 404."""
    age: Annotated[float, msgspec.Meta(ge=0, le=120)] | None = None
    """In years; parts of a year do not count."""
    speaks: SpokenTag | None = None
    """A language that someone there should speak."""
    free: bool = False
    remote: bool = False
    """By phone or online."""
    open_now: bool = False


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    draft: str
    """What must be said of a language that no qualified person has reviewed; else empty."""


class CheckAnswer(_Answer, frozen=True, kw_only=True):
    """What to do now, why, and the whole page that says it. It is never an all-clear."""

    outcome: str
    urgency: Urgency
    because: tuple[Reason, ...]
    """Rules that ask for this very outcome."""
    also: tuple[Reason, ...]
    """Rules that matched and ask for less."""
    document: Document
    """The page. Show it whole and in its order: it says whom to call, and what not to do."""


class ExplainAnswer(_Answer, frozen=True, kw_only=True):
    """Which rules lead to the outcome, and where each comes from."""

    outcome: str
    because: tuple[Reason, ...]
    also: tuple[Reason, ...]


class ContactsAnswer(_Answer, frozen=True, kw_only=True):
    """Whom to call, the first first. Never empty."""

    situation: str
    name: str
    """The situation in words."""
    calls: tuple[ContactCard, ...]


class DutyAnswer(_Answer, frozen=True, kw_only=True):
    """What the law asks of one who asks, as far as public pages say it. It is not legal advice."""

    standing: Standing
    """Whether the law names them. Whatever stands here: who suspects it reports at once."""
    document: Document


class NoticeAnswer(_Answer, frozen=True, kw_only=True):
    """What to ask about. Nothing is ticked, and nothing is decided."""

    noticing: Noticing


class CoachAnswer(_Answer, frozen=True, kw_only=True):
    """What the words may do, what is good about them, and better forms."""

    coaching: Coaching


class FindAnswer(_Answer, frozen=True, kw_only=True):
    """What is said about it, where, and whom to call."""

    finding: Finding


class ServicesAnswer(_Answer, frozen=True, kw_only=True):
    """A short list, each with why it is there; and whom to call in any case."""

    services: ServicesFound


class KindName(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of service."""

    id: str
    label: str


class SpokenName(msgspec.Struct, frozen=True, kw_only=True):
    """A language that people speak."""

    tag: str
    name: str


class KindsAnswer(_Answer, frozen=True, kw_only=True):
    """What can be looked for in the directory of services."""

    kinds: tuple[KindName, ...]
    spoken: tuple[SpokenName, ...]


class PlaceName(msgspec.Struct, frozen=True, kw_only=True):
    """A place, and the place around it."""

    id: str
    name: str
    within: str
    """Empty for a country."""


class PlacesAnswer(_Answer, frozen=True, kw_only=True):
    """Places. For a ZIP code: none that is known, one, or several to choose from."""

    places: tuple[PlaceName, ...]


class LanguageName(msgspec.Struct, frozen=True, kw_only=True):
    """A language that the pack speaks."""

    tag: str
    name: str
    draft: bool
    """Whether no qualified person has reviewed it. Show what `draft` says beside its words."""


class PackAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The pack that answers: the same fingerprint, the same answers."""

    fingerprint: str
    languages: tuple[LanguageName, ...]
    layers: tuple[PackHeader, ...]


class PageName(msgspec.Struct, frozen=True, kw_only=True):
    """A page that depends on nothing said."""

    id: str
    path: str
    """Where the web pages have it; empty where they do not."""
    title: str
    """Neutral, for a browser's tab."""
    heading: str
    description: str


class PagesAnswer(_Answer, frozen=True, kw_only=True):
    """The pages there are to read."""

    pages: tuple[PageName, ...]


class PageAnswer(_Answer, frozen=True, kw_only=True):
    """One page."""

    document: Document


class AskedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the check-in. It can always be skipped."""

    id: str
    legend: str
    hint: str
    pick: Pick
    facts: tuple[str, ...]
    """In the order to show them. Empty for `place`: see `GET /places`."""


class AskedStep(msgspec.Struct, frozen=True, kw_only=True):
    """One topic of questions."""

    id: str
    title: str
    questions: tuple[AskedQuestion, ...]


class QuestionsAnswer(_Answer, frozen=True, kw_only=True):
    """The check-in, in its order: danger first."""

    steps: tuple[AskedStep, ...]


class FactName(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be said: a sign, a form, a danger, a role and so on."""

    id: str
    kind: str
    label: str
    hint: str
    innocent: str
    """What else a sign can be. Show it beside the sign."""
    covers: tuple[str, ...]


class FactsAnswer(_Answer, frozen=True, kw_only=True):
    """Everything that can be said, in the order of asking. A sign is never proof."""

    facts: tuple[FactName, ...]


class ContactEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Someone to call, whatever the situation. Who comes first: `POST /contacts`."""

    id: str
    name: str
    purpose: str
    passes_on: str
    """What they must or may pass on to others."""
    hours: str
    languages: str
    access: str
    lines: tuple[Line, ...]
    enforcement: Enforcement
    place: str
    """The place whose line it is; empty for a line of none or of many."""
    jurisdiction: str
    read_on: str
    """The day its pages were read."""
    assured_date: str
    """The day a person checked the line by using it; empty: not yet, or it is never tried."""
    never_tried: bool
    """Never call or write to it to try it: it would keep someone in danger waiting."""
    confidence: Confidence
    checked: str
    """The same in words. Show it with the number."""
    sources: tuple[SourceNote, ...]


class DirectoryAnswer(_Answer, frozen=True, kw_only=True):
    """Everyone there is to call."""

    contacts: tuple[ContactEntry, ...]


class SituationName(msgspec.Struct, frozen=True, kw_only=True):
    """Why someone calls."""

    id: str
    name: str


class SituationsAnswer(_Answer, frozen=True, kw_only=True):
    """Reasons to call, in the order to offer them."""

    situations: tuple[SituationName, ...]


class OutcomeName(msgspec.Struct, frozen=True, kw_only=True):
    """What to do, at its most and at its least."""

    id: str
    urgency: Urgency
    title: str
    answer: str
    brief: str


class OutcomesAnswer(_Answer, frozen=True, kw_only=True):
    """The outcomes, the highest first. None of them says that all is well."""

    outcomes: tuple[OutcomeName, ...]


class SourcesAnswer(_Answer, frozen=True, kw_only=True):
    """Where everything comes from, and when that was read."""

    sources: tuple[SourceNote, ...]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could not be answered (RFC 9457). It repeats nothing that was sent."""

    type: str
    """An address on this server that says more."""
    title: str
    status: int
    detail: str
    remedy: str
    """What to do next."""
    where: str = ""
    """The field that is meant; empty for the whole."""
    calls: tuple[ContactCard, ...] = ()
    """Whom a caregiver can call meanwhile; where our own code failed."""
