"""Every mistake an editor can make, one folder each, and the sentence that they are told."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pytest

from hearthlight.compiled import compiling
from hearthlight.content.layers import find_layers
from hearthlight.content.problems import BrokenPackError, Problem
from hearthlight.documents.opening import open_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_OUTCOMES = ("emergency", "report", "advice", "support", "prevent")


class Said(NamedTuple):
    """One problem, as far as it is promised: the file to open, the row, and what it is about."""

    file: str
    id: str
    phrase: str


def _here(file: str, row_id: str, phrase: str) -> tuple[Said, ...]:
    """One problem in the layer's own folder, which stands for `*`."""
    return (Said(f"*/{file}", row_id, phrase),)


def _outcomes(names: tuple[str, ...], phrase: str) -> tuple[Said, ...]:
    return tuple(Said("csec/outcomes.toml", f"outcome-{name}", phrase) for name in names)


BROKEN: dict[str, tuple[Said, ...]] = {
    # outcomes
    "default-missing": (Said("outcomes.toml", "", "no default"),),
    "default-twice": (
        Said("csec/outcomes.toml", "outcome-prevent", "second default beside outcome-support"),
    ),
    "default-not-lowest": (
        Said("csec/outcomes.toml", "outcome-prevent", "outcome-support is lower"),
    ),
    "priority-twice": _here("outcomes.toml", "outcome-support", "the priority of outcome-advice"),
    "outcome-unreachable": _here("outcomes.toml", "outcome-monitor", "is unreachable"),
    # rules and floors
    "floor-broken": (
        Said(
            "csec/floors.toml",
            "floor-suicide",
            "danger-suicide gives outcome-support, and the floor is outcome-advice",
        ),
        Said(
            "*/rules.toml",
            "rule-suicide",
            "layer floor-broken lowers danger-suicide from outcome-advice to outcome-support",
        ),
    ),
    "floor-never-met": _here("floors.toml", "floor-weak", "is broken: sign-"),
    "state-lowered": _here(
        "rules.toml", "rule-two-medium", "from outcome-advice to outcome-support"
    ),
    "tier-lowered": (
        Said("csec/rules.toml", "rule-two-medium", "layer tier-lowered lowers"),
        Said("csec/rules.toml", "rule-younger-medium", "layer tier-lowered lowers"),
    ),
    "rule-redundant": _here("rules.toml", "rule-more", "is redundant"),
    "rule-asks-for-default": _here("rules.toml", "rule-more", "can never decide"),
    "rule-always-overruled": _here("rules.toml", "rule-more", "can never decide"),
    "rule-larger-than-group": _here(
        "rules.toml", "rule-three-strong", "at least 30 of a group that counts 10"
    ),
    "rule-counts-unsure": _here("rules.toml", "rule-more", "counts 'unsure-body'"),
    "rule-counts-all-unsure": _here("rules.toml", "rule-more", "counts 'any-unsure'"),
    "rule-depends-on-place": _here("rules.toml", "rule-more", "depends on 'us-ca'"),
    "rule-depends-on-outcome": _here("rules.toml", "rule-more", "depends on 'outcome-support'"),
    # cautions and lines to call
    "caution-not-covered": _outcomes(_OUTCOMES, "does not always say caution-not-proof"),
    "caution-conditional": _outcomes(_OUTCOMES, "does not always say caution-not-proof"),
    "caution-elsewhere": _outcomes(_OUTCOMES, "does not always say caution-not-proof"),
    "caution-hidden": _outcomes(_OUTCOMES, "does not always say caution-no-confront"),
    "line-conditional": _outcomes(_OUTCOMES[1:], "does not always show a line to call"),
    "line-list-conditional": _outcomes(_OUTCOMES, "does not always show a line to call"),
    "line-demoted": _outcomes(_OUTCOMES, "does not always show a line to call"),
    # ids that nothing bears
    "dangling-tier": _here("signs.toml", "sign-gifts", "'tier-huge' in 'tier'"),
    "dangling-event": _here("signs.toml", "event-hotel", "'sign-motels' in 'of'"),
    "dangling-cover": _here("blocks.toml", "block-feelings", "'caregiver-joy' in 'covers'"),
    "dangling-source": _here("blocks.toml", "block-feelings", "'source-seed-c' in 'sources'"),
    "dangling-contact": _here("calls.toml", "call-nobody", "'contact-nobody' in 'contact'"),
    "dangling-section": _here("blocks.toml", "block-feelings", "'section-nowhere' in 'section'"),
    "dangling-page": _here("pages.toml", "section-led", "'page-nowhere' in 'page'"),
    "dangling-step": _here("questions.toml", "question-duty", "'step-nowhere' in 'step'"),
    "dangling-outcome": _here("rules.toml", "rule-home", "'outcome-panic' in 'outcome'"),
    "dangling-place": _here("places.toml", "us-ca-marin", "'us-california' in 'within'"),
    "dangling-member": _here("rules.toml", "rule-more", "'sign-gift', which is no fact"),
    "dangling-block-member": _here("blocks.toml", "block-step-told", "'known-tolled', which is no"),
    "dangling-call-member": _here("calls.toml", "call-sf-800", "'us-ca-oakland', which is no"),
    "dangling-group-member": _here("facts.toml", "group-younger", "'child-under-12', which is no"),
    "dangling-asked-fact": _here("questions.toml", "question-duty", "'duty-other', which is no"),
    "dangling-scenario-fact": _here("scenarios.toml", "scenario-new", "'sign-gift', which is no"),
    "dangling-scenario-shows": _here("scenarios.toml", "scenario-new", "'block-that-never-was'"),
    "dangling-vignette-level": _here("vignettes.toml", "vignettes-csec", "'outcome-alarm'"),
    "dangling-vignette-flag": _here("vignettes.toml", "vignettes-csec", "'danger-gone'"),
    "group-of-groups": _here("facts.toml", "group-worry", "'group-younger'"),
    "group-of-places": _here("facts.toml", "group-placed", "'us-ca'"),
    # contacts
    "number-invalid": _here("contacts.toml", "contact-nhth", "'+1888373788', which is not a valid"),
    "number-not-e164": _here("contacts.toml", "contact-nhth", "which is not a valid number"),
    "number-too-short": _here("contacts.toml", "contact-988", "which is not a valid number"),
    "number-in-other-digits": _here("contacts.toml", "contact-988", "which is not a valid number"),
    "region-unknown": _here("contacts.toml", "contact-988", ""),
    "contact-unreachable": _here("contacts.toml", "contact-take-it-down", ""),
    "date-impossible": _here("contacts.toml", "contact-runaway", ""),
    "contact-never-shown": _here("contacts.toml", "contact-quiet", "is never shown"),
    "number-on-our-day": _here(
        "contacts.toml", "contact-sf-hotline-800", "says no read_on, sources, confidence of its own"
    ),
    "number-on-our-pages": _here(
        "contacts.toml", "contact-sf-hotline-800", "'source-sf-2', which this layer did not read"
    ),
    "page-on-our-day": _here("sources.toml", "source-sf-1", "says no read_on of its own"),
    "limit-on-our-day": _here("duties.toml", "duty-us-ca-written", "changes 'hours' of the layer"),
    "used-though-never-tried": _here("contacts.toml", "contact-911", "and nobody may try it"),
    "two-sources-one-publisher": _here(
        "contacts.toml", "contact-take-it-down", "claims two sources but names one publisher"
    ),
    "two-sources-one-site": _here(
        "contacts.toml", "contact-take-it-down", "claims two sources but names one publisher"
    ),
    "source-host-dotted": _here("sources.toml", "source-take-it-down-1", "is not well formed"),
    "source-host-staging": _here("sources.toml", "source-take-it-down-1", "where a site is tried"),
    "contact-host-prod": _here("contacts.toml", "contact-take-it-down", "where a site is tried"),
    # duties
    "duty-unknown-role": _here("duties.toml", "duty-us-more", "'role-keeper' in 'roles'"),
    "duty-role-is-fact": _here("duties.toml", "duty-us-more", "'sign-gifts' in 'roles'"),
    "duty-without-standing": _here("duties.toml", "duty-us-more", "with the standing ''"),
    "duty-standing-misplaced": _here("duties.toml", "duty-us-more", "with the standing 'must'"),
    "duty-limit-for-all": _here("duties.toml", "duty-us-more", "whom the law does not name"),
    "duty-without-clock": _here("duties.toml", "duty-us-more", "nothing says which time zone"),
    "duty-one-publisher": _here("duties.toml", "duty-us-more", "claims two sources but names one"),
    "duty-without-words": _here("duties.toml", "duty-us-more", "names 'law-nowhere', which has no"),
    "duty-nowhere": _here("duties.toml", "duty-us-more", "'us-nowhere' in 'place'"),
    "duty-never-shown": (
        Said("us-ca/duties.toml", "duty-us-ca-form", "is never shown"),
        *(
            Said("us/duties/states.toml", f"duty-us-{state}-form", "is never shown")
            for state in ("ct", "mi", "ny", "pa")
        ),
    ),
    "duty-part-misplaced": _here("blocks.toml", "block-feelings", "with the part 'name'"),
    "duty-on-outcome": _here("blocks.toml", "block-report-more", "tells a duty on the outcome"),
    "clock-twice": _here("clocks.toml", "clock-more", "is of 'us-ny', as clock-us-ny is"),
    "clock-unknown-zone": _here("clocks.toml", "clock-us", "'America/Gotham', which is no time"),
    # words
    "number-in-words": _here("words/en/blocks.toml", "block-feelings", "'(888) 373-7888' typed"),
    "number-in-list": _here("words/en/blocks.toml", "block-days-month", "'1-888-373-7888' typed"),
    "text-missing": _here("rules.toml", "rule-more", "has no 'because' in words/en/"),
    "text-empty": _here("words/en/blocks.toml", "block-feelings", "has no words in 'text'"),
    "text-outside-table": _here("words/en/blocks.toml", "block-feelings", "outside a table"),
    "text-is-list": _here("words/en/blocks.toml", "rule-home", "because"),
    "part-unknown": _here("words/en/interface.toml", "interface", "total"),
    "made-from-wrong": _here("made_from/es.toml", "", "not what `pack translate` writes"),
    "link-nowhere": _here("blocks.toml", "block-home-choices-ours", "step-nothing"),
    # drawings and logos
    "drawing-missing": _here("blocks.toml", "block-picture", "no such drawing"),
    "drawing-misplaced": _here("blocks.toml", "block-learn-what", "it would not show"),
    "drawing-without-words": _here("blocks.toml", "block-picture", "has no 'alt'"),
    "drawing-with-script": _here("drawings/odd.svg", "odd", "has a <script>"),
    "drawing-with-handler": _here("drawings/odd.svg", "odd", "'onclick' on a <path>"),
    "drawing-in-red": _here("drawings/odd.svg", "odd", "has the stroke 'red'"),
    "drawing-too-large": _here("drawings/odd.svg", "odd", "bytes"),
    "drawing-not-svg": _here("drawings/odd.svg", "odd", "is not an SVG"),
    "drawing-with-entity": _here("drawings/odd.svg", "odd", "is not an SVG"),
    "drawing-without-pen": _here("drawings/odd.svg", "odd", "has no 'stroke'"),
    "mark-missing": _here("pages.toml", "section-learn-what", "no such drawing"),
    "logo-missing": _here("pack.toml", "logo-missing", "which is not there"),
    "logo-with-script": _here("pack.toml", "logo-with-script", "a <script>"),
    "logo-from-elsewhere": _here("pack.toml", "logo-from-elsewhere", "'href' on a <image>"),
    "logo-broken-off": _here("pack.toml", "logo-broken-off", "a PNG that is broken off"),
    "logo-without-end": _here("pack.toml", "logo-without-end", "without its whole picture"),
    "logo-without-palette": _here("pack.toml", "logo-without-palette", "without its whole picture"),
    "logo-no-width": _here("pack.toml", "logo-no-width", "a PNG of 0 by 20 pixels"),
    "logo-no-height": _here("pack.toml", "logo-no-height", "a PNG of 20 by 0 pixels"),
    "logo-too-wide": _here("pack.toml", "logo-too-wide", "a PNG of 100000 by 100000 pixels"),
    "logo-no-size": _here("pack.toml", "logo-no-size", "an SVG with the width '0'"),
    "logo-too-deep": _here("pack.toml", "logo-too-deep", "lie within more than 64 others"),
    "logo-in-latin-1": _here("pack.toml", "logo-in-latin-1", "not text in UTF-8"),
    "logo-no-picture": _here("pack.toml", "logo-no-picture", "neither SVG nor PNG"),
    "words-for-nothing": _here("words/en/blocks.toml", "block-nowhere", "that nothing shows"),
    "words-field-unknown": _here("words/en/blocks.toml", "rule-home", "'why' that nothing shows"),
    "link-without-label": _here("blocks.toml", "block-onward", "link-elsewhere"),
    # readers
    "reader-on-outcome": _here("blocks.toml", "block-ours", "nobody opens page-outcome"),
    "reader-step": _here("blocks.toml", "block-ours", "is a block of kind 'step'"),
    # folds
    "fold-of-text": _here("blocks.toml", "block-ours", "is folded, and is a block of kind 'text'"),
    "fold-on-outcome": _here(
        "blocks.toml", "block-ours", "is folded, and is a block of kind 'step'"
    ),
    "fold-without-title": _here("blocks.toml", "block-ours", "has no 'title'"),
    # plain words
    "dangling-limit-page": _here(
        "plain_words.toml", "limit-en-easiest", "'page-nowhere' in 'pages'"
    ),
    "call-to-no-one": _here("calls.toml", "call-no-one", "names no one to call"),
    "line-without-place": _here("contacts.toml", "contact-quiet", "a line of a kind, for no place"),
    "dangling-contact-place": _here("contacts.toml", "contact-quiet", "'us-nowhere' in 'place'"),
    "zip-line-odd": _here("zip_codes.toml", "zip-codes-here", "cannot be read: '6075 94103'"),
    "withheld-number": (Said("us/contacts/national.toml", "contact-ncmec", "not be borne out"),),
    "situation-says-nothing": _here("calls.toml", "situation-odd", "says 'sign-nothing'"),
    "dangling-situation-page": _here("calls.toml", "situation-odd", "'page-nowhere' in 'page'"),
    "limit-twice": _here("plain_words.toml", "limit-en-again", "after limit-en"),
    "limit-by-two-formulas": _here("plain_words.toml", "limit-en-odd", "unlike its other pages"),
    "phrase-without-words": _here("plain_words.toml", "avoid-en-marks", "no sentence can hold"),
    "exception-nowhere": _here("plain_words.toml", "avoid-en-more", "'block-nowhere', which is"),
    "acronym-unexplained": _here("plain_words.toml", "acronym-en-abc", "what 'ABC' stands for"),
    "acronym-twice": _here("plain_words.toml", "acronym-en-fine", "after acronym-en-ok"),
    # search
    "topic-leads-nowhere": _here("search.toml", "topic-stars", "which no row covers"),
    "topic-never-asked": _here("search.toml", "topic-quiet", "by no phrasing in 'en'"),
    "dangling-topic-statement": _here("search.toml", "topic-talk-listen", "'talk-louder' in"),
    "dangling-topic-block": _here("search.toml", "topic-stars", "'block-of-stars' in"),
    "topic-of-two-things": _here("search.toml", "topic-stars", "a statement and a block"),
    "topic-of-nothing": _here("search.toml", "topic-stars", "leads nowhere"),
    "topic-without-address": _here("search.toml", "topic-stars", "no page with an address"),
    "filler-without-a-word": _here("search.toml", "fillers-en-more", "holds no word"),
    "phrasing-of-nothing": (
        Said("*/search.toml", "phrasing-en-talk-listen", "no topic"),
        Said("csec/search/topics.toml", "topic-talk-listen", "by no phrasing in 'en'"),
    ),
    "phrasing-in-no-language": _here("search.toml", "phrasing-fr-talk-listen", "does not speak"),
    "phrasing-without-words": _here("search.toml", "phrasing-en-more", "holds no word"),
    "synonym-twice": _here("search.toml", "synonyms-en-more", "after synonyms-en-anger"),
    # danger
    "danger-of-no-fact": _here("danger.toml", "danger-en-ache", "'danger-ache', which is no fact"),
    "danger-of-nothing": _here("danger.toml", "danger-en-nothing", "names no fact that they tell"),
    "danger-in-no-language": _here("danger.toml", "danger-fr-hurt", "does not speak"),
    "danger-without-a-word": _here("danger.toml", "danger-en-more", "does not begin with a word"),
    # the coach
    "cue-without-a-word": _here("cues.toml", "cues-en-more", "does not begin with a word"),
    "cue-of-no-class": _here("cues.toml", "cues-en-more", "names the class 'NOBODYKNOWS'"),
    "cue-of-no-pattern": _here("cues.toml", "cues-en-more", "pattern-whatever"),
    # what cannot be read
    "id-twice": _here("rules.toml", "rule-home", "stands twice in one layer"),
    "id-of-two-kinds": _here("facts.toml", "sign-gifts", "is both a sign and a group"),
    "id-misspelled": _here("facts.toml", "Group_Home", "in 'id', which is no id"),
    "date-in-words": _here(
        "contacts.toml", "contact-nhth", "'22 Nov 2026' in 'read_on', which is no day"
    ),
    "date-unquoted": _here("contacts.toml", "contact-nhth", "Expected `str`, got `date` in"),
    "field-unknown": _here("rules.toml", "rule-home", "unknown field `urgency`"),
    "value-unknown": (
        Said("*/outcomes.toml", "outcome-advice", "Invalid enum value 'soon' in urgency"),
        Said("*/questions.toml", "question-danger", "Invalid enum value 'some' in pick"),
        Said("*/contacts.toml", "contact-take-it-down", "enum value 'army' in enforcement"),
        Said("*/contacts.toml", "contact-988", "Invalid enum value 'hearsay' in confidence"),
    ),
    "type-wrong": _here("calls.toml", "call-sf-800", "Expected `int`, got `str` in order"),
    "type-wrong-inside": _here("rules.toml", "rule-home", "in when[0].at_least"),
    "toml-broken": _here("rules.toml", "", "is not TOML"),
    "file-unknown": _here("ruls.toml", "", "is not a file that a pack has"),
    "table-misplaced": _here("rules.toml", "", "has a table 'sign', which does not belong here"),
    "row-without-id": _here("rules.toml", "", "has a [[rule]] without an id"),
    # signs and questions
    "sign-one-publisher": _here("signs.toml", "sign-new", "beyond the seeds on fewer than two"),
    "sign-covers-nothing": _here("signs.toml", "sign-gifts", "covers no statement of the seeds"),
    "sign-named-like-statement": _here("signs.toml", "sign-alone", "'tier-dim' in 'tier'"),
    "form-unsourced": _here("forms.toml", "form-images", "has neither statement nor source"),
    "event-shares-fact": _here("signs.toml", "event-again", "shares 'sign-hotels'"),
    "fact-never-asked": _here("facts.toml", "child-quiet", "is never asked"),
    "fact-asked-twice": _here("questions.toml", "question-duty", "asks 'role-kin' again"),
    "question-asks-nothing": _here("questions.toml", "question-empty", "asks nothing"),
    # scenarios
    "scenario-outcome": _here("scenarios.toml", "scenario-new", "gives outcome-advice, not"),
    "scenario-shows": _here("scenarios.toml", "scenario-new", "does not show contact-hsi"),
    "scenario-hides": _here("scenarios.toml", "scenario-new", "shows caution-not-proof"),
    "scenario-first-call": _here("scenarios.toml", "scenario-new", "not contact-911"),
    "scenario-without-line": (
        Said("kitchen-sink/outcomes.toml", "outcome-act", "does not always show a line"),
        Said("kitchen-sink/outcomes.toml", "outcome-wait", "does not always show a line"),
    ),
    # text messages
    "text-letter-of-no-fact": _here("sms.toml", "letter-older", "'sign-nothing', which is no fact"),
    "text-letter-twice": (
        Said("*/sms.toml", "letter-older", "the key 'D' of another letter"),
        Said("csec/sms/replies.toml", "letter-goes-missing", "the key 'D' of another letter"),
    ),
    "text-letter-unlisted": _here("sms.toml", "letter-new", "is listed by no reply"),
    "text-reply-twice": _here("sms.toml", "reply-talk", "one of 2 replies of the kind 'help'"),
    "text-reply-careless": _here("sms.toml", "reply-support", "does not cover caution-no-confront"),
    "text-reply-for-nothing": _here("sms.toml", "reply-new", "is sent for nothing"),
    "text-reply-chain": _here("sms.toml", "reply-letters-more", "comes after another"),
    "dangling-text-reply": _here("sms.toml", "text-en-menu", "'reply-nothing' in 'reply'"),
    "text-in-no-language": _here("sms.toml", "text-fr-menu", "which the pack does not speak"),
    "text-cue-wrong": _here("sms.toml", "text-en-new", "'NOSUCHCLASS', and there is none"),
    "text-too-long": _here("words/en/sms.toml", "reply-talk", "takes 167 of the 160 characters"),
    "text-outcome-twice": _here("sms.toml", "reply-menu", "says 'outcome-report' as another"),
    # layers
    "builds-on-missing": _here("pack.toml", "builds-on-missing", "builds on 'us-nv'"),
    "header-wrong": _here("pack.toml", "", "missing required field `licence`"),
    "header-not-toml": _here("pack.toml", "", "is not TOML"),
    "layer-id-taken": _here("pack.toml", "us-ca", "has the id of another layer"),
    # several at once
    "three-mistakes": (
        Said("*/contacts.toml", "contact-nhth", "which is not a valid number"),
        Said("*/facts.toml", "child-quiet", "is never asked"),
        Said("*/signs.toml", "sign-gifts", "'tier-huge' in 'tier'"),
    ),
    "three-unreadable": (
        Said("*/calls.toml", "call-sf-800", "Expected `int`"),
        Said("*/rules.toml", "", "is not TOML"),
        Said("*/ruls.toml", "", "is not a file that a pack has"),
    ),
}
"""Layer to all that must be said about it, in the order of file and id."""

