"""Finding entries by their words: tones count where they are typed, and any text is a query."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from stored import NOW, ask, keep, link, make_new, tell

from store import entries, fulltext, meta, schema, search, sightings, topics
from store.database import Store, fill_index
from store.errors import StoreSlow
from store.finding import Wanted, find
from store.queries import Query, Term, places, read_query
from store.records import EntryUpdate, Sighting, TopicRow

HOUR = timedelta(hours=1)


def found(store: Store, query: str | None = None, **asked: Any) -> list[str]:
    """Give the names of the entries found."""
    wanted = {name: asked.pop(name) for name in ("limit", "skip") if name in asked}
    query_ = None if query is None else read_query(query)
    hits = ask(store, lambda c: find(c, Wanted(query=query_, **asked), **wanted))
    return [entry.tag.rpartition("/")[2] for entry in hits]


TEXTS = {
    "drugs": "Bắt vụ ma túy lớn",
    "suit": "Mà tùy ông ấy thôi",
    "ghost": "Con ma, má và mạ",
    "peace": "Hoà bình và thuỷ điện",
    "danang": "Đà Nẵng đón khách",
    "ascii": "Da Nang welcomes guests",
    "moscow": "Российский лидер приехал ещё раз",
    "beijing": "今天北京会议结束",
    "virus": "COVID-19 giảm 1.000 ca",
    "people": "Erdoğan gặp Müller ở İstanbul",
}


def keep_texts(store: Store) -> None:
    """Store all texts, an hour apart, the first of them newest."""
    keep(
        store,
        *(
            make_new(name, title=title, summary="", ordered=NOW - number * HOUR)
            for number, (name, title) in enumerate(TEXTS.items())
        ),
    )


ASKED = [
    pytest.param("ma túy", ["drugs"], id="marks count"),
    pytest.param("mà tùy", ["suit"], id="other marks, other words"),
    pytest.param("ma tuy", ["drugs", "suit"], id="without marks all are found"),
    pytest.param("má", ["ghost"], id="one word with its mark"),
    pytest.param("MA TÚY", ["drugs"], id="case does not count"),
    pytest.param("tu\u0301y ma", ["drugs"], id="nor the order, nor how marks are composed"),
    pytest.param("hòa bình", ["peace"], id="nor on which vowel the tone is written"),
    pytest.param("thủy", ["peace"], id="the same for uy"),
    pytest.param("da nang", ["danang", "ascii"], id="đ is forgiven"),
    pytest.param("đà nẵng", ["danang"], id="and respected"),
    pytest.param('"ma túy"', ["drugs"], id="a phrase"),
    pytest.param('"tuy ma"', [], id="words of a phrase stand in order"),
    pytest.param('"nang don"', ["danang"], id="a phrase without marks"),
    pytest.param('"nẵng đón', ["danang"], id="a quote that is never closed"),
    pytest.param("“ma túy”", ["drugs"], id="curly quotes"),
    pytest.param("рос*", ["moscow"], id="the beginning of a word"),
    pytest.param("российск", [], id="no beginning without its sign"),
    pytest.param("еще", ["moscow"], id="ё is е"),
    pytest.param("北京", ["beijing"], id="a word in a script without spaces"),
    pytest.param("京北", [], id="whose signs stand in order"),
    pytest.param("covid-19", ["virus"], id="parts of a word stand side by side"),
    pytest.param("1.000", ["virus"], id="a number"),
    pytest.param("erdogan muller istanbul", ["people"], id="marks of other languages"),
    pytest.param("ma OR suit", [], id="words are no operators"),
    pytest.param("NEAR(ma túy)", [], id="nor functions"),
    pytest.param("title:ma", [], id="nor columns"),
    pytest.param("' OR 1=1 --", [], id="nor SQL"),
    pytest.param("", [], id="no words find nothing"),
    pytest.param("?! * \" '", [], id="nor do signs"),
    pytest.param("không có đâu", [], id="words that nobody wrote"),
]


def test_words(store: Store) -> None:
    """All words must be there, as they were typed; both databases find the same."""
    keep_texts(store)
    wrong = {
        case.id: hits for case in ASKED if (hits := found(store, case.values[0])) != case.values[1]
    }
    assert wrong == {}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.text() | st.lists(st.sampled_from([*"\"*-:()&|!<>~\\'", "ma", "túy"])).map("".join))
def test_any_text_is_a_query(store: Store, query: str) -> None:
    """Nothing that can be typed is an error."""
    found(store, query[:300])


@given(st.text())
def test_spelling(query: str) -> None:
    """A query's own spelling is read as the same query, so that it may stand in an address."""
    read = read_query(query)
    assert read_query(str(read)) == read


