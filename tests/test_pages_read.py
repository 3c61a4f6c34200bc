"""Pages of archives as they are served: read when they are asked for, and held within bounds."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.web.answers import Answer, Asked
from feeds.web.conditional import Preconditions
from feeds.web.document import Document
from feeds.web.pages import Pages

NOON = datetime(2026, 11, 3, 12, 0, 0, tzinfo=UTC)


def shelved(file: Path, body: bytes) -> Document:
    """Give a document as it stands on the shelf, with its bytes in a file."""
    file.write_bytes(body)
    return Document(
        path=f"/archive/sea/{file.name}",
        body=b"",
        media_type="application/atom+xml; charset=utf-8",
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        last_modified=NOON,
        file=file,
    )


async def get(pages: Pages, document: Document, **asked: object) -> Answer:
    request = Asked(method="GET", path=document.path, **asked)  # type: ignore[arg-type]
    return await pages.answer(document, request, 60)


async def test_what_was_read_is_answered(tmp_path: Path) -> None:
    """A page is answered as any document: its bytes, its tag, its date, packed where asked."""
    pages, body = Pages(), b"<feed/>" * 100
    document = shelved(tmp_path / "2026-10.atom", body)
    plain = await get(pages, document)
    assert (plain.status, plain.body) == (200, body)
    assert dict(plain.headers)["ETag"] == document.etag
    packed = await get(pages, document, accept_encoding="gzip")
    assert len(packed.body) < len(body)
    assert dict(packed.headers)["ETag"] == f'{document.etag[:-1]}-gzip"'
    pages.close()


@pytest.mark.parametrize("coding", [None, "gzip", "br"])
async def test_not_modified_without_reading(tmp_path: Path, coding: str | None) -> None:
    """Who has a page already is told so from the shelf alone: the file need not even be there."""
    pages, document = Pages(), shelved(tmp_path / "2026-10.atom", b"<feed/>" * 100)
    first = await get(pages, document, accept_encoding=coding)
    assert document.file is not None
    document.file.unlink()
    known = Preconditions(if_none_match=dict(first.headers)["ETag"])
    empty = Pages()
    again = await get(empty, document, accept_encoding=coding, preconditions=known)
    assert (again.status, empty.size()) == (304, 0)
    dated = Preconditions(if_modified_since="Tue, 03 Nov 2026 12:00:00 GMT")
    assert (await get(empty, document, preconditions=dated)).status == 304
    assert (await get(empty, document)).status == 503
    pages.close()
    empty.close()


async def test_bounded_by_bytes(tmp_path: Path) -> None:
    """However many pages are asked for, no more is held than allowed; the latest stay."""
    pages = Pages(held=5000)
    bodies = {number: hashlib.shake_256(bytes([number])).digest(1500) for number in range(9)}
    documents = [shelved(tmp_path / f"2026-0{n}.atom", body) for n, body in bodies.items()]
    for number, document in enumerate(documents):
        assert (await get(pages, document)).body == bodies[number]
        assert pages.size() <= 5000
    documents[-1].file.unlink()  # type: ignore[union-attr]
    assert (await get(pages, documents[-1])).body == bodies[8]
    assert (await get(pages, documents[0])).body == bodies[0]
    huge = shelved(tmp_path / "2027-01.atom", hashlib.shake_256(b"huge").digest(9000))
    assert len((await get(pages, huge)).body) == 9000
    assert pages.size() <= 5000
    pages.close()


async def test_bytes_that_are_newer(tmp_path: Path) -> None:
    """A file that was published while one looks is answered under its own tag, and not held."""
    pages, document = Pages(), shelved(tmp_path / "2026-10.atom", b"old")
    newer = shelved(tmp_path / "2026-10.atom", b"new")
    answer = await get(pages, document)
    assert (answer.body, dict(answer.headers)["ETag"], pages.size()) == (b"new", newer.etag, 0)
    pages.close()
