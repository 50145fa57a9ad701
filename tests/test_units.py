"""The lexicon of Chinese units: well formed, in step with its source, wide enough for the termbase."""

from pathlib import Path

import pytest
import regex

from toolkit import shipped, termbases, units

SOURCE = Path(__file__).parents[1] / "glossaries" / "units"
FUNCTION_WORDS = set("a an and as at by for from in into is of on or the to with".split())
HAN = regex.compile(r"\p{Han}+")


def covered(run: str) -> int:
    """Count the characters of a run that the longest units cover from left to right."""
    known = units.load()
    at = count = 0
    while at < len(run):
        length = next((n for n in range(len(run) - at, 0, -1) if run[at : at + n] in known), 0)
        count += length
        at += length or 1
    return count


def test_source_and_built_units_are_in_step() -> None:
    files = [path.read_text("utf-8").splitlines() for path in sorted(SOURCE.glob("*.csv"))]
    assert {lines[0] for lines in files} == {"zh,en,kind"}
    rows = sorted(row for lines in files for row in lines[1:])
    assert "\n".join(["zh,en,kind", *rows, ""]) == shipped.find("units.csv").read_text("utf-8"), (
        "run make glossary"
    )


@pytest.mark.parametrize("path", sorted(SOURCE.glob("*.csv")), ids=lambda path: path.stem)
def test_a_source_file_is_sorted_and_holds_characters_or_words(path: Path) -> None:
    zh = [row.partition(",")[0] for row in path.read_text("utf-8").splitlines()[1:]]
    assert zh == sorted(zh)
    assert all((len(unit) == 1) == (path.stem == "characters") for unit in zh)


def test_no_unit_stands_twice() -> None:
    rows = shipped.find("units.csv").read_text("utf-8").splitlines()[1:]
    assert len(rows) == len(units.load()) >= 1_500


def test_units_are_han_and_renderings_are_lower_case_words() -> None:
    wrong = [
        unit
        for unit in units.load().values()
        if not HAN.fullmatch(unit.zh)
        or not all(regex.fullmatch(r"[a-z0-9]+(?: [a-z0-9]+)*", words) for words in unit.en)
        or len(set(unit.en)) < len(unit.en)
    ]
    assert wrong == []


def test_no_rendering_is_made_of_function_words_alone() -> None:
    assert [
        unit for unit in units.load().values() if any(FUNCTION_WORDS.issuperset(e.split()) for e in unit.en)
    ] == []


@pytest.mark.parametrize(
    ("zh", "words", "generic"),
    [
        ("专", {"specialized", "special", "dedicated"}, False),
        ("落后", {"backward", "outdated", "obsolete"}, False),
        ("产能", {"capacity", "production"}, False),
        ("发展", {"development", "grow"}, True),
        ("企业", {"enterprise", "company", "firm"}, True),
    ],
)
def test_a_unit_has_its_usual_renderings(zh: str, words: set[str], *, generic: bool) -> None:
    unit = units.load()[zh]
    assert words <= set(unit.en)
    assert unit.generic is generic


def test_units_cover_the_chinese_terms_of_the_shipped_termbase() -> None:
    terms = {d.term for c in termbases.load(termbases.shipped()).concepts for d in c.terms("zh-Hans")}
    runs = [run for term in terms for run in HAN.findall(term)]
    assert sum(map(covered, runs)) / sum(map(len, runs)) >= 0.97