@given(st.lists(st.sampled_from([*TEXTS.values(), "ma", "túy", " ", '"']), max_size=4))
def test_a_text_holds_its_own_words(parts: Sequence[str]) -> None:
    """What is looked for is found in a text that holds it, and at places within the text."""
    text_ = " ".join(parts)
    query = read_query(text_.replace('"', ""))
    stretches = places(query, text_)
    assert bool(stretches) == bool(query.terms)
    assert all(0 <= start < end <= len(text_) for start, end in stretches)


def test_places() -> None:
    """Words are found where they stand, however they are spelled there."""
    said = "Vụ Ma tuý; mà tùy, ma  túy"
    assert [said[start:end] for start, end in places(read_query('"ma túy"'), said)] == [
        "Ma tuý", "ma  túy",
    ]  # fmt: skip
    assert len(places(read_query("ma tuy"), said)) == 6
    assert places(Query(terms=()), said) == []


def test_newest_first_in_pages(store: Store) -> None:
    """What is found comes newest first, however it was stored, page by page."""
    order = (3, 0, 4, 1, 2)
    keep(store, *(make_new(f"n{hour}", ordered=NOW + hour * HOUR) for hour in order))
    assert found(store, "bế mạc") == ["n4", "n3", "n2", "n1", "n0"]
    assert found(store, "bế mạc", limit=2, skip=2) == ["n2", "n1"]
    assert found(store, limit=2, skip=2) == ["n2", "n1"]


def test_narrowed(store: Store) -> None:
    """Topic, sources, languages and date narrow what is found, with words and without."""
    one, two, _ = keep(
        store,
        make_new("one", ordered=NOW, language="vi-VN"),
        make_new("two", ordered=NOW + HOUR, source="other", language="ru"),
        make_new("three", ordered=NOW + 2 * HOUR, source="wire", language="vi"),
    )
    row = TopicRow(entry=two, topic="russia", score=1.0, evidence=(), entered=NOW)
    seen = Sighting(
        entry=one, source="wire", origin="", source_id=None, url=None, title="t", seen=NOW
    )
    tell(store, lambda c: topics.put(c, [row]))
    tell(store, lambda c: sightings.add(c, [seen]))
    for query in (None, "bế mạc", "be mac"):
        assert found(store, query, topic="russia") == ["two"]
        assert found(store, query, topic="asean") == []
        assert found(store, query, sources=("wire",)) == ["three", "one"]
        assert found(store, query, sources=("wire", "other")) == ["three", "two", "one"]
        assert found(store, query, languages=("vi",)) == ["three", "one"]
        assert found(store, query, languages=("vi-vn", "ru")) == ["two", "one"]
        assert found(store, query, since=NOW + HOUR) == ["three", "two"]
        assert found(store, query, since=NOW + HOUR + timedelta(seconds=1)) == ["three"]


def test_in_step(store: Store) -> None:
    """The index says what the entries say, whatever happens to them."""
    first, second = keep(store, make_new("first"), make_new("second", ordered=NOW - HOUR))
    assert found(store, "bế mạc") == ["first", "second"]
    edit = EntryUpdate(entry=first, fields={"summary": "khác", "title": "khác"}, material=True)
    tell(store, lambda c: entries.change(c, [edit]))
    assert found(store, "bế mạc") == ["second"]
    assert found(store, "khác") == ["first"]
    fields = {"corrected_title": "Tiêu đề đúng", "ordered": NOW - 2 * HOUR}
    tell(
        store, lambda c: entries.change(c, [EntryUpdate(entry=first, fields=fields, material=True)])
    )
    assert found(store, '"tiêu đề đúng"') == ["first"]
    assert found(store, "khác") == ["first"], "the text is still its own"
    link(store, second, first)
    assert found(store, "bế mạc") == []
    assert found(store, "bế mạc", duplicates=True) == ["second"]
    tell(store, lambda c: entries.prune(c, NOW + HOUR))
    assert ask(store, rows_in_index) == 0


def rows_in_index(connection: Any) -> int:
    """Count the rows of the index itself that hold words of the plain entry."""
    rows = fulltext.matching(connection, read_query("bế mạc"))
    return len(connection.execute(select(rows.place).where(rows.condition)).all())


