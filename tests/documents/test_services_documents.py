"""The short list of services: why each is there, what it does not tell, and that none is empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.directory.making import import_into, music_at, service_source

from hearthlight.directory.sqlite_store import SqliteStore
from hearthlight.documents.services import SHOWN, ServiceFinder, open_services
from hearthlight.documents.wanted import UnknownWishError, Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.services import ServicesFound

NOON = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday, noon in California
NIGHT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def finder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> ServiceFinder:
    """Over a directory of bands around San Francisco."""
    folder = tmp_path_factory.mktemp("bands")
    import_into(edition, folder / "d.sqlite", music_at(folder / "in", edition))
    return open_services(edition, str(folder / "d.sqlite"))


def names(found: ServicesFound) -> list[str]:
    """Who is on the list."""
    return [service.name for service in found.services]


def test_the_same_question_gives_the_same_list_in_every_language(finder: ServiceFinder) -> None:
    """The words differ, the services and their order do not."""
    wanted = Wanted(kinds=("service-kind-music",), zip_code="94110", age=14)
    english, spanish = (finder.find(wanted, language, NOON) for language in ("en", "es"))
    assert [each.id for each in english.services] == [each.id for each in spanish.services]
    assert [each.kilometres for each in english.services] == [
        each.kilometres for each in spanish.services
    ]
    assert english.notes == ()
    assert spanish.services[0].reasons[0] == "Música"


def test_what_is_open_now_comes_alone_and_says_so(finder: ServiceFinder) -> None:
    """By the clock of the place, from the state of its county; closed ones fall away."""
    wanted = Wanted(kinds=("service-kind-music",), zip_code="94110", open_now=True)
    at_noon = finder.find(wanted, "en", NOON)
    assert {each.open_now for each in at_noon.services} == {"Open now."}
    assert at_noon.services[0].hours == (
        "Monday\u2013Friday: 9:00 AM\u20135:30 PM", "Times are Pacific Time.",
    )  # fmt: skip
    at_night = finder.find(wanted, "en", NIGHT)
    assert any("We know of nothing that is open now." in note for note in at_night.notes)
    assert names(at_night)[0] == "Band 0"


def test_whoever_takes_no_one_of_that_age_is_not_named(finder: ServiceFinder) -> None:
    """Age is never left out: a closed door helps nobody."""
    for age in (5, 40):
        found = finder.find(
            Wanted(kinds=("service-kind-music",), zip_code="94110", age=age), "en", NOON
        )
        assert [name for name in names(found) if name.startswith("Band")] == []
        assert found.calls
        assert found.notes


def test_three_points_tell_nothing_of_where_a_hidden_service_is(
    edition: Edition, tmp_path: Path
) -> None:
    """
    Asked by three ZIP codes of its county, and from next door by two; by list as well.

    Every answer within the county is the same to the letter, and names no distance; from the next
    county there is none.
    """
    source = service_source(tmp_path / "in", "Emergency Shelter", "37.7612", "-122.4213")
    text = (source / "addresses.csv").read_text("utf-8")
    (source / "addresses.csv").write_text(text.replace("99999", "94110").replace("XX", "CA"))
    import_into(edition, tmp_path / "d.sqlite", source)
    finder = open_services(edition, str(tmp_path / "d.sqlite"))

    def seen(zip_code: str = "", place: str = "") -> list[bytes]:
        wanted = Wanted(kinds=("service-kind-bed",), zip_code=zip_code, place=place)
        found = finder.find(wanted, "en", NOON)
        return [msgspec.json.encode(each) for each in found.services if each.id.startswith("s/")]

    inside = [seen(zip_code=code) for code in ("94110", "94121", "94134")]
    inside.append(seen(place="us-ca-san-francisco"))
    assert inside == [inside[0]] * 4
    (card,) = inside[0]
    assert b"where it is stays private" in card
    assert msgspec.json.decode(card)["kilometres"] is None
    for telling in (b"94110", b"37.7", b"Hidden", b"Jo Worker", b"miles away"):
        assert telling not in card
    assert [seen(zip_code=code) for code in ("94601", "94014")] == [[], []]
    # The whole state may ask for what lies in it, and is told no more.
    assert seen(place="us-ca") == inside[0]


def test_a_line_of_the_directory_stands_in_for_the_shipped_one(
    edition: Edition, tmp_path: Path
) -> None:
    """The same number is not shown twice."""
    source = music_at(tmp_path / "in", edition)
    text = (source / "phones.csv").read_text("utf-8")
    (source / "phones.csv").write_text(text.replace("(415) 555-2600", "1-800-422-4453"))
    import_into(edition, tmp_path / "d.sqlite", source)
    found = open_services(edition, str(tmp_path / "d.sqlite")).find(
        Wanted(zip_code="94110"), "en", NOON
    )
    shown = [line.link for each in found.services for line in each.lines if line.kind == "call"]
    assert "tel:+18004224453" in shown
    assert len(shown) == len(set(shown))
    assert len(found.services) == SHOWN


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(kinds=("nothing",)), "kinds"),
        (Wanted(place="us-zz"), "place"),
        (Wanted(zip_code="00000"), "zip_code"),
        (Wanted(zip_code="9411"), "zip_code"),
        (Wanted(language="xx"), "language"),
    ],
)
def test_what_the_pack_does_not_know_is_named_by_its_field(
    finder: ServiceFinder, wanted: Wanted, field: str
) -> None:
    """So that a channel can say where to look."""
    with pytest.raises(UnknownWishError) as error:
        finder.find(wanted, "en", NOON)
    assert error.value.field == field


def test_kinds_that_changed_since_the_import_are_found_by_their_names(
    edition: Edition, tmp_path: Path
) -> None:
    """A directory keeps the order of its own kinds; another order in the pack misleads nobody."""
    import_into(edition, tmp_path / "d.sqlite", music_at(tmp_path / "in", edition))
    turned = msgspec.structs.replace(
        edition, service_kinds=dict(reversed(edition.service_kinds.items()))
    )
    finder = ServiceFinder(turned, SqliteStore(tmp_path / "d.sqlite"))
    found = finder.find(Wanted(kinds=("service-kind-music",), zip_code="94110"), "en", NOON)
    assert names(found)[0] == "Band 0"
    other = finder.find(Wanted(kinds=("service-kind-animals",), zip_code="94110"), "en", NOON)
    assert "Nothing near fits all of it" not in "".join(other.notes)
    assert any("what you ticked" in note for note in other.notes)
