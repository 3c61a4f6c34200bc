"""What is published, in the store: topics, documents, feeds to render again, and facts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from stored import NOW, ask, make_new, tell

from store import documents, entries, meta, topics
from store.database import Store
from store.records import EntryUpdate, TopicRow
from store.records_published import DocumentRow

MICROSECOND = timedelta(microseconds=1)


def _decided(number: int) -> EntryUpdate:
    return EntryUpdate(entry=number, fields={"pending": None}, material=False)


def place(entry: int, topic: str, **said: Any) -> TopicRow:
    row = TopicRow(entry=entry, topic=topic, score=1.0, evidence=(), entered=NOW)
    return replace(row, **said)


def test_topics(store: Store) -> None:
    """An entry's topics come back with their evidence, by name; saying it again replaces it."""
    first, second = tell(store, lambda c: entries.add(c, [make_new("a"), make_new("b")]))
    evidence = ({"term": "Nga", "field": "title", "start": 0, "end": 3, "weight": 1.5},)
    rows = [
        place(first, "russia", score=1.5, evidence=evidence),
        place(first, "asean"),
        place(second, "asean", entered=NOW + MICROSECOND),
    ]
    tell(store, lambda c: topics.put(c, rows))
    found = ask(store, lambda c: topics.of_entries(c, [first, second, 99]))
    assert found == {first: [rows[1], rows[0]], second: [rows[2]]}
    again = place(first, "russia", score=0.1)
    tell(store, lambda c: topics.put(c, [again]))
    assert ask(store, lambda c: topics.of_entries(c, [first]))[first] == [rows[1], again]


def test_dropped_topics(store: Store) -> None:
    """An entry that is taken out stands in no topic; the others stay where they are."""
    first, second = tell(store, lambda c: entries.add(c, [make_new("a"), make_new("b")]))
    rows = [place(first, "asean"), place(first, "russia"), place(second, "asean")]
    tell(store, lambda c: topics.put(c, rows))
    tell(store, lambda c: topics.drop(c, [first, 99]))
    assert ask(store, lambda c: topics.of_entries(c, [first, second])) == {second: [rows[2]]}


def test_topic_counts(store: Store) -> None:
    """A topic counts its kept entries, and tells when the newest of them entered."""
    numbers = tell(store, lambda c: entries.add(c, [make_new(name) for name in "abc"]))
    hours = [timedelta(hours=hour) for hour in range(3)]
    rows = [
        place(number, "asean", entered=NOW + hour)
        for number, hour in zip(numbers, hours, strict=True)
    ]
    tell(store, lambda c: topics.put(c, [*rows, place(numbers[2], "russia")]))
    assert ask(store, topics.counts) == {}
    tell(store, lambda c: entries.change(c, [_decided(number) for number in numbers]))
    assert ask(store, topics.counts) == {"asean": (3, NOW + hours[2]), "russia": (1, NOW)}
    linked = EntryUpdate(entry=numbers[2], fields={"duplicate_of": numbers[0]}, material=False)
    tell(store, lambda c: entries.change(c, [linked]))
    assert ask(store, topics.counts) == {"asean": (2, NOW + hours[1])}


def mark(store: Store, *feeds: str) -> None:
    tell(store, lambda c: documents.mark_stale(c, feeds))


def rendered(store: Store, feed: str, wish: int) -> None:
    tell(store, lambda c: documents.mark_rendered(c, feed, wish))


def test_stale_feeds(store: Store) -> None:
    """A feed is stale from a wish until it was rendered for it, however often it was wished for."""
    mark(store, "russia", "all")
    mark(store, "all")
    mark(store)
    wishes = ask(store, documents.stale)
    assert list(wishes) == ["all", "russia"]
    for feed, wish in wishes.items():
        rendered(store, feed, wish)
    assert ask(store, documents.stale) == {}
    mark(store, "all")
    assert list(ask(store, documents.stale)) == ["all"]


def test_wish_made_during_rendering(store: Store) -> None:
    """A wish made while the feed is rendered stays open, so that no change is forgotten."""
    mark(store, "all")
    wish = ask(store, documents.stale)["all"]
    mark(store, "all")
    rendered(store, "all", wish)
    newer = ask(store, documents.stale)["all"]
    assert newer > wish
    rendered(store, "all", newer)
    rendered(store, "all", wish)
    assert ask(store, documents.stale) == {}


def test_many_stale_feeds(store: Store) -> None:
    """Any number of feeds may be asked for at once."""
    feeds = [f"source/s{number:04}" for number in range(2500)]
    mark(store, *feeds)
    assert list(ask(store, documents.stale)) == feeds


def test_documents(store: Store) -> None:
    """What documents hold is written, replaced and forgotten by path."""
    row = DocumentRow(
        path="all.atom", digest="a", content_digest="b", updated=NOW, modified=NOW + MICROSECOND
    )
    other = replace(row, path="russia.atom")
    newer = replace(row, digest="c", modified=NOW + 2 * MICROSECOND)
    tell(store, lambda c: documents.put(c, [row, other]))
    assert ask(store, documents.load) == {"all.atom": row, "russia.atom": other}
    tell(store, lambda c: documents.put(c, [newer]))
    tell(store, lambda c: documents.drop(c, ["russia.atom", "none.atom"]))
    assert ask(store, documents.load) == {"all.atom": newer}


def test_facts(store: Store) -> None:
    """A fact is kept as it was first written, unless it is replaced on purpose."""
    assert ask(store, lambda c: meta.get(c, "authority")) is None
    assert tell(store, lambda c: meta.keep_first(c, "authority", "a.example")) == "a.example"
    assert tell(store, lambda c: meta.keep_first(c, "authority", "b.example")) == "a.example"
    tell(store, lambda c: meta.put(c, "authority", "c.example"))
    assert ask(store, lambda c: meta.get(c, "authority")) == "c.example"