def holds(query: Query, term: Term, text_: str) -> bool:
    """Tell whether a text has one term of a query, with marks where the query has any."""
    alone = Query(terms=(term,))
    return any(
        not query.is_exact or read_query(text_[start:end]).terms[0].indexed == term.indexed
        for start, end in places(alone, text_)
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["title", "summary", "content", "corrected_title", "ordered"]),
            st.sampled_from(["ma túy", "mà tùy", "Đà Nẵng", "da nang", "COVID-19", ""]),
            st.integers(-3, 3),
        ),
        max_size=8,
    )
)
def test_always_in_step(store: Store, steps: Sequence[tuple[str, str, int]]) -> None:
    """After any edits, what is found is what the entry says, and nothing that it said before."""
    (number,) = keep(store, make_new(f"e{random.random()}", title="a", summary=""))
    for name, said, hours in steps:
        value = NOW + hours * HOUR if name == "ordered" else said
        edit = EntryUpdate(entry=number, fields={name: value}, material=True)
        tell(store, lambda c, edit=edit: entries.change(c, [edit]))
    entry = ask(store, lambda c: entries.load(c, [number]))[number]
    title = entry.title if entry.corrected_title is None else entry.corrected_title
    for query in ("ma tuy", "mà tùy", "đà nẵng", "da nang", '"covid 19"'):
        shown = f"{title} | {entry.summary} | {entry.content}"
        wanted = read_query(query)
        said = all(holds(wanted, term, shown) for term in wanted.terms)
        assert bool(found(store, query)) == said, (query, shown)
    tell(store, lambda c: entries.prune(c, NOW + 9 * HOUR))
    assert found(store, "a") == []


def test_nothing_kept_of_what_failed(store: Store) -> None:
    """A transaction that fails leaves the index as it was."""

    def fail(connection: Any) -> None:
        entries.add(connection, [make_new("lost")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell(store, fail)
    assert ask(store, rows_in_index) == 0


def test_what_waits_is_not_found(store: Store) -> None:
    """An entry is found once it is decided, as it is shown then."""
    tell(store, lambda c: entries.add(c, [make_new("waits")]))
    assert found(store, "bế mạc") == []


def test_store_of_an_older_program(store: Store) -> None:
    """What was stored before there was an index is put into it afterwards, the newest first."""
    numbers = keep(store, *(make_new(f"e{hour}", ordered=NOW + hour * HOUR) for hour in range(5)))
    tell(store, lambda c: search.forget(c, numbers))
    tell(store, lambda c: meta.put(c, "search_waits", str(max(numbers))))
    assert found(store, "bế mạc") == []
    edit = EntryUpdate(entry=numbers[0], fields={"title": "Sửa"}, material=True)
    tell(store, lambda c: entries.change(c, [edit]))
    assert found(store, "sửa") == [], "what waits is changed alone"
    assert tell(store, lambda c: search.fill(c, 2)) == 2
    assert found(store, "bế mạc") == ["e4", "e3"]
    assert fill_index(store) == 3
    assert found(store, "bế mạc") == ["e4", "e3", "e2", "e1", "e0"]
    assert found(store, "sửa") == ["e0"]
    assert not ask(store, search.is_filling)
    assert fill_index(store) == 0


def test_monstrous_text(store: Store) -> None:
    """A text of any size is stored, and found by its first words."""
    long = "".join(chr(0x1E00 + number % 256) for number in range(400_000))
    keep(store, make_new("long", summary=f"đầu tiên {long} {'ấ ' * 200_000}"))
    assert found(store, '"đầu tiên"') == ["long"]


def test_markup_is_no_text(store: Store) -> None:
    """Words of HTML are found as readers see them; its tags and attributes are not."""
    html = (
        '<p class="lead">N<b>g</b>a&nbsp;thắng</p><p>Ukraina</p><a href="https://x.example">y</a>'
    )
    keep(store, make_new("html", content=html))
    assert found(store, '"nga thắng"') == ["html"]
    assert found(store, "lead") == []
    assert found(store, "thắngUkraina") == []


def test_deadline(store: Store) -> None:
    """A statement on behalf of a stranger ends when its time is over, and the next one works."""
    from store import engine

    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    with pytest.raises(StoreSlow), store.read() as connection, engine.deadline(connection, 0.05):
        connection.execute(text(f"{slow}SELECT count(*) FROM n")).scalar()
    assert ask(store, lambda c: c.execute(select(func.count(schema.entries.c.id))).scalar()) == 0
