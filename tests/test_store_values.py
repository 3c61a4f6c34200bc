"""Values in the store: what is written comes back the same, in every database."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from stored import NOW, PLAIN, ask, load, make_new, tell

from feeds.model import RawDocument
from feeds.parse.document import parse_document
from feeds.parse.hints import ParseHints
from store import entries
from store.database import Store
from store.errors import StoreTrouble
from store.records import Entry, EntryUpdate

HANOI = timezone(timedelta(hours=7))
MICROSECOND = timedelta(microseconds=1)


def stored(store: Store, **said: Any) -> Entry:
    (number,) = tell(store, lambda c: entries.add(c, [make_new("one", **said)]))
    return load(store, number)


MOMENTS = [
    pytest.param(datetime(2026, 11, 21, 12, 0, 0, 123456, UTC), id="microseconds"),
    pytest.param(datetime(2026, 11, 21, 12, 0, 0, 1, UTC), id="one microsecond"),
    pytest.param(datetime(1970, 1, 1, tzinfo=UTC), id="the epoch"),
    pytest.param(datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), id="just before the epoch"),
    pytest.param(datetime(1, 1, 1, tzinfo=UTC), id="the first"),
    pytest.param(datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), id="the last"),
    pytest.param(datetime(2026, 11, 21, 19, 0, tzinfo=HANOI), id="another zone"),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_moment(store: Store, moment: datetime) -> None:
    """A time comes back as the same moment, exact and in UTC."""
    entry = stored(store, published=moment, ordered=moment)
    assert entry.published == entry.ordered == moment
    assert entry.published is not None
    assert entry.published.tzinfo is UTC


def test_no_moment(store: Store) -> None:
    """A time that nobody stated stays unstated."""
    assert stored(store, published=None).published is None


def test_naive_moment(store: Store) -> None:
    """A time without zone is a bug and is not stored."""
    with pytest.raises((AssertionError, StatementError), match="without zone"):
        stored(store, published=NOW.replace(tzinfo=None))


def test_moments_are_compared_exactly(store: Store) -> None:
    """Times that differ by a microsecond have an order."""
    first, second = make_new("a", ordered=NOW), make_new("b", ordered=NOW + MICROSECOND)
    tell(store, lambda c: entries.add(c, [first, second]))
    tell(store, lambda c: entries.change(c, [_decided(1), _decided(2)]))
    found = ask(store, entries.newest)
    assert [entry.ordered for entry in found] == [NOW + MICROSECOND, NOW]


def _decided(number: int) -> EntryUpdate:
    return EntryUpdate(entry=number, fields={"pending": None}, material=False)


TEXTS = [
    pytest.param("Đà Nẵng, Thừa Thiên – Huế: “ở đây”", id="Vietnamese"),
    pytest.param("🇻🇳👩‍👩‍👧‍👦 𝕏 \U0010fffd", id="beyond the basic plane"),
    pytest.param("Россия ёж العربية עברית ไทย 漢字", id="other scripts"),
    pytest.param("a\tb\nc\r\nd", id="white space"),
    pytest.param("", id="nothing"),
    pytest.param(" ", id="a space"),
    pytest.param("'\"\\%_;--", id="characters of SQL"),
    pytest.param("\x01\x7f\x85\u200b\ufeff", id="controls"),
    pytest.param("ở" * 300_000, id="long"),
]


@pytest.mark.parametrize("words", TEXTS)
def test_text(store: Store, words: str) -> None:
    """A text comes back as it was, in columns and in lists."""
    entry = stored(store, title=words, url=words, authors=(words,), captions=({words: words},))
    assert (entry.title, entry.url) == (words, words)
    assert (entry.authors, entry.captions) == ((words,), ({words: words},))


def test_composed_letters_are_not_changed(store: Store) -> None:
    """The store neither composes nor decomposes: what parsing made NFC stays what it is."""
    composed = "Hòa"
    decomposed = normalize("NFD", composed)
    entry = stored(store, title=composed, summary=decomposed)
    assert (entry.title, entry.summary) == (composed, decomposed)
    assert composed != decomposed


def test_nul_does_not_get_here() -> None:
    """A document's NULs, which PostgreSQL keeps in no text, are gone when it was parsed."""
    raw = RawDocument(body=_NULS.encode(), media_type="application/feed+json")
    parsed = parse_document(raw, ParseHints())
    assert parsed.entries
    assert "\0" not in repr(parsed).replace("\\x00", "\0")


_NULS = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "a\\u0000b", "items": [{'
    '"id": "x\\u0000y", "url": "https://a.example/\\u0000z", "title": "T\\u0000", '
    '"content_html": "<p>c\\u0000<a href=\\"https://a.example/\\u0000\\">d</a></p>", '
    '"summary": "s\\u0000", "tags": ["t\\u0000"], "authors": [{"name": "n\\u0000"}], '
    '"language": "v\\u0000i"}]}'
)


def test_nul_is_refused_or_kept(store: Store) -> None:
    """A NUL that came here by a bug is trouble or is kept whole; it never cuts a text short."""
    with suppress(StoreTrouble):
        stored(store, title="a\0b")
    found = ask(store, lambda c: entries.find(c, make_new("one").tag))
    assert found is None or found.title == "a\0b"


LISTS = [
    pytest.param((), id="empty"),
    pytest.param(({"rel": "via", "length": None, "url": "https://a.example/"},), id="a link"),
    pytest.param(({"nested": {"list": [1, 2.5, True, None, "ở"]}},), id="nested"),
    pytest.param(tuple({"n": number} for number in range(1000)), id="long"),
    pytest.param(({"big": 2**70, "small": 1e-300},), id="numbers"),
]


@pytest.mark.parametrize("values", LISTS)
def test_list(store: Store, values: tuple[dict[str, object], ...]) -> None:
    """A list comes back as a tuple of the same plain values."""
    assert stored(store, links=values).links == values


def test_lists_are_the_same_text_everywhere(store: Store) -> None:
    """Lists are kept as plain JSON with letters as they are, so that people can read the tables."""
    number = stored(store, authors=("Đỗ", "B")).id
    kept = ask(store, lambda c: c.execute(text(f"SELECT authors FROM entries WHERE id = {number}")))
    assert kept.scalar() == '["Đỗ","B"]'


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
moments = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(-(2**63), 2**63 - 1)
plain = st.dictionaries(words, words | st.none() | st.integers() | st.booleans(), max_size=3)
plains = st.lists(plain, max_size=3).map(tuple)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    said=st.fixed_dictionaries(
        {
            "title": words, "summary": words, "content": words, "source_id": words,
            "url": words | st.none(), "language": words | st.none(),
            "title_synthetic": st.booleans(), "position": st.integers(0, 2**31 - 1),
            "published": moments | st.none(), "first_seen": moments, "updated": moments,
            "ordered": moments, "url_key": numbers | st.none(), "text_key": numbers | st.none(),
            "authors": st.lists(words, max_size=3).map(tuple), "links": plains,
            "dates_mentioned": plains,
        }
    )
)  # fmt: skip
def test_any_entry(store: Store, said: dict[str, Any]) -> None:
    """Whatever an entry says, it comes back as it was stored."""
    with store.write() as connection:
        wanted = replace(PLAIN, **said)
        (number,) = entries.add(connection, [wanted])
        entry = entries.load(connection, [number])[number]
        connection.rollback()
    assert {name: getattr(entry, name) for name in said if name != "source_id"} == {
        name: value for name, value in said.items() if name != "source_id"
    }
