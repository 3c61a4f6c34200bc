"""Pure: one published document with all that serving it needs, made once; the home of brotli."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import brotli  # type: ignore[import-untyped]

from feeds.web.media import media_type as media_type_of

# zlib's default; 2.3 ms for a feed of 78 kB (SPEED 2.8)
_GZIP_LEVEL = 6


# 7 % less than gzip in twice its time; 9 saves nothing more in 25 times its time, and 11 another
# 4 % in 50 times (measured over feeds and pages of 9 to 27 kB: 0.3, 0.6, 8 and 16 ms each)
_BROTLI_LEVEL = 7

Packing = Literal["br", "gzip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as readers get it."""

    # as in a URL, decoded: "/archive/russia/2026-11.atom"
    path: str
    body: bytes
    # with its charset
    media_type: str
    # strong, with its quotes; that of the bytes in `body`
    etag: str
    # UTC, whole seconds; when the bytes last changed
    last_modified: datetime
    # the same bytes compressed; None where that saves nothing
    gzip: bytes | None = None
    brotli: bytes | None = None
    # the value of its Link header; None where it has none
    link: str | None = None
    # where its bytes are, if they are read when they are asked for: then `body` is empty
    file: Path | None = None

    def packed(self, coding: str) -> bytes | None:
        """Give the bytes in a content coding; None where there are none."""
        return {"br": self.brotli, "gzip": self.gzip}.get(coding)


def make_document(
    path: str,
    body: bytes,
    last_modified: datetime,
    *,
    media_type: str | None = None,
    link: str | None = None,
) -> Document:
    """Make a document of its bytes: equal bytes give an equal tag and equal compressed bytes.

    Compressing takes milliseconds, so a big batch belongs into a thread. The media type is that
    of the path unless given; raises ValueError for a time without zone or a path without slash.
    """
    if last_modified.tzinfo is None:
        raise ValueError(f"the time of {path!r} has no time zone")
    if not path.startswith("/"):
        raise ValueError(f"the path {path!r} does not begin with a slash")
    return Document(
        path=path,
        body=body,
        media_type=media_type or media_type_of(path),
        etag=strong_etag(body),
        last_modified=last_modified.astimezone(UTC).replace(microsecond=0),
        gzip=_shorter(_gzip, body),
        brotli=_shorter(_brotli, body),
        link=link,
    )


def strong_etag(body: bytes) -> str:
    """Make the strong entity tag of some bytes: 128 bits of their SHA-256."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def packed_etag(etag: str, coding: Packing) -> str:
    """Make the tag of a compressed form, which is another representation (RFC 9110 8.8.3.3)."""
    return f'{etag[:-1]}-{coding}"'


def _shorter(pack: Callable[[bytes], bytes], body: bytes) -> bytes | None:
    packed = pack(body)
    return packed if len(packed) < len(body) else None


def _gzip(body: bytes) -> bytes:
    # without a time in its header, so that equal bytes stay equal
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_LEVEL)
    return packed
