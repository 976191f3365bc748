"""What holds for any texts: passages lie in their text, exact ones are the same words, order does not matter."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import compare_texts, find_copies
from tests.copies.desk import clip
from tests.copies.stories import OTHER, STORY

SENTENCES = re.split(r"(?<=[.”]) |\n", f"{STORY}\n{OTHER}")
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text("abc “”'’\n.…[]", max_size=20)), max_size=12).map(
    "\n".join
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_passages_lie_in_their_texts_and_exact_ones_are_the_same_words(left: str, right: str) -> None:
    copy = compare_texts(left, right)
    for passage in copy.passages:
        assert 0 <= passage.left.start < passage.left.end <= len(left)
        assert 0 <= passage.right.start < passage.right.end <= len(right)
        same = words(left[passage.left.start : passage.left.end]) == words(
            right[passage.right.start : passage.right.end]
        )
        assert same or not passage.exact
    assert 0 <= copy.share_left <= 1
    assert 0 <= copy.share_right <= 1


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_the_same_pages_in_any_order_give_the_same_bytes(texts: list[str]) -> None:
    pages = [clip(f"p{number}", text) for number, text in enumerate(texts)]
    assert msgspec.json.encode(find_copies(pages)) == msgspec.json.encode(find_copies(pages[::-1]))
