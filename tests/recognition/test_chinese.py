"""Chinese terms in Chinese text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import termbases
from toolkit.recognition.chinese import ChineseTerms

TERMS = ChineseTerms(termbases.load(termbases.shipped()))


def found(text: str) -> list[str]:
    return [text[slice(*term.span)] for term in TERMS.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持专精特新“小巨人”企业发展", ["专精特新“小巨人”企业"]),
        ("支持專精特新中小企業", ["專精特新中小企業"]),
        ("新三样与中小企业", ["新三样", "中小企业"]),
        ("规模以上\n工业企业", ["规模以上\n工业企业"]),
        ("会同比较多的部门", []),
        ("", []),
    ],
    ids=["quotes", "Traditional", "two", "over a line end", "a word has a veto", "empty"],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_term_may_name_several_concepts() -> None:
    assert all(term.concepts for term in TERMS.find("产业链供应链"))


@given(
    st.lists(st.sampled_from(["新三样", "“", "中小企业", "發展", " ", "\n", "a", "会", "同比"]), max_size=20).map(
        "".join
    )
)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for term in TERMS.find(text):
        assert last <= term.span.start < term.span.end <= len(text)
        last = term.span.end
