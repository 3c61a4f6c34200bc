"""What holds of decisions whatever a source sends, and that the tests' own store keeps them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook import Notebook, document, item
from stored import NOW, ask, tell

from feeds.decide import Known, Poll, decide, items
from feeds.model import ParsedEntry
from feeds.pipeline import apply_changes
from store import entries, sightings
from store.database import Store

DAY = timedelta(days=1)
# columns of an entry that a document may change
CHANGING = {
    "title", "title_synthetic", "summary", "content", "url", "digest", "authors", "categories",
    "links", "language", "captions", "dates_mentioned", "credit", "url_key", "text_key", "updated",
    "pending", "published", "published_from", "published_precision",
}  # fmt: skip

words = st.sampled_from(["", "một hai ba", "bốn năm sáu bảy"])
some_items = st.builds(
    item,
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from(["", "Tin chính trong ngày hôm nay"]),
    words,
    content=words,
    published=st.sampled_from([None, NOW - DAY, NOW + 9 * DAY]),
    authors=st.sampled_from([(), ("A",)]),
)
documents = st.lists(st.lists(some_items, max_size=4), max_size=5)


@given(documents, st.sampled_from(["", "a.txt"]))
def test_changes_always(read: list[list[ParsedEntry]], origin: str) -> None:
    """Whatever is read: only columns of an edit change, `updated` moves with an edit alone, and a
    date that was taken stays."""
    notebook = Notebook(origin=origin)
    for entries_read in read:
        changes = notebook.decide(*entries_read)
        for update in changes.updates:
            before = notebook.entries[update.entry]
            edited = update.fields.get("digest", before.digest) != before.digest
            assert update.fields.keys() <= CHANGING
            assert update.material is edited is ("updated" in update.fields)
            assert before.published is None or "published" not in update.fields
        updated = sum(update.material for update in changes.updates)
        counted = len(changes.new) + updated + changes.unchanged + changes.repeats
        assert counted == len(entries_read)
        notebook.read(*entries_read)


@pytest.mark.parametrize("origin", ["", "a.txt"])
def test_notebook_is_like_the_store(store: Store, origin: str) -> None:
    """The store in memory that these tests rely on keeps what the real one does."""
    notebook = Notebook(origin=origin)
    stories = [
        [item("1", "a", "T", "x"), item("1", "b", "U", "y"), item(text="một hai ba bốn")],
        [item("2", "a", "T", "x"), item("1", "b", "U", "z"), item(text="một hai ba bốn năm")],
        [item("1", "c", "V", "y"), item("1", "a", "T", "x"), item(text="một hai ba bốn")],
    ]
    for read in stories:
        notebook.read(*read)
        poll = notebook.poll()
        found = items(document(*read), poll)
        keys = {key for one in found for key in one.keys.all()}
        tell(store, lambda c, r=read, f=found, k=keys, p=poll: _read(c, r, f, k, p))
    stored = ask(store, lambda c: entries.load(c, list(notebook.entries)))
    known = ask(store, lambda c: sightings.known(c, list(notebook.keys)))
    assert {number: replace(entry, pending=None) for number, entry in stored.items()} == {
        number: replace(entry, pending=None) for number, entry in notebook.entries.items()
    }
    assert known == notebook.keys
    seen = ask(store, lambda c: sightings.of_entries(c, list(stored)))
    assert sum(len(group) for group in seen.values()) == len(notebook.sightings)


def _read(connection: Any, read: Any, found: Any, keys: Any, poll: Poll) -> None:
    seen = sightings.known(connection, keys)
    known = Known(
        keys=seen,
        entries=entries.load(connection, {key.entry for key in seen.values()}),
        page=entries.of_origin(connection, poll.source, poll.origin) if poll.origin else (),
    )
    apply_changes(connection, decide(document(*read), found, known, poll), poll)
