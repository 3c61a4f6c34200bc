"""The documents in memory."""

import gzip
import hashlib
import threading
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.web.document import make_document, packed_etag
from feeds.web.shelf import Shelf

NOON = datetime(2026, 11, 3, 12, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(st.binary(max_size=2000))
def test_document_is_made_of_its_bytes(body: bytes) -> None:
    """Equal bytes give equal documents; the tag is of the bytes, and both forms hold them."""
    document = make_document("/a.atom", body, NOON)
    assert document == make_document("/a.atom", bytes(body), NOON)
    assert document.etag == f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    assert packed_etag(document.etag, "gzip") == document.etag[:-1] + '-gzip"'
    if document.gzip is not None:
        assert gzip.decompress(document.gzip) == body
        assert len(document.gzip) < len(body)


def test_document_time() -> None:
    """A document's time is UTC in whole seconds, as HTTP writes it; one without zone is refused."""
    local = datetime(2026, 11, 3, 19, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=7)))
    assert make_document("/a.atom", b"", local).last_modified == NOON
    with pytest.raises(ValueError, match="no time zone"):
        make_document("/a.atom", b"", NOON.replace(tzinfo=None))


def test_document_path() -> None:
    """A path is that of a URL."""
    with pytest.raises(ValueError, match="slash"):
        make_document("a.atom", b"", NOON)


def test_document_never_changes() -> None:
    """A document that is being sent stays what it is."""
    with pytest.raises(FrozenInstanceError):
        make_document("/a.atom", b"", NOON).body = b"other"


def test_put_and_drop() -> None:
    """A batch replaces what stands under its paths and leaves the rest."""
    shelf = Shelf()
    shelf.put(make_document(path, b"one", NOON) for path in ("/a.atom", "/b.atom"))
    shelf.put([make_document("/b.atom", b"two", NOON), make_document("/c.atom", b"two", NOON)])
    shelf.drop(["/a.atom", "/unknown"])
    assert shelf.paths() == ("/b.atom", "/c.atom")
    assert shelf.get("/a.atom") is None
    assert shelf.get("/b.atom").body == b"two"


@pytest.mark.parametrize(
    ("body", "moved", "expected"),
    [
        pytest.param(b"one", 3600, 0, id="same-bytes-keep-their-date"),
        pytest.param(b"two", 3600, 3600, id="changed-later"),
        pytest.param(b"two", 0, 1, id="changed-in-the-same-second"),
        pytest.param(b"two", -3600, 1, id="clock-set-back"),
    ],
)
def test_date_of_a_successor(body: bytes, moved: int, expected: int) -> None:
    """Last-Modified moves when the bytes do, and always forwards."""
    shelf = Shelf()
    shelf.put([make_document("/a.atom", b"one", NOON)])
    shelf.put([make_document("/a.atom", body, NOON + moved * SECOND)])
    assert shelf.get("/a.atom").last_modified == NOON + expected * SECOND


def test_put_from_threads() -> None:
    """Batches put at the same time are all there in the end."""
    shelf = Shelf()

    def put(number: int) -> None:
        for part in range(50):
            shelf.put([make_document(f"/{number}/{part}.atom", b"x", NOON)])

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.paths()) == 200
