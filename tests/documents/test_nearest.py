"""Names that come near to what was typed."""

from __future__ import annotations

from hearthlight.documents.nearest import find_nearest

MANY = tuple(f"sign-{number}{name}" for number, name in enumerate("abcdefghijklm"))


def test_an_id_without_its_kind_finds_itself_first() -> None:
    """Also where another looks more alike."""
    assert find_nearest("report", ("situation-report", "reporter", "situation-lost"))[0] == (
        "situation-report"
    )


def test_of_few_names_all_are_told_and_of_many_what_comes_near() -> None:
    """The nearest first; a list that helps nobody is not told."""
    assert find_nearest("xx", ("en", "es")) == ("en", "es")
    near = find_nearest("hotel-key", (*MANY, "sign-hotel-keys"))
    assert near == ("sign-hotel-keys",)
