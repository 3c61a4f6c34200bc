"""Texts side by side: what is equal, what differs, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.align import Segment, align, common, similarity

WORDS = st.lists(st.sampled_from("abcdef"), max_size=25)


def drawn(one: str, other: str) -> list[str]:
    """Draw an alignment of words: `inner replaced b/x`."""
    mine, theirs = one.split(), other.split()
    return [
        f"{s.place} {s.kind} {' '.join(mine[slice(*s.one)])}/{' '.join(theirs[slice(*s.other)])}"
        for s in align(mine, theirs)
        if s.kind != "equal"
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("a b c", "a b c", [], id="equal"),
        pytest.param("a b c", "a x c", ["inner replaced b/x"], id="replaced"),
        pytest.param("a c", "a b c", ["inner inserted /b"], id="inserted"),
        pytest.param("a b c", "a c", ["inner deleted b/"], id="deleted"),
        pytest.param("b c", "a b c", ["head inserted /a"], id="before"),
        pytest.param("a b", "a b c", ["tail inserted /c"], id="after"),
        pytest.param("x b c", "y b c", ["head replaced x/y"], id="replaced-at-the-start"),
        pytest.param("a b x", "a b y z", ["tail replaced x/y z"], id="replaced-at-the-end"),
        pytest.param("a b", "c d", ["head replaced a b/c d"], id="nothing-in-common"),
        pytest.param("", "a", ["head inserted /a"], id="empty"),
        pytest.param("", "", [], id="both-empty"),
        pytest.param(
            "a b c d", "a x y a b c d", ["head inserted /a x y"], id="common-word-far-before"
        ),
        pytest.param(
            "a b c d", "a b c d x y d", ["tail inserted /x y d"], id="common-word-far-after"
        ),
    ],
)
def test_align(one: str, other: str, expected: list[str]) -> None:
    """Each stretch that differs is named by what happened to it, and by its place."""
    assert drawn(one, other) == expected


@given(WORDS, WORDS)
def test_align_covers_both(one: list[str], other: list[str]) -> None:
    """The segments are both texts, in order and without gaps; equal ones are equal."""
    segments = align(one, other)
    for side, words in (("one", one), ("other", other)):
        spans = [getattr(segment, side) for segment in segments]
        assert [word for start, end in spans for word in words[start:end]] == words
    for segment in segments:
        same = one[slice(*segment.one)] == other[slice(*segment.other)]
        assert same is (segment.kind == "equal")


@given(WORDS, WORDS)
def test_align_swapped(one: list[str], other: list[str]) -> None:
    """Swapping the texts swaps the segments and changes nothing else."""
    kinds = {"inserted": "deleted", "deleted": "inserted"}
    assert align(other, one) == tuple(
        Segment(kinds.get(s.kind, s.kind), s.place, s.other, s.one)  # type: ignore[arg-type]
        for s in align(one, other)
    )


@given(WORDS, WORDS)
def test_align_finds_the_most(one: list[str], other: list[str]) -> None:
    """No other order-keeping pairing has more equal words than the alignment."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, word in enumerate(one):
        for j, opposite in enumerate(other):
            longer = best[i][j] + 1 if word == opposite else 0
            best[i + 1][j + 1] = max(longer, best[i][j + 1], best[i + 1][j])
    assert common(align(one, other)) == best[-1][-1]


@given(WORDS, WORDS)
def test_similarity_is_a_share(one: list[str], other: list[str]) -> None:
    """Likeness runs from 0 to 1, and a text holds all of its own part."""
    assert 0 <= similarity(align(one, other)) <= 1
    assert similarity(align(one, one + other)) == 1 or not one
