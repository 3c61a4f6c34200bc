"""What holds of identity whatever a source sends, in whatever order."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from notebook import Notebook, different, item

from feeds.model import ParsedEntry

X = "Hội nghị bế mạc hôm nay tại Viêng Chăn"
Y = "Giá vàng tăng mạnh trong sáng nay"
Z = "Bão số ba đổ bộ vào miền Trung"
LONG = "Tin chính trong ngày hôm nay"

ids = st.sampled_from([None, "1", "2"])
links = st.sampled_from([None, "a", "b"])
titles = st.sampled_from(["", LONG, "Ảnh"])
texts = st.sampled_from(["", X, Y])
feed_items = st.builds(item, ids, links, titles, texts)
words = st.lists(
    st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"]), max_size=6
)
page_items = st.builds(item, st.none(), st.none(), titles, words.map(" ".join))
histories = st.one_of(
    st.tuples(st.just(""), st.lists(st.lists(feed_items, max_size=4), min_size=1, max_size=4)),
    st.tuples(st.just("a"), st.lists(st.lists(page_items, max_size=4), min_size=1, max_size=4)),
)


def notebook_after(history: tuple[str, list[list[ParsedEntry]]]) -> Notebook:
    notebook = Notebook(origin=history[0])
    for read in history[1][:-1]:
        notebook.read(*read)
    return notebook


def words_of(entry: ParsedEntry) -> tuple[Any, ...]:
    return (entry.source_id, entry.link, entry.title, entry.title_synthetic, entry.summary)


@given(histories)
def test_different_items(history: Any) -> None:
    """Two different items of one document are never one entry, and each is shown as it is."""
    notebook, read = notebook_after(history), history[1][-1]
    numbers = notebook.read(*read)
    assert len(set(numbers)) == len(numbers) == len(different(*read))
    assert all(
        notebook.shows(number, entry)
        for number, entry in zip(numbers, different(*read), strict=True)
    )


@given(histories)
def test_second_reading(history: Any) -> None:
    """A document that is read again writes nothing."""
    notebook, read = notebook_after(history), history[1][-1]
    notebook.read(*read)
    again = notebook.decide(*read)
    assert (again.new, again.updates, again.sightings, again.touched) == ((), (), (), ())
    assert (again.learned, again.shared) == ({}, {})
    assert again.unchanged == len(different(*read))


@given(histories, st.randoms(use_true_random=False))
def test_order_of_items(history: Any, random: Any) -> None:
    """The order of a document's items changes neither which entries exist nor which is which."""
    notebook, read = notebook_after(history), history[1][-1]
    other, shuffled = notebook.copy(), list(read)
    random.shuffle(shuffled)
    assert entries_of(notebook, read) == entries_of(other, shuffled)
    assert notebook.tags() == other.tags()


def entries_of(notebook: Notebook, read: list[ParsedEntry]) -> dict[Any, str]:
    numbers = notebook.read(*read)
    return {
        words_of(entry): notebook.entries[number].tag
        for number, entry in zip(numbers, different(*read), strict=True)
    }


@given(histories)
def test_nothing_is_taken_away(history: Any) -> None:
    """Whatever is read, every entry stays, under the tag that it was given at first sight."""
    notebook = Notebook(origin=history[0])
    tags: dict[int, str] = {}
    for read in history[1]:
        notebook.read(*read)
        now = {number: entry.tag for number, entry in notebook.entries.items()}
        assert tags.items() <= now.items()
        assert len(set(now.values())) == len(now)
        tags = now


@given(histories)
def test_forgotten_entries(history: Any) -> None:
    """What was forgotten does not come back as new, while its keys are remembered."""
    notebook, read = notebook_after(history), history[1][-1]
    assume(not notebook.origin)
    notebook.read(*read)
    for number in list(notebook.entries):
        notebook.forget(number)
    again = notebook.decide(*read)
    assert (again.new, again.updates, again.sightings) == ((), (), ())


@pytest.mark.parametrize(
    ("first", "edited"),
    [
        pytest.param(item("2", "b", "T", X), item("2", "c", "T", X), id="a moved link"),
        pytest.param(item("1", "b", "T", Y), item("1", "b", "T", X), id="an edited text"),
    ],
)
def test_earlier_version_beside_later_one(first: ParsedEntry, edited: ParsedEntry) -> None:
    """An entry that was edited and its earlier version, in one document, are two entries."""
    notebook = Notebook()
    notebook.read(first)
    notebook.read(edited)
    numbers = notebook.read(first, edited)
    assert len(set(numbers)) == 2
    again = notebook.decide(first, edited)
    assert (again.new, again.updates) == ((), ())


def test_order_on_a_page() -> None:
    """Of two items that are equally like one that stood there, the same one is it in any order."""
    one, other = item(title=LONG, text=X), item(title=LONG, text=Y)
    found = []
    for read in ([one, other], [other, one]):
        notebook = Notebook(origin="a.txt")
        notebook.read(item(title=LONG, text=Z))
        found.append(entries_of(notebook, read))
    assert found[0] == found[1]


@given(st.lists(st.lists(st.sampled_from("abcd"), unique=True, max_size=1), max_size=12))
def test_one_id_for_many_news(shown: list[list[str]]) -> None:
    """However often one id goes to and fro between news, each is one entry under one tag."""
    news = {"a": X, "b": Y, "c": Z, "d": "Tuyết rơi dày trên đỉnh núi phía bắc"}
    notebook = Notebook()
    for letters in shown:
        read = [item("latest", letter, f"Tin {letter}", news[letter]) for letter in letters]
        numbers = notebook.read(*read)
        assert all(map(notebook.shows, numbers, read))
    assert len(notebook.entries) == len({letter for letters in shown for letter in letters})


@st.composite
def windows(draw: Any) -> list[tuple[int, int]]:
    """Draw what a source shows of its news, poll by poll: it slides, grows, shrinks and empties."""
    shown, first = [], 0
    for _ in range(draw(st.integers(1, 12))):
        first += draw(st.integers(0, 3))
        shown.append((first, first + draw(st.sampled_from([0, 0, 1, 3, 5, 8]))))
    return shown


def story_of(number: int, marks: str) -> ParsedEntry:
    text = f"Chuyện số {number} kể về làng {number * 7} bên sông {number * 13}"
    return item(
        f"urn:{number}" if "i" in marks else None,
        f"bai-{number}" if "l" in marks else None,
        f"Tin {number}" if "t" in marks else "",
        text,
    )


@given(windows(), st.sampled_from(["i", "l", "t", "il", "it", "ilt", ""]))
def test_windows_always(shown: list[tuple[int, int]], marks: str) -> None:
    """Whatever part of its news a source shows, each piece is one entry, for good and unchanged."""
    notebook = Notebook()
    owner: dict[int, str] = {}
    for first, last in shown:
        numbers = notebook.read(*(story_of(n, marks) for n in range(first, last)))
        for n, number in zip(range(first, last), numbers, strict=True):
            tag = notebook.entries[number].tag
            assert owner.setdefault(n, tag) == tag
    assert set(owner.values()) == notebook.tags()
    assert len(notebook.entries) == len(owner) == len(notebook.sightings)
    assert all(one.first_seen >= one.updated for one in notebook.entries.values())
