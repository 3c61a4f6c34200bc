"""Exact duplicates: the same address or the same text, and the traps that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dedupe.exact import (
    Candidate,
    Found,
    Scope,
    find_exact,
    is_boilerplate,
    key_of,
    text_key,
    titles_conflict,
    url_key,
)

LEAD = "Hội nghị thượng đỉnh bế mạc sau ba ngày làm việc tại Viêng Chăn"
SAME_TEXTS = [
    pytest.param(("", LEAD), ("", LEAD), id="word for word"),
    pytest.param(("Một", LEAD), ("Hai điều khác", LEAD), id="titles do not count under a lead"),
    pytest.param(("", LEAD), ("", f"TTO - {LEAD.upper()}... (Theo TTXVN)"), id="another rendering"),
    pytest.param(("Giá vàng tăng lên", ""), ("GIÁ VÀNG tăng lên!", ""), id="title alone"),
    pytest.param(
        ("Giá vàng tăng mạnh", "Cập nhật sáng nay"),
        ("giá vàng tăng mạnh", "cập nhật sáng nay."),
        id="title and short lead",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME_TEXTS)
def test_same_text(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Equal words give equal keys: those of the lead, or of title and lead where it is short."""
    assert text_key(*one) == text_key(*other) is not None


OTHER_TEXTS = [
    pytest.param(("", LEAD), ("", LEAD.replace("ba", "bốn")), id="another number"),
    pytest.param(("", LEAD), ("", f"{LEAD} hôm nay"), id="more words"),
    pytest.param(
        ("Giá xăng hôm nay tăng", ""), ("Giá vàng hôm nay tăng", ""), id="empty leads, other titles"
    ),
    pytest.param(
        ("Giá xăng hôm nay", "Bấm để xem tiếp"),
        ("Bão số ba vào bờ", "Bấm để xem tiếp"),
        id="a phrase of the outlet for a lead",
    ),
    pytest.param(
        ("Một hai ba", "bốn năm"), ("Một hai", "ba bốn năm"), id="the same words, parted elsewhere"
    ),
]


