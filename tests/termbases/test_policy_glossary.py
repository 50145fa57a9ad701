"""The termbase that comes along: complete, in step with its source, in the house style that was chosen."""

from pathlib import Path

import pytest

from toolkit import preparation, termbases
from toolkit.house import House
from toolkit.recognition.listed import ListedRenderings
from toolkit.recognition.variants import variants
from toolkit.termbase import Termbase
from toolkit.text import Document, Text

SOURCE = Path(__file__).parents[2] / "glossaries" / "policy"


@pytest.fixture(scope="module")
def termbase() -> Termbase:
    return termbases.load(termbases.shipped())


@pytest.fixture(scope="module")
def listed(termbase: Termbase) -> ListedRenderings:
    return ListedRenderings(termbase)


def rejected(text: str, listed: ListedRenderings) -> list[str]:
    article = preparation.prepare(Document(id="a.txt", raw=text, texts=(Text(text=text),)), listed)
    return [o.concept for o in article.occurrences if not o.candidates and not o.status.complies]


def test_the_readme_counts_what_is_there() -> None:
    concepts = termbases.load(SOURCE).concepts
    english = [d for c in concepts for d in c.terms("en")]
    good = sum(d.status.complies for d in english)
    unconfirmed = sum(any("not confirmed" in d.note for d in c.designations) for c in concepts)
    readme = (SOURCE.parent / "README.md").read_text("utf-8")
    assert f"| | all | {len(concepts)} | {good} | {len(english) - good} |" in readme
    assert f"So {unconfirmed} of {len(concepts)} concepts are unconfirmed." in readme


def test_it_has_enough_concepts(termbase: Termbase) -> None:
    assert len(termbase.concepts) >= 500


def test_every_rejected_rendering_has_its_reason(termbase: Termbase) -> None:
    rejected = [d for c in termbase.concepts for d in c.terms("en") if not d.status.complies]
    assert len(rejected) > 300
    assert [d.term for d in rejected if not d.reason] == []


def test_relations_lead_to_concepts(termbase: Termbase) -> None:
    relations = [(c.id, r.concept) for c in termbase.concepts for r in c.relations]
    assert [pair for pair in relations if pair[1] not in termbase.by_id] == []


def test_a_concept_with_an_abbreviation_says_how_it_is_first_mentioned(termbase: Termbase) -> None:
    short = [
        c for c in termbase.concepts if any(d.type == "abbreviation" and d.status.complies for d in c.terms("en"))
    ]
    assert len(short) > 50
    assert [c.id for c in short if not c.first_mention] == []


@pytest.mark.parametrize(
    ("date", "concept", "name"),
    [
        ("2016", "nhc", "National Health and Family Planning Commission"),
        ("2017", "nfra", "China Banking Regulatory Commission"),
        ("2022", "nfra", "China Banking and Insurance Regulatory Commission"),
        ("2024", "nfra", "National Financial Regulatory Administration"),
        ("2017", "sta", "State Administration of Taxation"),
        ("2019", "sta", "State Taxation Administration"),
        ("2016", "mnr", "Ministry of Land and Resources"),
        ("2002", "mofcom", "Ministry of Foreign Trade and Economic Cooperation"),
    ],
)
def test_a_body_has_the_name_of_its_day(termbase: Termbase, date: str, concept: str, name: str) -> None:
    assert House(date=date).apply(termbase)[concept].preferred == name


def test_no_rendering_is_both_good_and_bad_for_one_concept(termbase: Termbase) -> None:
    for concept in termbase.concepts:
        good = {form for d in concept.terms("en") if d.status.complies for form, _ in variants(d)}
        # What is bad only in its context may stand for the concept elsewhere.
        rejected = (d for d in concept.terms("en") if not d.status.complies and not d.policy.context)
        bad = {form for d in rejected for form, _ in variants(d)}
        assert good & bad == set(), concept.id


@pytest.mark.parametrize(
    ("zh", "preferred"),
    [
        ("新三样", "new three"),
        ("专精特新“小巨人”企业", "little giants"),
        ("小巨人", "little giants"),
        ("专精特新", "specialized, refined, distinctive and innovative"),
    ],
)
def test_the_default_house_style(termbase: Termbase, zh: str, preferred: str) -> None:
    (concept,) = (c for c in termbase.concepts if zh in {d.term for d in c.terms("zh-Hans")})
    assert concept.preferred == preferred