ANY_PROBLEM = ("default-lowered", "language-unknown", "place-never-asked", "priorities-renumbered")
"""Layers that must be refused, by whatever problem names them best."""


@pytest.fixture(autouse=True, scope="module")
def _the_same_is_made_once() -> Iterator[None]:
    """
    The index of the search and the tables of ZIP codes, for packs whose words and tables are alike.

    Each is decided by what it is given, whole, and by nothing else; most mistakes are elsewhere.
    """
    with pytest.MonkeyPatch.context() as patching:
        for name in ("build_index", "place_zip_codes", "place_zip_points"):
            patching.setattr(compiling, name, _remembering(getattr(compiling, name)))
        yield


def _remembering(make: Callable[..., Any]) -> Callable[..., Any]:
    made: dict[bytes, Any] = {}

    def remember(*given: object) -> Any:
        key = msgspec.json.encode(given)
        if key not in made:
            made[key] = make(*given)
        return made[key]

    return remember


def _problems(folder: Path, kitchen_sink: Path) -> tuple[Problem, ...]:
    with pytest.raises(BrokenPackError) as refused:
        _open(folder, kitchen_sink)
    return refused.value.problems


def _open(folder: Path, kitchen_sink: Path) -> None:
    try:
        builds_on = tomllib.loads((folder / "pack.toml").read_text("utf-8")).get("builds_on")
    except tomllib.TOMLDecodeError:
        builds_on = None
    if builds_on == "kitchen-sink":
        open_edition(find_layers([kitchen_sink, folder], shipped=None))
    else:
        open_edition(find_layers([folder]))


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_mistake_is_named_with_its_file_its_id_and_what_it_is(
    name: str, broken_layers: Path, kitchen_sink: Path
) -> None:
    """
    An editor is told which file to open, which row is wrong and why, and nothing else.

    No mistake comes out as another exception, and each has a remedy.
    """
    expected = BROKEN[name]
    found = _problems(broken_layers / name, kitchen_sink)
    assert all(problem.remedy and str(problem).endswith(".") for problem in found)
    problems = [
        problem
        for problem in found
        # a scenario may fail because of the very mistake; that is its work
        if not problem.id.startswith("scenario-") or problem.id in {said.id for said in expected}
    ]
    assert sorted((problem.file, problem.id) for problem in problems) == sorted(
        (said.file.replace("*", name), said.id) for said in expected
    ), "\n".join(map(str, problems))
    for said in expected:
        file = said.file.replace("*", name)
        assert any(
            (problem.file, problem.id) == (file, said.id) and said.phrase in problem.message
            for problem in problems
        ), "\n".join(map(str, problems))


