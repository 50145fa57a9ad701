"""Sentences: quotations stay together, unless marks that do not match would swallow what follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.segmentation import language

LONG = "and so the plan went on, " * 12
LANG = "很好，" * 100


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        (
            "en",
            ["He said, “We went. Then we ate.”", "“It was fine,” she added.", "Dr. Wu left at 5 p.m. then."],
        ),
        ("en", [f"“It began {LONG}till it ended.", "Then came more.”"]),
        ("en", [f"“It began {LONG}till it ended.", "Nobody, said Mr. Wu, could tell.", '"Not I."', "“Nor I.”"]),
        ("en", ["It met J\xa0.J\u3000. Wu.", "He left."]),
        ("zh", ["他说：“我们去了。然后吃饭。”", "之后离开。"]),
        ("zh", ["产量增长3.8%。", "5月份增长4%！", "7月呢？"]),
        ("zh", ["他说：“产量增长。5月份增长4%。”", "3天后离开。"]),
        ("zh", ["他说：“我们去了。", f"{LANG}吃饭。”", "“走吧。", "完了。"]),
    ],
)
def test_sentences(code: str, sentences: list[str]) -> None:
    text = ("" if code == "zh" else " ").join(sentences)
    assert [text[start:end] for start, end in language(code).sentences(text)] == sentences


@given(st.sampled_from(["en", "zh"]), st.text(alphabet='abJ .?!。？“”" \xa0\u3000\n', max_size=800))
def test_all_but_white_space_is_in_a_sentence(code: str, text: str) -> None:
    spans = language(code).sentences(text)
    assert list(spans) == sorted(spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
