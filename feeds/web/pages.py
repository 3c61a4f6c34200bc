"""Documents that are read from their files when they are asked for: the pages of archives.

A busy archive grows by hundreds of megabytes a year, and nearly nobody asks for it; so only what
was asked for lately is held, and reading and packing cost the event loop nothing.
"""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from feeds.web.answers import Answer, Asked, answer_document, answer_unread, plain_answer
from feeds.web.document import Document, make_document

# bytes that are held, with their packed forms
HELD = 64 * 2**20
_LOST = plain_answer(503, "The document cannot be read at this moment\n", retry_after=10)

# a path, and the tag under which it stands on the shelf
_Key = tuple[str, str]


class Pages:
    """Reads documents in one thread, each once however many ask for it at the same time."""

    def __init__(self, held: int = HELD) -> None:
        self._most = held
        self._held: OrderedDict[_Key, Document] = OrderedDict()
        self._reading: dict[_Key, asyncio.Future[Document]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pages")

    def close(self) -> None:
        """Read nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def size(self) -> int:
        """Give the bytes that are held."""
        return sum(map(_size, self._held.values()))

    async def answer(self, document: Document, asked: Asked, max_age: int) -> Answer:
        """Answer with a document that has a file; 304 and 412 without reading it."""
        if known := answer_unread(document, asked, max_age=max_age):
            return known
        try:
            read = await self._find(document)
        except OSError:
            return _LOST
        return answer_document(read, asked, max_age=max_age)

    async def _find(self, document: Document) -> Document:
        key = (document.path, document.etag)
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        reading = self._reading.get(key)
        if reading is None:
            reading = asyncio.ensure_future(self._read(key, document))
            self._reading[key] = reading
            reading.add_done_callback(lambda _: self._reading.pop(key, None))
        # one who goes away ends neither the work nor the waiting of others
        return await asyncio.shield(reading)

    async def _read(self, key: _Key, document: Document) -> Document:
        loop = asyncio.get_running_loop()
        read = await loop.run_in_executor(self._thread, read_document, document)
        # bytes that are newer than the shelf are not kept under the old tag
        if read.etag == document.etag and _size(read) <= self._most:
            self._held[key] = read
        while self._held and self.size() > self._most:
            self._held.popitem(last=False)
        return read


def _size(document: Document) -> int:
    return sum(len(form or b"") for form in (document.body, document.gzip, document.brotli))


def read_document(document: Document) -> Document:
    """Read a document whole; bytes that are newer than it bear the time of their file.

    Raises OSError.
    """
    assert document.file is not None, "its bytes are held"
    body = document.file.read_bytes()
    read = make_document(document.path, body, document.last_modified, link=document.link)
    if read.etag == document.etag:
        return read
    written = datetime.fromtimestamp(document.file.stat().st_mtime, UTC)
    return make_document(document.path, body, written, link=document.link)
