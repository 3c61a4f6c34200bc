"""What a daemon takes up of documents that any process published, and under which date."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from stored import tell

from feeds.files import write_atomically
from feeds.serving import take_up
from feeds.web.shelf import Shelf
from store import documents
from store.database import Store
from store.records_published import DocumentRow

FIRST = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(hours=1)
PATH = "russia.atom"


def record(store: Store, body: bytes, modified: datetime) -> None:
    """Record a document as a publication does."""
    digest = sha256(body).hexdigest()
    row = DocumentRow(
        path=PATH, digest=digest, content_digest=digest, updated=modified, modified=modified
    )
    tell(store, lambda c: documents.put(c, [row]))


@pytest.mark.parametrize("looked_before", [True, False], ids=["on the shelf", "a first look"])
def test_file_that_is_newer_than_its_row(store: Store, tmp_path: Path, looked_before: bool) -> None:
    """A document that is published while one looks has the date of its bytes, then and later."""
    shelf = Shelf()
    record(store, b"old", FIRST)
    write_atomically(tmp_path / PATH, b"old", FIRST)
    if looked_before:
        take_up(store, tmp_path, shelf)
        record(store, b"between", FIRST + timedelta(minutes=1))
    # the file is in place, and its row is not recorded yet
    write_atomically(tmp_path / PATH, b"new", SECOND)
    for _ in range(2):
        take_up(store, tmp_path, shelf)
        found = shelf.get(f"/{PATH}")
        assert found is not None
        assert (found.body, found.last_modified) == (b"new", SECOND)
        record(store, b"new", SECOND)


def test_file_that_was_copied(store: Store, tmp_path: Path) -> None:
    """The date that was recorded stands, whatever a restored file says of its own."""
    shelf = Shelf()
    record(store, b"old", FIRST)
    (tmp_path / PATH).write_bytes(b"old")
    take_up(store, tmp_path, shelf)
    found = shelf.get(f"/{PATH}")
    assert found is not None
    assert found.last_modified == FIRST


def test_file_and_row_that_are_gone(store: Store, tmp_path: Path) -> None:
    """A file that is missing leaves what stands; a document that is withdrawn goes."""
    shelf = Shelf()
    record(store, b"old", FIRST)
    take_up(store, tmp_path, shelf)
    assert shelf.paths() == ()
    write_atomically(tmp_path / PATH, b"old", FIRST)
    take_up(store, tmp_path, shelf)
    (tmp_path / PATH).unlink()
    record(store, b"new", SECOND)
    take_up(store, tmp_path, shelf)
    assert shelf.paths() == (f"/{PATH}",)
    tell(store, lambda c: documents.drop(c, [PATH]))
    take_up(store, tmp_path, shelf)
    assert shelf.paths() == ()
