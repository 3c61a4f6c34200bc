"""Keys of phrases: near duplicates share some, and the same text has the same keys everywhere."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.shingles import phrase_keys
from feeds.dedupe.words import read_words

LEAD = (
    "Đoàn chuyên gia của ngân hàng khu vực đến Bishkek hôm thứ Ba để bàn về tuyến đường sắt mới "
    "nối ba nước láng giềng, dự án được chờ đợi suốt hai thập kỷ qua ở vùng núi này"
)
OTHER = (
    "Sở Giao thông thành phố cho biết hai cây cầu cũ bắc qua kênh sẽ được sửa trong mùa khô, người "
    "đi xe máy nên chọn lối khác vào giờ cao điểm buổi sáng cho tới cuối tháng"
)


def keys(text: str) -> set[int]:
    """Give the keys of a text as a set."""
    return set(phrase_keys(read_words(text).forms))


def test_phrase_keys_are_sorted_and_signed() -> None:
    """A database keeps the keys: sorted, each once, signed 64-bit numbers."""
    found = phrase_keys(read_words(f"{LEAD}. {OTHER}").forms)
    assert list(found) == sorted(set(found))
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_phrase_keys_are_the_same_in_every_process() -> None:
    """Keys are stored: they do not depend on the seed of Python's own hash."""
    program = (
        "from feeds.dedupe.shingles import phrase_keys;"
        "print(*phrase_keys('một hai ba bốn năm sáu bảy tám chín mười'.split()))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    own = phrase_keys(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"])
    assert printed == {" ".join(map(str, own)) + "\n"}


def test_phrase_keys_are_few() -> None:
    """A third of the phrases are kept: about ten rows for a teaser, 250 bytes of an index."""
    words = read_words(LEAD).forms
    assert len(words) // 6 <= len(keys(LEAD)) <= len(words) // 2


def test_phrase_keys_of_a_long_text() -> None:
    """Only the first eighty words count: an article costs no more rows than a long lead."""
    article = f"{LEAD}. {OTHER}. {LEAD}"
    assert keys(article) == keys(" ".join(article.split()[:80]))


@pytest.mark.parametrize(
    "rendered",
    [
        pytest.param(f"TTO - {LEAD}", id="prefix"),
        pytest.param(f"{LEAD} (Theo Reuters)", id="credit"),
        pytest.param(LEAD.upper(), id="capitals"),
        pytest.param(" ".join(LEAD.split()[:16]) + "…", id="cut-short"),
        pytest.param(f"Sáng nay, {LEAD}. {OTHER}", id="within-an-article"),
        pytest.param(LEAD.replace("đến Bishkek", "tới Bishkek"), id="edited"),
        pytest.param(
            "Doan chuyen gia cua ngan hang khu vuc den Bishkek hom thu Ba de ban ve tuyen duong "
            "sat moi noi ba nuoc lang gieng",
            id="without-marks",
        ),
    ],
)
def test_phrase_keys_meet(rendered: str) -> None:
    """A rendering, a cut, an article around it: the text is found by a shared key."""
    assert keys(rendered) & keys(LEAD)


def test_phrase_keys_of_other_news() -> None:
    """Texts without a common phrase share no key."""
    assert not keys(LEAD) & keys(OTHER)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_phrase_keys_of_too_little(count: int) -> None:
    """Where there is no phrase there is no key."""
    assert phrase_keys(["từ"] * count) == ()


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40), st.lists(st.text(), max_size=20))
def test_phrase_keys_meet_wherever_nine_words_are_shared(
    shared: list[str], before: list[str]
) -> None:
    """Winnowing's promise: a shared passage of nine words gives a shared key."""
    passage = [*shared, *(f"w{place}" for place in range(9))]
    mine, theirs = phrase_keys([*before, *passage]), phrase_keys(["x", "y", *passage])
    assert set(mine) & set(theirs)
