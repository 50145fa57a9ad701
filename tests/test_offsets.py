"""The laws of OffsetMap, over random edits of random texts."""

import re
from itertools import combinations_with_replacement, pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.offsets import Edit, OffsetMap, Span, removed, replace, replayed

TEXTS = st.text(alphabet="ab中 ", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(st.text(alphabet="xyz", max_size=4))) for start, end in pairs]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, OffsetMap]:
    text = draw(TEXTS)
    after, back = replace(text, draw(edits_of(text)))
    return text, after, back


@st.composite
def edited_twice(draw: st.DrawFn) -> tuple[str, str, str, OffsetMap, OffsetMap]:
    text, middle, first = draw(edited())
    after, second = replace(middle, draw(edits_of(middle)))
    return text, middle, after, first, second


def gaps(change_map: OffsetMap, source: str, target: str) -> list[tuple[str, str]]:
    pieces, source_at, target_at = [], 0, 0
    for change in change_map.changes:
        pieces.append((source[source_at : change.source_start], target[target_at : change.target_start]))
        source_at, target_at = change.source_end, change.target_end
    return [*pieces, (source[source_at:], target[target_at:])]


@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), edits_of(text))))
def test_edits_are_replayed_as_they_are_made(case: tuple[str, list[Edit]]) -> None:
    assert replayed(*case) == replace(*case)[0]


@given(edited())
def test_what_lies_between_changes_is_unchanged(case: tuple[str, str, OffsetMap]) -> None:
    text, after, back = case
    assert all(one == other for one, other in gaps(back, text, after))


@given(edited_twice())
def test_gaps_of_a_composed_map_are_equal_text(case: tuple[str, str, str, OffsetMap, OffsetMap]) -> None:
    text, _, after, first, second = case
    assert all(one == other for one, other in gaps(first.then(second), text, after))


@given(edited_twice(), st.data())
def test_composed_ranges_cover_the_stepwise_ones(
    case: tuple[str, str, str, OffsetMap, OffsetMap], data: st.DataObject
) -> None:
    _, _, after, first, second = case
    start = data.draw(st.integers(0, len(after)))
    end = data.draw(st.integers(start, len(after)))
    if start == end:
        return  # an empty span has no text whose origin could be covered
    stepwise = first.to_source(second.to_source(Span(start, end)))
    composed = first.then(second).to_source(Span(start, end))
    assert composed.start <= stepwise.start
    assert stepwise.end <= composed.end


@given(edited())
def test_an_untouched_character_maps_to_itself(case: tuple[str, str, OffsetMap]) -> None:
    text, after, back = case
    changed = {at for c in back.changes for at in range(c.target_start, c.target_end)}
    for at in set(range(len(after))) - changed:
        start, end = back.to_source(Span(at, at + 1))
        assert text[start:end] == after[at]


@given(edited())
def test_spans_lie_in_the_source_and_keep_their_order(case: tuple[str, str, OffsetMap]) -> None:
    text, after, back = case
    ends = [back.to_source(Span(at, at + 1)) for at in range(len(after))]
    assert all(0 <= start <= end <= len(text) for start, end in ends)
    assert ends == sorted(ends)


@given(edited())
def test_many_spans_are_traced_back_like_each(case: tuple[str, str, OffsetMap]) -> None:
    _, after, back = case
    spans = list(combinations_with_replacement(range(len(after) + 1), 2))
    assert back.to_sources(spans) == [back.to_source(Span(*span)) for span in spans]


@given(TEXTS)
def test_what_is_removed_is_an_edit_to_nothing(text: str) -> None:
    edits = [Edit(*match.span(), "") for match in re.finditer("[b ]+", text)]
    assert removed(text, re.compile("([b ]+)")) == replace(text, edits)


@given(edited())
def test_changes_neither_touch_nor_overlap(case: tuple[str, str, OffsetMap]) -> None:
    changes = case[2].changes
    for one, other in pairwise(changes):
        assert one.source_end < other.source_start
        assert one.target_end < other.target_start


@given(edited())
def test_the_inverse_of_the_inverse_is_the_map(case: tuple[str, str, OffsetMap]) -> None:
    assert case[2].inverse().inverse() == case[2]


@given(edited())
def test_json_round_trip(case: tuple[str, str, OffsetMap]) -> None:
    back = case[2]
    assert msgspec.json.decode(msgspec.json.encode(back), type=OffsetMap) == back


def test_a_word_does_not_take_the_noise_beside_it() -> None:
    text = "stable¥♦ growth"
    after, back = replace(text, [Edit(6, 8, "")])
    assert after == "stable growth"
    assert back.to_source(Span(0, 6)) == (0, 6)
    assert back.to_source(Span(6, 13)) == (8, 15)
    assert back.to_source(Span(0, 13)) == (0, 15)


def test_equal_lengths_do_not_mean_unchanged() -> None:
    after, back = replace("abcde", [Edit(0, 1, ""), Edit(3, 5, "xyz")])
    assert after == "bcxyz"
    assert back.to_source(Span(2, 5)) == (3, 5)
    assert back.to_source(Span(0, 2)) == (1, 3)


@pytest.mark.parametrize("edits", [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(0, 9, "")], [Edit(3, 2, "")]])
def test_edits_that_overlap_or_lie_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps another or lies outside"):
        replace("abcde", edits)
