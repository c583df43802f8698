"""Comparing two texts loses nothing of either."""

from hypothesis import given
from hypothesis import strategies as st

from ikz.ui.textdiff import ADDED, REMOVED, compare

texts = st.text(alphabet="ab äß\n.", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new


def test_equal_texts_have_no_difference() -> None:
    assert [piece.kind for piece in compare("ein Text", "ein Text")] == ["same"]
