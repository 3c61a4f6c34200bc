"""Pure: content codings undone within limits (RFC 9110 section 8.4; RELIABILITY 1.1).

A library's own decoder takes a stream that was cut in half for a whole one, and hands over unknown
and doubled codings as they came (measured); nothing here is taken for a document unless its stream
says that it is complete.
"""

import zlib
from collections.abc import Iterable, Iterator

from feeds.errors import Unreadable

# bytes unpacked at a time, so that a bomb never stands in memory
_STEP = 64 * 1024
# bytes; below it any ratio is ordinary
_RATIO_FROM = 1024 * 1024
_LARGEST_RATIO = 200
# a gzip file may be several joined; a document has no reason for many
_MOST_MEMBERS = 16
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


def read_coding(headers: Iterable[str]) -> str | None:
    """Give the one coding that Content-Encoding names: "gzip", "deflate", or None for plain.

    Raises Unreadable (encoding) for any other coding and for more than one.
    """
    names = [name.strip().lower() for line in headers for name in line[:256].split(",")]
    named = [name for name in names if name not in ("", "identity")]
    if len(named) > 1:
        raise _encoding("the server compressed the document more than once")
    if named and named[0] not in _CODINGS:
        raise _encoding("the server used a compression that was not asked for and is not known")
    return _CODINGS[named[0]] if named else None


class Body:
    """The bytes of one answer, collected piece by piece within limits.

    `limit` is in bytes and holds for what came over the wire and for what it unpacks to. `feed`
    and `finish` raise Unreadable: `too_large` beyond a limit, `encoding` for a stream that is
    broken, cut off or packed twice.
    """

    def __init__(self, coding: str | None, *, limit: int) -> None:
        self._unpacker = None if coding is None else _Unpacker(coding)
        self._limit = limit
        self._content = bytearray()
        # bytes, as they came
        self.wire = 0

    @property
    def decoded(self) -> int:
        """Bytes kept so far, unpacked."""
        return len(self._content)

    def feed(self, piece: bytes) -> None:
        """Take the next piece as it came over the wire."""
        self.wire += len(piece)
        if self.wire > self._limit:
            raise too_large(self._limit)
        if self._unpacker is None:
            self._keep(piece)
            return
        for step in self._unpacker.unpack(piece):
            self._keep(step)

    def finish(self) -> bytes:
        """Give the whole document; to be called once, after the last piece."""
        if self._unpacker is not None and self.wire:
            self._unpacker.finish()
        if self._content.startswith(_GZIP_MAGIC):
            raise _encoding("the document is compressed, though the server does not say so")
        return bytes(self._content)

    def _keep(self, piece: bytes) -> None:
        self._content += piece
        if len(self._content) > self._limit:
            raise too_large(self._limit)
        if len(self._content) > max(_RATIO_FROM, self.wire * _LARGEST_RATIO):
            raise Unreadable(
                "the document unpacks to more than 200 times its size", kind="too_large"
            )


class _Unpacker:
    """One compressed stream, unpacked in small steps."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._members = 1
        # the first two bytes of a deflate stream, until both are there
        self._head = b""
        self._stream = zlib.decompressobj(_GZIP_WINDOW)
        self._begun = coding == "gzip"

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what a piece unpacks to, step by step; what is not taken is never unpacked."""
        if not self._begun:
            piece = self._head + piece
            if len(piece) < 2:
                self._head = piece
                return
            self._stream = zlib.decompressobj(_deflate_window(piece))
            self._begun = True
        while piece and (not self._stream.eof or self._begin_member(piece)):
            yield from self._unpack_member(piece)
            piece = self._stream.unused_data

    def finish(self) -> None:
        """Refuse a document that ends before its compression does."""
        if not self._stream.eof:
            raise _encoding("the compressed document is cut off")

    def _unpack_member(self, piece: bytes) -> Iterator[bytes]:
        """Unpack to the member's end or the piece's."""
        full = True
        while (full or piece) and not self._stream.eof:
            unpacked = self._step(piece)
            full = len(unpacked) == _STEP
            piece = self._stream.unconsumed_tail
            yield unpacked

    def _step(self, piece: bytes) -> bytes:
        try:
            return self._stream.decompress(piece, _STEP)
        except zlib.error as broken:
            raise _encoding("the document is not compressed as the server says") from broken

    def _begin_member(self, piece: bytes) -> bool:
        """Begin another member of a gzip file; padding behind the end is nobody's document."""
        if self._coding != "gzip" or not piece.startswith(_GZIP_MAGIC[:1]):
            return False
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise _encoding("the document is packed in too many pieces")
        self._stream = zlib.decompressobj(_GZIP_WINDOW)
        return True


def _deflate_window(head: bytes) -> int:
    """Tell a zlib stream (RFC 1950) from a raw one (RFC 1951), which some servers send instead."""
    has_header = head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def too_large(limit: int) -> Unreadable:
    """Make the error of a document beyond `limit` bytes."""
    shown = f"{limit / 2**20:g} MiB" if limit >= 2**20 else f"{limit:,} bytes"
    return Unreadable(f"the document is larger than {shown} (fetch.max_body)", kind="too_large")


def _encoding(message: str) -> Unreadable:
    return Unreadable(message, kind="encoding")