def test_the_little_giants_are_the_narrower_concept(termbase: Termbase) -> None:
    srdi = next(c for c in termbase.concepts if c.zh == "专精特新")
    giants = next(c for c in termbase.concepts if c.preferred == "little giants")
    assert ("broader", srdi.id) in {(r.kind, r.concept) for r in giants.relations}
    assert "SRDI" in {d.term for d in srdi.terms("en")}
    assert srdi.first_mention == "specialized, refined, distinctive and innovative (SRDI)"


@pytest.mark.parametrize(
    "text",
    [
        "The US Department of Commerce and the Department of State commented on China's exports.",
        "Demand is expected to weaken under the pressure of shocks abroad.",
        "Industries of high added value grew by 8 percent and manufacturing gained.",
        "Workers with strong grip strength tested the effective new tool.",
        "A joint force of police and customs officers searched the warehouse.",
        "Electronic information made available to investors was incomplete.",
        "The firm's operating income and revenue rose in the industry.",
        "Growth in the first two quarters, that is the first half, was slow.",
        "Multi-national enterprises and private firms welcomed the reform.",
        "Emissions policy may double carbon prices before the peak.",
        "Imports of steel and iron ore fell.",
        "Her department met the related departments of two ministries.",
        "The company will go out of business, and its global partners bring a suit.",
        "Artificial intelligence manufacturing hubs opened in two cities.",
        "Companies in a big Bay Area office tower near San Francisco let staff go.",
        "Economists study endogenous growth and the expansion of demand.",
        "Brazil's National Development Bank offered a loan to a Chinese firm.",
        "Indonesia's Ministry of Transportation praised the Chinese railway.",
        "She bought basic face masks before the long flight.",
        "The emergency department of the hospital reported to the safety council.",
        "The person in charge of the art display at the district council spoke.",
        "Exporters of industrial machines and medical tools saw declining efficiency.",
        "A joint force of government troops crossed the border.",
        "The phone maker released a device update for industrial users.",
        "Social capital grows out of bonds between neighbors.",
        "Students go to the countryside in summer.",
        "Lamps, lighting and other electrical equipment sold well.",
        "On the supply front, demand for the average trade fair fell.",
        "The first Taiwan equipment maker listed its shares.",
    ],
)
def test_ordinary_english_is_left_alone(listed: ListedRenderings, text: str) -> None:
    assert rejected(text, listed) == []


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("On July 19 the National New Office held a press conference.", "scio"),
        ("The relevant person in charge of the ministry answered questions.", "official-in-charge"),
        ("Exports of the three new items, vehicles, batteries and solar cells, grew.", "new-three"),
        ('The "three new kinds" have injected vitality.', "new-three"),
        ("The vitality of operating subjects in the market will be stimulated.", "business-entities"),
        ("Work plans for the ten major key industries were issued.", "ten-key-industries"),
        ("The profits of industrial enterprises above the scale rose by 11.9 percent.", "above-size-enterprises"),
        ("In the added value of regulated industries the share rose.", "above-size-enterprises"),
        ("We will make up short boards in the industrial chain.", "weak-links"),
        ("Short boards remain in the supply chain.", "shortcomings"),
        ("We will pull the long boards of the industrial chain.", "build-on-strengths"),
        ("We will take digital upgrading as the grip.", "use-as-lever"),
        ("The ministry will lay out future industries such as 6G.", "plan-future-industries"),
        ("The good long-term basic face of the economy has not changed.", "fundamentals"),
        ("Banks will write the five big articles of finance well.", "five-financial-areas"),
        ("The scale of social financing grew by 9 percent.", "aggregate-financing"),
        ("China keeps a proactive fiscal policy and a stable currency policy.", "prudent-monetary"),
        ("We will build a national unified big market.", "unified-market"),
        ("The reform to release, manage and serve goes on.", "streamline-administration"),
        ("The energy consumption dual control policy is complete.", "energy-dual-control"),
        ("The conversion of old and new kinetic energy is under way.", "replace-growth-drivers"),
        ("The index fell below the withering line.", "boom-bust-line"),
        ("Banks lowered the loan market quotation rate.", "lpr"),
        ("Insurance for the first Taiwan (set) of equipment is paid.", "first-set-equipment"),
        ("The CBIRC published its rules.", "nfra"),
    ],
)
def test_what_machines_make_of_the_terms_is_known(listed: ListedRenderings, text: str, concept: str) -> None:
    assert concept in rejected(text, listed)
