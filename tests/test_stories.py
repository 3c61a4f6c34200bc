"""Entries that tell one story in other words are found within a feed, and others are not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_samples import make_entry

from feeds.dedupe.stories import MOST, WINDOW, Story, related
from feeds.kindred import with_related

START = datetime(2026, 11, 20, 6, tzinfo=UTC)

BRIDGE = "Cầu Phú Mỹ 2 nối quận 7 và Nhơn Trạch được khởi công với vốn 12.500 tỷ đồng"
BRIDGE_AGAIN = "Nhơn Trạch sắp có cầu Phú Mỹ 2 sang quận 7: vốn 12.500 tỷ đồng, ba năm thi công"
DOCTOR = "Bác sĩ Trần Minh Tâm ở Bạc Liêu mổ miễn phí cho ngư dân nghèo suốt hai mươi năm"
DROUGHT = "Hạn mặn khiến hàng nghìn hecta lúa đông xuân tại Sóc Trăng có nguy cơ mất trắng"
BANK = "The central bank of Norway kept its policy rate at 4.25% as Governor Bache had hinted"
BANK_AGAIN = "Norway holds policy rate at 4.25%, with Governor Bache hinting of a central bank cut"
SEA = "Ледокол «Арктика» прошел Северным морским путем до Певека за десять суток без остановок"
SEA_AGAIN = "До Певека за десять суток: ледокол «Арктика» первым прошел Северным морским путем"


def story(number: int, lead: str, *, days: float = 0, title: str = "") -> Story:
    """Make an entry that was published some days after the others."""
    return Story(number=number, moment=START + timedelta(days=days), title=title, lead=lead)


def others(count: int) -> list[Story]:
    """Make entries that have nothing to do with any: a feed with one story only knows no others."""
    return [story(100 + number, f"Chuyện{number} khác{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        pytest.param(BRIDGE, BRIDGE_AGAIN, True, id="vietnamese"),
        pytest.param(BANK, BANK_AGAIN, True, id="english"),
        pytest.param(SEA, SEA_AGAIN, True, id="russian"),
        pytest.param(BRIDGE, DOCTOR, False, id="other news"),
        pytest.param(DOCTOR, DROUGHT, False, id="other news of a neighbour"),
        pytest.param("Tin trong ngày", "Tin trong ngày", False, id="too few words to tell"),
        pytest.param("", "", False, id="nothing"),
    ],
)
def test_stories_are_found_by_what_they_share(one: str, other: str, found: bool) -> None:
    """Two entries are related where they share enough words that say something."""
    expected = {1: (2,), 2: (1,)} if found else {}
    assert related([story(1, one), story(2, other)]) == expected


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        pytest.param(WINDOW, True, id="at the edge"),
        pytest.param(WINDOW + timedelta(seconds=1), False, id="beyond"),
    ],
)
def test_stories_end(apart: timedelta, found: bool) -> None:
    """Entries that were published more than five days apart are two stories."""
    days = apart / timedelta(days=1)
    assert bool(related([story(1, BRIDGE), story(2, BRIDGE_AGAIN, days=days)])) == found


def test_what_all_talk_about_joins_nobody() -> None:
    """A phrase that stands in a great part of a feed weighs nothing in it."""
    own = ["cà phê", "lúa gạo", "thép", "dầu khí", "bóng đá", "du lịch", "vắc xin", "đường sắt"]
    formula = "Tổng thống Vladimir Putin và Chủ tịch Tập Cận Bình hội đàm tại Điện Kremlin"
    assert related([story(1, f"{formula} về {own[0]}"), story(2, f"{formula} về {own[1]}")])
    assert not related([story(place, f"{formula} về {what}") for place, what in enumerate(own)])


def test_best_comes_first() -> None:
    """The entry that shares most stands first."""
    looser = (
        "Quận 7 và Nhơn Trạch chờ cầu Phú Mỹ 2; Đồng Nai xin trung ương góp vốn, dân mong bớt phà"
    )
    tellings = [story(1, BRIDGE), story(2, looser), story(3, BRIDGE_AGAIN)]
    found = related([*tellings, *others(6)])
    assert found[1] == (3, 2)


def test_an_entry_shows_few() -> None:
    """However many tell one story, each points to MOST at most."""
    numbers = range(MOST + 1)
    found = related([*(story(number, BRIDGE) for number in numbers), *others(8)])
    assert {number: len(others) for number, others in found.items()} == dict.fromkeys(numbers, MOST)


LEADS = [BRIDGE, BRIDGE_AGAIN, DOCTOR, DROUGHT, BANK, BANK_AGAIN, SEA, SEA_AGAIN]
stories = st.lists(
    st.tuples(st.sampled_from(LEADS) | st.text(max_size=60), st.integers(0, 9)),
    max_size=12,
    unique=True,
)


@given(stories, st.randoms(use_true_random=False))
def test_related_always(said: list[tuple[str, int]], random: object) -> None:
    """The relation is symmetric, never with oneself, and no order changes it."""
    entries = [story(number, lead, days=days) for number, (lead, days) in enumerate(said)]
    found = related(entries)
    assert all(one in found[other] for one, others in found.items() for other in others)
    assert all(one not in others and len(set(others)) <= MOST for one, others in found.items())
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert related(shuffled) == found


@given(stories)
def test_numbers_decide_nothing(said: list[tuple[str, int]]) -> None:
    """Entries that were numbered the other way round are related in the same way."""
    last = len(said)
    entries = [story(number, lead, days=days) for number, (lead, days) in enumerate(said)]
    turned = [story(last - one.number, one.lead, days=said[one.number][1]) for one in entries]
    assert related(turned) == {
        last - one: tuple(last - other for other in others)
        for one, others in related(entries).items()
    }


def test_figures(shared: Path) -> None:
    """On labelled pairs, in feeds of 90 entries: precision at least .9 and recall .85."""
    lines = (shared / "labelled" / "dedup_pairs.jsonl").read_text("utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    # every fifth into one feed: neighbours in the list were made of each other
    judged = [row for start in range(5) for row in judge(pairs[start::5])]
    told = [label for label, found in judged if found]
    alike = [found for label, found in judged if label != "other"]
    assert sum(label != "other" for label in told) / len(told) >= 0.9
    assert sum(alike) / len(alike) >= 0.85


def judge(pairs: list[dict[str, object]]) -> list[tuple[object, bool]]:
    """Give each pair's label, and whether its two entries are related in one feed of all."""
    entries = [
        Story(number=2 * place + side, moment=START, title=entry["title"], lead=entry["text"])
        for place, pair in enumerate(pairs)
        for side, entry in enumerate((pair["a"], pair["b"]))  # type: ignore[arg-type]
    ]
    found = related(entries)
    return [
        (pair["label"], 2 * place + 1 in found.get(2 * place, ()))
        for place, pair in enumerate(pairs)
    ]


def test_entries_of_a_feed_point_to_each_other() -> None:
    """What a feed shows is told with id, title and link; nothing else of an entry changes."""
    one = make_entry(1, title="Cầu mới", summary=BRIDGE)
    lone = make_entry(2, title="Chuyện người tốt", summary=DOCTOR)
    other = make_entry(3, title="Khởi công", summary="", content=f"<p>{BRIDGE_AGAIN}</p>", url=None)
    first, second, third = with_related((one, lone, other))
    assert second == lone
    assert [(found.id, found.title, found.url) for found in first.related] == [
        (other.id, "Khởi công", None)
    ]
    assert [(found.id, found.url) for found in third.related] == [(one.id, one.url)]
    assert first.updated == one.updated
