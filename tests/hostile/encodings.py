"""Paths that compress, or say that they do (RELIABILITY 1.1)."""

import gzip
import zlib
from typing import Any

from tests import misbehaviours
from tests.hostile.row import RSS, Row, always, channel, feed, item, titles
from tests.loopback import Handler


def _row(key: str, does: str, answer: Handler, error: str = "", **expected: Any) -> Row:
    whole: dict[str, Any] = {} if error else {"entries": 3, "titles": titles(key)}
    return Row(
        key=key, does=does, answer=answer, error=error, server="encodings", **{**whole, **expected}
    )


def _coded(key: str, does: str, error: str = "", **how: Any) -> Row:
    return _row(key, does, misbehaviours.compressed(feed(key), **how), error)


def _sent(key: str, does: str, content: bytes, error: str = "", coding: str = "gzip") -> Row:
    return _row(key, does, always(content, {**RSS, "Content-Encoding": coding}), error)


def _members(key: str, count: int) -> bytes:
    body, step = feed(key), 1 + len(feed(key)) // count
    return b"".join(
        gzip.compress(body[start : start + step], mtime=0) for start in range(0, len(body), step)
    )


def _bad_sum(key: str) -> bytes:
    packed = bytearray(gzip.compress(feed(key), mtime=0))
    packed[-8] ^= 0xFF
    return bytes(packed)


def _spacious() -> bytes:
    text = channel(item("gzip-ratio"), inside=" " * 4_000_000)
    return gzip.compress(text.encode(), 9, mtime=0)


_EMPTY_MEMBERS = gzip.compress(b"", mtime=0) * 5000

ROWS = (
    _coded("gzip", "Compresses with gzip."),
    _coded("x-gzip", "Calls gzip by its old name.", declared="X-GZIP"),
    _coded("deflate", "Compresses with zlib.", coding="deflate"),
    _coded("deflate-raw", "Sends raw deflate where zlib was declared.", coding="raw-deflate"),
    _row("identity", "Declares that nothing was done.",
         always(feed("identity"), {**RSS, "Content-Encoding": "identity"})),
    _row("gzip-bomb", "Unpacks to 64 MB.", misbehaviours.compression_bomb(64), "too_large"),
    _row("deflate-bomb", "Unpacks to 64 MB by zlib.",
         misbehaviours.compression_bomb(64, coding="deflate"), "too_large"),
    _row("gzip-ratio", "Is a feed of 4 MB that came as 4 KB.",
         always(_spacious, {**RSS, "Content-Encoding": "gzip"}), "too_large"),
    _coded("gzip-double", "Compresses twice and says so once.", "encoding", times=2),
    _coded("gzip-nested", "Compresses twice and says so.", "encoding", times=2,
           declared="gzip, gzip"),
    _coded("gzip-ten-times", "Compresses ten times and says so.", "encoding", times=10,
           declared=", ".join(["gzip"] * 10)),
    _coded("gzip-truncated", "Cuts the stream in half.", "encoding", keep=100),
    _coded("gzip-no-sum", "Leaves out the checksum at the end.", "encoding", keep=-8),
    _coded("gzip-head-only", "Sends the head of a stream alone.", "encoding", keep=10),
    _sent("gzip-lie", "Says gzip and sends plain text.", feed("gzip-lie"), "encoding"),
    _sent("deflate-lie", "Says deflate and sends plain text.", feed("deflate-lie"), "encoding",
          "deflate"),
    _coded("gzip-undeclared", "Compresses and says nothing.", "encoding", declared=""),
    _coded("gzip-as-deflate", "Compresses with gzip and says deflate.", "encoding",
           declared="deflate"),
    _sent("br", "Says br, which nobody asked for.", b"\x8b\x01\x80" + feed("br"), "encoding",
          "br"),
    _sent("zstd", "Says zstd.", b"\x28\xb5\x2f\xfd" + feed("zstd"), "encoding", "zstd"),
    _sent("compress", "Says compress.", b"\x1f\x9d" + feed("compress"), "encoding", "compress"),
    _sent("nonsense-coding", "Names a coding that does not exist.", feed("nonsense-coding"),
          "encoding", "x-\u00a0\u00ff<script>"),
    _coded("gzip-and-br", "Names gzip and br.", "encoding", declared="gzip, br"),
    _sent("gzip-members", "Consists of 5,000 streams.", _EMPTY_MEMBERS, "encoding"),
    _sent("gzip-two-members", "Consists of two streams, as gzip allows.",
          _members("gzip-two-members", 2)),
    _sent("gzip-padding", "Has zeros behind the stream.",
          gzip.compress(feed("gzip-padding"), mtime=0) + bytes(512)),
    _sent("gzip-bad-sum", "Has a wrong checksum.", _bad_sum("gzip-bad-sum"), "encoding"),
    _sent("deflate-truncated", "Cuts a zlib stream.",
          zlib.compress(feed("deflate-truncated"))[:-20], "encoding", "deflate"),
    _sent("gzip-empty", "Compresses nothing.", gzip.compress(b"", mtime=0), "empty"),
    _sent("gzip-noise", "Says gzip and sends the magic number with noise.",
          b"\x1f\x8b\x08" + bytes(range(255, 0, -1)) * 20, "encoding"),
)  # fmt: skip