@pytest.mark.parametrize(("one", "other"), OTHER_TEXTS)
def test_other_text(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Other words give other keys."""
    assert text_key(*one) != text_key(*other)


TOO_LITTLE = [
    pytest.param("", "", id="nothing"),
    pytest.param("", "Bấm để xem", id="three words"),
    pytest.param("Ảnh trong ngày", "", id="a title of three words"),
    pytest.param("Video", "Bấm xem", id="title and lead of three words together"),
    pytest.param("…", "./. (Theo TTXVN)", id="frame and punctuation"),
]


@pytest.mark.parametrize(("title", "text"), TOO_LITTLE)
def test_too_little_text(title: str, text: str) -> None:
    """What says next to nothing has no key, so that it repeats nobody."""
    assert text_key(title, text) is None


SAME_ADDRESSES = [
    pytest.param("https://a.example/x", "http://www.a.example/x/", id="scheme, www, slash"),
    pytest.param("https://a.example/x?utm_id=rss&id=1", "https://a.example/x?id=1#top", id="ad"),
    pytest.param("https://a.example/x?b=2&a=1", "https://A.EXAMPLE:443/x?a=1&b=2", id="port"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ADDRESSES)
def test_same_address(one: str, other: str) -> None:
    """Spellings of one address have one key."""
    assert url_key(one) == url_key(other) is not None


OTHER_ADDRESSES = [
    pytest.param("https://a.example/x", "https://a.example/y", id="path"),
    pytest.param("https://a.example/x", "https://b.example/x", id="host"),
    pytest.param("https://a.example/x?id=1", "https://a.example/x?id=2", id="parameter"),
    pytest.param("https://a.example/x", "https://a.example/X", id="case of the path"),
    pytest.param("https://a.example:8080/x", "https://a.example/x", id="port"),
]


@pytest.mark.parametrize(("one", "other"), OTHER_ADDRESSES)
def test_other_address(one: str, other: str) -> None:
    """Different addresses have different keys."""
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    [
        None, "https://a.example", "https://a.example/", "http://www.a.example/#news",
        "https://a.example/?utm_source=rss",
    ],
)  # fmt: skip
def test_front_page(url: str | None) -> None:
    """A site's front page, to which many entries link, is nobody's address."""
    assert url_key(url) is None


@given(st.lists(st.text()), st.lists(st.text()))
def test_key(one: list[str], other: list[str]) -> None:
    """A key is a number as databases keep it, and different parts give different ones."""
    assert -(2**63) <= key_of(*one) < 2**63
    if "\x1f".join(one) != "\x1f".join(other):
        assert key_of(*one) != key_of(*other)


CONFLICTS = [
    pytest.param("Giá xăng tăng 500 đồng", "Giá xăng tăng 700 đồng", id="numbers"),
    pytest.param("Thưởng Tết năm 2023", "Thưởng Tết năm 2024", id="years"),
    pytest.param("Đấu giá lần hai", "Đấu giá lần ba", id="number words"),
    pytest.param("Giá vàng tăng", "Giá vàng giảm", id="opposites"),
    pytest.param("Bản tin sáng thứ hai", "Bản tin chiều thứ hai", id="times of day"),
    pytest.param("Hạ viện Mỹ thông qua", "Thượng viện Mỹ thông qua", id="houses"),
    pytest.param("Bão vào miền đông", "Bão vào miền tây", id="directions"),
    pytest.param("Hà Nội có mưa", "Hà Nội không mưa", id="yes and no"),
    pytest.param("Tổng thống Nga Putin", "Tổng thống Mỹ Biden", id="names"),
    pytest.param("Đảo Hoàng Sa hôm nay", "Đảo Trường Sa hôm nay", id="names of which half differs"),
]


@pytest.mark.parametrize(("one", "other"), CONFLICTS)
def test_titles_that_conflict(one: str, other: str) -> None:
    """Titles over one text say different things by numbers, names or opposites, either way."""
    assert titles_conflict(one, other)
    assert titles_conflict(other, one)


AGREEING = [
    pytest.param("", "Giá vàng tăng", id="one without title"),
    pytest.param("", "", id="both without title"),
    pytest.param("Giá vàng tăng", "GIÁ VÀNG TĂNG", id="case"),
    pytest.param("Giá vàng tăng", "Giá vàng tăng 5%", id="a number on one side only"),
    pytest.param("Hội nghị bế mạc", "Lãnh đạo ASEAN về nước", id="nothing in common"),
    pytest.param("Hội nghị bế mạc", "Hội nghị kết thúc", id="other words, no names"),
    pytest.param("Putin thăm Lào", "Tổng thống Putin thăm Lào", id="a longer one"),
]


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_titles_that_agree(one: str, other: str) -> None:
    """Titles that only differ in wording do not conflict; either way round."""
    assert not titles_conflict(one, other)
    assert not titles_conflict(other, one)


titles = st.lists(
    st.sampled_from(["Giá", "vàng", "tăng", "giảm", "Nga", "Mỹ", "5%", "hai", "sáng", "chiều"])
).map(" ".join)


@given(titles, titles)
def test_conflict_is_mutual(one: str, other: str) -> None:
    """A title never conflicts with itself, and conflicts with another as that one does with it."""
    assert not titles_conflict(one, one)
    assert titles_conflict(one, other) == titles_conflict(other, one)


def candidates(*titles: str) -> list[Candidate]:
    return [Candidate(origin="a", title=title, kept=1) for title in titles]


BOILERPLATE = [
    pytest.param(("Một điều", "Hai điều", "Ba điều"), True, id="three titles"),
    pytest.param(("Một điều", "Hai điều"), False, id="two titles"),
    pytest.param(("Một điều", "MỘT ĐIỀU!", "Hai điều"), False, id="two titles, one of them twice"),
    pytest.param(("", "", "", "Một điều"), False, id="entries without titles"),
    pytest.param((), False, id="nobody"),
]


@pytest.mark.parametrize(("titles", "expected"), BOILERPLATE)
def test_boilerplate(titles: tuple[str, ...], expected: bool) -> None:
    """What stood under three different titles is a phrase of the outlet, not news."""
    assert is_boilerplate(candidates(*titles)) is expected


NEW = Candidate(origin="a", title="Giá vàng tăng", kept=9)


def other(origin: str = "b", title: str = "", kept: int = 1) -> Candidate:
    return Candidate(origin=origin, title=title, kept=kept)


VERDICTS = [
    pytest.param(other(), True, id="another source"),
    pytest.param(other(title="Giá vàng giảm"), False, id="another source, conflicting titles"),
    pytest.param(other(title="Vàng lên giá"), True, id="another source, another wording"),
    pytest.param(other("a"), True, id="the same page, one without title"),
    pytest.param(other("a", "giá vàng TĂNG"), True, id="the same page, the same title"),
    pytest.param(other("a", "Vàng lên giá"), False, id="the same page, two titles: two things"),
]


@pytest.mark.parametrize(("candidate", "same"), VERDICTS)
def test_verdict(candidate: Candidate, same: bool) -> None:
    """Who shares an address or a text is a duplicate, unless the titles say otherwise."""
    assert (find_exact(NEW, by_url=[candidate]) is not None) is same
    assert (find_exact(NEW, by_text=[candidate]) is not None) is same


def test_reason_of_verdict() -> None:
    """The address counts before the text, and the one that was kept first before the others."""
    by_url, by_text = [other(kept=2), other(kept=3)], [other(kept=1)]
    assert find_exact(NEW, by_url=by_url, by_text=by_text) == Found(kept=2, reason="same-link")
    assert find_exact(NEW, by_text=by_text) == Found(kept=1, reason="same-text")
    assert find_exact(NEW) is None


def test_next_candidate() -> None:
    """A candidate that conflicts does not hide the next one."""
    found = find_exact(NEW, by_text=[other(title="Giá vàng giảm"), other(kept=2)])
    assert found == Found(kept=2, reason="same-text")


SCOPES = [
    pytest.param(Scope(), {"across", "within"}, id="everywhere"),
    pytest.param(Scope(across=False), {"within"}, id="within a page only"),
    pytest.param(Scope(within=False), {"across"}, id="across sources only"),
    pytest.param(Scope(across=False, within=False), set(), id="nowhere"),
]


@pytest.mark.parametrize(("scope", "found"), SCOPES)
def test_scope(scope: Scope, found: set[str]) -> None:
    """Duplicates are looked for as far as the operator wants."""
    ways = {"across": other("b"), "within": other("a")}
    assert {
        way for way, one in ways.items() if find_exact(NEW, by_text=[one], scope=scope)
    } == found
