"""Every threshold of the rulings, written out: these facts, this outcome."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.decision import decide
from hearthlight.content.model import Event, Outcome, Pack, Sign

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

STRONG = (
    *("hotels", "hotel-keys", "unknown-cars", "controlled", "isolated", "goes-missing"),
    *("older-relationships", "abusive-relationship", "denied-care", "unexplained-money"),
    "extra-phone",
)
MEDIUM = (
    *("gifts", "tattoos", "coded-language", "changing-numbers", "online-strangers"),
    *("secret-relationship", "inconsistent-stories", "frightened", "basic-needs"),
)
WEAK = (
    *("mood-changes", "dress-changes", "hides-screen", "withdrawn", "missing-school"),
    *("risky-behavior", "crime-substances"),
)
FORMS = ("prostitution", "images", "online", "stripping", "venues", "sex-tourism", "mail-order")
YOUNGER = ("child-under-13", "child-disability")
DUTY_OF_CARE = ("role-foster", "child-placed", "duty-mandated")

WITH = {
    "goes-missing": (
        *("older-relationships", "unexplained-money", "gifts", "hotels", "unknown-cars"),
        *("extra-phone", "tattoos"),
    ),
    "hotels": ("older-relationships", "unknown-cars", "unexplained-money", "gifts"),
    "controlled": ("unexplained-money", "gifts", "coded-language", "tattoos", "hotels"),
    "older-relationships": ("unexplained-money", "gifts", "extra-phone"),
}
"""Pairs that are a report for everyone."""

PAIRS = {frozenset((one, other)) for one, others in WITH.items() for other in others}

Case = tuple[tuple[str, ...], str]


def _signs(*names: str) -> tuple[str, ...]:
    return tuple(f"sign-{name}" for name in names)


def _cases() -> list[Case]:
    cases: list[Case] = [((), "prevent")]
    # ruling 4: danger and what is known
    cases += [
        ((f"danger-{name}",), "emergency") for name in ("hurt", "missing", "threat", "suicide-now")
    ]
    cases += [
        (("danger-suicide",), "advice"),
        (("danger-suicide", "danger-suicide-now"), "emergency"),
    ]
    cases += [((fact,), "report") for fact in ("danger-pictures", "known-pictures", "known-told")]
    cases += [((f"form-{form}",), "report") for form in FORMS]
    # ruling 5: not sure about danger, whereabouts or what was told is a fact; about a sign, none
    cases += [
        ((fact,), "advice")
        for fact in ("danger-not-sure", "danger-where-not-sure", "known-not-sure")
    ]
    cases += [
        ((f"unsure-{step}",), "prevent")
        for step in ("people", "away", "phones", "money", "body", "words")
    ]
    # ruling 6: each tier, one sign alone
    cases += [(_signs(sign), "advice") for sign in STRONG if sign != "denied-care"]
    cases += [
        (_signs(sign), "support") for sign in MEDIUM if sign not in ("tattoos", "coded-language")
    ]
    cases += [(_signs(sign), "support") for sign in WEAK]
    # ruling 7: advice
    cases += [(_signs("tattoos"), "advice"), (_signs("coded-language"), "advice")]
    cases += [(_signs(*pair), "advice") for pair in combinations(MEDIUM, 2)]
    cases += [(_signs(*four), "advice") for four in combinations(WEAK, 4)]
    cases += [(_signs("gifts", *three), "advice") for three in combinations(WEAK, 3)]
    cases += [(("role-professional", *_signs(sign)), "advice") for sign in (*MEDIUM, *WEAK)]
    cases += [((young, *_signs(sign)), "advice") for young in YOUNGER for sign in MEDIUM]
    cases += [((young, *_signs(sign)), "support") for young in YOUNGER for sign in WEAK]
    # ruling 8: report for everyone
    cases += [(_signs(*sorted(pair)), "report") for pair in PAIRS]
    cases += [(_signs("denied-care"), "report")]
    cases += [
        (_signs(*pair), "advice")
        for pair in combinations([sign for sign in STRONG if sign != "denied-care"], 2)
        if frozenset(pair) not in PAIRS
    ]
    for caring in (*YOUNGER, *DUTY_OF_CARE):
        cases += [((caring, *_signs(strong, "frightened")), "report") for strong in STRONG]
        cases += [((caring, *_signs(strong, "mood-changes")), "report") for strong in STRONG]
        cases += [((caring, *_signs("hotels")), "advice")]
        cases += [((caring, *_signs("gifts", "frightened", "online-strangers")), "advice")]
    cases += [((caring, *_signs("gifts")), "support") for caring in DUTY_OF_CARE]
    # a professional's duty is the law's, not the table's: one strong and one more stays a call
    cases += [(("role-professional", *_signs("hotels", "mood-changes")), "advice")]
    for role in ("role-parent", "role-kin", "role-other"):
        cases += [((role,), "prevent"), ((role, *_signs("hotels", "mood-changes")), "advice")]
        cases += [((role, *_signs("gifts")), "support")]
    # one event counts once
    cases += [
        (_signs("hotels", "hotel-keys", "isolated"), "advice"),
        (("child-under-13", *_signs("hotels", "hotel-keys")), "advice"),
        (("role-foster", *_signs("goes-missing", "missing-school")), "advice"),
        (("role-foster", *_signs("isolated", "withdrawn")), "advice"),
        (_signs("hides-screen", "secret-relationship", "mood-changes", "withdrawn"), "support"),
    ]
    # someone in the home, and hard things before now
    cases += [(("home-involved",), "advice")]
    cases += [
        ((f"vulnerable-{name}",), "support")
        for name in ("trauma", "leaving-home", "mental-health", "systems", "conflict")
    ]
    return cases


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [pytest.param(*case, id="+".join(case[0]) or "nothing") for case in _cases()],
)
def test_a_threshold_stands_where_the_rulings_put_it(
    facts: tuple[str, ...], outcome: str, edition: Edition
) -> None:
    """These facts and no others give this outcome."""
    assert (
        decide(edition.table, edition.table.mask(frozenset(facts))).outcome == f"outcome-{outcome}"
    )


def test_three_strong_signs_are_a_report(edition: Edition, pack: Pack) -> None:
    """Any three strong signs that are three events are a report for everyone."""
    event = {fact: row.id for row in pack.all(Event).values() for fact in row.of}
    for three in combinations(_signs(*STRONG), 3):
        if len({event.get(sign, sign) for sign in three}) == 3:
            decision = decide(edition.table, edition.table.mask(frozenset(three)))
            assert decision.outcome == "outcome-report", three


def test_any_four_signs_are_at_least_advice(edition: Edition, pack: Pack) -> None:
    """Four things noticed, each an event of its own, are worth a call."""
    event = {fact: row.id for row in pack.all(Event).values() for fact in row.of}
    for four in combinations(pack.all(Sign), 4):
        if len({event.get(sign, sign) for sign in four}) == 4:
            decision = decide(edition.table, edition.table.mask(frozenset(four)))
            assert decision.outcome in {"outcome-advice", "outcome-report"}, four


def test_the_tiers_are_those_of_the_rulings(pack: Pack) -> None:
    """Which sign weighs how much is written down once, and is the same here."""
    signs = pack.all(Sign).values()
    for tier, names in (("strong", STRONG), ("medium", MEDIUM), ("weak", WEAK)):
        assert {sign.id for sign in signs if sign.tier == f"tier-{tier}"} == set(_signs(*names))


def test_the_outcomes_are_those_of_the_rulings(pack: Pack, edition: Edition) -> None:
    """Five outcomes, the highest first; the lowest is never an all-clear."""
    assert [outcome.id for outcome in edition.outcomes] == [
        *("outcome-emergency", "outcome-report", "outcome-advice"),
        *("outcome-support", "outcome-prevent"),
    ]
    assert pack.all(Outcome)["outcome-prevent"].otherwise
    words = pack.words["en"]
    assert [words[f"{outcome.id}.title"] for outcome in edition.outcomes] == [
        "Get help now",
        "Make a report today",
        "Talk it over with someone trained",
        "Stay close and keep noticing",
        "Learn, and keep the door open",
    ]
