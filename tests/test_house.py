"""House styles: the same concepts, another choice among their renderings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import termbases
from toolkit.errors import ConfigurationError, UsageError
from toolkit.house import HOUSES, House, house
from toolkit.settings import read
from toolkit.termbase import Concept, Designation, Status, Termbase

P, A, D, S = Status.PREFERRED, Status.ADMITTED, Status.DEPRECATED, Status.SUPERSEDED


def rendering(term: str, status: Status, **details: str) -> Designation:
    return Designation(term=term, language="en", status=status, **details)


def statuses(house: House, *designations: Designation) -> dict[str, Status]:
    concept = Concept(id="c", designations=designations)
    (made,) = house.apply(Termbase((concept,))).concepts
    return {d.term: d.status for d in made.designations}


TRIO = (
    rendering("new three", P, authority="Xinhua"),
    rendering("new trio", A, authority="SCIO"),
    rendering("N3", A, authority="SCIO", type="abbreviation"),
    rendering("three new samples", D),
)
MINISTRY = (
    rendering("Ministry of Ecology", P, since="2018-03"),
    rendering("Ministry of Protection", S, since="2008", until="2018-03"),
    rendering("State Administration of Protection", S, until="2007"),
)


def test_a_house_prefers_whom_it_follows() -> None:
    assert statuses(House(authorities=("SCIO",)), *TRIO) == {
        "new three": A,
        "new trio": P,
        "N3": A,
        "three new samples": D,
    }


def test_the_foremost_authority_counts_and_an_unknown_one_changes_nothing() -> None:
    assert statuses(House(authorities=("Xinhua", "SCIO")), *TRIO)["new three"] is P
    assert statuses(House(authorities=("NBS",)), *TRIO) == {d.term: d.status for d in TRIO}


@pytest.mark.parametrize(
    ("date", "expected"), [("2024", (P, S, S)), ("2018-03-01", (P, A, S)), ("2012", (A, P, S)), ("", (P, S, S))]
)
def test_a_date_gives_the_names_of_that_time(date: str, expected: tuple[Status, ...]) -> None:
    assert tuple(statuses(House(date=date), *MINISTRY).values()) == expected


def test_what_is_no_longer_in_use_is_superseded() -> None:
    old = rendering("old words", P, until="2020")
    assert statuses(House(date="2024"), old, rendering("new words", A)) == {"old words": S, "new words": P}


@given(st.sampled_from([*HOUSES.values(), House(date="2012")]))
def test_a_house_changes_statuses_alone_and_a_second_time_nothing(style: House) -> None:
    termbase = termbases.load(termbases.shipped())
    once = style.apply(termbase)
    assert style.apply(once) == once
    for before, after in zip(termbase.concepts, once.concepts, strict=True):
        assert [d.term for d in before.designations] == [d.term for d in after.designations]
        assert sum(d.status is P for d in after.terms("en")) == 1


def test_the_houses_that_come_along_choose_by_evidence() -> None:
    termbase = termbases.load(termbases.shipped())
    preferred = {name: style.apply(termbase)["new-three"].preferred for name, style in HOUSES.items()}
    assert preferred["scio"] == "new trio"
    assert preferred["xinhua"] == "new three"


def test_an_unknown_house_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'xinhua'"):
        house("xinhau", {})


def test_a_house_of_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "xindaya.toml"
    settings = read(path, {"house": "mine", "houses": {"mine": {"authorities": ["SCIO"], "date": "2023"}}})
    assert house(settings.house, settings.houses) == House(authorities=("SCIO",), date="2023")
    with pytest.raises(ConfigurationError, match="2023-"):
        read(path, {"houses": {"mine": {"date": "2023-"}}})
