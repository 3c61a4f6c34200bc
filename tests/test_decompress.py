"""Content codings undone within limits."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Unreadable
from feeds.retrieve.decompress import Body, read_coding

LIMIT = 5 * 2**20
FEED = "<rss>Điểm tin thế giới</rss>".encode() * 40


def raw_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


def unpack(coding: str | None, packed: bytes, *, step: int = 65536, limit: int = LIMIT) -> bytes:
    body = Body(coding, limit=limit)
    for start in range(0, len(packed), step):
        body.feed(packed[start : start + step])
    return body.finish()


def failure(coding: str | None, packed: bytes, **wishes: int) -> str:
    with pytest.raises(Unreadable) as caught:
        unpack(coding, packed, **wishes)
    return caught.value.kind


@pytest.mark.parametrize(
    ("lines", "coding"),
    [
        ([], None), ([""], None), (["identity"], None), (["gzip"], "gzip"), (["GZip "], "gzip"),
        (["x-gzip"], "gzip"), (["deflate"], "deflate"), (["identity, gzip"], "gzip"),
        (["", "gzip"], "gzip"), ([" , gzip,"], "gzip"),
    ],
)  # fmt: skip
def test_coding(lines: list[str], coding: str | None) -> None:
    """The codings that were asked for are known by all their names."""
    assert read_coding(lines) == coding


@pytest.mark.parametrize(
    "lines",
    [["br"], ["zstd"], ["compress"], ["gzip, gzip"], ["gzip", "deflate"], ["gzip2"], ["ge zip"],
     ["\x1b[31m"], ["x" * 10_000]],
)  # fmt: skip
def test_refused_coding(lines: list[str]) -> None:
    """Codings that were not asked for, and more than one, are refused without repeating them."""
    with pytest.raises(Unreadable) as caught:
        read_coding(lines)
    assert caught.value.kind == "encoding"
    assert str(caught.value).isprintable()


PACKED = [
    pytest.param(None, FEED, id="plain"),
    pytest.param("gzip", gzip.compress(FEED), id="gzip"),
    pytest.param("gzip", gzip.compress(FEED, 0), id="gzip-stored"),
    pytest.param("gzip", gzip.compress(FEED[:99]) + gzip.compress(FEED[99:]), id="gzip-members"),
    pytest.param("gzip", gzip.compress(FEED) + bytes(20), id="gzip-padded"),
    pytest.param("gzip", gzip.compress(FEED) + b"\r\n", id="gzip-trailing-line"),
    pytest.param("deflate", zlib.compress(FEED), id="deflate"),
    pytest.param("deflate", raw_deflate(FEED), id="raw-deflate"),
]


@pytest.mark.parametrize(("coding", "packed"), PACKED)
@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_unpacked(coding: str | None, packed: bytes, step: int) -> None:
    """A whole stream gives the whole document, however it is cut into pieces on the way."""
    assert unpack(coding, packed, step=step) == FEED


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", "raw"]), st.integers(1, 500))
def test_round_trip(content: bytes, coding: str, step: int) -> None:
    """What was packed comes out again, but for what is packed itself."""
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}[coding]
    if not content.startswith(b"\x1f\x8b"):
        name = "gzip" if coding == "gzip" else "deflate"
        assert unpack(name, pack(content), step=step) == content


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        pytest.param("gzip", FEED, id="plain-as-gzip"),
        pytest.param("deflate", FEED, id="plain-as-deflate"),
        pytest.param("gzip", zlib.compress(FEED), id="deflate-as-gzip"),
        pytest.param("gzip", gzip.compress(FEED)[:-1], id="last-byte-missing"),
        pytest.param("gzip", gzip.compress(FEED)[:30], id="half"),
        pytest.param("gzip", gzip.compress(FEED)[:1], id="first-byte-only"),
        pytest.param("deflate", zlib.compress(FEED)[:-1], id="deflate-cut"),
        pytest.param("deflate", zlib.compress(FEED)[:1], id="deflate-first-byte"),
        pytest.param("deflate", raw_deflate(FEED)[:-2], id="raw-deflate-cut"),
        pytest.param("gzip", gzip.compress(FEED)[:-8] + b"12345678", id="wrong-checksum"),
        pytest.param("gzip", gzip.compress(gzip.compress(FEED)), id="twice"),
        pytest.param(None, gzip.compress(FEED), id="undeclared"),
        pytest.param("deflate", zlib.compress(gzip.compress(FEED)), id="gzip-in-deflate"),
        pytest.param("gzip", gzip.compress(FEED) + b"\x1f\x8bxx", id="broken-second-member"),
        pytest.param("gzip", gzip.compress(b"x") * 5000, id="many-members"),
        pytest.param("gzip", gzip.compress(b"") * 5000, id="many-empty-members"),
    ],
)
@pytest.mark.parametrize("step", [1, 65536])
def test_broken_stream(coding: str | None, packed: bytes, step: int) -> None:
    """Nothing is taken for a document whose stream is broken, cut off, a lie or packed twice."""
    assert failure(coding, packed, step=step) == "encoding"


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """400 MiB of zeros, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    mebibyte = bytes(2**20)
    return b"".join(packer.compress(mebibyte) for _ in range(400)) + packer.flush()


@pytest.mark.parametrize("limit", [LIMIT, 32 * 2**20, 300_000], ids=["usual", "largest", "small"])
def test_bomb(bomb: bytes, limit: int) -> None:
    """A bomb is left as soon as it is beyond a limit, with a step more in memory at the most."""
    body = Body("gzip", limit=limit)
    with pytest.raises(Unreadable) as caught:
        body.feed(bomb[:262144])
    assert caught.value.kind == "too_large"
    assert body.decoded <= min(limit, max(2**20, body.wire * 200)) + 65536


@pytest.mark.parametrize("coding", [None, "gzip"])
def test_limit(coding: str | None) -> None:
    """A document of just the limit is read, one byte more is too large."""
    content = bytes(range(256)) * 40
    packed = gzip.compress(content) if coding else content
    assert unpack(coding, packed, limit=len(content)) == content
    assert failure(coding, packed, limit=len(content) - 1) == "too_large"


def test_limit_on_the_wire() -> None:
    """Bytes on the wire count even where they unpack to nothing."""
    assert failure("gzip", gzip.compress(b"x") + bytes(10_000), limit=5000) == "too_large"


def test_ordinary_ratio() -> None:
    """A document that packs well is no bomb as long as it is small."""
    content = b" " * (2**20)
    assert unpack("gzip", gzip.compress(content, 9)) == content


@pytest.mark.parametrize("coding", [None, "gzip", "deflate"])
def test_no_bytes(coding: str | None) -> None:
    """No bytes at all are an empty document under any coding."""
    assert Body(coding, limit=10).finish() == b""


@given(st.binary(max_size=400), st.sampled_from([None, "gzip", "deflate"]))
def test_any_bytes(content: bytes, coding: str | None) -> None:
    """Any bytes give a document within the limit or our error, and nothing else."""
    with contextlib.suppress(Unreadable):
        assert len(unpack(coding, content, limit=300)) <= 300