@pytest.mark.parametrize("name", ANY_PROBLEM)
def test_a_mistake_that_has_many_signs_is_a_problem_with_a_remedy_and_never_a_crash(
    name: str, broken_layers: Path, kitchen_sink: Path
) -> None:
    """A broken pack is refused with sentences; no mistake comes out as another exception."""
    for problem in _problems(broken_layers / name, kitchen_sink):
        assert problem.message
        assert problem.remedy
        assert str(problem).endswith(".")


@pytest.mark.parametrize("name", ["three-mistakes", "three-unreadable"])
def test_three_mistakes_are_told_at_once(
    name: str, broken_layers: Path, kitchen_sink: Path
) -> None:
    """Mending one mistake never uncovers another that was there all along."""
    own = [
        problem
        for problem in _problems(broken_layers / name, kitchen_sink)
        if not problem.id.startswith("scenario-")
    ]
    assert len(own) == 3


def test_every_broken_layer_is_tested(broken_layers: Path) -> None:
    """A folder that no test opens would rot; a test without a folder would test nothing."""
    folders = {folder.name for folder in broken_layers.iterdir() if folder.is_dir()}
    assert folders == {*BROKEN, *ANY_PROBLEM}


def test_problems_are_sorted_and_said_once(broken_layers: Path, kitchen_sink: Path) -> None:
    """The same mistakes are always told in the same order, each once."""
    problems = _problems(broken_layers / "three-mistakes", kitchen_sink)
    assert list(problems) == sorted(set(problems))
