"""What mentions say, in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.quantities import language
from toolkit.quantities.wording import wording

CASES = {
    "19.3亿元": "1.93 billion yuan",
    "23.5万亿元": "23.5 trillion yuan",
    "14万家": "140,000",
    "3.8%": "3.8%",
    "0.5个百分点": "0.5 percentage points",
    "120亿美元": "12 billion US dollars",
    "300兆瓦": "300 MW",
    "3兆": "3 trillion or 3 million",
    "数百": "200 to 999",
    "三分之一": "33.333333%",
    "前三季度": "January to September",
    "今年以来": "since January",
    "2023年9月5日": "September 5 2023",
    "5月": "May",
    "21日": "day 21",
}


@pytest.mark.parametrize("text", CASES)
def test_wording(text: str) -> None:
    (mention,) = language("zh").read(text)
    assert wording(mention) == CASES[text]


@given(st.text("〇一二三五十百千万亿兆.0123456789%月年日季度前上半多约倍成个分点至- ", max_size=30))
def test_whatever_is_read_can_be_said(text: str) -> None:
    assert all(wording(mention) for mention in language("zh").read(text))
